import { Identities } from "../identity.ts";
import { findingsOf, type Format, reportedPath } from "../report.ts";

/**
 * GitLab's code quality report, which merge requests show.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export const gitlab: Format = {
  holdsNotes: false,
  render(report) {
    const identities = new Identities();
    const problems = [...findingsOf(report)].map(({ result, message }) => {
      const path = reportedPath(report, result.filePath);
      return {
        description: message.message,
        check_name: message.ruleId ?? "syntax-error",
        fingerprint: identities.fingerprint(path, message),
        severity: message.severity === 2 ? "major" : "minor",
        location: { path, lines: { begin: message.line, end: message.endLine ?? message.line } },
      };
    });
    return JSON.stringify(problems, null, 2);
  },
};
