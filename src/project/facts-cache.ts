import { hash, randomUUID } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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

interface Header {
  readonly key: string;
  readonly shapes: readonly (readonly string[])[];
}

/** Where facts are kept, and how. */
export interface FactsCacheOptions {
  /** The file on disk; without it, they are kept for this process only. */
  readonly path?: string;
  /** What made the facts; those of anything else do not count. */
  readonly key?: string;
  /** With fewer files whose facts are new, reading them again costs less than writing everything. */
  readonly minNew?: number;
  /** How many files' facts are kept as they are, the others packed; by default all, but in large workspaces. */
  readonly maxWhole?: number;
}

/** The properties of facts that are large, each read when it is first asked for. */
const LARGE = ["imports", "bindings", "functions", "exports", "definitions", "uses", "names"] as const satisfies readonly (keyof FileFacts)[];
/** Times of change this close to the time of writing may stand for two changes, on file systems with coarse clocks. */
const COARSE_TICK = 2_000;
/** How many files are written at once. */
const PART_SIZE = 200;
const LENGTH_BYTES = 4;
const DIRECTORY = "node_modules/.cache/eslint-plugin-convex-boundary";

/**
 * The facts of a workspace's files, kept on disk between two processes. A file's facts count as long as its size and
 * times are the same or, after a fresh checkout, its text.
 */
export class FactsCache {
  readonly minNew: number;
  readonly maxWhole: number | undefined;
  readonly #path: string | undefined;
  readonly #key: string;
  #shapes = new Shapes();
  #files: ReadonlyMap<string, StoredFile> = new Map();

  constructor({ path, key = "", minNew = 20, maxWhole }: FactsCacheOptions = {}) {
    this.#path = path;
    this.#key = key;
    this.minNew = minNew;
    this.maxWhole = maxWhole;
    if (path !== undefined) this.#load(path);
  }

  /** Returns the cache of a workspace; one without a place on disk where there is no `node_modules`. */
  static of(root: string): FactsCache {
    const key = buildKey();
    if (key === undefined || !existsSync(join(root, "node_modules"))) return new FactsCache();
    return new FactsCache({ path: join(root, DIRECTORY, `${hashOf(root).slice(0, 16)}.bin`), key });
  }

  /** Whether what it holds outlives the process. */
  get isOnDisk(): boolean {
    return this.#path !== undefined;
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
      const unpackPiece = (): unknown => {
        const value = read(piece);
        Object.defineProperty(facts, name, { configurable: true, enumerable: true, value });
        return value;
      };
      Object.defineProperty(facts, name, { configurable: true, enumerable: true, get: unpackPiece });
    }
    return facts as FileFacts;
  }

  /** Writes what is known of the files now, whole or not at all. A place that cannot be written to is no error. */
  save(files: ReadonlyMap<string, StoredFile>): void {
    const path = this.#path;
    if (path === undefined) return;
    const youngest = Date.now() - COARSE_TICK;
    const isSettled = ({ mtimeMs, ctimeMs }: StoredFile): boolean => mtimeMs < youngest && ctimeMs < youngest;
    const entries = [...files].map(([name, file]) => [name, isSettled(file) ? file : { ...file, mtimeMs: 0 }] as const);
    const draft = `${path}.${randomUUID()}`;
    try {
      mkdirSync(dirname(path), { recursive: true });
      const output = openSync(draft, "w");
      try {
        writePart(output, { key: this.#key, shapes: this.#shapes.list } satisfies Header);
        for (let start = 0; start < entries.length; start += PART_SIZE) writePart(output, entries.slice(start, start + PART_SIZE));
      } finally {
        closeSync(output);
      }
      renameSync(draft, path);
    } catch {
      discard(draft);
    }
  }

  #load(path: string): void {
    try {
      const parts = readParts(readFileSync(path));
      const { key, shapes } = parts.next().value as Header;
      if (key !== this.#key) return;
      const files = new Map<string, StoredFile>();
      for (const part of parts) for (const [name, file] of part as [string, StoredFile][]) files.set(name, file);
      this.#shapes = new Shapes(shapes);
      this.#files = files;
    } catch {
      // There is none yet, or it was damaged: everything is read anew.
    }
  }
}

/** Writes some data after its length: all in one piece would need as much memory again. */
function writePart(output: number, data: unknown): void {
  const bytes = serialize(data);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(bytes.length);
  writeFileSync(output, length);
  writeFileSync(output, bytes);
}

function* readParts(bytes: Buffer): Generator<unknown, undefined> {
  for (let at = 0; at < bytes.length;) {
    const end = at + LENGTH_BYTES + bytes.readUInt32LE(at);
    if (end > bytes.length) throw new Error("It was cut short.");
    yield deserialize(bytes.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing can be written there is nothing to take away.
  }
}

/** Returns what tells one text of a file from another. */
export function hashOf(text: string): string {
  return hash("sha1", text);
}

/**
 * What makes the facts: this build, its parser, and the runtime that wrote them. `undefined` where the sources
 * themselves run, which change without a word, and where it cannot be told.
 */
function buildKey(): string | undefined {
  const self = fileURLToPath(import.meta.url);
  if (self.endsWith(".ts")) return undefined;
  try {
    // The names of the other files of a build change with what they hold, and stand in this one.
    const parser = createRequire(import.meta.url)("oxc-parser/package") as { readonly version: string };
    return [hashOf(readFileSync(self, "utf8")), parser.version, process.version].join(" ");
  } catch {
    // A package without its manifest, or a build inside another: nothing is kept.
    return undefined;
  }
}
