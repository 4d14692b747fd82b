import type { FileFacts, Value } from "../facts/types.ts";
import type { FunctionType } from "../types/type-oracle.ts";
import type { Denotation, Denoter } from "./denotation.ts";

/** Who may call a function: everyone, or only other functions, the scheduler and operators. */
export type Visibility = "public" | "internal";

/** What calling a function builder registers, as far as syntax and imports prove it. */
export type Builder =
  | { readonly kind: "function"; readonly functionType: FunctionType; readonly visibility: Visibility; readonly origin: BuilderOrigin }
  | { readonly kind: "httpAction" }
  /** Certainly not a function builder. */
  | { readonly kind: "none" }
  /** Only the checker can tell. */
  | { readonly kind: "unknown" };

type BuilderOrigin =
  /** `mutation` of `_generated/server`. */
  | { readonly kind: "generated"; readonly directory: string }
  /** `mutationGeneric` of `convex/server`. */
  | { readonly kind: "generic" }
  /** `customMutation(mutation, …)` and functions that wrap a builder. */
  | { readonly kind: "custom" };

const BUILDERS: ReadonlyMap<string, { functionType: FunctionType; visibility: Visibility }> = new Map([
  ["query", { functionType: "query", visibility: "public" }],
  ["mutation", { functionType: "mutation", visibility: "public" }],
  ["action", { functionType: "action", visibility: "public" }],
  ["internalQuery", { functionType: "query", visibility: "internal" }],
  ["internalMutation", { functionType: "mutation", visibility: "internal" }],
  ["internalAction", { functionType: "action", visibility: "internal" }],
]);

/** Exports of `convex/server` and of packages around it that are called at the top level and register nothing. */
const NO_BUILDERS: ReadonlySet<string> = new Set([
  "anyApi", "componentsGeneric", "cronJobs", "createFunctionHandle", "defineApp", "defineComponent", "defineSchema", "defineTable",
  "filterApi", "getFunctionAddress", "getFunctionName", "httpRouter", "makeFunctionReference", "paginationResultValidator", "asObjectValidator",
]);

const CUSTOM_FUNCTION = /^z?custom(?:Query|Mutation|Action)$/iu;
const MAX_STEPS = 16;

/** Reads what the callee of a definition registers. */
export class BuilderReader {
  readonly #functions = new Map<string, Builder>();
  readonly #denoter: Denoter;
  readonly #factsOf: (file: string) => FileFacts | undefined;

  constructor(denoter: Denoter, factsOf: (file: string) => FileFacts | undefined) {
    this.#denoter = denoter;
    this.#factsOf = factsOf;
  }

  /** Forgets what was found so far, when files have changed. */
  forget(): void {
    this.#functions.clear();
  }

  /** Returns what calling a value of a file registers. */
  read(file: string, callee: Value): Builder {
    return this.#readDenotation(this.#denoter.denote(file, callee), 0);
  }

  #readDenotation(callee: Denotation, steps: number): Builder {
    if (steps > MAX_STEPS) return { kind: "unknown" };
    switch (callee.kind) {
      case "generated": {
        const [name = "", ...rest] = callee.path;
        if (callee.module !== "server" || rest.length > 0) return { kind: "unknown" };
        if (name === "httpAction") return { kind: "httpAction" };
        const builder = BUILDERS.get(name);
        return builder ? { kind: "function", ...builder, origin: { kind: "generated", directory: callee.project.directory } } : { kind: "unknown" };
      }
      case "external":
        return readExternal(callee.source, callee.path);
      case "value":
        return this.#readValue(callee.file, callee.value, steps);
      case "several":
        return agree(callee.options.map((option) => this.#readDenotation(option, steps + 1)));
      case "reference":
      case "namespace":
        return { kind: "none" };
      case "unknown":
        return { kind: "unknown" };
    }
  }

  #readValue(file: string, value: Value, steps: number): Builder {
    switch (value.kind) {
      case "call":
        return this.#readCall(file, value, steps);
      case "function": {
        // `const observedMutation = (definition) => mutation({ … })`: a call of it registers what its result is.
        return this.#once(`${file}#${String(value.function)}`, () => {
          const returned = this.#factsOf(file)?.functions[value.function]?.returns ?? [];
          return custom(agree(returned.map((result) => (result.kind === "call" ? this.#readDenotation(this.#denoter.denote(file, result.callee), steps + 1) : { kind: "unknown" }))));
        });
      }
      case "choice":
        return agree(value.options.map((option) => this.#readDenotation(this.#denoter.denote(file, option), steps + 1)));
      case "member":
      case "unknown":
        return { kind: "unknown" };
      default:
        return { kind: "none" };
    }
  }

  /** A builder that is the result of a call: `customMutation(mutation, …)`, `makeBuilder()`. */
  #readCall(file: string, call: Extract<Value, { kind: "call" }>, steps: number): Builder {
    if (call.construct) return { kind: "unknown" };
    const maker = this.#denoter.denote(file, call.callee);
    if (maker.kind === "external" && /^convex-helpers\/server\b/u.test(maker.source) && CUSTOM_FUNCTION.test(maker.path[0] ?? "")) {
      const wrapped = call.args[0];
      return wrapped ? custom(this.#readDenotation(this.#denoter.denote(file, wrapped), steps + 1)) : { kind: "unknown" };
    }
    if (maker.kind !== "value" || maker.value.kind !== "function") return { kind: "unknown" };
    const { file: home, value: made } = maker;
    const { returns = [], parameters = [] } = this.#factsOf(home)?.functions[made.function] ?? {};
    const builder = this.#once(`${home}#${String(made.function)}()`, () => custom(agree(returns.map((result) => this.#readDenotation(this.#denoter.denote(home, result), steps + 1)))));
    if (builder.kind !== "unknown") return builder;
    const given = (value: Value): Denotation => {
      const argument = value.kind === "binding" ? call.args[parameters.indexOf(value.binding)] : undefined;
      return this.#denoter.denote(argument ? file : home, argument ?? value);
    };
    return custom(agree(returns.map((result) => this.#readMade(home, result, given, steps + 1))));
  }

  /** What a function makes of the builder that it is given: `const observe = (builder) => (definition) => builder({ … })`. */
  #readMade(home: string, result: Value, given: (value: Value) => Denotation, steps: number): Builder {
    if (result.kind === "binding") return this.#readDenotation(given(result), steps);
    if (result.kind !== "function") return { kind: "unknown" };
    const { returns = [] } = this.#factsOf(home)?.functions[result.function] ?? {};
    return agree(returns.map((registered) => (registered.kind === "call" ? this.#readDenotation(given(registered.callee), steps) : { kind: "unknown" })));
  }

  /** Reads a function once; one that comes back to itself tells nothing. */
  #once(key: string, read: () => Builder): Builder {
    const known = this.#functions.get(key);
    if (known) return known;
    this.#functions.set(key, { kind: "unknown" });
    const builder = read();
    this.#functions.set(key, builder);
    return builder;
  }
}

function readExternal(source: string, path: readonly string[]): Builder {
  const name = path[0] ?? "";
  if (source === "convex/server" && path.length === 1) {
    if (name === "httpActionGeneric") return { kind: "httpAction" };
    const builder = name.endsWith("Generic") ? BUILDERS.get(name.slice(0, -"Generic".length)) : undefined;
    if (builder) return { kind: "function", ...builder, origin: { kind: "generic" } };
    if (NO_BUILDERS.has(name)) return { kind: "none" };
  }
  return source === "convex/values" || source === "zod" ? { kind: "none" } : { kind: "unknown" };
}

/** Every way must register the same; a function or choice that registers now this, now that leaves it open. */
function agree(builders: readonly Builder[]): Builder {
  const [first, ...others] = builders;
  if (!first) return { kind: "unknown" };
  const same = others.every((other) => other.kind === first.kind && (other.kind !== "function" || first.kind !== "function" || (other.functionType === first.functionType && other.visibility === first.visibility)));
  return same ? first : { kind: "unknown" };
}

function custom(builder: Builder): Builder {
  return builder.kind === "function" ? { ...builder, origin: { kind: "custom" } } : builder;
}
