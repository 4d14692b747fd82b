import type { Analysis } from "../../analysis.ts";
import type { ConvexProject } from "../../project/convex-projects.ts";
import type { SurfaceChange } from "../../surface/compare.ts";
import { printChanges } from "../../surface/print-changes.ts";
import type { SurfaceReading } from "../../surface/read-surface.ts";
import type { Surface } from "../../surface/surface.ts";
import { printSurface } from "../../surface/surface-text.ts";
import { joinEnglishList } from "../../text/mention.ts";
import { lineOf } from "../../text/places.ts";
import { CannotRun } from "./cannot-run.ts";
import { writeReport } from "./report-file.ts";
import { counted } from "./summary.ts";

/** What a look at the surface of some projects is to print, and whether they are as reviewed. */
export interface SurfaceReport {
  readonly text: string;
  readonly isReviewed: boolean;
}

/** How a project stands to its surface file. */
interface Standing {
  readonly project: ConvexProject;
  readonly file: string;
  readonly reviewed: SurfaceReading | null;
  readonly changes: readonly SurfaceChange[];
}

const WRITE = "`npx convex-boundary surface --write`";

/**
 * Compares the surface of projects with what was reviewed.
 * @throws CannotRun when a surface file is missing or cannot be read.
 */
export function compareWithReviewed(analysis: Analysis, projects: readonly ConvexProject[], format: "text" | "json"): SurfaceReport {
  const standings = standingsOf(analysis, projects);
  const missing = standings.filter(({ reviewed }) => reviewed === null);
  const broken = standings.flatMap(({ file, reviewed }) => (reviewed?.kind === "broken" ? [describeBroken(file, reviewed)] : []));
  if (broken.length > 0) throw new CannotRun(broken.join("\n"));
  if (missing.length > 0) throw new CannotRun(`There is no ${joinEnglishList(missing.map(({ file }) => relative(analysis, file)))} yet: ${WRITE} writes ${missing.length === 1 ? "it" : "them"}, for review and to be committed.`);
  const isReviewed = standings.every(({ changes }) => changes.length === 0);
  return { isReviewed, text: format === "json" ? printJson(analysis, standings) : printText(analysis, standings, isReviewed) };
}

/**
 * Writes down the surface of projects as reviewed, and returns what was written.
 * @throws CannotRun when a newer release wrote a surface file, or when one cannot be written.
 */
export function writeReviewed(analysis: Analysis, projects: readonly ConvexProject[]): string {
  const standings = standingsOf(analysis, projects);
  for (const { file, reviewed } of standings) if (reviewed?.kind === "broken" && reviewed.isNewer) throw new CannotRun(describeBroken(file, reviewed));
  if (standings.length === 0) return NOTHING_PUBLIC;
  return standings.map((standing) => writeOne(analysis, standing)).join("");
}

const NOTHING_PUBLIC = "Nothing is public here, so there is no surface to review.\n";

/** Projects that have something to review, or had. */
function standingsOf(analysis: Analysis, projects: readonly ConvexProject[]): Standing[] {
  const { surface } = analysis;
  return projects.flatMap((project): Standing[] => {
    const file = surface.fileOf(project);
    const reviewed = surface.reviewed(project);
    const { functions, routes, routesFrom } = surface.current(project).surface;
    if (reviewed === null && functions.size + routes.size + routesFrom.length === 0) return [];
    return [{ project, file, reviewed, changes: surface.changes(project) }];
  });
}

function writeOne(analysis: Analysis, { project, file, reviewed, changes }: Standing): string {
  const current = analysis.surface.current(project).surface;
  const kept = unconfirmed(analysis, project, reviewed);
  const surface: Surface = { ...current, functions: new Map([...current.functions, ...kept]) };
  const { functions, routes } = surface;
  const holds = `${counted(functions.size, "public function")} and ${counted(routes.size, "HTTP route")}`;
  const name = relative(analysis, file);
  const notes = kept.size === 0 ? "" : `${describeUnconfirmed(kept)}, so what was reviewed stays.\n`;
  const text = printSurface(surface, project);
  // A checkout with other line endings, or another formatter, is no reason to touch the file.
  if (reviewed?.kind === "surface" && changes.length === 0) return `${name} is as reviewed: ${holds}.\n${notes}`;
  writeReport(file, text, name);
  const done = reviewed === null ? "" : reviewed.kind === "broken" ? ", in the place of one that could not be read" : `, with ${counted(changes.length, "change")}`;
  return `Wrote ${name}: ${holds}${done}.\n${notes}`;
}

/** The functions that were reviewed, and of which only types could tell whether they are still public. */
function unconfirmed(analysis: Analysis, project: ConvexProject, reviewed: SurfaceReading | null): Surface["functions"] {
  const { others } = analysis.surface.current(project);
  return new Map([...(reviewed?.kind === "surface" ? reviewed.surface.functions : [])].filter(([name]) => others.get(name) === "unknown"));
}

function describeUnconfirmed(functions: Surface["functions"]): string {
  return `Without types nothing tells whether ${joinEnglishList([...functions.keys()].map((name) => `\`${name}\``))} ${functions.size === 1 ? "is" : "are"} still public`;
}

function describeBroken(file: string, { problem }: Extract<SurfaceReading, { kind: "broken" }>): string {
  return `${file} ${problem}.`;
}

function printText(analysis: Analysis, standings: readonly Standing[], isReviewed: boolean): string {
  if (standings.length === 0) return NOTHING_PUBLIC;
  const parts = standings.map(({ project, file, reviewed, changes }) => {
    const name = relative(analysis, file);
    const kept = unconfirmed(analysis, project, reviewed);
    const note = kept.size === 0 ? "" : `${describeUnconfirmed(kept)}.\n`;
    if (changes.length === 0) {
      const { functions, routes } = analysis.surface.current(project).surface;
      return `${name}: ${counted(functions.size + kept.size, "public function")} and ${counted(routes.size, "HTTP route")}, as reviewed.\n${note}`;
    }
    const lines = printChanges(changes, (change) => placeOf(analysis, project, change));
    return `${name}: ${counted(changes.length, "change")} since it was reviewed.\n\n${lines.join("\n")}\n${note === "" ? "" : `\n${note}`}`;
  });
  return `${parts.join("\n")}${isReviewed ? "" : `\n${WRITE} accepts ${standings.reduce((total, { changes }) => total + changes.length, 0) === 1 ? "it" : "them"}.\n`}`;
}

function printJson(analysis: Analysis, standings: readonly Standing[]): string {
  const projects = standings.map(({ project, file, changes }) => ({
    file: relative(analysis, file),
    changes: changes.map((change) => ({ ...change, place: placeOf(analysis, project, change) ?? null })),
  }));
  return `${JSON.stringify({ projects }, null, 2)}\n`;
}

function placeOf(analysis: Analysis, project: ConvexProject, { subject, name }: SurfaceChange): string | undefined {
  const { targets, routes } = analysis.surface.current(project);
  const found = subject === "function" ? targets.get(name) : routes.get(name);
  return found && `${relative(analysis, found.file)}:${String(lineOf(analysis.snapshot.store.textOf(found.file) ?? "", found.range[0]))}`;
}

function relative({ snapshot }: Analysis, file: string): string {
  return snapshot.relativePath(file);
}
