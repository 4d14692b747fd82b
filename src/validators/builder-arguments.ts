import type { Value } from "../facts/types.ts";
import { builderMaker } from "../project/builder-makers.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { TypeOracle } from "../types/type-oracle.ts";
import type { TypeFiles } from "./type-files.ts";
import { isConvexBuilder, isTypedAsConvex } from "./typed-builder.ts";

/** What a function builder does with the arguments of the functions it makes. */
export type BuilderReading =
  /** What Convex's own builders do. */
  | { readonly kind: "plain" }
  /** Its customization hands the handler these arguments beside those that the function declares. */
  | { readonly kind: "custom"; readonly added: readonly string[] }
  /** It takes `args` as zod schemas; if closed, functions without any refuse all arguments. */
  | { readonly kind: "zod"; readonly isClosed: boolean }
  | { readonly kind: "unknown" };

const PLAIN: BuilderReading = { kind: "plain" };
const UNKNOWN: BuilderReading = { kind: "unknown" };
const MAX_STEPS = 8;

/** Reads what custom function builders do with arguments. */
export class BuilderArguments {
  readonly #snapshot: Snapshot;
  readonly #files: TypeFiles;
  readonly #oracle: TypeOracle;
  readonly #known = new Map<string, BuilderReading>();

  constructor(snapshot: Snapshot, files: TypeFiles, oracle: TypeOracle) {
    this.#snapshot = snapshot;
    this.#files = files;
    this.#oracle = oracle;
  }

  /** Returns what the builder of a function does with arguments. */
  of({ file, definition, builder }: RegisteredFunction): BuilderReading {
    if (builder.kind === "function" && builder.origin.kind !== "custom") return PLAIN;
    if (!definition) return UNKNOWN;
    // Definitions stand at the top level, where the same text is the same builder.
    const key = `${file}\0${definition.calleeText}`;
    const known = this.#known.get(key);
    if (known) return known;
    const written = this.#read(file, definition.call.callee, 0);
    const reading = written.kind === "unknown" ? this.#ask(file, definition) : written;
    this.#known.set(key, reading);
    return reading;
  }

  #ask(file: string, { call, calleeRange, calleeText }: NonNullable<RegisteredFunction["definition"]>): BuilderReading {
    const answer = this.#oracle.builderArguments({ file, callee: calleeRange, call: call.range, calleeText });
    return answer ? (answer.isPlain ? PLAIN : { kind: "custom", added: answer.added }) : UNKNOWN;
  }

  #read(file: string, callee: Value, steps: number): BuilderReading {
    const found = this.#snapshot.denoter.denote(file, callee);
    if (isConvexBuilder(found) || isTypedAsConvex(found, this.#snapshot)) return PLAIN;
    if (found.kind !== "value" || found.value.kind !== "call" || steps > MAX_STEPS) return UNKNOWN;
    const maker = this.#snapshot.denoter.denote(found.file, found.value.callee);
    const made = maker.kind === "external" ? builderMaker(maker.source, maker.path) : undefined;
    if (!made) return UNKNOWN;
    if (made.schemas === "zod") return { kind: "zod", isClosed: made.isClosed };
    const [wrapped, customization] = found.value.args;
    const inner = wrapped ? this.#read(found.file, wrapped, steps + 1) : UNKNOWN;
    const added = customization ? this.#addedBy(found.file, customization) : undefined;
    if (!added || inner.kind === "unknown" || inner.kind === "zod") return inner.kind === "zod" ? inner : UNKNOWN;
    return { kind: "custom", added: [...added, ...(inner.kind === "custom" ? inner.added : [])] };
  }

  /** `customCtx(…)` and `NoOp` change the context alone; a written-out customization says what it adds. */
  #addedBy(file: string, customization: Value): readonly string[] | undefined {
    // Facts leave out what says nothing about references, so that the value may be unknown where its text is not.
    if (customization.kind === "unknown") return this.#files.of(file)?.addedArgumentsAt(customization.range);
    const found = this.#snapshot.denoter.denote(file, customization);
    if (found.kind === "external") return found.path[0] === "NoOp" ? [] : undefined;
    if (found.kind === "value" && found.value.kind === "object") return this.#files.of(found.file)?.addedArgumentsAt(found.value.range);
    if (found.kind !== "value" || found.value.kind !== "call") return undefined;
    const maker = this.#snapshot.denoter.denote(found.file, found.value.callee);
    return maker.kind === "external" && /^custom(?:Query|Mutation|Action)?Ctx$/u.test(maker.path[0] ?? "") ? [] : undefined;
  }
}
