import type { CallValue, Value } from "../facts/types.ts";
import type { Denotation } from "../project/denotation.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { type ArgumentField, type ArgumentType, type TypeSite, unionOf } from "../types/argument-type.ts";

const MAX_STEPS = 32;
/** Enough text behind a value to hold a cast. */
const CAST_LENGTH = 80;
const OPAQUE: ArgumentType = { kind: "unresolved", text: "" };
const PRIMITIVES: Readonly<Record<string, ArgumentType>> = {
  string: { kind: "string" },
  number: { kind: "number" },
  float64: { kind: "number" },
  boolean: { kind: "boolean" },
  null: { kind: "null" },
  bigint: { kind: "bigint" },
  int64: { kind: "bigint" },
  bytes: { kind: "bytes" },
};
/** Modules whose validators are what their types say. */
const PACKAGE = /^(?:convex(?:-\w+)?|zod)(?:\/|$)/u;
const FIELD_METHODS = new Set(["pick", "omit", "partial", "extend"]);

/** A validator with whether it stands for an optional field. */
interface Reading {
  readonly type: ArgumentType;
  readonly optional: boolean;
}

/** Reads validators that are written out, through constants, spreads and imports. */
export class ValidatorReader {
  readonly #snapshot: Snapshot;
  readonly #ask: ((site: TypeSite) => ArgumentType | undefined) | undefined;

  /** @param ask Asks the checker about a validator that cannot be followed. */
  constructor(snapshot: Snapshot, ask?: (site: TypeSite) => ArgumentType | undefined) {
    this.#snapshot = snapshot;
    this.#ask = ask;
  }

  /** Returns the type that a validator (or the object of fields of `args`) accepts; parts that cannot be followed are `unresolved`. */
  read(file: string, value: Value): ArgumentType {
    return this.#follow(file, value, -1).type;
  }

  /** Returns what a name that something exports accepts. */
  readDenotation(denotation: Denotation): ArgumentType {
    return denotation.kind === "value" ? this.#readValue(denotation.file, denotation.value, 0).type : OPAQUE;
  }

  /** Returns the tables of a project's schema that are written out, each with what it accepts. */
  tables(schemaFile: string): Map<string, ArgumentType> {
    const tables = new Map<string, ArgumentType>();
    const schema = this.#snapshot.denoter.denoteExport(schemaFile, "default");
    const call = schema.kind === "value" && schema.value.kind === "call" ? schema.value : undefined;
    const definitions = call?.args[0];
    if (schema.kind !== "value" || !call || !definitions || this.#external(schema.file, call.callee) === undefined) return tables;
    this.#addTables(schema.file, definitions, tables, 0);
    return tables;
  }

  #addTables(file: string, value: Value, tables: Map<string, ArgumentType>, steps: number): void {
    const found = this.#snapshot.denoter.denote(file, value);
    if (found.kind !== "value" || found.value.kind !== "object" || steps > MAX_STEPS) return;
    for (const spread of found.value.spreads) this.#addTables(found.file, spread, tables, steps + 1);
    for (const { key, value: definition } of found.value.entries) {
      if (key === null) continue;
      const table = this.#table(this.#snapshot.denoter.denote(found.file, definition));
      if (table) tables.set(key, table);
      else tables.delete(key);
    }
  }

  /** `defineTable({ … }).index(…)` */
  #table(found: Denotation): ArgumentType | undefined {
    let current = found;
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      if (current.kind !== "value" || current.value.kind !== "call") return undefined;
      const { file } = current;
      const { callee, args } = current.value;
      const maker = this.#snapshot.denoter.denote(file, callee);
      if (maker.kind === "external" && /^define(?:Ent)?(?:Table)?$/u.test(maker.path.at(-1) ?? "")) {
        // Ents add fields by methods, so only plain tables are all there.
        return maker.path.at(-1) === "defineTable" && args[0] ? this.read(file, args[0]) : undefined;
      }
      if (callee.kind !== "member" || !/^(?:index|searchIndex|vectorIndex|stagedIndex)$/u.test(callee.property ?? "")) return undefined;
      current = this.#snapshot.denoter.denote(file, callee.object);
    }
    return undefined;
  }

  #read(found: Denotation, file: string, value: Value, steps: number): Reading {
    if (steps > MAX_STEPS) return required(OPAQUE);
    if (found.kind === "value") return this.#readValue(found.file, found.value, steps);
    if (found.kind === "external" && found.source === "convex/server" && found.path.join(".") === "paginationOptsValidator") return required({ kind: "pagination" });
    // `schema.tables.users.validator.fields.name`
    return value.kind === "member" ? this.#readMember(file, value, steps) : required(OPAQUE);
  }

  #readValue(file: string, value: Value, steps: number): Reading {
    switch (value.kind) {
      case "object":
        return required(this.#readObject(file, value, steps));
      case "call":
        return this.#readCall(file, value, steps);
      case "member":
        return this.#readMember(file, value, steps);
      default:
        return required(OPAQUE);
    }
  }

  #follow(file: string, value: Value, steps: number): Reading {
    const reading = this.#read(this.#snapshot.denoter.denote(file, value), file, value, steps + 1);
    if (!this.#ask) return reading;
    const site = { file, range: value.range };
    if (this.#isCastToAny(file, value)) return { ...reading, type: { kind: "any", validator: "untyped", site } };
    // What a function of the project returns may be followed, and be declared as `any` all the same.
    const isMade = value.kind === "call" && this.#external(file, value.callee) === undefined;
    if ((reading.type !== OPAQUE && !isMade) || !this.#isOfProject(file, value)) return reading;
    const asked = this.#ask(site);
    if (!asked || (reading.type !== OPAQUE && !isUntyped(asked))) return reading;
    return { ...reading, type: placed(asked, site) };
  }

  /** `v.string() as any`, but not `v.string() as any as VString<Name>` */
  #isCastToAny(file: string, { range: [, end] }: Value): boolean {
    return /^[\s)]*\sas\s+any\b(?![\s)]*\sas\b)/u.test(this.#snapshot.store.textOf(file)?.slice(end, end + CAST_LENGTH) ?? "");
  }

  /**
   * Whether only code of the project stands between a value and what it is: packages declare what their validators
   * accept (`z.string().min(1)`, `literals("a", "b")`), and of a module that is not there no type is known either.
   */
  #isOfProject(file: string, value: Value): boolean {
    let root = value;
    while (root.kind === "member" || root.kind === "call") root = root.kind === "member" ? root.object : root.callee;
    if (root.kind !== "binding") return true;
    const { store, resolver, denoter } = this.#snapshot;
    const binding = store.factsOf(file)?.bindings[root.binding];
    // What a function of the project hands on, nobody knows before it is called.
    if (binding?.kind === "parameter") return false;
    const source = binding?.import?.source;
    // In a repository that holds Convex itself, its modules are files as well.
    if (source !== undefined && (PACKAGE.test(source) || resolver.resolve(file, source).kind !== "file")) return false;
    const found = denoter.denote(file, root);
    if (found.kind === "external" || found.kind === "generated") return false;
    return found.kind !== "value" || found.value.kind !== "call" || found.value === value || this.#isOfProject(found.file, found.value);
  }

  #readObject(file: string, value: Extract<Value, { kind: "object" }>, steps: number): ArgumentType {
    const fields = new Map<string, ArgumentField>();
    const opaque: ArgumentField[] = [];
    for (const [index, spread] of value.spreads.entries()) {
      const { type } = this.#follow(file, spread, steps);
      // What is spread into an object makes all of it `any`.
      if (isUntyped(type)) return type;
      if (type.kind === "object") for (const field of type.fields) fields.set(field.name, field);
      else opaque.push({ name: `...${String(index)}`, optional: true, type });
    }
    for (const { key, value: validator } of value.entries) {
      const { type, optional } = this.#follow(file, validator, steps);
      if (key !== null) fields.set(key, { name: key, optional, type });
      else opaque.push({ name: "[…]", optional: true, type: OPAQUE });
    }
    return { kind: "object", fields: [...fields.values(), ...opaque] };
  }

  #readCall(file: string, call: CallValue, steps: number): Reading {
    const name = this.#external(file, call.callee);
    if (name === undefined) return this.#readMethod(file, call, steps);
    const [first, second] = call.args;
    const primitive = PRIMITIVES[name];
    if (primitive) return required(primitive);
    switch (name) {
      case "any":
        return required({ kind: "any", site: { file, range: call.range } });
      case "id":
        return required(first?.kind === "string" ? { kind: "id", table: first.value } : OPAQUE);
      case "literal":
        return required(first ? this.#literal(file, first) : OPAQUE);
      case "optional":
        return { type: first ? this.#follow(file, first, steps).type : OPAQUE, optional: true };
      case "array":
        return required(first ? { kind: "array", element: this.#follow(file, first, steps).type } : OPAQUE);
      case "object":
        return required(first ? this.#follow(file, first, steps).type : OPAQUE);
      case "record":
        return required(first && second ? { kind: "record", key: this.#follow(file, first, steps).type, value: this.#follow(file, second, steps).type } : OPAQUE);
      case "union":
        return required(unionOfSites(call.args.map((member) => this.#follow(file, member, steps).type)));
      case "nullable":
        return required(first ? unionOfSites([this.#follow(file, first, steps).type, { kind: "null" }]) : OPAQUE);
      default:
        return required(OPAQUE);
    }
  }

  /** `fields.pick("a")`, `validator.partial()` */
  #readMethod(file: string, { callee, args }: CallValue, steps: number): Reading {
    if (callee.kind !== "member" || !FIELD_METHODS.has(callee.property ?? "")) return required(OPAQUE);
    const owner = this.#follow(file, callee.object, steps).type;
    if (owner.kind !== "object") return required(OPAQUE);
    const names = new Set(args.map((argument) => (argument.kind === "string" ? argument.value : null)));
    switch (callee.property) {
      case "pick":
        return required(names.has(null) ? OPAQUE : { kind: "object", fields: owner.fields.filter((field) => names.has(field.name)) });
      case "omit":
        return required(names.has(null) ? OPAQUE : { kind: "object", fields: owner.fields.filter((field) => !names.has(field.name)) });
      case "partial":
        return required({ kind: "object", fields: owner.fields.map((field) => ({ ...field, optional: true })) });
      default: {
        const added = args[0] ? this.#follow(file, args[0], steps).type : OPAQUE;
        if (added.kind !== "object") return required(OPAQUE);
        const replaced = new Set(added.fields.map((field) => field.name));
        return required({ kind: "object", fields: [...owner.fields.filter((field) => !replaced.has(field.name)), ...added.fields] });
      }
    }
  }

  /** `validator.fields.name`, `schema.tables.users.validator` */
  #readMember(file: string, value: Extract<Value, { kind: "member" }>, steps: number): Reading {
    const path: string[] = [];
    let root: Value = value;
    while (root.kind === "member") {
      if (root.property === null) return required(OPAQUE);
      path.unshift(root.property);
      root = root.object;
    }
    const found = this.#snapshot.denoter.denote(file, root);
    if (found.kind !== "value") return required(OPAQUE);
    if (path[0] === "tables" && path[1] !== undefined && path[2] === "validator" && found.value.kind === "call") {
      const table = this.tables(found.file).get(path[1]);
      return table ? memberOf({ type: table, optional: false }, path.slice(3)) : required(OPAQUE);
    }
    return memberOf(this.#readValue(found.file, found.value, steps + 1), path);
  }

  #literal(file: string, value: Value): ArgumentType {
    if (value.kind === "string") return { kind: "literal", base: "string", value: value.value };
    const text = this.#snapshot.store.textOf(file)?.slice(...value.range) ?? "";
    if (text === "true" || text === "false") return { kind: "literal", base: "boolean", value: text };
    if (/^-?[\d.][\w.]*$/u.test(text)) return { kind: "literal", base: text.endsWith("n") ? "bigint" : "number", value: text };
    const found = this.#snapshot.denoter.denote(file, value);
    return found.kind === "value" && found.value.kind === "string" ? { kind: "literal", base: "string", value: found.value.value } : OPAQUE;
  }

  /** The last name of what Convex exports: `string` for `v.string`, `defineSchema`. */
  #external(file: string, callee: Value): string | undefined {
    const found = this.#snapshot.denoter.denote(file, callee);
    if (found.kind !== "external") return undefined;
    if (found.source === "convex/values") return found.path[0] === "v" && found.path.length === 2 ? found.path[1] : undefined;
    return found.source === "convex/server" || found.source === "convex-ents" ? found.path.at(-1) : undefined;
  }
}

function memberOf({ type, optional }: Reading, path: readonly string[]): Reading {
  const [name, field, ...rest] = path;
  if (name === undefined) return { type, optional };
  if (type.kind === "array" && name === "element") return memberOf(required(type.element), path.slice(1));
  if (type.kind !== "object" || name !== "fields") return required(OPAQUE);
  if (field === undefined) return required(type);
  const found = type.fields.find((candidate) => candidate.name === field);
  return found ? memberOf({ type: found.type, optional: found.optional }, rest) : required(OPAQUE);
}

function isUntyped(type: ArgumentType): boolean {
  return type.kind === "any" && type.validator === "untyped";
}

/** A type with the place of the validator that it was asked for. */
function placed(type: ArgumentType, site: TypeSite): ArgumentType {
  switch (type.kind) {
    case "any":
      return { ...type, site };
    case "array":
      return { ...type, element: placed(type.element, site) };
    case "record":
      return { ...type, value: placed(type.value, site) };
    case "union":
      return { ...type, members: type.members.map((member) => placed(member, site)) };
    case "object":
      return { ...type, fields: type.fields.map((field) => ({ ...field, type: placed(field.type, site) })) };
    default:
      return type;
  }
}

function required(type: ArgumentType): Reading {
  return { type, optional: false };
}

/** A union that keeps its `v.any()`s, each of which has a place. */
function unionOfSites(members: readonly ArgumentType[]): ArgumentType {
  return members.some(({ kind }) => kind === "any") ? { kind: "union", members } : unionOf(members);
}
