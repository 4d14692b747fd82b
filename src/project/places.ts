import type { ConvexProject } from "./convex-projects.ts";
import { isClientSource } from "./api-tables.ts";
import { isTestFile } from "./file-kinds.ts";
import type { Scan } from "./scan.ts";

/** Where a file stands towards the Convex projects of the workspace. */
export type FilePlace = {
  readonly isTest: boolean;
  /** Whether it gives a client admin rights, so that this client may call internal functions. */
  readonly hasAdminAuth: boolean;
  /** Whether it is part of a user interface or holds a Convex client, by what it imports. */
  readonly isClientSide: boolean;
} & (
  | { readonly kind: "functions"; readonly project: ConvexProject }
  /** Outside the functions directory, and imported by code of it only. */
  | { readonly kind: "server-helper" }
  | { readonly kind: "outside" }
);

interface Sources {
  readonly root: string;
  readonly projects: readonly ConvexProject[];
  readonly scanOf: (file: string) => Scan | undefined;
  /** The files that import a file. */
  readonly importersOf: (file: string) => readonly string[];
}

/** Tells server files from the others, and tests from either. */
export class Places {
  readonly #sources: Sources;
  readonly #cache = new Map<string, FilePlace>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Returns where a file stands. */
  of(file: string): FilePlace {
    const known = this.#cache.get(file);
    if (known) return known;
    const scan = this.#sources.scanOf(file);
    const isTest = isTestFile(file.slice(this.#sources.root.length + 1)) || (scan?.sources.includes("convex-test") ?? false);
    const common = { isTest, hasAdminAuth: scan?.hasAdminAuth ?? false, isClientSide: isClientSide(file, scan) };
    const project = this.projectOf(file);
    let place: FilePlace;
    if (project) place = { ...common, kind: "functions", project };
    else {
      // A cycle of imports outside the functions directory is outside.
      this.#cache.set(file, { ...common, kind: "outside" });
      place = { ...common, kind: this.#isServerHelper(file) ? "server-helper" : "outside" };
    }
    this.#cache.set(file, place);
    return place;
  }

  /** Returns the Convex project whose functions directory holds the file. */
  projectOf(file: string): ConvexProject | undefined {
    let innermost: ConvexProject | undefined;
    for (const project of this.#sources.projects) {
      if (file.startsWith(`${project.directory}/`) && project.directory.length >= (innermost?.directory.length ?? 0)) innermost = project;
    }
    return innermost;
  }

  #isServerHelper(file: string): boolean {
    const importers = this.#sources.importersOf(file).filter((importer) => !this.of(importer).isTest);
    return importers.length > 0 && importers.every((importer) => this.of(importer).kind !== "outside");
  }
}

const USER_INTERFACE = /^(?:react|react-dom|react-native|preact|vue|svelte|solid-js|next|nuxt|expo|astro)(?:\/|$)/u;

function isClientSide(file: string, scan: Scan | undefined): boolean {
  return /\.(?:vue|svelte|astro|mdx|[jt]sx)$/u.test(file) || (scan?.sources.some((source) => isClientSource(source) || USER_INTERFACE.test(source)) ?? false);
}
