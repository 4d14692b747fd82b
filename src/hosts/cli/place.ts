import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

import { findWorkspaceRoot } from "../../project/workspace-root.ts";
import { CannotRun } from "./cannot-run.ts";

/** Where a check looks; both are absolute, without symbolic links, and with forward slashes. */
export interface Place {
  /** Only files below it are reported. */
  readonly directory: string;
  /** Everything below it is looked at: callers may be anywhere in the workspace. */
  readonly root: string;
  /** Directories elsewhere whose files are looked at as callers. */
  readonly clientRoots: readonly string[];
  /** Whether what is read may be kept on disk for the next run. */
  readonly isCached: boolean;
}

/**
 * Returns the directory that the user means, the root of its workspace, and the client roots.
 * @throws CannotRun when there is no such directory.
 */
export function findPlace(given: string, workingDirectory: string, { clientRoots = [], isCached = true }: { readonly clientRoots?: readonly string[]; readonly isCached?: boolean } = {}): Place {
  const path = resolve(workingDirectory, given);
  const directory = realDirectory(path, given);
  return { directory, root: workspaceRootAbove(directory), clientRoots: clientRoots.map((root) => realDirectory(resolve(workingDirectory, root), root)), isCached };
}

/** Whether a file or directory is, or lies below, a directory. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith("/") ? directory : `${directory}/`);
}

function realDirectory(path: string, given: string): string {
  try {
    if (statSync(path).isDirectory()) return realpathSync(path).replaceAll("\\", "/");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new CannotRun(`There is no directory \`${given}\`.`);
    throw new CannotRun(`The directory \`${given}\` cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  throw new CannotRun(`\`${given}\` is not a directory.`);
}

/** The workspace or checkout that holds the directory; a package that merely lies above it may have nothing to do with it. */
function workspaceRootAbove(directory: string): string {
  const root = findWorkspaceRoot(directory)?.replaceAll("\\", "/");
  return root !== undefined && (root === directory || isRelated(root)) ? root : directory;
}

function isRelated(root: string): boolean {
  return existsSync(join(root, ".git")) || existsSync(join(root, "pnpm-workspace.yaml")) || /"(?:workspaces|convex)"\s*:/u.test(readManifest(root));
}

function readManifest(directory: string): string {
  try {
    return readFileSync(join(directory, "package.json"), "utf8");
  } catch {
    return "";
  }
}
