import { compareText } from "../text/compare.ts";
import { type ArgumentType, structureOf } from "../types/argument-type.ts";

/** What an argument may be, apart from the names and the order in which the code says it. */
export type Shape =
  | { readonly kind: "name"; readonly name: ShapeName }
  /** As printed: `'open'`, `3`, `3n`, `true`. */
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "id"; readonly table: string }
  | { readonly kind: "array"; readonly element: Shape }
  | { readonly kind: "record"; readonly key: Shape; readonly value: Shape }
  | ObjectShape
  | { readonly kind: "union"; readonly members: readonly Shape[] };

/** An object; `open` where it may have more fields than could be read. */
export interface ObjectShape {
  readonly kind: "object";
  readonly fields: readonly FieldShape[];
  readonly open: boolean;
}

/** A field of an object. */
export interface FieldShape {
  readonly name: string;
  readonly optional: boolean;
  readonly type: Shape;
}

/** `any` is what `v.any()` accepts; `unknown` is what could not be read. */
export type ShapeName = (typeof SHAPE_NAMES)[number];

export const SHAPE_NAMES = ["string", "number", "boolean", "null", "bigint", "bytes", "any", "never", "unknown", "PaginationOptions"] as const;

const UNKNOWN: Shape = { kind: "name", name: "unknown" };
/** How the reader of validators calls the fields that it could not name. */
const UNNAMED_FIELD = /^(?:\.\.\.\d+|\[…\])$/u;

/** Returns the shape that validators accept. */
export function shapeOf(type: ArgumentType): Shape {
  const structure = structureOf(type);
  switch (structure.kind) {
    case "string":
    case "number":
    case "boolean":
    case "null":
    case "bigint":
    case "bytes":
    case "any":
    case "never":
      return { kind: "name", name: structure.kind };
    case "pagination":
      return { kind: "name", name: "PaginationOptions" };
    case "literal":
      return { kind: "literal", text: structure.base === "string" ? quoted(structure.value) : structure.value };
    case "enum":
      return shapeOf(structure.value);
    case "id":
      return { kind: "id", table: structure.table };
    case "array":
      return { kind: "array", element: shapeOf(structure.element) };
    case "record":
      return { kind: "record", key: shapeOf(structure.key), value: shapeOf(structure.value) };
    case "object":
      return {
        kind: "object",
        fields: structure.fields
          .filter(({ name }) => !UNNAMED_FIELD.test(name))
          .map(({ name, optional, type: field }) => ({ name, optional, type: shapeOf(field) }))
          .sort((left, right) => compareText(left.name, right.name)),
        open: structure.fields.some(({ name }) => UNNAMED_FIELD.test(name)),
      };
    case "union":
      return unionShape(structure.members.map(shapeOf));
    default:
      return UNKNOWN;
  }
}

/** Returns a union with its members once and in an order of their own, `null` last. */
export function unionShape(members: readonly Shape[]): Shape {
  const flat = members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  const unique = [...new Map(flat.map((member) => [printShape(member), member])).entries()].sort(([left], [right]) => Number(left === "null") - Number(right === "null") || compareText(left, right));
  const [only] = unique;
  if (!only) return { kind: "name", name: "never" };
  return unique.length === 1 ? only[1] : { kind: "union", members: unique.map(([, member]) => member) };
}

/** Returns a shape as text, which `parseShape` reads. */
export function printShape(shape: Shape): string {
  switch (shape.kind) {
    case "name":
      return shape.name;
    case "literal":
      return shape.text;
    case "id":
      return `Id<${quoted(shape.table)}>`;
    case "array":
      return shape.element.kind === "union" ? `(${printShape(shape.element)})[]` : `${printShape(shape.element)}[]`;
    case "record":
      return `Record<${printShape(shape.key)}, ${printShape(shape.value)}>`;
    case "object": {
      const fields = [...shape.fields.map((field) => `${printFieldName(field)}: ${printShape(field.type)}`), ...(shape.open ? ["..."] : [])];
      return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
    }
    case "union":
      return shape.members.map(printShape).join(" | ");
  }
}

/** Returns the name of a field with a question mark where callers may leave it out. */
function printFieldName({ name, optional }: FieldShape): string {
  return `${/^[A-Za-z_$][\w$]*$/u.test(name) ? name : quoted(name)}${optional ? "?" : ""}`;
}

/** Single quotes: the text stands in JSON. */
function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
