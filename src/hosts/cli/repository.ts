import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Surroundings } from "./command.ts";
import { isWithin } from "./place.ts";
import { encodePath } from "./report.ts";

type Environment = NonNullable<Surroundings["environment"]>;

/** Returns the checkout that holds a directory: the one that the CI system names, else the one that git has there. */
export function repositoryOf(directory: string, environment: Environment): string {
  for (const name of ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"]) {
    const named = realDirectory(environment[name]);
    if (named !== undefined && isWithin(directory, named)) return named;
  }
  return gitRootOf(directory) ?? directory;
}

/** Returns the nearest directory with `.git`: a directory, or a file in worktrees and submodules. */
function gitRootOf(directory: string): string | undefined {
  for (let current = directory; ; current = dirname(current)) {
    if (existsSync(join(current, ".git"))) return current;
    if (dirname(current) === current) return undefined;
  }
}

/** Returns what makes a link of a path and a line: to the commit on the web where a CI system says where that is. */
export function linker(environment: Environment): (path: string, line: number) => string {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA, CI_PROJECT_URL, CI_COMMIT_SHA } = environment;
  const base =
    GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_SHA ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}/`
    : CI_PROJECT_URL && CI_COMMIT_SHA ? `${CI_PROJECT_URL}/-/blob/${CI_COMMIT_SHA}/`
    : "";
  return (path, line) => `${base}${encodePath(path)}#L${String(line)}`;
}

function realDirectory(path: string | undefined): string | undefined {
  if (path === undefined || path === "") return undefined;
  try {
    return realpathSync(path).replaceAll("\\", "/");
  } catch {
    return undefined;
  }
}
