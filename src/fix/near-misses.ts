import { fullName } from "../project/function-names.ts";
import type { Dangling } from "../project/references.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { VisibilityReader } from "../project/visibility.ts";
import { nearestPath } from "./function-names.ts";

/** The references of a workspace that lead nowhere, by the functions that they may mean. */
export class NearMisses {
  readonly #snapshot: Snapshot;
  readonly #visibility: VisibilityReader;
  #found: ReadonlyMap<string, Dangling> | undefined;

  constructor(snapshot: Snapshot, visibility: VisibilityReader) {
    this.#snapshot = snapshot;
    this.#visibility = visibility;
  }

  /** Returns the first reference that may mean a function and names none; a test may prove that there is none. */
  of({ key }: RegisteredFunction): Dangling | undefined {
    this.#found ??= this.#find();
    return this.#found.get(key);
  }

  #find(): ReadonlyMap<string, Dangling> {
    const found = new Map<string, Dangling>();
    for (const miss of this.#snapshot.dangling()) {
      const path = miss.class === "test" || !this.#snapshot.isMissing(miss) ? undefined : nearestPath(miss, this.#snapshot, this.#visibility);
      const target = path && this.#snapshot.registryOf(miss.project).byName(fullName(path));
      if (target && !found.has(target.key)) found.set(target.key, miss);
    }
    return found;
  }
}
