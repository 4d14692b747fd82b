import { resolve } from "node:path";

import { onTestFinished } from "vitest";

import { Analysis } from "../analysis.ts";
import type { Edit } from "../fix/edits.ts";
import type { Escape, Reference } from "../project/references.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { Workspace } from "../project/workspace.ts";
import type { Settings } from "../settings.ts";
import { lineOf } from "../text/places.ts";
import { UNKNOWING_ORACLE } from "../types/type-oracle.ts";
import { createWorkspace, type WorkspaceFiles } from "./workspace.ts";

/** What the index says about a small workspace, in words that tests can compare. No types are asked for. */
export interface WorkspaceIndex {
  readonly root: string;
  readonly snapshot: Snapshot;
  /** Every function under all its names, as `messages:list` or, with several projects, `apps/a/convex messages:list`. */
  functions(): Record<string, string>;
  /** Who references a function: `app/main.tsx:3 client direct api`; escapes have the certainty `escape`. */
  callers(name: string): string[];
  /** What is said about a function: `client`, `server-only`, `unused`, `open`, or why nothing is: `silent: library`. */
  verdict(name: string): string;
  /** `fix`, `suggestion` or `none`. */
  repairability(name: string): string;
  /** Every file that the repair changes, with its text afterwards. */
  repaired(): Record<string, string>;
}

const PACKAGES = ["convex", "convex-helpers", "convex-test", "react", "zod"];
const MANIFEST = JSON.stringify({ dependencies: Object.fromEntries(PACKAGES.map((name) => [name, "*"])) });

/** Creates a workspace for the running test and indexes it. Its `package.json` lists `convex`, `react` and the like. */
export function indexOf(files: WorkspaceFiles, settings: Partial<Settings> = {}): WorkspaceIndex {
  const workspace = createWorkspace({ "package.json": MANIFEST, ...files });
  onTestFinished(() => workspace.cleanup());
  return readIndex(workspace.root, settings);
}

/** Indexes a workspace that is there. */
export function readIndex(root: string, settings: Partial<Settings> = {}): WorkspaceIndex {
  const workspace = new Workspace(root);
  workspace.setClientRoots((settings.clientRoots ?? []).map((path) => resolve(root, path)));
  const snapshot = workspace.snapshot();
  const analysis = new Analysis(snapshot, { clients: "auto", internalBuilders: {}, ...settings }, UNKNOWING_ORACLE, new Map());
  const { repair, verdicts, visibility } = analysis;
  const relative = (path: string): string => snapshot.relativePath(path);
  const qualified = ({ project }: RegisteredFunction, name: string): string => (snapshot.projects.length === 1 ? name : `${relative(project.directory)} ${name}`);
  const find = (name: string): RegisteredFunction => {
    for (const target of snapshot.functions()) if (target.names.some((own) => qualified(target, own) === name)) return target;
    throw new Error(`There is no function ${name}; there are ${Object.keys(index.functions()).join(", ")}.`);
  };
  const place = (file: string, range: readonly [number, number]): string =>
    range[1] === 0 ? relative(file) : `${relative(file)}:${String(lineOf(snapshot.store.textOf(file) ?? "", range[0]))}`;
  const referenceText = (reference: Reference): string => [place(reference.file, reference.range), reference.class, reference.certainty, reference.root].join(" ");
  const escapeText = (escape: Escape): string => [place(escape.file, escape.range), escape.class, escape.typeOnly ? "type-escape" : "escape", escape.root].join(" ");

  const index: WorkspaceIndex = {
    root,
    snapshot,
    functions() {
      const found: Record<string, string> = {};
      for (const target of snapshot.functions()) {
        const registered = visibility.of(target);
        for (const name of target.names) found[qualified(target, name)] = registered ? `${registered.visibility} ${registered.functionType}` : "unknown";
      }
      return found;
    },
    callers(name) {
      const { references, escapes } = snapshot.callersOf(find(name));
      return [...new Set([...references.map(referenceText), ...escapes.map(escapeText)])].sort();
    },
    verdict(name) {
      const verdict = verdicts.of(find(name));
      return verdict.kind === "silent" ? `silent: ${verdict.because}` : verdict.kind;
    },
    repairability(name) {
      return repair.of(find(name));
    },
    repaired() {
      const changed: Record<string, string> = {};
      for (const file of snapshot.codeFiles()) {
        const edits = repair.editsOf(file);
        if (edits.length > 0) changed[relative(file)] = applyEdits(snapshot.store.textOf(file) ?? "", edits);
      }
      return changed;
    },
  };
  return index;
}

/**
 * Returns callers without the last names of chains that are resolved beside them.
 * The facts of a file list `messages.list` of `api.messages.list` too where `api` comes through another module.
 */
export function resolvedCallers(callers: readonly string[]): string[] {
  const resolved = callers.filter((caller) => !/^\S+ client possible any$/u.test(caller));
  return resolved.length > 0 ? resolved : [...callers];
}

/**
 * Returns the text with the edits made.
 * @throws Error for edits that overlap, which no host would apply.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let end = 0;
  for (const { range, text: replacement } of edits) {
    if (range[0] < end) throw new Error(`Edits overlap at ${String(range[0])}.`);
    result += text.slice(end, range[0]) + replacement;
    end = range[1];
  }
  return result + text.slice(end);
}
