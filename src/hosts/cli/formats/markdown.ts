import { rules } from "../../../../rules/index.ts";
import plugin from "../../../index.ts";
import { findingsOf, type Format, type Message, type Report, reportedPath } from "../report.ts";
import { counted } from "../summary.ts";

/** GitHub shows no summary of more than 1 MiB. */
const MAX_ROWS = 1_000;

/** A summary for the page of a job: how often each rule reports, and where. */
export const markdown: Format = {
  holdsNotes: true,
  render(report) {
    const findings = [...findingsOf(report)];
    const blocks = ["## Convex boundary", headline(report)];
    if (findings.length > 0) {
      blocks.push(countTable(findings.map(({ message }) => message)));
      blocks.push(["| | Place | Finding |", "| :-- | :-- | :-- |", ...findings.slice(0, MAX_ROWS).map(({ result, message }) => row(report, result.filePath, message))].join("\n"));
      if (findings.length > MAX_ROWS) blocks.push(`These are the first ${String(MAX_ROWS)} of ${String(findings.length)} findings.`);
    }
    return [...blocks, ...report.notes.map(escapeText)].join("\n\n");
  },
};

function headline({ results }: Report): string {
  const errors = results.reduce((sum, { errorCount }) => sum + errorCount, 0);
  const warnings = results.reduce((sum, { warningCount }) => sum + warningCount, 0);
  if (errors + warnings === 0) return "✅ No findings.";
  const files = results.filter(({ messages }) => messages.length > 0).length;
  return `**${counted(errors, "error")} and ${counted(warnings, "warning")}** in ${counted(files, "file")}.`;
}

function countTable(messages: readonly Message[]): string {
  const counts = new Map<string | null, { errors: number; warnings: number }>();
  for (const { ruleId, severity } of messages) {
    const count = counts.get(ruleId) ?? { errors: 0, warnings: 0 };
    if (severity === 2) count.errors += 1;
    else count.warnings += 1;
    counts.set(ruleId, count);
  }
  const rows = [...counts].sort(([, left], [, right]) => right.errors - left.errors || right.warnings - left.warnings);
  return ["| Rule | Errors | Warnings |", "| :-- | --: | --: |", ...rows.map(([id, { errors, warnings }]) => `| ${mentionRule(id)} | ${String(errors)} | ${String(warnings)} |`)].join("\n");
}

function row(report: Report, file: string, message: Message): string {
  const path = reportedPath(report, file);
  const place = `[${escapeText(path)}:${String(message.line)}](${report.linkTo(path, message.line)})`;
  return `| ${message.severity === 2 ? "❌" : "⚠️"} | ${place} | ${escapeText(message.message)} ${mentionRule(message.ruleId)} |`;
}

function mentionRule(id: string | null): string {
  if (id === null) return "Syntax error";
  const name = id.slice(plugin.meta.namespace.length + 1);
  const url = rules[name]?.meta.docs?.url;
  return url === undefined ? `\`${name}\`` : `[\`${name}\`](${url})`;
}

/** Keeps code as code, and everything else from being markup; what a cell cannot hold becomes a space. */
function escapeText(text: string): string {
  const parts = text.replace(/\s*[\r\n]\s*/gu, " ").split("`");
  // A backtick without a second one is no code.
  const isBalanced = parts.length % 2 === 1;
  return parts
    .map((part, index) => (isBalanced && index % 2 === 1 ? part.replaceAll("|", "\\|") : part.replace(/[\\*_[\]<>#~|&]/gu, (character) => (character === "<" ? "&lt;" : character === "&" ? "&amp;" : `\\${character}`))))
    .join(isBalanced ? "`" : "\\`");
}
