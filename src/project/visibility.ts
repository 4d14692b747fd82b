import { type FunctionType, type Registration, type TypeOracle, UNKNOWING_ORACLE } from "../types/type-oracle.ts";
import type { Visibility } from "./builders.ts";
import type { RegisteredFunction } from "./registry.ts";
import type { Snapshot } from "./snapshot.ts";

/** What a function is, and how that was decided. */
export interface Registered {
  readonly functionType: FunctionType;
  /** `ambiguous`: the program itself leaves it open. */
  readonly visibility: Visibility | "ambiguous";
  readonly decidedBy: "builder" | "library" | "types";
}

/**
 * Tells each function's type and visibility: by its builder where imports prove it, by the checker otherwise. A builder
 * is asked about once, however many functions it makes and however many files are linted.
 */
export class VisibilityReader {
  readonly #snapshot: Snapshot;
  readonly #oracle: TypeOracle;
  readonly #answers: Map<string, Registration>;

  constructor(snapshot: Snapshot, oracle: TypeOracle = UNKNOWING_ORACLE, answers: Map<string, Registration> = new Map()) {
    this.#snapshot = snapshot;
    this.#oracle = oracle;
    this.#answers = answers;
  }

  /** Returns what the function is; `undefined` where nothing can tell, or where it is no function at all. */
  of(target: RegisteredFunction): Registered | undefined {
    const { builder, library } = target;
    if (builder.kind === "function") return { functionType: builder.functionType, visibility: builder.visibility, decidedBy: "builder" };
    if (library) return { ...library, decidedBy: "library" };
    const answer = this.#ask(target);
    return answer.kind === "function" ? { functionType: answer.functionType, visibility: answer.visibility, decidedBy: "types" } : undefined;
  }

  #ask(target: RegisteredFunction): Registration {
    const key = this.#builderKey(target);
    const known = this.#answers.get(key);
    if (known) return known;
    const { definition, exportedAs } = target;
    const answer = definition
      ? this.#oracle.registrationOfCall({ file: target.file, callee: definition.calleeRange, call: definition.call.range, calleeText: definition.calleeText })
      : this.#oracle.registrationOfExport(exportedAs);
    // "Unknown" may only mean that this host's program lacks the file; another may have it.
    if (answer.kind !== "unknown") this.#answers.set(key, answer);
    return answer;
  }

  /** One key for all the functions that one builder makes. */
  #builderKey({ key, file, definition }: RegisteredFunction): string {
    if (!definition) return key;
    const callee = this.#snapshot.denoter.denote(file, definition.call.callee);
    if (callee.kind === "value" && callee.binding !== null) return `${callee.file}#binding ${String(callee.binding)}`;
    if (callee.kind === "external" || callee.kind === "generated") return `${file}#${callee.path.join(".")}`;
    return key;
  }
}
