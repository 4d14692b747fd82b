import type { Node } from "oxc-parser";

import type { Frame } from "./ast.ts";
import { memberNames, qualifiedNames } from "./syntax.ts";

/** `api as any as Wide` and `const wide: Wide = api.public as any;`, of names alone: what calls give may be anything. */
const FOLLOWED_CAST = /[\w$](?:\s+as\s+(?:any|unknown))?\s+(?:as|satisfies)\s+$/u;
const FOLLOWED_VALUE = /^\s*=\s*[\w$.]+(?:\s+as\s+(?:any|unknown))?\s*(?:;|[\r\n]|$)/u;
const MAX_MENTION = 80;

/**
 * Whether the type of something says nothing about where that goes: what it is the type of goes there by itself, or nothing does.
 * @param isImported Whether its name is an import. Constants may be parts of it, of which the names say more: they change
 * where a function is made internal.
 */
export function isIdleType(frame: Frame, text: string, isImported: boolean): boolean {
  if (isOwnType(frame)) return true;
  const { node, up } = frame;
  let query = node;
  while (query.type === "TSParenthesizedType") query = query.typeAnnotation;
  if (!isImported || query.type !== "TSTypeQuery" || query.exprName.type !== "Identifier") return false;
  return (up?.node.type === "TSTypeOperator" && up.node.operator === "keyof") || isTypeOfConstants(up, text);
}

/** Whether a type only adds to that of the expression which it is given to, and so leads nowhere else: `api.a as typeof api.a & More`. */
function isOwnType({ node, up }: Frame): boolean {
  if (node.type !== "TSTypeQuery") return false;
  let outer = up;
  while (outer?.node.type === "TSIntersectionType" || outer?.node.type === "TSParenthesizedType") outer = outer.up;
  const cast = outer?.node;
  if (cast?.type !== "TSAsExpression" && cast?.type !== "TSSatisfiesExpression" && cast?.type !== "TSTypeAssertion") return false;
  const own = qualifiedNames(node.exprName as Node).map(({ name }) => name);
  return own.length > 0 && own.join(".") === memberNames(cast.expression).join(".");
}

/**
 * Whether a type stands in an alias of the file that types nothing but what has a value of its own, which is followed:
 * `type Wide = { [K in keyof typeof api]: (typeof api)[K] & More }; export const wide: Wide = api as any;`
 */
function isTypeOfConstants(inside: Frame | null, text: string): boolean {
  let frame = inside;
  while (frame && frame.node.type !== "TSTypeAliasDeclaration") {
    if (!frame.node.type.startsWith("TS")) return false;
    frame = frame.up;
  }
  const alias = frame?.node;
  if (alias?.type !== "TSTypeAliasDeclaration" || frame?.up?.node.type === "ExportNamedDeclaration") return false;
  const { name } = alias.id;
  const mentions = [...text.matchAll(new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`, "gu"))];
  return mentions.every(({ index }) => {
    const [before, after] = [text.slice(Math.max(0, index - MAX_MENTION), index), text.slice(index + name.length, index + name.length + MAX_MENTION)];
    return /\btype\s+$/u.test(before) || FOLLOWED_CAST.test(before) || (/\bconst\s+[\w$]+\s*:\s*$/u.test(before) && FOLLOWED_VALUE.test(after));
  });
}
