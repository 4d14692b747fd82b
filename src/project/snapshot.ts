import type { FileFacts } from "../facts/types.ts";
import { BuilderReader } from "./builders.ts";
import type { ConfigProblem, ConvexProject } from "./convex-projects.ts";
import { Denoter } from "./denotation.ts";
import type { FactStore } from "./fact-store.ts";
import type { FileTree } from "./file-tree.ts";
import { fullName, namePath } from "./function-names.ts";
import { Importers } from "./importers.ts";
import type { LinkedFile } from "./link-context.ts";
import { linkFile } from "./linker.ts";
import { Places } from "./places.ts";
import { isSurelyMissing } from "./missing.ts";
import type { Dangling, Escape, FunctionCallers, Reference } from "./references.ts";
import { definitionKeyOf, type RegisteredFunction, Registry } from "./registry.ts";
import { relevantFiles } from "./relevant-files.ts";
import type { Resolver } from "./resolver.ts";
import { SinkReader } from "./sink-reader.ts";

/** What the workspace is at one moment: every function, and who references it. */
export class Snapshot {
  readonly root: string;
  readonly projects: readonly ConvexProject[];
  readonly problems: readonly ConfigProblem[];
  readonly places: Places;
  readonly denoter: Denoter;
  readonly builders: BuilderReader;
  readonly resolver: Resolver;
  readonly store: FactStore;
  readonly #tree: FileTree;
  readonly #importers: Importers;
  readonly #relevant = new Set<string>();
  readonly #registries = new Map<ConvexProject, Registry>();
  readonly #linked = new Map<string, LinkedFile>();
  readonly #references = new Map<string, Reference[]>();
  readonly #escapes: Escape[] = [];
  readonly #dangling = new Map<string, Dangling[]>();
  readonly #imported = new Set<string>();
  readonly #packageProjects = new Map<string, Set<ConvexProject>>();
  readonly #evidence = new Set<ConvexProject>();

  constructor(tree: FileTree, store: FactStore, resolver: Resolver, projects: readonly ConvexProject[], problems: readonly ConfigProblem[]) {
    this.root = tree.root;
    this.#tree = tree;
    this.store = store;
    this.resolver = resolver;
    this.projects = projects;
    this.problems = problems;
    const factsOf = (file: string): FileFacts | undefined => this.#factsOf(file);
    const resolve = (file: string, source: string): ReturnType<Resolver["resolve"]> => resolver.resolve(file, source);
    this.denoter = new Denoter({ factsOf, resolve });
    this.builders = new BuilderReader(this.denoter, factsOf);
    this.#importers = new Importers({ files: this.codeFiles(), scanOf: (file) => store.scanOf(file), resolver });
    this.places = new Places({ root: tree.root, projects, scanOf: (file) => store.scanOf(file), importersOf: (file) => this.#importers.of(file) });
    if (projects.length > 0) this.#link();
  }

  /** The scripts and markup files of the workspace. */
  codeFiles(): string[] {
    return [...this.#tree.files.values()].filter(({ kind }) => kind === "script" || kind === "markup").map(({ path }) => path);
  }

  get fileCount(): number {
    return this.#tree.files.size;
  }

  /** How many files outside every functions directory could hold a client. */
  clientFileCount(): number {
    let total = 0;
    for (const { path, kind } of this.#tree.files.values()) {
      if ((kind === "script" || kind === "markup" || kind === "foreign") && !this.places.projectOf(path) && !this.places.of(path).isTest) total += 1;
    }
    return total;
  }

  registryOf(project: ConvexProject): Registry {
    let registry = this.#registries.get(project);
    if (!registry) {
      registry = new Registry(project, {
        denoter: this.denoter,
        builders: this.builders,
        factsOf: (file) => this.store.factsOf(file),
        resolve: (file, source) => this.resolver.resolve(file, source),
      });
      this.#registries.set(project, registry);
    }
    return registry;
  }

  /** Every registered function of every project. */
  *functions(): Generator<RegisteredFunction> {
    for (const project of this.projects) yield* this.registryOf(project).functions.values();
  }

  /** Whether generated code has `api`: before version 0.17 it had hooks, which took names. */
  hasGeneratedApi({ directory }: ConvexProject): boolean {
    return !["react.js", "react.d.ts"].some((name) => this.#tree.files.has(`${directory}/_generated/${name}`));
  }

  /** Everything that references the function. */
  callersOf(target: RegisteredFunction): FunctionCallers {
    const escapes = this.#escapes.filter(({ project, prefix }) => project === target.project && target.names.some((name) => isBelow(name, prefix)));
    return { function: target, references: this.#references.get(target.key) ?? [], escapes };
  }

  /** What a file references; nothing for files that take no part. */
  linkedFile(file: string): LinkedFile | undefined {
    return this.#linked.get(file);
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
    return this.#linked.keys();
  }

  /** Whether some client of the project is in the workspace: a direct reference of one resolves. */
  hasClientOf(project: ConvexProject): boolean {
    return this.#evidence.has(project);
  }

  /** Facts for following names: a file that mentions nothing of Convex, and imports nothing that leads there, has none that matter. */
  #factsOf(file: string): FileFacts | undefined {
    const matters = this.#relevant.has(file) || this.store.scanOf(file)?.mentionsConvex === true || this.places.projectOf(file) !== undefined;
    return matters ? this.store.factsOf(file) : undefined;
  }

  #link(): void {
    const relevant = this.#relevant;
    relevantFiles(relevant, {
      files: this.codeFiles(),
      functions: this.functions(),
      store: this.store,
      places: this.places,
      denoter: this.denoter,
      resolver: this.resolver,
      importersOf: (file) => this.#importers.of(file),
      importersOfGenerated: () => this.#importers.ofGenerated(),
    });
    this.denoter.forget();
    for (const file of relevant) this.#readImports(file);
    const sinks = new SinkReader({
      denoter: this.denoter,
      factsOf: (file) => this.store.factsOf(file),
      isFunctionsFile: (file) => this.places.of(file).kind !== "outside",
      adminAuthOf: (file) => this.places.of(file).adminAuth,
    });
    const sources = {
      denoter: this.denoter,
      sinks,
      places: this.places,
      registryOf: (project: ConvexProject) => this.registryOf(project),
      factsOf: (file: string) => this.store.factsOf(file),
      scanOf: (file: string) => this.store.scanOf(file),
      functionAt: (file: string, range: readonly [number, number]) => this.#functionAt(file, range),
      isImported: (file: string, name: string) => this.#imported.has(`${file}\0${name}`) || this.#imported.has(`${file}\0*`),
      projectsOf: (file: string) => this.projectsOf(file),
    };
    for (const file of relevant) {
      const facts = this.store.factsOf(file);
      if (!facts) continue;
      const linked = linkFile(file, facts, sources);
      this.#linked.set(file, linked);
      for (const { target, reference } of linked.references) this.#addReference(target, reference);
      this.#escapes.push(...linked.escapes);
      for (const found of linked.dangling) this.#dangling.set(found.file, [...(this.#dangling.get(found.file) ?? []), found]);
    }
    for (const { path, kind } of this.#tree.files.values()) {
      const scan = this.store.scanOf(path);
      this.#addNames(path, scan?.requested ?? [], scan?.adminAuth === "sure" ? "operator" : "foreign");
      if (kind === "foreign") this.#addNames(path, scan?.quoted ?? [], "foreign");
      else if (scan && scan.operated.length > 0) {
        // A string of its own, `["convex", "run", "init:seed"]`, is linked already.
        const linked = new Set(this.#linked.has(path) ? this.store.factsOf(path)?.names.map(({ value }) => value) : []);
        this.#addNames(path, scan.operated.filter((name) => !linked.has(name)), "operator");
      }
    }
  }

  #functionAt(file: string, range: readonly [number, number]): RegisteredFunction | undefined {
    for (const project of this.projects) {
      const found = this.registryOf(project).functions.get(definitionKeyOf(file, range));
      if (found) return found;
    }
    return undefined;
  }

  #addReference(target: RegisteredFunction, reference: Reference): void {
    const known = this.#references.get(target.key);
    if (known) known.push(reference);
    else this.#references.set(target.key, [reference]);
    if (reference.certainty === "direct" && (reference.class === "client" || reference.class === "foreign")) this.#evidence.add(target.project);
  }

  /** Names in other languages, in scripts and in CI files. */
  #addNames(file: string, names: readonly string[], callerClass: "foreign" | "operator"): void {
    for (const name of names) {
      const path = namePath(name);
      for (const group of this.projectsOf(file)) {
        const found = group.flatMap((project) => this.registryOf(project).byName(fullName(path)) ?? []);
        for (const target of found) {
          this.#addReference(target, {
            file, range: [0, 0], nameRange: [0, 0], root: "name", form: "name", path, certainty: found.length === 1 ? "direct" : "possible",
            class: callerClass, isClientApi: false, acceptsInternal: callerClass === "operator", site: null, owner: null,
          });
        }
        if (found.length > 0) break;
      }
    }
  }

  /**
   * Returns the projects that names in a file can belong to, the likeliest first: those that its package imports `api`
   * from, then the nearest above or beside it, then all.
   */
  projectsOf(file: string): readonly (readonly ConvexProject[])[] {
    const own = this.places.projectOf(file);
    if (own) return [[own]];
    const groups: ConvexProject[][] = [];
    const imported = this.#packageProjects.get(this.resolver.packageOf(file));
    if (imported) groups.push([...imported]);
    const backends = this.projects.filter(({ isComponent }) => !isComponent);
    let nearest: ConvexProject[] = [];
    let depth = -1;
    for (const project of backends) {
      if (!file.startsWith(`${project.root}/`) || project.root.length < depth) continue;
      if (project.root.length > depth) nearest = [];
      depth = project.root.length;
      nearest.push(project);
    }
    if (nearest.length > 0) groups.push(nearest);
    groups.push(backends);
    return groups;
  }

  #readImports(file: string): void {
    const facts = this.store.factsOf(file);
    const note = (source: string, imported: string): void => {
      const target = this.resolver.resolve(file, source);
      if (target.kind === "file") this.#imported.add(`${target.path}\0${imported}`);
      if (target.kind === "generated" && target.module === "api" && !this.places.projectOf(file)) {
        const owner = this.resolver.packageOf(file);
        const known = this.#packageProjects.get(owner) ?? new Set();
        this.#packageProjects.set(owner, known.add(target.project));
      }
    };
    for (const { import: imported } of facts?.bindings ?? []) if (imported) note(imported.source, imported.imported);
    for (const { source, imported } of facts?.reexports ?? []) note(source, imported);
    for (const source of facts?.sources ?? []) if (this.resolver.resolve(file, source).kind === "generated") note(source, "*");
  }
}

function isBelow(name: string, prefix: readonly string[]): boolean {
  const start = prefix.join("/");
  return start === "" || name.startsWith(`${start}/`) || name.startsWith(`${start}:`);
}
