import { relative } from "node:path";

import type { BuilderReader } from "./builders.ts";
import { escapeRegExp } from "./chains.ts";
import { CompiledFiles, isUntypedApi } from "./compiled-files.ts";
import type { ConfigProblem, ConvexProject } from "./convex-projects.ts";
import type { Denoter } from "./denotation.ts";
import type { FactStore } from "./fact-store.ts";
import { isCallerSource, isDocumentation } from "./file-kinds.ts";
import type { FileTree } from "./file-tree.ts";
import { fullName, namePath } from "./function-names.ts";
import type { LinkedFile } from "./link-context.ts";
import type { Links } from "./links.ts";
import { isSurelyMissing } from "./missing.ts";
import type { Places } from "./places.ts";
import { isApiPublished } from "./published.ts";
import type { Dangling, Escape, FunctionCallers, Reference } from "./references.ts";
import type { RegisteredFunction, Registry } from "./registry.ts";
import type { Resolver } from "./resolver.ts";

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
    for (const { path, kind } of this.#tree.files.values()) {
      const scan = this.store.scanOf(path);
      if (!scan) continue;
      this.#addNames(path, scan.requested, scan.adminAuth === "sure" ? "operator" : "foreign");
      for (const pattern of scan.partialNames) this.#addPartialName(path, pattern, scan.adminAuth === "sure" ? "operator" : "foreign");
      if (kind === "foreign") this.#addNames(path, scan.quoted, "foreign");
      // Whoever wrote it down runs it by hand.
      if (scan.commanded.length > 0) this.#addNames(path, scan.commanded, "operator");
      if (scan.operated.length > 0) {
        // A string of its own, `["convex", "run", "init:seed"]`, is linked already.
        const linked = new Set(this.#links.of(path) ? this.store.factsOf(path)?.names.map(({ value }) => value) : []);
        this.#addNames(path, scan.operated.filter((name) => !linked.has(name)), "operator");
      }
    }
  }

  #addReference(target: RegisteredFunction, reference: Reference): void {
    const known = this.#references.get(target.key);
    if (known) known.push(reference);
    else this.#references.set(target.key, [reference]);
    if (reference.certainty === "direct" && (reference.class === "client" || reference.class === "foreign")) this.#evidence.add(target.project);
  }

  /** A path of which a part is not known, `messages/*`, may be that of any function it could be. */
  #addPartialName(file: string, pattern: string, callerClass: "foreign" | "operator"): void {
    const matching = new RegExp(`^${pattern.split("*").map(escapeRegExp).join(".*")}$`, "u");
    for (const group of this.projectsOf(file)) {
      const found = group.flatMap((project) => [...this.registryOf(project).functions.values()].filter(({ names }) => names.some((name) => matching.test(name.replace(":", "/")))));
      for (const target of found) this.#addReference(target, nameElsewhere(file, [], "possible", callerClass));
      if (found.length > 0) break;
    }
  }

  /** The functions of a module itself, not of those below it. */
  #functionsOf(project: ConvexProject, module: string): readonly RegisteredFunction[] {
    return [...this.registryOf(project).functions.values()].filter(({ names }) => names.some((name) => name.startsWith(`${module}:`)));
  }

  /** Names in other languages, in scripts and in CI files. */
  #addNames(file: string, names: readonly string[], callerClass: "foreign" | "operator"): void {
    for (const name of names) {
      const path = namePath(name);
      for (const group of this.projectsOf(file)) {
        const named = group.flatMap((project) => this.registryOf(project).byName(fullName(path)) ?? []);
        // A command that names a module runs its default export; without one, any of its functions may be meant.
        const isGuess = named.length === 0 && callerClass === "operator" && path.at(-1) === "default";
        const found = isGuess ? group.flatMap((project) => this.#functionsOf(project, path.slice(0, -1).join("/"))) : named;
        for (const target of found) {
          // A request in a README file shows how something may be called, which proves no caller; a command there is what people run.
          const isCertain = !isGuess && found.length === 1 && (callerClass === "operator" || !isDocumentation(file));
          this.#addReference(target, nameElsewhere(file, path, isCertain ? "direct" : "possible", callerClass));
        }
        if (found.length > 0) break;
      }
    }
  }
}

/** A name in a file that is not parsed. */
function nameElsewhere(file: string, path: readonly string[], certainty: "direct" | "possible", callerClass: "foreign" | "operator"): Reference {
  return {
    file, range: [0, 0], nameRange: [0, 0], root: "name", form: "name", path, certainty,
    class: callerClass, isClientApi: false, acceptsInternal: callerClass === "operator", site: null, owner: null,
  };
}

function isBelow(name: string, prefix: readonly string[]): boolean {
  const start = prefix.join("/");
  return start === "" || name.startsWith(`${start}/`) || name.startsWith(`${start}:`);
}
