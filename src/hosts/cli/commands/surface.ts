import { resolve } from "node:path";

import plugin from "../../../index.ts";
import { CannotRun } from "../cannot-run.ts";
import { type Command, EXIT_STATUS, type ExitStatus, type Given, type Surroundings } from "../command.ts";
import { openAnalysis } from "../open-analysis.ts";
import { findPlace, type Place } from "../place.ts";
import { type Progress, startProgress } from "../progress.ts";
import { writeReport } from "../report-file.ts";
import { compareWithReviewed, writeReviewed } from "../surface.ts";
import { makeSurfacePage } from "../surface-page.ts";
import { lintWorkspace, type Severities, type Severity } from "../workspace-lint.ts";
import { CACHE_OPTION, CLIENT_ROOT_OPTION, describeIdleOptions, givenSettings, onlyDirectory, placeOptions, SETTINGS_OPTIONS } from "./shared-options.ts";

/** `convex-boundary surface` */
export const surfaceCommand: Command = {
  name: "surface",
  parameters: "[dir]",
  summary: "compare what strangers can call with what was reviewed",
  description: `Compares the public functions and HTTP routes of each Convex project with those
that its convex.surface.json lists as reviewed, and explains the differences.`,
  options: [
    { name: "write", description: ["list what there is now in convex.surface.json, for", "review and to be committed"] },
    { name: "html", value: "file", description: ["write a page that shows each public function: who", "calls it, with what, and as whom"] },
    { name: "format", value: "format", description: ["text (default) or json, for the differences"] },
    ...SETTINGS_OPTIONS,
    CLIENT_ROOT_OPTION,
    CACHE_OPTION,
  ],
  notes: "Exit status: 0 as reviewed, or written; 1 it differs; 2 it could not run.",

  async run(given, surroundings) {
    const place = findPlace(onlyDirectory(given), surroundings.workingDirectory, placeOptions(given));
    const progress = startProgress(surroundings.stderr);
    let outcome: Outcome;
    try {
      outcome = await look(given, place, surroundings, progress);
    } finally {
      await progress.end();
    }
    surroundings.stdout.write(outcome.text);
    surroundings.stderr.write(outcome.notes.map((note) => `${note}\n`).join(""));
    return outcome.status;
  },
};

interface Outcome {
  readonly text: string;
  readonly status: ExitStatus;
  readonly notes: readonly string[];
}

async function look(given: Given, place: Place, { workingDirectory }: Surroundings, progress: Progress): Promise<Outcome> {
  const settings = givenSettings(given);
  const format = given.choice("format", ["text", "json"] as const) ?? "text";
  const html = given.value("html");
  if (given.value("format") !== undefined && (given.has("write") || html !== undefined)) throw new CannotRun("`--format` is for the differences, which `--write` and `--html` do not print.");
  if (html !== undefined) {
    const lint = await lintWorkspace(place, { severities: SEVERITIES, settings, fix: false, eslintFrom: place.directory, progress });
    progress.phase("Drawing the page");
    const { analysis, projects } = lint.opened;
    const written = given.has("write") ? writeReviewed(analysis, projects) : "";
    const page = makeSurfacePage(analysis, projects, lint.results);
    writeReport(resolve(workingDirectory, html), page.html, html);
    return { text: `${written}Wrote ${html}: ${page.summary}.\n`, status: EXIT_STATUS.clean, notes: describeIdleOptions(analysis) };
  }
  const { analysis, projects } = openAnalysis(place, { settings, progress });
  progress.phase("Looking at public functions");
  const notes = describeIdleOptions(analysis);
  if (given.has("write")) return { text: writeReviewed(analysis, projects), status: EXIT_STATUS.clean, notes };
  const { text, isReviewed } = compareWithReviewed(analysis, projects, format);
  return { text, status: isReviewed ? EXIT_STATUS.clean : EXIT_STATUS.findings, notes };
}

/** The page shows what every rule says but the one that repeats the difference from the surface file. */
const SEVERITIES: Severities = Object.fromEntries(
  Object.entries(plugin.configs.strict.rules ?? {}).flatMap(([id, entry]): [string, Severity][] => {
    const severity = (Array.isArray(entry) ? entry : [entry])[0] as unknown;
    return severity === "error" || severity === "warn" ? [[id, severity]] : [];
  }),
);
