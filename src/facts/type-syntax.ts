import type { Node } from "oxc-parser";

import { keyName, rangeOf, type SourceComment } from "./ast.ts";
import type { TypeKeyword, TypeMember, TypeSyntax } from "./handler-types.ts";
import type { Range } from "./types.ts";

const MAX_DEPTH = 40;
const KEYWORD = /^TS(Any|Unknown|Never|Object|String|Number|Boolean|BigInt|Null|Undefined|Void|Symbol)Keyword$/u;

/** The text and the comments that a type stands among. */
export interface TypeSource {
  readonly text: string;
  readonly comments: readonly SourceComment[];
}

/** Returns a type as it is written. */
export function readType(node: Node, source: TypeSource, depth = 0): TypeSyntax {
  const range = rangeOf(node);
  const other: TypeSyntax = { kind: "other", range };
  if (depth > MAX_DEPTH) return other;
  const read = (inner: Node): TypeSyntax => readType(inner, source, depth + 1);
  const keyword = KEYWORD.exec(node.type)?.[1];
  if (keyword !== undefined) return { kind: "keyword", name: keyword.toLowerCase() as TypeKeyword, range };
  switch (node.type) {
    case "TSParenthesizedType":
      return read(node.typeAnnotation);
    case "TSLiteralType":
      return readLiteral(node.literal, source, range);
    case "TSTemplateLiteralType":
      return node.types.length === 0 ? { kind: "literal", base: "string", value: node.quasis[0]?.value.cooked ?? "", range } : { kind: "template", range };
    case "TSArrayType":
      return { kind: "array", element: read(node.elementType), range };
    case "TSTupleType":
      return { kind: "tuple", elements: node.elementTypes.map((element) => readElement(element as Node, read)), range };
    case "TSTypeOperator": {
      const operand = read(node.typeAnnotation);
      if (node.operator !== "readonly") return other;
      return operand.kind === "array" ? { ...operand, range, readonly: true } : { ...operand, range };
    }
    case "TSUnionType":
      return { kind: "union", members: node.types.map((member) => read(member as Node)), range };
    case "TSIntersectionType":
      return { kind: "intersection", members: node.types.map((member) => read(member as Node)), range };
    case "TSTypeLiteral":
      return readMembers(node.members, source, range, depth) ?? other;
    case "TSTypeReference": {
      const path = namePath(node.typeName);
      return path ? { kind: "reference", path, args: (node.typeArguments?.params ?? []).map((argument) => read(argument as Node)), range } : other;
    }
    case "TSTypeQuery": {
      const path = namePath(node.exprName);
      return path && !node.typeArguments ? { kind: "typeof", path, range } : other;
    }
    case "TSIndexedAccessType":
      return { kind: "indexed", object: read(node.objectType), index: read(node.indexType), range };
    case "TSFunctionType":
    case "TSConstructorType":
      return { kind: "function", range };
    default:
      return other;
  }
}

/** Returns the properties of a type literal or an interface as an object type, `undefined` where one takes a checker. */
export function readMembers(nodes: readonly Node[], source: TypeSource, range: Range, depth = 0): TypeSyntax | undefined {
  const members: TypeMember[] = [];
  let index: { key: TypeSyntax; value: TypeSyntax } | null = null;
  for (const [position, node] of nodes.entries()) {
    if (node.type === "TSPropertySignature") {
      const name = keyName(node.key, node.computed);
      if (name === undefined || !node.typeAnnotation) return undefined;
      const previous = nodes[position - 1];
      const comments = commentsOf(node, previous ? rangeOf(previous)[1] : range[0], source);
      members.push({ name, optional: node.optional, type: readType(node.typeAnnotation.typeAnnotation, source, depth + 1), comments });
    } else if (node.type === "TSIndexSignature" && !index) {
      const key = (node.parameters[0] as { typeAnnotation?: { typeAnnotation: Node } | null } | undefined)?.typeAnnotation?.typeAnnotation;
      const value = node.typeAnnotation as { typeAnnotation: Node } | null;
      if (!key || !value) return undefined;
      index = { key: readType(key, source, depth + 1), value: readType(value.typeAnnotation, source, depth + 1) };
    } else if (node.type === "TSMethodSignature") {
      const name = keyName(node.key, node.computed);
      if (name === undefined) return undefined;
      members.push({ name, optional: node.optional, type: { kind: "function", range: rangeOf(node) }, comments: [] });
    } else return undefined;
  }
  return { kind: "object", members, index, range };
}

function readElement(node: Node, read: (inner: Node) => TypeSyntax): TypeSyntax | null {
  if (node.type === "TSRestType") return null;
  if (node.type === "TSNamedTupleMember") return readElement(node.elementType, read);
  if (node.type === "TSOptionalType") return read(node.typeAnnotation);
  return read(node);
}

function readLiteral(node: Node, source: TypeSource, range: Range): TypeSyntax {
  if (node.type === "UnaryExpression") return { kind: "literal", base: source.text.slice(...range).endsWith("n") ? "bigint" : "number", value: source.text.slice(...range), range };
  if (node.type !== "Literal") return { kind: "other", range };
  // A parser that is not told otherwise takes `null` for a literal.
  if (node.value === null && !("bigint" in node)) return { kind: "keyword", name: "null", range };
  if ("bigint" in node) return { kind: "literal", base: "bigint", value: source.text.slice(...rangeOf(node)), range };
  const base = typeof node.value;
  if (base === "string") return { kind: "literal", base, value: node.value as string, range };
  return base === "number" || base === "boolean" ? { kind: "literal", base, value: source.text.slice(...rangeOf(node)), range } : { kind: "other", range };
}

function namePath(node: Node): string[] | undefined {
  if (node.type === "Identifier") return [node.name];
  if (node.type !== "TSQualifiedName") return undefined;
  const left = namePath(node.left);
  return left && [...left, node.right.name];
}

/** The comments before a member, and the one behind it on its line. */
function commentsOf(member: Node, from: number, { text, comments }: TypeSource): string[] {
  if (comments.length === 0) return [];
  const [start, end] = rangeOf(member);
  const lineEnd = text.indexOf("\n", end);
  const previousLineEnd = text.slice(from, start).indexOf("\n");
  return comments
    .filter(({ range }) => {
      if (range[0] >= from && range[1] <= start) return text[from - 1] === undefined || !isBehind(range[0], from, previousLineEnd);
      return range[0] >= end && (lineEnd === -1 || range[0] < lineEnd) && /^[\s;,]*$/u.test(text.slice(end, range[0]));
    })
    .map(({ range }) => text.slice(...range));

  /** Whether a comment stands on the line of the member before, and so belongs to that one. */
  function isBehind(at: number, origin: number, line: number): boolean {
    return text[origin] !== "{" && line !== -1 && at < origin + line;
  }
}
