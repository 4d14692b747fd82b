import { scriptsOf } from "../facts/parse.ts";
import type { FileFacts, Range } from "../facts/types.ts";

/**
 * Returns the facts of a file with only the imports that code at this place can use. The scripts of a Vue component are
 * one module, but the frontmatter of an Astro component and its scripts are several, and a module script of Svelte does
 * not see what the component's own script imports.
 */
export function factsAt(facts: FileFacts, file: string, text: string, offset: number): FileFacts {
  if (!/\.(?:svelte|astro)$/u.test(file)) return facts;
  const visible = visibleScripts(file, text, offset);
  const imports = facts.imports.filter(({ range }) => visible.some((script) => holds(script, range[0])));
  return imports.length === facts.imports.length ? facts : { ...facts, imports };
}

function visibleScripts(file: string, text: string, offset: number): readonly Range[] {
  const scripts = scriptsOf(file, text);
  const own = scripts.find((script) => holds(script, offset));
  if (own) return file.endsWith(".astro") || isModuleScript(text, own) ? [own] : scripts;
  return file.endsWith(".astro") ? scripts.filter((script) => isFrontmatter(text, script)) : scripts;
}

/** `<script module>`, `<script context="module">` */
function isModuleScript(text: string, [start]: Range): boolean {
  return /\s(?:context\s*=\s*["']?)?module\b/u.test(text.slice(text.lastIndexOf("<script", start), start));
}

function isFrontmatter(text: string, [start]: Range): boolean {
  return text.slice(start - 3, start) === "---";
}

function holds([start, end]: Range, offset: number): boolean {
  return start <= offset && offset < end;
}
