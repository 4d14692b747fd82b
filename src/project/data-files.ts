import { readFileSync, statSync } from "node:fs";

import { FUNCTION_NAME } from "../facts/names.ts";
import { fileKind, isTestFile } from "./file-kinds.ts";
import { MAX_FILE_SIZE, operatedNames } from "./scan.ts";

/** Files in which a program may keep the names of functions that it calls: the scenarios of a load generator, say. */
const DATA = /\.(?:json[c5l]?|ya?ml)$/u;
/** Files of commands, which may hold such names in variables: `for fn in messages:list …; do npx convex run $fn; done`. */
const COMMANDS = /\.(?:sh|bash|zsh|fish|ps1|bat|cmd|toml)$|\/(?:Makefile|[jJ]ustfile)$/u;
/** Data of tools, which names functions for other reasons or not at all. */
const OF_TOOLS = /(?:^|[/.-])(?:lock|lock-file|shrinkwrap)\.(?:json|ya?ml)$|\/(?:convex|convex\.surface|components|turbo|nx|vercel|biome|renovate|[jt]sconfig[^/]*)\.jsonc?$|\/(?:docker-compose|compose|pnpm-workspace)[^/]*\.ya?ml$/u;
const MANIFEST = /\/package\.json$/u;
/** What is followed by the name of a script or task. */
const RUNNER = /^(?:run(?:-[sp])?|npm(?:-run-all)?|yarn|pnpm|bun|turbo|nx|concurrently)$/u;
const NAME = /[A-Za-z_][\w/]*:[A-Za-z_]\w*/gu;
/** What all data files together may hold; in a workspace with more, data is most of it. */
const MAX_TOTAL = 32_000_000;

interface Entry {
  readonly mtimeMs: number;
  readonly size: number;
  readonly names: ReadonlySet<string>;
}

/**
 * The words in data files that have the form of a function name. Nothing reads what programs do with their data, so
 * such a word proves nothing; it is asked for only where a function would be called unused otherwise.
 */
export class DataFiles {
  readonly #entries = new Map<string, Entry>();

  /** Returns the files that hold the names of functions, by name. */
  read(files: Iterable<string>): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    let total = 0;
    for (const file of files) {
      const entry = this.#entry(file);
      total += entry?.size ?? 0;
      if (total > MAX_TOTAL) break;
      for (const name of entry?.names ?? []) {
        const known = found.get(name);
        if (known) known.push(file);
        else found.set(name, [file]);
      }
    }
    return found;
  }

  #entry(file: string): Entry | undefined {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats || stats.size > MAX_FILE_SIZE) return undefined;
    const known = this.#entries.get(file);
    if (known?.mtimeMs === stats.mtimeMs && known.size === stats.size) return known;
    const entry: Entry = { mtimeMs: stats.mtimeMs, size: stats.size, names: namesIn(file) };
    this.#entries.set(file, entry);
    return entry;
  }
}

/** Whether a file holds data of which nobody knows what a program does with it. */
export function isDataFile(path: string): boolean {
  return (DATA.test(path) || COMMANDS.test(path)) && !OF_TOOLS.test(path) && !isTestFile(path);
}

/** What the scripts of a package give to programs: `node scripts/admin.mjs users:clear`. Scripts have such names too. */
function namesInScripts(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  const scripts = scriptsOf(text);
  for (const command of Object.values(scripts)) {
    if (typeof command !== "string") continue;
    const words = command.split(/[\s"'`=]+/u);
    for (const [index, word] of words.entries()) if (FUNCTION_NAME.test(word) && !(word in scripts) && !RUNNER.test(words[index - 1] ?? "")) names.add(word);
    for (const name of operatedNames(command)) names.delete(name);
  }
  return names;
}

function scriptsOf(manifest: string): Readonly<Record<string, unknown>> {
  try {
    const { scripts } = JSON.parse(manifest) as { scripts?: unknown };
    return typeof scripts === "object" && scripts !== null ? (scripts as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function namesIn(file: string): ReadonlySet<string> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return new Set();
  }
  if (MANIFEST.test(file)) return namesInScripts(text);
  if (COMMANDS.test(file) && !text.includes("convex")) return new Set();
  const names = new Set(text.match(NAME)?.filter((name) => FUNCTION_NAME.test(name)));
  if (names.size === 0 || fileKind(file) !== "operator") return names;
  // Who runs a function with the command line has an administrator's key, and is known.
  for (const name of operatedNames(text.replace(/\\\r?\n/gu, " "))) names.delete(name);
  return names;
}
