import { dirname, relative } from "node:path";

import type { CallValue, FileFacts, Range, Value } from "../facts/types.ts";
import type { FunctionType } from "../types/type-oracle.ts";
import type { Denotation } from "../project/denotation.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";

/** The user's own answer to which builder is the internal twin of which: `{ "authedMutation": "internalAuthedMutation" }`. */
export type InternalBuilders = Readonly<Record<string, string>>;

/** How a definition's builder is replaced by its internal twin. */
export interface BuilderReplacement {
  readonly range: Range;
  /** The twin is imported from one of these specifiers; with none, `name` is in scope as it is. */
  readonly specifiers: readonly string[];
  readonly name: string;
}

/** A value that may be the internal twin of a builder. */
export interface Twin {
  readonly file: string;
  /** The name it is exported under. */
  readonly name: string;
  readonly local: string;
  readonly binding: number;
}

const INTERNAL_NAMES: Record<FunctionType, string> = { query: "internalQuery", mutation: "internalMutation", action: "internalAction" };

/** Finds the internal twin of the builder that a function is defined with. */
export class TwinFinder {
  readonly #snapshot: Snapshot;
  readonly #named: InternalBuilders;
  /** The twin of each builder: few builders make most functions. */
  readonly #found = new Map<string, Twin | undefined>();

  constructor(snapshot: Snapshot, named: InternalBuilders) {
    this.#snapshot = snapshot;
    this.#named = named;
  }

  /** Returns how to make a definition internal, `undefined` when no twin of its builder is known. */
  find(target: RegisteredFunction, functionType: FunctionType): BuilderReplacement | undefined {
    const { file, definition, made, project } = target;
    const facts = this.#snapshot.store.factsOf(file);
    const call = this.#handedOn(target) ?? definition?.call ?? made;
    if (!call || !facts) return undefined;
    const { callee } = call;
    const builder = call === (definition?.call ?? made) ? target.builder : this.#snapshot.builders.read(file, callee);
    if (builder.kind === "function" && builder.origin.kind === "generic") {
      return this.#replacement(file, facts, callee, `${INTERNAL_NAMES[functionType]}Generic`, ["convex/server"]);
    }
    if (builder.kind === "function" && builder.origin.kind === "generated") {
      const generated = this.#generatedSpecifiers(file, facts, builder.origin.directory);
      return this.#replacement(file, facts, callee, INTERNAL_NAMES[functionType], generated);
    }
    const twin = this.#customTwin(file, callee, functionType);
    if (!twin) return undefined;
    if (twin.file === file) return callee.kind === "binding" ? { range: callee.range, specifiers: [], name: twin.local } : undefined;
    return this.#replacement(file, facts, callee, twin.name, this.#specifiersOf(file, facts, twin.file, project.directory), twin.file);
  }

  /** The call of a builder that a definition hands on: `traced(mutation({ … }))`. */
  #handedOn({ file, definition, builder }: RegisteredFunction): CallValue | undefined {
    if (!definition || builder.kind !== "function" || builder.origin.kind !== "custom") return undefined;
    const { builders } = this.#snapshot;
    if (builders.read(file, definition.call.callee).kind !== "unknown") return undefined;
    const calls = definition.call.args.filter((argument) => argument.kind === "call" && builders.registration(file, argument).kind === "function");
    return calls.length === 1 && calls[0]?.kind === "call" ? calls[0] : undefined;
  }

  #replacement(file: string, facts: FileFacts, callee: Value, name: string, specifiers: readonly string[], home?: string): BuilderReplacement | undefined {
    // `server.mutation(…)` with `import * as server`
    if (callee.kind === "member") return callee.object.kind === "binding" && facts.bindings[callee.object.binding]?.import?.imported === "*" ? { range: callee.propertyRange, specifiers: [], name } : undefined;
    if (callee.kind !== "binding") return undefined;
    const imported = facts.bindings[callee.binding]?.import;
    // A barrel that hands `mutation` on may hand its twin on too.
    const barrel = imported && this.#exportsTwin(file, imported.source, name, home) ? [imported.source] : [];
    const sources = [...barrel, ...specifiers];
    return sources.length > 0 ? { range: callee.range, specifiers: sources, name } : undefined;
  }

  /** Whether the module that a builder is imported from exports the twin as well. */
  #exportsTwin(file: string, source: string, name: string, home: string | undefined): boolean {
    const target = this.#snapshot.resolver.resolve(file, source);
    if (target.kind !== "file") return false;
    const found = this.#snapshot.denoter.denoteExport(target.path, name);
    return home === undefined ? found.kind === "generated" && found.path[0] === name : found.kind === "value" && found.file === home;
  }

  /** `customMutation(internalMutation, …)` with the same customization, beside `customMutation(mutation, …)`. */
  #customTwin(file: string, callee: Value, functionType: FunctionType): Twin | undefined {
    const builder = this.#snapshot.denoter.denote(file, callee);
    if (builder.kind !== "value" || builder.binding === null) return undefined;
    const key = `${builder.file}#${String(builder.binding)}#${functionType}#${builder.file === file ? "here" : ""}`;
    if (!this.#found.has(key)) this.#found.set(key, this.#findTwin(file, builder, functionType));
    return this.#found.get(key);
  }

  #findTwin(file: string, builder: Extract<Denotation, { kind: "value" }>, functionType: FunctionType): Twin | undefined {
    const facts = this.#snapshot.store.factsOf(builder.file);
    if (!facts) return undefined;
    const candidates = exportedBindings(builder.file, facts);
    const own = candidates.find(({ binding }) => binding === builder.binding);
    const local = (builder.binding === null ? undefined : facts.bindings[builder.binding]?.name) ?? "";
    const named = this.#named[own?.name ?? local] ?? this.#named[local];
    if (named !== undefined) return candidates.find(({ name }) => name === named) ?? (builder.file === file ? unexportedBindings(file, facts).find(({ name }) => name === named) : undefined);
    if (builder.file === file) candidates.push(...unexportedBindings(file, facts));
    const isTwin = (twin: Twin): boolean => this.#isTwin(builder, this.#snapshot.denoter.denote(twin.file, { kind: "binding", binding: twin.binding, range: builder.value.range }), functionType);
    return candidates.find(isTwin) ?? this.#exportedElsewhere(builder.file).find(isTwin);
  }

  /** Whether a builder does what another does, but for what it wraps. */
  #isTwin(builder: Extract<Denotation, { kind: "value" }>, candidate: Denotation, functionType: FunctionType): boolean {
    if (candidate.kind !== "value" || (candidate.file === builder.file && candidate.binding === builder.binding)) return false;
    if (builder.value.kind !== candidate.value.kind || (builder.value.kind !== "call" && builder.value.kind !== "function")) return false;
    const reading = this.#snapshot.builders.read(candidate.file, candidate.value);
    if (reading.kind !== "function" || reading.visibility !== "internal" || reading.functionType !== functionType) return false;
    if (candidate.file !== builder.file) return this.#isSameCall(builder, candidate);
    const text = this.#snapshot.store.textOf(builder.file) ?? "";
    return recipe(text, builder.value) === recipe(text, candidate.value);
  }

  /** Whether two calls in different files call the same thing with the same further arguments, each by resolution. */
  #isSameCall(builder: Extract<Denotation, { kind: "value" }>, candidate: Extract<Denotation, { kind: "value" }>): boolean {
    if (builder.value.kind !== "call" || candidate.value.kind !== "call" || builder.value.args.length !== candidate.value.args.length) return false;
    const parts = (call: Extract<Value, { kind: "call" }>): Value[] => [call.callee, ...call.args.slice(1)];
    const others = parts(candidate.value);
    return parts(builder.value).every((part, index) => {
      const other = others[index];
      return other !== undefined && isSame(this.#snapshot.denoter.denote(builder.file, part), this.#snapshot.denoter.denote(candidate.file, other));
    });
  }

  /** The values that the other files of the same functions directory export. */
  #exportedElsewhere(home: string): Twin[] {
    const project = this.#snapshot.places.projectOf(home);
    return [...(project?.modules.values() ?? [])].flatMap((file) => {
      const facts = file === home ? undefined : this.#snapshot.store.factsOf(file);
      return facts ? exportedBindings(file, facts) : [];
    });
  }

  #generatedSpecifiers(file: string, facts: FileFacts, directory: string): string[] {
    const known = facts.imports.map(({ source }) => source).filter((source) => {
      const target = this.#snapshot.resolver.resolve(file, source);
      return target.kind === "generated" && target.module === "server" && target.project.directory === directory;
    });
    return [...known, relativeSpecifier(file, `${directory}/_generated/server`, facts)];
  }

  #specifiersOf(file: string, facts: FileFacts, home: string, directory: string): string[] {
    const known = facts.imports.map(({ source }) => source).filter((source) => {
      const target = this.#snapshot.resolver.resolve(file, source);
      return target.kind === "file" && target.path === home;
    });
    return file.startsWith(`${directory}/`) ? [...known, relativeSpecifier(file, home.replace(/\.[cm]?[jt]sx?$/u, ""), facts)] : known;
  }
}

/** Returns a relative specifier in the style of the file's other imports: with `.js` where they have it. */
export function relativeSpecifier(file: string, target: string, facts: FileFacts): string {
  const path = relative(dirname(file), target).replaceAll("\\", "/");
  const extension = facts.imports.map(({ source }) => /^\.{1,2}\/.*?(\.[cm]?[jt]sx?)?$/u.exec(source)?.[1]).find((found) => found !== undefined);
  return `${path.startsWith(".") ? path : `./${path}`}${extension ?? ""}`;
}

function isSame(left: Denotation, right: Denotation): boolean {
  if (left.kind === "external" && right.kind === "external") return left.source === right.source && left.path.join(".") === right.path.join(".");
  return left.kind === "value" && right.kind === "value" && left.file === right.file && left.value.range[0] === right.value.range[0];
}

/** What a custom builder is made of, white space and the word that tells the twins apart aside. */
function recipe(text: string, { range }: Value): string {
  return text
    .slice(...range)
    .replace(/^(?:async\s+)?function\s*[\w$]*/u, "function")
    .replace(/_?internal_?/giu, "")
    .replace(/,(?=\s*[)\]}])/gu, "")
    .replace(/\s+/gu, "")
    .toLowerCase();
}

/** Returns the values that a file exports, by their names. */
export function exportedBindings(file: string, facts: FileFacts): Twin[] {
  return facts.exports.flatMap(({ name, value }) => (value.kind === "binding" ? [{ file, name, local: facts.bindings[value.binding]?.name ?? name, binding: value.binding }] : []));
}

function unexportedBindings(file: string, facts: FileFacts): Twin[] {
  return facts.bindings.flatMap(({ name, top, value }, binding) => (top && value ? [{ file, name, local: name, binding }] : []));
}
