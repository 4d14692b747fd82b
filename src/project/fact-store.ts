import { readFileSync } from "node:fs";

import type { SourceTree } from "../facts/ast.ts";
import { extractFacts } from "../facts/extract.ts";
import { isParsable, parseSource, stripByteOrderMark } from "../facts/parse.ts";
import type { FileFacts } from "../facts/types.ts";
import { isNestedTooDeep } from "../text/nesting.ts";
import { DataFiles } from "./data-files.ts";
import { type FactsCache, hashOf, type StoredFacts, type StoredFile } from "./facts-cache.ts";
import type { FileEntry, FileTree } from "./file-tree.ts";
import { maxSizeOf, type Scan, scanText } from "./scan.ts";

interface Entry {
  readonly scan: Scan | undefined;
  facts: FileFacts | undefined;
  /** Its facts in the form that is kept on disk: what an earlier process left, or what was let go of. */
  packed?: StoredFacts | undefined;
  /** For a file on disk, what tells its text from another. */
  readonly textHash?: string;
  /** The specifiers that facts which were read here, not kept, took for packages outside the workspace. */
  external?: readonly string[] | undefined;
  /** Whether somebody asked for its facts. */
  wasAsked?: boolean;
}

/** The share of new facts from which on everything is written again. */
const SHARE_OF_NEW = 0.05;
const MAX_RECENT_TEXTS = 64;
/** How many characters are kept between a look at a file's text and its parse, so that each file is read once. */
const MAX_PENDING_TEXT = 16_000_000;

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
  readonly #openCache: () => FactsCache;
  readonly #maxWhole: () => number | undefined;
  readonly #entries = new Map<string, Entry>();
  readonly #overlays = new Map<string, Overlay>();
  readonly #recentTexts = new Map<string, string>();
  readonly #lent = new Set<string>();
  readonly #pendingTexts = new Map<string, string>();
  #pendingLength = 0;
  #edited = new Map<string, Before>();
  /** How many files were parsed since the start, for the line that says what was looked at. */
  parsed = 0;

  /**
   * @param openCache Returns where facts are kept between two processes.
   * @param maxWhole Returns how many files' facts are kept as they are, the others packed; `undefined` for all.
   */
  constructor(tree: FileTree, isExternal: (file: string, source: string) => boolean, openCache: () => FactsCache, maxWhole: () => number | undefined) {
    this.#tree = tree;
    this.#isExternal = isExternal;
    this.#openCache = openCache;
    this.#maxWhole = maxWhole;
  }

  /** Returns what the text of a file tells, `undefined` for a file that is not listed or cannot be read. */
  scanOf(path: string): Scan | undefined {
    return this.#entry(path)?.scan;
  }

  /** Returns the facts of a file, parsing it at the first call. */
  factsOf(path: string): FileFacts | undefined {
    const entry = this.#entry(path);
    if (!entry) return undefined;
    if (entry.facts) return entry.facts;
    entry.wasAsked = true;
    entry.facts = this.#recall(path, entry) ?? this.#extract(path, entry);
    this.#lend(path);
    return entry.facts;
  }

  /** In large workspaces, packs the facts that were asked for first; they are unpacked when somebody asks again. */
  #lend(path: string): void {
    const max = this.#openCache().maxWhole ?? this.#maxWhole();
    if (max === undefined) return;
    this.#lent.add(path);
    const [oldest] = this.#lent;
    if (oldest === undefined || this.#lent.size <= max) return;
    this.#lent.delete(oldest);
    const entry = this.#entries.get(oldest);
    if (!entry?.facts) return;
    entry.packed = this.#packed(entry);
    entry.facts = undefined;
  }

  /** Forgets what was known of a file whose text changed or that is gone. */
  forget(path: string): void {
    const entry = this.#entries.get(path);
    // Of several edits in a row, the state before the first is what was linked.
    if (entry && !this.#edited.has(path)) {
      const facts = entry.facts ?? (entry.wasAsked === true ? this.#recall(path, entry) : undefined);
      this.#edited.set(path, { scan: entry.scan, facts, isReleased: entry.wasAsked === true && !facts });
    }
    this.#entries.delete(path);
    this.#recentTexts.delete(path);
    this.#pendingTexts.delete(path);
  }

  /** Forgets everything that depends on which names are packages. */
  forgetAll(): void {
    this.#entries.clear();
    this.#lent.clear();
    this.#recentTexts.clear();
    this.settle();
  }

  /** Lets go of the texts that were kept for parsing, once it is known which files matter. */
  settle(): void {
    this.#pendingTexts.clear();
    this.#pendingLength = 0;
  }

  /** Writes what is known of the files on disk for the next process, if enough of it is new. */
  save(): void {
    const cache = this.#openCache();
    if (!cache.isOnDisk) return;
    const known = [...this.#entries.values()];
    const fresh = known.filter(({ external, textHash }) => external && textHash !== undefined).length;
    if (fresh < cache.minNew || fresh < known.filter(({ facts, packed }) => facts ?? packed).length * SHARE_OF_NEW) return;
    const files = new Map<string, StoredFile>();
    for (const [path, entry] of this.#entries) {
      const file = this.#tree.files.get(path);
      if (!file || !entry.scan || entry.textHash === undefined) continue;
      const { size, mtimeMs, ctimeMs } = file;
      files.set(path, { size, mtimeMs, ctimeMs, textHash: entry.textHash, scan: entry.scan, facts: this.#packed(entry) });
    }
    cache.save(files);
  }

  #packed({ packed, facts, external }: Entry): StoredFacts | undefined {
    return packed ?? (facts && external ? this.#openCache().pack(facts, external) : undefined);
  }

  /** Returns the files whose texts changed since the last call, with what was known of them. */
  takeEdited(): ReadonlyMap<string, Before> {
    const edited = this.#edited;
    this.#edited = new Map();
    return edited;
  }

  /** Takes the host's text and tree for a file instead of what is on disk. Returns whether that changes anything. */
  overlay(path: string, text: string, tree: SourceTree | undefined): boolean {
    const overlaid = this.#overlays.get(path)?.text;
    if (overlaid === undefined ? this.#isOnDisk(path, text) : overlaid === text) return false;
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
    if (file && file.size > maxSizeOf(file.kind)) return entry;
    const scanned = this.#scan(path, file);
    if (!scanned) return entry;
    this.#entries.set(path, scanned);
    return scanned;
  }

  #scan(path: string, file: FileEntry | undefined): Entry | undefined {
    const overlay = this.#overlays.get(path)?.text;
    const kind = file?.kind ?? "script";
    if (overlay !== undefined) return { scan: scanText(kind, overlay), facts: undefined };
    const cache = this.#openCache();
    const unchanged = file && cache.unchanged(file);
    if (unchanged) return { scan: unchanged.scan, facts: undefined, packed: unchanged.facts, textHash: unchanged.textHash };
    const text = this.#readDisk(path);
    if (text === undefined) return undefined;
    const textHash = cache.isOnDisk ? hashOf(text) : undefined;
    const stored = textHash === undefined ? undefined : cache.withText(path, textHash);
    if (!stored?.facts) this.#keep(path, text);
    return { scan: stored?.scan ?? scanText(kind, text), facts: undefined, packed: stored?.facts, ...(textHash !== undefined && { textHash }) };
  }

  /** Returns the facts that were kept of the file's text. */
  #recall(path: string, { packed }: Entry): FileFacts | undefined {
    // What was a package then may be a file of the workspace now.
    if (!packed?.external.every((source) => this.#isExternal(path, source))) return undefined;
    return this.#openCache().unpack(packed);
  }

  #keep(path: string, text: string): void {
    if (!isParsable(path) || this.#pendingLength + text.length > MAX_PENDING_TEXT) return;
    this.#pendingLength += text.length;
    this.#pendingTexts.set(path, text);
  }

  #extract(path: string, entry: Entry): FileFacts | undefined {
    if (!entry.scan || entry.scan.minified || !isParsable(path)) return undefined;
    const overlay = this.#overlays.get(path);
    const pending = overlay?.text ?? this.#pendingTexts.get(path);
    const text = pending ?? this.#readDisk(path);
    this.#pendingTexts.delete(path);
    if (text === undefined) return undefined;
    this.parsed += 1;
    const external = new Set<string>();
    const isExternal = (source: string): boolean => {
      const answer = this.#isExternal(path, source);
      if (answer) external.add(source);
      return answer;
    };
    const facts = this.#extractFrom(path, text, overlay, isExternal);
    entry.packed = undefined;
    // A file that changed since it was looked at would be kept under the hash of another text.
    const isSameText = pending !== undefined || entry.textHash === undefined || hashOf(text) === entry.textHash;
    entry.external = isSameText ? [...external] : undefined;
    return facts;
  }

  #extractFrom(path: string, text: string, overlay: Overlay | undefined, isExternal: (source: string) => boolean): FileFacts {
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

  /** Whether a text is what the file holds, or held at the last look at it. */
  #isOnDisk(path: string, text: string): boolean {
    const entry = this.#entries.get(path);
    const isKnown = entry?.textHash !== undefined && (!entry.facts || entry.packed !== undefined || entry.external !== undefined);
    return isKnown ? hashOf(text) === entry.textHash : this.#readDisk(path) === text;
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
