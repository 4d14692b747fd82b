import type { FileFacts, Value } from "../facts/types.ts";
import { type Denoter, fullName, namePath } from "./denotation.ts";
import type { FactStore } from "./fact-store.ts";
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
}

/** Deeper expressions hold no references that anybody hands on. */
const MAX_DEPTH = 8;

/**
 * Returns the files whose facts can matter: those of functions directories, those whose text mentions Convex or a
 * function's name, and those that import function references from either.
 */
export function relevantFiles(sources: Sources): Set<string> {
  const { files, functions, store, places, importersOf } = sources;
  const relevant = new Set<string>();
  const names = new Set<string>();
  for (const target of functions) for (const name of target.names) names.add(name);
  for (const file of files) {
    const scan = store.scanOf(file);
    if (!scan || scan.minified) continue;
    const project = places.projectOf(file);
    const matters = project
      ? !file.startsWith(`${project.directory}/_generated/`)
      : scan.mentionsConvex || scan.requests || scan.quoted.some((name) => names.has(fullName(namePath(name))));
    if (matters) relevant.add(file);
  }
  const carriers = new Carriers(sources);
  const pending = [...relevant];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (!carriers.has(file)) continue;
    for (const importer of importersOf(file)) {
      if (relevant.has(importer) || store.scanOf(importer)?.minified) continue;
      relevant.add(importer);
      pending.push(importer);
    }
  }
  return relevant;
}

/** The files that export something through which function references can be reached. */
class Carriers {
  readonly #sources: Pick<Sources, "store" | "denoter" | "resolver">;
  readonly #known = new Map<string, boolean>();

  constructor(sources: Pick<Sources, "store" | "denoter" | "resolver">) {
    this.#sources = sources;
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
    return imported === "*" ? this.has(target.path, visited) : this.#sources.denoter.denoteExport(target.path, imported).kind === "reference";
  }

  #mentionsReference(file: string, facts: FileFacts, value: Value, depth: number, visited: Set<string>): boolean {
    if (depth > MAX_DEPTH) return false;
    const recurse = (part: Value): boolean => this.#mentionsReference(file, facts, part, depth + 1, visited);
    switch (value.kind) {
      case "binding": {
        const binding = facts.bindings[value.binding];
        if (binding?.import) {
          const denotation = this.#sources.denoter.denote(file, value);
          return denotation.kind === "reference" || (denotation.kind === "generated" && denotation.module === "api");
        }
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
      default:
        return false;
    }
  }
}
