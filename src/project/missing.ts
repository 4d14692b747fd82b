import { existsSync } from "node:fs";

import type { FileFacts } from "../facts/types.ts";
import { exportNames } from "./export-names.ts";
import type { Dangling } from "./references.ts";
import type { Resolution } from "./resolver.ts";

interface Sources {
  readonly factsOf: (file: string) => FileFacts | undefined;
  readonly textOf: (file: string) => string | undefined;
  readonly resolve: (file: string, source: string) => Resolution;
}

const EXTENSIONS = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"];

/** Whether it is certain that no module of the project exports what a path names: its modules are all read and understood. */
export function isSurelyMissing({ project, path }: Dangling, sources: Sources): boolean {
  // `foo.test` is no module that can be deployed, though one that tests are given.
  if (path.some((name) => name.includes("."))) return false;
  for (let length = path.length - 1; length > 0; length -= 1) {
    const module = path.slice(0, length).join("/");
    const file = project.modules.get(module);
    if (file === undefined) {
      // A file that git ignores, or that is no module for another reason, may be deployed all the same.
      if (EXTENSIONS.some((extension) => existsSync(`${project.directory}/${module}.${extension}`))) return false;
    } else if (hasOpenExports(file, sources) || exportNames(file, sources).has(path[length] ?? "")) return false;
  }
  return true;
}

/** Whether a module may export more than can be read in it. */
function hasOpenExports(file: string, sources: Sources, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  const facts = sources.factsOf(file);
  if (!facts || facts.failed) return true;
  if (/\.c?jsx?$/u.test(file) && /\bmodule\s*\.\s*exports\b|\bexports\s*\[/u.test(sources.textOf(file) ?? "")) return true;
  return facts.reexports.some(({ name, source }) => {
    if (name !== null) return false;
    const target = sources.resolve(file, source);
    return target.kind !== "file" || hasOpenExports(target.path, sources, seen);
  });
}
