import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { rules } from "../../../../rules/index.ts";
import plugin from "../../../index.ts";
import type { Settings } from "../../../settings.ts";
import { CannotRun } from "../cannot-run.ts";
import { type Command, EXIT_STATUS, type Given, listChoices, type Surroundings } from "../command.ts";
import { orderByDanger } from "../danger-order.ts";
import { FORMAT_NAMES, type FormatName, FORMATS } from "../formats/index.ts";
import { describeAbsences } from "../inspection.ts";
import { findPlace, type Place } from "../place.ts";
import { type Progress, startProgress } from "../progress.ts";
import { writeReport } from "../report-file.ts";
import type { Report } from "../report.ts";
import { linker, repositoryOf } from "../repository.ts";
import { compareWithRevision } from "../since/compare.ts";
import { counted, describeHidden, describeMissingClients, describeSurvey, describeUnreadable, describeUnused } from "../summary.ts";
import { lintWorkspace, ruleId, type Severities, type Severity } from "../workspace-lint.ts";
import { CACHE_OPTION, CLIENT_ROOT_OPTION, describeIdleOptions, givenSettings, onlyDirectory, placeOptions, SETTINGS_OPTIONS } from "./shared-options.ts";

/** What `check` is to do. */
interface Task {
  readonly fix: boolean;
  /** The format that is printed. */
  readonly printed: FormatName;
  readonly written: readonly { readonly format: FormatName; readonly file: string }[];
  readonly severities: Severities;
  readonly settings: Partial<Settings>;
  readonly since: string | undefined;
  readonly showsSuppressed: boolean;
}

const RULE_NAMES = Object.keys(rules);
const SEVERITIES: Readonly<Record<string, Severity>> = { off: "off", warn: "warn", error: "error", "0": "off", "1": "warn", "2": "error" };
const PREFIX = "convex-boundary/";

/** `convex-boundary check` */
export const checkCommand: Command = {
  name: "check",
  parameters: "[dir]",
  summary: "report on the Convex functions and their callers",
  description: `Checks the Convex functions in a directory (by default this one) and the code
that calls them: who may call a function, with what, and as whom.`,
  options: [
    { name: "fix", description: ["repair what can be repaired"] },
    { name: "since", value: "revision", description: ["report only what is new since a git revision", "(since the branch left it), looking at everything"] },
    { name: "format", value: "format", isRepeatable: true, description: [`${listChoices(FORMAT_NAMES)};`, "sarif=out.sarif writes it to a file; may be repeated"] },
    { name: "rule", value: "name:severity", isRepeatable: true, description: ["turn a rule off, to warn or to error; may be repeated"] },
    ...SETTINGS_OPTIONS,
    CLIENT_ROOT_OPTION,
    CACHE_OPTION,
    { name: "show-suppressed", description: ["with sarif: report what comments turn off too, marked", "as suppressed"] },
  ],
  notes: `Rules:\n${RULE_NAMES.map((name) => `  ${name}`).join("\n")}\n\nExit status: 0 nothing found at error level, 1 errors found, 2 it could not run.`,

  async run(given, surroundings) {
    const { workingDirectory, stdout, stderr } = surroundings;
    const task = readTask(given);
    const place = findPlace(onlyDirectory(given), workingDirectory, placeOptions(given));
    const progress = startProgress(stderr);
    let report: Report;
    try {
      report = await makeReport(task, place, progress, surroundings.environment ?? {});
    } finally {
      await progress.end();
    }
    const printed = FORMATS[task.printed];
    stdout.write(`${await printed.render(report)}\n`);
    if (!printed.holdsNotes) stderr.write(report.notes.map((note) => `${note}\n`).join(""));
    for (const { format, file } of task.written) writeReport(resolve(workingDirectory, file), `${stripVTControlCharacters(await FORMATS[format].render(report))}\n`, file);
    return report.results.some(({ errorCount }) => errorCount > 0) ? EXIT_STATUS.findings : EXIT_STATUS.clean;
  },
};

async function makeReport({ severities, settings, fix, since, showsSuppressed }: Task, place: Place, progress: Progress, environment: NonNullable<Surroundings["environment"]>): Promise<Report> {
  const start = performance.now();
  const lint = await lintWorkspace(place, { severities, settings, fix, eslintFrom: place.directory, progress });
  const { opened, looked, elsewhere, linter: eslint } = lint;
  const reportsUnused = lint.results.some(({ messages }) => messages.some(({ ruleId }) => ruleId?.endsWith("/no-unused-public-function")));
  const remarks = [...describeAbsences(opened.snapshot, place), ...describeIdleOptions(opened.analysis), ...describeMissingClients(opened.analysis, opened.projects, looked), ...(reportsUnused ? describeUnused(looked) : []), ...describeHidden(looked), ...describeUnreadable(opened.snapshot)];
  if (elsewhere > 0) remarks.push(`${counted(elsewhere, "file")} outside ${place.directory} ${elsewhere === 1 ? "has" : "have"} findings too, and a repair may span files: run it in ${place.root}.`);
  const compared = since === undefined ? undefined : await compareWithRevision(since, lint, place, { severities, settings, progress });
  const results = orderByDanger(compared?.results ?? lint.results, opened.analysis);
  const changed = results.filter(({ output }) => output !== undefined).length;
  return {
    results,
    notes: [...(changed > 0 ? [`Repaired ${counted(changed, "file")}.`] : []), ...(compared ? [compared.note] : []), describeSurvey(looked, performance.now() - start, changed > 0), ...remarks],
    severities,
    repository: repositoryOf(place.root, environment),
    linkTo: linker(environment),
    showsSuppressed,
    // What both formatters make of nothing.
    formatWithEslint: (format) => (eslint && results.length > 0 ? eslint.format(results, format) : Promise.resolve(format === "json" ? "[]" : "")),
  };
}

/** @throws CannotRun for values that are not understood, or do not go together. */
function readTask(given: Given): Task {
  const formats = given.values("format").map(readFormat);
  const printed = formats.filter(({ file }) => file === undefined);
  const written = formats.flatMap(({ format, file }) => (file === undefined ? [] : [{ format, file }]));
  if (printed.length > 1) {
    throw new CannotRun(`Only one report can be printed, not ${printed.map(({ format }) => `\`${format}\``).join(" and ")}; the others go to files: \`--format ${printed.at(-1)?.format ?? ""}=<file>\`.`);
  }
  const repeated = written.find(({ file }, index) => written.findIndex((other) => other.file === file) < index);
  if (repeated) throw new CannotRun(`Two reports would be written to \`${repeated.file}\`.`);
  const since = given.value("since");
  if (since !== undefined && given.has("fix")) throw new CannotRun("`--fix` and `--since` do not go together: a repair spans files, whenever they were changed.");
  const showsSuppressed = given.has("show-suppressed");
  if (showsSuppressed && !formats.some(({ format }) => format === "sarif")) throw new CannotRun("`--show-suppressed` is for `--format sarif`: no other format marks what comments turn off.");
  return { fix: given.has("fix"), printed: printed[0]?.format ?? "stylish", written, severities: readSeverities(given.values("rule")), settings: givenSettings(given), since, showsSuppressed };
}

function readFormat(value: string): { readonly format: FormatName; readonly file: string | undefined } {
  const [name = "", ...rest] = value.split("=");
  const format = FORMAT_NAMES.find((known) => known === name);
  if (!format) throw new CannotRun(`\`--format\` takes ${listChoices(FORMAT_NAMES)}, not \`${name}\`.`);
  const file = rest.join("=");
  if (rest.length > 0 && file === "") throw new CannotRun(`\`--format ${value}\` names no file.`);
  return { format, file: rest.length > 0 ? file : undefined };
}

/** The severities of the preset `recommended`, with what the user changes. */
function readSeverities(given: readonly string[]): Severities {
  const severities: Record<string, Severity> = {};
  for (const [id, entry] of Object.entries(plugin.configs.recommended.rules ?? {})) if (entry === "error" || entry === "warn") severities[id] = entry;
  for (const text of given) {
    const colon = text.lastIndexOf(":");
    const name = text.slice(0, Math.max(colon, 0)).replace(PREFIX, "");
    const severity = SEVERITIES[text.slice(colon + 1)];
    if (colon > 0 && !RULE_NAMES.includes(name)) throw new CannotRun(`There is no rule \`${name}\`; there are ${RULE_NAMES.map((known) => `\`${known}\``).join(", ")}.`);
    if (colon <= 0 || !severity) throw new CannotRun(`\`--rule ${text}\` is not understood: it takes \`name:severity\` with the severity off, warn or error.`);
    severities[ruleId(name)] = severity;
  }
  return severities;
}
