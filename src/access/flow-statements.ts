import type { Node } from "oxc-parser";
import { visitorKeys } from "oxc-parser";

import { isFunction, unwrap } from "../facts/ast.ts";
import { isNode } from "../facts/scope.ts";

export type CallNode = Extract<Node, { type: "CallExpression" | "NewExpression" }>;

/** Returns the nodes inside a node, each with the name of the part that it is in. */
export function* childrenOf(node: Node): Generator<readonly [key: string, child: Node]> {
  const keys = visitorKeys[node.type] ?? [];
  for (const key of keys) {
    const child = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(child)) {
      for (const item of child) if (isNode(item)) yield [key, item];
    } else if (isNode(child)) yield [key, child];
  }
}

/** Whether a statement does nothing but print. */
export function isIdle(node: Node): boolean {
  switch (node.type) {
    case "BlockStatement":
      return node.body.every(isIdle);
    case "EmptyStatement":
      return true;
    case "ExpressionStatement": {
      const { expression } = node;
      return expression.type === "CallExpression" && expression.callee.type === "MemberExpression" && expression.callee.object.type === "Identifier" && expression.callee.object.name === "console";
    }
    default:
      return false;
  }
}

/** Whether a statement throws, other than in the functions inside it. */
export function containsThrow(node: Node): boolean {
  return containsStatement(node, "ThrowStatement");
}

/** Whether a statement returns from the function that it stands in. */
export function containsReturn(node: Node): boolean {
  return containsStatement(node, "ReturnStatement");
}

/** Returns the calls that branches end with: `{ log(); forbid(); }`, `return forbid();`, `forbid()`. */
export function lastCalls(branches: readonly (Node | null)[]): readonly CallNode[] {
  return branches.flatMap((branch) => {
    const last = branch?.type === "BlockStatement" || (branch?.type as string | undefined) === "FunctionBody" ? (branch as Extract<Node, { type: "BlockStatement" }>).body.at(-1) : branch;
    const expression = last?.type === "ExpressionStatement" ? last.expression : last?.type === "ReturnStatement" ? last.argument : last;
    const call = expression && unwrap(expression);
    return call?.type === "CallExpression" ? [call] : [];
  });
}

function containsStatement(node: Node, type: "ReturnStatement" | "ThrowStatement"): boolean {
  if (node.type === type) return true;
  if (isFunction(node) || !/Statement$|^SwitchCase$|^CatchClause$/u.test(node.type)) return false;
  for (const [, child] of childrenOf(node)) if (containsStatement(child, type)) return true;
  return false;
}

/**
 * Returns the last statement of a block in which nothing is kept from running by what that statement throws: its errors
 * are caught and at most printed, and nothing comes after it.
 */
export function swallowedStatement({ block, handler }: Extract<Node, { type: "TryStatement" }>): Node | undefined {
  const last = block.body.at(-1);
  if (!last || !handler || !isIdle(handler.body)) return undefined;
  switch (last.type) {
    case "ExpressionStatement":
    case "VariableDeclaration":
      return last;
    case "IfStatement": {
      const { consequent, alternate } = last;
      const only = consequent.type === "BlockStatement" && consequent.body.length === 1 ? consequent.body[0] : consequent;
      return (only?.type === "ThrowStatement" || only?.type === "ExpressionStatement") && alternate === null ? last : undefined;
    }
    default:
      return undefined;
  }
}
