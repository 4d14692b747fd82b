import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { parse } from "yaml";

/**
 * Returns the directory that a file's workspace spans: the package manager's workspace root, else the git root, else
 * the nearest directory with a `package.json`; `undefined` when there is none of these.
 */
export function findWorkspaceRoot(directory: string): string | undefined {
  let git: string | undefined;
  let nearest: string | undefined;
  for (let current = directory; ; current = dirname(current)) {
    if (isPackageManagerRoot(current)) return current;
    if (!nearest && existsSync(join(current, "package.json"))) nearest = current;
    if (existsSync(join(current, ".git"))) {
      // Nothing above a checkout belongs to it.
      git = current;
      break;
    }
    if (dirname(current) === current) break;
  }
  return git ?? nearest;
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
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
