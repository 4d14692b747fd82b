import type { ESLint } from "eslint";

import { rules } from "../../../rules/index.ts";
import plugin from "../../index.ts";
import type { Settings } from "../../settings.ts";
import { UNKNOWING_ORACLE } from "../../types/type-oracle.ts";
import { setFallbackOracle } from "../eslint.ts";
import { muteWarnings } from "../warnings.ts";
import { type BoundaryLinter, createLinter } from "./eslint-run.ts";
import { countFindingsElsewhere, findFiles } from "./inspection.ts";
import { openAnalysis, type OpenAnalysis } from "./open-analysis.ts";
import type { Place } from "./place.ts";
import type { Progress } from "./progress.ts";
import { counted, type Survey, survey } from "./summary.ts";

export type Severity = "off" | "warn" | "error";

/** The severity of each rule that runs, by its full name. */
export type Severities = Readonly<Record<string, Severity>>;

export interface LintOptions {
  readonly severities: Severities;
  readonly settings: Partial<Settings>;
  readonly fix: boolean;
  /** Where the user's ESLint is looked for. */
  readonly eslintFrom: string;
  readonly progress: Progress;
}

/** What the rules say of a workspace. */
export interface WorkspaceLint {
  readonly opened: OpenAnalysis;
  readonly looked: Survey;
  readonly results: readonly ESLint.LintResult[];
  /** `undefined` where there was nothing to lint. */
  readonly linter: BoundaryLinter | undefined;
  /** How many files elsewhere in the workspace a repair would have to go on in. */
  readonly elsewhere: number;
}

/**
 * Reports on, or repairs, the files of a place that have findings. ESLint reports them, so that disable comments, fixes
 * and formats are what users know.
 * @throws CannotRun when no Convex project has to do with the place.
 */
export async function lintWorkspace(place: Place, { severities, settings: given, fix, eslintFrom, progress }: LintOptions): Promise<WorkspaceLint> {
  const opened = openAnalysis(place, { settings: given, progress });
  const { oracle, settings, analysis, projects } = opened;
  setFallbackOracle(oracle);
  muteWarnings(true);
  try {
    progress.phase("Looking at functions and their callers");
    const active = Object.values(rules).filter(({ name }) => (severities[ruleId(name)] ?? "off") !== "off");
    const files = findFiles(analysis, place, active);
    const looked = survey(analysis, projects, oracle);
    const elsewhere = fix ? countFindingsElsewhere(analysis, place, projects, active) : 0;
    if (files.length === 0) return { opened, looked, results: [], linter: undefined, elsewhere };

    progress.phase(`${fix ? "Repairing" : "Reporting on"} ${counted(files.length, "file")}`);
    const linter = await createLinter({ root: place.root, directory: eslintFrom, rules: severities, settings, fix });
    return { opened, looked, results: await linter.lint(files), linter, elsewhere };
  } finally {
    setFallbackOracle(UNKNOWING_ORACLE);
    muteWarnings(false);
  }
}

/** Returns the full name of one of our rules: `convex-boundary/no-any-validator`. */
export function ruleId(name: string): string {
  return `${plugin.meta.namespace}/${name}`;
}
