import type { ConvexProject } from "../project/convex-projects.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { ArgumentField, ArgumentType, ExportedName } from "../types/argument-type.ts";
import type { ValidatorReader } from "./read-validator.ts";

/** What the schema of a Convex project says of its documents. */
export class SchemaReader {
  readonly #snapshot: Snapshot;
  readonly #validators: ValidatorReader;
  readonly #tables = new Map<string, ReadonlyMap<string, ArgumentType>>();

  constructor(snapshot: Snapshot, validators: ValidatorReader) {
    this.#snapshot = snapshot;
    this.#validators = validators;
  }

  /** Returns a document of a table, `undefined` for a table that the schema does not write out. */
  document(project: ConvexProject, table: string): ArgumentType | undefined {
    const schema = this.#schemaFile(project);
    const type = schema === undefined ? undefined : this.#tablesOf(schema).get(table);
    if (schema === undefined || !type) return undefined;
    const fields = validatorOf(schema, table, ["fields"]);
    if (type.kind === "object") return { kind: "document", table, fields, type: withSystemFields(table, namedFields(type, schema, table)) };
    if (type.kind !== "union") return undefined;
    const members = type.members.map((member) => (member.kind === "object" ? withSystemFields(table, member) : member));
    return members.every(({ kind }) => kind === "object") ? { kind: "union", members } : undefined;
  }

  /** Returns what may be inserted into a table: a document without its system fields. */
  documentFields(project: ConvexProject, table: string): ArgumentType | undefined {
    const schema = this.#schemaFile(project);
    const type = schema === undefined ? undefined : this.#tablesOf(schema).get(table);
    return schema === undefined || !type ? undefined : { kind: "named", validator: validatorOf(schema, table, []), form: "validator", type };
  }

  /** Returns the type of a field of a document, by the schema's own validator for it. */
  field(project: ConvexProject, table: string, name: string): ArgumentType | undefined {
    if (name === "_id") return { kind: "id", table };
    if (name === "_creationTime") return { kind: "number" };
    const schema = this.#schemaFile(project);
    const type = schema === undefined ? undefined : this.#tablesOf(schema).get(table);
    if (schema === undefined || type?.kind !== "object") return undefined;
    const field = type.fields.find((candidate) => candidate.name === name);
    if (!field) return undefined;
    if (field.optional) return { kind: "union", members: [field.type, { kind: "undefined" }] };
    return { kind: "named", validator: validatorOf(schema, table, ["fields", name]), form: "validator", type: field.type };
  }

  #schemaFile({ directory }: ConvexProject): string | undefined {
    return [`${directory}/schema.ts`, `${directory}/schema.js`].find((file) => this.#snapshot.store.factsOf(file) !== undefined);
  }

  #tablesOf(file: string): ReadonlyMap<string, ArgumentType> {
    let tables = this.#tables.get(file);
    if (!tables) {
      tables = this.#validators.tables(file);
      this.#tables.set(file, tables);
    }
    return tables;
  }
}

function validatorOf(schema: string, table: string, path: readonly string[]): ExportedName {
  return { module: schema, name: "default", local: null, path: ["tables", table, "validator", ...path] };
}

function withSystemFields(table: string, type: ArgumentType): ArgumentType {
  const own = type.kind === "object" ? type.fields : [];
  const system: ArgumentField[] = [{ name: "_id", optional: false, type: { kind: "id", table } }, { name: "_creationTime", optional: false, type: { kind: "number" } }];
  return { kind: "object", fields: [...own, ...system] };
}

/** Fields that are more than a word go by the name that the schema gives them. */
function namedFields(type: Extract<ArgumentType, { kind: "object" }>, schema: string, table: string): ArgumentType {
  const fields = type.fields.map((field): ArgumentField => {
    const isLong = field.type.kind === "object" || field.type.kind === "union" || field.type.kind === "array" || field.type.kind === "record";
    if (field.optional || !isLong) return field;
    return { ...field, type: { kind: "named", validator: validatorOf(schema, table, ["fields", field.name]), form: "validator", type: field.type } };
  });
  return { kind: "object", fields };
}
