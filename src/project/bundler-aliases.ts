import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { aliasesIn } from "../facts/aliases.ts";

/** What bundlers and frameworks call their configuration; its aliases need not stand in a tsconfig, or only in one that is generated. */
const TOOLS = ["svelte", "vite", "vitest", "electron.vite", "astro", "nuxt", "next", "webpack", "rspack", "rsbuild", "rollup", "babel", "metro", "vue"];
const NAMES: ReadonlySet<string> = new Set(TOOLS.flatMap((tool) => ["ts", "mts", "js", "mjs", "cjs"].map((extension) => `${tool}.config.${extension}`)));

/** Whether a file is the configuration of a bundler. */
export function isBundlerConfiguration(path: string): boolean {
  return NAMES.has(basename(path));
}

/** Returns what a specifier may mean by the aliases that apply to it; nothing for most. */
export type AliasMatcher = (source: string) => readonly string[];

/** Returns the matchers of the configuration files in a directory. */
export function aliasMatchersIn(directory: string, has: (path: string) => boolean): readonly AliasMatcher[] {
  return [...NAMES].map((name) => join(directory, name)).filter(has).flatMap((path) => {
    const text = readIfAny(path);
    return /[aA]lias|extraNodeModules/u.test(text) ? [matcherOf(path, text)] : [];
  });
}

/** A file that went away meanwhile says nothing. */
function readIfAny(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function matcherOf(path: string, text: string): AliasMatcher {
  const aliases = aliasesIn(path, text).map(({ name, path: target }) => ({ name: trimmed(name), target: join(dirname(path), trimmed(target)) }));
  return (source) => aliases.flatMap(({ name, target }) => (source === name ? [target] : source.startsWith(`${name}/`) ? [join(target, source.slice(name.length + 1))] : []));
}

/** `@` of `@/`, of `@/*` and of webpack's `@$`. */
function trimmed(name: string): string {
  return name.replace(/\/\*?$|\$$/u, "");
}
