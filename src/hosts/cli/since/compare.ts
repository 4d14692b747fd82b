import { existsSync } from "node:fs";

import type { ESLint } from "eslint";

import type { Snapshot } from "../../../project/snapshot.ts";
import { CannotRun } from "../cannot-run.ts";
import { withMessages } from "../eslint-run.ts";
import { isWithin, type Place } from "../place.ts";
import { counted } from "../summary.ts";
import { lintWorkspace, type LintOptions, type WorkspaceLint } from "../workspace-lint.ts";
import { findNew, type Known, type Renames } from "./new-findings.ts";
import { withOldTree } from "./old-tree.ts";
import { findRenames } from "./renames.ts";
import { type Base, findBase } from "./revision.ts";

/** What is left of a check when only what is new counts. */
export interface Compared {
  readonly results: readonly ESLint.LintResult[];
  /** What it was compared with, in a sentence. */
  readonly note: string;
}

/** A module of some Convex project, with its file relative to the checkout. */
type Module = readonly [name: string, file: string];

/** What the rules said of the old state. */
interface Old {
  readonly findings: readonly Known[];
  readonly modules: readonly Module[];
  /** Why nothing could be said, if so. */
  readonly failure?: string;
}

/**
 * Checks the old state of the workspace too, and keeps what was not found there.
 * @throws CannotRun when there is no such revision.
 */
export async function compareWithRevision(revision: string, { opened, results }: WorkspaceLint, place: Place, options: Pick<LintOptions, "severities" | "settings" | "progress">): Promise<Compared> {
  const base = findBase(revision, place.root);
  if (!isWithin(place.root, base.checkout)) throw new CannotRun(`\`--since\` compares with a git revision, and ${place.root} reaches beyond the checkout ${base.checkout}.`);
  options.progress.phase(`Reading the workspace as of ${base.name}`);
  const old = await withOldTree(base, place.root, (directory) => lintOld(directory, base, place, options));
  const files = findRenames(base);
  const renames: Renames = { files, modules: renamedModules(files, old.modules, modulesOf(opened.snapshot, base.checkout)) };
  const fresh = findNew(old.findings, knownFindings(results, base.checkout), renames);
  const kept = results.map((result) => withMessages(result, result.messages.filter((message) => fresh.has(message)))).filter(({ messages }) => messages.length > 0);
  const standing = results.reduce((sum, { messages }) => sum + messages.length, 0) - fresh.size;
  const note = old.failure === undefined ? `Compared with ${base.name}: ${counted(fresh.size, "new finding")}; ${counted(standing, "finding")} of before ${standing === 1 ? "is" : "are"} not shown.` : `Everything counts as new since ${base.name}: ${old.failure}`;
  return { results: kept, note };
}

async function lintOld(directory: string, { checkout }: Base, place: Place, options: Pick<LintOptions, "severities" | "settings" | "progress">): Promise<Old> {
  const moved = (path: string): string => directory + path.slice(checkout.length);
  const root = moved(place.root);
  const wanted = moved(place.directory);
  try {
    const { results, opened } = await lintWorkspace({ root, directory: existsSync(wanted) ? wanted : root, clientRoots: place.clientRoots, isCached: false }, { ...options, fix: false, eslintFrom: place.directory });
    return { findings: knownFindings(results, directory), modules: modulesOf(opened.snapshot, directory) };
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return { findings: [], modules: [], failure: error.message.replaceAll(directory, checkout) };
  }
}

function knownFindings(results: readonly ESLint.LintResult[], checkout: string): Known[] {
  return results.flatMap(({ filePath, source, messages }) => {
    const path = filePath.replaceAll("\\", "/").slice(checkout.length + 1);
    const lines = source?.split(/\r\n|[\r\n\u2028\u2029]/u) ?? [];
    return messages.map((message) => ({ path, message, line: lines[message.line - 1] ?? "" }));
  });
}

function modulesOf({ projects }: Snapshot, checkout: string): Module[] {
  return projects.flatMap(({ modules }) => [...modules].map(([module, file]) => [module, file.slice(checkout.length + 1)] as const));
}

function renamedModules(files: Renames["files"], before: readonly Module[], now: readonly Module[]): Map<string, string> {
  const names = new Map(now.map(([module, file]) => [file, module]));
  const renames = new Map<string, string>();
  for (const [module, file] of before) {
    const name = names.get(files.get(file) ?? "");
    if (name !== undefined) renames.set(module.replaceAll("/", "."), name.replaceAll("/", "."));
  }
  return renames;
}
