import { dirname } from "node:path";

import type { ConvexProject } from "./convex-projects.ts";
import { isClientSource } from "./api-tables.ts";
import { isInTestDirectory, isTestFile } from "./file-kinds.ts";
import type { AdminAuth, Scan } from "./scan.ts";

/** Where a file stands towards the Convex projects of the workspace. */
export type FilePlace = {
  readonly isTest: boolean;
  /** Whether it gives a client admin rights, so that this client may call internal functions. */
  readonly adminAuth: AdminAuth;
  /** Whether it is part of a user interface or holds a Convex client, by what it imports. */
  readonly isClientSide: boolean;
} & (
  | { readonly kind: "functions"; readonly project: ConvexProject }
  /** Outside the functions directory, and imported by code of it only. */
  | { readonly kind: "server-helper" }
  | { readonly kind: "outside" }
);

interface Sources {
  /** The path of a file below the root that it was found in. */
  readonly relativePath: (file: string) => string;
  readonly projects: readonly ConvexProject[];
  readonly scanOf: (file: string) => Scan | undefined;
  /** The files that import a file. */
  readonly importersOf: (file: string) => readonly string[];
}

/** Tells server files from the others, and tests from either. */
export class Places {
  readonly #sources: Sources;
  readonly #cache = new Map<string, FilePlace>();
  readonly #importedOutside = new Map<string, boolean>();
  readonly #byDirectory = new Map<string, ConvexProject | null>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Returns where a file stands. */
  of(file: string): FilePlace {
    const known = this.#cache.get(file);
    if (known) return known;
    const scan = this.#sources.scanOf(file);
    const common = { isTest: this.#isTest(file), adminAuth: scan?.adminAuth ?? "none", isClientSide: isClientSide(file, scan) };
    const project = this.projectOf(file);
    const place: FilePlace = project ? { ...common, kind: "functions", project } : { ...common, kind: this.#isServerHelper(file) ? "server-helper" : "outside" };
    this.#cache.set(file, place);
    return place;
  }

  /** Returns the Convex project whose functions directory holds the file. */
  projectOf(file: string): ConvexProject | undefined {
    const directory = dirname(file);
    let innermost = this.#byDirectory.get(directory);
    if (innermost === undefined) {
      innermost = null;
      for (const project of this.#sources.projects) {
        if (`${directory}/`.startsWith(`${project.directory}/`) && project.directory.length >= (innermost?.directory.length ?? 0)) innermost = project;
      }
      this.#byDirectory.set(directory, innermost);
    }
    return innermost ?? undefined;
  }

  /** Whether code outside the functions directories imports a file, so that it may take what the file hands out. */
  isImportedOutside(file: string): boolean {
    let isImported = this.#importedOutside.get(file);
    if (isImported === undefined) {
      isImported = this.#sources.importersOf(file).some((importer) => !this.#isTest(importer) && this.of(importer).kind === "outside");
      this.#importedOutside.set(file, isImported);
    }
    return isImported;
  }

  /** Whether any other file imports a file. */
  isImported(file: string): boolean {
    return this.#sources.importersOf(file).length > 0;
  }

  /** Returns the files that stand elsewhere than somebody was told before. */
  *changedSince(earlier: Places): Generator<string> {
    for (const [file, place] of earlier.#cache) if (!isSamePlace(place, this.of(file))) yield file;
    for (const [file, isImported] of earlier.#importedOutside) if (isImported !== this.isImportedOutside(file)) yield file;
  }

  #isTest(file: string): boolean {
    const path = this.#sources.relativePath(file);
    const scan = this.#sources.scanOf(file);
    if (isTestFile(path) || scan?.sources.includes("convex-test")) return true;
    // Modules are deployed, and a page may be about tests.
    return isInTestDirectory(path) && !this.#isModule(file) && !isPartOfApp(file, scan?.sources);
  }

  #isModule(file: string): boolean {
    for (const path of this.projectOf(file)?.modules.values() ?? []) if (path === file) return true;
    return false;
  }

  /** Whether functions-directory code imports a file, directly or through others, and nothing else but tests does. */
  #isServerHelper(file: string): boolean {
    const seen = new Set([file]);
    const pending = [file];
    let isEntered = false;
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const importers = this.#sources.importersOf(next).filter((importer) => !this.#isTest(importer));
      if (importers.length === 0) return false;
      for (const importer of importers) {
        if (this.projectOf(importer)) isEntered = true;
        else if (this.#cache.get(importer)?.kind === "outside") return false;
        else if (!seen.has(importer)) {
          seen.add(importer);
          pending.push(importer);
        }
      }
    }
    return isEntered;
  }
}

function isSamePlace(left: FilePlace, right: FilePlace): boolean {
  return left.kind === right.kind && left.isTest === right.isTest && left.adminAuth === right.adminAuth && left.isClientSide === right.isClientSide;
}

const USER_INTERFACE = /^(?:react|react-dom|react-native|preact|vue|svelte|solid-js|next|nuxt|expo|astro)(?:\/|$)/u;
/** What route handlers import, which never reach a browser and may hold an administrator's key. */
const ROUTE_HANDLER = /^next\/(?:server|headers|cache|og)$/u;

function isClientSide(file: string, scan: Scan | undefined): boolean {
  return isPartOfApp(file, scan?.sources.filter((source) => !ROUTE_HANDLER.test(source)));
}

function isPartOfApp(file: string, sources: readonly string[] = []): boolean {
  return /\.(?:vue|svelte|astro|mdx|[jt]sx)$/u.test(file) || sources.some((source) => isClientSource(source) || USER_INTERFACE.test(source));
}
