import type { Node } from "oxc-parser";

import { rangeOf } from "./ast.ts";
import type { Identifier } from "./scope.ts";
import { qualifiedNames } from "./syntax.ts";
import type { AnnotationFact, Value } from "./types.ts";

/** Enough of a type's text to tell what kind of function reference it describes. */
const MAX_TYPE_TEXT = 200;

/** Types that are their argument, for what can be done with it. */
const TRANSPARENT: ReadonlySet<string> = new Set(["Awaited", "NonNullable", "Readonly"]);

/** Returns the type that is written out for a name, as far as it tells anything. */
export function readAnnotation(id: Node, text: string, valueOf: (name: Identifier) => Value): AnnotationFact | null {
  const type = (id as { typeAnnotation?: { typeAnnotation?: Node } | null }).typeAnnotation?.typeAnnotation;
  return type ? { name: readTypeName(type, valueOf), text: textOf(type, text) } : null;
}

/** Returns the outermost type that casts around an expression give it. */
export function castOf(expression: Node, text: string): { cast?: string } {
  switch (expression.type) {
    case "TSNonNullExpression":
      return castOf(expression.expression, text);
    case "AwaitExpression":
      return castOf(expression.argument, text);
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
      return { cast: textOf(expression.typeAnnotation, text) };
    default:
      return {};
  }
}

/** Returns the type that is written out for what a function returns, where it hides what that is, or says which reference. */
export function resultTypeOf(node: Node, text: string): { resultType?: string } {
  const type = (node as { returnType?: { typeAnnotation?: Node } | null }).returnType?.typeAnnotation;
  const resultType = type && textOf(type, text);
  return resultType !== undefined && /^any$|\bFunctionReference\b/u.test(resultType) ? { resultType } : {};
}

/** Whether a cast says that a string is the ID of a document, which looks like the name of a function where a test or a stand-in makes it. */
export function isDocumentId(expression: Node, text: string): boolean {
  return /^(?:\w+\.)?(?:Generic)?Id</u.test(castOf(expression, text).cast ?? "");
}

function readTypeName(type: Node, valueOf: (name: Identifier) => Value): Value | null {
  if (type.type === "TSUnionType") {
    const [only, ...others] = type.types.filter(({ type: part }) => part !== "TSNullKeyword" && part !== "TSUndefinedKeyword");
    return only && others.length === 0 ? readTypeName(only, valueOf) : null;
  }
  if (type.type !== "TSTypeReference") return null;
  const [root, ...path] = qualifiedNames(type.typeName);
  const [argument] = path.length === 0 ? (type.typeArguments?.params ?? []) : [];
  if (argument && root && TRANSPARENT.has(root.name)) return readTypeName(argument, valueOf);
  if (argument?.type === "TSTypeQuery" && root?.name === "ReturnType") return readResult(argument, valueOf);
  return nameOf(root, path, valueOf);
}

/** What a function gives back: `ReturnType<typeof convexTest>` is a call of it. */
function readResult({ exprName }: Extract<Node, { type: "TSTypeQuery" }>, valueOf: (name: Identifier) => Value): Value | null {
  if (exprName.type === "TSImportType") return null;
  const [root, ...path] = qualifiedNames(exprName);
  const callee = nameOf(root, path, valueOf);
  return callee && { kind: "call", callee, args: [], construct: false, range: callee.range, calleeRange: callee.range };
}

function nameOf(root: Identifier | undefined, path: readonly Identifier[], valueOf: (name: Identifier) => Value): Value | null {
  let value = root ? valueOf(root) : null;
  for (const part of path) if (value) value = { kind: "member", object: value, property: part.name, range: rangeOf(part), propertyRange: rangeOf(part) };
  return value;
}

function textOf(type: Node, text: string): string {
  const [start, end] = rangeOf(type);
  return text.slice(start, Math.min(end, start + MAX_TYPE_TEXT));
}
