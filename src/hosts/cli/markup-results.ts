import type { ESLint, Linter } from "eslint";

import type { Snapshot } from "../../project/snapshot.ts";
import { isSuppressed } from "../../project/suppressions.ts";
import { countMessages } from "./eslint-run.ts";
import type { RuleFinding } from "./inspection.ts";

type Severities = Readonly<Record<string, Linter.RuleSeverity>>;

/**
 * Makes the result of a file that ESLint cannot parse for want of its framework's parser: the findings, without fixes
 * and suggestions, since ESLint is not there to apply them.
 */
export function createMarkupResult(file: string, findings: readonly RuleFinding[], snapshot: Snapshot, severities: Severities, prefix: string): ESLint.LintResult {
  const facts = snapshot.store.factsOf(file);
  const lineStarts = findLineStarts(snapshot.store.textOf(file) ?? "");
  const messages: Linter.LintMessage[] = [];
  for (const { rule, finding } of findings) {
    if (facts && isSuppressed(facts, finding.range[0], rule.name)) continue;
    const ruleId = `${prefix}/${rule.name}`;
    const start = locate(lineStarts, finding.range[0]);
    const end = locate(lineStarts, finding.range[1]);
    messages.push({
      ruleId,
      severity: severities[ruleId] === "warn" ? 1 : 2,
      message: interpolate(rule.meta.messages[finding.messageId] ?? "", finding.data),
      messageId: finding.messageId,
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
    });
  }
  messages.sort((left, right) => left.line - right.line || left.column - right.column);
  return countMessages({ filePath: file, messages, suppressedMessages: [] });
}

function interpolate(template: string, data: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{\s*(\w+)\s*\}\}/gu, (placeholder, name: string) => data[name] ?? placeholder);
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|[\r\n\u2028\u2029]/gu)) starts.push(match.index + match[0].length);
  return starts;
}

/** Lines and columns start at 1. */
function locate(lineStarts: readonly number[], offset: number): { readonly line: number; readonly column: number } {
  const line = lineStarts.findLastIndex((start) => start <= offset);
  return { line: line + 1, column: offset - (lineStarts[line] ?? 0) + 1 };
}
