import type { FileFacts } from "../facts/types.ts";
import type { ConvexProject } from "./convex-projects.ts";
import type { Resolver } from "./resolver.ts";

/** What one file imports, as far as others ask for it. */
interface Imports {
  /** `file\0name`, `*` for a whole module. */
  readonly names: readonly string[];
  /** The projects whose generated `api` it imports from outside. */
  readonly projects: readonly ConvexProject[];
  readonly owner: string;
}

interface Sources {
  readonly resolver: Resolver;
  readonly projectOf: (file: string) => ConvexProject | undefined;
}

/** Which exports are imported somewhere, and from which projects each package imports `api`. */
export class ImportedNames {
  readonly #sources: Sources;
  readonly #byFile = new Map<string, Imports>();
  readonly #counts = new Map<string, number>();
  #packages: Map<string, Set<ConvexProject>> | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Whether some file imports the export, or its whole module. */
  has(file: string, name: string): boolean {
    return this.#counts.has(`${file}\0${name}`) || this.#counts.has(`${file}\0*`);
  }

  /** Returns the projects that the files of a package import `api` from. */
  projectsOf(owner: string): ReadonlySet<ConvexProject> | undefined {
    this.#packages ??= this.#group();
    return this.#packages.get(owner);
  }

  /**
   * Takes what a file imports, nothing for one that takes no part any more. Returns the files of which an export is now
   * imported for the first time, or no longer; `"everything"` where names may belong to other projects than before.
   */
  read(file: string, facts: FileFacts | undefined): ReadonlySet<string> | "everything" {
    const before = this.#byFile.get(file);
    const after = facts ? this.#importsOf(file, facts) : undefined;
    if (after) this.#byFile.set(file, after);
    else this.#byFile.delete(file);
    const known = new Set([...(before?.names ?? []), ...(after?.names ?? [])]);
    const wasImported = new Set([...known].filter((name) => this.#counts.has(name)));
    for (const name of after?.names ?? []) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    for (const name of before?.names ?? []) this.#drop(name);
    if (!isSame(before?.projects ?? [], after?.projects ?? [])) {
      this.#packages = undefined;
      return "everything";
    }
    return new Set([...known].filter((name) => this.#counts.has(name) !== wasImported.has(name)).map((name) => name.slice(0, name.indexOf("\0"))));
  }

  #drop(name: string): void {
    const count = this.#counts.get(name) ?? 0;
    if (count > 1) this.#counts.set(name, count - 1);
    else this.#counts.delete(name);
  }

  #importsOf(file: string, facts: FileFacts): Imports {
    const { resolver, projectOf } = this.#sources;
    const names = new Set<string>();
    const projects = new Set<ConvexProject>();
    const isOutside = projectOf(file) === undefined;
    const note = (source: string, imported: string): void => {
      const target = resolver.resolve(file, source);
      if (target.kind === "file") names.add(`${target.path}\0${imported}`);
      if (target.kind === "generated" && target.module === "api" && isOutside) projects.add(target.project);
    };
    for (const { import: imported } of facts.bindings) if (imported) note(imported.source, imported.imported);
    for (const { source, imported } of facts.reexports) note(source, imported);
    for (const source of facts.sources) if (resolver.resolve(file, source).kind === "generated") note(source, "*");
    return { names: [...names], projects: [...projects], owner: projects.size > 0 ? resolver.packageOf(file) : "" };
  }

  #group(): Map<string, Set<ConvexProject>> {
    const packages = new Map<string, Set<ConvexProject>>();
    for (const { owner, projects } of this.#byFile.values()) {
      if (projects.length === 0) continue;
      const known = packages.get(owner) ?? new Set();
      for (const project of projects) known.add(project);
      packages.set(owner, known);
    }
    return packages;
  }
}

function isSame<T>(left: readonly T[], right: readonly T[]): boolean {
  return left.length === right.length && left.every((item) => right.includes(item));
}
