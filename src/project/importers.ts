import { basename, dirname } from "node:path";

import type { Resolver } from "./resolver.ts";
import type { Scan } from "./scan.ts";

interface Sources {
  readonly files: Iterable<string>;
  readonly scanOf: (file: string) => Scan | undefined;
  readonly resolver: Resolver;
}

/** A file and the specifier under which it imports another. */
export interface Mention {
  readonly file: string;
  readonly source: string;
}

/**
 * Answers which files import a file. Specifiers are indexed by their last segment and resolved only when a file is
 * asked for that they could mean, since few files are ever asked for.
 */
export class Importers {
  readonly #sources: Sources;
  #bySegment: Map<string, Mention[]> | undefined;
  #byTarget: Map<string, Mention[]> | undefined;
  readonly #ofGenerated = new Set<string>();
  readonly #cache = new Map<string, readonly Mention[]>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Returns the files that import the file directly. */
  of(file: string): readonly string[] {
    return [...new Set(this.mentionsOf(file).map(({ file: importer }) => importer))];
  }

  /** Returns each specifier that means the file, with the file that it stands in. */
  mentionsOf(file: string): readonly Mention[] {
    let mentions = this.#cache.get(file);
    if (!mentions) {
      const isMeant = ({ file: importer, source }: Mention): boolean => {
        const target = this.#sources.resolver.resolve(importer, source);
        return target.kind === "file" && target.path === file;
      };
      mentions = [...new Set(this.#candidates(file))].filter(isMeant);
      this.#cache.set(file, mentions);
    }
    return mentions;
  }

  /** Returns these files and all that import them, directly or through others. */
  closureOf(files: ReadonlySet<string>): Set<string> {
    const found = new Set(files);
    const pending = [...files];
    for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
      for (const importer of this.of(file)) {
        if (found.has(importer)) continue;
        found.add(importer);
        pending.push(importer);
      }
    }
    return found;
  }

  /** Returns the files that import a generated `api` module through an alias or the entry of a package. */
  ofGenerated(): ReadonlySet<string> {
    this.#opaqueImporters();
    return this.#ofGenerated;
  }

  *#candidates(file: string): Generator<Mention> {
    const index = (this.#bySegment ??= this.#build());
    const stem = basename(file).replace(/\.[^.]*$/u, "");
    yield* index.get(stem) ?? [];
    // `./folder` means its index; a bare package name or an alias may mean any file.
    if (stem === "index") yield* index.get(basename(dirname(file))) ?? [];
    for (const importer of this.#opaqueImporters().get(file) ?? []) yield importer;
  }

  /** Bare package names and aliases, resolved once: any of them may mean any file. */
  #opaqueImporters(): Map<string, Mention[]> {
    if (this.#byTarget) return this.#byTarget;
    this.#byTarget = new Map();
    const { resolver } = this.#sources;
    const index = (this.#bySegment ??= this.#build());
    const aliases = (index.get("api") ?? []).filter(({ source }) => !source.startsWith("."));
    for (const mention of [...(index.get(OPAQUE) ?? []), ...aliases]) {
      if (resolver.isDependency(mention.source)) continue;
      const target = resolver.resolve(mention.file, mention.source);
      if (target.kind === "generated" && target.module === "api") this.#ofGenerated.add(mention.file);
      if (target.kind !== "file") continue;
      const known = this.#byTarget.get(target.path);
      if (known) known.push(mention);
      else this.#byTarget.set(target.path, [mention]);
    }
    return this.#byTarget;
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
        if (key !== OPAQUE && ((/^[#@~]/u.test(source) && !/^(?:@|~)\//u.test(source)) || this.#sources.resolver.isWorkspacePackage(source))) {
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
