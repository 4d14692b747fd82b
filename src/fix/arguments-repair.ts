import type { HandlerFact } from "../facts/handler-types.ts";
import type { DefinitionFact, FileFacts, Range } from "../facts/types.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { ArgumentType } from "../types/argument-type.ts";
import { FileNames } from "../validators/file-names.ts";
import { hasGeneratedTypes } from "../validators/generated-types.ts";
import type { ArgumentPlans, ArgumentsRepair } from "../validators/plans.ts";
import { ValidatorPrinter } from "../validators/print.ts";
import { type Edit, ordered } from "./edits.ts";

/** Writes the argument validators of functions, and handlers in object syntax. */
export class ArgumentsWriter {
  readonly #plans: ArgumentPlans;

  constructor(plans: ArgumentPlans) {
    this.#plans = plans;
  }

  /** Returns the edits of one file that give the functions `args`. */
  validate(file: string, targets: readonly RegisteredFunction[], keepAnnotation: boolean): Edit[] {
    return this.#write(file, (writer) => targets.flatMap((target) => writer.validate(target, this.#plans.repair(target), keepAnnotation)));
  }

  /** Returns the edits of one file that give the handlers of the functions in an object. */
  modernize(file: string, targets: readonly RegisteredFunction[]): Edit[] {
    return this.#write(file, (writer) => targets.flatMap((target) => writer.modernize(target)));
  }

  /** Returns the edits that replace a validator by that of a type. */
  replace(file: string, { position, range, type, isArgs }: { position: number; range: Range; type: ArgumentType; isArgs: boolean }): Edit[] {
    return this.#write(file, (writer) => [writer.replace(position, range, type, isArgs)]);
  }

  #write(file: string, make: (writer: FileWriter) => Edit[]): Edit[] {
    const { snapshot } = this.#plans;
    const facts = snapshot.store.factsOf(file);
    const text = snapshot.store.textOf(file);
    if (!facts || text === undefined) return [];
    const writer = new FileWriter(this.#plans, file, facts, text);
    const edits = make(writer);
    return edits.length > 0 ? ordered([...edits, ...writer.names.imports.edits()]) : [];
  }
}

/** Edits of one file, whose imports are edited once. */
class FileWriter {
  readonly names: FileNames;
  readonly #plans: ArgumentPlans;
  readonly #file: string;
  readonly #text: string;
  readonly #printer: ValidatorPrinter;

  constructor(plans: ArgumentPlans, file: string, facts: FileFacts, text: string) {
    this.#plans = plans;
    this.#file = file;
    this.#text = text;
    this.names = new FileNames(plans, file, facts, text);
    this.#printer = new ValidatorPrinter(this.names, this.names.style);
  }

  validate(target: RegisteredFunction, repair: ArgumentsRepair, keepAnnotation: boolean): Edit[] {
    const { definition } = target;
    if (!definition || repair.kind === "none") return [];
    this.names.position = definition.statementRange[0];
    const { options } = definition;
    const handler = this.#plans.definitions.handlerOf(target);
    const edits = handler?.inline && this.#isTypedByBuilder(target, definition, handler.handler) && (!keepAnnotation || repair.kind === "lossy") ? this.#unannotate(handler.handler, repair.kind === "lossy") : [];
    if (options.form === "function" || options.form === "value") return [...edits, ...this.#toObject(options.range, repair.type).filter(({ range }) => !edits.some((edit) => edit.range[0] < range[0] && range[0] < edit.range[1]))];
    const args = options.options.findLast(({ key }) => key === "args");
    if (args) {
      const indentation = this.#indentation(args.range[0]);
      const text = this.#printer.args(repair.type, indentation, this.#column(args.range[0]) + "args: ".length);
      return [...edits, { range: args.range, text: `args: ${text}` }];
    }
    const next = options.options.find(({ key }) => key === "returns" || key === "handler") ?? options.options[0];
    return next ? [...edits, this.#insertion(next.range[0], options.options.findLast(({ range }) => range[1] <= next.range[0])?.range[1] ?? options.range[0] + 1, repair.type)] : [];
  }

  modernize({ definition }: RegisteredFunction): Edit[] {
    if (!definition) return [];
    this.names.position = definition.statementRange[0];
    return this.#toObject(definition.options.range, undefined);
  }

  replace(position: number, range: Range, type: ArgumentType, isArgs: boolean): Edit {
    this.names.position = position;
    const indentation = this.#indentation(range[0]);
    const column = this.#column(range[0]);
    return { range, text: isArgs ? this.#printer.args(type, indentation, column) : this.#printer.validator(type, indentation, column) };
  }

  /** `async (ctx) => { … }` becomes `{ args: { … }, handler: async (ctx) => { … } }`. */
  #toObject([start, end]: Range, type: ArgumentType | undefined): Edit[] {
    const { indent, endOfLine } = this.names.style;
    const indentation = this.#indentation(start);
    const inner = indentation + indent;
    const args = type ? `${inner}args: ${this.#printer.args(type, inner, inner.length + "args: ".length)},${endOfLine}` : "";
    return [
      { range: [start, start], text: `{${endOfLine}${args}${inner}handler: ` },
      ...this.#indented([start, end]),
      { range: [end, end], text: `,${endOfLine}${indentation}}` },
    ];
  }

  /** Indents the lines of a handler one step further; the text of template literals stays. */
  #indented([start, end]: Range): Edit[] {
    const { indent } = this.names.style;
    const templates = this.#plans.files.of(this.#file)?.templates ?? [];
    const edits: Edit[] = [];
    for (let at = this.#text.indexOf("\n", start); at !== -1 && at < end; at = this.#text.indexOf("\n", at + 1)) {
      const line = at + 1;
      const isEmpty = /^[^\S\n]*\r?(?:\n|$)/u.test(this.#text.slice(line, line + 200));
      if (isEmpty || templates.some(([from, to]) => from < line && line < to)) continue;
      edits.push({ range: [line, line], text: indent });
    }
    return edits;
  }

  /** Inserts `args` before an option, and before the comments that belong to it. */
  #insertion(next: number, previous: number, type: ArgumentType): Edit {
    const { endOfLine } = this.names.style;
    const between = this.#text.slice(previous, next);
    const comment = /\/[/*]/u.exec(between);
    const at = comment && comment.index > between.indexOf("\n") && between.includes("\n") ? previous + comment.index : comment ? next : next;
    const startsLine = /(?:^|\n)[^\S\n]*$/u.test(this.#text.slice(0, at));
    const indentation = this.#indentation(at);
    const text = `args: ${this.#printer.args(type, indentation, this.#column(at) + "args: ".length)},`;
    return { range: [at, at], text: startsLine ? `${text}${endOfLine}${indentation}` : `${text} ` };
  }

  /** Whether the builder's type reaches the handler's parameters: a cast on the way gives them the type of the cast, or none. */
  #isTypedByBuilder(target: RegisteredFunction, { call, options: { range, form, options } }: DefinitionFact, { range: [start, end] }: HandlerFact): boolean {
    if (this.#plans.definitions.isTypedAny(this.#file, call.callee) || !hasGeneratedTypes(target, this.#plans.snapshot)) return false;
    const value = form === "object" ? options.findLast(({ key }) => key === "handler") : undefined;
    const [from, to] = value?.valueRange ?? range;
    const around = this.#text.slice(from, start) + this.#text.slice(end, to);
    const isMethod = value?.kind === "method";
    if (!isMethod && !/^[\s()!]*$/u.test(around)) return false;
    return form !== "object" || /[})!]\s*$|\bas\s+const\s*$/u.test(this.#text.slice(...range));
  }

  /** Takes away the parameter's annotation, unless it is what gives a default or an optional parameter its type. */
  #unannotate({ parameters }: HandlerFact, always: boolean): Edit[] {
    const annotation = parameters[1]?.annotation;
    if (!annotation) return [];
    if (!always && (parameters[1]?.optional === true || annotation.looseComments || this.#isOnlyUse(annotation.range))) return [];
    this.names.imports.remove(annotation.range);
    return [{ range: annotation.range, text: "" }];
  }

  /** Whether a type that the file declares for itself is mentioned nowhere else, and would be left unused. */
  #isOnlyUse(annotation: Range): boolean {
    const written = this.#text.slice(...annotation);
    for (const [name, { exported, range }] of this.#plans.files.of(this.#file)?.declarations ?? []) {
      if (exported || !mentions(written, name)) continue;
      const elsewhere = [this.#text.slice(0, range[0]), this.#text.slice(range[1], annotation[0]), this.#text.slice(annotation[1])];
      if (range[0] > annotation[0]) elsewhere.splice(0, 3, this.#text.slice(0, annotation[0]), this.#text.slice(annotation[1], range[0]), this.#text.slice(range[1]));
      if (!elsewhere.some((part) => mentions(part, name))) return true;
    }
    return false;
  }

  #indentation(offset: number): string {
    const line = this.#text.lastIndexOf("\n", offset - 1) + 1;
    return /^[^\S\n]*/u.exec(this.#text.slice(line, offset))?.[0] ?? "";
  }

  #column(offset: number): number {
    return offset - (this.#text.lastIndexOf("\n", offset - 1) + 1);
  }
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`, "u").test(text);
}
