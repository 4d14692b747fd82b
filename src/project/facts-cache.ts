import { hash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";

import { pack, type Packed, Shapes, unpack } from "../facts/packed.ts";
import type { FileFacts } from "../facts/types.ts";
import type { FileEntry } from "./file-tree.ts";
import type { Scan } from "./scan.ts";

/** What is kept of a file: what its text told, and how to see that it is still the same text. */
export interface StoredFile {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly textHash: string;
  readonly scan: Scan;
  /** `undefined` where nobody asked for the facts. */
  readonly facts: StoredFacts | undefined;
}

/** The facts of a file in the form that is kept. */
export interface StoredFacts {
  readonly packed: Packed;
  /** The specifiers that named packages outside the workspace: the facts hold no uses of what they export. */
  readonly external: readonly string[];
}

interface StoredCache {
  readonly key: string;
  readonly shapes: readonly (readonly string[])[];
  readonly files: ReadonlyMap<string, StoredFile>;
}

/** The properties of facts that are large, each read when it is first asked for. */
const LARGE = ["imports", "bindings", "functions", "exports", "definitions", "uses", "names"] as const satisfies readonly (keyof FileFacts)[];
/** Times of change this close to the time of writing may stand for two changes, on file systems with coarse clocks. */
const COARSE_TICK = 2_000;
const DIRECTORY = "node_modules/.cache/eslint-plugin-convex-boundary";

/**
 * The facts of a workspace's files, kept on disk between two processes. A file's facts count as long as its size and
 * times are the same or, after a fresh checkout, its text.
 */
export class FactsCache {
  readonly #path: string;
  readonly #key: string;
  #shapes = new Shapes();
  #files: ReadonlyMap<string, StoredFile> = new Map();

  /** @param key What made the facts; those of anything else do not count. */
  constructor(path: string, key: string) {
    this.#path = path;
    this.#key = key;
    this.#load();
  }

  /** Returns the cache of a workspace, `undefined` where there is no place for one. */
  static of(root: string): FactsCache | undefined {
    const key = buildKey();
    if (key === undefined || !existsSync(join(root, "node_modules"))) return undefined;
    return new FactsCache(join(root, DIRECTORY, `${hashOf(root).slice(0, 16)}.bin`), key);
  }

  /** Returns what is kept of a file, if it is unchanged by its size and times. */
  unchanged({ path, size, mtimeMs, ctimeMs }: FileEntry): StoredFile | undefined {
    const stored = this.#files.get(path);
    return stored?.mtimeMs === mtimeMs && stored.ctimeMs === ctimeMs && stored.size === size && mtimeMs > 0 ? stored : undefined;
  }

  /** Returns what is kept of a file, if this is its text. */
  withText(path: string, textHash: string): StoredFile | undefined {
    const stored = this.#files.get(path);
    return stored?.textHash === textHash ? stored : undefined;
  }

  /** Returns facts in the form that is kept; `undefined` for those that cannot be. */
  pack(facts: FileFacts, external: readonly string[]): StoredFacts | undefined {
    const { imports, bindings, functions, exports, definitions, uses, names, ...rest } = facts;
    const packed = pack([imports, bindings, functions, exports, definitions, uses, names, rest], this.#shapes);
    return packed && { packed, external };
  }

  /** Returns the facts that are kept. */
  unpack({ packed }: StoredFacts): FileFacts {
    const read = unpack(packed, this.#shapes);
    const facts = read(LARGE.length) as Partial<FileFacts>;
    for (const [piece, name] of LARGE.entries()) {
      Object.defineProperty(facts, name, {
        configurable: true,
        enumerable: true,
        get() {
          const value = read(piece);
          Object.defineProperty(facts, name, { configurable: true, enumerable: true, value });
          return value;
        },
      });
    }
    return facts as FileFacts;
  }

  /** Writes what is known of the files now, whole or not at all. A place that cannot be written to is no error. */
  save(files: ReadonlyMap<string, StoredFile>): void {
    const youngest = Date.now() - COARSE_TICK;
    const settled = new Map([...files].map(([path, file]) => [path, file.mtimeMs < youngest && file.ctimeMs < youngest ? file : { ...file, mtimeMs: 0 }]));
    const stored: StoredCache = { key: this.#key, shapes: this.#shapes.list, files: settled };
    const draft = `${this.#path}.${randomUUID()}`;
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      writeFileSync(draft, serialize(stored));
      renameSync(draft, this.#path);
    } catch {
      rmSync(draft, { force: true });
    }
  }

  #load(): void {
    try {
      const stored = deserialize(readFileSync(this.#path)) as StoredCache;
      if (stored.key !== this.#key) return;
      this.#shapes = new Shapes(stored.shapes);
      this.#files = stored.files;
    } catch {
      // There is none yet, or it was damaged: everything is read anew.
    }
  }
}

/** Returns what tells one text of a file from another. */
export function hashOf(text: string): string {
  return hash("sha1", text);
}

/**
 * What makes the facts: this build, its parser, and the runtime that wrote them. `undefined` where the sources
 * themselves run, which change without a word.
 */
function buildKey(): string | undefined {
  const self = fileURLToPath(import.meta.url);
  if (self.endsWith(".ts")) return undefined;
  // The names of the other files of a build change with what they hold, and stand in this one.
  const parser = createRequire(import.meta.url)("oxc-parser/package") as { readonly version: string };
  return [hashOf(readFileSync(self, "utf8")), parser.version, process.version].join(" ");
}
