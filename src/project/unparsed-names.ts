import { escapeRegExp } from "./chains.ts";
import type { ConvexProject } from "./convex-projects.ts";
import { isDocumentation } from "./file-kinds.ts";
import { fullName, namePath } from "./function-names.ts";
import type { Reference } from "./references.ts";
import type { RegisteredFunction, Registry } from "./registry.ts";
import type { Scan } from "./scan.ts";

interface Sources {
  projectsOf(file: string): readonly (readonly ConvexProject[])[];
  registryOf(project: ConvexProject): Registry;
  /** The function names that the syntax tree of a file holds, which are linked already. */
  linkedNames(file: string): ReadonlySet<string>;
}

type Found = readonly { readonly target: RegisteredFunction; readonly reference: Reference }[];

const NONE: Found = [];

/** The functions that text names which is not parsed: other languages, scripts, CI files, documents, requests and comments. */
export class UnparsedNames {
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Returns the references in a file of which this is the scan. */
  read(file: string, kind: string, scan: Scan): Found {
    // Most files have none, and this is asked of each whenever anything changed.
    if (scan.requested.length + scan.partialNames.length + scan.quoted.length + scan.commanded.length + scan.operated.length === 0) return NONE;
    const requester = scan.adminAuth === "sure" ? "operator" : "foreign";
    const linked = scan.operated.length > 0 ? this.#sources.linkedNames(file) : new Set<string>();
    return [
      ...this.#named(file, scan.requested, requester),
      ...scan.partialNames.flatMap((pattern) => this.#fitting(file, pattern, requester)),
      ...(kind === "foreign" ? this.#named(file, scan.quoted, "foreign") : []),
      // Whoever wrote it down runs it by hand.
      ...this.#named(file, scan.commanded, "operator"),
      // A string of its own, `["convex", "run", "init:seed"]`, is linked already.
      ...this.#named(file, scan.operated.filter((name) => !linked.has(name)), "operator"),
    ];
  }

  /** Returns the functions that code in a document shows clients to call. */
  shown(file: string, { shown }: Scan): readonly RegisteredFunction[] {
    return shown.flatMap((name) => this.#likeliest(file, (registries) => meantBy(namePath(name), registries, "foreign")));
  }

  #named(file: string, names: readonly string[], callerClass: "foreign" | "operator"): Found {
    return names.flatMap((name) => {
      const path = namePath(name);
      const found = this.#likeliest(file, (registries) => meantBy(path, registries, callerClass));
      // A request in a README file shows how something may be called, which proves no caller; a command there is what people run.
      const isCertain = found.length === 1 && found[0]?.names.includes(fullName(path)) === true && (callerClass === "operator" || !isDocumentation(file));
      return found.map((target) => ({ target, reference: nameElsewhere(file, path, isCertain ? "direct" : "possible", callerClass) }));
    });
  }

  /** A path of which a part is not known, `messages/*`, may be that of any function it could be. */
  #fitting(file: string, pattern: string, callerClass: "foreign" | "operator"): Found {
    const matching = new RegExp(`^${pattern.split("*").map(escapeRegExp).join(".*")}$`, "u");
    const found = this.#likeliest(file, (registries) => registries.flatMap(({ functions }) => [...functions.values()].filter(({ names }) => names.some((name) => matching.test(name.replace(":", "/"))))));
    return found.map((target) => ({ target, reference: nameElsewhere(file, [], "possible", callerClass) }));
  }

  /** What is found in the projects that a file most likely means. */
  #likeliest(file: string, find: (registries: readonly Registry[]) => readonly RegisteredFunction[]): readonly RegisteredFunction[] {
    for (const group of this.#sources.projectsOf(file)) {
      const found = find(group.map((project) => this.#sources.registryOf(project)));
      if (found.length > 0) return found;
    }
    return [];
  }
}

/** The functions of a name. A command that names a module runs its default export; without one, any of its functions may be meant. */
function meantBy(path: readonly string[], registries: readonly Registry[], callerClass: "foreign" | "operator"): readonly RegisteredFunction[] {
  const named = registries.flatMap((registry) => registry.byName(fullName(path)) ?? []);
  if (named.length > 0 || callerClass !== "operator" || path.at(-1) !== "default") return named;
  return registries.flatMap((registry) => functionsOf(registry, path.slice(0, -1).join("/")));
}

/** The functions of a module itself, not of those below it. */
function functionsOf(registry: Registry, module: string): readonly RegisteredFunction[] {
  return [...registry.functions.values()].filter(({ names }) => names.some((name) => name.startsWith(`${module}:`)));
}

/** A name in a file that is not parsed. */
function nameElsewhere(file: string, path: readonly string[], certainty: "direct" | "possible", callerClass: "foreign" | "operator"): Reference {
  return {
    file, range: [0, 0], nameRange: [0, 0], root: "name", form: "name", path, certainty,
    class: callerClass, isClientApi: false, acceptsInternal: callerClass === "operator", site: null, owner: null,
  };
}
