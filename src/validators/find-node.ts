import type { Node } from "oxc-parser";

import { rangeOf } from "../facts/ast.ts";
import type { Range } from "../facts/types.ts";

/** Returns the outermost node with a range that is of the wanted kind. */
export function findNode(root: Node, [start, end]: Range, isWanted: (node: Node) => boolean): Node | undefined {
  return walk(root, [start, end], (node) => {
    const [from, to] = rangeOf(node);
    return from === start && to === end && isWanted(node);
  });
}

/** Whether the variable whose name stands at a range is annotated with `any`, or initialised with a cast to it. */
export function isDeclaredAny(root: Node, range: Range): boolean {
  const declarator = walk(root, range, (node) => node.type === "VariableDeclarator" && rangeOf(node.id)[0] === range[0] && rangeOf(node.id)[1] === range[1]);
  if (declarator?.type !== "VariableDeclarator") return false;
  const { typeAnnotation } = declarator.id as { typeAnnotation?: { typeAnnotation: Node } | null };
  if (typeAnnotation) return typeAnnotation.typeAnnotation.type === "TSAnyKeyword";
  const init = declarator.init as Node | null;
  return (init?.type === "TSAsExpression" || init?.type === "TSTypeAssertion") && init.typeAnnotation.type === "TSAnyKeyword";
}

/** Returns the nodes below one that are of the wanted kind, without what functions inside it hold. */
export function collectOwn(root: Node, isWanted: (node: Node) => boolean, isFunction: (node: Node) => boolean): Node[] {
  const found: Node[] = [];
  const pending = children(root);
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (isWanted(node)) found.push(node);
    if (!isFunction(node)) pending.push(...children(node));
  }
  return found;
}

function walk(root: Node, [start, end]: Range, isFound: (node: Node) => boolean): Node | undefined {
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (isFound(node)) return node;
    const [from, to] = rangeOf(node);
    if (node === root || (from <= start && end <= to)) pending.push(...children(node));
  }
  return undefined;
}

function children(node: Node): Node[] {
  return Object.entries(node).flatMap(([key, child]) => (key === "parent" ? [] : [child].flat())).filter((child): child is Node => typeof (child as Node | null)?.type === "string");
}
