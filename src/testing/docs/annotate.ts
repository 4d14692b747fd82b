import type { Linter } from "eslint";

/**
 * Returns the source with a comment line below each finding, which marks the place and quotes the message.
 *
 * @example
 * const purge = useMutation(internal.messages.purge);
 * //                        ^^^^^^^^^^^^^^^^^^^^^^^ Function `messages.purge` is internal.
 */
export function annotate(source: string, findings: readonly Linter.LintMessage[]): string {
  const annotated: string[] = [];

  source.split("\n").forEach((line, index) => {
    annotated.push(line);
    for (const finding of findings) {
      if (finding.line === index + 1) annotated.push(annotation(line, finding));
    }
  });

  return annotated.join("\n");
}

function annotation(line: string, finding: Linter.LintMessage): string {
  const start = finding.column - 1;
  // A finding of several lines is marked to the end of its first one.
  const end = finding.endLine === finding.line ? (finding.endColumn ?? start + 1) - 1 : line.length;

  const indent = /^\s*/.exec(line)?.[0] ?? "";
  // The comment sign goes where the code begins, unless the finding itself is there.
  const sign = start > indent.length + 1 ? `${indent}//` : "//";
  return `${sign.padEnd(start)}${"^".repeat(Math.max(1, end - start))} ${finding.message}`;
}
