import type { Node } from "oxc-parser";

import { type Frame, keyName, wrapped } from "./ast.ts";
import { iteratingSite } from "./iteration.ts";
import type { Declaration, Identifier, ScopeAnalysis } from "./scopes.ts";
import { namingDeclarations } from "./names.ts";
import type { Sink, UseFact } from "./types.ts";
import { isIdleType } from "./idle-types.ts";
import { isTopLevelFunction, literalType } from "./syntax.ts";
import type { ValueReader } from "./values.ts";

/** Exports of `convex/server` that make function references out of nothing. */
const REFERENCE_MAKERS = new Set(["anyApi", "makeFunctionReference"]);

/** `convex/server`, also as Deno and browsers name it: `npm:convex@1.17/server`. */
const CONVEX_SERVER = /^(?:npm:\/?|https?:\/\/(?:[^?]*\/)?)?convex(?:@[^/]*)?\/server(?:$|[?/])/u;

interface Chain {
  readonly frame: Frame;
  readonly members: number;
  readonly calls: number;
  /** Whether the outermost step is a call. */
  readonly called: boolean;
  /** Steps on the way whose elements a callback receives: `refs` in `refs.map((ref) => …)`. */
  readonly iterated: readonly Frame[];
}

/**
 * Returns each use of a name that may carry function references: names imported from files of the workspace,
 * what makes references out of nothing, and the constants made of them.
 */
export function collectUses(
  scopes: ScopeAnalysis,
  reader: ValueReader,
  ownerOf: (node: Node) => number | null,
  isExternal: (source: string) => boolean,
  text: string,
): { readonly uses: UseFact[]; readonly roots: ReadonlySet<Frame> } {
  const uses: UseFact[] = [];
  const roots = new Set<Frame>();
  const tracked = new Set<Declaration>();
  const pending: Declaration[] = [];
  /** Functions of the top level that return what others hand on: who calls one has it. */
  const makers = new Set<Declaration>();
  /** Parameters of callbacks that are known to receive references. */
  const received = new Set<Declaration>();
  const track = (declaration: Declaration): void => {
    if (tracked.has(declaration)) return;
    tracked.add(declaration);
    pending.push(declaration);
  };

  for (const declaration of scopes.declarations) {
    if (declaration.kind === "import" && mayCarry(declaration, reader, isExternal)) track(declaration);
    if (declaration.kind === "parameter" && isTopLevelFunction(declaration.frame) && declaration.path.length === 0) track(declaration);
  }
  for (const declaration of namingDeclarations(scopes, reader)) track(declaration);
  for (const request of scopes.requests) collect(request, false, true);
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const reference of next.references) collect(reference, next.kind === "parameter" && !received.has(next), isModule(next, reader), makers.has(next));
  }
  return { uses, roots };

  function collect(root: Frame, isParameter: boolean, isOfModule: boolean, isMaker = false): void {
    const chain = chainFrom(root);
    if (isIdleType(chain.frame, text, scopes.resolved.get(root.node as Identifier)?.kind === "import")) return;
    if (isParameter && (chain.members > 0 || chain.calls > 0)) return;
    for (const step of chain.iterated) keep(root, step, reader.sinkOf(step));
    if (chain.called && chain.members === 0 && wrapped(chain.frame).up?.node.type === "ExpressionStatement") return;
    const sink = reader.sinkOf(chain.frame);
    if (isParameter && sink.kind !== "argument") return;
    // `messages.send(ctx, args)` may call a registered function by itself.
    if (!isWorthKeeping(chain, sink) && !(isOfModule && chain.members > 0) && !(isMaker && sink.kind !== "none")) return;
    keep(root, chain.frame, sink);
    const maker = sink.kind === "return" && (chain.calls === 0 || isMaker) ? makerOf(sink.function) : undefined;
    if (!maker) return;
    makers.add(maker);
    track(maker);
  }

  function makerOf(id: number): Declaration | undefined {
    const declaration = scopes.topLevel.get(reader.functions[id]?.name ?? "");
    const value = declaration && reader.bindings[reader.bindingOf(declaration)]?.value;
    return value?.kind === "function" && value.function === id ? declaration : undefined;
  }

  function keep(root: Frame, frame: Frame, sink: Sink): void {
    roots.add(root);
    uses.push({ value: reader.valueOf(wrapped(frame).node, "shallow"), sink, owner: ownerOf(root.node) });
    for (const alias of reader.aliases(sink)) {
      if (alias.kind === "parameter") received.add(alias);
      track(alias);
    }
  }
}

/** Returns the longest chain of members and calls that starts at the node: `api.messages.list` from `api`. */
function chainFrom(root: Frame): Chain {
  let frame = root;
  let members = 0;
  let calls = 0;
  let called = false;
  const iterated: Frame[] = [];
  for (;;) {
    const outer = wrapped(frame);
    const parent = outer.up?.node;
    if (!outer.up || !parent) return { frame, members, calls, called, iterated };
    if (parent.type === "MemberExpression" && iteratingSite(outer)) iterated.push(outer);
    if (isTypeStep(parent, outer.node)) {
      if (parent.type === "TSIndexedAccessType") members += 1;
    } else if ((parent.type === "MemberExpression" && parent.object === outer.node) || (parent.type === "TSQualifiedName" && parent.left === outer.node)) {
      members += 1;
      called = false;
    } else if ((parent.type === "CallExpression" || parent.type === "NewExpression") && parent.callee === outer.node) {
      calls += 1;
      called = true;
    } else return { frame, members, calls, called, iterated };
    frame = outer.up;
  }
}

/** Whether a type goes on from a name: `(typeof api)["messages"]`. */
function isTypeStep(parent: Node, node: Node): boolean {
  if (parent.type === "TSIndexedAccessType") return parent.objectType === node && literalType(parent.indexType) !== undefined;
  return parent.type === "TSTypeQuery" || parent.type === "TSParenthesizedType";
}

/** A call's own result matters only where something is done with it; `cn(…)` in markup does not. */
function isWorthKeeping(chain: Chain, sink: Sink): boolean {
  if (!chain.called) return sink.kind !== "none" || chain.members > 0;
  return sink.kind === "argument" || sink.kind === "alias" || sink.kind === "export" || sink.kind === "return";
}

/** Whether a name stands for a whole module: `import * as messages`, `const messages = await import("./messages")`. */
function isModule(declaration: Declaration, reader: ValueReader): boolean {
  const binding = reader.bindings[reader.bindingOf(declaration)];
  return binding?.import?.imported === "*" || binding?.value?.kind === "module";
}

function mayCarry(declaration: Declaration, reader: ValueReader, isExternal: (source: string) => boolean): boolean {
  const imported = reader.bindings[reader.bindingOf(declaration)]?.import;
  if (!imported) return true;
  if (CONVEX_SERVER.test(imported.source)) return imported.imported === "*" || REFERENCE_MAKERS.has(imported.imported);
  return !isExternal(imported.source);
}

/**
 * Returns the last two names of each chain whose root says nothing in this file (a parameter, a global, the result of
 * a call), and that is not among the uses already: `({ api }) => api.channels.list` and `database.public.servers.get`. They may be function references.
 * Those of an `api` that is declared nowhere come with it.
 */
export function collectLooseChains(scopes: ScopeAnalysis, followed: ReadonlySet<Frame>): string[] {
  const chains = new Set<string>();
  for (const root of scopes.globals) note(root, true);
  for (const declaration of scopes.declarations) if (!isGeneratedApi(declaration)) for (const root of declaration.references) note(root, false);
  return [...chains];

  function note(root: Frame, isGlobal: boolean): void {
    const start = wrapped(root).up?.node.type;
    // Most names stand alone.
    if ((start !== "MemberExpression" && !(isGlobal && start === "CallExpression")) || followed.has(root)) return;
    const names = [(root.node as { name: string }).name];
    let frame = root;
    let called = false;
    for (;;) {
      const outer = wrapped(frame);
      const parent = outer.up?.node;
      if (outer.up && parent?.type === "MemberExpression" && parent.object === outer.node) {
        const name = keyName(parent.property, parent.computed);
        if (name === undefined) break;
        names.push(name);
        frame = outer.up;
      } else {
        called = parent?.type === "CallExpression" && parent.callee === outer.node;
        // `useApi().messages.list`, which a framework imports by itself.
        if (!called || !outer.up || names.length > 1 || !isGlobal) break;
        frame = outer.up;
      }
    }
    // `users.get(id)` is a method of some object far more often than a proxy of functions; `db.public.users.get()` may be one.
    if (names.length >= (called ? 4 : 2)) chains.add(names.slice(-2).join("."));
    // `api.messages.list` in a file that forgot to import `api`.
    if (isGlobal && names.length >= 3 && (names[0] === "api" || names[0] === "internal")) chains.add(["api", ...names.slice(-2)].join("."));
    // `client.messages.list.query({…})`: the function is one step before the last.
    if (called && names.length >= 4) chains.add(names.slice(-3, -1).join("."));
  }
}

/** A name imported from a generated `api` module is followed by resolution, never by spelling. */
function isGeneratedApi({ frame }: Declaration): boolean {
  const declaration = frame.up?.node;
  return declaration?.type === "ImportDeclaration" && /_generated\/(?:api|server)(?:\.[cm]?js)?$/u.test(declaration.source.value);
}
