import type { ConvexProject } from "./convex-projects.ts";
import type { RegisteredFunction, Registry } from "./registry.ts";

/** Backends of their own have some functions of the same names too, `users:get` and `messages:send`, above all in examples. */
const MIN_SHARED = 10;
/** In how many modules they are. */
const MIN_MODULES = 3;
/** The share of the smaller backend's functions from which on one counts as a copy of the other. */
const MIN_SHARE = 0.5;

interface Backends {
  readonly projects: readonly ConvexProject[];
  registryOf(project: ConvexProject): Registry;
}

/**
 * Functions directories of one workspace that hold the same backend: each app of some monorepos has its own copy, for
 * its types, and all of them are deployed to one place. Who calls a function of one calls that of the others.
 */
export class BackendCopies {
  readonly #backends: Backends;
  readonly #copies = new Map<ConvexProject, readonly Registry[]>();

  constructor(backends: Backends) {
    this.#backends = backends;
  }

  /** Returns the functions that are called the same in copies of a function's project. */
  of({ project, names, key }: RegisteredFunction): readonly RegisteredFunction[] {
    if (this.#backends.projects.length < 2) return [];
    const found = this.#copiesOf(project).flatMap((registry) => names.flatMap((name) => registry.byName(name) ?? []));
    return [...new Set(found)].filter((other) => other.key !== key);
  }

  /** Returns the other projects that hold the same backend. */
  ofProject(project: ConvexProject): readonly ConvexProject[] {
    return this.#backends.projects.length < 2 ? [] : this.#copiesOf(project).map((registry) => registry.project);
  }

  #copiesOf(project: ConvexProject): readonly Registry[] {
    let copies = this.#copies.get(project);
    if (!copies) {
      const names = this.#namesOf(project);
      copies = this.#backends.projects.filter((other) => other !== project && other.isComponent === project.isComponent && isShared(names, this.#namesOf(other))).map((other) => this.#backends.registryOf(other));
      this.#copies.set(project, copies);
    }
    return copies;
  }

  #namesOf(project: ConvexProject): ReadonlySet<string> {
    return new Set([...this.#backends.registryOf(project).functions.values()].flatMap(({ names }) => names));
  }
}

function isShared(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  const shared = [...left].filter((name) => right.has(name));
  const modules = new Set(shared.map((name) => name.slice(0, name.indexOf(":"))));
  return shared.length >= MIN_SHARED && modules.size >= MIN_MODULES && shared.length >= MIN_SHARE * Math.min(left.size, right.size);
}
