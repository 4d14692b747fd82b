import type { ESLint, Linter } from "eslint";
import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";

/**
 * Returns findings as a person reads them, sorted by place.
 *
 * @example
 * convex/plans.ts:4:14 prefer-internal-function [fix]
 *   export const markPaid = mutation({
 *                ^^^^^^^^
 *   Nothing but server code calls `plans.markPaid`.
 */
export function renderFindings(root: string, results: readonly ESLint.LintResult[]): string {
  return results
    .map((result) => ({ ...result, path: relative(root, result.filePath).split(sep).join("/") }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(({ path, filePath, messages }) => {
      if (messages.length === 0) return [];
      const lines = readFileSync(filePath, "utf8").split(/\r?\n/);
      return [...messages].sort(byPlace).map((message) => renderFinding(path, lines, message));
    })
    .join("\n");
}

function renderFinding(path: string, lines: readonly string[], message: Linter.LintMessage): string {
  const { line, column } = message;
  const rule = message.ruleId?.replace(/^.*\//, "") ?? "parse-error";
  const source = lines[line - 1] ?? "";
  const indent = source.length - source.trimStart().length;
  // A range of several lines is underlined as far as its first line goes.
  const end = message.endLine === line && message.endColumn !== undefined ? message.endColumn : source.length + 1;
  return [
    `${path}:${line}:${column} ${rule}${message.fix ? " [fix]" : ""}`,
    `  ${source.trim()}`,
    `  ${" ".repeat(Math.max(column - 1 - indent, 0))}${"^".repeat(Math.max(end - column, 1))}`,
    ...message.message.split("\n").map((text) => `  ${text}`),
    ...(message.suggestions ?? []).map(({ desc }) => `  suggestion: ${desc}`),
    "",
  ].join("\n");
}

function byPlace(a: Linter.LintMessage, b: Linter.LintMessage): number {
  return a.line - b.line || a.column - b.column || (a.ruleId ?? "").localeCompare(b.ruleId ?? "");
}
