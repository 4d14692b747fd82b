import type { CallValue, DefinitionFact, Range } from "../facts/types.ts";
import type { Builder } from "./builders.ts";
import type { ConvexProject } from "./convex-projects.ts";
import { Definitions, type Noted, placeOf, placeOfExport, type RegistrySources } from "./definitions.ts";
import type { Denotation } from "./denotation.ts";
import { exportNames } from "./export-names.ts";
import type { LibraryFunction } from "./library-functions.ts";

/**
 * One definition that Convex registers, under one or several names: re-exports and re-registrations give the same
 * definition further names, and all of them have its visibility.
 */
export interface RegisteredFunction {
  /** Its identity, which stays when the text around it moves: the file that defines it and the name it is exported under there. */
  readonly key: string;
  readonly project: ConvexProject;
  /** `messages:send`, the name of its own module first. */
  readonly names: string[];
  /** The file and place that define it. */
  readonly file: string;
  readonly range: Range;
  readonly definition: DefinitionFact | null;
  /** Where it is exported, for the questions that only the checker can answer. */
  readonly exportedAs: { readonly file: string; readonly exportName: string };
  readonly builder: Builder;
  /** The call of a builder that stands elsewhere in the project's functions: `makeCrud("users")` gives what its body registers. */
  readonly made: CallValue | null;
  /** What a library that makes it is known to register. */
  readonly library: LibraryFunction | null;
  /** The text after its `@public` tag; `null` without one. */
  readonly publicTag: string | null;
}

/** What the path of a function reference leads to. */
export type Target =
  | { readonly kind: "function"; readonly function: RegisteredFunction; /** How many names of the path belong to it. */ readonly length: number }
  /** A module or directory of modules, or a path that goes on with a computed name. */
  | { readonly kind: "subtree"; readonly prefix: readonly string[] }
  | { readonly kind: "missing" };

/** A function that reads its definition from the facts when it is asked for: of thousands, few are asked. */
class Defined implements RegisteredFunction {
  declare readonly key: string;
  declare readonly project: ConvexProject;
  declare readonly names: string[];
  declare readonly file: string;
  declare readonly range: Range;
  declare exportedAs: RegisteredFunction["exportedAs"];
  declare readonly builder: Builder;
  declare readonly made: CallValue | null;
  declare readonly library: LibraryFunction | null;
  declare readonly publicTag: string | null;
  declare readonly definedAt: number | null;
  readonly #factsOf: RegistrySources["factsOf"];

  constructor(noted: Noted, factsOf: RegistrySources["factsOf"]) {
    this.#factsOf = factsOf;
    Object.assign(this, noted);
  }

  get definition(): DefinitionFact | null {
    return this.definedAt === null ? null : (this.#factsOf(this.file)?.definitions.find(({ call }) => call.range[0] === this.definedAt) ?? null);
  }
}

/** One name under which a module registers a function. */
interface Registration {
  readonly name: string;
  readonly found: Defined;
}

/** Every registered function of a Convex project, by name. */
export class Registry {
  readonly project: ConvexProject;
  readonly #functions = new Map<string, Defined>();
  readonly #sources: RegistrySources;
  readonly #definitions: Definitions;
  /** By the place of the call that defines it, or the name that a library's result is exported under. */
  readonly #byPlace = new Map<string, Defined>();
  readonly #places = new WeakMap<Defined, string>();
  #byFile: Map<string, RegisteredFunction[]> | undefined;
  readonly #byModule = new Map<string, readonly Registration[]>();
  /** The functions as they were before an edit: those that are still there keep their identity. */
  #earlier: ReadonlyMap<string, Defined> = new Map();
  readonly #byName = new Map<string, RegisteredFunction>();
  readonly #byEnding = new Map<string, RegisteredFunction[]>();
  /** Every module path and each of its parents. */
  readonly #nodes = new Set<string>([""]);

  constructor(project: ConvexProject, sources: RegistrySources) {
    this.project = project;
    this.#sources = sources;
    this.#definitions = new Definitions(project, sources);
    for (const module of project.modules.keys()) {
      const segments = module.split("/");
      for (let length = 1; length <= segments.length; length += 1) this.#nodes.add(segments.slice(0, length).join("/"));
    }
    this.#register(new Set(project.modules.values()));
  }

  /** Reads these files again, and returns the names that mean another function than before. */
  update(files: ReadonlySet<string>): string[] {
    const before = new Map(this.#byName);
    this.#register(files);
    const changed = [...this.#byName].filter(([name, found]) => before.get(name) !== found).map(([name]) => name);
    return [...changed, ...[...before.keys()].filter((name) => !this.#byName.has(name))];
  }

  /** Reads the functions of a file again that is the same but for places and handlers. Returns whether it was. */
  refresh(file: string): boolean {
    const touched = [...this.#byPlace].filter(([, { file: home, exportedAs }]) => home === file || exportedAs.file === file);
    for (const [place] of touched) this.#byPlace.delete(place);
    for (const [, found] of touched) {
      const { file: exporter, exportName } = found.exportedAs;
      const denotation = this.#sources.denoter.denoteExport(exporter, exportName);
      const place = placeOfExport(denotation, exporter, exportName);
      const made = place === undefined ? undefined : this.#definitions.define(denotation, exporter, exportName);
      if (!made || place === undefined) return false;
      Object.assign(found, { ...made, key: found.key, names: found.names } satisfies Noted);
      this.#byPlace.set(place, found);
      this.#places.set(found, place);
    }
    return true;
  }

  /** Returns the functions that a file defines. */
  definedIn(file: string): readonly RegisteredFunction[] {
    if (!this.#byFile) {
      this.#byFile = new Map();
      for (const target of this.#functions.values()) {
        const known = this.#byFile.get(target.file);
        if (known) known.push(target);
        else this.#byFile.set(target.file, [target]);
      }
    }
    return this.#byFile.get(file) ?? [];
  }

  /** Returns the function that the call at a place of a file registers. */
  at(file: string, range: Range): RegisteredFunction | undefined {
    return this.#byPlace.get(placeOf(file, range));
  }

  /** Every function by its key. */
  get functions(): ReadonlyMap<string, RegisteredFunction> {
    return this.#functions;
  }

  /** Returns the function of a name: `messages:send`. */
  byName(name: string): RegisteredFunction | undefined {
    return this.#byName.get(name);
  }

  /** Returns the functions of which a name is accepted. */
  named(accepts: (name: string) => boolean): RegisteredFunction[] {
    return [...new Set([...this.#byName].filter(([name]) => accepts(name)).map(([, found]) => found))];
  }

  /** Returns what the names after `api` or `internal` lead to. */
  resolve(path: readonly (string | null)[]): Target {
    const known = path.slice(0, path.includes(null) ? path.indexOf(null) : undefined).filter((name) => name !== null);
    // `foo.ts` may export `bar` beside a module `foo/bar.ts`: the longest path is meant.
    for (let length = known.length - 1; length > 0; length -= 1) {
      const found = this.#byName.get(`${known.slice(0, length).join("/")}:${known[length] ?? ""}`);
      if (found) return { kind: "function", function: found, length: length + 1 };
    }
    if (this.#nodes.has(known.join("/"))) return { kind: "subtree", prefix: known };
    return { kind: "missing" };
  }

  /** Returns the functions whose module's last name and own name are these, `list` of `admin/messages` for `messages`, `list`. */
  endingWith(module: string, name: string): readonly RegisteredFunction[] {
    return this.#byEnding.get(`${module}.${name}`) ?? [];
  }

  /** Returns the functions whose names start with the path. */
  below(prefix: readonly string[]): readonly RegisteredFunction[] {
    const start = prefix.join("/");
    return this.named((name) => start === "" || name.startsWith(`${start}/`) || name.startsWith(`${start}:`));
  }

  /** Registers every function under all its names, reading those modules again that are among the files. */
  #register(files: ReadonlySet<string>): void {
    this.#earlier = new Map(this.#functions);
    for (const index of [this.#functions, this.#byPlace, this.#byName, this.#byEnding]) index.clear();
    this.#byFile = undefined;
    for (const found of this.#earlier.values()) found.names.length = 0;
    for (const [module, file] of this.project.modules) {
      const known = files.has(file) ? undefined : this.#byModule.get(module);
      const registrations = known ?? [...this.#readModule(file)];
      if (!known) this.#byModule.set(module, registrations);
      for (const registration of registrations) this.#registerAs(module, file, registration);
    }
    this.#earlier = new Map();
  }

  #registerAs(module: string, file: string, { name, found }: Registration): void {
    this.#byPlace.set(this.#places.get(found) ?? "", found);
    this.#functions.set(found.key, found);
    if (found.names.length === 0) found.exportedAs = { file, exportName: name };
    const fullName = `${module}:${name}`;
    if (found.file === file) found.names.unshift(fullName);
    else found.names.push(fullName);
    this.#byName.set(fullName, found);
    const ending = `${module.slice(module.lastIndexOf("/") + 1)}.${name}`;
    const others = this.#byEnding.get(ending);
    if (others) others.push(found);
    else this.#byEnding.set(ending, [found]);
  }

  *#readModule(file: string): Generator<Registration> {
    const own = new Map<string, Defined>();
    for (const name of exportNames(file, this.#sources)) {
      const denotation = this.#sources.denoter.denoteExport(file, name);
      const place = placeOfExport(denotation, file, name);
      if (place === undefined) continue;
      const found = own.get(place) ?? this.#byPlace.get(place) ?? this.#add(denotation, file, name);
      if (!found) continue;
      own.set(place, found);
      this.#places.set(found, place);
      yield { name, found };
    }
  }

  #add(denotation: Denotation, file: string, name: string): Defined | undefined {
    const made = this.#definitions.define(denotation, file, name);
    if (!made) return undefined;
    const known = this.#earlier.get(made.key);
    if (!known) return new Defined(made, this.#sources.factsOf);
    // A function that is there already under its other names keeps them.
    return Object.assign(known, { ...made, names: known.names } satisfies Noted);
  }
}
