import type { Node } from "oxc-parser";

import { rangeOf } from "../facts/ast.ts";
import type { Range } from "../facts/types.ts";

/** Returns the outermost node with a range that is of the wanted kind. */
export function findNode(root: Node, [start, end]: Range, isWanted: (node: Node) => boolean): Node | undefined {
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const [from, to] = rangeOf(node);
    if (from === start && to === end && isWanted(node)) return node;
    if (node === root || (from <= start && end <= to)) pending.push(...children(node));
  }
  return undefined;
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

function children(node: Node): Node[] {
  return Object.entries(node)
    .filter(([key]) => key !== "parent")
    .flatMap(([, child]): unknown[] => (Array.isArray(child) ? (child as unknown[]) : [child]))
    .filter((child): child is Node => typeof (child as Node | null)?.type === "string");
}
