import type { CallValue, FileFacts, Value } from "../facts/types.ts";
import type { FunctionType } from "../types/type-oracle.ts";
import { builderMaker } from "./builder-makers.ts";
import type { Denotation, Denoter } from "./denotation.ts";
import { crudFunction, libraryFunction, type LibraryFunction } from "./library-functions.ts";

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
/** `httpEndpoint` is what they were called before version 0.13. */
const HTTP_BUILDERS: ReadonlySet<string> = new Set(["httpAction", "httpEndpoint"]);
/** Values that are no registered functions whoever made them. */
const NO_FUNCTIONS: ReadonlySet<Value["kind"]> = new Set(["function", "string", "template"]);

/** Exports of `convex/server` and of packages around it that are called at the top level and register nothing. */
const NO_BUILDERS: ReadonlySet<string> = new Set([
  "anyApi", "componentsGeneric", "cronJobs", "createFunctionHandle", "defineApp", "defineComponent", "defineSchema", "defineTable",
  "filterApi", "getFunctionAddress", "getFunctionName", "httpRouter", "makeFunctionReference", "paginationResultValidator", "asObjectValidator",
]);

const MAX_STEPS = 16;
/** Functions that call each other in circles, or branch at every step, tell nothing. */
const MAX_READINGS = 100;

/** What functions that are being followed were given for their parameters, by file and binding. */
type Given = ReadonlyMap<string, Followed>;

/** Something that code leads to, with what the functions around it were given. */
interface Followed {
  readonly found: Denotation;
  readonly given: Given;
}

const NOTHING: Given = new Map();
const UNKNOWN: Builder = { kind: "unknown" };

/** Reads what the callee of a definition registers. */
export class BuilderReader {
  readonly #read = new Map<string, Builder>();
  readonly #denoter: Denoter;
  readonly #factsOf: (file: string) => FileFacts | undefined;
  #readings = 0;

  constructor(denoter: Denoter, factsOf: (file: string) => FileFacts | undefined) {
    this.#denoter = denoter;
    this.#factsOf = factsOf;
  }

  /** Forgets what was found so far, when files have changed. */
  forget(): void {
    this.#read.clear();
  }

  /** Returns what calling a value of a file registers. */
  read(file: string, callee: Value): Builder {
    const found = this.#denoter.denote(file, callee);
    if (found.kind !== "value") return this.#readOnce({ found, given: NOTHING });
    const key = `${found.file}#${found.value.range.join("-")}`;
    const known = this.#read.get(key);
    if (known) return known;
    const builder = this.#readOnce({ found, given: NOTHING });
    this.#read.set(key, builder);
    return builder;
  }

  /** Returns what a call, or one of several, is registered as: what its callee registers, or what `traced(mutation({ … }))` is given. */
  registration(file: string, value: Value): Builder {
    if (value.kind === "choice") return custom(agree(value.options.map((option) => this.registration(file, option))));
    if (value.kind !== "call" || value.construct) return UNKNOWN;
    const builder = this.read(file, value.callee);
    if (builder.kind !== "unknown" || value.args.length === 0) return builder;
    return this.#readOnce({ found: this.#denoter.denote(file, value.callee), given: NOTHING }, this.#arguments(file, value, NOTHING));
  }

  /** Returns what a package registers that a value comes from; `undefined` for those that nobody looked at. */
  libraryFunction(file: string, value: Value): LibraryFunction | "none" | undefined {
    const origin = this.#exportBehind(file, value.kind === "call" ? value.callee : value, 0);
    return origin && (libraryFunction(origin.source, origin.path) ?? this.#crudFunction(origin, file, value));
  }

  /** The names that lead from what a package exports to a value, calls left out: `R2`, `clientApi`, `syncMetadata`. */
  #exportBehind(file: string, value: Value, steps: number): { readonly source: string; readonly path: readonly string[] } | undefined {
    if (steps > MAX_STEPS) return undefined;
    const found = this.#denoter.denote(file, value);
    if (found.kind === "external") return found;
    if (found.kind !== "value") return undefined;
    if (found.value.kind === "call") return this.#exportBehind(found.file, found.value.callee, steps + 1);
    if (found.value.kind !== "member" || found.value.property === null) return undefined;
    const object = this.#exportBehind(found.file, found.value.object, steps + 1);
    return object && { source: object.source, path: [...object.path, found.value.property] };
  }

  /** `crud(schema, "users", query, mutation)`: what is not given is internal. */
  #crudFunction({ source, path }: { readonly source: string; readonly path: readonly string[] }, file: string, value: Value): LibraryFunction | undefined {
    const functionType = crudFunction(source, path);
    const made = functionType && value.kind === "member" ? this.#denoter.denote(file, value.object) : undefined;
    if (!functionType || made?.kind !== "value" || made.value.kind !== "call") return undefined;
    const given = made.value.args.slice(1).filter(({ kind }) => kind !== "string").map((argument) => this.read(made.file, argument));
    const builder = given.find((candidate) => candidate.kind === "function" && candidate.functionType === functionType);
    if (builder?.kind === "function") return { functionType, visibility: builder.visibility };
    return given.every(({ kind }) => kind === "function") ? { functionType, visibility: "internal" } : undefined;
  }

  #readOnce(callee: Followed, args?: readonly Followed[]): Builder {
    this.#readings = 0;
    return this.#registeredBy(callee, 0, args);
  }

  /** What calling something registers, given what it is called with as far as that is known. */
  #registeredBy(callee: Followed, steps: number, args: readonly Followed[] = []): Builder {
    this.#readings += 1;
    if (steps > MAX_STEPS || this.#readings > MAX_READINGS) return UNKNOWN;
    const { found, given } = callee;
    switch (found.kind) {
      case "generated": {
        const [name = "", ...rest] = found.path;
        if (found.module !== "server" || rest.length > 0) return UNKNOWN;
        if (HTTP_BUILDERS.has(name)) return { kind: "httpAction" };
        const builder = BUILDERS.get(name);
        return builder ? { kind: "function", ...builder, origin: { kind: "generated", directory: found.project.directory } } : UNKNOWN;
      }
      case "external":
        return readExternal(found.source, found.path);
      case "value":
        return this.#registeredByValue(found.file, found.value, given, steps, args);
      case "several":
        return agree(found.options.map((option) => this.#registeredBy({ found: option, given }, steps + 1, args)));
      case "reference":
      case "namespace":
        return { kind: "none" };
      case "unknown":
        return UNKNOWN;
    }
  }

  #registeredByValue(file: string, value: Value, given: Given, steps: number, args: readonly Followed[]): Builder {
    switch (value.kind) {
      case "call": {
        // A builder that is the result of a call: `customMutation(mutation, …)`, `makeBuilder()`.
        if (value.construct) return UNKNOWN;
        const maker = this.#follow(file, value.callee, given);
        if (maker.found.kind === "external" && builderMaker(maker.found.source, maker.found.path)) {
          const [wrapped] = this.#arguments(file, value, given);
          return wrapped ? custom(this.#registeredBy(wrapped, steps + 1)) : UNKNOWN;
        }
        return custom(agree(this.#resultsOf(maker, this.#arguments(file, value, given)).map((result) => this.#registeredBy(result, steps + 1, args))));
      }
      case "function":
        // `const observedMutation = (definition) => mutation({ … })`: a call of it registers what its result is.
        return custom(agree(this.#resultsOf({ found: { kind: "value", file, value, binding: null }, given }, args).map((result) => this.#registeredAs(result, steps + 1))));
      case "choice":
        return agree(value.options.map((option) => this.#registeredBy(this.#follow(file, option, given), steps + 1, args)));
      case "member": {
        // `defineTable({ … }).index`
        const { found } = this.#follow(file, value.object, given);
        if (found.kind !== "value" || found.value.kind !== "call" || found.value.construct) return UNKNOWN;
        return this.#registeredBy(this.#follow(found.file, found.value.callee, given), steps + 1).kind === "none" ? { kind: "none" } : UNKNOWN;
      }
      case "unknown":
        return UNKNOWN;
      default:
        return { kind: "none" };
    }
  }

  /** What a result is registered as: that of a call as what it calls registers, anything else but what is not known as nothing. */
  #registeredAs({ found, given }: Followed, steps: number): Builder {
    if (found.kind === "value" && found.value.kind === "call" && !found.value.construct) {
      return this.#registeredBy(this.#follow(found.file, found.value.callee, given), steps, this.#arguments(found.file, found.value, given));
    }
    return found.kind === "value" && NO_FUNCTIONS.has(found.value.kind) ? { kind: "none" } : UNKNOWN;
  }

  /** What a function gives back that is called with something. */
  #resultsOf({ found, given }: Followed, args: readonly Followed[]): Followed[] {
    if (found.kind !== "value" || found.value.kind !== "function") return [];
    const { file } = found;
    const { returns = [], parameters = [] } = this.#factsOf(file)?.functions[found.value.function] ?? {};
    const inner = new Map(given);
    for (const [index, parameter] of parameters.entries()) {
      const argument = args[index];
      if (parameter === null) continue;
      if (argument && !this.#isOpen(file, parameter)) inner.set(`${file}#${String(parameter)}`, argument);
      else inner.delete(`${file}#${String(parameter)}`);
    }
    return returns.map((result) => this.#follow(file, result, inner));
  }

  /** `builder: QueryBuilder<DataModel, any>`: the program itself leaves open what it registers. */
  #isOpen(file: string, parameter: number): boolean {
    return /Builder(?:WithTable)?<[\s\S]*,\s*any\s*>$/u.test(this.#factsOf(file)?.bindings[parameter]?.annotation?.text ?? "");
  }

  #arguments(file: string, { args }: CallValue, given: Given): Followed[] {
    return args.map((argument) => this.#follow(file, argument, given));
  }

  /** What a value of a file leads to, its parameters being what the functions around it were given. */
  #follow(file: string, value: Value, given: Given): Followed {
    const parameter = value.kind === "binding" ? given.get(`${file}#${String(value.binding)}`) : undefined;
    if (parameter) return parameter;
    if (value.kind === "member" && given.size > 0) {
      const object = this.#follow(file, value.object, given);
      return { found: this.#denoter.member(object.found, value.property, { file, range: value.propertyRange }), given: object.given };
    }
    return { found: this.#denoter.denote(file, value), given };
  }
}

/** All that these packages make is there to describe values. */
const MAKES_VALIDATORS = /^(?:convex\/values|convex-helpers\/validators|zod(?:\/.*)?)$/u;

function readExternal(source: string, path: readonly string[]): Builder {
  const name = path[0] ?? "";
  if (source === "convex/server" && path.length === 1) {
    if (name === "httpActionGeneric") return { kind: "httpAction" };
    const builder = name.endsWith("Generic") ? BUILDERS.get(name.slice(0, -"Generic".length)) : undefined;
    if (builder) return { kind: "function", ...builder, origin: { kind: "generic" } };
    if (NO_BUILDERS.has(name)) return { kind: "none" };
  }
  // It makes a builder, which is called in its turn.
  if (builderMaker(source, path)) return { kind: "none" };
  return MAKES_VALIDATORS.test(source) ? { kind: "none" } : { kind: "unknown" };
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
