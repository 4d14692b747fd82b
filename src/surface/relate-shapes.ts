import { type FieldShape, type ObjectShape, printShape, type Shape } from "./shape.ts";

/** What a change lets callers send: more, less, or something else. */
export type Relation = "same" | "wider" | "narrower" | "changed";

/** Returns how what is accepted now compares with what was. */
export function relate(before: Shape, after: Shape): Relation {
  if (printShape(before) === printShape(after)) return "same";
  const isWider = accepts(after, before);
  const isNarrower = accepts(before, after);
  if (isWider === isNarrower) return isWider ? "same" : "changed";
  return isWider ? "wider" : "narrower";
}

/** Whether everything of one shape is of the other too; no where that cannot be known. */
function accepts(wide: Shape, narrow: Shape): boolean {
  if (isNamed(wide, "unknown") || isNamed(narrow, "unknown")) return isNamed(wide, "unknown") && isNamed(narrow, "unknown");
  if (isNamed(wide, "any") || isNamed(narrow, "never")) return true;
  if (narrow.kind === "union") return narrow.members.every((member) => accepts(wide, member));
  if (wide.kind === "union") return wide.members.some((member) => accepts(member, narrow));
  switch (wide.kind) {
    case "name":
      return (narrow.kind === "name" && narrow.name === wide.name) || baseOf(narrow) === wide.name;
    case "literal":
      return narrow.kind === "literal" && narrow.text === wide.text;
    case "id":
      return narrow.kind === "id" && narrow.table === wide.table;
    case "array":
      return narrow.kind === "array" && accepts(wide.element, narrow.element);
    case "record":
      if (narrow.kind === "object") return !narrow.open && isNamed(wide.key, "string") && narrow.fields.every((field) => accepts(wide.value, field.type));
      return narrow.kind === "record" && accepts(wide.key, narrow.key) && accepts(wide.value, narrow.value);
    case "object":
      return narrow.kind === "object" && acceptsObject(wide, narrow);
  }
}

/** Convex refuses objects with fields that the validator does not name. */
function acceptsObject(wide: ObjectShape, narrow: ObjectShape): boolean {
  // What an object may have beyond its known fields cannot be compared.
  if (wide.open !== narrow.open) return false;
  const known = new Map(wide.fields.map((field) => [field.name, field]));
  const own = new Map(narrow.fields.map((field) => [field.name, field]));
  const isAccepted = ({ name, optional, type }: FieldShape): boolean => {
    const field = known.get(name);
    return field !== undefined && (field.optional || !optional) && accepts(field.type, type);
  };
  return narrow.fields.every(isAccepted) && wide.fields.every(({ name, optional }) => optional || own.has(name));
}

/** The name of the type that a literal or an ID belongs to: at run time IDs are strings. */
function baseOf(shape: Shape): string | undefined {
  if (shape.kind === "id") return "string";
  if (shape.kind !== "literal") return undefined;
  if (shape.text.startsWith("'")) return "string";
  if (shape.text === "true" || shape.text === "false") return "boolean";
  return shape.text.endsWith("n") ? "bigint" : "number";
}

function isNamed(shape: Shape, name: string): boolean {
  return shape.kind === "name" && shape.name === name;
}
