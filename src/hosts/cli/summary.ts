import { relative } from "node:path";

import type { Analysis } from "../../analysis.ts";
import type { ConvexProject } from "../../project/convex-projects.ts";
import type { Snapshot } from "../../project/snapshot.ts";
import { joinEnglishList } from "../../text/mention.ts";

/** What a check looked at. */
export interface Survey {
  readonly files: number;
  readonly projects: number;
  readonly public: number;
  readonly internal: number;
  /** Functions whose visibility the program leaves open. */
  readonly open: number;
  /** Exports of which only types could tell whether they are functions, and nobody had to ask. */
  readonly unasked: number;
  readonly references: number;
}

/** Counts what the check of some projects looked at, without a typed question that no rule asked. */
export function survey(analysis: Analysis, projects: readonly ConvexProject[], files: number, hasAskedTypes: boolean): Survey {
  const counts = { public: 0, internal: 0, open: 0, unasked: 0, references: 0 };
  for (const target of analysis.snapshot.functions()) {
    if (!projects.includes(target.project)) continue;
    if (target.builder.kind !== "function" && !hasAskedTypes) {
      counts.unasked += 1;
      continue;
    }
    const visibility = analysis.visibility.of(target)?.visibility;
    if (visibility === undefined) continue;
    counts[visibility === "ambiguous" ? "open" : visibility] += 1;
    counts.references += analysis.snapshot.callersOf(target).references.filter(({ certainty }) => certainty === "direct").length;
  }
  return { ...counts, files, projects: projects.length };
}

/** Returns the line that says what was looked at. */
export function describeSurvey(looked: Survey, milliseconds: number): string {
  const kinds = [`${looked.public} public`, `${looked.internal} internal`, ...(looked.open > 0 ? [`${looked.open} open`] : [])];
  const things = [
    counted(looked.files, "file"),
    `${counted(looked.public + looked.internal + looked.open, "function")} (${kinds.join(", ")})`,
    ...(looked.unasked > 0 ? [`${counted(looked.unasked, "export")} that may be functions`] : []),
    counted(looked.references, "reference"),
  ];
  return `Looked at ${joinEnglishList(things)} in ${counted(looked.projects, "Convex project")} (${(milliseconds / 1000).toFixed(1)} s).`;
}

/** Returns a line for each project about whose callers nothing could be claimed for want of clients. */
export function describeMissingClients({ verdicts, snapshot }: Analysis, projects: readonly ConvexProject[]): string[] {
  return projects
    .filter((project) => verdicts.silenceOf(project) === "no-client-in-workspace" && snapshot.registryOf(project).functions.size > 0)
    .map(
      ({ directory }) =>
        `No client of \`${relative(snapshot.root, directory) || directory}\` is in this workspace, so nothing is said about public functions that only server code calls. If every client is here, run with \`--clients workspace\`.`,
    );
}

/** Returns a line about the files that could not be read, if there are any. */
export function describeUnreadable(snapshot: Snapshot): string[] {
  const { root, store } = snapshot;
  // Files that are too large are not looked at either, but those can be read.
  const unreadable = snapshot.codeFiles().filter((file) => !store.scanOf(file) && store.textOf(file) === undefined);
  if (unreadable.length === 0) return [];
  return [`${counted(unreadable.length, "file")} could not be read: ${joinEnglishList(unreadable.map((file) => relative(root, file)))}.`];
}

/** Returns a number with its noun: `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
