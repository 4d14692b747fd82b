import type { Node } from "oxc-parser";

import { literalString, unwrap } from "../facts/ast.ts";

/** What is there in browsers alone: `convex/server` itself tells a browser by `window` when functions are registered. */
const BROWSER_GLOBALS: ReadonlySet<string> = new Set(["window", "document", "localStorage", "sessionStorage"]);

/** Returns the part of a statement or expression that runs in browsers only, as its condition says; functions of Convex never run it. */
export function deadPart(node: Node): string | undefined {
  switch (node.type) {
    case "IfStatement":
    case "ConditionalExpression": {
      const holds = onServer(node.test);
      return holds === undefined ? undefined : holds ? "alternate" : "consequent";
    }
    case "LogicalExpression": {
      const holds = onServer(node.left);
      return (node.operator === "&&" && holds === false) || (node.operator === "||" && holds === true) ? "right" : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a statement leaves its function wherever there is no browser: `if (typeof window === "undefined") return;`. */
export function endsAtServer(node: Node): boolean {
  if (node.type !== "IfStatement" || onServer(node.test) !== true) return false;
  const last = node.consequent.type === "BlockStatement" ? node.consequent.body.at(-1) : node.consequent;
  return last?.type === "ReturnStatement";
}

/**
 * What a condition comes to where there is no browser: `typeof window === "undefined"` is true, `typeof window !==
 * "undefined" && ready` false; `undefined` where it says nothing of it.
 */
function onServer(condition: Node): boolean | undefined {
  const test = unwrap(condition);
  switch (test.type) {
    case "UnaryExpression": {
      const inner = test.operator === "!" ? onServer(test.argument) : undefined;
      return inner === undefined ? undefined : !inner;
    }
    case "LogicalExpression": {
      const deciding = test.operator === "&&" ? false : test.operator === "||" ? true : undefined;
      if (deciding === undefined) return undefined;
      const [left, right] = [onServer(test.left), onServer(test.right)];
      if (left === deciding || right === deciding) return deciding;
      return left !== undefined && left === right ? left : undefined;
    }
    case "BinaryExpression": {
      const asked = isTypeOfBrowser(test.left) ? literalString(unwrap(test.right)) : isTypeOfBrowser(test.right) ? literalString(unwrap(test.left)) : undefined;
      if (asked === undefined) return undefined;
      const isAbsent = asked === "undefined";
      if (test.operator === "===" || test.operator === "==") return isAbsent;
      return test.operator === "!==" || test.operator === "!=" ? !isAbsent : undefined;
    }
    default:
      return undefined;
  }
}

function isTypeOfBrowser(node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type !== "UnaryExpression" || inner.operator !== "typeof") return false;
  const name = unwrap(inner.argument);
  return name.type === "Identifier" && BROWSER_GLOBALS.has(name.name);
}
