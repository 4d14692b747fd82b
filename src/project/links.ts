import type { FileFacts } from "../facts/types.ts";
import { AdminClients } from "./admin-clients.ts";
import { BuilderReader } from "./builders.ts";
import { type ConvexProject, nearestProjects } from "./convex-projects.ts";
import { Denoter } from "./denotation.ts";
import type { Before, FactStore } from "./fact-store.ts";
import type { FileTree } from "./file-tree.ts";
import { ImportedNames } from "./imported-names.ts";
import { Importers } from "./importers.ts";
import { interfaceOf } from "./interface.ts";
import { foreignFiles, type LinkedFile, type LinkSources } from "./link-context.ts";
import { linkFile } from "./linker.ts";
import { Places } from "./places.ts";
import { type FunctionLookup, Lookups } from "./recorded-registry.ts";
import { type RegisteredFunction, Registry } from "./registry.ts";
import { addImporters, filesWithReferences, type KnownCarriers } from "./relevant-files.ts";
import type { Resolver } from "./resolver.ts";
import { isSameScan } from "./scan.ts";
import { difference, grouped } from "./sets.ts";
import { SinkReader } from "./sink-reader.ts";

/** A linked file, with what its links depend on beside the files that it imports. */
interface Entry {
  readonly linked: LinkedFile;
  readonly lookups: Lookups;
  /** The other files of which its links name places. */
  readonly foreign: ReadonlySet<string>;
}

/**
 * The references of every file of a workspace, each with its function. After an edit only those files are linked again
 * whose references it can change: the edited file; where it says something else to others, those that import it,
 * directly or through others; and those that name a function which came or went.
 */
export class Links {
  readonly resolver: Resolver;
  readonly projects: readonly ConvexProject[];
  readonly denoter: Denoter;
  readonly builders: BuilderReader;
  readonly #tree: FileTree;
  readonly #store: FactStore;
  readonly #imports: ImportedNames;
  readonly #registries = new Map<ConvexProject, Registry>();
  #importers: Importers;
  #places: Places;
  #admins: AdminClients;
  #relevant = new Set<string>();
  /** The relevant files that are so whatever the others say. */
  #withReferences: ReadonlySet<string> = new Set();
  #carriers: KnownCarriers = { answers: new Map(), relevant: new Set() };
  #linked = new Map<string, Entry>();
  #startingIn = new Map<string, string[]>();

  constructor(tree: FileTree, store: FactStore, resolver: Resolver, projects: readonly ConvexProject[]) {
    this.#tree = tree;
    this.#store = store;
    this.resolver = resolver;
    this.projects = projects;
    const factsOf = (file: string): FileFacts | undefined => this.#factsOf(file);
    this.denoter = new Denoter({ factsOf, resolve: (file, source) => resolver.resolve(file, source) });
    this.builders = new BuilderReader(this.denoter, factsOf);
    this.#importers = this.#newImporters();
    this.#places = this.#newPlaces();
    this.#admins = this.#newAdmins();
    this.#imports = new ImportedNames({ resolver, projectOf: (file) => this.#places.projectOf(file) });
    if (projects.length === 0) return;
    this.#withReferences = filesWithReferences(this.#sources());
    this.#findRelevant(new Set(this.#withReferences));
    for (const file of this.#relevant) this.#imports.read(file, store.factsOf(file));
    this.#link(this.#relevant);
    // What it remembers holds on to facts.
    this.denoter.forget();
  }

  get places(): Places {
    return this.#places;
  }

  /** The linked files, in the order in which they were found. */
  files(): IterableIterator<string> {
    return this.#linked.keys();
  }

  /** Returns what a file references; nothing for files that take no part. */
  of(file: string): LinkedFile | undefined {
    return this.#linked.get(file)?.linked;
  }

  /** Returns the linked files of which a reference starts in another file. */
  startingIn(file: string): readonly string[] {
    return this.#startingIn.get(file) ?? [];
  }

  /** The scripts and markup files of the workspace. */
  codeFiles(): string[] {
    return [...this.#tree.files.values()].filter(({ kind }) => kind === "script" || kind === "markup").map(({ path }) => path);
  }

  registryOf(project: ConvexProject): Registry {
    let registry = this.#registries.get(project);
    if (!registry) {
      const sources = {
        denoter: this.denoter,
        builders: this.builders,
        factsOf: (file: string) => this.#store.factsOf(file),
        resolve: (file: string, source: string) => this.resolver.resolve(file, source),
      };
      registry = new Registry(project, sources);
      this.#registries.set(project, registry);
    }
    return registry;
  }

  /** Every registered function of every project. */
  *functions(): Generator<RegisteredFunction> {
    for (const project of this.projects) yield* this.registryOf(project).functions.values();
  }

  /**
   * Returns the projects that names in a file can belong to, the likeliest first: those that its package imports `api`
   * from, then the nearest above or beside it, then all.
   */
  projectsOf(file: string): readonly (readonly ConvexProject[])[] {
    const own = this.#places.projectOf(file);
    if (own) return [[own]];
    const imported = this.#imports.projectsOf(this.resolver.packageOf(file));
    const groups: ConvexProject[][] = imported ? [[...imported]] : [];
    const backends = this.projects.filter(({ isComponent }) => !isComponent);
    const nearest = nearestProjects(file, backends);
    if (nearest.length > 0) groups.push([...nearest]);
    groups.push(backends.filter(({ isElsewhere }) => !isElsewhere));
    return groups;
  }

  /** Takes in that the texts of these files are others now; no file came, went, or is a configuration. */
  update(edited: ReadonlyMap<string, Before>): void {
    this.denoter.forget();
    this.builders.forget();
    if (this.projects.length === 0) return;
    const spoken = new Set([...edited].filter(([file, before]) => !this.#saysTheSame(file, before)).map(([file]) => file));
    for (const file of edited.keys()) {
      if (!spoken.has(file) && !this.projects.every((project) => this.registryOf(project).refresh(file))) spoken.add(file);
    }
    if (spoken.size > 0) {
      this.#relink(edited, spoken);
      return;
    }
    this.#link(this.#touchedBy(edited));
  }

  /** Whether an edit changes nothing that other files can come to know. */
  #saysTheSame(file: string, before: Before): boolean {
    if (!isSameScan(before.scan, this.#store.scanOf(file))) return false;
    // Facts that nobody read are in no link.
    if (!before.facts) return !before.isReleased || this.#importers.of(file).length === 0;
    const after = this.#store.factsOf(file);
    const said = interfaceOf(before.facts);
    return said !== undefined && after !== undefined && said === interfaceOf(after);
  }

  /** The edited files that are linked, and those whose links name places in them. */
  #touchedBy(edited: ReadonlyMap<string, Before>): Set<string> {
    return new Set([...edited.keys()].flatMap((file) => [...(this.#relevant.has(file) ? [file] : []), ...this.startingIn(file)]));
  }

  /** Links again whatever an edit can reach that says something else than before to other files. */
  #relink(edited: ReadonlyMap<string, Before>, spoken: ReadonlySet<string>): void {
    const touched = this.#touchedBy(edited);
    const reached = this.#importers.closureOf(new Set([...spoken, ...this.#refreshPlaces(edited)]));
    const changedNames = new Set(this.projects.flatMap((project) => [...this.registryOf(project).update(reached)]));

    const withReferences = filesWithReferences(this.#sources());
    const changed = new Set([...difference(withReferences, this.#withReferences), ...difference(this.#withReferences, withReferences)]);
    this.#withReferences = withReferences;
    for (const file of this.#importers.closureOf(changed)) reached.add(file);
    for (const file of reached) this.#carriers.answers.delete(file);
    const earlier = this.#relevant;
    this.#findRelevant(new Set([...withReferences, ...difference(earlier, reached)]));

    const sources = new Set<string>();
    for (const file of difference(earlier, this.#relevant)) {
      sources.add(file);
      for (const other of this.#read(file, undefined)) sources.add(other);
    }
    for (const file of this.#relevant) {
      if (earlier.has(file) && !edited.has(file)) continue;
      sources.add(file);
      for (const other of this.#read(file, this.#store.factsOf(file))) sources.add(other);
    }
    for (const [file, { lookups }] of this.#linked) if (lookups.mayMean(changedNames)) touched.add(file);
    for (const file of [...reached, ...this.#importers.closureOf(sources)]) touched.add(file);
    this.#link(touched);
  }

  /** Finds out anew where files stand, if an edit can change it; returns those that stand elsewhere now. */
  #refreshPlaces(edited: ReadonlyMap<string, Before>): Iterable<string> {
    const scans = [...edited].map(([file, { scan }]) => ({ before: scan, after: this.#store.scanOf(file) }));
    const isSameGraph = scans.every(({ before, after }) => before?.sources.join("\0") === after?.sources.join("\0"));
    if (isSameGraph && scans.every(({ before, after }) => before?.adminAuth === after?.adminAuth)) return [];
    const places = this.#places;
    if (!isSameGraph) this.#importers = this.#newImporters();
    this.#places = this.#newPlaces();
    const admins = this.#admins;
    this.#admins = this.#newAdmins();
    return this.#admins.isOtherThan(admins) ? this.#relevant : this.#places.changedSince(places);
  }

  /** Takes what a file imports; returns the files whose exports are imported by others than before. */
  #read(file: string, facts: FileFacts | undefined): Iterable<string> {
    const changed = this.#imports.read(file, facts);
    return changed === "everything" ? this.#relevant : changed;
  }

  /** Facts for following names: a file that mentions nothing of Convex, and imports nothing that leads there, has none that matter. */
  #factsOf(file: string): FileFacts | undefined {
    const matters = this.#relevant.has(file) || this.#store.scanOf(file)?.mentionsConvex === true || this.#places.projectOf(file) !== undefined;
    return matters ? this.#store.factsOf(file) : undefined;
  }

  #findRelevant(start: Set<string>): void {
    this.#relevant = start;
    const carriers: KnownCarriers = this.#carriers.relevant.size > 0 ? this.#carriers : { answers: new Map(), relevant: new Set(start) };
    this.#carriers = addImporters(start, carriers, this.#sources());
    this.denoter.forget();
  }

  #sources(): Parameters<typeof filesWithReferences>[0] {
    return {
      files: this.codeFiles(),
      functions: this.functions(),
      store: this.#store,
      places: this.#places,
      denoter: this.denoter,
      resolver: this.resolver,
      mentionsOf: (file) => this.#importers.mentionsOf(file),
      importersOfGenerated: () => this.#importers.ofGenerated(),
    };
  }

  /** Links these files, as far as they are relevant, and keeps the others as they are. */
  #link(files: ReadonlySet<string>): void {
    const sinks = new SinkReader({
      denoter: this.denoter,
      factsOf: (file) => this.#store.factsOf(file),
      isFunctionsFile: (file) => this.#places.of(file).kind !== "outside",
      adminAuthOf: (file) => this.#admins.near(file),
    });
    const linked = new Map<string, Entry>();
    for (const file of this.#relevant) {
      const entry = files.has(file) ? this.#linkOne(file, sinks) : this.#linked.get(file);
      if (entry) linked.set(file, entry);
    }
    this.#linked = linked;
    this.#startingIn = grouped([...linked].flatMap(([file, { foreign }]) => [...foreign].map((other) => [other, file] as const)));
  }

  #linkOne(file: string, sinks: SinkReader): Entry | undefined {
    const facts = this.#store.factsOf(file);
    if (!facts) return undefined;
    const lookups = new Lookups();
    const recorded = new Map<ConvexProject, FunctionLookup>();
    let own: ReturnType<Links["projectsOf"]> | undefined;
    const sources: LinkSources = {
      denoter: this.denoter,
      sinks,
      places: this.#places,
      registryOf: (project) => {
        let lookup = recorded.get(project);
        if (!lookup) {
          lookup = lookups.record(this.registryOf(project));
          recorded.set(project, lookup);
        }
        return lookup;
      },
      scanOf: (path) => this.#store.scanOf(path),
      functionAt: (path, range) => this.#functionAt(path, range),
      hasAdminClient: () => this.#admins.exist,
      isImported: (path, name) => this.#imports.has(path, name),
      projectsOf: (path) => (path === file ? (own ??= this.projectsOf(path)) : this.projectsOf(path)),
    };
    const linked = linkFile(file, facts, sources);
    return { linked, lookups, foreign: foreignFiles(file, linked) };
  }

  #functionAt(file: string, range: readonly [number, number]): RegisteredFunction | undefined {
    return this.projects.map((project) => this.registryOf(project).at(file, range)).find((found) => found !== undefined);
  }

  #newImporters(): Importers {
    return new Importers({ files: this.codeFiles(), scanOf: (file) => this.#store.scanOf(file), resolver: this.resolver });
  }

  #newAdmins(): AdminClients {
    return new AdminClients({ files: () => this.codeFiles(), scanOf: (file) => this.#store.scanOf(file), resolver: this.resolver, places: this.#places });
  }

  #newPlaces(): Places {
    return new Places({ relativePath: (file) => this.#tree.relativePath(file), projects: this.projects, scanOf: (file) => this.#store.scanOf(file), importersOf: (file) => this.#importers.of(file) });
  }
}
