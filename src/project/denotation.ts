import type { FileFacts, Range, Value } from "../facts/types.ts";
import { ByBinding } from "./by-binding.ts";
import type { Denotation, ReferenceDenotation, RootSite } from "./denotations.ts";
import { exportNames } from "./export-names.ts";
import { namedAsGiven, namedReference } from "./named-references.ts";
import { anyOf, filledTemplate, leadsSomewhere, leadsToReferences, objectElements, several } from "./possibilities.ts";
import { generatedReference, lateRooted, rooted, specialExport, typedAs, typeOf } from "./reference-roots.ts";
import type { Resolution } from "./resolver.ts";

export type { Denotation, ReferenceDenotation, RootSite } from "./denotations.ts";

const UNKNOWN: Denotation = { kind: "unknown" };
/** Longer chains of constants are circular. */
const MAX_STEPS = 48;

interface Sources {
  readonly factsOf: (file: string) => FileFacts | undefined;
  readonly resolve: (file: string, source: string) => Resolution;
}

/** Follows names to what they mean, through constants, imports, re-exports and plain functions. */
export class Denoter {
  /** The references inside what is handed on whole; kept here since it is as true as the rest. */
  leaves = new WeakMap<object, readonly ReferenceDenotation[]>();
  readonly #sources: Sources;
  readonly #exports = new Map<string, Denotation>();
  readonly #results = new Map<string, readonly Denotation[]>();
  /** The members of values that are being looked up. */
  readonly #open = new WeakMap<Value, Set<string | null>>();
  /** What each imported name means, by file; the place where it is used is filled in at each use. */
  readonly #imports = new ByBinding();
  /** What each name of a file's own means, by file: the same at each use. */
  readonly #locals = new ByBinding();
  /** How many look-ups are under way that may come round to themselves; until they end, what is found may be provisional. */
  #unsettled = 0;
  /** The exports that are being looked up, one within the other. */
  readonly #pending = new Set<string>();
  /** Exports that found nothing because the look-up had come round in a circle. */
  readonly #undecided = new Set<string>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Forgets what was found so far, when more files have become known. */
  forget(): void {
    this.#exports.clear();
    this.#imports.clear();
    this.#locals.clear();
    this.leaves = new WeakMap();
    this.#results.clear();
  }

  /** Returns what a value of a file means. */
  denote(file: string, value: Value, steps = 0): Denotation {
    if (steps > MAX_STEPS) return UNKNOWN;
    switch (value.kind) {
      case "binding":
        return typedAs(value.cast, this.#denoteBinding(file, value.binding, value.range, value.shorthand ? "shorthand" : "identifier", steps));
      case "member": {
        const object = this.denote(file, value.object, steps + 1);
        const found = this.member(object, value.property, { file, range: value.propertyRange }, steps + 1);
        // `(generated as any).api`: references keep what they are cast to themselves.
        return typedAs(value.cast, object.kind === "reference" ? found : typedAs(typeOf(value.object), found));
      }
      case "call":
        return typedAs(value.cast, this.#denoteCall(file, value, steps));
      case "module":
        return this.#denoteModule(file, value.source);
      case "unknown":
      case "global":
        return UNKNOWN;
      default:
        return { kind: "value", file, value, binding: null };
    }
  }

  /** Returns what an export of a file means. */
  denoteExport(file: string, name: string, steps = 0): Denotation {
    if (steps > MAX_STEPS) return UNKNOWN;
    const key = `${file}\0${name}`;
    const known = this.#exports.get(key);
    if (known) return known;
    if (this.#pending.has(key)) {
      for (const other of this.#pending) this.#undecided.add(other);
      return UNKNOWN;
    }
    this.#pending.add(key);
    const found = this.#lookUpExport(file, name, steps);
    this.#pending.delete(key);
    this.#exports.set(key, found);
    // Modules that re-export each other: only the one that was asked for has seen all of the circle.
    if (this.#pending.size === 0) {
      for (const other of this.#undecided) if (other !== key && this.#exports.get(other)?.kind === "unknown") this.#exports.delete(other);
      this.#undecided.clear();
    }
    return found;
  }

  /** Returns what the exports of a module mean that is used as a value. */
  exportsOf(module: Extract<Denotation, { kind: "generated" | "namespace" }>): Denotation[] {
    if (module.kind === "namespace") return [...exportNames(module.file, this.#sources)].map((name) => this.denoteExport(module.file, name));
    if (module.module !== "api" || module.path.length > 0) return [];
    return (["api", "internal"] as const).map((root) => ({ kind: "reference", project: module.project, root, path: [], site: null }));
  }

  /** Returns the references that a function returns. */
  resultsOf(found: Denotation): readonly Denotation[] {
    return found.kind === "value" && found.value.kind === "function" ? this.#resultsOf(found.file, found.value.function, 0) : [];
  }

  /** Returns what a property of something means. */
  member(object: Denotation, property: string | null, at: { readonly file: string; readonly range: Range }, steps = 0): Denotation {
    switch (object.kind) {
      case "reference": {
        if (object.dynamic) return object;
        return { ...object, path: [...object.path, property], lastName: at };
      }
      case "external":
        if (property === null) return UNKNOWN;
        return specialExport(object.source, [...object.path, property]) ?? { ...object, path: [...object.path, property] };
      case "generated":
        if (property === null) return several(this.exportsOf(object), false);
        if (object.module === "api" && object.path.length === 0) {
          return generatedReference(object.project, property, { file: at.file, range: at.range, form: "property", source: "" }) ?? UNKNOWN;
        }
        return { ...object, path: [...object.path, property] };
      case "namespace":
        return property === null ? several(this.exportsOf(object), false) : rooted(this.denoteExport(object.file, property, steps + 1), { ...at, form: "property", source: "" });
      case "value":
        return this.#memberOfValue(object.file, object.value, property, at, steps);
      case "several":
        // `for (const job of jobs) run(job.ref)`: what is done with each may depend on which it is.
        return several(object.options.map((option) => anyOf(this.member(option, property, at, steps))), object.certain);
      default:
        return UNKNOWN;
    }
  }

  #denoteBinding(file: string, id: number, range: Range, form: RootSite["form"], steps: number): Denotation {
    const binding = this.#sources.factsOf(file)?.bindings[id];
    if (!binding) return UNKNOWN;
    if (binding.import) {
      const { source, imported } = binding.import;
      const site: RootSite = { file, range, form, source };
      const known = this.#imports.of(file);
      let found = known[id];
      if (!found) {
        found = this.#denoteImport(this.#sources.resolve(file, source), imported, site, steps);
        // In the middle of a circle "unknown" may be provisional.
        if (this.#pending.size === 0) known[id] = found;
      }
      return rooted(found, site);
    }
    if (!binding.value) return { kind: "value", file, value: { kind: "unknown", range: binding.range }, binding: id };
    const locals = this.#locals.of(file);
    const known = locals[id];
    if (known) return lateRooted(known, { file, range, form }, this.#sources.factsOf(file));
    const found = typedAs(binding.annotation?.text, this.denote(file, binding.value, steps + 1));
    const named: Denotation = found.kind === "value" && found.binding === null && found.file === file ? { ...found, binding: id } : found;
    if (this.#pending.size === 0 && this.#unsettled === 0) locals[id] = named;
    return lateRooted(named, { file, range, form }, this.#sources.factsOf(file));
  }

  #denoteImport(target: Resolution, imported: string, site: RootSite, steps: number): Denotation {
    switch (target.kind) {
      case "external":
        if (imported === "*") return { kind: "external", source: target.source, path: [] };
        return specialExport(target.source, [imported]) ?? { kind: "external", source: target.source, path: [imported] };
      case "generated":
        if (imported === "*") return { kind: "generated", project: target.project, module: target.module, path: [] };
        if (target.module === "api") return generatedReference(target.project, imported, site) ?? UNKNOWN;
        return { kind: "generated", project: target.project, module: target.module, path: [imported] };
      case "file": {
        if (imported === "*") return { kind: "namespace", file: target.path };
        return rooted(this.denoteExport(target.path, imported, steps + 1), site);
      }
      case "unresolved":
        return UNKNOWN;
    }
  }

  #denoteModule(file: string, source: string): Denotation {
    const target = this.#sources.resolve(file, source);
    switch (target.kind) {
      case "external":
        return { kind: "external", source: target.source, path: [] };
      case "generated":
        return { kind: "generated", project: target.project, module: target.module, path: [] };
      case "file":
        return { kind: "namespace", file: target.path };
      case "unresolved":
        return UNKNOWN;
    }
  }

  #lookUpExport(file: string, name: string, steps: number): Denotation {
    const facts = this.#sources.factsOf(file);
    if (!facts) return UNKNOWN;
    const own = facts.exports.find((candidate) => candidate.name === name);
    if (own) return this.denote(file, own.value, steps + 1);
    for (const reexport of facts.reexports) {
      if (reexport.name !== name) continue;
      return this.#denoteImport(this.#sources.resolve(file, reexport.source), reexport.imported, { file, range: [0, 0], form: "identifier", source: reexport.source }, steps + 1);
    }
    if (name === "default") return UNKNOWN;
    for (const reexport of facts.reexports) {
      if (reexport.name !== null || reexport.imported !== "*") continue;
      const target = this.#sources.resolve(file, reexport.source);
      const found = this.#denoteImport(target, name, { file, range: [0, 0], form: "identifier", source: reexport.source }, steps + 1);
      if (found.kind !== "unknown" && found.kind !== "external") return found;
    }
    return UNKNOWN;
  }

  #denoteCall(file: string, value: Extract<Value, { kind: "call" }>, steps: number): Denotation {
    const self: Denotation = { kind: "value", file, value, binding: null };
    const elements = objectElements(value, (argument) => this.denote(file, argument, steps + 1));
    if (elements) return elements;
    const callee = this.denote(file, value.callee, steps + 1);
    if (callee.kind === "external" && callee.source === "convex/server" && callee.path[0] === "makeFunctionReference" && !value.construct) {
      return namedReference(value.args[0] && this.denote(file, value.args[0], steps + 1));
    }
    if (callee.kind !== "value" || callee.value.kind !== "function" || value.construct) return self;
    // `getApi()`: what a function without parameters of consequence returns.
    const { parameters = [], resultType } = this.#sources.factsOf(callee.file)?.functions[callee.value.function] ?? {};
    const given = (binding: number | null): Denotation | undefined => {
      const argument = value.args[parameters.indexOf(binding)];
      return argument && this.denote(file, argument, steps + 1);
    };
    const results = this.#resultsOf(callee.file, callee.value.function, steps).map((result) => (result.kind === "reference" && result.madeOf?.file === callee.file ? namedAsGiven(result, given) : result));
    return results.length > 0 ? several(results.map((result) => typedAs(resultType, result)), true) : (this.#madeString(callee.file, callee.value.function, given) ?? self);
  }

  /** The string that a function makes of what it is given: ``(module, name) => `${module}:${name}` ``. */
  #madeString(file: string, id: number, given: (binding: number | null) => Denotation | undefined): Denotation | undefined {
    const made = this.#sources.factsOf(file)?.functions[id];
    const [value, ...others] = made?.returns ?? [];
    if (!made || value?.kind !== "template" || others.length > 0) return undefined;
    return { kind: "value", file, value: filledTemplate(value, given), binding: null };
  }

  /** The references that a function returns. It is asked once: functions that return each other's results have none. */
  #resultsOf(file: string, id: number, steps: number): readonly Denotation[] {
    const key = `${file}\0${String(id)}`;
    const known = this.#results.get(key);
    if (known) return known;
    this.#results.set(key, []);
    this.#unsettled += 1;
    const returns = this.#sources.factsOf(file)?.functions[id]?.returns ?? [];
    const results = returns.map((returned) => this.denote(file, returned, steps + 1)).filter(leadsToReferences);
    this.#unsettled -= 1;
    this.#results.set(key, results);
    return results;
  }

  #memberOfValue(file: string, value: Value, property: string | null, at: { readonly file: string; readonly range: Range }, steps: number): Denotation {
    // Functions that return what they return lead back here: that adds nothing.
    const open = this.#open.get(value) ?? new Set();
    if (open.has(property)) return UNKNOWN;
    this.#open.set(value, open.add(property));
    this.#unsettled += 1;
    try {
      return this.#memberOf(file, value, property, at, steps);
    } finally {
      open.delete(property);
      this.#unsettled -= 1;
    }
  }

  #memberOf(file: string, value: Value, property: string | null, at: { readonly file: string; readonly range: Range }, steps: number): Denotation {
    const denote = (part: Value): Denotation => (leadsSomewhere(part) ? this.denote(file, part, steps + 1) : UNKNOWN);
    switch (value.kind) {
      case "object": {
        const spreads = value.spreads.map((spread) => () => this.member(denote(spread), property, at, steps + 1));
        if (property === null) return several([...value.entries.map((entry) => anyOf(denote(entry.value))), ...spreads.map((spread) => spread())], value.spreads.length === 0);
        const entry = value.entries.findLast(({ key }) => key === property);
        if (entry) return this.denote(file, entry.value, steps + 1);
        for (const spread of spreads.toReversed()) {
          const found = spread();
          if (found.kind !== "unknown") return found;
        }
        // A key that is computed may be any.
        return several(value.entries.filter(({ key }) => key === null).map((computed) => denote(computed.value)), false);
      }
      case "array": {
        if (property === null) return several(value.elements.map((element) => anyOf(denote(element))), true);
        const element = value.elements[Number(property)];
        return element ? denote(element) : UNKNOWN;
      }
      case "choice":
        return several(value.options.map((option) => this.member(denote(option), property, at, steps + 1)), true);
      default:
        if (value.kind === "unknown" || property === null) return UNKNOWN;
        return { kind: "value", file, value: { kind: "member", object: value, property, range: at.range, propertyRange: at.range }, binding: null };
    }
  }
}
