import { existsSync, realpathSync } from "node:fs";
import { dirname } from "node:path";

import type { SourceTree } from "../facts/ast.ts";
import { isBundlerConfiguration } from "./bundler-aliases.ts";
import { type ConfigProblem, type ConvexProject, findConvexProjects, isSameProject } from "./convex-projects.ts";
import { type Before, FactStore } from "./fact-store.ts";
import { FactsCache } from "./facts-cache.ts";
import { type Changes, FileTree } from "./file-tree.ts";
import { Links } from "./links.ts";
import { Resolver } from "./resolver.ts";
import { isSameScan } from "./scan.ts";
import { Snapshot } from "./snapshot.ts";
import { SweepClock } from "./sweep-clock.ts";
import { findWorkspaceRoot, type Surroundings } from "./workspace-root.ts";

/** In larger workspaces only the facts of so many files are kept as they are, the others packed. */
const MANY_FILES = 3_000;
const MAX_WHOLE = 100;
/** A process that ends soon holds half a gigabyte of them rather than take the time. */
const MAX_WHOLE_SHORTLY = 8_000;

/**
 * The index of one workspace. There is one in a process; it is refreshed by looking at the files, never by a watcher,
 * and nothing in the workspace is executed.
 */
export class Workspace {
  readonly root: string;
  /** Whether a host chose the root itself, so that files below it belong here whatever lies between. */
  isPinned = false;
  /** Whether what was read is kept in `node_modules/.cache` for the next process; a host says so before the first look. */
  isCached = true;
  /** Whether the process ends with the answer to one question, so that time counts for more than memory. */
  isShortLived = false;
  #cache: FactsCache | undefined;
  #isSaved = false;
  #clientRoots: readonly string[] = [];
  #tree: FileTree;
  #store: FactStore;
  /** What specifiers lead to; it is good as long as no file comes or goes and no configuration changes. */
  #resolver: Resolver | undefined;
  #links: Links | undefined;
  #problems: readonly ConfigProblem[] = [];
  #snapshot: Snapshot | undefined;
  readonly #clock = new SweepClock();
  #linted = new Map<string, string>();

  /** @param cache Where facts are kept, if not in `node_modules/.cache`. */
  constructor(root: string, cache?: FactsCache) {
    this.root = root;
    this.#cache = cache;
    this.#tree = new FileTree(root);
    this.#store = this.#newStore();
  }

  /** Sets the directories elsewhere whose files take part as callers. */
  setClientRoots(paths: readonly string[]): void {
    const roots = paths.map(realPath);
    if (roots.join("\0") === this.#clientRoots.join("\0")) return;
    this.#clientRoots = roots;
    this.#tree = new FileTree(this.root, roots);
    this.#store = this.#newStore();
    this.#links = undefined;
    this.#snapshot = undefined;
    this.#clock.reset();
  }

  /** Whether a file takes part as a caller only: it is in a client root, not in the workspace. */
  isElsewhere(file: string): boolean {
    return this.#tree.isElsewhere(file);
  }

  /** Returns the state of the workspace on disk, with the texts that hosts have handed in. */
  snapshot(): Snapshot {
    if (this.#clock.isDue(true)) this.#sweep();
    return this.#current();
  }

  /** Returns the state of the workspace while a host lints a file whose text may not be saved. */
  snapshotFor(file: string, text: string, tree: SourceTree | undefined): Snapshot {
    // A file that comes again with the same text starts another round: everything else may have changed meanwhile.
    const known = this.#linted.get(file);
    const again = known === text;
    if (again) this.#linted.clear();
    this.#linted.set(file, text);
    if (again || this.#clock.isDue(known !== undefined)) this.#sweep();
    let changed = false;
    // Only the file in hand is taken from the host: what a fix made of other files is on disk, or will be.
    for (const other of this.#store.overlaid) {
      if (other === file) continue;
      if (this.#store.dropOverlay(other)) changed = true;
      if (!existsSync(other) && this.#tree.files.delete(other)) {
        changed = true;
        this.#links = undefined;
      }
    }
    if (this.#tree.admit(file)) {
      changed = true;
      this.#links = undefined;
    }
    if (this.#store.overlay(file, text, tree)) changed = true;
    if (changed) this.#snapshot = undefined;
    return this.#current();
  }

  /** How many files have been parsed so far. */
  get parsedFiles(): number {
    return this.#store.parsed;
  }

  get fileCount(): number {
    return this.#tree.files.size;
  }

  #current(): Snapshot {
    if (this.#snapshot) return this.#snapshot;
    const edited = this.#store.takeEdited();
    if (!this.#links || !this.#keepsProjects(this.#links, edited)) this.#links = this.#link();
    else this.#links.update(edited);
    this.#snapshot = new Snapshot(this.#tree, this.#store, this.#links, this.#problems);
    this.#store.settle();
    if (!this.#isSaved) this.#store.save();
    this.#isSaved = true;
    return this.#snapshot;
  }

  #link(): Links {
    const { projects, problems } = this.#findProjects();
    this.#problems = problems;
    this.#resolver = new Resolver(this.#tree, projects);
    return new Links(this.#tree, this.#store, this.#resolver, projects);
  }

  /** Whether the Convex projects are what they were before these files were edited. */
  #keepsProjects({ projects }: Links, edited: ReadonlyMap<string, Before>): boolean {
    const isSame = [...edited].every(([file, { scan, facts }]) => isSameScan(scan, this.#store.scanOf(file)) && (!facts || facts.sources.join("\0") === this.#store.factsOf(file)?.sources.join("\0")));
    if (isSame) return true;
    const found = this.#findProjects().projects;
    return found.length === projects.length && found.every((project, index) => isSameProject(project, projects[index]));
  }

  #newStore(): FactStore {
    return new FactStore(
      this.#tree,
      (file, source) => this.#resolver?.resolve(file, source).kind === "external",
      () => this.#openCache(),
      () => (this.isShortLived ? MAX_WHOLE_SHORTLY : this.#tree.files.size > MANY_FILES ? MAX_WHOLE : undefined),
    );
  }

  #openCache(): FactsCache {
    this.#cache ??= this.isCached ? FactsCache.of(this.root) : new FactsCache();
    return this.#cache;
  }

  #findProjects(): { projects: ConvexProject[]; problems: ConfigProblem[] } {
    return findConvexProjects({ root: this.root, isElsewhere: (file) => this.#tree.isElsewhere(file), files: this.#tree.files, scanOf: (file) => this.#store.scanOf(file), importsOf: (file) => this.#store.factsOf(file)?.sources ?? [] });
  }

  #sweep(): void {
    this.#take(this.#clock.time(() => this.#tree.sweep()));
  }

  #take({ added, changed, removed }: Changes): void {
    if (added.length + changed.length + removed.length === 0) return;
    for (const path of [...added, ...changed, ...removed]) this.#store.forget(path);
    // What is a package and what a file of the workspace decides which names the facts keep.
    const isConfigured = [...added, ...changed, ...removed].some((path) => CONFIGURATION.test(path) || isBundlerConfiguration(path));
    if (isConfigured) this.#store.forgetAll();
    // Specifiers may lead elsewhere now.
    if (isConfigured || added.length + removed.length > 0) this.#links = undefined;
    this.#snapshot = undefined;
  }
}

const CONFIGURATION = /\/(?:package|convex|[jt]sconfig[^/]*)\.json$/u;

const workspaces = new Map<string, Workspace>();
const roots = new Map<string, string | undefined>();
const surroundings = new Map<string, Surroundings>();

/** Returns the workspace with this root, the same one at every call. */
export function openWorkspace(root: string): Workspace {
  const real = realPath(root);
  let workspace = workspaces.get(real);
  if (!workspace) {
    workspace = new Workspace(real);
    workspaces.set(real, workspace);
  }
  return workspace;
}

/** Returns the workspace that a file belongs to, `undefined` for a file in none. */
export function workspaceOf(file: string): Workspace | undefined {
  const directory = dirname(file);
  for (const [root, workspace] of workspaces) if (workspace.isPinned && file.startsWith(`${root}/`)) return workspace;
  let root = roots.get(directory);
  if (root === undefined && !roots.has(directory)) {
    root = findWorkspaceRoot(directory, surroundings);
    roots.set(directory, root);
  }
  return root === undefined ? undefined : openWorkspace(root);
}

const realPaths = new Map<string, string>();

function realPath(path: string): string {
  const known = realPaths.get(path);
  if (known !== undefined) return known;
  try {
    const real = realpathSync(path).replaceAll("\\", "/");
    realPaths.set(path, real);
    return real;
  } catch {
    // What is not there yet may come.
    return path.replaceAll("\\", "/");
  }
}
