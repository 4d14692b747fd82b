import { parseSync } from "oxc-parser";

import type { SourceTree } from "./ast.ts";
import type { Range } from "./types.ts";

const SCRIPT_EXTENSION = /\.[cm]?[jt]sx?$/u;
const MARKUP_EXTENSION = /\.(?:vue|svelte|astro|mdx)$/u;

/** Whether the file holds JavaScript or TypeScript that can be parsed, whole or in parts. */
export function isParsable(file: string): boolean {
  return SCRIPT_EXTENSION.test(file) || MARKUP_EXTENSION.test(file);
}

/** Returns the text without its byte order mark, as ESLint counts it. */
export function stripByteOrderMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/**
 * Returns the tree of a file. One with a syntax error has an empty tree, and all of its text counts as a template:
 * what it mentions may be a use of a function, which can silence a report, and it proves nothing.
 */
export function parseSource(file: string, source: string): SourceTree {
  const text = stripByteOrderMark(source);
  const markup = MARKUP_EXTENSION.test(file);
  const { code, templates } = markup ? blankMarkup(file, text) : { code: text, templates: [] };
  const lang = languageOf(file, text);
  const result = parseSync(file, code, {
    lang,
    sourceType: "unambiguous",
    // The fields of TypeScript would all be empty, and a tree without them takes less time.
    astType: lang === "js" || lang === "jsx" ? "js" : "ts",
    preserveParens: false,
  });
  const failed = result.errors.length > 0 && result.program.body.length === 0;
  const comments = result.comments.map(({ type, value, start, end }) => ({ type, value, range: [start, end] as const }));
  return {
    // Making the nodes is most of the work, and who wants the comments alone does without.
    get program() {
      return result.program;
    },
    comments, text, templates: failed ? [[0, text.length]] : templates, failed,
  };
}

function languageOf(file: string, text: string): "js" | "jsx" | "ts" | "tsx" | "dts" {
  if (/\.d\.[cm]?ts$/u.test(file)) return "dts";
  if (file.endsWith(".vue") && /<script\b[^>]*\blang\s*=\s*["']?[jt]sx\b/u.test(text)) return "tsx";
  if (/\.[cm]?ts$/u.test(file) || /\.(?:vue|svelte|astro)$/u.test(file)) return "ts";
  // Older React code keeps JSX in `.js` files; the grammar is a superset.
  return file.endsWith(".tsx") ? "tsx" : "jsx";
}

/**
 * Replaces everything outside the scripts by blanks, so that ranges keep their meaning.
 * Two scripts of one file (`<script>` and `<script setup>`) become one module, as they are for the compiler.
 */
function blankMarkup(file: string, text: string): { code: string; templates: Range[] } {
  const scripts = scriptsOf(file, text);
  const templates: Range[] = [];
  let code = "";
  let end = 0;
  for (const [from, to] of scripts) {
    templates.push([end, from]);
    code += `${blank(text.slice(end, from))}${text.slice(from, to)}`;
    end = to;
  }
  templates.push([end, text.length]);
  return { code: code + blank(text.slice(end)), templates: templates.flatMap((range) => without(file.endsWith(".mdx") ? SHOWN_CODE : COMMENT, text, range)) };
}

/** Returns the stretches of a file of markup that are scripts, in their order; two of Astro or Svelte may be two modules. */
export function scriptsOf(file: string, text: string): Range[] {
  const scripts = file.endsWith(".mdx") ? mdxScripts(text) : [...frontmatter(file, text), ...taggedScripts(text)];
  return scripts.sort((left, right) => left[0] - right[0]);
}

function blank(text: string): string {
  // A semicolon at the end keeps two scripts apart.
  const blanks = text.replace(/[^\n\r]/gu, (character) => " ".repeat(character.length));
  return blanks.endsWith(" ") ? `${blanks.slice(0, -1)};` : blanks;
}

function taggedScripts(text: string): Range[] {
  const found: Range[] = [];
  for (const match of text.matchAll(/<!--[\s\S]*?-->|<script\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)<\/script\s*>/giu)) {
    if (match[1] === undefined || /\btype\s*=\s*["']?(?:application\/(?:ld\+)?json|text\/(?!javascript|typescript|babel))/iu.test(match[1])) continue;
    const start = match.index + match[0].indexOf(">", 7 + match[1].length) + 1;
    found.push([start, start + (match[2] ?? "").length]);
  }
  return found;
}

/** The code between the `---` lines at the top of an Astro component. */
function frontmatter(file: string, text: string): Range[] {
  if (!file.endsWith(".astro")) return [];
  const match = /^\s*---\r?\n([\s\S]*?)\r?\n---/u.exec(text);
  if (!match) return [];
  const start = match[0].indexOf("---") + 3;
  return [[start, match[0].length - 3]];
}

/** What is shown as code in MDX is not executed. */
const SHOWN_CODE = /^[^\S\n]*(```|~~~)[\s\S]*?^[^\S\n]*\1|`[^`\n]*`/gmu;
const COMMENT = /<!--[\s\S]*?-->/gu;

/** Returns a stretch of a template without what in it only looks like code. */
function without(pattern: RegExp, text: string, [start, end]: Range): Range[] {
  const ranges: Range[] = [];
  let from = start;
  for (const match of text.slice(start, end).matchAll(pattern)) {
    ranges.push([from, start + match.index]);
    from = start + match.index + match[0].length;
  }
  ranges.push([from, end]);
  return ranges;
}

/** The `import` and `export` lines of MDX, those of code that is only shown left out; the rest is markup. */
function mdxScripts(text: string): Range[] {
  const shown = rangesOf(SHOWN_CODE, text);
  return rangesOf(/^(?:import|export)\b[^\n]*$/gmu, text).filter(([start]) => !shown.some((range) => range[0] <= start && start < range[1]));
}

function rangesOf(pattern: RegExp, text: string): Range[] {
  return [...text.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length] as const);
}
