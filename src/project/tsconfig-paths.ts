import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { createFilesMatcher, createPathsMatcher, type FileMatcher, getTsconfig, type PathsMatcher, type TsConfigResult } from "get-tsconfig";
import { parse as parseJsonc } from "jsonc-parser";

/** Returns what the `paths` of a tsconfig, and of those that it refers to, make of specifiers. */
export function pathsMatchersOf(path: string): PathsMatcher[] {
  const own = readTsconfig(path);
  const references: unknown = own?.config.references;
  const others = (Array.isArray(references) ? (references as unknown[]) : []).flatMap((reference) => {
    const named = (reference as { path?: unknown } | null)?.path;
    if (typeof named !== "string") return [];
    const target = join(dirname(path), named);
    return readTsconfig(target.endsWith(".json") ? target : join(target, "tsconfig.json")) ?? [];
  });
  return [...(own ? [own] : []), ...others].flatMap((config) => createMatcher(config) ?? []);
}

/** Returns what tells whether a tsconfig takes a file in, `undefined` where it, or what it extends, cannot be read. */
export function filesMatcherOf(path: string): FileMatcher | undefined {
  try {
    const found = getTsconfig(dirname(path), basename(path));
    return found?.path === path ? createFilesMatcher(found) : undefined;
  } catch {
    return undefined;
  }
}

/** Paths that do not start with a dot count from the tsconfig where nothing says from where, as bundlers take them; TypeScript refuses them. */
function createMatcher(found: TsConfigResult): PathsMatcher | undefined {
  const { config } = found;
  for (const compilerOptions of [config.compilerOptions, { ...config.compilerOptions, baseUrl: "." }]) {
    try {
      return createPathsMatcher({ ...found, config: { ...config, ...(compilerOptions ? { compilerOptions } : {}) } }) ?? undefined;
    } catch {
      // Whatever else is written there maps nothing.
    }
  }
  return undefined;
}

/** A config whose `extends` is not there (it is generated, or not installed) still says what it says itself. */
function readTsconfig(path: string): TsConfigResult | undefined {
  try {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const found = getTsconfig(dirname(path), name);
    if (found?.path === path) return found;
  } catch {
    // Falls through to the config alone.
  }
  if (!existsSync(path)) return undefined;
  try {
    const json = parseJsonc(readFileSync(path, "utf8")) as TsConfigResult["config"] | undefined;
    return json && typeof json === "object" ? { path, config: json } : undefined;
  } catch {
    return undefined;
  }
}
