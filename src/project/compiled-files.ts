import type { FileMatcher } from "get-tsconfig";
import { basename } from "node:path";

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

/** Whether a compiler checks the types of a file, as far as it tells itself: TypeScript, also in the scripts of components. */
export function mayBeTyped(file: string, text: string): boolean {
  if (/\.(?:vue|svelte)$/u.test(file)) return /<script\b[^>]*\blang\s*=\s*["']?tsx?\b/u.test(text);
  return !/\.(?:[cm]?jsx?|mdx)$/u.test(file) && !UNCHECKED.test(text);
}

/** Tells which files no TypeScript project takes in, so that no compiler looks at them. */
export class CompiledFiles {
  readonly #sources: Sources;
  #matchers: readonly FileMatcher[] | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Whether there are TypeScript projects, and a file is in none: neither by `include`, `exclude` and `files`, nor because another file imports it. */
  isLeftOut(file: string): boolean {
    this.#matchers ??= this.#readMatchers();
    return this.#matchers.length > 0 && !this.#sources.isImported(file) && !this.#matchers.some((matches) => matches(file) !== undefined);
  }

  /** Those of all configurations, wherever they are; none where one cannot be read, or says nothing of what is checked. */
  #readMatchers(): FileMatcher[] {
    const configs: string[] = [];
    for (const file of this.#sources.files()) {
      if (DENO_CONFIG.test(basename(file))) return [];
      if (TSCONFIG.test(basename(file))) configs.push(file);
    }
    const matchers = configs.map(filesMatcherOf);
    return matchers.every((matcher) => matcher !== undefined) ? matchers : [];
  }
}
