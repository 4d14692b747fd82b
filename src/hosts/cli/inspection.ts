import { type Analysis, FileAnalysis } from "../../analysis.ts";
import type { Finding, RuleDefinition } from "../../create-rule.ts";
import type { ConfigProblem, ConvexProject } from "../../project/convex-projects.ts";
import type { Snapshot } from "../../project/snapshot.ts";
import { CannotRun } from "./cannot-run.ts";
import { isWithin, type Place } from "./place.ts";

/** A rule as far as it can run without ESLint. */
export interface FindingRule extends Pick<RuleDefinition<readonly unknown[], string>, "name" | "defaultOptions" | "find"> {
  readonly meta: { readonly messages: Readonly<Record<string, string>> };
}

/** One thing that a rule found, and the rule. */
export interface RuleFinding {
  readonly rule: FindingRule;
  readonly finding: Finding<string>;
}

/** The files that have something to report. */
export interface Inspection {
  /** Scripts with a finding, and those that could not be parsed. */
  readonly scripts: readonly string[];
  /** Vue, Svelte, Astro and MDX files with all of their findings. */
  readonly markup: ReadonlyMap<string, readonly RuleFinding[]>;
}

const MARKUP = /\.(?:vue|svelte|astro|mdx)$/u;

/**
 * Returns the Convex projects that have something to do with the directory: those in it, around it, or called from it.
 * @throws CannotRun when there is none, or when a `convex.json` that matters cannot be used.
 */
export function findProjects(snapshot: Snapshot, { directory }: Place): readonly ConvexProject[] {
  const problems = snapshot.problems.filter(({ file }) => isWithin(file, directory) || isWithin(directory, parentOf(file)));
  if (problems.length > 0) throw new CannotRun(problems.map(describeProblem).join("\n"));

  const called = new Set(projectsCalledFrom(snapshot, directory));
  const projects = snapshot.projects.filter((project) => isWithin(project.directory, directory) || isWithin(directory, project.directory) || called.has(project));
  if (projects.length > 0) return projects;
  // Code that calls a project whose place is unknown looks like code that calls nothing.
  const [problem] = snapshot.problems;
  if (problem) throw new CannotRun(describeProblem(problem));
  throw new CannotRun(`No Convex project found in ${directory}: ${explainAbsence(snapshot)}`);
}

/** Runs the rules over every file below the directory that can have a finding. */
export function inspect(analysis: Analysis, { directory }: Place, rules: readonly FindingRule[]): Inspection {
  const { snapshot } = analysis;
  const scripts: string[] = [];
  const markup = new Map<string, readonly RuleFinding[]>();
  for (const file of candidateFiles(snapshot)) {
    if (!isWithin(file, directory)) continue;
    const findings = findIn(new FileAnalysis(file, analysis), rules);
    if (MARKUP.test(file)) {
      const found = [...findings];
      if (found.length > 0) markup.set(file, found);
    } else if (snapshot.store.factsOf(file)?.failed === true || !findings.next().done) scripts.push(file);
  }
  return { scripts, markup };
}

/** How many files outside the directory call functions of the projects and have findings: a repair would have to go on there. */
export function countFindingsElsewhere(analysis: Analysis, { directory }: Place, projects: readonly ConvexProject[], rules: readonly FindingRule[]): number {
  const { snapshot } = analysis;
  const elsewhere = candidateFiles(snapshot).filter(
    (file) => !isWithin(file, directory) && snapshot.linkedFile(file)?.references.some(({ target }) => projects.includes(target.project)),
  );
  return elsewhere.filter((file) => !findIn(new FileAnalysis(file, analysis), rules).next().done).length;
}

function candidateFiles(snapshot: Snapshot): string[] {
  const files = new Set(snapshot.linkedFiles());
  for (const { file } of snapshot.functions()) files.add(file);
  return [...files].sort();
}

function* findIn(file: FileAnalysis, rules: readonly FindingRule[]): Generator<RuleFinding> {
  for (const rule of rules) for (const finding of rule.find(file, rule.defaultOptions)) yield { rule, finding };
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

function parentOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/"));
}
