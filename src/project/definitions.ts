import type { CallValue, DefinitionFact, FileFacts, Range } from "../facts/types.ts";
import type { Builder, BuilderReader } from "./builders.ts";
import type { ConvexProject } from "./convex-projects.ts";
import type { Denotation, Denoter } from "./denotation.ts";
import { exportNames } from "./export-names.ts";
import type { LibraryFunction } from "./library-functions.ts";
import type { RegisteredFunction } from "./registry.ts";
import type { Resolution } from "./resolver.ts";

export interface RegistrySources {
  readonly denoter: Denoter;
  readonly builders: BuilderReader;
  readonly factsOf: (file: string) => FileFacts | undefined;
  readonly resolve: (file: string, source: string) => Resolution;
}

/** What is noted of a function while its registry is made. */
export type Noted = { -readonly [Key in keyof Omit<RegisteredFunction, "definition">]: RegisteredFunction[Key] } & {
  /** Where the call starts that defines it; `null` where there is none. */
  definedAt: number | null;
};

const UNKNOWN: Builder = { kind: "unknown" };

/** Where a function comes from: the file that its builder is called in, or that exports it. */
interface Origin {
  readonly file: string;
  readonly builder: Builder;
  readonly library: LibraryFunction | null;
  readonly definition?: DefinitionFact;
  readonly made?: CallValue;
}

/** Tells what the exports of a project's modules register, and where. */
export class Definitions {
  readonly #project: ConvexProject;
  readonly #sources: RegistrySources;

  constructor(project: ConvexProject, sources: RegistrySources) {
    this.#project = project;
    this.#sources = sources;
  }

  /** Returns what is known of the function that an export is; `undefined` where it certainly is none. */
  define(denotation: Denotation, file: string, name: string): Noted | undefined {
    const { factsOf, builders } = this.#sources;
    if (denotation.kind !== "value") return this.#noted(file, name, { file, builder: { kind: "unknown" }, library: null });
    const { file: home, value } = denotation;
    const library = builders.libraryFunction(home, value);
    if (library === "none") return undefined;
    const builder = value.kind === "call" || value.kind === "choice" ? builders.registration(home, value) : UNKNOWN;
    if (builder.kind === "none" || builder.kind === "httpAction") return undefined;
    // Calls that disagree are known to be nothing in particular.
    if (value.kind === "choice" && builder.kind === "unknown") return undefined;
    if (value.kind !== "call") return this.#noted(file, name, { file, builder, library: library ?? null });
    const definition = factsOf(home)?.definitions.find(({ call }) => call.range[0] === value.range[0] && call.range[1] === value.range[1]);
    if (definition) return this.#noted(file, name, { file: home, builder, library: library ?? null, definition });
    // A package of the workspace that hands out functions knows what they are for.
    const isMade = builder.kind === "function" && home.startsWith(`${this.#project.directory}/`);
    return this.#noted(file, name, isMade ? { file: home, builder, library: null, made: value } : { file, builder, library: library ?? null });
  }

  #noted(file: string, name: string, { file: home, builder, library, definition, made }: Origin): Noted {
    const exported = this.#sources.factsOf(file)?.exports.find((candidate) => candidate.name === name);
    const call = definition?.call ?? made;
    return {
      key: call && home !== file ? this.#keyAt(home, call.range) : `${file}#${name}`,
      project: this.#project,
      names: [],
      file: home,
      range: definition?.calleeRange ?? made?.calleeRange ?? exported?.range ?? [0, 0],
      definedAt: definition?.call.range[0] ?? null,
      exportedAs: { file, exportName: name },
      builder,
      made: made ?? null,
      library,
      publicTag: definition?.publicTag ?? null,
    };
  }

  /** The key of a definition that another module is the first to hand on. */
  #keyAt(home: string, range: Range): string {
    const own = [...exportNames(home, this.#sources)].find((name) => {
      const found = this.#sources.denoter.denoteExport(home, name);
      return found.kind === "value" && found.file === home && found.value.range[0] === range[0];
    });
    return own === undefined ? placeOf(home, range) : `${home}#${own}`;
  }
}

/** Returns where something in a file stands, as one word. */
export function placeOf(file: string, range: Range): string {
  return `${file}#${String(range[0])}`;
}

/** Returns where a definition stands; `undefined` for exports that cannot be functions. */
export function placeOfExport(denotation: Denotation, file: string, name: string): string | undefined {
  switch (denotation.kind) {
    case "value":
      switch (denotation.value.kind) {
        case "call":
          return denotation.value.construct ? undefined : placeOf(denotation.file, denotation.value.range);
        case "choice":
          return denotation.value.options.some(({ kind }) => kind === "call") ? `${file}#${name}` : undefined;
        case "member":
          // `export const { signIn } = convexAuth(…)`
          return isOfCall(denotation.value) ? `${file}#${name}` : undefined;
        default:
          return undefined;
      }
    case "external":
      return `${file}#${name}`;
    default:
      return undefined;
  }
}

function isOfCall(value: Extract<Denotation, { kind: "value" }>["value"]): boolean {
  let current = value;
  while (current.kind === "member") current = current.object;
  return current.kind === "call";
}
