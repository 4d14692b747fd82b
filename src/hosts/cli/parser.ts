import type { Linter } from "eslint";
import { parseSync } from "oxc-parser";

import type { SourceComment } from "../../facts/ast.ts";
import { parseSource } from "../../facts/parse.ts";
import { isNestedTooDeep } from "../../text/nesting.ts";
import { Lines, type Position } from "../../text/lines.ts";

/**
 * The parser that ESLint is given: the one that the workspace is read with, for scripts and for the scripts in markup.
 * Our rules look at facts, not at nodes, so ESLint gets the comments, which turn rules off, and the root
 * of a tree, and walks over nothing. That costs far less than a parser for any rule, and the project needs neither
 * TypeScript nor the parser of a framework.
 */
export const boundaryParser: Linter.Parser = {
  meta: { name: "convex-boundary", version: "1" },
  parseForESLint(text: string, options?: { readonly filePath?: string }) {
    const file = options?.filePath ?? "";
    const lines = new Lines(text);
    // Our rules look at facts: a file that cannot be read has some, but no tree.
    const tree = parseSource(file, isNestedTooDeep(text) ? "" : text);
    const { comments, failed } = tree;
    // In markup, a script may be of a language that nobody here knows.
    if (failed && SCRIPT.test(file)) throw findSyntaxError(file, text, lines);
    return {
      ast: {
        type: "Program",
        sourceType: "module",
        // Only of a text that a repair changed does anybody want the nodes: to read its facts anew.
        get body() {
          return tree.program.body;
        },
        range: [0, text.length],
        loc: lines.locate([0, text.length]),
        tokens: [],
        comments: comments.flatMap(keepForOwnRules).map((comment) => ({ ...comment, loc: lines.locate(comment.range) })),
      },
      visitorKeys: { Program: [] },
    };
  },
};

const SCRIPT = /\.[cm]?[jt]sx?$/u;
const CONFIGURATION = /^\s*(?:eslint(?:-env)?|globals?|exported)\s/u;
const OWN_SEVERITY = /\b(convex-boundary\/[\w-]+)["']?\s*:\s*\[?\s*["']?(off|warn|error|[012])\b/gu;

/**
 * A comment may configure rules of ESLint, `eslint indent: "error"`, which are not there to run and could not without
 * tokens. What it says about ours is kept.
 */
function keepForOwnRules(comment: SourceComment): SourceComment[] {
  if (comment.type !== "Block" || !CONFIGURATION.test(comment.value)) return [comment];
  const own = [...comment.value.matchAll(OWN_SEVERITY)].map(([, rule = "", severity = ""]) => `"${rule}": ${/\d/u.test(severity) ? severity : `"${severity}"`}`);
  return own.length > 0 ? [{ ...comment, value: ` eslint ${own.join(", ")} ` }] : [];
}

/** What ESLint reports as a parsing error; both numbers start at 1. */
class SourceError extends Error {
  readonly lineNumber: number;
  readonly column: number;

  constructor(message: string, { line, column }: Position) {
    super(message);
    this.lineNumber = line;
    this.column = column + 1;
  }
}

function findSyntaxError(file: string, text: string, lines: Lines): SourceError {
  const extension = /\.[cm]?(ts|tsx)$/u.exec(file)?.[1];
  const [error] = parseSync(file, text, { lang: extension === "ts" || extension === "tsx" ? extension : "jsx", sourceType: "unambiguous", astType: "ts" }).errors;
  return new SourceError(error?.message ?? "The file is not JavaScript or TypeScript", lines.positionOf(error?.labels[0]?.start ?? 0));
}
