import type { TypeSyntax } from "../facts/handler-types.ts";
import { type ArgumentField, type ArgumentType, readonlyArray, structureOf, typeKey, unionOf } from "../types/argument-type.ts";

/** Returns what a utility type of TypeScript's own library gives, `undefined` for one that takes a checker. */
export function readUtility(name: string, args: readonly TypeSyntax[], read: (argument: TypeSyntax) => ArgumentType): ArgumentType | undefined {
  const [first, second] = args;
  if (!first) return undefined;
  switch (name) {
    case "Array":
      return { kind: "array", element: read(first) };
    case "ReadonlyArray":
      return readonlyArray(read(first));
    case "Readonly": {
      const type = read(first);
      const structure = structureOf(type);
      return structure.kind === "array" ? readonlyArray(structure.element) : type;
    }
    case "Record":
      return second && recordType(first, second, read);
    case "Partial":
      return mapFields(read(first), (field) => ({ ...field, optional: true }));
    case "Required":
      return mapFields(read(first), (field) => ({ ...field, optional: false, type: withoutUndefined(field.type) }));
    case "Pick":
    case "Omit": {
      const keys = second && stringsOf(read(second));
      const type = read(first);
      if (!keys || structureOf(type).kind !== "object") return undefined;
      return mapFields(type, (field) => (keys.has(field.name) === (name === "Pick") ? field : undefined));
    }
    case "NonNullable": {
      const type = read(first);
      return isReadable(type) ? withoutUndefined(without(type, (member) => member.kind === "null")) : undefined;
    }
    case "Exclude":
    case "Extract": {
      const type = structureOf(read(first));
      const selected = second && structureOf(read(second));
      if (!selected || type.kind !== "union" || !isReadable(type) || !isReadable(selected)) return undefined;
      const keys = new Set((selected.kind === "union" ? selected.members : [selected]).map((member) => typeKey(member, true)));
      // Members that are objects are compared by assignability, not by identity.
      if (![...type.members, selected].every(({ kind }) => kind === "literal" || kind === "enum" || kind === "union" || kind === "null" || kind === "undefined")) return undefined;
      return without(type, (member) => keys.has(typeKey(member, true)) === (name === "Exclude"));
    }
    default:
      return undefined;
  }
}

function recordType(key: TypeSyntax, value: TypeSyntax, read: (argument: TypeSyntax) => ArgumentType): ArgumentType {
  const values = read(value);
  // `Record<string, never>` is how TypeScript spells an object without fields.
  return values.kind === "never" ? { kind: "object", fields: [] } : recordOf(read(key), values);
}

function mapFields(type: ArgumentType, map: (field: ArgumentField) => ArgumentField | undefined): ArgumentType | undefined {
  const structure = structureOf(type);
  return structure.kind === "object" ? { kind: "object", fields: structure.fields.flatMap((field) => map(field) ?? []) } : undefined;
}

function stringsOf(type: ArgumentType): Set<string> | undefined {
  const structure = structureOf(type);
  const members = structure.kind === "union" ? structure.members : [structure];
  const names = members.flatMap((member) => (member.kind === "literal" && member.base === "string" ? [member.value] : []));
  return names.length === members.length ? new Set(names) : undefined;
}

function isReadable(type: ArgumentType): boolean {
  return type.kind === "union" ? type.members.every(isReadable) : type.kind !== "unresolved";
}

function withoutUndefined(type: ArgumentType): ArgumentType {
  return without(type, (member) => member.kind === "undefined");
}

function without(type: ArgumentType, isGone: (member: ArgumentType) => boolean): ArgumentType {
  const structure = structureOf(type);
  if (structure.kind !== "union" || !structure.members.some(isGone)) return type;
  return unionOf(structure.members.filter((member) => !isGone(member)));
}

/** Returns the type of a record; one with literal keys is an object. */
export function recordOf(key: ArgumentType, value: ArgumentType): ArgumentType {
  const structure = structureOf(key);
  const keys = structure.kind === "union" ? structure.members : [structure];
  const literals = keys.flatMap((member) => (member.kind === "literal" && member.base === "string" ? [member.value] : member.kind === "enum" ? [member.value.value] : []));
  if (literals.length === keys.length) return { kind: "object", fields: literals.map((name) => ({ name, optional: false, type: value })) };
  if (keys.every((member) => member.kind === "string" || member.kind === "id")) return { kind: "record", key: structure, value };
  if (keys.some((member) => member.kind === "number")) return { kind: "impossible", what: "a record with numbers for keys", instead: "send an array of pairs" };
  return { kind: "impossible", what: "a record with such keys", instead: "send an array of pairs" };
}
