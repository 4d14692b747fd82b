import type { Snapshot } from "../project/snapshot.ts";
import { type ArgumentType, type ExportedName, typeKey } from "../types/argument-type.ts";
import type { ValidatorReader } from "./read-validator.ts";

/** The validators that a Convex project declares at the top level of its modules, by the type that they accept. */
export class ProjectValidators {
  readonly #snapshot: Snapshot;
  readonly #validators: ValidatorReader;
  readonly #byDirectory = new Map<string, Map<string, ExportedName[]>>();

  constructor(snapshot: Snapshot, validators: ValidatorReader) {
    this.#snapshot = snapshot;
    this.#validators = validators;
  }

  /** Returns the validators of the project of a file for a type, by its key. */
  of(file: string, key: string): readonly ExportedName[] {
    const project = this.#snapshot.places.projectOf(file);
    if (!project) return [];
    let known = this.#byDirectory.get(project.directory);
    if (!known) {
      known = new Map();
      this.#byDirectory.set(project.directory, known);
      for (const module of this.#snapshot.codeFiles()) if (this.#snapshot.places.projectOf(module) === project) this.#addModule(module, known);
    }
    return known.get(key) ?? [];
  }

  #addModule(file: string, known: Map<string, ExportedName[]>): void {
    const facts = this.#snapshot.store.factsOf(file);
    for (const { name, value } of facts?.exports ?? []) {
      const binding = value.kind === "binding" ? facts?.bindings[value.binding] : undefined;
      // What is no call of `v.something(…)` is no validator, and not worth following.
      if (!binding?.value || binding.import || binding.value.kind !== "call" || binding.value.callee.kind !== "member") continue;
      const type = this.#validators.read(file, value);
      if (!isWhole(type)) continue;
      const key = typeKey(type, true);
      known.set(key, [...(known.get(key) ?? []), { module: file, name, local: binding.name, path: [] }]);
    }
  }
}

/** Whether a validator was followed to its last part, and checks all of it. */
function isWhole(type: ArgumentType): boolean {
  switch (type.kind) {
    case "array":
      return isWhole(type.element);
    case "record":
      return isWhole(type.key) && isWhole(type.value);
    case "object":
      return type.fields.every((field) => isWhole(field.type));
    case "union":
      return type.members.every(isWhole);
    case "named":
    case "alias":
    case "document":
      return isWhole(type.type);
    case "any":
    case "unknown":
    case "lossy":
    case "impossible":
    case "unresolved":
      return false;
    default:
      return true;
  }
}
