import type { HandlerFact, HandlerParameter } from "../facts/handler-types.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { type ArgumentType, type ExportedName, structureOf, type TypeSite } from "../types/argument-type.ts";
import type { TypeOracle, WrittenType } from "../types/type-oracle.ts";
import { assess } from "./assess.ts";
import { BuilderArguments } from "./builder-arguments.ts";
import { type ArgumentsReading, DefinitionReader, type HandlerReading } from "./definition.ts";
import { FileNames } from "./file-names.ts";
import { ProjectValidators } from "./project-validators.ts";
import { TypeReader } from "./read-type.ts";
import { ValidatorReader } from "./read-validator.ts";
import { SchemaReader } from "./schema.ts";
import { TypeFiles } from "./type-files.ts";

/** What can be written for a function whose arguments nothing validates. */
export type ArgumentsRepair =
  | { readonly kind: "exact"; readonly type: ArgumentType }
  /** What the validators cannot say, in words. */
  | { readonly kind: "lossy"; readonly type: ArgumentType; readonly losses: readonly string[] }
  /** Why there is none, as the end of a sentence. */
  | { readonly kind: "none"; readonly reason: string };

/** Reads how functions take their arguments, and what validators would say the same. */
export class ArgumentPlans {
  readonly definitions: DefinitionReader;
  readonly validators: ValidatorReader;
  /** Asks types about what cannot be followed. */
  readonly typedValidators: ValidatorReader;
  readonly files: TypeFiles;
  readonly known: ProjectValidators;
  readonly snapshot: Snapshot;
  readonly #oracle: TypeOracle;
  readonly #types: TypeReader;
  readonly #builders: BuilderArguments;
  readonly #readings = new Map<string, ArgumentsReading>();
  readonly #repairs = new Map<string, ArgumentsRepair>();

  constructor(snapshot: Snapshot, oracle: TypeOracle) {
    this.snapshot = snapshot;
    this.#oracle = oracle;
    this.files = new TypeFiles(snapshot);
    this.validators = new ValidatorReader(snapshot);
    this.typedValidators = new ValidatorReader(snapshot, (site) => this.#oracle.validatorType(this.#written(site)));
    this.known = new ProjectValidators(snapshot, this.validators);
    this.definitions = new DefinitionReader(snapshot, this.files, oracle);
    this.#builders = new BuilderArguments(snapshot, this.files, oracle);
    this.#types = new TypeReader({
      snapshot,
      files: this.files,
      validators: this.validators,
      schema: new SchemaReader(snapshot, this.validators),
      ask: (site) => this.#oracle.argumentType(this.#written(site)),
    });
  }

  #written({ file, range }: TypeSite): WrittenType {
    return { file, range, text: this.snapshot.store.textOf(file)?.slice(...range) ?? "" };
  }

  /** Returns how the arguments of a function are validated. */
  reading(target: RegisteredFunction): ArgumentsReading {
    let reading = this.#readings.get(target.key);
    if (!reading) {
      reading = this.#withoutUnions(this.#read(target));
      // What a builder that only types know does with its argument, only types know.
      if (reading.kind === "missing" && this.#isBuildersBusiness(target)) reading = { kind: "unknown" };
      this.#readings.set(target.key, reading);
    }
    return reading;
  }

  /** Whether a function that gives its builder no `args` may validate them all the same. */
  #isBuildersBusiness(target: RegisteredFunction): boolean {
    const isCustom = target.builder.kind !== "function" || target.builder.origin.kind === "custom";
    const builder = isCustom ? this.#builders.of(target) : undefined;
    return builder?.kind === "zod" ? builder.isClosed : builder?.kind === "unknown" && target.builder.kind !== "function";
  }

  #read(target: RegisteredFunction): ArgumentsReading {
    const reading = this.definitions.argumentsOf(target);
    const isOwnBuilder = target.builder.kind !== "function" || target.builder.origin.kind === "custom";
    if (reading.kind !== "unknown" || !target.definition || !isOwnBuilder) return reading;
    // What a builder does need not be followed where its type says that it takes what Convex's own do.
    const builder = this.#builders.of(target);
    return builder.kind === "plain" || builder.kind === "custom" ? this.definitions.givenTo(target) : reading;
  }

  /** Whether the builder is given the handler alone, as the oldest syntax has it. */
  isPositional(target: RegisteredFunction): boolean {
    const reading = this.reading(target);
    return reading.kind === "missing" && reading.form === "positional";
  }

  /** `args: schema.tables.shapes.validator`, of a table whose documents are of several shapes. */
  #withoutUnions(reading: ArgumentsReading): ArgumentsReading {
    if (reading.kind !== "given" || reading.value.kind !== "member") return reading;
    const { file, value } = reading;
    if (this.validators.read(file, value).kind !== "union") return reading;
    return { kind: "refused", file, range: value.range, validator: this.snapshot.store.textOf(file)?.slice(...value.range) ?? "" };
  }

  /** Returns what can be written for a function whose arguments nothing validates. */
  repair(target: RegisteredFunction): ArgumentsRepair {
    let repair = this.#repairs.get(target.key);
    if (!repair) {
      repair = this.#plan(target);
      this.#repairs.set(target.key, repair);
    }
    return repair;
  }

  /** Returns the type that a function's handler declares for its arguments, without what the builder adds. */
  declaredType(target: RegisteredFunction): ArgumentType | undefined {
    const handler = this.definitions.handlerOf(target);
    const parameter = handler?.handler.parameters[1];
    if (!handler || !parameter?.annotation || handler.handler.isGeneric) return undefined;
    const builder = this.#builders.of(target);
    if (builder.kind === "unknown" || builder.kind === "zod") return undefined;
    return this.#withoutAdded(this.#types.read(handler.file, parameter.annotation.type), builder.kind === "custom" ? builder.added : []);
  }

  #plan(target: RegisteredFunction): ArgumentsRepair {
    const reading = this.reading(target);
    const builder = this.#builders.of(target);
    if (reading.kind === "missing" && reading.form === "wrapped") return none("the function that defines it leaves them out");
    if (this.#hasTypeArguments(target)) return none("its builder is given type arguments, which say what they are");
    if (builder.kind === "unknown") return none("what its builder adds to them is not known");
    const handler = this.definitions.handlerOf(target);
    // `args: {}` says the same in both languages.
    if (builder.kind === "zod" && (!handler || handler.handler.parameters.length > 1)) return none("its builder takes them as zod schemas");
    const added = builder.kind === "custom" ? builder.added : [];
    const parameter = handler?.handler.parameters[1];
    // `const list: Handler<Args> = async (ctx, args) => …`
    const isTypedElsewhere = handler?.inline === false && parameter?.annotation === null && this.#oracle.knows(target.file);
    return handler && !isTypedElsewhere ? this.#planHandler(target, handler, added) : this.#planMade(target, added);
  }

  /** `query<Args, Result>({ … })` */
  #hasTypeArguments({ file, definition }: RegisteredFunction): boolean {
    const text = definition ? (this.snapshot.store.textOf(file)?.slice(definition.calleeRange[1], definition.options.range[0]) ?? "") : "";
    return text.trimStart().startsWith("<");
  }

  /** `handler: withUser(async (ctx, args: Args) => …)`: only types say what the function takes that a call makes. */
  #planMade({ file, definition }: RegisteredFunction, added: readonly string[]): ArgumentsRepair {
    const range = definition?.options.form === "object" ? definition.options.options.findLast(({ key }) => key === "handler")?.valueRange : definition?.options.range;
    if (!range) return none("it has no handler that can be read");
    if (!this.#oracle.knows(file)) return none("its handler is made elsewhere, and takes type information to read");
    const declared = this.#oracle.handlerParameter(this.#written({ file, range }));
    if (!declared) return none("its handler is made elsewhere, and no type says what it takes");
    const type = this.#withoutAdded(declared, added);
    const assessment = assess(type);
    if (assessment.kind === "exact") return { kind: "exact", type };
    return none(assessment.kind === "impossible" ? assessment.reason : "validators cannot say what its handler takes");
  }

  #planHandler(target: RegisteredFunction, { file, handler, inline }: HandlerReading, added: readonly string[]): ArgumentsRepair {
    const [context, parameter, ...others] = handler.parameters;
    if (handler.isGeneric) return none("its handler has type parameters");
    if (handler.readsArguments || context?.form === "rest" || parameter?.form === "rest" || others.length > 0) return none("its handler takes more than Convex gives it");
    if (!parameter) return { kind: "exact", type: { kind: "object", fields: [] } };
    if (!parameter.annotation) return this.#planUntyped(file, handler, parameter);
    const type = this.#withoutAdded(this.#types.read(file, parameter.annotation.type), added);
    const assessment = assess(type);
    switch (assessment.kind) {
      case "exact": {
        const unnamed = this.#unnamedEnum(target, type);
        return unnamed === undefined ? { kind: "exact", type } : none(`the enum \`${unnamed}\` cannot be imported here`);
      }
      case "lossy":
        // The annotation of a handler that is given by name stays, and no longer fits.
        return inline ? { kind: "lossy", type, losses: assessment.losses } : none(`validators cannot say ${assessment.losses.join(" and ")}`);
      case "impossible":
        return none(assessment.reason);
      case "unresolved":
        if (assessment.text === "") return none("a part of its type cannot be followed");
        return none(this.#oracle.knows(file) ? `\`${shorten(assessment.text)}\` cannot be followed` : `\`${shorten(assessment.text)}\` takes type information to read`);
    }
  }

  #planUntyped(file: string, handler: HandlerFact, parameter: HandlerParameter): ArgumentsRepair {
    const text = this.snapshot.store.textOf(file) ?? "";
    const written = text.slice(...parameter.range);
    // `async (ctx, {}) => …` and `async (ctx, _) => …` read none, but let callers send some.
    const takesNone = parameter.form === "object" ? /^\{\s*\}$/u.test(written) : parameter.form === "name" && countName(text.slice(...handler.range), written) === 1;
    return takesNone ? { kind: "lossy", type: { kind: "object", fields: [] }, losses: ["that it ignores what callers send"] } : none(describeUntyped(parameter));
  }

  /** An enum that the file cannot name: the validator of its values would not be one of the enum. */
  #unnamedEnum(target: RegisteredFunction, type: ArgumentType): string | undefined {
    const enums = enumsOf(type);
    const facts = enums.length > 0 ? this.snapshot.store.factsOf(target.file) : undefined;
    if (!facts) return undefined;
    const names = new FileNames(this, target.file, facts, this.snapshot.store.textOf(target.file) ?? "");
    names.position = target.definition?.statementRange[0] ?? 0;
    return enums.find((name) => names.declared(name) === undefined)?.local ?? undefined;
  }

  #withoutAdded(type: ArgumentType, added: readonly string[]): ArgumentType {
    const structure = structureOf(type);
    if (added.length === 0 || structure.kind !== "object") return type;
    return { kind: "object", fields: structure.fields.filter(({ name }) => !added.includes(name)) };
  }
}

function enumsOf(type: ArgumentType): ExportedName[] {
  switch (type.kind) {
    case "enum":
      return [type.enum];
    case "array":
      return enumsOf(type.element);
    case "record":
      return enumsOf(type.value);
    case "object":
      return type.fields.flatMap((field) => enumsOf(field.type));
    case "union":
      return type.members.flatMap(enumsOf);
    case "alias":
    case "lossy":
      return enumsOf(type.type);
    default:
      return [];
  }
}

function countName(text: string, name: string): number {
  return (text.match(/[\w$]+/gu) ?? []).filter((word) => word === name).length;
}

function describeUntyped({ form }: HandlerParameter): string {
  return form === "object" ? "the names that its handler takes have no types" : "its handler's parameter has no type";
}

function none(reason: string): ArgumentsRepair {
  return { kind: "none", reason };
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
