import { readFileSync } from "node:fs";

import type { SourceTree } from "../facts/ast.ts";
import { extractFacts } from "../facts/extract.ts";
import { isParsable, parseSource, stripByteOrderMark } from "../facts/parse.ts";
import type { FileFacts } from "../facts/types.ts";
import { DataFiles } from "./data-files.ts";
import type { FileTree } from "./file-tree.ts";
import { isNestedTooDeep, MAX_FILE_SIZE, type Scan, scanText } from "./scan.ts";

interface Entry {
  readonly scan: Scan | undefined;
  facts: FileFacts | undefined;
  /** Whether its facts were let go of, to be read again if somebody asks. */
  isReleased?: boolean;
}

const MAX_RECENT_TEXTS = 64;
/** How many characters are kept between a look at a file's text and its parse, so that each file is read once. */
const MAX_PENDING_TEXT = 64_000_000;

/** What was known of a file before its text changed. */
export interface Before {
  readonly scan: Scan | undefined;
  readonly facts: FileFacts | undefined;
  /** Whether there were facts that are not known any more. */
  readonly isReleased: boolean;
}

/** The text that a host is linting instead of what is on disk. */
interface Overlay {
  readonly text: string;
  /** The host's tree, until its facts are read. */
  tree: SourceTree | undefined;
}

/**
 * What is known of each file: its scan at once, its facts when somebody asks. Entries live until the file changes.
 */
export class FactStore {
  /** What files of data say, which are read only when somebody asks. */
  readonly data = new DataFiles();
  readonly #tree: FileTree;
  readonly #isExternal: (file: string, source: string) => boolean;
  readonly #entries = new Map<string, Entry>();
  readonly #overlays = new Map<string, Overlay>();
  readonly #recentTexts = new Map<string, string>();
  readonly #pendingTexts = new Map<string, string>();
  #pendingLength = 0;
  #edited = new Map<string, Before>();
  /** How many files were parsed since the start, for the line that says what was looked at. */
  parsed = 0;

  constructor(tree: FileTree, isExternal: (file: string, source: string) => boolean) {
    this.#tree = tree;
    this.#isExternal = isExternal;
  }

  /** Returns what the text of a file tells, `undefined` for a file that is not listed or cannot be read. */
  scanOf(path: string): Scan | undefined {
    return this.#entry(path)?.scan;
  }

  /** Returns the facts of a file, parsing it at the first call. */
  factsOf(path: string): FileFacts | undefined {
    const entry = this.#entry(path);
    if (!entry) return undefined;
    entry.facts ??= this.#extract(path);
    return entry.facts;
  }

  /** Forgets what was known of a file whose text changed or that is gone. */
  forget(path: string): void {
    const entry = this.#entries.get(path);
    // Of several edits in a row, the state before the first is what was linked.
    if (entry && !this.#edited.has(path)) this.#edited.set(path, { scan: entry.scan, facts: entry.facts, isReleased: entry.isReleased === true });
    this.#entries.delete(path);
    this.#recentTexts.delete(path);
    this.#pendingTexts.delete(path);
  }

  /** Forgets everything that depends on which names are packages. */
  forgetAll(): void {
    this.#entries.clear();
    this.#recentTexts.clear();
    this.settle();
  }

  /** Lets go of the texts that were kept for parsing, once it is known which files matter. */
  settle(): void {
    this.#pendingTexts.clear();
    this.#pendingLength = 0;
  }

  /** Lets go of the facts of a file that hardly anybody will ask for again. */
  release(path: string): void {
    const entry = this.#entries.get(path);
    if (!entry?.facts) return;
    entry.facts = undefined;
    entry.isReleased = true;
  }

  /** Returns the files whose texts changed since the last call, with what was known of them. */
  takeEdited(): ReadonlyMap<string, Before> {
    const edited = this.#edited;
    this.#edited = new Map();
    return edited;
  }

  /** Takes the host's text and tree for a file instead of what is on disk. Returns whether that changes anything. */
  overlay(path: string, text: string, tree: SourceTree | undefined): boolean {
    const known = this.#overlays.get(path)?.text ?? this.#readDisk(path);
    if (known === text) return false;
    this.#overlays.set(path, { text, tree });
    this.forget(path);
    return true;
  }

  /** Goes back to what is on disk. Returns whether that changes anything. */
  dropOverlay(path: string): boolean {
    const overlay = this.#overlays.get(path);
    if (!overlay) return false;
    this.#overlays.delete(path);
    this.forget(path);
    return overlay.text !== this.#readDisk(path);
  }

  get overlaid(): readonly string[] {
    return [...this.#overlays.keys()];
  }

  /** Returns the text that the facts of a file count in. */
  textOf(path: string): string | undefined {
    const overlay = this.#overlays.get(path);
    if (overlay) return overlay.text;
    const known = this.#recentTexts.get(path);
    if (known !== undefined) return known;
    const text = this.#pendingTexts.get(path) ?? this.#readDisk(path);
    if (text === undefined) return undefined;
    // The oldest goes: findings ask for the same few files again and again.
    const [oldest] = this.#recentTexts.keys();
    if (oldest !== undefined && this.#recentTexts.size >= MAX_RECENT_TEXTS) this.#recentTexts.delete(oldest);
    this.#recentTexts.set(path, text);
    return text;
  }

  #entry(path: string): Entry | undefined {
    const known = this.#entries.get(path);
    if (known) return known;
    const file = this.#tree.files.get(path);
    if (!file && !this.#overlays.has(path)) return undefined;
    const entry: Entry = { scan: undefined, facts: undefined };
    this.#entries.set(path, entry);
    if ((file?.size ?? 0) > MAX_FILE_SIZE) return entry;
    const text = this.#overlays.get(path)?.text ?? this.#readDisk(path);
    if (text === undefined) return entry;
    this.#keep(path, text);
    const scanned: Entry = { scan: scanText(file?.kind ?? "script", text), facts: undefined };
    this.#entries.set(path, scanned);
    return scanned;
  }

  #keep(path: string, text: string): void {
    if (!isParsable(path) || this.#pendingLength + text.length > MAX_PENDING_TEXT) return;
    this.#pendingLength += text.length;
    this.#pendingTexts.set(path, text);
  }

  #extract(path: string): FileFacts | undefined {
    const entry = this.#entries.get(path);
    if (!entry?.scan || entry.scan.minified || !isParsable(path)) return undefined;
    const overlay = this.#overlays.get(path);
    const text = overlay?.text ?? this.#pendingTexts.get(path) ?? this.#readDisk(path);
    this.#pendingTexts.delete(path);
    if (text === undefined) return undefined;
    this.parsed += 1;
    const isExternal = (source: string): boolean => this.#isExternal(path, source);
    try {
      const tree = overlay?.tree;
      // Hosts' trees lead to all that the host knows of a file; what is read again, if ever, is parsed anew.
      if (overlay) overlay.tree = undefined;
      if (tree) return extractFacts(tree, { isExternal });
      if (!isNestedTooDeep(text)) return extractFacts(parseSource(path, text), { isExternal });
    } catch (error) {
      // Only expressions nested beyond the stack throw; such a file is machine-written.
      if (!(error instanceof RangeError)) throw error;
    }
    // As with a syntax error, what the text mentions may be a use of a function.
    return extractFacts({ ...parseSource(path, ""), text, templates: [[0, text.length]], failed: true }, { isExternal });
  }

  #readDisk(path: string): string | undefined {
    try {
      return stripByteOrderMark(readFileSync(path, "utf8"));
    } catch {
      // Unreadable files, and those that went away since the sweep, take no part.
      return undefined;
    }
  }
}
