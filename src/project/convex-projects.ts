import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize, relative } from "node:path";

import type { FileEntry } from "./file-tree.ts";
import { modulePath, needsModuleSyntax } from "./module-files.ts";
import type { Scan } from "./scan.ts";

/** One Convex backend, or one component, of the workspace. */
export interface ConvexProject {
  /** The functions directory. */
  readonly directory: string;
  /** The directory of `convex.json`, or else of the functions directory's parent. */
  readonly root: string;
  /** Every directory that is the root of it: each app may have a `convex.json` of its own that names the same functions. */
  readonly roots: readonly string[];
  readonly isComponent: boolean;
  /** Whether it is the backend of somebody else, in a client root. */
  readonly isElsewhere: boolean;
  /** `codegen.staticApi`: references exist in the types only after the next codegen. */
  readonly staticApi: boolean;
  /** Module path to file. */
  readonly modules: ReadonlyMap<string, string>;
}

/** A `convex.json` that cannot be used, in words. */
export interface ConfigProblem {
  readonly file: string;
  readonly message: string;
  /** Whether it only names a directory that is not there, which may come with the next `npx convex dev`. */
  readonly isAbsence: boolean;
}

interface ConvexConfig {
  readonly directory: string;
  readonly root: string;
  readonly staticApi: boolean;
}

/** Where Convex looks for functions unless `convex.json` says otherwise. */
const DEFAULT_DIRECTORY = "convex";

interface Sources {
  readonly root: string;
  /** Whether a file is in a client root. */
  readonly isElsewhere: (path: string) => boolean;
  readonly files: ReadonlyMap<string, FileEntry>;
  readonly scanOf: (path: string) => Scan | undefined;
  /** The module specifiers that a file imports from, by its tree. */
  readonly importsOf: (path: string) => readonly string[];
}

/**
 * Returns the Convex projects of a workspace: what each `convex.json` names, each directory that has or imports
 * generated code of its own, and each component directory.
 */
export function findConvexProjects(sources: Sources): { projects: ConvexProject[]; problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const configs = new Map<string, readonly ConvexConfig[]>();
  const ignored = new Set<string>();
  for (const path of sources.files.keys()) {
    if (basename(path) !== "convex.json" || isAmongFunctions(path, sources.files)) continue;
    const isElsewhere = sources.isElsewhere(path);
    const config = readConfig(path, isElsewhere ? [] : problems);
    if (!config || isElsewhere) continue;
    // A copy of generated code in the usual place makes it no functions directory: Convex looks where it is told to.
    const usual = `${dirname(path)}/${DEFAULT_DIRECTORY}`;
    if (usual !== config.directory) ignored.add(usual);
    if (!isInside(sources.root, config.directory)) continue;
    // Convex makes its usual directory where there is none yet. One that somebody names is meant to be there.
    if (usual !== config.directory && !existsSync(config.directory)) {
      problems.push({ file: path, message: `names \`${relative(config.root, config.directory)}\` as its functions directory, which is not there`, isAbsence: true });
    }
    configs.set(config.directory, [...(configs.get(config.directory) ?? []), config]);
  }
  const directories = new Set<string>(configs.keys());
  const components = new Set<string>();
  const imported = new Set<string>();
  for (const path of sources.files.keys()) {
    const generated = /^(.*)\/_generated\/(?:api|server|component)\.(?:d\.[cm]?ts|[cm]?[jt]s)$/u.exec(path);
    if (generated?.[1]) directories.add(generated[1]);
    const scan = sources.scanOf(path);
    if (!scan?.mentionsConvex) continue;
    if (/^convex\.config\.ts$/u.test(basename(path)) && scan.definesComponent) components.add(dirname(path));
    for (const { directory, source } of importedFunctionsDirectories(path, scan)) {
      // Examples and templates are written for another place: what they import would make a package a functions directory.
      if (directories.has(directory) || imported.has(directory) || sources.files.has(`${directory}/package.json`)) continue;
      // The text may only quote an import, in a comment, a prompt or a template; the tree tells.
      if (sources.importsOf(path).includes(source)) imported.add(directory);
    }
  }
  // `convex/lib/auth.ts` with `./_generated/server`, where `../_generated/server` is meant, makes no project of its own.
  // Nor does an old module that was put away: where others have generated code, Convex looks in its usual directory or where it is told to.
  const others = [...imported].filter((directory) => basename(directory) === DEFAULT_DIRECTORY || directories.size === 0);
  for (const directory of others) if (!hasAncestor(directory, directories) && !hasAncestor(directory, imported)) directories.add(directory);
  for (const directory of ignored) if (!configs.has(directory)) directories.delete(directory);
  for (const component of components) directories.add(component);
  // A problem with `convex.json` leaves the place of the functions unknown; the default must not be guessed.
  const broken = new Set(problems.filter(({ isAbsence }) => !isAbsence).map(({ file }) => dirname(file)));

  const projects: ConvexProject[] = [];
  for (const directory of [...directories].sort()) {
    const own = configs.get(directory) ?? [];
    const roots = rootsOf(directory, own);
    const [root = dirname(directory)] = roots;
    if (broken.has(root)) continue;
    const modules = collectModules(directory, sources);
    if (modules.size === 0) continue;
    projects.push({ directory, root, roots, isComponent: components.has(directory), isElsewhere: sources.isElsewhere(directory), staticApi: own.some(({ staticApi }) => staticApi), modules });
  }
  return { projects, problems };
}

/** Whether a `convex.json` lies in a functions directory instead of beside `package.json`, where Convex reads it. */
function isAmongFunctions(path: string, files: Sources["files"]): boolean {
  const directory = dirname(path);
  if (files.has(`${directory}/package.json`)) return false;
  return ["api.d.ts", "api.js", "server.d.ts", "server.js"].some((name) => files.has(`${directory}/_generated/${name}`)) || files.has(`${directory}/schema.ts`);
}

/** Whether two descriptions of a project say the same. */
export function isSameProject(left: ConvexProject, right: ConvexProject | undefined): boolean {
  return (
    right !== undefined && left.directory === right.directory && left.roots.join("\0") === right.roots.join("\0") && left.isComponent === right.isComponent && left.staticApi === right.staticApi &&
    left.modules.size === right.modules.size && [...left.modules].every(([module, file]) => right.modules.get(module) === file)
  );
}

/** Returns the projects whose roots are above or beside a file, as near as any is. */
export function nearestProjects(file: string, projects: readonly ConvexProject[]): readonly ConvexProject[] {
  let nearest: ConvexProject[] = [];
  let depth = -1;
  for (const project of projects) {
    const own = Math.max(-1, ...project.roots.filter((root) => file.startsWith(`${root}/`)).map((root) => root.length));
    if (own === -1 || own < depth) continue;
    if (own > depth) nearest = [];
    depth = own;
    nearest.push(project);
  }
  return nearest;
}

/** The parent of a functions directory belongs to it too, unless a directory with a `convex.json` holds both. */
function rootsOf(directory: string, configs: readonly ConvexConfig[]): readonly string[] {
  const roots = configs.map(({ root }) => root);
  return roots.some((root) => isInside(root, directory)) ? roots : [...roots, dirname(directory)];
}

/** The files of a directory that are modules of it: A.4 of the bundler's rules, component directories left out. */
function collectModules(directory: string, { files, scanOf }: Sources): Map<string, string> {
  const prefix = `${directory}/`;
  const nested: string[] = [];
  const candidates: string[] = [];
  for (const path of files.keys()) {
    if (!path.startsWith(prefix)) continue;
    candidates.push(path);
    if (basename(path) === "convex.config.ts" && dirname(path) !== directory) nested.push(`${dirname(path)}/`);
  }
  const modules = new Map<string, string>();
  for (const path of candidates) {
    if (nested.some((component) => path.startsWith(component))) continue;
    const module = modulePath(path.slice(prefix.length));
    if (module === undefined) continue;
    if (needsModuleSyntax(path) && !scanOf(path)?.hasModuleSyntax) continue;
    modules.set(module, path);
  }
  return modules;
}

/** The directories whose generated code a file below them imports, and from where: `convex` for `convex/a/b.ts` with `../_generated/server`. */
function* importedFunctionsDirectories(path: string, scan: Scan): Generator<{ directory: string; source: string }> {
  for (const source of scan.sources) {
    const match = /^(\..*)\/_generated\/server(?:\.[cm]?[jt]s)?$/u.exec(source);
    if (!match?.[1]) continue;
    const directory = join(dirname(path), match[1]);
    if (path.startsWith(`${directory}/`)) yield { directory, source };
  }
  // Projects that never ran codegen register through `queryGeneric` and the like.
  if (scan.sources.includes("convex/server")) {
    const match = /^(.*\/convex)\/[^/]+\.[cm]?[jt]sx?$/u.exec(path);
    if (match?.[1] && /\/(?:schema|crons|http|convex\.config)\.[cm]?[jt]s$/u.test(path)) yield { directory: match[1], source: "convex/server" };
  }
}

function readConfig(path: string, problems: ConfigProblem[]): ConvexConfig | undefined {
  const root = dirname(path);
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/u, ""));
  } catch (error) {
    problems.push({ file: path, message: `is not valid JSON: ${error instanceof Error ? error.message : String(error)}`, isAbsence: false });
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    problems.push({ file: path, message: "must hold a JSON object", isAbsence: false });
    return undefined;
  }
  const { functions = DEFAULT_DIRECTORY, codegen } = parsed as { readonly functions?: unknown; readonly codegen?: unknown };
  if (typeof functions !== "string" || functions === "") {
    problems.push({ file: path, message: "has a `functions` that is not the path of a directory", isAbsence: false });
    return undefined;
  }
  const staticApi = typeof codegen === "object" && codegen !== null && (codegen as { staticApi?: unknown }).staticApi === true;
  return { directory: normalize(join(root, functions)).replace(/\/+$/u, ""), root, staticApi };
}

/** Whether a directory lies below one of some directories. */
function hasAncestor(directory: string, directories: ReadonlySet<string>): boolean {
  for (let above = dirname(directory); above !== dirname(above); above = dirname(above)) if (directories.has(above)) return true;
  return false;
}

function isInside(root: string, directory: string): boolean {
  return directory === root || directory.startsWith(`${root}/`);
}
