import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The directory of this repository. */
export const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

/** Text files by their path relative to the workspace root, with forward slashes. */
export type WorkspaceFiles = Readonly<Record<string, string>>;

/** A directory of a test's own, outside every repository and package. */
export interface Workspace {
  /** Absolute path without symbolic links. */
  readonly root: string;
  /** Creates or replaces a file and returns its absolute path. */
  write(path: string, text: string): string;
  /** Removes a file or a directory with all it holds. */
  remove(path: string): void;
  /** Removes the workspace. */
  cleanup(): void;
}

/** How a workspace comes with more than its own files. */
export interface WorkspaceOptions {
  /** Makes the packages of this repository (`convex`, `react`, …) resolvable, as after an installation. */
  readonly installed?: boolean;
  /** Where the workspace lies: a path that is not there yet, in place of a new temporary directory. */
  readonly root?: string;
}

/**
 * Creates a workspace, in a new temporary directory if not told otherwise.
 *
 * @example
 * const workspace = createWorkspace({
 *   "package.json": "{}",
 *   ...generated("convex", ["messages"]),
 *   "convex/messages.ts": 'import { query } from "./_generated/server";\n',
 * });
 */
export function createWorkspace(files: WorkspaceFiles, options: WorkspaceOptions = {}): Workspace {
  const root = options.root ?? createTemporaryDirectory();
  const workspace: Workspace = {
    root,
    write(path, text) {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    remove(path) {
      rmSync(join(root, path), { recursive: true });
    },
    cleanup() {
      rmSync(root, { recursive: true, force: true });
    },
  };
  for (const [path, text] of Object.entries(files)) workspace.write(path, text);
  if (options.installed === true) symlinkSync(join(REPOSITORY, "node_modules"), join(root, "node_modules"), "dir");
  return workspace;
}

/** Creates an empty directory that no package or repository contains, and returns its path without symbolic links. */
export function createTemporaryDirectory(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "convex-boundary-")));
}

/** What `generated` should assume about the functions directory. */
export interface GeneratedOptions {
  /** Takes the types of tables from `schema.ts` in place of untyped documents. */
  readonly schema?: boolean;
}

/**
 * Returns the `_generated` files that Convex's code generation writes for these modules, with paths inside `functionsDir`.
 *
 * @example
 * generated("convex", ["messages", "admin/users"]); // { "convex/_generated/api.d.ts": …, … }
 */
export function generated(functionsDir: string, modules: readonly string[], options: GeneratedOptions = {}): WorkspaceFiles {
  const sample = (name: string): string => readFileSync(join(REPOSITORY, "test-fixtures/stripe-upgrade/convex/_generated", name), "utf8");
  const texts: Record<string, string> = {
    "api.d.ts": listModules(sample("api.d.ts"), [...modules].sort()),
    "api.js": sample("api.js"),
    "dataModel.d.ts": options.schema === true ? sample("dataModel.d.ts") : UNTYPED_DATA_MODEL,
    "server.d.ts": sample("server.d.ts"),
    "server.js": sample("server.js"),
  };
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${functionsDir}/_generated/${name}`, text]));
}

/** What code generation writes when there is no `schema.ts`, without its comments. */
const UNTYPED_DATA_MODEL = `/* eslint-disable */
import { AnyDataModel } from "convex/server";
import type { GenericId } from "convex/values";

export type TableNames = string;
export type Doc = any;
export type Id<TableName extends TableNames = TableNames> =
  GenericId<TableName>;
export type DataModel = AnyDataModel;
`;

/** Puts other modules in the place of those that a generated `api.d.ts` lists. */
function listModules(apiTypes: string, modules: readonly string[]): string {
  const imports = modules.map((path) => `import type * as ${moduleIdentifier(path)} from "../${path}.js";\n`);
  const entries = modules.map((path) => `  ${moduleKey(path)}: typeof ${moduleIdentifier(path)};\n`);
  return apiTypes
    .replace(/(?:^import type \* as .*\n)+/m, imports.join(""))
    .replace(/(?<=ApiFromModules<\{\n)(?:^ {2}.*\n)*/m, entries.join(""));
}

// Names that the generated file declares itself, and the reserved words that a module is likely to be called.
const TAKEN_NAMES = new Set(["fullApi", "api", "internal", "components", "default", "delete", "export", "import", "new", "return"]);

/** The name under which `api.d.ts` imports a module: `admin/users` becomes `admin_users`. */
function moduleIdentifier(path: string): string {
  const name = path.replaceAll(/[/-]/g, "_");
  return TAKEN_NAMES.has(name) ? `${name}_` : name;
}

function moduleKey(path: string): string {
  return /^[\w$]+$/.test(path) ? path : JSON.stringify(path);
}
