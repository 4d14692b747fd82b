import { statSync } from "node:fs";
import { resolve } from "node:path";

/** Returns the directories that are there, absolute, and those that are not. */
export function findClientRoots(from: string, given: readonly string[]): { readonly roots: readonly string[]; readonly missing: readonly string[] } {
  const paths = given.map((path) => resolve(from, path));
  return { roots: paths.filter(isDirectory), missing: paths.filter((path) => !isDirectory(path)) };
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
