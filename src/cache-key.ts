import { resolve } from "node:path";

import { fingerprintOf } from "./project/fingerprint.ts";

/** What the findings depend on beside the files of the workspace. */
export interface CacheKeyOptions {
  /** The setting `clientRoots`, if there is one. */
  readonly clientRoots?: readonly string[];
  /** The setting `cache`: `false` keeps nothing in `node_modules/.cache`. */
  readonly cache?: boolean;
}

/**
 * Returns a key for `settings["convex-boundary"].cacheKey`, with which `eslint --cache` lints a file again when another
 * file changed in a way that matters to it.
 *
 * @param directory A directory of the workspace, by default the working directory.
 * @example
 * settings: { "convex-boundary": { cacheKey: cacheKey(import.meta.dirname) } }
 */
export function cacheKey(directory: string = process.cwd(), { clientRoots, cache = true }: CacheKeyOptions = {}): string {
  return fingerprintOf(resolve(directory).replaceAll("\\", "/"), { clientRoots, isCached: cache });
}
