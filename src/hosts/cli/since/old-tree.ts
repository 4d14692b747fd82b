import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { fileKind } from "../../../project/file-kinds.ts";
import type { Git } from "./git.ts";
import type { Base } from "./revision.ts";

interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly object: string;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const LINK_MODE = "120000";
/** Of files outside the workspace only what configures it is needed. */
const OUTER = /(?:^|\/)(?:package\.json|pnpm-workspace\.yaml|\.gitignore)$/u;

/**
 * Writes what the index reads of an old commit to a temporary directory outside the checkout, calls back with its
 * path, and removes it. Blobs are taken as they are: no filter, hook or checkout runs.
 */
export async function withOldTree<T>(base: Base, root: string, use: (directory: string) => Promise<T>): Promise<T> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "convex-boundary-"))).replaceAll("\\", "/");
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  const stop = (signal: NodeJS.Signals): void => {
    remove();
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    writeTree(base, root, directory);
    linkIgnored(base, directory);
    return await use(directory);
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, stop);
    remove();
  }
}

function writeTree({ git, checkout, commit }: Base, root: string, directory: string): void {
  const prefix = root === checkout ? "" : `${root.slice(checkout.length + 1)}/`;
  const entries = git.list(["ls-tree", "-r", "-z", "--full-tree", commit]).flatMap(parseEntry).filter(({ path }) => isNeeded(path, prefix));
  const texts = readBlobs(git, entries);
  // Links come last, so that nothing is written through one.
  const links: (readonly [path: string, target: string])[] = [];
  for (const [index, { path, mode }] of entries.entries()) {
    const content = texts[index];
    if (!content) continue;
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    if (mode === LINK_MODE) links.push([file, content.toString("utf8")]);
    else writeFileSync(file, content, { flag: "wx" });
  }
  for (const [path, target] of links) if (!existsSync(path)) symlinkSync(target, path);
  // The index goes no further up than the checkout.
  mkdirSync(join(directory, ".git"), { recursive: true });
  mkdirSync(join(directory, prefix), { recursive: true });
}

function parseEntry(line: string): TreeEntry[] {
  const match = /^(\d+) blob ([\da-f]+)\t(.+)$/su.exec(line);
  const [, mode = "", object = "", path = ""] = match ?? [];
  // A commit that was made by hand may hold what no checkout takes.
  return match && !path.split("/").some((segment) => segment === "" || segment === "." || segment === ".." || segment.toLowerCase() === ".git") ? [{ path, mode, object }] : [];
}

function isNeeded(path: string, prefix: string): boolean {
  if (OUTER.test(path) || fileKind(path) === "config") return true;
  return path.startsWith(prefix) && fileKind(path) !== undefined;
}

/** Reads blobs in one go; `undefined` stands for one that is not in the clone. */
function readBlobs(git: Git, entries: readonly TreeEntry[]): (Buffer | undefined)[] {
  const output = git.run(["cat-file", "--batch"], { stdin: entries.map(({ object }) => `${object}\n`).join("") });
  const blobs: (Buffer | undefined)[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const size = /^[\da-f]+ blob (\d+)$/u.exec(output.toString("latin1", at, end))?.[1];
    at = end + 1;
    if (size === undefined) {
      blobs.push(undefined);
      continue;
    }
    blobs.push(output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}

/**
 * What git ignores has no old state: installed packages and generated code are taken as they are now, since types and
 * aliases may depend on them.
 */
function linkIgnored({ git, checkout }: Base, directory: string): void {
  const ignored = git.list(["ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z"]);
  for (const path of ignored) {
    const link = join(directory, path.replace(/\/$/u, ""));
    if (!existsSync(dirname(link)) || existsSync(link)) continue;
    // The kind of link matters on Windows only.
    symlinkSync(join(checkout, path), link, path.endsWith("/") ? "junction" : "file");
  }
}
