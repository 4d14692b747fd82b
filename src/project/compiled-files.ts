import type { FileMatcher } from "get-tsconfig";
import { basename, dirname } from "node:path";

import { filesMatcherOf } from "./tsconfig-paths.ts";

interface Sources {
  readonly files: () => Iterable<string>;
  readonly isImported: (file: string) => boolean;
}

const TSCONFIG = /^tsconfig(?:\.[\w.-]+)?\.json$/u;
/** Deno checks what it runs, whatever a tsconfig says. */
const DENO_CONFIG = /^deno\.jsonc?$/u;

/** `// @ts-nocheck` among the comments at the top. */
const UNCHECKED = /^(?:#![^\n]*)?(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*?\/\/+\s*@ts-nocheck\b/u;

/** `export declare const api: AnyApi;`, as a stub has it that is committed in the place of generated code. */
const UNTYPED_API = /\bconst\s+api\s*:\s*(?:any|AnyApi|Record<string,\s*any>|\{\s*\[\w+\s*:\s*string\]\s*:\s*any\s*[;,]?\s*\})\s*[;=]/u;

/** Whether the types of a generated `api` module take any path for a function. */
export function isUntypedApi(text: string): boolean {
  return UNTYPED_API.test(text);
}

/** Whether a compiler checks the types of a file, as far as it tells itself: TypeScript, also in the scripts of components. */
export function mayBeTyped(file: string, text: string): boolean {
  if (/\.(?:vue|svelte)$/u.test(file)) return /<script\b[^>]*\blang\s*=\s*["']?tsx?\b/u.test(text);
  return !/\.(?:[cm]?jsx?|mdx)$/u.test(file) && !UNCHECKED.test(text);
}

/** Tells which files no TypeScript project takes in, so that no compiler looks at them. */
export class CompiledFiles {
  readonly #sources: Sources;
  readonly #matchers = new Map<string, FileMatcher | undefined>();
  #configs: readonly string[] | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Whether there are TypeScript projects, and a file is in none: neither by `include`, `exclude` and `files`, nor because another file imports it. */
  isLeftOut(file: string): boolean {
    if (this.#sources.isImported(file)) return false;
    this.#configs ??= this.#findConfigs();
    // Most files are in the nearest project, so that no other configuration has to be read. One that cannot be read may take in anything.
    const nearestFirst = this.#configs.toSorted((left, right) => nearness(right, file) - nearness(left, file));
    return nearestFirst.length > 0 && nearestFirst.every((config) => leavesOut(this.#matcherOf(config), file));
  }

  /** All configurations, wherever they are; none where Deno checks what it runs. */
  #findConfigs(): string[] {
    const configs = [...this.#sources.files()].filter((file) => /\.jsonc?$/u.test(file));
    return configs.some((file) => DENO_CONFIG.test(basename(file))) ? [] : configs.filter((file) => TSCONFIG.test(basename(file)));
  }

  #matcherOf(config: string): FileMatcher | undefined {
    if (!this.#matchers.has(config)) this.#matchers.set(config, filesMatcherOf(config));
    return this.#matchers.get(config);
  }
}

/** How far down a configuration stands above a file, `-1` where it stands elsewhere. */
function nearness(config: string, file: string): number {
  const directory = `${dirname(config)}/`;
  return file.startsWith(directory) ? directory.length : -1;
}

function leavesOut(matches: FileMatcher | undefined, file: string): boolean {
  return matches !== undefined && matches(file) === undefined;
}
