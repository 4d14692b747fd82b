import type { TypeSyntax } from "../facts/handler-types.ts";
import type { ConvexProject } from "../project/convex-projects.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { type ArgumentField, type ArgumentType, idOf, IMPOSSIBLE_CLASSES, impossibleClass, readonlyArray, structureOf, type TypeSite, unionOf } from "../types/argument-type.ts";
import type { ValidatorReader } from "./read-validator.ts";
import type { SchemaReader } from "./schema.ts";
import type { TypeFiles } from "./type-files.ts";
import { type TypeName, TypeNames } from "./type-names.ts";
import { readUtility, recordOf } from "./utility-types.ts";

const MAX_DEPTH = 24;
const ANY_TABLE: ArgumentType = { kind: "impossible", what: "an id of no one table", instead: "write `Id` with the name of a table" };

/** What reading a type may ask. */
export interface TypeReaderSources {
  readonly snapshot: Snapshot;
  readonly files: TypeFiles;
  readonly validators: ValidatorReader;
  readonly schema: SchemaReader;
  /** Asks the checker what stands at a place; `undefined` where there is none that knows. */
  readonly ask: (site: TypeSite) => ArgumentType | undefined;
}

interface Place {
  readonly file: string;
  readonly depth: number;
  /** The declarations that are being read: one inside itself is a recursive type. */
  readonly within: readonly string[];
}

/** Reads written types, following names where they are declared in the workspace, and asks the checker about the rest. */
export class TypeReader {
  readonly #sources: TypeReaderSources;
  readonly #names: TypeNames;

  constructor(sources: TypeReaderSources) {
    this.#sources = sources;
    this.#names = new TypeNames(sources.snapshot, sources.files);
  }

  /** Returns what a type written in a file is. */
  read(file: string, type: TypeSyntax): ArgumentType {
    return this.#read(type, { file, depth: 0, within: [] });
  }

  #read(type: TypeSyntax, place: Place): ArgumentType {
    const site = { file: place.file, range: type.range };
    const read = this.#readSyntax(type, place);
    const own = read ? this.#filled(read, site) : this.#sources.ask(site);
    return own && (own.kind !== "unresolved" || own.text !== "") ? own : this.#unresolved(type, place);
  }

  /** Asks for what the project's validators do not show, such as `role: literals(ROLES)` of a document. */
  #filled(own: ArgumentType, site: TypeSite): ArgumentType {
    const asked = isOpaque(own) ? this.#sources.ask(site) : undefined;
    if (!asked || asked.kind === "unresolved") return own;
    return own.kind === "named" || own.kind === "document" ? { ...own, type: asked } : asked;
  }

  #unresolved({ range }: TypeSyntax, { file }: Place): ArgumentType {
    const text = this.#sources.snapshot.store.textOf(file)?.slice(...range) ?? "";
    return { kind: "unresolved", text: text.replace(/\s+/gu, " ") };
  }

  /** Reads what syntax can tell; `undefined` for what takes a checker. */
  #readSyntax(type: TypeSyntax, place: Place): ArgumentType | undefined {
    if (place.depth > MAX_DEPTH) return undefined;
    const inner = { ...place, depth: place.depth + 1 };
    switch (type.kind) {
      case "keyword":
        return keyword(type.name);
      case "literal":
        return { kind: "literal", base: type.base, value: type.value };
      case "array":
        return type.readonly ? readonlyArray(this.#read(type.element, inner)) : { kind: "array", element: this.#read(type.element, inner) };
      case "tuple": {
        const elements = type.elements.flatMap((element) => (element ? [this.#read(element, inner)] : []));
        return elements.length === type.elements.length && elements.length > 0 ? { kind: "lossy", type: { kind: "array", element: unionOf(elements) }, loss: "the length and order of the tuple" } : undefined;
      }
      case "object":
        return this.#readObject(type, inner);
      case "union":
        return unionOf(type.members.map((member) => this.#read(member, inner)));
      case "intersection":
        return intersect(type.members.map((member) => this.#read(member, inner)));
      case "reference":
        return this.#readReference(type, inner);
      case "indexed":
        return this.#readIndexed(type, inner);
      case "template":
        return { kind: "lossy", type: { kind: "string" }, loss: "the pattern of the string" };
      case "function":
        return impossibleClass("Function");
      default:
        return undefined;
    }
  }

  #readObject(type: Extract<TypeSyntax, { kind: "object" }>, place: Place): ArgumentType | undefined {
    const fields = type.members.map((member): ArgumentField => {
      const field = { name: member.name, optional: member.optional, type: this.#read(member.type, place) };
      return member.comments.length > 0 ? { ...field, comments: member.comments } : field;
    });
    if (!type.index) return { kind: "object", fields };
    if (fields.length > 0) return { kind: "impossible", what: "an object with an index signature beside its fields", instead: "put them into a field of type `Record`" };
    return recordOf(this.#read(type.index.key, place), this.#read(type.index.value, place));
  }

  #readReference(type: Extract<TypeSyntax, { kind: "reference" }>, place: Place): ArgumentType | undefined {
    const { name, rest } = this.#names.find(place.file, type.path);
    const read = (argument: TypeSyntax): ArgumentType => this.#read(argument, place);
    switch (name.kind) {
      case "generated":
        return rest.length === 0 ? this.#readGenerated(name.project, name.name, type.args, place) : undefined;
      case "external":
        return rest.length === 0 ? this.#readExternal(name.source, name.name, type, place) : undefined;
      case "declared":
        return this.#readDeclared(name, rest, type, place);
      case "global":
        if (rest.length > 0) return undefined;
        return name.name === "ArrayBuffer" ? { kind: "bytes" } : IMPOSSIBLE_CLASSES.has(name.name) ? impossibleClass(name.name) : readUtility(name.name, type.args, read);
      default:
        return undefined;
    }
  }

  #readGenerated(project: ConvexProject, name: string, [argument, ...others]: readonly TypeSyntax[], place: Place): ArgumentType | undefined {
    if (!argument || others.length > 0) return undefined;
    if (name === "Id") return this.#readId(argument, place);
    return name === "Doc" && argument.kind === "literal" && argument.base === "string" ? this.#sources.schema.document(project, argument.value) : undefined;
  }

  #readId(tables: TypeSyntax, place: Place): ArgumentType | undefined {
    return tables.kind === "keyword" ? ANY_TABLE : idOf(this.#readSyntax(tables, place) ?? { kind: "unresolved", text: "" });
  }

  #readExternal(source: string, name: string, type: Extract<TypeSyntax, { kind: "reference" }>, place: Place): ArgumentType | undefined {
    const [argument] = type.args;
    if (source === "convex/server" && name === "PaginationOptions") return { kind: "pagination" };
    if (source === "convex/server" && name === "WithoutSystemFields" && argument?.kind === "reference") {
      const { name: document } = this.#names.find(place.file, argument.path);
      const [table] = argument.args;
      return document.kind === "generated" && document.name === "Doc" && table?.kind === "literal" ? this.#sources.schema.documentFields(document.project, table.value) : undefined;
    }
    if (source === "convex/server" && name === "StorageId") return { kind: "string" };
    if (source !== "convex/values") return undefined;
    if (name === "Value") return { kind: "impossible", what: "a `Value`, which is all that Convex can transport", instead: "declare what it holds" };
    if (name === "GenericId") return argument && this.#readId(argument, place);
    if (name === "Infer" || name === "ObjectType") return argument?.kind === "typeof" ? this.#readTypeof(argument.path, place, name === "Infer" ? "validator" : "fields") : undefined;
    return undefined;
  }

  #readDeclared(name: Extract<TypeName, { kind: "declared" }>, rest: readonly string[], type: Extract<TypeSyntax, { kind: "reference" }>, place: Place): ArgumentType | undefined {
    const { declaration, file } = name;
    switch (declaration.kind) {
      case "enum": {
        const members = declaration.members.flatMap((member): ArgumentType[] => {
          if (!member.value || (rest.length > 0 && rest[0] !== member.name)) return [];
          return [{ kind: "enum", enum: this.#names.exportedName(file, name.name, [member.name]), value: member.value }];
        });
        const wanted = rest.length > 0 ? 1 : declaration.members.length;
        return members.length === wanted && members.length > 0 ? unionOf(members) : undefined;
      }
      case "class":
        return impossibleClass(name.name);
      case "type": {
        if (declaration.isGeneric || type.args.length > 0 || rest.length > 0) return undefined;
        const key = `${file}#${name.name}`;
        if (place.within.includes(key)) return { kind: "impossible", what: `the recursive type \`${name.name}\``, instead: "limit how deep it nests" };
        const inner = { file, depth: place.depth + 1, within: [...place.within, key] };
        const own = this.#readSyntax(declaration.type, inner);
        if (!own) return undefined;
        const bases = declaration.bases.map((base) => this.#read(base, inner));
        const whole = bases.length > 0 ? extend(own, bases) : own;
        return whole && { kind: "alias", name: name.name, type: whole };
      }
    }
  }

  /** `Doc<"users">["name"]`, `Parameters["body"]`, `(typeof validator)["type"]` */
  #readIndexed({ object, index }: Extract<TypeSyntax, { kind: "indexed" }>, place: Place): ArgumentType | undefined {
    if (index.kind !== "literal" || index.base !== "string") return undefined;
    if (object.kind === "typeof") return index.value === "type" ? this.#readTypeof(object.path, place, "validator") : undefined;
    if (object.kind === "reference") {
      const { name, rest } = this.#names.find(place.file, object.path);
      const [table] = object.args;
      if (name.kind === "generated" && name.name === "Doc" && rest.length === 0 && table?.kind === "literal") return this.#sources.schema.field(name.project, table.value, index.value);
    }
    const owner = this.#readSyntax(object, place);
    const structure = owner && structureOf(owner);
    if (structure?.kind === "record") return structure.value;
    const field = structure?.kind === "object" ? structure.fields.find(({ name }) => name === index.value) : undefined;
    return field && (field.optional ? unionOf([field.type, { kind: "undefined" }]) : field.type);
  }

  /** The validator that `typeof` names. */
  #readTypeof(path: readonly string[], { file }: Place, form: "validator" | "fields"): ArgumentType | undefined {
    const { snapshot, validators } = this.#sources;
    const facts = snapshot.store.factsOf(file);
    const [first = "", ...rest] = path;
    const binding = facts?.bindings.findIndex(({ name, top }) => top && name === first) ?? -1;
    const found = facts?.bindings[binding];
    if (!found) return undefined;
    const root = snapshot.denoter.denote(file, { kind: "binding", binding, range: found.range });
    let denotation = root;
    for (const name of rest) denotation = snapshot.denoter.member(denotation, name, { file, range: found.range });
    const value = validators.readDenotation(denotation);
    if (root.kind !== "value" || (value.kind === "unresolved" && !value.text)) return undefined;
    const validator = found.import ? this.#names.importedName(file, found.import, rest) : this.#names.exportedName(file, first, rest);
    if (!validator) return undefined;
    return { kind: "named", validator, form, type: value };
  }
}

/** Whether a part of a type comes from a validator that was not followed. */
function isOpaque(type: ArgumentType): boolean {
  switch (type.kind) {
    case "unresolved":
      return type.text === "";
    case "array":
      return isOpaque(type.element);
    case "record":
      return isOpaque(type.key) || isOpaque(type.value);
    case "object":
      return type.fields.some((field) => isOpaque(field.type));
    case "union":
      return type.members.some(isOpaque);
    case "named":
    case "alias":
    case "document":
    case "lossy":
      return isOpaque(type.type);
    default:
      return false;
  }
}

function keyword(name: Extract<TypeSyntax, { kind: "keyword" }>["name"]): ArgumentType {
  switch (name) {
    case "string":
    case "number":
    case "boolean":
    case "bigint":
    case "null":
    case "any":
    case "unknown":
    case "never":
    case "undefined":
      return { kind: name };
    case "void":
      return { kind: "undefined" };
    case "object":
      return { kind: "impossible", what: "an `object` of unknown shape", instead: "declare its fields" };
    case "symbol":
      return impossibleClass("Symbol");
  }
}

/** The intersection of object types, or of a string and a brand. */
function intersect(members: readonly ArgumentType[]): ArgumentType | undefined {
  const structures = members.map(structureOf);
  const primitive = structures.find(({ kind }) => kind === "string" || kind === "number" || kind === "bigint");
  const others = structures.filter((member) => member !== primitive);
  if (primitive) {
    const [brand] = others;
    if (others.length !== 1 || brand?.kind !== "object") return undefined;
    const table = brand.fields.length === 1 && brand.fields[0]?.name === "__tableName" ? structureOf(brand.fields[0].type) : undefined;
    const id = table && idOf(table);
    if (id) return id;
    return { kind: "lossy", type: primitive, loss: "the brand" };
  }
  const fields = new Map<string, ArgumentField>();
  for (const member of structures) {
    if (member.kind !== "object") return undefined;
    for (const field of member.fields) {
      if (fields.has(field.name)) return undefined;
      fields.set(field.name, field);
    }
  }
  return { kind: "object", fields: [...fields.values()] };
}

/** An interface with what it extends. */
function extend(own: ArgumentType, bases: readonly ArgumentType[]): ArgumentType | undefined {
  if (own.kind !== "object") return undefined;
  const fields = new Map<string, ArgumentField>();
  for (const type of [...bases.map(structureOf), own]) {
    if (type.kind !== "object") return undefined;
    for (const field of type.fields) fields.set(field.name, field);
  }
  return { kind: "object", fields: [...fields.values()] };
}
