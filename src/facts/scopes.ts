import type { Program } from "oxc-parser";

import type { Frame } from "./ast.ts";
import { type Declaration, groupBySite, type Identifier, isWritten, lookUp, type ScopeAnalysis } from "./scope.ts";
import { VISITS } from "./scope-visits.ts";
import { ScopeWalk } from "./scope-walk.ts";

export type { Declaration, Identifier, ScopeAnalysis } from "./scope.ts";

/**
 * Returns which name refers to which declaration, for values only: types are not resolved, but for `typeof x`.
 *
 * Written for this plugin because it runs on every relevant file of a workspace, where a full scope manager would use
 * up most of the time that the budget leaves beside parsing.
 *
 * @param readsTypes Whether types can mention values or names of functions; by far most of them do not.
 */
export function analyzeScopes(program: Program, readsTypes = true): ScopeAnalysis {
  const walk = new ScopeWalk(VISITS, readsTypes);
  const { declarations, pending, pendingScopes, literals, requests, functions, names, root } = walk;
  walk.visitChildren(program, { node: program, up: null }, root);

  const resolved = new Map<Identifier, Declaration>();
  const globals: Frame[] = [];
  for (const [index, frame] of pending.entries()) {
    const identifier = frame.node as Identifier;
    const declaration = lookUp(pendingScopes[index] ?? root, identifier.name);
    if (declaration) {
      resolved.set(identifier, declaration);
      declaration.references.push(frame);
      if (isWritten(frame)) {
        declaration.reassigned = true;
        (declaration.written ??= []).push(frame);
      }
    } else globals.push(frame);
  }
  return { declarations, bySite: groupBySite(declarations), topLevel: root.declarations, resolved, globals, literals, requests, functions, names };
}
