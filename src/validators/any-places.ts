import { type ArgumentType, structureOf, type TypeSite } from "../types/argument-type.ts";

/** A validator in those of a function's arguments that checks nothing, or of which TypeScript does not know what it checks. */
export interface AnyPlace {
  /** The names from the arguments to it; `[]` stands for the elements of an array or record. */
  readonly path: readonly string[];
  readonly site: TypeSite;
  /** `written` where a `v.any()` stands at the place; `any` for what is one by its type, `untyped` for what is of type `any`. */
  readonly form: "written" | "any" | "untyped";
}

/** Returns every `any` in a type that validators say. */
export function findAny(type: ArgumentType, path: readonly string[] = []): AnyPlace[] {
  switch (type.kind) {
    case "any":
      return type.site ? [{ path, site: type.site, form: type.validator ?? "written" }] : [];
    case "array":
      return findAny(type.element, [...path, "[]"]);
    case "record":
      return [...findAny(type.key, path), ...findAny(type.value, [...path, "[]"])];
    case "object":
      return type.fields.flatMap((field) => findAny(field.type, [...path, field.name]));
    case "union":
      return type.members.flatMap((member) => findAny(member, path));
    case "named":
    case "alias":
    case "document":
      return findAny(type.type, path);
    default:
      return [];
  }
}

/** Returns what another type has in the same place. */
export function typeAt(type: ArgumentType, path: readonly string[]): ArgumentType | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return type;
  const structure = structureOf(type);
  if (structure.kind === "array") return name === "[]" ? typeAt(structure.element, rest) : undefined;
  if (structure.kind === "record") return name === "[]" ? typeAt(structure.value, rest) : undefined;
  const field = structure.kind === "object" ? structure.fields.find((candidate) => candidate.name === name) : undefined;
  return field && typeAt(field.type, rest);
}

/** Returns a place as its users would write it: `items[].data`. */
export function mentionPath(path: readonly string[]): string {
  return path.reduce((text, name) => (name === "[]" ? `${text}[]` : text === "" ? name : `${text}.${name}`), "");
}
