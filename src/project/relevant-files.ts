import { basename, dirname } from "node:path";

import { type Answer, Carriers } from "./carriers.ts";
import type { Denoter } from "./denotation.ts";
import type { FactStore } from "./fact-store.ts";
import { fullName, namePath } from "./function-names.ts";
import type { Mention } from "./importers.ts";
import type { Places } from "./places.ts";
import type { RegisteredFunction } from "./registry.ts";
import type { Resolver } from "./resolver.ts";
import { type Scan, takenNames } from "./scan.ts";

interface Sources {
  readonly files: readonly string[];
  readonly functions: Iterable<RegisteredFunction>;
  readonly store: FactStore;
  readonly places: Places;
  readonly denoter: Denoter;
  readonly resolver: Resolver;
  readonly mentionsOf: (file: string) => readonly Mention[];
  /** The files that import a generated `api` module under a name that does not say so. */
  readonly importersOfGenerated: () => Iterable<string>;
}

/**
 * Returns the files whose facts matter whatever the others say: those of functions directories, and those whose text
 * may hold references or names of functions.
 */
export function filesWithReferences(sources: Sources): Set<string> {
  const { files, functions, store, places } = sources;
  const names = new Set<string>();
  const definers = new Set<string>();
  for (const target of functions) {
    for (const name of target.names) names.add(name);
    definers.add(target.file).add(target.exportedAs.file);
  }
  const definerStems = new Set([...definers].flatMap((path) => [stemOf(path), ...(stemOf(path) === "index" ? [basename(dirname(path))] : [])]));
  // Whoever imports a function itself may call it.
  const takesFunctions = (file: string, scan: Scan): boolean =>
    scan.sources.some((source) => {
      if (!definerStems.has(stemOf(source)) || takenNames(scan, source).every(({ typeOnly }) => typeOnly)) return false;
      const target = sources.resolver.resolve(file, source);
      return target.kind === "file" && definers.has(target.path);
    });
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
        ((scan.mentionsConvex || scan.mentionsApi) && scan.sources.some((source) => sources.resolver.resolve(file, source).kind === "unresolved")) || scan.requests || takesFunctions(file, scan) || (scan.makesNames && scan.sources.some((source) => mentionsConvex(file, source))) || scan.quoted.some((name) => names.has(fullName(namePath(name))));
    if (matters) relevant.add(file);
  }
  for (const file of sources.importersOfGenerated()) if (!isGenerated(file)) relevant.add(file);
  return relevant;
}

/** Which files hand references on, and the relevant files from whose facts that was read. */
export interface KnownCarriers {
  readonly answers: Map<string, Answer>;
  readonly relevant: ReadonlySet<string>;
}

/**
 * Adds the files that import from relevant ones what function references can be reached through.
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

function addDirectImporters(relevant: Set<string>, known: Map<string, Answer>, sources: Sources): void {
  const carriers = new Carriers(sources, known);
  const pending = [...relevant];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (!carriers.has(file)) continue;
    for (const { file: importer, source } of sources.mentionsOf(file)) {
      const scan = sources.store.scanOf(importer);
      // Generated code imports every module for its types.
      if (relevant.has(importer) || isGenerated(importer) || !scan || scan.minified) continue;
      // A barrel of types with one reference among them says nothing to most files.
      if (!takenNames(scan, source).some((taken) => carriers.mayCarry(file, taken))) continue;
      relevant.add(importer);
      pending.push(importer);
    }
  }
}

function isGenerated(file: string): boolean {
  return file.includes("/_generated/");
}

/** `messages` of `../convex/messages.ts`. */
function stemOf(path: string): string {
  return basename(path).replace(/\.[^.]*$/u, "");
}
