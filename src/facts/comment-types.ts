import type { SourceTree } from "./ast.ts";
import type { ScopeAnalysis } from "./scope.ts";
import type { Range, UseFact, Value } from "./types.ts";
import type { ValueReader } from "./values.ts";

/** A comment that writes types for JavaScript: `@type {…}`, `@param {…} rows`, `@import { api } from "…"`. */
const TYPES = /@\w+\s*\{/u;
const TYPEOF = /\btypeof\s+(?:import\(\s*["']([^"'\n]+)["']\s*\)|([A-Za-z_$][\w$]*))((?:\s*\.\s*[A-Za-z_$][\w$]*|\[\s*["'][^"'\n]+["']\s*\])+)/gu;
const STEP = /[\w$/-]+/gu;
const IMPORTED = /@import\s*\{([^}]*)\}\s*from\s*["']([^"'\n]+)["']/gu;

/** Adds what the types in comments mention, as JavaScript has them: `@type {FunctionReturnType<typeof api.messages.list>}`. */
export function collectCommentTypes({ text, comments }: SourceTree, scopes: ScopeAnalysis, reader: ValueReader, uses: UseFact[]): void {
  if (!text.includes("typeof")) return;
  const typed = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*") && TYPES.test(value));
  if (typed.length === 0) return;
  const imported = new Map(typed.flatMap(({ value }) => [...value.matchAll(IMPORTED)].flatMap(([, names = "", source = ""]) => importedNames(names, source))));
  for (const { value, range } of typed) {
    for (const match of value.matchAll(TYPEOF)) {
      const [whole, source, name = "", steps = ""] = match;
      // The text of a comment starts behind `/*`.
      const start = range[0] + 2 + match.index;
      const stepsAt = start + whole.length - steps.length;
      let found = source === undefined ? named(name, [stepsAt - name.length, stepsAt]) : ({ kind: "module", source, range: [start, stepsAt] } satisfies Value);
      for (const step of steps.matchAll(STEP)) found &&= member(found, step[0], [stepsAt + step.index, stepsAt + step.index + step[0].length]);
      if (found) uses.push({ value: found, sink: { kind: "type" }, owner: null });
    }
  }

  function named(name: string, range: Range): Value | undefined {
    const declaration = scopes.topLevel.get(name);
    if (declaration) return { kind: "binding", binding: reader.bindingOf(declaration), range };
    const known = imported.get(name);
    return known && member({ kind: "module", source: known.source, range }, known.name, range);
  }
}

/** The names of `{ api, internal as own }`. */
function importedNames(names: string, source: string): [string, { readonly name: string; readonly source: string }][] {
  return names.split(",").map((specifier) => {
    const [name = "", local = name] = specifier.trim().split(/\s+as\s+/u);
    return [local, { name, source }];
  });
}

function member(object: Value, property: string, propertyRange: Range): Value {
  return { kind: "member", object, property, range: [object.range[0], propertyRange[1]], propertyRange };
}
