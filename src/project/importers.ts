import { basename, dirname } from "node:path";

import type { Resolver } from "./resolver.ts";
import type { Scan } from "./scan.ts";

interface Sources {
  readonly files: Iterable<string>;
  readonly scanOf: (file: string) => Scan | undefined;
  readonly resolver: Resolver;
}

interface Mention {
  readonly file: string;
  readonly source: string;
}

/**
 * Answers which files import a file. Specifiers are indexed by their last segment and resolved only when a file is
 * asked for that they could mean, since resolving every import of a workspace costs more than the rest of the index.
 */
export class Importers {
  readonly #sources: Sources;
  #bySegment: Map<string, Mention[]> | undefined;
  readonly #cache = new Map<string, readonly string[]>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Returns the files that import the file directly. */
  of(file: string): readonly string[] {
    const known = this.#cache.get(file);
    if (known) return known;
    const found = new Set<string>();
    for (const { file: importer, source } of this.#candidates(file)) {
      const target = this.#sources.resolver.resolve(importer, source);
      if (target.kind === "file" && target.path === file) found.add(importer);
    }
    const importers = [...found];
    this.#cache.set(file, importers);
    return importers;
  }

  *#candidates(file: string): Generator<Mention> {
    const index = (this.#bySegment ??= this.#build());
    const stem = basename(file).replace(/\.[^.]*$/u, "");
    yield* index.get(stem) ?? [];
    // `./folder` means its index; a bare package name or an alias may mean any file.
    if (stem === "index") yield* index.get(basename(dirname(file))) ?? [];
    yield* index.get(OPAQUE) ?? [];
  }

  #build(): Map<string, Mention[]> {
    const index = new Map<string, Mention[]>();
    for (const file of this.#sources.files) {
      for (const source of this.#sources.scanOf(file)?.sources ?? []) {
        const key = segmentOf(source);
        if (key === undefined) continue;
        const known = index.get(key);
        if (known) known.push({ file, source });
        else index.set(key, [{ file, source }]);
        if (key !== OPAQUE && /^[#@~]/u.test(source) && !/^(?:@|~)\//u.test(source)) {
          const opaque = index.get(OPAQUE);
          if (opaque) opaque.push({ file, source });
          else index.set(OPAQUE, [{ file, source }]);
        }
      }
    }
    return index;
  }
}

const OPAQUE = "\0";

function segmentOf(source: string): string | undefined {
  if (source.startsWith("node:")) return undefined;
  const last = source.replace(/\?.*$/u, "").split("/").at(-1) ?? "";
  if (/^\.{0,2}$/u.test(last)) return OPAQUE;
  if (!source.includes("/")) return source.startsWith(".") ? last : OPAQUE;
  return last.replace(/\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/u, "");
}
