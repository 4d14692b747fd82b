import { type ArgumentField, type ArgumentType, type ExportedName, structureOf } from "../types/argument-type.ts";

/** The names by which a file can write validators. */
export interface ValidatorNames {
  /** The expression for `v`. */
  readonly v: () => string;
  readonly paginationOptsValidator: () => string;
  /** The expression for something that the workspace declares; `undefined` where the file cannot use it. */
  readonly declared: (name: ExportedName) => string | undefined;
  /** The project's own validator for exactly this type, where it has one. */
  readonly validatorOf: (alias: Extract<ArgumentType, { kind: "alias" }>) => ExportedName | undefined;
}

/** How a file is written. */
export interface PrintStyle {
  readonly quote: '"' | "'";
  /** One step of indentation. */
  readonly indent: string;
  readonly endOfLine: string;
}

/** The widest line that an object literal is kept on. */
const MAX_WIDTH = 100;

/** Prints validators in the style of a file. */
export class ValidatorPrinter {
  readonly #names: ValidatorNames;
  readonly #style: PrintStyle;

  constructor(names: ValidatorNames, style: PrintStyle) {
    this.#names = names;
    this.#style = style;
  }

  /**
   * Returns the value of `args` for an object type.
   * @param indentation The white space that the line of `args` starts with.
   * @param column Where the value starts on its line.
   */
  args(type: ArgumentType, indentation: string, column: number): string {
    const named = this.#named(type);
    if (named) return named.text;
    const structure = type.kind === "document" ? type : structureOf(type);
    if (structure.kind === "pagination") return this.validator(structure, indentation, column);
    if (structure.kind === "document") return this.#document(structure, indentation, column, true);
    return structure.kind === "object" ? this.#object(structure.fields, indentation, column) : "{}";
  }

  /** Returns a validator. */
  validator(type: ArgumentType, indentation: string, column: number): string {
    const named = this.#named(type);
    if (named) return named.form === "fields" ? this.#call("object", [named.text]) : named.text;
    switch (type.kind) {
      case "string":
      case "number":
      case "boolean":
      case "null":
      case "bytes":
        return this.#call(type.kind, []);
      case "bigint":
        return this.#call("int64", []);
      case "literal":
        return this.#call("literal", [this.#literal(type)]);
      case "enum":
        return this.#call("literal", [this.#names.declared(type.enum) ?? this.#literal(type.value)]);
      case "id":
        return this.#call("id", [this.#string(type.table)]);
      case "array":
        return this.#wrap("array", [type.element], indentation, column);
      case "record":
        return this.#wrap("record", [type.key, type.value], indentation, column);
      case "object":
        return `${this.#method("object")}(${this.#object(type.fields, indentation, column + this.#method("object").length + 1)})`;
      case "union":
        return this.#wrap("union", [...type.members].sort((left, right) => Number(left.kind === "null") - Number(right.kind === "null")), indentation, column);
      case "pagination":
        return this.#names.paginationOptsValidator();
      case "document":
        return this.#document(type, indentation, column, false);
      case "named":
      case "alias":
      case "lossy":
        return this.validator(type.type, indentation, column);
      default:
        throw new Error(`There is no validator for ${type.kind}.`);
    }
  }

  #named(type: ArgumentType): { text: string; form: "validator" | "fields" } | undefined {
    if (type.kind === "named") {
      const text = this.#names.declared(type.validator);
      return text === undefined ? undefined : { text, form: type.form };
    }
    if (type.kind !== "alias") return undefined;
    const inner = type.type.kind === "named" || type.type.kind === "alias" ? this.#named(type.type) : undefined;
    if (inner) return inner;
    const own = this.#names.validatorOf(type);
    const text = own && this.#names.declared(own);
    return text === undefined ? undefined : { text, form: "validator" };
  }

  /** A whole document: what the schema has, and the system fields. */
  #document(type: Extract<ArgumentType, { kind: "document" }>, indentation: string, column: number, isArgs: boolean): string {
    const fields = this.#names.declared(type.fields);
    if (fields === undefined) return isArgs ? this.args(type.type, indentation, column) : this.validator(type.type, indentation, column);
    const entries = [`...${fields}`, `_id: ${this.#call("id", [this.#string(type.table)])}`, `_creationTime: ${this.#call("number", [])}`];
    const opening = isArgs ? "" : `${this.#method("object")}(`;
    const text = this.#braced(entries, indentation, column + opening.length, false);
    return isArgs ? text : `${opening}${text})`;
  }

  #object(fields: readonly ArgumentField[], indentation: string, column: number): string {
    if (fields.length === 0) return "{}";
    const inner = indentation + this.#style.indent;
    const entries = fields.map((field) => this.#field(field, inner, inner.length));
    const hasComments = fields.some(({ comments }) => (comments?.length ?? 0) > 0);
    return this.#braced(entries, indentation, column, hasComments || entries.some((entry) => entry.includes("\n")));
  }

  #field({ name, optional, type, comments }: ArgumentField, indentation: string, column: number): string {
    const key = /^[A-Za-z_$][\w$]*$/u.test(name) ? name : this.#string(name);
    const { value, isOptional } = withoutUndefined(type, optional);
    const start = column + key.length + 2;
    const text = isOptional ? `${this.#method("optional")}(${this.validator(value, indentation, start + this.#method("optional").length + 1)})` : this.validator(value, indentation, start);
    return [...(comments ?? []), `${key}: ${text}`].join(`${this.#style.endOfLine}${indentation}`);
  }

  #wrap(method: string, parts: readonly ArgumentType[], indentation: string, column: number): string {
    const { indent, endOfLine } = this.#style;
    const [only] = parts;
    if (parts.length === 1 && only) return this.#call(method, [this.validator(only, indentation, column + this.#method(method).length + 1)]);
    const inner = indentation + indent;
    const printed = parts.map((part) => this.validator(part, inner, inner.length));
    const flat = this.#call(method, printed);
    if (!flat.includes("\n") && column + flat.length <= MAX_WIDTH) return flat;
    return `${this.#method(method)}(${endOfLine}${printed.map((part) => `${inner}${part},`).join(endOfLine)}${endOfLine}${indentation})`;
  }

  #braced(entries: readonly string[], indentation: string, column: number, broken: boolean): string {
    const flat = `{ ${entries.join(", ")} }`;
    if (!broken && column + flat.length <= MAX_WIDTH) return flat;
    const { indent, endOfLine } = this.#style;
    return `{${endOfLine}${entries.map((entry) => `${indentation}${indent}${entry},${endOfLine}`).join("")}${indentation}}`;
  }

  #call(method: string, args: readonly string[]): string {
    return `${this.#method(method)}(${args.join(", ")})`;
  }

  #method(name: string): string {
    return `${this.#names.v()}.${name}`;
  }

  #literal({ base, value }: Extract<ArgumentType, { kind: "literal" }>): string {
    return base === "string" ? this.#string(value) : value;
  }

  #string(value: string): string {
    const text = JSON.stringify(value);
    return this.#style.quote === '"' ? text : `'${text.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  }
}

/** The type of a field apart from `undefined`, which makes it optional. */
function withoutUndefined(type: ArgumentType, optional: boolean): { value: ArgumentType; isOptional: boolean } {
  const structure = structureOf(type);
  if (structure.kind !== "union" || !structure.members.some(({ kind }) => kind === "undefined")) return { value: type, isOptional: optional };
  const members = structure.members.filter(({ kind }) => kind !== "undefined");
  const [only] = members;
  return { value: members.length === 1 && only ? only : { kind: "union", members }, isOptional: true };
}
