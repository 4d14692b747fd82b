import { type Analysis, FileAnalysis } from "../../analysis.ts";
import type { RuleDefinition } from "../../create-rule.ts";
import type { ConfigProblem, ConvexProject } from "../../project/convex-projects.ts";
import type { Snapshot } from "../../project/snapshot.ts";
import { CannotRun } from "./cannot-run.ts";
import { isWithin, type Place } from "./place.ts";

/** A rule as far as it can run without ESLint. */
type FindingRule = Pick<RuleDefinition<readonly unknown[], string>, "defaultOptions" | "find">;

const MARKUP = /\.(?:vue|svelte|astro|mdx)$/u;

/**
 * Returns the Convex projects that have something to do with the directory: those in it, around it, or called from it.
 * @throws CannotRun when there is none, or when a `convex.json` that matters cannot be used.
 */
export function findProjects(snapshot: Snapshot, { directory }: Place): readonly ConvexProject[] {
  const problems = snapshot.problems.filter(({ file, isAbsence }) => !isAbsence && isRelevant(file, directory));
  if (problems.length > 0) throw new CannotRun(problems.map(describeProblem).join("\n"));

  const called = new Set(projectsCalledFrom(snapshot, directory));
  const own = snapshot.projects.filter(({ isElsewhere }) => !isElsewhere);
  const projects = own.filter((project) => isWithin(project.directory, directory) || isWithin(directory, project.directory) || called.has(project));
  if (projects.length > 0) return projects;
  // Code that calls a project whose place is unknown looks like code that calls nothing.
  const [problem] = snapshot.problems;
  if (problem) throw new CannotRun(describeProblem(problem));
  throw new CannotRun(`No Convex project found in ${directory}: ${explainAbsence(snapshot)}`);
}

/** Returns the files below the directory that have something to report: a finding, or a syntax error. */
export function findFiles(analysis: Analysis, { directory }: Place, rules: readonly FindingRule[]): readonly string[] {
  return candidateFiles(analysis.snapshot).filter((file) => isWithin(file, directory) && (isBroken(analysis.snapshot, file) || hasFindings(analysis, file, rules)));
}

/** How many files outside the directory call functions of the projects and have findings: a repair would have to go on there. */
export function countFindingsElsewhere(analysis: Analysis, { directory }: Place, projects: readonly ConvexProject[], rules: readonly FindingRule[]): number {
  const { snapshot } = analysis;
  const elsewhere = candidateFiles(snapshot).filter(
    (file) => !isWithin(file, directory) && snapshot.linkedFile(file)?.references.some(({ target }) => projects.includes(target.project)),
  );
  return elsewhere.filter((file) => hasFindings(analysis, file, rules)).length;
}

function candidateFiles(snapshot: Snapshot): string[] {
  const files = new Set(snapshot.linkedFiles());
  for (const { file } of snapshot.functions()) files.add(file);
  return [...files].filter((file) => !snapshot.isElsewhere(file)).sort();
}

function hasFindings(analysis: Analysis, file: string, rules: readonly FindingRule[]): boolean {
  const fileAnalysis = new FileAnalysis(file, analysis);
  return rules.some(({ find, defaultOptions }) => {
    for (const _ of find(fileAnalysis, defaultOptions)) return true;
    return false;
  });
}

/** A script of markup may be of a language that nobody here knows, which is no mistake. */
function isBroken({ store }: Snapshot, file: string): boolean {
  return !MARKUP.test(file) && store.factsOf(file)?.failed === true;
}

function* projectsCalledFrom(snapshot: Snapshot, directory: string): Generator<ConvexProject> {
  for (const file of snapshot.linkedFiles()) {
    if (!isWithin(file, directory)) continue;
    const { references = [], escapes = [], dangling = [] } = snapshot.linkedFile(file) ?? {};
    for (const { target } of references) yield target.project;
    for (const { project } of escapes) yield project;
    for (const { project } of dangling) yield project;
  }
}

function explainAbsence({ projects }: Snapshot): string {
  if (projects.length > 0) return "it holds no Convex functions, and no code that calls those of its workspace.";
  return "there is no directory of Convex functions (`convex/`, or what `convex.json` names). Files that git ignores are not looked at.";
}

function describeProblem({ file, message }: ConfigProblem): string {
  return `${file} ${message}`;
}

/** Returns a line about each `convex.json` of the place that names a functions directory that is not there. */
export function describeAbsences(snapshot: Snapshot, { directory }: Place): readonly string[] {
  return snapshot.problems.filter(({ file, isAbsence }) => isAbsence && isRelevant(file, directory)).map((problem) => `${describeProblem(problem)}. It is left out.`);
}

/** Whether a `convex.json` may decide about a directory. */
function isRelevant(file: string, directory: string): boolean {
  return isWithin(file, directory) || isWithin(directory, parentOf(file));
}

function parentOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/"));
}
