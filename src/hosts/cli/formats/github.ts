import { findingsOf, type Format, type Message, type Report, reportedPath } from "../report.ts";

/**
 * Workflow commands, which GitHub Actions shows as annotations at the lines.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const github: Format = {
  holdsNotes: true,
  render(report) {
    const annotations = [...findingsOf(report)].map(({ result, message }) => annotation(report, result.filePath, message));
    return [...(annotations.length === 0 ? ["No findings."] : annotations), ...report.notes].join("\n");
  },
};

function annotation(report: Report, file: string, message: Message): string {
  const { line, column, endLine = line, endColumn } = message;
  const properties: Record<string, string | number | undefined> = {
    file: reportedPath(report, file),
    line,
    // Columns are refused where the lines differ.
    col: endLine === line ? column : undefined,
    endLine,
    endColumn: endLine === line ? endColumn : undefined,
    title: message.ruleId ?? "Syntax error",
  };
  const written = Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`]));
  return `::${message.severity === 2 ? "error" : "warning"} ${written.join(",")}::${escapeText(message.message)}`;
}

function escapeText(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
