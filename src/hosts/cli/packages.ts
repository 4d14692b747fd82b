import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { exports as packageExports } from "resolve.exports";

/**
 * Loads a package as the code in a directory would; `undefined` when it is not installed there.
 * @throws what the package itself throws while it is loaded.
 */
export async function loadPackage(name: string, directory: string): Promise<unknown> {
  const entry = findEntry(name, directory);
  if (entry === undefined) return undefined;
  const module = (await import(pathToFileURL(entry).href)) as { default?: unknown };
  // What a CommonJS package exports is the default export; not every name of it is found out by Node.js.
  return entry.endsWith(".mjs") ? module : { ...module, ...asObject(module.default) };
}

function findEntry(name: string, directory: string): string | undefined {
  const require = createRequire(join(directory, "resolve-from-here.js"));
  try {
    return require.resolve(name);
  } catch {
    // Not there, or there for `import` alone.
    return findImportEntry(name, require.resolve.paths(name) ?? []);
  }
}

function findImportEntry(name: string, lookups: readonly string[]): string | undefined {
  const home = lookups.map((lookup) => join(lookup, name)).find((candidate) => existsSync(join(candidate, "package.json")));
  if (home === undefined) return undefined;
  try {
    const manifest = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as Readonly<Record<string, unknown>>;
    const [entry] = packageExports(manifest, ".") ?? [];
    return entry === undefined ? undefined : join(home, entry);
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}
