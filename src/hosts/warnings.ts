import type { Analysis, FileAnalysis } from "../analysis.ts";
import { describeIdleSettings } from "../idle-settings.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { type Settings, SETTINGS_KEY } from "../settings.ts";
import { joinEnglishList, mentionBuilder, mentionCount } from "../text/mention.ts";

/** How many builders a warning names. */
const MAX_NAMED = 3;

/** What was warned of in this process. A linter runs for every file, and once is enough. */
const warned = new Set<string>();
let isMuted = false;
/** The workspace that settings were compared with last: what they name is looked for in all of its files. */
const settledFor = new WeakMap<Settings, string>();

/** Says once what is wrong with a `convex.json`: without it there is nothing to lint, and silence would look like health. */
export function warnOfProblems({ problems }: Snapshot): void {
  for (const { file, message, isAbsence } of problems) warnOnce(file, `${file} ${message}. ${isAbsence ? "It is left out." : "Its Convex project is not linted."}`);
}

/**
 * Says once which functions nothing is said about for want of types. Only a file that has such functions itself shows
 * that their types are missing: another one may be linted with types.
 */
export function warnOfMissingTypes(file: FileAnalysis): void {
  const { root } = file.workspace.snapshot;
  if (warned.has(root) || !file.functions.some((target) => isUncertain(target, file))) return;
  const uncertain = [...file.workspace.snapshot.functions()].filter((target) => isUncertain(target, file));
  const builders = [...new Set(uncertain.map(mentionBuilder))].filter((name) => name.startsWith("`"));
  const named = builders.length > MAX_NAMED ? [...builders.slice(0, MAX_NAMED), `${String(builders.length - MAX_NAMED)} more`] : builders;
  warnOnce(
    root,
    `There is no type information, and only types tell what ${named.length === 0 ? "some function builders" : joinEnglishList(named)} ${builders.length === 1 ? "registers" : "register"}. Nothing is said about ${mentionCount(uncertain.length, "function")} in ${root}. \`npx convex-boundary check\` asks the type checker itself.`,
  );
}

/** Says once what the settings name that is not there. */
export function warnOfIdleSettings(analysis: Analysis): void {
  const { settings, snapshot } = analysis;
  if (settledFor.get(settings) === snapshot.root) return;
  settledFor.set(settings, snapshot.root);
  for (const text of describeIdleSettings(analysis, (name) => `settings["${SETTINGS_KEY}"].${name}`)) warnOnce(`${snapshot.root}: ${text}`, text);
}

/** Whether something is a function, since references lead to it, but of which type and visibility only types can tell. */
function isUncertain(target: RegisteredFunction, file: FileAnalysis): boolean {
  return target.definition !== null && file.registered(target) === undefined && file.callers(target).references.some(({ certainty }) => certainty === "direct");
}

/** Sets whether the host says by itself what there is to say, as the command-line tool does below its report. */
export function muteWarnings(muted: boolean): void {
  isMuted = muted;
}

/** Says something about a subject once in a process. */
export function warnOnce(subject: string, text: string): void {
  if (isMuted || warned.has(subject)) return;
  warned.add(subject);
  process.emitWarning(text, "ConvexBoundaryWarning");
}
