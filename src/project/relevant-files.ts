import { FUNCTION_NAME } from "../facts/names.ts";
import { mayBeName } from "../facts/strings.ts";
import type { FileFacts, Value } from "../facts/types.ts";
import type { Denotation, Denoter } from "./denotation.ts";
import type { FactStore } from "./fact-store.ts";
import { fullName, namePath } from "./function-names.ts";
import type { Places } from "./places.ts";
import type { RegisteredFunction } from "./registry.ts";
import type { Resolver } from "./resolver.ts";

interface Sources {
  readonly files: readonly string[];
  readonly functions: Iterable<RegisteredFunction>;
  readonly store: FactStore;
  readonly places: Places;
  readonly denoter: Denoter;
  readonly resolver: Resolver;
  readonly importersOf: (file: string) => readonly string[];
  /** The files that import a generated `api` module under a name that does not say so. */
  readonly importersOfGenerated: () => Iterable<string>;
}

/** Deeper expressions hold no references that anybody hands on. */
const MAX_DEPTH = 8;

/**
 * Returns the files whose facts matter whatever the others say: those of functions directories, and those whose text
 * may hold references or names of functions.
 */
export function filesWithReferences(sources: Sources): Set<string> {
  const { files, functions, store, places } = sources;
  const names = new Set<string>();
  for (const target of functions) for (const name of target.names) names.add(name);
  const relevant = new Set<string>();
  const mentionsConvex = (file: string, source: string): boolean => {
    const target = sources.resolver.resolve(file, source);
    return target.kind === "file" && store.scanOf(target.path)?.mentionsConvex === true;
  };
  for (const file of files) {
    const scan = store.scanOf(file);
    if (!scan || scan.minified) continue;
    const project = places.projectOf(file);
    const matters = project
      ? !isGenerated(file)
      : scan.mentionsReferences ||
        // An alias that nothing resolves may lead to references; what the file does with them is then guessed by name.
        ((scan.mentionsConvex || scan.mentionsApi) && scan.sources.some((source) => sources.resolver.resolve(file, source).kind === "unresolved")) || scan.requests || (scan.makesNames && scan.sources.some((source) => mentionsConvex(file, source))) || scan.quoted.some((name) => names.has(fullName(namePath(name))));
    if (matters) relevant.add(file);
  }
  for (const file of sources.importersOfGenerated()) if (!isGenerated(file)) relevant.add(file);
  return relevant;
}

/** Which files hand references on, and the relevant files from whose facts that was read. */
export interface KnownCarriers {
  readonly answers: Map<string, boolean>;
  readonly relevant: ReadonlySet<string>;
}

/**
 * Adds the files that import function references from relevant ones.
 * @param known What is known already of the files that did not change. Returns what is known now.
 */
export function addImporters(relevant: Set<string>, known: KnownCarriers, sources: Sources): KnownCarriers {
  let current = known;
  addDirectImporters(relevant, current.answers, sources);
  // What a file hands on may only show once the files that it imports are known to matter.
  while ([...relevant].some((file) => !current.relevant.has(file))) {
    current = { answers: new Map(), relevant: new Set(relevant) };
    sources.denoter.forget();
    addDirectImporters(relevant, current.answers, sources);
  }
  return current;
}

function addDirectImporters(relevant: Set<string>, known: Map<string, boolean>, sources: Sources): void {
  const carriers = new Carriers(sources, known);
  const pending = [...relevant];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (!carriers.has(file)) continue;
    for (const importer of sources.importersOf(file)) {
      // Generated code imports every module for its types.
      if (relevant.has(importer) || isGenerated(importer) || sources.store.scanOf(importer)?.minified) continue;
      relevant.add(importer);
      pending.push(importer);
    }
  }
}

/** Whether a key is met for the first time. */
function once(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

function isGenerated(file: string): boolean {
  return file.includes("/_generated/");
}

/** The files that export something through which function references can be reached. */
class Carriers {
  readonly #sources: Pick<Sources, "store" | "denoter" | "resolver">;
  readonly #known: Map<string, boolean>;

  constructor(sources: Pick<Sources, "store" | "denoter" | "resolver">, known: Map<string, boolean>) {
    this.#sources = sources;
    this.#known = known;
  }

  /** @param visited The files that were asked on the way, since modules may re-export each other. */
  has(file: string, visited = new Set<string>()): boolean {
    const known = this.#known.get(file);
    if (known !== undefined) return known;
    if (visited.has(file)) return false;
    const isFirst = visited.size === 0;
    visited.add(file);
    const facts = this.#sources.store.factsOf(file);
    const carries =
      facts !== undefined &&
      (facts.reexports.some(({ source, imported }) => this.#leadsToReferences(file, source, imported, visited)) ||
        facts.exports.some(({ value }) => this.#mentionsReference(file, facts, value, 0, visited)));
    // On the way, "no" may only mean that a file of the same circle has not answered yet.
    if (carries || isFirst) this.#known.set(file, carries);
    return carries;
  }

  #leadsToReferences(file: string, source: string, imported: string, visited: Set<string>): boolean {
    const target = this.#sources.resolver.resolve(file, source);
    if (target.kind === "generated") return target.module === "api";
    if (target.kind !== "file") return false;
    return imported === "*" ? this.has(target.path, visited) : this.#isReference(this.#sources.denoter.denoteExport(target.path, imported), 0, visited);
  }

  #isReference(found: Denotation, depth: number, visited: Set<string>): boolean {
    switch (found.kind) {
      case "reference":
        return true;
      case "generated":
        return found.module === "api";
      case "several":
        return found.options.some((option) => this.#isReference(option, depth, visited));
      case "namespace":
        return this.has(found.file, visited);
      case "value": {
        const facts = this.#sources.store.factsOf(found.file);
        return facts !== undefined && this.#mentionsReference(found.file, facts, found.value, depth + 1, visited);
      }
      default:
        return false;
    }
  }

  #mentionsReference(file: string, facts: FileFacts, value: Value, depth: number, visited: Set<string>): boolean {
    if (depth > MAX_DEPTH || (value.kind === "function" && !once(visited, `${file}#${String(value.function)}`))) return false;
    const recurse = (part: Value): boolean => this.#mentionsReference(file, facts, part, depth + 1, visited);
    switch (value.kind) {
      case "binding": {
        const binding = facts.bindings[value.binding];
        if (binding?.import) return this.#isReference(this.#sources.denoter.denote(file, value), depth, visited);
        return binding?.value ? recurse(binding.value) : false;
      }
      case "member":
        return recurse(value.object);
      case "call":
        return recurse(value.callee) || value.args.some(recurse);
      case "object":
        return value.entries.some((entry) => recurse(entry.value)) || value.spreads.some(recurse);
      case "array":
        return value.elements.some(recurse);
      case "choice":
        return value.options.some(recurse);
      case "function":
        // A hook calls `useQuery(api.a.b)` and returns its result, which is no reference.
        return (facts.functions[value.function]?.returns ?? []).some((returned) => returned.kind !== "call" && recurse(returned));
      case "module":
        return this.#leadsToReferences(file, value.source, "*", visited);
      case "string":
        return FUNCTION_NAME.test(value.value);
      case "template":
        return mayBeName(value.parts);
      default:
        return false;
    }
  }
}
