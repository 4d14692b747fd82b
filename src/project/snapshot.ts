import { relative } from "node:path";

import type { BuilderReader } from "./builders.ts";
import { CompiledFiles, isUntypedApi } from "./compiled-files.ts";
import type { ConfigProblem, ConvexProject } from "./convex-projects.ts";
import type { Denoter } from "./denotation.ts";
import type { FactStore } from "./fact-store.ts";
import { isCallerSource } from "./file-kinds.ts";
import type { FileTree } from "./file-tree.ts";
import type { LinkedFile } from "./link-context.ts";
import type { Links } from "./links.ts";
import { isSurelyMissing } from "./missing.ts";
import type { Places } from "./places.ts";
import { isApiPublished } from "./published.ts";
import type { Dangling, Escape, FunctionCallers, Reference } from "./references.ts";
import type { RegisteredFunction, Registry } from "./registry.ts";
import type { Resolver } from "./resolver.ts";
import { UnparsedNames } from "./unparsed-names.ts";

/** What the workspace is at one moment: every function, and who references it. It is good until the next one is made. */
export class Snapshot {
  readonly root: string;
  readonly problems: readonly ConfigProblem[];
  readonly store: FactStore;
  readonly #tree: FileTree;
  readonly #links: Links;
  readonly #references = new Map<string, Reference[]>();
  readonly #escapes: Escape[] = [];
  readonly #dangling = new Map<string, Dangling[]>();
  readonly #evidence = new Set<ConvexProject>();
  readonly #shown = new Map<string, string[]>();
  #data: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #published = new Map<ConvexProject, boolean>();
  #compiled: CompiledFiles | undefined;
  #shared: ReadonlyMap<string, readonly RegisteredFunction[]> | undefined;

  constructor(tree: FileTree, store: FactStore, links: Links, problems: readonly ConfigProblem[]) {
    this.root = tree.root;
    this.#tree = tree;
    this.store = store;
    this.#links = links;
    this.problems = problems;
    if (links.projects.length > 0) this.#gather();
  }

  /** The Convex projects of the workspace and of the client roots. */
  get projects(): readonly ConvexProject[] {
    return this.#links.projects;
  }

  /** Whether a file takes part as a caller only: it is in a client root, not in the workspace. */
  isElsewhere(file: string): boolean {
    return this.#tree.isElsewhere(file);
  }

  /** Whether no compiler looks at a TypeScript file: see `CompiledFiles`. Convex checks those of functions directories itself. */
  isLeftOut(file: string): boolean {
    this.#compiled ??= new CompiledFiles({ files: () => this.#tree.files.keys(), isImported: (path) => this.places.isImported(path) });
    return this.places.projectOf(file) === undefined && this.#compiled.isLeftOut(file);
  }

  /** Whether the generated code of a project is there, and types `api` as anything. */
  isApiUntyped({ directory }: ConvexProject): boolean {
    const text = this.store.textOf(`${directory}/_generated/api.d.ts`) ?? this.store.textOf(`${directory}/_generated/api.ts`);
    return text !== undefined && isUntypedApi(text);
  }

  /** Returns the path of a file as seen from the root of the workspace. */
  relativePath(file: string): string {
    return relative(this.root, file).replaceAll("\\", "/");
  }

  get places(): Places {
    return this.#links.places;
  }

  get denoter(): Denoter {
    return this.#links.denoter;
  }

  get builders(): BuilderReader {
    return this.#links.builders;
  }

  get resolver(): Resolver {
    return this.#links.resolver;
  }

  /** Every file of the workspace that can take part in the index. */
  files(): string[] {
    return [...this.#tree.files.keys()];
  }

  /** The scripts and markup files of the workspace. */
  codeFiles(): string[] {
    return this.#links.codeFiles();
  }

  /** Returns the sources that were looked at for callers: see `isCallerSource`. Bundles and unreadable files were not. */
  callerFiles(): string[] {
    return this.files().filter((path) => isCallerSource(path) && this.store.scanOf(path)?.minified === false);
  }

  /** Returns those of the sources that could hold a client: tests and functions directories left out. */
  clientFiles(): string[] {
    return this.callerFiles().filter((path) => !this.places.projectOf(path) && !this.places.of(path).isTest);
  }

  registryOf(project: ConvexProject): Registry {
    return this.#links.registryOf(project);
  }

  /** Every registered function of every project. */
  functions(): Generator<RegisteredFunction> {
    return this.#links.functions();
  }

  /** Whether generated code has `api`: before version 0.17 it had hooks, which took names. */
  hasGeneratedApi({ directory }: ConvexProject): boolean {
    return !["react.js", "react.d.ts"].some((name) => this.#tree.files.has(`${directory}/_generated/${name}`));
  }

  /** Returns the function as each project has it that registers its definition: a module of one may export what another defines. */
  sharersOf(target: RegisteredFunction): readonly RegisteredFunction[] {
    this.#shared ??= this.#findShared();
    return this.#shared.get(target.key) ?? [target];
  }

  /** The functions that a file defines; one that several projects register is one, under the names of its own project if that is among them. */
  definedIn(file: string): RegisteredFunction[] {
    const found = this.projects.flatMap((project) => this.registryOf(project).definedIn(file));
    return found.filter((target) => {
      const sharers = this.sharersOf(target);
      return target === (sharers.find(({ project }) => project === this.places.projectOf(file)) ?? sharers[0]);
    });
  }

  /** Everything that references the function. */
  callersOf(target: RegisteredFunction): FunctionCallers {
    const sharers = this.sharersOf(target);
    const escapes = this.#escapes.filter(({ project, prefix }) => sharers.some((sharer) => project === sharer.project && sharer.names.some((name) => isBelow(name, prefix))));
    return { function: target, references: this.#references.get(target.key) ?? [], escapes };
  }

  /** Returns the files of data that name the function. They are read at the first call. */
  dataNaming(target: RegisteredFunction): readonly string[] {
    this.#data ??= this.store.data.read(this.#tree.dataFiles());
    const means = (file: string, name: string, project: ConvexProject): boolean => {
      const likeliest = this.projectsOf(file).find((group) => group.some((other) => this.registryOf(other).byName(name)));
      return likeliest?.includes(project) === true;
    };
    return [...new Set(this.sharersOf(target).flatMap(({ names, project }) => names.flatMap((name) => (this.#data?.get(name) ?? []).filter((file) => means(file, name, project)))))];
  }

  /** Returns the documents whose code shows clients that call the function. */
  documentsShowing(target: RegisteredFunction): readonly string[] {
    return this.#shown.get(target.key) ?? [];
  }

  /** What a file references; nothing for files that take no part. */
  linkedFile(file: string): LinkedFile | undefined {
    return this.#links.of(file);
  }

  /** Returns the files other than this one with references that start in it, through constants. */
  filesStartingIn(file: string): readonly string[] {
    return this.#links.startingIn(file);
  }

  /** The references written in a file that lead to no function; one that several places use is one. */
  danglingIn(file: string): readonly Dangling[] {
    return [...new Map((this.#dangling.get(file) ?? []).map((found) => [found.range[0], found])).values()];
  }

  /** Those of every file. */
  *dangling(): Generator<Dangling> {
    for (const file of this.#dangling.keys()) yield* this.danglingIn(file);
  }

  /** Whether it is certain that there is no such function. */
  isMissing(found: Dangling): boolean {
    return isSurelyMissing(found, { factsOf: (path) => this.store.factsOf(path), textOf: (path) => this.store.textOf(path), resolve: (path, source) => this.resolver.resolve(path, source) });
  }

  linkedFiles(): IterableIterator<string> {
    return this.#links.files();
  }

  /** Whether others may call the public functions of a project through a package: see `isApiPublished`. */
  isPublished(project: ConvexProject): boolean {
    let known = this.#published.get(project);
    if (known === undefined) {
      known = isApiPublished(project, { resolver: this.resolver, store: this.store, files: () => this.codeFiles() });
      this.#published.set(project, known);
    }
    return known;
  }

  /** Whether some client of the project is in the workspace: a direct reference of one resolves. */
  hasClientOf(project: ConvexProject): boolean {
    return this.#evidence.has(project);
  }

  /** Returns the projects that names in a file can belong to, the likeliest first. */
  projectsOf(file: string): readonly (readonly ConvexProject[])[] {
    return this.#links.projectsOf(file);
  }

  #findShared(): ReadonlyMap<string, readonly RegisteredFunction[]> {
    const shared = new Map<string, RegisteredFunction[]>();
    if (this.projects.length < 2) return shared;
    const seen = new Map<string, RegisteredFunction>();
    for (const target of this.functions()) {
      const first = seen.get(target.key);
      if (!first) seen.set(target.key, target);
      else shared.set(target.key, [...(shared.get(target.key) ?? [first]), target]);
    }
    return shared;
  }

  #gather(): void {
    for (const file of this.#links.files()) {
      const linked = this.#links.of(file);
      if (!linked) continue;
      for (const { target, reference } of linked.references) this.#addReference(target, reference);
      this.#escapes.push(...linked.escapes);
      for (const found of linked.dangling) {
        const known = this.#dangling.get(found.file);
        if (known) known.push(found);
        else this.#dangling.set(found.file, [found]);
      }
    }
    const unparsed = new UnparsedNames({
      projectsOf: (file) => this.projectsOf(file),
      registryOf: (project) => this.registryOf(project),
      linkedNames: (file) => new Set(this.#links.of(file) ? this.store.factsOf(file)?.names.map(({ value }) => value) : []),
    });
    for (const { path, kind } of this.#tree.files.values()) {
      const scan = this.store.scanOf(path);
      if (!scan) continue;
      for (const { target, reference } of unparsed.read(path, kind, scan)) this.#addReference(target, reference);
      for (const { key } of unparsed.shown(path, scan)) this.#shown.set(key, [...(this.#shown.get(key) ?? []), path]);
    }
  }

  #addReference(target: RegisteredFunction, reference: Reference): void {
    const known = this.#references.get(target.key);
    if (known) known.push(reference);
    else this.#references.set(target.key, [reference]);
    if (reference.certainty === "direct" && (reference.class === "client" || reference.class === "foreign")) this.#evidence.add(target.project);
  }
}

function isBelow(name: string, prefix: readonly string[]): boolean {
  const start = prefix.join("/");
  return start === "" || name.startsWith(`${start}/`) || name.startsWith(`${start}:`);
}
