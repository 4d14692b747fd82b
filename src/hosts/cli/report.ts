import type { ESLint } from "eslint";

import type { Severities } from "./workspace-lint.ts";

/** What a check found, as formats take it. */
export interface Report {
  readonly results: readonly ESLint.LintResult[];
  /** Lines about the run: what was looked at, and what to know about it. */
  readonly notes: readonly string[];
  readonly severities: Severities;
  /** Paths in reports that leave the machine are relative to this directory. */
  readonly repository: string;
  /** Returns the web page of a line of a file, if it has one. */
  readonly linkTo: (path: string, line: number) => string;
  /** Whether findings that comments turn off are part of the report. */
  readonly showsSuppressed: boolean;
  readonly formatWithEslint: (format: "stylish" | "json") => Promise<string>;
}

/** A way to write a report. */
export interface Format {
  /** Whether the notes are part of the text; otherwise they go to standard error. */
  readonly holdsNotes: boolean;
  render(report: Report): string | Promise<string>;
}

export type Message = ESLint.LintResult["messages"][number];

/** Returns the path of a file as reports have it: relative to the repository, with forward slashes. */
export function reportedPath({ repository }: Pick<Report, "repository">, file: string): string {
  const path = file.replaceAll("\\", "/");
  return path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : path;
}

/** Every finding of a report with the file that it stands in. */
export function* findingsOf({ results }: Pick<Report, "results">): Generator<{ readonly result: ESLint.LintResult; readonly message: Message }> {
  for (const result of results) for (const message of result.messages) yield { result, message };
}

/** Returns a path as a URL has it. */
export function encodePath(path: string): string {
  return path.split("/").map((segment) => encodeURIComponent(segment).replace(/[()!'*]/gu, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)).join("/");
}
