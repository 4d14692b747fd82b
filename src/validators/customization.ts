import type { Node } from "oxc-parser";

import { isFunction, keyName, unwrap } from "../facts/ast.ts";
import { collectOwn } from "./find-node.ts";

/**
 * Returns the names of the arguments that a customization of convex-helpers hands the handler; `undefined` where its
 * `input` does not write them out.
 * @example { args: { token: v.string() }, input: async (ctx, { token }) => ({ ctx: {}, args: { session: … } }) } // ["session"]
 */
export function addedArguments(customization: Node): readonly string[] | undefined {
  const input = propertyOf(customization, "input");
  if (!input || !isFunction(input)) return undefined;
  const { body } = input as unknown as { body: Node | null };
  if (!body) return undefined;
  const results = body.type === "BlockStatement" ? collectOwn(body, ({ type }) => type === "ReturnStatement", isFunction).map((node) => (node as { argument?: Node | null }).argument) : [body];
  if (results.length === 0) return undefined;
  const names = new Set<string>();
  for (const result of results) {
    const args = result && propertyOf(unwrap(result), "args");
    const added = args && keysOf(args);
    if (!added) return undefined;
    for (const name of added) names.add(name);
  }
  return [...names];
}

/** What an object literal gives a property; `undefined` where something else in it might. */
function propertyOf(object: Node, name: string): Node | undefined {
  if (object.type !== "ObjectExpression") return undefined;
  let found: Node | undefined;
  for (const property of object.properties) {
    if (property.type === "SpreadElement") return undefined;
    const key = keyName(property.key, property.computed);
    if (key === undefined) return undefined;
    if (key === name) found = unwrap(property.value);
  }
  return found;
}

/** Returns the keys of an object literal; `undefined` for anything else, and where a spread or a computed key hides some. */
export function keysOf(object: Node): string[] | undefined {
  if (object.type !== "ObjectExpression") return undefined;
  const keys = object.properties.map((property) => (property.type === "SpreadElement" ? undefined : keyName(property.key, property.computed)));
  return keys.every((key) => key !== undefined) ? keys : undefined;
}
