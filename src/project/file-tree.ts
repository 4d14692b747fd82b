import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import ignore, { type Ignore } from "ignore";

import { isDataFile } from "./data-files.ts";
import { type FileKind, fileKind, isSkippedDirectory } from "./file-kinds.ts";

export interface FileEntry {
  readonly path: string;
  readonly kind: FileKind;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly size: number;
}

interface Directory {
  mtimeMs: number;
  readonly ignores: readonly { readonly base: string; readonly rules: Ignore }[];
  readonly directories: Set<string>;
  readonly files: Set<string>;
  /** Files that take no part, but may hold names of functions. */
  readonly data: Set<string>;
}

/**
 * How long a time of change may stand for two changes, in milliseconds: the clocks of file systems tick that slowly. A time
 * younger than this is not kept, so that the next sweep looks again.
 */
const CLOCK_TICK = 20;
/** The time of something that has to be looked at again. */
const UNSETTLED = -1;

/** What a sweep found. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/**
 * The files of a workspace that can take part in the index, kept fresh by `sweep`: one `stat` a known file and
 * directory, and a listing of the directories whose entries changed. Files that git ignores are left out.
 */
export class FileTree {
  readonly root: string;
  readonly files = new Map<string, FileEntry>();
  /** Symbolic links to directories inside the workspace, with the place they lead to. */
  readonly links = new Map<string, string>();
  readonly #directories = new Map<string, Directory>();
  readonly #clientRoots: readonly string[];

  /** @param clientRoots Directories elsewhere whose files take part as callers. */
  constructor(root: string, clientRoots: readonly string[] = []) {
    this.root = root;
    this.#clientRoots = clientRoots;
  }

  /** Whether a file takes part as a caller only: it is in a client root, not in the workspace. */
  isElsewhere(path: string): boolean {
    return this.rootOf(path) !== this.root;
  }

  /** Returns the path of a file below the workspace, or below the client root that holds it. */
  relativePath(path: string): string {
    return path.slice(this.rootOf(path).length + 1);
  }

  /** Returns the root that holds a file or directory: that of the workspace, or a client root. */
  rootOf(path: string): string {
    const holds = (root: string): boolean => path === root || path.startsWith(`${root}/`);
    let innermost = holds(this.root) ? this.root : "";
    for (const root of this.#clientRoots) if (root.length > innermost.length && holds(root)) innermost = root;
    return innermost === "" ? this.root : innermost;
  }

  /** Brings the listing up to date and returns what changed since the last call. */
  sweep(): Changes {
    const added: string[] = [];
    const changed: string[] = [];
    const removed: string[] = [];
    if (this.#directories.size === 0) this.#openRoots();
    for (const path of [...this.#directories.keys()]) this.#refresh(path, added, removed);
    const fresh = new Set(added);
    for (const [path, entry] of this.files) {
      if (fresh.has(path)) continue;
      const stats = statSync(path, { throwIfNoEntry: false });
      if (!stats?.isFile()) {
        this.files.delete(path);
        removed.push(path);
      } else if (stats.mtimeMs !== entry.mtimeMs || stats.size !== entry.size) {
        this.files.set(path, { ...entry, mtimeMs: settled(stats.mtimeMs), ctimeMs: stats.ctimeMs, size: stats.size });
        changed.push(path);
      }
    }
    return { added, changed, removed };
  }

  /** Returns the files of data, which nobody follows. */
  *dataFiles(): Generator<string> {
    for (const { data } of this.#directories.values()) yield* data;
  }

  /** Lists a file that so far only an editor has, until the next sweep. Returns whether that changes anything. */
  admit(path: string): boolean {
    const kind = fileKind(path);
    if (!kind || this.files.has(path) || existsSync(path)) return false;
    this.files.set(path, { path, kind, mtimeMs: UNSETTLED, ctimeMs: UNSETTLED, size: 0 });
    return true;
  }

  #openRoots(): void {
    this.#open(this.root, outerIgnores(this.root));
    for (const root of this.#clientRoots) {
      if (this.#directories.has(root)) continue;
      const outer = outerIgnores(root);
      // A checkout within this one that git ignores here is named all the same.
      this.#open(root, isIgnored(outer, `${root}/`) ? [] : outer);
    }
  }

  /** Adds a directory with nothing in it; `sweep` fills it. */
  #open(path: string, inherited: Directory["ignores"]): void {
    const own = readIgnoreFile(path);
    const ignores = own ? [...inherited, { base: path, rules: own }] : inherited;
    this.#directories.set(path, { mtimeMs: UNSETTLED, ignores, directories: new Set(), files: new Set(), data: new Set() });
  }

  #refresh(path: string, added: string[], removed: string[]): void {
    const directory = this.#directories.get(path);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!directory) return;
    if (!stats?.isDirectory()) {
      this.#drop(path, directory, removed);
      return;
    }
    if (stats.mtimeMs === directory.mtimeMs) return;
    directory.mtimeMs = settled(stats.mtimeMs);
    const files = new Set<string>();
    const directories = new Set<string>();
    const data = new Set<string>();
    const items = list(path);
    const isPackageRoot = items.some(({ name }) => name === "package.json" || name === ".git");
    for (const item of items) {
      const child = `${path}/${item.name}`;
      if (item.isSymbolicLink()) this.#link(child);
      else if (item.isDirectory()) {
        if (!isSkippedDirectory(item.name, isPackageRoot) && !isIgnored(directory.ignores, `${child}/`)) directories.add(child);
      } else if (item.isFile() && (fileKind(child) || isDataFile(child)) && !isIgnored(directory.ignores, child)) {
        if (fileKind(child)) files.add(child);
        if (isDataFile(child)) data.add(child);
      }
    }
    for (const child of directory.directories) {
      const known = this.#directories.get(child);
      if (known && !directories.has(child)) this.#drop(child, known, removed);
    }
    for (const child of directories) {
      if (!this.#directories.has(child)) {
        this.#open(child, directory.ignores);
        this.#refresh(child, added, removed);
      }
    }
    for (const child of directory.files) if (!files.has(child) && this.files.delete(child)) removed.push(child);
    for (const child of files) this.#add(child, added);
    replace(directory.directories, directories);
    replace(directory.files, files);
    replace(directory.data, data);
  }

  #add(path: string, added: string[]): void {
    const kind = fileKind(path);
    if (!kind || this.files.has(path)) return;
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) return;
    this.files.set(path, { path, kind, mtimeMs: settled(stats.mtimeMs), ctimeMs: stats.ctimeMs, size: stats.size });
    added.push(path);
  }

  #drop(path: string, directory: Directory, removed: string[]): void {
    this.#directories.delete(path);
    for (const file of directory.files) if (this.files.delete(file)) removed.push(file);
    for (const child of directory.directories) {
      const known = this.#directories.get(child);
      if (known) this.#drop(child, known, removed);
    }
  }

  /** Links are not followed, so that loops are harmless; what they point to inside the workspace is listed there. */
  #link(path: string): void {
    try {
      const target = realpathSync(path);
      if (target.startsWith(`${this.root}/`) && !path.startsWith(`${target}/`)) this.links.set(path, target);
    } catch {
      // A broken link leads nowhere.
    }
  }
}

function settled(mtimeMs: number): number {
  return Math.abs(Date.now() - mtimeMs) < CLOCK_TICK ? UNSETTLED : mtimeMs;
}

function list(path: string): ReturnType<typeof readEntries> {
  try {
    return readEntries(path);
  } catch {
    // Unreadable directories take no part.
    return [];
  }
}

function readEntries(path: string): Dirent[] {
  return readdirSync(path, { withFileTypes: true });
}

function replace<T>(target: Set<T>, source: ReadonlySet<T>): void {
  target.clear();
  for (const item of source) target.add(item);
}

function readIgnoreFile(directory: string): Ignore | undefined {
  const path = join(directory, ".gitignore");
  if (!existsSync(path)) return undefined;
  try {
    return ignore().add(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** The ignore files between the git root and the workspace root. */
function outerIgnores(root: string): Directory["ignores"] {
  const outer: { base: string; rules: Ignore }[] = [];
  let directory = root;
  while (!existsSync(join(directory, ".git"))) {
    const parent = dirname(directory);
    if (parent === directory) return [];
    directory = parent;
    const rules = readIgnoreFile(directory);
    if (rules) outer.unshift({ base: directory, rules });
  }
  return outer;
}

function isIgnored(ignores: Directory["ignores"], path: string): boolean {
  let ignored = false;
  for (const { base, rules } of ignores) {
    const inside = relative(base, path) + (path.endsWith("/") ? "/" : "");
    const result = rules.test(inside);
    if (result.ignored) ignored = true;
    else if (result.unignored) ignored = false;
  }
  return ignored;
}
