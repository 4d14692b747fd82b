/** A place in the text of a file. */
export interface TypeSite {
  readonly file: string;
  readonly range: readonly [start: number, end: number];
}

/** Something that a module of the workspace declares. */
export interface ExportedName {
  /** The file. */
  readonly module: string;
  /** The name that it is exported under; `null` for use inside the module only. */
  readonly name: string | null;
  /** Its name inside the module; `null` where only the export has one. */
  readonly local: string | null;
  /** The properties behind the name: `tables.users.validator` of `schema`. */
  readonly path: readonly string[];
}

/** A property of an object type. */
export interface ArgumentField {
  readonly name: string;
  readonly optional: boolean;
  readonly type: ArgumentType;
  /** Comments to keep, as written. */
  readonly comments?: readonly string[];
}

/** A type as far as argument validators can say it, whoever read it: syntax, the checker, or a validator's own text. */
export type ArgumentType =
  | { readonly kind: "string" | "number" | "boolean" | "null" | "bigint" | "bytes" }
  /** The value of a string, the text of the others. */
  | { readonly kind: "literal"; readonly base: "string" | "number" | "boolean" | "bigint"; readonly value: string }
  | { readonly kind: "id"; readonly table: string }
  | { readonly kind: "array"; readonly element: ArgumentType }
  | { readonly kind: "record"; readonly key: ArgumentType; readonly value: ArgumentType }
  | { readonly kind: "object"; readonly fields: readonly ArgumentField[] }
  | { readonly kind: "union"; readonly members: readonly ArgumentType[] }
  | { readonly kind: "undefined" | "never" }
  /**
   * `site` is the validator that says so. `validator` is set where types alone tell: `any` for what is a `v.any()`,
   * `untyped` for a validator of which TypeScript does not know what it accepts.
   */
  | { readonly kind: "any" | "unknown"; readonly site?: TypeSite; readonly validator?: "any" | "untyped" }
  /** `PaginationOptions`, which has a hidden field. */
  | { readonly kind: "pagination" }
  | { readonly kind: "enum"; readonly enum: ExportedName; readonly value: Extract<ArgumentType, { kind: "literal" }> }
  /** A validator that the project has for the type; `fields` is an object of validators, such as `args` takes. */
  | { readonly kind: "named"; readonly validator: ExportedName; readonly form: "validator" | "fields"; readonly type: ArgumentType }
  /** A whole document; `fields` is what the schema has for its table. */
  | { readonly kind: "document"; readonly table: string; readonly fields: ExportedName; readonly type: ArgumentType }
  /** A type that the project has a name for, but no validator as such. */
  | { readonly kind: "alias"; readonly name: string; readonly type: ArgumentType }
  /** The nearest type that a validator can say, and what is lost: "the length of the tuple". */
  | { readonly kind: "lossy"; readonly type: ArgumentType; readonly loss: string }
  /** What Convex cannot transport or check: "a `Date`", and what to write instead. */
  | { readonly kind: "impossible"; readonly what: string; readonly instead: string }
  /** What its reader could not follow. */
  | { readonly kind: "unresolved"; readonly text: string };

const ANY: ArgumentType = { kind: "any" };

/** The types of JavaScript's own library that no validator can say, and what Convex has instead. */
export const IMPOSSIBLE_CLASSES: ReadonlyMap<string, string> = new Map([
  ["Date", "send a number (`date.getTime()`)"],
  ["Map", "send a record or an array of pairs"],
  ["Set", "send an array"],
  ["WeakMap", "send a record"],
  ["WeakSet", "send an array"],
  ["RegExp", "send its source as a string"],
  ["URL", "send it as a string"],
  ["Error", "send its message as a string"],
  ["Promise", "await it first"],
  ["Blob", "store it and send its `Id<\"_storage\">`"],
  ["File", "store it and send its `Id<\"_storage\">`"],
  ["FormData", "send an object"],
  ["Buffer", "send an `ArrayBuffer`"],
  ["SharedArrayBuffer", "send an `ArrayBuffer`"],
  ["ReadableStream", "send an `ArrayBuffer`"],
  ["Function", "send what it needs"],
  ["Symbol", "send a string"],
  ...["Int8", "Uint8", "Uint8Clamped", "Int16", "Uint16", "Int32", "Uint32", "Float32", "Float64", "BigInt64", "BigUint64"].map((name) => [`${name}Array`, "send its `ArrayBuffer`"] as const),
  ["DataView", "send its `ArrayBuffer`"],
]);

/** Returns the type of a class that cannot be transported. */
export function impossibleClass(name: string, instead = "send its fields as an object"): ArgumentType {
  return { kind: "impossible", what: `a \`${name}\`, which Convex cannot transport`, instead: IMPOSSIBLE_CLASSES.get(name) ?? instead };
}

/** Returns the type of an array that nobody may change; what the validator of an array infers may be changed, and takes no other. */
export function readonlyArray(element: ArgumentType): ArgumentType {
  return { kind: "lossy", type: { kind: "array", element }, loss: "that the array is only read" };
}

/** Returns an id of one of the tables that a type names, `undefined` where it names none. */
export function idOf(tables: ArgumentType): ArgumentType | undefined {
  const structure = structureOf(tables);
  const members = structure.kind === "union" ? structure.members : [structure];
  const ids = members.flatMap((member): ArgumentType[] => (member.kind === "literal" && member.base === "string" ? [{ kind: "id", table: member.value }] : []));
  return ids.length === members.length ? unionOf(ids) : undefined;
}

/** Returns a union with nested unions flattened and equal members once; `boolean` for `true | false`. */
export function unionOf(members: readonly ArgumentType[]): ArgumentType {
  const flat = members.flatMap((member) => (member.kind === "union" ? member.members : [member])).filter(({ kind }) => kind !== "never");
  const unique = [...new Map(flat.map((member) => [typeKey(member, true), member])).values()];
  if (unique.some(({ kind }) => kind === "any")) return ANY;
  const isBoolean = (member: ArgumentType, value: string): boolean => member.kind === "literal" && member.base === "boolean" && member.value === value;
  const both = unique.some((member) => isBoolean(member, "true")) && unique.some((member) => isBoolean(member, "false"));
  const settled = both ? [...unique.filter((member) => !isBoolean(member, "true") && !isBoolean(member, "false")), { kind: "boolean" } as const] : unique;
  const [first] = settled;
  if (!first) return { kind: "never" };
  return settled.length === 1 ? first : { kind: "union", members: settled };
}

/** Returns a string that is equal for equal types; with `names`, types of different names differ. */
export function typeKey(type: ArgumentType, names = false): string {
  switch (type.kind) {
    case "literal":
      return `${type.base}:${JSON.stringify(type.value)}`;
    case "id":
      return `id:${type.table}`;
    case "array":
      return `[${typeKey(type.element, names)}]`;
    case "record":
      return `<${typeKey(type.key, names)},${typeKey(type.value, names)}>`;
    case "object":
      return `{${type.fields.map((field) => `${JSON.stringify(field.name)}${field.optional ? "?" : ""}:${typeKey(field.type, names)}`).sort().join(",")}}`;
    case "union":
      return `(${type.members.map((member) => typeKey(member, names)).sort().join("|")})`;
    case "enum":
      return names ? `${type.enum.module}#${type.enum.local ?? ""}.${type.enum.path.join(".")}` : typeKey(type.value, names);
    case "named":
    case "alias":
    case "document":
      return typeKey(type.type, names);
    case "lossy":
      return `~${typeKey(type.type, names)}`;
    case "impossible":
      return `!${type.what}`;
    case "unresolved":
      return `?${type.text}`;
    default:
      return type.kind;
  }
}

/** Returns a type without the names that it goes by. */
export function structureOf(type: ArgumentType): ArgumentType {
  return type.kind === "named" || type.kind === "alias" || type.kind === "document" ? structureOf(type.type) : type;
}
