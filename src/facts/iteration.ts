import type { Node } from "oxc-parser";

import { type Frame, isFunction, unwrap, wrapped } from "./ast.ts";
import type { Declaration } from "./scopes.ts";
import { contains, requestedSource } from "./syntax.ts";

/** Methods of arrays that call back with each element. */
const ITERATORS = new Set(["map", "forEach", "flatMap", "filter", "find", "some", "every"]);

/** What a variable or the parameter of a callback stands for. */
export interface Iterated {
  readonly node: Node;
  /** Whether it stands for each element of the node, not for what the node gives itself. */
  readonly isElement: boolean;
}

/**
 * Returns what a declaration without an initialiser of its own is given, one after the other.
 * @example `for (const ref of refs)`, `refs.map((ref) => …)`, `import("./m").then((m) => …)`
 */
export function iteratedBy({ kind, frame, id }: Declaration): Iterated | undefined {
  if (kind === "variable") {
    const loop = frame.node.type === "VariableDeclarator" ? frame.up?.up?.node : undefined;
    return loop?.type === "ForOfStatement" && loop.left === frame.up?.node ? { node: loop.right, isElement: true } : undefined;
  }
  const call = kind === "parameter" ? frame.up?.node : undefined;
  if (call?.type !== "CallExpression" || call.arguments[0] !== frame.node || !isFirstParameter(frame.node, id)) return undefined;
  return callsBack(call.callee);
}

/** Returns where the elements of an expression go, or what a promise gives: the site of the declarations that receive them. */
export function iteratingSite({ node, up }: Frame): Node | undefined {
  if (up?.node.type === "ForOfStatement") {
    const { left, right } = up.node;
    return right === node && left.type === "VariableDeclaration" ? left.declarations[0] : undefined;
  }
  if (up?.node.type !== "MemberExpression" || up.node.object !== node) return undefined;
  const callee = wrapped(up);
  const call = callee.up?.node;
  const callback = call?.type === "CallExpression" && call.callee === callee.node ? call.arguments[0] : undefined;
  return callback && isFunction(callback) && callsBack(callee.node) ? callback : undefined;
}

/** What a method gives to its callback. */
function callsBack(callee: Node): Iterated | undefined {
  const member = unwrap(callee);
  if (member.type !== "MemberExpression" || member.property.type !== "Identifier" || member.computed) return undefined;
  const object = unwrap(member.object);
  if (member.property.name === "then") return requestedSource(object) === undefined ? undefined : { node: object, isElement: false };
  return ITERATORS.has(member.property.name) ? { node: object, isElement: true } : undefined;
}

function isFirstParameter(callback: Node, id: Node): boolean {
  const first = (callback as unknown as { params: readonly Node[] }).params[0];
  return first !== undefined && contains(first, id);
}

/** Whether a function receives a module that is imported late, and gives what the promise of it becomes. */
export function isGivenModule({ node, up }: Frame): boolean {
  if (up?.node.type !== "CallExpression" || up.node.arguments[0] !== node || node.type !== "ArrowFunctionExpression" || node.body.type === "BlockStatement") return false;
  return callsBack(up.node.callee)?.isElement === false;
}

/** Whether a call gives what it is given, or the elements of it: `Object.freeze(refs)`, `Object.values(refs)`. */
export function isObjectCall(call: Node, names: readonly string[] = ["values", "entries", "freeze"]): boolean {
  if (call.type !== "CallExpression" || call.callee.type !== "MemberExpression") return false;
  const { object, property } = call.callee;
  return object.type === "Identifier" && object.name === "Object" && property.type === "Identifier" && names.includes(property.name);
}
