import type { DefinitionOptionsFact, HandlerFact, OptionFact } from "../facts/handler-types.ts";
import type { CallValue, Range, Value } from "../facts/types.ts";
import type { Denotation } from "../project/denotation.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { TypeOracle } from "../types/type-oracle.ts";
import { HandlerFinder } from "./handler-finder.ts";
import type { TypeFiles } from "./type-files.ts";

/** How the arguments of a registered function are validated. */
export type ArgumentsReading =
  /** By `args`, whatever they are. */
  | { readonly kind: "given"; readonly file: string; readonly value: Value; readonly option: OptionFact | null }
  /** `args: v.union(…)`: Convex takes objects only. */
  | { readonly kind: "refused"; readonly file: string; readonly range: Range; readonly validator: string }
  | { readonly kind: "missing"; readonly form: MissingForm; readonly option: OptionFact | null }
  | { readonly kind: "unknown" };

/** `wrapped`: a function of the project makes the definition, and leaves `args` out. */
type MissingForm = "absent" | "undefined" | "cast" | "positional" | "wrapped";

/** The implementation of a registered function and where it stands. */
export interface HandlerReading {
  readonly file: string;
  readonly handler: HandlerFact;
  /** Whether it is written in the call of the builder itself. */
  readonly inline: boolean;
}

const UNKNOWN: ArgumentsReading = { kind: "unknown" };
const POSITIONAL: ArgumentsReading = { kind: "missing", form: "positional", option: null };
const MAX_STEPS = 8;
/** Enough text behind a value to hold `as any`. */
const CAST_LENGTH = 80;

/** What a definition is made of, in whatever file it is written. */
interface Given {
  readonly file: string;
  readonly value: Value | undefined;
  readonly facts: DefinitionOptionsFact | null;
}

/** Reads how registered functions are defined: their `args` and their handler. */
export class DefinitionReader {
  readonly #snapshot: Snapshot;
  readonly #files: TypeFiles;
  readonly #handlers: HandlerFinder;
  readonly #oracle: TypeOracle;

  constructor(snapshot: Snapshot, files: TypeFiles, oracle: TypeOracle) {
    this.#snapshot = snapshot;
    this.#files = files;
    this.#handlers = new HandlerFinder(snapshot, files);
    this.#oracle = oracle;
  }

  /** Returns how the arguments of a function are validated. */
  argumentsOf({ file, definition }: RegisteredFunction): ArgumentsReading {
    if (!definition) return UNKNOWN;
    return this.#throughBuilder(file, definition.call, { file, value: definition.call.args[0], facts: definition.options }, 0);
  }

  /** Returns what a function builder is given to validate the arguments, whatever it does with it. */
  givenTo({ file, definition }: RegisteredFunction): ArgumentsReading {
    return definition ? this.#readGiven({ file, value: definition.call.args[0], facts: definition.options }) : UNKNOWN;
  }

  /** Returns the handler of a function, followed to where it is declared. */
  handlerOf({ file, definition }: RegisteredFunction): HandlerReading | undefined {
    if (!definition) return undefined;
    const { options, call } = definition;
    if (options.handler) return { file, handler: options.handler, inline: true };
    if (options.form === "value") return this.#followHandler(file, call.args[0]);
    return options.form === "object" ? this.#followHandler(file, options.options.findLast(({ key }) => key === "handler")?.value) : undefined;
  }

  /** Whether something is cast to `any`, or a constant that is declared so: nothing is checked against it. */
  isTypedAny(file: string, value: Value): boolean {
    const cast = value.kind === "binding" || value.kind === "member" ? value.cast : undefined;
    if (value.kind !== "binding" || cast !== undefined) return cast === "any";
    const { store, denoter } = this.#snapshot;
    const found = denoter.denote(file, value);
    const places = [{ file, binding: value.binding }, ...(found.kind === "value" && found.binding !== null ? [{ file: found.file, binding: found.binding }] : [])];
    return places.some((place) => {
      const binding = store.factsOf(place.file)?.bindings[place.binding];
      if (binding?.kind !== "variable") return false;
      if (binding.annotation) return binding.annotation.text === "any";
      // The range of a value ends where a cast of it begins.
      const end = binding.value?.range[1] ?? Number.POSITIVE_INFINITY;
      return /^\s*\)*\s*as\s+any\b/u.test(store.textOf(place.file)?.slice(end, end + CAST_LENGTH) ?? "");
    });
  }

  #followHandler(file: string, value: Value | undefined): HandlerReading | undefined {
    const found = value && this.#handlers.find(file, value);
    return found && { ...found, inline: false };
  }

  /** Builders of the project's own may give `args` themselves, or take them elsewhere than Convex's do. */
  #throughBuilder(file: string, call: CallValue, given: Given, steps: number): ArgumentsReading {
    const builder = this.#snapshot.denoter.denote(file, call.callee);
    if (steps > MAX_STEPS) return UNKNOWN;
    if (builder.kind !== "value" || builder.value.kind !== "function") return this.#readGiven(given);
    const inner = this.#returnedCall(builder);
    if (!inner) return UNKNOWN;
    const [first] = inner.args;
    if (first && this.#isParameter(builder, first, [])) return this.#throughBuilder(builder.file, inner, given, steps + 1);
    // `query(withUser(handler))`: whatever it does, it gives the builder a handler alone.
    if (first && (this.#handlers.isFunction(builder.file, first) || this.#files.of(builder.file)?.handlerAt(first.range))) return { kind: "missing", form: "wrapped", option: null };
    const own = first?.kind === "object" ? first.entries.findLast(({ key }) => key === "args") : undefined;
    if (own && this.#isParameter(builder, own.value, ["args"])) return this.#throughBuilder(builder.file, inner, given, steps + 1);
    if (own) return { kind: "given", file: builder.file, value: own.value, option: null };
    if (first?.kind === "object" && first.spreads.some((spread) => this.#isParameter(builder, spread, []))) return this.#throughBuilder(builder.file, inner, given, steps + 1);
    // Facts leave out what says nothing about references, so that only the tree proves that there is no `args`.
    const keys = first && this.#files.of(builder.file)?.keysAt(first.range);
    return keys && !keys.includes("args") ? { kind: "missing", form: "wrapped", option: null } : UNKNOWN;
  }

  #returnedCall({ file, value }: Extract<Denotation, { kind: "value" }>): CallValue | undefined {
    const returned = value.kind === "function" ? (this.#snapshot.store.factsOf(file)?.functions[value.function]?.returns ?? []) : [];
    const [first] = returned;
    return returned.length === 1 && first?.kind === "call" ? first : undefined;
  }

  /** Whether a value is the first parameter of a function, or the property of it at the path. */
  #isParameter({ file, value: owner }: Extract<Denotation, { kind: "value" }>, value: Value, path: readonly string[]): boolean {
    if (value.kind === "member") return path.length > 0 && value.property === path.at(-1) && this.#isParameter({ kind: "value", file, value: owner, binding: null }, value.object, path.slice(0, -1));
    if (value.kind !== "binding" || owner.kind !== "function") return false;
    const parameter = this.#snapshot.store.factsOf(file)?.bindings[value.binding]?.parameter;
    return parameter?.function === owner.function && parameter.index === 0 && parameter.path.join(".") === path.join(".");
  }

  #readGiven({ file, value, facts }: Given): ArgumentsReading {
    if (facts?.form === "function") return POSITIONAL;
    if (facts?.form === "object") return this.#readOptions(file, facts);
    if (!value) return UNKNOWN;
    if (this.#handlers.isFunction(file, value)) return POSITIONAL;
    const found = this.#snapshot.denoter.denote(file, value);
    if (found.kind !== "value" || found.value.kind !== "object") return this.#isTypedFunction(file, value.range) ? POSITIONAL : UNKNOWN;
    const args = found.value.entries.findLast(({ key }) => key === "args");
    if (args) return this.#readArgs(found.file, args.value, null);
    return found.value.spreads.length === 0 && found.value.entries.every(({ key }) => key !== null) ? { kind: "missing", form: "absent", option: null } : UNKNOWN;
  }

  /** Whether types say that an expression which nothing else follows is a function. */
  #isTypedFunction(file: string, range: Range): boolean {
    return this.#oracle.isFunction({ file, range, text: this.#snapshot.store.textOf(file)?.slice(...range) ?? "" }) === true;
  }

  #readOptions(file: string, { options }: DefinitionOptionsFact): ArgumentsReading {
    for (const option of options.toReversed()) {
      if (option.kind === "spread") {
        const spread = this.#readSpread(file, option.value);
        if (spread) return spread;
      } else if (option.key === null) return UNKNOWN;
      else if (option.key === "args") {
        if (option.isUndefined) return { kind: "missing", form: "undefined", option };
        if (option.castTo === "any" && option.value.kind === "object" && option.value.entries.length + option.value.spreads.length === 0) return { kind: "missing", form: "cast", option };
        return this.#readArgs(file, option.value, option);
      }
    }
    return { kind: "missing", form: "absent", option: null };
  }

  /** `undefined` where what is spread certainly holds no `args`. */
  #readSpread(file: string, value: Value): ArgumentsReading | undefined {
    const found = this.#snapshot.denoter.denote(file, value);
    if (found.kind !== "value" || found.value.kind !== "object") return UNKNOWN;
    const args = found.value.entries.findLast(({ key }) => key === "args");
    if (args) return this.#readArgs(found.file, args.value, null);
    return found.value.spreads.length > 0 || found.value.entries.some(({ key }) => key === null) ? UNKNOWN : undefined;
  }

  #readArgs(file: string, value: Value, option: OptionFact | null): ArgumentsReading {
    const found = this.#snapshot.denoter.denote(file, value);
    const call = found.kind === "value" && found.value.kind === "call" ? found.value : undefined;
    const validator = found.kind === "value" && call ? this.#snapshot.denoter.denote(found.file, call.callee) : undefined;
    if (validator?.kind === "external" && validator.source === "convex/values" && validator.path[0] === "v" && validator.path.length === 2) {
      const name = validator.path[1] ?? "";
      if (name !== "object" && name !== "any") return { kind: "refused", file, range: value.range, validator: `v.${name}` };
    }
    return { kind: "given", file, value, option };
  }
}
