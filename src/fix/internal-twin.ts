import { dirname, relative } from "node:path";

import type { FileFacts, Range, Value } from "../facts/types.ts";
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

const INTERNAL_NAMES: Record<FunctionType, string> = { query: "internalQuery", mutation: "internalMutation", action: "internalAction" };

/** Finds the internal twin of the builder that a function is defined with. */
export class TwinFinder {
  readonly #snapshot: Snapshot;
  readonly #named: InternalBuilders;

  constructor(snapshot: Snapshot, named: InternalBuilders) {
    this.#snapshot = snapshot;
    this.#named = named;
  }

  /** Returns how to make a definition internal, `undefined` when no twin of its builder is known. */
  find({ file, definition, builder, project }: RegisteredFunction, functionType: FunctionType): BuilderReplacement | undefined {
    const facts = this.#snapshot.store.factsOf(file);
    if (!definition || !facts) return undefined;
    const { callee } = definition.call;
    if (builder.kind === "function" && builder.origin.kind === "generic") {
      return this.#replacement(file, facts, callee, `${INTERNAL_NAMES[functionType]}Generic`, ["convex/server"]);
    }
    if (builder.kind === "function" && builder.origin.kind === "generated") {
      const generated = this.#generatedSpecifiers(file, facts, builder.origin.directory);
      return this.#replacement(file, facts, callee, INTERNAL_NAMES[functionType], generated);
    }
    const twin = this.#customTwin(file, callee, functionType);
    if (!twin) return undefined;
    if (twin.file === file) return { range: definition.calleeRange, specifiers: [], name: twin.name };
    return this.#replacement(file, facts, callee, twin.name, this.#specifiersOf(file, facts, twin.file, project.directory), twin.file);
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
  #customTwin(file: string, callee: Value, functionType: FunctionType): { file: string; name: string } | undefined {
    const builder = this.#snapshot.denoter.denote(file, callee);
    if (builder.kind !== "value" || builder.binding === null) return undefined;
    const facts = this.#snapshot.store.factsOf(builder.file);
    const own = facts?.bindings[builder.binding]?.name;
    if (!facts || own === undefined) return undefined;
    const candidates = facts.exports.filter(({ value }) => value.kind === "binding");
    const named = this.#named[own] ?? this.#named[facts.exports.find(({ value }) => value.kind === "binding" && value.binding === builder.binding)?.name ?? ""];
    if (named !== undefined) {
      const isThere = facts.exports.some(({ name }) => name === named) || facts.identifiers.has(named);
      return isThere ? { file: builder.file, name: named } : undefined;
    }
    for (const { name, value } of candidates) {
      if (this.#isTwin(builder, this.#snapshot.denoter.denote(builder.file, value), functionType)) return { file: builder.file, name };
    }
    if (builder.file !== file) return undefined;
    const local = facts.bindings.findIndex((binding, id) => binding.top && binding.value !== null && this.#isTwin(builder, this.#snapshot.denoter.denote(file, { kind: "binding", binding: id, range: binding.range }), functionType));
    const name = facts.bindings[local]?.name;
    return name === undefined ? undefined : { file, name };
  }

  #isTwin(builder: Extract<Denotation, { kind: "value" }>, candidate: Denotation, functionType: FunctionType): boolean {
    if (candidate.kind !== "value" || candidate.file !== builder.file || candidate.binding === builder.binding) return false;
    if (builder.value.kind !== "call" || candidate.value.kind !== "call") return false;
    const reading = this.#snapshot.builders.read(candidate.file, candidate.value);
    if (reading.kind !== "function" || reading.visibility !== "internal" || reading.functionType !== functionType) return false;
    const text = this.#snapshot.store.textOf(builder.file) ?? "";
    return customization(text, builder.value) === customization(text, candidate.value);
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

/** What a custom builder adds to the builder it wraps, white space aside. */
function customization(text: string, call: Extract<Value, { kind: "call" }>): string {
  const wrapped = call.args[0];
  if (!wrapped) return "";
  const rest = text.slice(wrapped.range[1], call.range[1]);
  return `${text.slice(...call.calleeRange)}|${rest.replace(/\s+/gu, " ").replace(/, ?\)$/u, ")").trim()}`;
}
