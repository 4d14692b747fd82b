import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const NODE_MODULES = resolve(import.meta.dirname, "../../../node_modules");

/** A project on the disk, with the `convex` package of the repository installed. */
export interface TemporaryProject {
  readonly root: string;
  readonly path: (file: string) => string;
  readonly remove: () => void;
}

/** Writes a project into a new temporary directory. */
export function createTemporaryProject(files: Readonly<Record<string, string>>): TemporaryProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "convex boundary ü ")));
  mkdirSync(join(root, "node_modules"));
  symlinkSync(join(NODE_MODULES, "convex"), join(root, "node_modules/convex"), "junction");

  for (const [file, text] of Object.entries(files)) {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  return {
    root,
    path: (file) => join(root, file),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
