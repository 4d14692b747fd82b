import { relative } from "node:path";

import type { Analysis } from "../../analysis.ts";
import type { ConvexProject } from "../../project/convex-projects.ts";
import type { Snapshot } from "../../project/snapshot.ts";
import { isPossible, type Silence } from "../../project/verdict.ts";
import { joinEnglishList } from "../../text/mention.ts";
import { placeOf } from "./explain.ts";
import type { ReluctantOracle } from "./reluctant-oracle.ts";

/** What a check looked at. */
export interface Survey {
  readonly files: number;
  readonly projects: number;
  readonly public: number;
  readonly internal: number;
  /** Functions whose visibility the program leaves open. */
  readonly open: number;
  /** Exports of which only types could tell whether they are functions, and nobody asked or got an answer. */
  readonly uncertain: number;
  readonly references: number;
  /** Public functions that nothing calls. */
  readonly unused: number;
  /** Projects with functions about which nothing is claimed for want of clients. */
  readonly withoutClients: ReadonlySet<ConvexProject>;
  /** Public functions of which nothing is known but that a place may use them, by these places. */
  readonly hidden: ReadonlyMap<string, number>;
}

/** From how many unused functions on, and from which part of the public ones, their callers may be somewhere else. */
const MANY_UNUSED = 10;
const PART_UNUSED = 0.2;

/** From how many functions on it is said of a place that it hides their callers. */
const MANY_HIDDEN = 5;

/** How many projects or files a line names. */
const MAX_NAMED = 3;

/** Counts what the check of some projects looked at, without asking the oracle anything that no rule asked. */
export function survey(analysis: Analysis, projects: readonly ConvexProject[], oracle: ReluctantOracle): Survey {
  const counts = { public: 0, internal: 0, open: 0, uncertain: 0, references: 0, unused: 0 };
  const hidden = new Map<string, number>();
  const withoutClients = new Set<ConvexProject>();
  oracle.isSilent = true;
  for (const target of projects.flatMap((project) => [...analysis.snapshot.registryOf(project).functions.values()])) {
    const { refused } = oracle;
    const visibility = analysis.visibility.of(target)?.visibility;
    if (visibility === undefined) {
      counts.uncertain += oracle.refused - refused;
      continue;
    }
    counts[visibility === "ambiguous" ? "open" : visibility] += 1;
    const verdict = visibility === "public" ? analysis.verdicts.of(target) : undefined;
    if (verdict?.kind === "unused") counts.unused += 1;
    if (verdict?.kind === "silent" && verdict.because === "no-client-in-workspace") withoutClients.add(target.project);
    if (verdict?.kind === "open" || (verdict?.kind === "client" && isPossible(verdict.by))) {
      const place = placeOf(analysis, verdict.by);
      hidden.set(place, (hidden.get(place) ?? 0) + 1);
    }
    counts.references += analysis.snapshot.callersOf(target).references.filter(({ certainty }) => certainty === "direct").length;
  }
  oracle.isSilent = false;
  return { ...counts, hidden, withoutClients, files: analysis.fileCount, projects: projects.length };
}

/** Returns the line that says what was looked at, which a repair may have changed since. */
export function describeSurvey(looked: Survey, milliseconds: number, isRepaired = false): string {
  const kinds = [`${looked.public} public`, `${looked.internal} internal`, ...(looked.open > 0 ? [`${looked.open} open`] : [])];
  const things = [
    counted(looked.files, "file"),
    `${counted(looked.public + looked.internal + looked.open, "function")} (${kinds.join(", ")})`,
    ...(looked.uncertain > 0 ? [`${counted(looked.uncertain, "export")} that may be ${looked.uncertain === 1 ? "a function" : "functions"}`] : []),
    counted(looked.references, "reference"),
  ];
  return `Looked at ${joinEnglishList(things)} in ${counted(looked.projects, "Convex project")}${isRepaired ? " before the repair" : ""} (${(milliseconds / 1000).toFixed(1)} s).`;
}

/** Returns a line about the projects about whose callers nothing could be claimed for want of clients, if there are any. */
export function describeMissingClients({ verdicts, snapshot }: Analysis, projects: readonly ConvexProject[], { withoutClients }: Survey): string[] {
  const silent = (because: Silence): ConvexProject[] => projects.filter((project) => verdicts.silenceOf(project) === because && snapshot.registryOf(project).functions.size > 0);
  const describe = (found: readonly ConvexProject[], cause: (names: string) => string, which?: string): string[] => {
    if (found.length === 0) return [];
    const names = shorten(found.map(({ directory }) => `\`${relative(snapshot.root, directory) || directory}\``));
    return [`${cause(joinEnglishList(names))}, so nothing is said about which of ${which ?? (found.length === 1 ? "its functions" : "their functions")} need not be public. If every client is here, run with \`--clients workspace\`.`];
  };
  return [
    ...describe(silent("no-client-in-workspace"), (names) => `No client of ${names} is in this workspace`),
    // Clients of its copies tell about the functions that these have.
    ...describe(projects.filter((project) => withoutClients.has(project) && !verdicts.silenceOf(project)), (names) => `Only clients of its copies use ${names} in this workspace`, "the functions that these do not have"),
    ...describe(silent("published"), (names) => `A package that is published hands on the \`api\` of ${names}`),
  ];
}

/** Returns a line about clients that may be elsewhere, where so many functions are called by nothing that it looks like it. */
export function describeUnused(looked: Survey): string[] {
  if (looked.unused < MANY_UNUSED || looked.unused < PART_UNUSED * looked.public) return [];
  return [`Nothing here calls ${looked.unused} of ${looked.public} public functions. If some of their clients are in another repository, name it with \`--client-root\`, or run with \`--clients elsewhere\`.`];
}

/** Returns a line about the places each of which may use many functions that nothing else is known to use. */
export function describeHidden({ hidden, public: all }: Survey): string[] {
  const wide = [...hidden].filter(([, count]) => count >= MANY_HIDDEN).sort((left, right) => right[1] - left[1]);
  if (wide.length === 0) return [];
  const total = wide.reduce((sum, [, count]) => sum + count, 0);
  return [`Nothing is said about who calls ${total} of ${all} public functions, because ${joinEnglishList(shorten(wide.map(([place]) => `\`${place}\``)))} may use any of them, in a way that cannot be followed.`];
}

/** Returns a line about the files that could not be read, if there are any. */
export function describeUnreadable(snapshot: Snapshot): string[] {
  const { root, store } = snapshot;
  const unread = snapshot.codeFiles().filter((file) => !store.scanOf(file));
  if (unread.length === 0) return [];
  return [`${counted(unread.length, "file")} could not be read: ${joinEnglishList(shorten(unread.map((file) => relative(root, file))))}.`];
}

function shorten(names: readonly string[]): string[] {
  return names.length <= MAX_NAMED ? [...names] : [...names.slice(0, MAX_NAMED), `${names.length - MAX_NAMED} more`];
}

/** Returns a number with its noun: `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
