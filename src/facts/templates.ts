import type { Node } from "oxc-parser";

import { rangeOf, type SourceTree } from "./ast.ts";
import type { ScopeAnalysis } from "./scopes.ts";
import { FUNCTION_NAME } from "./names.ts";
import type { NameFact, Range, UseFact, Value } from "./types.ts";
import type { ValueReader } from "./values.ts";

/** `api.messages.list`, `api?.messages?.list`, `api["messages"].list` */
const CHAIN = /(?<![\w$.])([A-Za-z_$][\w$]*)((?:\s*\??\.\s*[A-Za-z_$][\w$]*|\[\s*(?:"[^"\n]*"|'[^'\n]*')\s*\])+)/gu;
const STEP = /([A-Za-z_$][\w$]*)|\[\s*["']([^"'\n]*)["']\s*\]/gu;

const QUOTED = /(["'`])([\w./-]+:\w+)\\?\1/gu;
/** A page with a script, or a request to the HTTP API of Convex. */
const IS_RUN = /<script\b|\/api\/(?:query|mutation|action|run|function)\b/iu;

/** Returns the quoted function names in templates. */
export function collectTemplateNames({ text, templates }: SourceTree): NameFact[] {
  return templates.flatMap((range) => quotedNames(text, range, { kind: "other" }, null));
}

/**
 * Returns the quoted function names in strings that are run elsewhere, as a page that an HTTP action sends:
 * `<script>client.query("messages:list")</script>`. Other strings may be a prompt or a message that quotes code.
 */
export function collectNamesInStrings(text: string, { literals }: ScopeAnalysis, ownerOf: (node: Node) => number | null): NameFact[] {
  return literals.flatMap(({ node }) => {
    const [start, end] = rangeOf(node);
    if (!IS_RUN.test(text.slice(start, end))) return [];
    const holes = node.type === "TemplateLiteral" ? node.expressions.map(rangeOf) : [];
    const starts = [start + 1, ...holes.map((hole) => hole[1])];
    return starts.flatMap((from, index) => {
      const to = holes[index]?.[0] ?? end - 1;
      return quotedNames(text, [from, to], { kind: "page" }, ownerOf(node));
    });
  });
}

function quotedNames(text: string, [start, end]: Range, sink: NameFact["sink"], owner: number | null): NameFact[] {
  return [...text.slice(start, end).matchAll(QUOTED)]
    .filter((match) => FUNCTION_NAME.test(match[2] ?? ""))
    .map((match) => ({ value: match[2] ?? "", range: [start + match.index, start + match.index + match[0].length] as const, sink, owner }));
}

/**
 * Adds the member chains in the templates of Vue, Svelte and Astro files. Templates are not parsed: a chain there
 * counts as a use in an unknown place, whatever markup surrounds it.
 */
export function collectTemplateUses(tree: SourceTree, scopes: ScopeAnalysis, reader: ValueReader, uses: UseFact[], looseChains: Set<string>): void {
  for (const [start, end] of tree.templates) {
    for (const match of tree.text.slice(start, end).matchAll(CHAIN)) {
      const [whole, root = "", rest = ""] = match;
      const from = start + match.index;
      const range = [from, from + whole.length] as const;
      const path = [...rest.matchAll(STEP)].map((step) => step[1] ?? step[2] ?? "");
      const declaration = scopes.topLevel.get(root);
      if (!declaration) {
        looseChains.add([root, ...path].slice(-2).join("."));
        continue;
      }
      let value: Value = { kind: "binding", binding: reader.bindingOf(declaration), range: [from, from + root.length] };
      for (const property of path) value = { kind: "member", object: value, property, range, propertyRange: range };
      uses.push({ value, sink: { kind: "other" }, owner: null });
    }
  }
}
