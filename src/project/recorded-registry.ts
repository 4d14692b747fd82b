import type { RegisteredFunction, Registry, Target } from "./registry.ts";

/** What linking asks of the functions of a project. */
export interface FunctionLookup {
  byName(name: string): RegisteredFunction | undefined;
  resolve(path: readonly (string | null)[]): Target;
  endingWith(module: string, name: string): readonly RegisteredFunction[];
  named(accepts: (name: string) => boolean): readonly RegisteredFunction[];
}

/** The names that a file was linked by: functions that come, go or change under other names are no concern of it. */
export class Lookups {
  readonly #names = new Set<string>();
  #all = false;

  /** Returns the functions of a project, and notes what is asked for. */
  record(registry: Registry): FunctionLookup {
    return {
      byName: (name) => {
        this.#note(name);
        return registry.byName(name);
      },
      resolve: (path) => {
        for (const name of path) if (name !== null) this.#names.add(name);
        return registry.resolve(path);
      },
      endingWith: (module, name) => {
        this.#names.add(name);
        return registry.endingWith(module, name);
      },
      named: (accepts) => {
        this.#all = true;
        return registry.named(accepts);
      },
    };
  }

  /** Whether something was asked for that one of these full names could answer. */
  mayMean(names: ReadonlySet<string>): boolean {
    if (names.size === 0) return false;
    if (this.#all) return true;
    for (const name of names) if (this.#names.has(lastName(name))) return true;
    return false;
  }

  #note(name: string): void {
    this.#names.add(lastName(name));
  }
}

function lastName(name: string): string {
  return name.slice(name.lastIndexOf(":") + 1);
}
