import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";

import { createTemporaryDirectory, REPOSITORY, type WorkspaceFiles } from "./workspace.ts";

/** The directory of the fixture projects. */
export const FIXTURES = join(REPOSITORY, "test-fixtures");

// The files that a fix changes lie in the project itself, so they must not look like source: `convex/http.ts.txt`.
const EXPECTED_FIXED = "expected-fixed";
const EXPECTED_SUFFIX = ".txt";

/** Returns the names of all fixture projects. */
export function listFixtures(): string[] {
  return readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** A copy of a fixture project that a test may change. */
export interface FixtureCopy {
  /** Absolute path without symbolic links. */
  readonly root: string;
  /** Returns the files that differ from the fixture, with their present text. */
  changedFiles(): WorkspaceFiles;
  /** Removes the copy. */
  cleanup(): void;
}

/** Copies a fixture project, without what is expected of it, to a directory where it is installed and has no outer package. */
export function copyFixture(name: string): FixtureCopy {
  const source = join(FIXTURES, name);
  const parent = createTemporaryDirectory();
  const root = join(parent, name);
  cpSync(source, root, {
    recursive: true,
    filter: (path) => !/^(expected.*|node_modules)$/.test(basename(path)),
  });
  installPackages(root);
  return {
    root,
    changedFiles() {
      const changed = listFiles(root)
        .map((path) => [path, readFileSync(join(root, path), "utf8")] as const)
        .filter(([path, text]) => !existsSync(join(source, path)) || readFileSync(join(source, path), "utf8") !== text);
      return Object.fromEntries(changed);
    },
    cleanup() {
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

/** Returns the files that one `eslint --fix` run is expected to change in a fixture project, as they are afterwards. */
export function readExpectedFixed(name: string): WorkspaceFiles {
  const files = Object.entries(readFiles(join(FIXTURES, name, EXPECTED_FIXED)));
  return Object.fromEntries(files.map(([path, text]) => [path.slice(0, -EXPECTED_SUFFIX.length), text]));
}

/** Replaces what is expected of a fixture project's files after `eslint --fix`. */
export function writeExpectedFixed(name: string, files: WorkspaceFiles): void {
  const directory = join(FIXTURES, name, EXPECTED_FIXED);
  rmSync(directory, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    const file = join(directory, path + EXPECTED_SUFFIX);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Returns the text of every file of a directory by its path in it, without `node_modules`; nothing for a directory that is not there. */
export function readFiles(directory: string): WorkspaceFiles {
  if (!existsSync(directory)) return {};
  return Object.fromEntries(listFiles(directory).map((path) => [path, readFileSync(join(directory, path), "utf8")]));
}

function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !path.split("/").includes("node_modules"))
    .sort();
}

/** Links the packages of this repository, itself included, and those of the workspace itself into `node_modules`, as a package manager does. */
export function installPackages(root: string): void {
  const installed = join(REPOSITORY, "node_modules");
  for (const entry of readdirSync(installed)) {
    if (!entry.startsWith(".")) link(join(installed, entry), join(root, "node_modules", entry));
  }
  for (const directory of [REPOSITORY, ...listWorkspacePackages(root)]) {
    const { name } = readManifest(directory);
    if (name !== undefined) link(directory, join(root, "node_modules", name));
  }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, "dir");
}

/** Fixtures list their packages as `packages/*`, so no other pattern is read. */
function listWorkspacePackages(root: string): string[] {
  const { workspaces = [] } = readManifest(root);
  return workspaces.flatMap((pattern) => {
    const parent = join(root, dirname(pattern));
    return readdirSync(parent).map((entry) => join(parent, entry));
  });
}

interface Manifest {
  readonly name?: string;
  readonly workspaces?: readonly string[];
}

function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as Manifest;
}
