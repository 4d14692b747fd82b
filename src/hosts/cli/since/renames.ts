import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import type { Git } from "./git.ts";
import type { Base } from "./revision.ts";

/** Only these have findings, and comparing everything else takes time. */
const PATTERNS = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue", "svelte", "astro", "mdx"].map((extension) => `*.${extension}`);

/** Returns the sources that were renamed since the commit, old path to new, relative to the checkout; renames that git was not told of count too. */
export function findRenames({ git, checkout, commit }: Base): Map<string, string> {
  const directory = mkdtempSync(join(tmpdir(), "convex-boundary-"));
  try {
    // The untracked files are noted in a copy of the index, and what git would store of them is stored beside it.
    const index = join(directory, "index");
    const objects = join(directory, "objects");
    mkdirSync(objects);
    const pathOf = (name: string): string => resolve(checkout, git.run(["rev-parse", "--git-path", name]).toString("utf8").replace(/\r?\n$/u, ""));
    copyIfThere(pathOf("index"), index);
    const plain = withoutFilters(git);
    const environment = { GIT_INDEX_FILE: index, GIT_OBJECT_DIRECTORY: objects, GIT_ALTERNATE_OBJECT_DIRECTORIES: pathOf("objects") };
    git.try([...plain, "add", "--intent-to-add", "--", "."], { environment });
    const fields = git.list([...plain, "diff", "--no-ext-diff", "--no-textconv", "--ignore-submodules", "--find-renames", "--diff-filter=R", "--name-status", "-z", commit, "--", ...PATTERNS], { environment });
    const renames = new Map<string, string>();
    for (let at = 0; at + 2 < fields.length; at += 3) renames.set(fields[at + 1] ?? "", fields[at + 2] ?? "");
    return renames;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The programs that a configuration has for reading files, such as that of Git LFS, are left out: texts are compared as they are. */
function withoutFilters(git: Git): string[] {
  const names = git.try(["config", "--name-only", "-z", "--get-regexp", "^filter\\..*\\.(clean|smudge|process|required)$"])?.toString("utf8").split("\0") ?? [];
  return names.filter((name) => name !== "").flatMap((name) => ["-c", `${name}=${name.endsWith(".required") ? "false" : ""}`]);
}

function copyIfThere(from: string, to: string): void {
  try {
    copyFileSync(from, to);
  } catch {
    // A new checkout may have no index.
  }
}
