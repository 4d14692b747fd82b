import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";

import type { PathsMatcher } from "get-tsconfig";
import { exports as packageExports, imports as packageImports } from "resolve.exports";

import { ApiCopies } from "./api-copies.ts";
import { type AliasMatcher, aliasMatchersIn } from "./bundler-aliases.ts";
import type { ConvexProject } from "./convex-projects.ts";
import type { FileTree } from "./file-tree.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { pathsMatchersOf } from "./tsconfig-paths.ts";

/** What a module specifier leads to. */
export type Resolution =
  | { readonly kind: "file"; readonly path: string }
  /** A module of the generated code of a Convex project, whether or not it is on disk. */
  | { readonly kind: "generated"; readonly project: ConvexProject; readonly module: string }
  | { readonly kind: "external"; readonly source: string }
  | { readonly kind: "unresolved" };

const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte", ".astro", ".d.ts"];
const CONDITIONS = ["types", "source", "development", "browser", "react-native", "svelte", "require", "convex"];
/** Entry points that mean Convex's own packages even where no manifest lists them: Deno maps them in `deno.json`. */
const CONVEX_ENTRY = /^(?:convex\/(?:server|values|browser|nextjs|react(?:-clerk|-auth0)?)|convex-helpers\/.+|convex-(?:test|svelte|vue|nuxt|solidjs)(?:\/.+)?|@convex-(?:dev|vue)\/.+)$/u;
/** Packages as Deno and browsers name them: `npm:convex@1.17/browser`, `https://esm.sh/convex@1.17.0/browser`. */
const REMOTE = /^(?:npm:\/?|https?:\/\/[^/]+\/(?:npm\/|v\d+\/|stable\/)*)(@[\w.-]+\/[\w.-]+|[A-Za-z][\w.-]*)(?:@[^/]*)?(\/[\w/-]+)?(?:\.m?js)?(?:\/\+esm)?$/u;
const UNRESOLVED: Resolution = { kind: "unresolved" };

/**
 * Resolves module specifiers against the listed files: relative paths, tsconfig `paths`, package `imports` and
 * `exports`, packages of the workspace, installed or not, and aliases of bundlers. It works on names, since generated
 * code, the target of most references, is often not on disk.
 */
export class Resolver {
  readonly #tree: FileTree;
  readonly #projects: ReadonlyMap<string, ConvexProject>;
  readonly #cache = new Map<string, Resolution>();
  readonly #manifests = new Map<string, Manifest | undefined>();
  readonly #packages = new Map<string, Manifest>();
  /** What any manifest of the workspace depends on: hoisting makes it visible everywhere. */
  readonly #dependencies = new Set<string>();
  readonly #copies: ApiCopies;
  readonly #matchers = new Map<string, readonly PathsMatcher[]>();
  readonly #aliases = new Map<string, readonly AliasMatcher[]>();

  constructor(tree: FileTree, projects: readonly ConvexProject[]) {
    this.#tree = tree;
    this.#projects = new Map(projects.map((project) => [project.directory, project]));
    this.#copies = new ApiCopies(tree, projects);
    for (const path of tree.files.keys()) {
      if (!path.endsWith("/package.json")) continue;
      const manifest = this.#manifestIn(dirname(path));
      for (const name of manifest?.dependencies ?? []) this.#dependencies.add(name);
      if (manifest?.name !== undefined && !this.#packages.has(manifest.name)) this.#packages.set(manifest.name, manifest);
    }
  }

  /** Returns what a specifier in a file leads to. */
  resolve(file: string, source: string): Resolution {
    const directory = dirname(file);
    const key = `${directory}\0${source}`;
    let resolution = this.#cache.get(key);
    if (!resolution) {
      // Bundlers take queries on specifiers: `./worker.ts?worker`.
      resolution = this.#resolve(directory, source.replace(/\?.*$/u, ""));
      this.#cache.set(key, resolution);
    }
    return resolution;
  }

  /** Whether a specifier names a package that is installed, not one of the workspace. */
  isDependency(source: string): boolean {
    const name = packageName(source);
    return name !== undefined && !this.#packages.has(name) && this.#dependencies.has(name) && !isGeneratedCode(source);
  }

  /** Whether a specifier names a package of the workspace. */
  isWorkspacePackage(source: string): boolean {
    const name = packageName(source);
    return name !== undefined && this.#packages.has(name);
  }

  /** Returns the directory of the package that a file belongs to. */
  packageOf(file: string): string {
    return this.#nearestManifest(dirname(file))?.directory ?? this.#tree.rootOf(file);
  }

  #resolve(directory: string, source: string): Resolution {
    if (source.startsWith("node:")) return { kind: "external", source };
    if (/^\.{1,2}(?:\/|$)/u.test(source)) return this.#find(directory, source, join(directory, source)) ?? this.#looseGenerated(directory, source);
    const name = packageName(source);
    // In the repository of Convex's own packages too, these are what the tables of APIs know.
    if (name !== undefined && this.#packages.has(name) && CONVEX_ENTRY.test(source)) return { kind: "external", source };
    for (const candidate of this.#candidates(directory, source)) {
      const found = this.#find(directory, source, candidate);
      if (found) return found;
    }
    if (/^(?:npm|jsr|https?|bun|virtual|cloudflare|astro):/u.test(source)) return { kind: "external", source: source.replace(REMOTE, "$1$2") };
    if (name !== undefined && !this.#packages.has(name) && !isGeneratedCode(source) && (this.#dependencies.has(name) || isBuiltin(source) || CONVEX_ENTRY.test(source))) return { kind: "external", source };
    // What no manifest lists may be an alias of a bundler, which can lead to anything.
    return this.#looseGenerated(directory, source);
  }

  /** The paths that a specifier may mean, best first. */
  *#candidates(directory: string, source: string): Generator<string> {
    if (source.startsWith("#")) {
      const manifest = this.#nearestManifest(directory);
      for (const target of subpaths(() => manifest && packageImports(manifest.json, source, { conditions: CONDITIONS }))) {
        if (target.startsWith(".")) yield join(manifest?.directory ?? directory, target);
        else yield* this.#packageCandidates(target);
      }
    }
    for (const matcher of this.#pathsMatchers(directory)) yield* matcher(source).map((path) => path.replaceAll("\\", "/"));
    yield* this.#packageCandidates(source);
    for (const matcher of this.#aliasMatchers(directory)) yield* matcher(source);
    yield* this.#conventional(directory, source);
  }

  /** A package of the workspace, through its `exports` or, where these do not lead to a source, by path. */
  *#packageCandidates(source: string): Generator<string> {
    const name = packageName(source);
    const manifest = name === undefined ? undefined : this.#packages.get(name);
    if (!manifest || name === undefined) return;
    const subpath = source.slice(name.length + 1);
    const entry = subpath === "" ? "." : `./${subpath}`;
    for (const target of subpaths(() => (manifest.json["exports"] === undefined ? undefined : packageExports(manifest.json, entry, { conditions: CONDITIONS })))) {
      yield join(manifest.directory, target);
    }
    if (subpath !== "") {
      yield join(manifest.directory, subpath);
      yield join(manifest.directory, "src", subpath);
      return;
    }
    for (const field of ["source", "types", "typings", "module", "main"]) {
      const target = manifest.json[field];
      if (typeof target === "string") yield join(manifest.directory, target);
    }
    yield join(manifest.directory, "src/index");
    yield join(manifest.directory, "index");
  }

  /** Aliases that frameworks give without a word in `tsconfig.json`, or in one that is generated. */
  *#conventional(directory: string, source: string): Generator<string> {
    const match = /^(\$lib|[~@]{1,2})\/(.*)$/u.exec(source);
    if (!match) return;
    const base = this.#nearestManifest(directory)?.directory ?? this.#tree.rootOf(directory);
    const rest = match[2] ?? "";
    if (match[1] === "$lib") yield join(base, "src/lib", rest);
    else for (const folder of ["", "src", "app"]) yield join(base, folder, rest);
  }

  /** What is at the path that a specifier means; a copy of generated code stands for the project that it was copied from. */
  #find(directory: string, source: string, path: string): Resolution | undefined {
    const found = this.#locate(path);
    if (found?.kind === "file" && this.#copies.isForeign(found.path)) return UNRESOLVED;
    if (found?.kind !== "file" || !/\/_generated\/(?:api(?:_cjs)?|server)(?:\.d)?\.[cm]?[jt]s$/u.test(found.path)) return found;
    const original = this.#looseGenerated(directory, source);
    return original.kind === "generated" ? original : found;
  }

  /** The file or generated module at a path whose extension may be left out or be that of the output. */
  #locate(path: string): Resolution | undefined {
    const generated = /^(.*)\/_generated\/([\w-]+)(?:\.d)?(?:\.[cm]?[jt]s)?$/u.exec(path);
    if (generated) {
      const project = this.#projects.get(this.#throughLinks(generated[1] ?? ""));
      if (project) return { kind: "generated", project, module: (generated[2] ?? "").replace(/_cjs$/u, "") };
    }
    const real = this.#throughLinks(path);
    for (const candidate of spellings(real)) if (this.#tree.files.has(candidate)) return { kind: "file", path: candidate };
    return undefined;
  }

  #throughLinks(path: string): string {
    for (const [link, target] of this.#tree.links) {
      if (path === link || path.startsWith(`${link}/`)) return target + path.slice(link.length);
    }
    return path;
  }

  /**
   * An import of generated code that no configuration resolves (an alias of a bundler, say) means the only Convex
   * project there is, or the only one of its package; with several it is unknown.
   */
  #looseGenerated(directory: string, source: string): Resolution {
    // `#convex/api` is what the Convex modules for Nuxt call it.
    const match = /(?:(?:^|\/)_generated\/|^#convex\/(?=(?:api|server)$))([\w-]+?)(?:_cjs)?(?:\.[cm]?[jt]s)?$/u.exec(source);
    if (!match?.[1]) return UNRESOLVED;
    const projects = [...this.#projects.values()].filter(({ isComponent }) => !isComponent);
    const owner = this.#nearestManifest(directory)?.directory;
    const own = projects.filter(({ roots }) => owner !== undefined && roots.includes(owner));
    const [project, ...others] = own.length === 1 ? own : projects.filter(({ isElsewhere }) => !isElsewhere);
    if (!project || others.length > 0) return UNRESOLVED;
    return { kind: "generated", project, module: match[1] };
  }

  #nearestManifest(directory: string): Manifest | undefined {
    const root = this.#tree.rootOf(directory);
    for (let current = directory; current.startsWith(root); current = dirname(current)) {
      const manifest = this.#manifestIn(current);
      if (manifest) return manifest;
      if (current === root) break;
    }
    return undefined;
  }

  #manifestIn(directory: string): Manifest | undefined {
    if (this.#manifests.has(directory)) return this.#manifests.get(directory);
    const manifest = this.#tree.files.has(join(directory, "package.json")) ? readManifest(directory) : undefined;
    this.#manifests.set(directory, manifest);
    return manifest;
  }

  /** The `paths` of the tsconfig (or jsconfig) files that may govern a directory, the nearest first. */
  #pathsMatchers(directory: string): readonly PathsMatcher[] {
    const known = this.#matchers.get(directory);
    if (known) return known;
    const own: PathsMatcher[] = [];
    for (const name of ["tsconfig.json", "jsconfig.json", "tsconfig.app.json", "tsconfig.base.json"]) {
      const path = join(directory, name);
      if (this.#tree.files.has(path)) own.push(...pathsMatchersOf(path));
    }
    const matchers = this.#isTop(directory) ? own : [...own, ...this.#pathsMatchers(dirname(directory))];
    this.#matchers.set(directory, matchers);
    return matchers;
  }

  /** The aliases of the bundlers that are configured in a directory or above it, the nearest first. */
  #aliasMatchers(directory: string): readonly AliasMatcher[] {
    const known = this.#aliases.get(directory);
    if (known) return known;
    const own = aliasMatchersIn(directory, (path) => this.#tree.files.has(path));
    const matchers = this.#isTop(directory) ? own : [...own, ...this.#aliasMatchers(dirname(directory))];
    this.#aliases.set(directory, matchers);
    return matchers;
  }

  #isTop(directory: string): boolean {
    const root = this.#tree.rootOf(directory);
    return directory === root || !directory.startsWith(root);
  }
}

/** `convex/_generated/api`: the package has no such entry, so it is a path from the root that only a bundler knows. */
function isGeneratedCode(source: string): boolean {
  return source.startsWith("convex/_generated/");
}

/** `@scope/name` of `@scope/name/sub`, `undefined` for specifiers that name no package. */
function packageName(source: string): string | undefined {
  return /^(@[\w.-]+\/[\w.-]+|[A-Za-z\d_][\w.-]*)(?:\/|$)/u.exec(source)?.[1];
}

/** `resolve.exports` throws for an entry that the package does not have. */
function subpaths(resolve: () => unknown): readonly string[] {
  try {
    const found = resolve();
    return Array.isArray(found) ? (found as string[]) : [];
  } catch {
    return [];
  }
}

function* spellings(path: string): Generator<string> {
  yield path;
  const output = /^(.*)\.([cm]?)jsx?$/u.exec(path);
  if (output) {
    yield `${output[1] ?? ""}.${output[2] ?? ""}ts`;
    yield `${output[1] ?? ""}.tsx`;
  }
  const declaration = /^(.*)\.d\.([cm]?)ts$/u.exec(path);
  if (declaration) yield `${declaration[1] ?? ""}.${declaration[2] ?? ""}ts`;
  for (const extension of EXTENSIONS) yield path + extension;
  for (const extension of EXTENSIONS) yield `${path}/index${extension}`;
}
