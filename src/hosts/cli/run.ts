import type { ESLint } from "eslint";

import { rules } from "../../../rules/index.ts";
import plugin from "../../index.ts";
import { openWorkspace } from "../../project/workspace.ts";
import { readSettings, SETTINGS_KEY } from "../../settings.ts";
import { createProgramOracle } from "../../types/program-oracle.ts";
import { UNKNOWING_ORACLE } from "../../types/type-oracle.ts";
import { analysisOf, setFallbackOracle } from "../eslint.ts";
import { CannotRun } from "./cannot-run.ts";
import { type CheckInvocation, type ExplainInvocation, helpText, readCommandLine, type Severity } from "./command-line.ts";
import { explain } from "./explain.ts";
import { createLinter, type LinterOptions } from "./eslint-run.ts";
import { countFindingsElsewhere, findFiles, findProjects } from "./inspection.ts";
import { findPlace, type Place } from "./place.ts";
import { type Progress, startProgress, type Terminal } from "./progress.ts";
import { ReluctantOracle } from "./reluctant-oracle.ts";
import { counted, describeMissingClients, describeSurvey, describeUnreadable, survey } from "./summary.ts";

/** Where a run reads from and writes to. */
export interface Surroundings {
  readonly workingDirectory: string;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: Terminal;
}

/** The process ends with one of these. */
const EXIT_STATUS = { clean: 0, findings: 1, cannotRun: 2 } as const;

const ISSUES = "https://github.com/eslint-plugin-convex-boundary/eslint-plugin-convex-boundary/issues";

/** What a check found and how to say it. */
interface Report {
  readonly results: readonly ESLint.LintResult[];
  readonly text: string;
  readonly notes: readonly string[];
}

/** Runs the command-line tool with the arguments after its name, and returns its exit status. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr } = surroundings;
  try {
    const invocation = readCommandLine(argv, Object.keys(rules));
    switch (invocation.kind) {
      case "help":
        stdout.write(helpText(Object.keys(rules)));
        return EXIT_STATUS.clean;
      case "version":
        stdout.write(`${plugin.meta.version}\n`);
        return EXIT_STATUS.clean;
      case "explain":
        stdout.write(await explainFunction(invocation, surroundings));
        return EXIT_STATUS.clean;
      case "check":
        return await check(invocation, surroundings);
    }
  } catch (error) {
    stderr.write(`${describeFailure(error)}\n`);
    return EXIT_STATUS.cannotRun;
  }
}

async function check(invocation: CheckInvocation, { workingDirectory, stdout, stderr }: Surroundings): Promise<number> {
  const place = findPlace(invocation.directory, workingDirectory);
  const progress = startProgress(stderr);
  let report: Report;
  try {
    report = await makeReport(invocation, place, progress);
  } finally {
    await progress.end();
  }
  const { results, text, notes } = report;
  const remarks = notes.map((note) => `${note}\n`).join("");
  if (invocation.format === "json") {
    stdout.write(`${text}\n`);
    stderr.write(remarks);
  } else stdout.write(`${text}${text === "" ? "" : "\n"}${remarks}`);
  return results.some(({ errorCount }) => errorCount > 0) ? EXIT_STATUS.findings : EXIT_STATUS.clean;
}

/** Reads the workspace, with types for the questions that need them. */
function openAnalysis({ clients }: Pick<CheckInvocation, "clients">, place: Place, progress: Progress) {
  progress.phase("Reading the workspace");
  const workspace = openWorkspace(place.root);
  // ESLint's rules ask for the workspace of each file by themselves, and must find this one.
  workspace.isPinned = true;
  const snapshot = workspace.snapshot();
  const projects = findProjects(snapshot, place);
  const program = createProgramOracle({
    root: place.root,
    functionsDirectories: snapshot.projects.map(({ directory, modules }) => ({ directory, moduleFiles: [...modules.values()] })),
  });
  const oracle = new ReluctantOracle(program, () => progress.phase("Asking TypeScript about function builders"));
  const settings = clients === undefined ? undefined : { [SETTINGS_KEY]: { clients } };
  return { workspace, snapshot, projects, oracle, settings, analysis: analysisOf(snapshot, oracle, readSettings(settings ?? {})) };
}

async function explainFunction(invocation: ExplainInvocation, { workingDirectory, stderr }: Surroundings): Promise<string> {
  const place = findPlace(invocation.directory, workingDirectory);
  const progress = startProgress(stderr);
  try {
    return explain(openAnalysis(invocation, place, progress).analysis, invocation.name);
  } finally {
    await progress.end();
  }
}

async function makeReport(invocation: CheckInvocation, place: Place, progress: Progress): Promise<Report> {
  const start = performance.now();
  const { workspace, snapshot, projects, oracle, settings, analysis } = openAnalysis(invocation, place, progress);
  setFallbackOracle(oracle);

  try {
    progress.phase("Looking at functions and their callers");
    const severities = severitiesOf(invocation);
    const active = Object.values(rules).filter(({ name }) => (severities[ruleId(name)] ?? "off") !== "off");
    const files = findFiles(analysis, place, active);
    const looked = survey(analysis, projects, workspace.fileCount, oracle);
    const remarks = [...describeMissingClients(analysis, projects), ...describeUnreadable(snapshot)];
    const elsewhere = invocation.fix ? countFindingsElsewhere(analysis, place, projects, active) : 0;
    if (elsewhere > 0) remarks.push(`${counted(elsewhere, "file")} outside ${place.directory} ${elsewhere === 1 ? "has" : "have"} findings too, and a repair may span files: run it in ${place.root}.`);

    if (files.length > 0) progress.phase(`${invocation.fix ? "Repairing" : "Reporting on"} ${counted(files.length, "file")}`);
    const { results, text } = await lint(files, invocation.format, { root: place.root, directory: place.directory, rules: severities, settings, fix: invocation.fix });
    const changed = results.filter(({ output }) => output !== undefined).length;
    return {
      results,
      text,
      notes: [
        ...(invocation.format === "stylish" && text === "" ? ["No findings."] : []),
        ...(changed > 0 ? [`Repaired ${counted(changed, "file")}.`] : []),
        describeSurvey(looked, performance.now() - start),
        ...remarks,
      ],
    };
  } finally {
    setFallbackOracle(UNKNOWING_ORACLE);
  }
}

/** Has ESLint report the findings, so that disable comments, fixes and formats are what users know. */
async function lint(files: readonly string[], format: CheckInvocation["format"], options: LinterOptions): Promise<Pick<Report, "results" | "text">> {
  // What both formatters make of nothing.
  if (files.length === 0) return { results: [], text: format === "json" ? "[]" : "" };
  const linter = await createLinter(options);
  const results = await linter.lint(files);
  return { results, text: await linter.format(results, format) };
}

function severitiesOf(invocation: CheckInvocation): Record<string, Severity> {
  const severities: Record<string, Severity> = {};
  for (const [id, entry] of Object.entries(plugin.configs.recommended.rules ?? {})) if (entry === "error" || entry === "warn") severities[id] = entry;
  for (const [name, severity] of invocation.severities) severities[ruleId(name)] = severity;
  return severities;
}

function ruleId(name: string): string {
  return `${plugin.meta.namespace}/${name}`;
}

function describeFailure(error: unknown): string {
  if (error instanceof CannotRun) return `convex-boundary: ${error.message}`;
  return `convex-boundary: unexpected error: ${describeUnexpected(error)}\nThis is a bug in convex-boundary. Please report it: ${ISSUES}`;
}

/** The message, and the place that a report of the bug needs. */
function describeUnexpected(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = /^ *at .*$/mu.exec(error.stack ?? "")?.[0].trim();
  return place === undefined ? error.message : `${error.message} (${place})`;
}
