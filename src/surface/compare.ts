import { relate, type Relation } from "./relate-shapes.ts";
import { compareText } from "../text/compare.ts";
import { printShape, type Shape } from "./shape.ts";
import type { Surface, SurfaceFunction } from "./surface.ts";
import type { CurrentSurface } from "./surface-reader.ts";

/** One thing that differs from what was reviewed, in words. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** A sentence without its subject and its full stop: `is a mutation now, and was a query`. */
  readonly text: string;
  /** What goes on after a colon, in a place with room for it. */
  readonly detail?: string;
}

type DifferenceKind =
  | "added"
  | "removed"
  | "made-internal"
  | "type"
  | "arguments-wider"
  | "arguments-narrower"
  | "arguments-changed"
  | "validation-lost"
  | "validation-gained"
  | "access-lost"
  | "access-gained"
  | "access-changed"
  | "callers";

/** All that differs of one function, one route, or of the packages that add routes. */
export interface SurfaceChange {
  readonly subject: "function" | "route" | "routes-from";
  readonly name: string;
  readonly differences: readonly Difference[];
}

const ACCESS_WORDS = { checked: "something looks at who calls", unchecked: "nothing looks at who calls", unknown: "it cannot be told whether something looks at who calls" };
const CLASS_WORDS: Readonly<Record<string, string>> = { client: "clients", server: "server code", foreign: "programs in other languages", operator: "operators", test: "tests" };

/** Returns what differs between the surface that was reviewed and the code, in the order of names. */
export function compareSurfaces(reviewed: Surface, { surface, others }: CurrentSurface): SurfaceChange[] {
  const functions = namesOf(reviewed.functions, surface.functions).flatMap((name) => {
    const before = reviewed.functions.get(name);
    const after = surface.functions.get(name);
    // What only types could tell, and nobody had them, is not gone.
    if (!after && others.get(name) === "unknown") return [];
    if (!after) return change("function", name, [others.get(name) === "internal" ? { kind: "made-internal", text: "is internal now", detail: "clients that still call it fail" } : { kind: "removed", text: "is gone", detail: "clients that still call it fail" }]);
    return change("function", name, before ? compareFunctions(before, after) : [{ kind: "added", text: "is new", detail: describeFunction(after) }]);
  });
  const routes = namesOf(reviewed.routes, surface.routes).flatMap((name) => {
    const before = reviewed.routes.get(name);
    const after = surface.routes.get(name);
    if (!after) return change("route", name, [{ kind: "removed", text: "is gone", detail: "requests to it fail" }]);
    return change("route", name, before ? compareAccess(before.access, after.access) : [{ kind: "added", text: "is new", detail: ACCESS_WORDS[after.access] }]);
  });
  const from = [...new Set([...reviewed.routesFrom, ...surface.routesFrom])].sort(compareText).flatMap((name) => {
    const isNew = !reviewed.routesFrom.includes(name);
    if (!isNew && surface.routesFrom.includes(name)) return [];
    return change("routes-from", name, [isNew ? { kind: "added", text: "adds HTTP routes now" } : { kind: "removed", text: "adds no HTTP routes any more" }]);
  });
  return [...functions, ...routes, ...from];
}

/** Returns a function in a few words, for somebody who has not seen it. */
function describeFunction({ type, validated, access, args }: SurfaceFunction): string {
  const sent = typeof args === "object" ? `callers send \`${printShape(args)}\`` : validated === false ? "callers send anything, and nothing validates it" : "what callers send cannot be read";
  return `a public ${type}; ${sent}; ${ACCESS_WORDS[access]}`;
}

/** Returns what differs between two states of a function. */
export function compareFunctions(before: SurfaceFunction, after: SurfaceFunction): Difference[] {
  const differences: Difference[] = [];
  if (before.type !== after.type) differences.push({ kind: "type", text: `is ${article(after.type)} now, and was ${article(before.type)}` });
  if (before.validated !== after.validated) differences.push(compareValidation(before, after));
  else differences.push(...compareArguments(before.args, after.args));
  differences.push(...compareAccess(before.access, after.access));
  const more = after.callers.filter((caller) => !before.callers.includes(caller));
  const fewer = before.callers.filter((caller) => !after.callers.includes(caller));
  if (more.length > 0) differences.push({ kind: "callers", text: `is called by ${more.map(mentionCaller).join(" and ")} now` });
  if (fewer.length > 0) differences.push({ kind: "callers", text: `is not called by ${fewer.map(mentionCaller).join(" and ")} any more` });
  return differences;
}

function compareValidation(before: SurfaceFunction, after: SurfaceFunction): Difference {
  if (after.validated === false) return { kind: "validation-lost", text: "validates its arguments no more", detail: `callers may send anything${typeof before.args === "object" ? `, and not just \`${printShape(before.args)}\`` : ""}` };
  if (after.validated === "unknown") return { kind: "validation-lost", text: "has arguments of which it cannot be told whether anything validates them" };
  return { kind: "validation-gained", text: "validates its arguments now", ...(typeof after.args === "object" && { detail: `callers send \`${printShape(after.args)}\`` }) };
}

function compareArguments(before: SurfaceFunction["args"], after: SurfaceFunction["args"]): Difference[] {
  if (typeof before === "object" && typeof after === "object") return compareShapes("", before, after);
  if (before === after) return [];
  const sent = typeof after === "object" ? `callers send \`${printShape(after)}\`, and before it could not be read` : "what callers send cannot be read any more";
  return [{ kind: "arguments-changed", text: "has other arguments", detail: sent }];
}

/** Goes down to the fields that differ: a change deep in an object is not a change of all of it. */
function compareShapes(path: string, before: Shape, after: Shape): Difference[] {
  if (printShape(before) === printShape(after)) return [];
  if (before.kind === "array" && after.kind === "array") return compareShapes(`${path}[]`, before.element, after.element);
  if (before.kind !== "object" || after.kind !== "object") {
    const relation = relate(before, after);
    return [{ kind: kindOf(relation), text: `takes ${RELATION_WORDS[relation]} for \`${path}\``, detail: `\`${printShape(after)}\`, and before \`${printShape(before)}\`` }];
  }
  const differences: Difference[] = [];
  const [old, now] = [before, after].map(({ fields }) => new Map(fields.map((field) => [field.name, field])));
  for (const name of [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].sort(compareText)) {
    const was = old?.get(name);
    const is = now?.get(name);
    const at = path === "" ? name : `${path}.${name}`;
    if (!was && is) differences.push(is.optional ? { kind: "arguments-wider", text: `also takes \`${at}\` now`, detail: `callers may send \`${printShape(is.type)}\`` } : { kind: "arguments-changed", text: `needs \`${at}\` now`, detail: `callers must send \`${printShape(is.type)}\`` });
    else if (was && !is) differences.push({ kind: "arguments-narrower", text: `takes \`${at}\` no more`, detail: "callers that send it fail" });
    else if (was && is) {
      if (was.optional !== is.optional) differences.push(is.optional ? { kind: "arguments-wider", text: `lets callers leave out \`${at}\` now` } : { kind: "arguments-narrower", text: `needs \`${at}\` now`, detail: "callers may not leave it out" });
      differences.push(...compareShapes(at, was.type, is.type));
    }
  }
  if (before.open !== after.open) differences.push({ kind: "arguments-changed", text: after.open ? `has more arguments than can be read${path === "" ? "" : ` in \`${path}\``}` : `has no arguments${path === "" ? "" : ` in \`${path}\``} any more that cannot be read` });
  return differences;
}

const RELATION_WORDS: Readonly<Record<Relation, string>> = {
  same: "the same",
  wider: "more",
  narrower: "less",
  changed: "something else",
};

function kindOf(relation: Relation): DifferenceKind {
  return relation === "wider" || relation === "narrower" ? `arguments-${relation}` : "arguments-changed";
}

function compareAccess(before: SurfaceFunction["access"], after: SurfaceFunction["access"]): Difference[] {
  if (before === after) return [];
  if (before === "checked") return [{ kind: "access-lost", text: after === "unchecked" ? "has lost its access check" : "may have lost its access check", detail: ACCESS_WORDS[after] }];
  if (after === "checked") return [{ kind: "access-gained", text: "has an access check now" }];
  return [{ kind: "access-changed", text: after === "unchecked" ? "has no access check" : "may have an access check", detail: ACCESS_WORDS[after] }];
}

function mentionCaller(caller: string): string {
  const word = CLASS_WORDS[caller.replace("?", "")] ?? caller;
  return caller.endsWith("?") ? `perhaps ${word}` : word;
}

function article(type: SurfaceFunction["type"]): string {
  return type === "action" ? "an action" : `a ${type}`;
}

function change(subject: SurfaceChange["subject"], name: string, differences: readonly Difference[]): SurfaceChange[] {
  return differences.length === 0 ? [] : [{ subject, name, differences }];
}

function namesOf(left: ReadonlyMap<string, unknown>, right: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...left.keys(), ...right.keys()])].sort(compareText);
}
