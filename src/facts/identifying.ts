import type { Node } from "oxc-parser";

import { keyName, unwrap } from "./ast.ts";

/** Names of what tells things, people and times apart. No function is called by what they stand for. */
const IDENTIFIES = /(?:^|_)(?:id|uid|uuid|ip|email|slug|address|hash|timestamp|date)$|(?:Id|ID|Uid|UID|Uuid|UUID|Ip|IP|Email|Slug|Address|Hash|Timestamp|Date)$/u;
/** Methods that give an ID, a number or a text of data. */
const MAKES_DATA = /^(?:now|getTime|toISOString|randomUUID|stringify|floor|round|digest)$/u;

/** Whether a string that an expression puts together ends with what identifies something, as a key of a cache does: `` `messages:${chatId}` ``. */
export function endsWithId(node: Node): boolean {
  if (node.type === "TemplateLiteral") {
    const last = node.expressions.at(-1);
    return last !== undefined && node.quasis.at(-1)?.value.cooked === "" && identifies(last);
  }
  return node.type === "BinaryExpression" && node.operator === "+" && identifies(node.right);
}

function identifies(expression: Node): boolean {
  const node = unwrap(expression);
  switch (node.type) {
    case "Identifier":
      return IDENTIFIES.test(node.name);
    case "MemberExpression":
      return IDENTIFIES.test(keyName(node.property, node.computed) ?? "");
    case "LogicalExpression":
      return identifies(node.left);
    case "CallExpression": {
      const { callee, arguments: given } = node;
      if (callee.type === "MemberExpression") {
        const method = keyName(callee.property, callee.computed) ?? "";
        return MAKES_DATA.test(method) || (/^(?:toString|toLowerCase|trim)$/u.test(method) && identifies(callee.object));
      }
      return callee.type === "Identifier" && callee.name === "String" && given[0] !== undefined && identifies(given[0]);
    }
    default:
      return false;
  }
}
