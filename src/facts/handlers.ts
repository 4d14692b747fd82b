import type { Node } from "oxc-parser";

import { isFunction, keyName, rangeOf, unwrap } from "./ast.ts";
import type { DefinitionOptionsFact, HandlerAnnotation, HandlerFact, HandlerParameter, OptionFact, TypeSyntax } from "./handler-types.ts";
import { readType, type TypeSource } from "./type-syntax.ts";
import type { CallValue, Range } from "./types.ts";
import type { ValueReader } from "./values.ts";

/** What the options of a definition are read with. */
export interface DefinitionSource extends TypeSource {
  readonly reader: ValueReader;
}

/** Returns what the call of a function builder is given: its `args`, its handler and how both are written. */
export function readDefinitionOptions(call: Node, value: CallValue, source: DefinitionSource): DefinitionOptionsFact {
  const argument = call.type === "CallExpression" ? (call.arguments[0] as Node | undefined) : undefined;
  if (!argument) return { form: "none", range: value.range, options: [], handler: null };
  const range = rangeOf(argument);
  const inner = unwrap(argument);
  if (isFunction(inner)) return { form: "function", range, options: [], handler: readHandler(inner, source) };
  if (inner.type !== "ObjectExpression") return { form: "value", range, options: [], handler: null };
  const options: OptionFact[] = [];
  let handler: HandlerFact | null = null;
  for (const property of inner.properties) {
    const option = property.type === "SpreadElement" ? spreadOption(property, source) : readOption(property, source);
    options.push(option);
    const written = property.type === "SpreadElement" ? undefined : unwrap(property.value);
    if (option.key === "handler") handler = written && isFunction(written) ? readHandler(written, source) : null;
  }
  return { form: "object", range, options, handler };
}

function spreadOption(property: Extract<Node, { type: "SpreadElement" }>, { reader }: DefinitionSource): OptionFact {
  const written = property.argument as Node;
  return { kind: "spread", key: null, range: rangeOf(property), valueRange: rangeOf(written), value: reader.valueOf(written, "whole"), isUndefined: false, castTo: null };
}

function readOption(property: Extract<Node, { type: "Property" }>, { reader, text }: DefinitionSource): OptionFact {
  const written = property.value as Node;
  const valueRange = rangeOf(written);
  const inner = unwrap(written);
  const key = keyName(property.key, property.computed) ?? null;
  return {
    kind: property.method ? "method" : "property",
    key,
    range: rangeOf(property),
    valueRange,
    value: key === "args" || (key === "handler" && !isFunction(inner)) ? reader.valueOf(written, "validator") : { kind: "unknown", range: valueRange },
    isUndefined: (inner.type === "Identifier" && inner.name === "undefined") || (inner.type === "UnaryExpression" && inner.operator === "void"),
    castTo: castType(written, text),
  };
}

/** The type of the outermost cast that is no `as const`. */
function castType(node: Node, text: string): string | null {
  if (node.type !== "TSAsExpression" && node.type !== "TSTypeAssertion") return null;
  const type = text.slice(...rangeOf(node.typeAnnotation));
  return type === "const" ? castType(node.expression, text) : type;
}

/** Returns what a function literal says as a handler. */
export function readHandler(node: Node, source: TypeSource): HandlerFact {
  const { params, typeParameters } = node as unknown as { params: readonly Node[]; typeParameters?: Node | null };
  const range = rangeOf(node);
  const text = source.text.slice(...range);
  return {
    range,
    // `function (this: void, ctx, args)`: the first is no parameter.
    parameters: params.filter((param) => param.type !== "Identifier" || param.name !== "this").map((param) => readParameter(param, source)),
    isGeneric: Boolean(typeParameters),
    readsArguments: node.type !== "ArrowFunctionExpression" && /\barguments\b/u.test(text),
  };
}

function readParameter(node: Node, source: TypeSource): HandlerParameter {
  const target = (node.type === "AssignmentPattern" ? node.left : node) as Node & { optional?: boolean; typeAnnotation?: Node | null };
  const annotation = target.typeAnnotation as (Node & { typeAnnotation: Node }) | null | undefined;
  const [start, end] = rangeOf(target);
  const patternEnd = annotation ? source.text.slice(start, rangeOf(annotation)[0]).trimEnd().length + start : end;
  return {
    range: [start, patternEnd],
    form: target.type === "Identifier" ? "name" : target.type === "ObjectPattern" ? "object" : target.type === "RestElement" ? "rest" : "other",
    optional: node.type === "AssignmentPattern" || target.optional === true,
    annotation: annotation ? readAnnotation(annotation.typeAnnotation, [patternEnd, rangeOf(annotation)[1]], source) : null,
  };
}

function readAnnotation(node: Node, range: Range, { text, comments }: TypeSource): HandlerAnnotation {
  // Most annotations hold no comment, so that the members need not look for any.
  const inside = comments.filter((comment) => comment.range[0] >= range[0] && comment.range[1] <= range[1]);
  const type = readType(node, { text, comments: inside });
  return { range, type, looseComments: inside.length > countComments(type) };
}

function countComments(type: TypeSyntax): number {
  switch (type.kind) {
    case "object":
      return type.members.reduce((total, member) => total + member.comments.length + countComments(member.type), 0);
    case "array":
      return countComments(type.element);
    case "union":
    case "intersection":
      return type.members.reduce((total, member) => total + countComments(member), 0);
    default:
      return 0;
  }
}

/** Returns the template literals of several lines below a node, whose text is no code. */
export function templatesIn(root: Node, text: string): Range[] {
  const found: Range[] = [];
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const item = pending.pop();
    if (Array.isArray(item)) pending.push(...(item as unknown[]));
    else if (typeof item === "object" && item !== null && typeof (item as Node).type === "string") {
      const node = item as Node;
      if (node.type === "TemplateLiteral" && text.slice(...rangeOf(node)).includes("\n")) found.push(rangeOf(node));
      for (const [key, child] of Object.entries(node)) if (key !== "parent" && typeof child === "object") pending.push(child);
    }
  }
  return found;
}
