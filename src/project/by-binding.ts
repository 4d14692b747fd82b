import type { Denotation } from "./denotations.ts";

/** What names of files mean, by file and binding. */
export class ByBinding {
  readonly #files = new Map<string, (Denotation | undefined)[]>();

  of(file: string): (Denotation | undefined)[] {
    let bindings = this.#files.get(file);
    if (!bindings) {
      bindings = [];
      this.#files.set(file, bindings);
    }
    return bindings;
  }

  clear(): void {
    this.#files.clear();
  }
}
