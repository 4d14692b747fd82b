import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { parse } from "yaml";

/** What a directory and those above it are, up to a checkout. */
export interface Surroundings {
  readonly workspace?: string;
  readonly git?: string;
  /** The nearest directory with a `package.json`. */
  readonly nearest?: string;
}

/**
 * Returns the directory that a file's workspace spans: the package manager's workspace root, else the git root, else
 * the nearest directory with a `package.json`; `undefined` when there is none of these.
 * @param known What is known of directories already, which this adds to: files of a run share most of theirs.
 */
export function findWorkspaceRoot(directory: string, known = new Map<string, Surroundings>()): string | undefined {
  const { workspace, git, nearest } = lookAround(directory, known);
  return workspace ?? git ?? nearest;
}

function lookAround(directory: string, known: Map<string, Surroundings>): Surroundings {
  let found = known.get(directory);
  if (!found) {
    found = look(directory, known);
    // Where there is neither, one may come.
    if (found.workspace !== undefined || found.git !== undefined) known.set(directory, found);
  }
  return found;
}

function look(directory: string, known: Map<string, Surroundings>): Surroundings {
  if (isPackageManagerRoot(directory)) return { workspace: directory };
  const own = existsSync(join(directory, "package.json")) ? { nearest: directory } : {};
  // Nothing above a checkout belongs to it.
  if (existsSync(join(directory, ".git"))) return { ...own, git: directory };
  const parent = dirname(directory);
  return parent === directory ? own : { ...lookAround(parent, known), ...own };
}

/** `workspaces` in `package.json` (npm, Yarn, Bun) or `packages` in `pnpm-workspace.yaml`, which may hold settings only. */
function isPackageManagerRoot(directory: string): boolean {
  const manifest = readText(join(directory, "package.json"));
  if (manifest?.includes('"workspaces"')) return true;
  const workspace = readText(join(directory, "pnpm-workspace.yaml"));
  if (workspace === undefined) return false;
  try {
    return Array.isArray((parse(workspace) as { packages?: unknown } | null)?.packages);
  } catch {
    return false;
  }
}

function readText(path: string): string | undefined {
  // Most directories have neither, and an error takes longer than a look.
  if (!existsSync(path)) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
