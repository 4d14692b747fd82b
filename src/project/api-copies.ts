import { readFileSync } from "node:fs";

import type { ConvexProject } from "./convex-projects.ts";
import type { FileTree } from "./file-tree.ts";

/** Copies of generated `api` modules that are kept among other files. */
export class ApiCopies {
  readonly #tree: FileTree;
  readonly #projects: readonly ConvexProject[];
  readonly #known = new Map<string, boolean>();

  constructor(tree: FileTree, projects: readonly ConvexProject[]) {
    this.#tree = tree;
    this.#projects = projects;
  }

  /**
   * Whether a file is a copy of the generated `api` of functions that are not here: its types import a module that no
   * project has. A copy that is out of date looks the same, so that nothing more than names may be taken from it.
   */
  isForeign(path: string): boolean {
    const stem = /^(.*\/api)(?:\.d)?\.[cm]?[jt]s$/u.exec(path)?.[1];
    const types = stem === undefined ? undefined : `${stem}.d.ts`;
    if (types === undefined || !this.#tree.files.has(types)) return false;
    let known = this.#known.get(types);
    if (known === undefined) {
      const modules = modulesOf(types);
      known = modules.length > 0 && !this.#projects.some((project) => modules.every((module) => project.modules.has(module)));
      this.#known.set(types, known);
    }
    return known;
  }
}

/** The modules that a generated `api.d.ts` imports, `["messages", "lib/dates"]`; none where it is another file. */
function modulesOf(path: string): string[] {
  try {
    const text = readFileSync(path, "utf8");
    return text.includes("ApiFromModules") ? [...text.matchAll(/^import type \* as [\w$]+ from ["']\.\.\/([\w/-]+)(?:\.[cm]?js)?["']/gmu)].map(([, module]) => module ?? "") : [];
  } catch {
    return [];
  }
}
