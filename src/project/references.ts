import type { Range } from "../facts/types.ts";
import type { Expectation } from "./api-signatures.ts";
import type { ConvexProject } from "./convex-projects.ts";
import type { RootSite } from "./denotation.ts";
import type { RegisteredFunction } from "./registry.ts";

/** Who calls, as far as visibility is concerned. */
export type CallerClass = "client" | "server" | "test" | "operator" | "foreign";

/**
 * How sure it is that the place calls the function.
 * - `direct`: it references just this function.
 * - `type`: it only mentions the function's type.
 * - `possible`: an escape, a name built at run time, or a chain whose root is unknown. It silences, and proves nothing.
 */
export type Certainty = "direct" | "type" | "possible";

/** One place of the workspace that references a registered function. */
export interface Reference {
  readonly file: string;
  /** The chain or the string literal. */
  readonly range: Range;
  /** The name of the function in it. */
  readonly nameRange: Range;
  /** As written: `api.messages.list`, `"messages:list"`. */
  readonly root: "api" | "internal" | "any" | "name";
  readonly form: "chain" | "name";
  readonly path: readonly string[];
  readonly certainty: Certainty;
  readonly class: CallerClass;
  /** Whether the consumer is a client API by resolution. */
  readonly isClientApi: boolean;
  /** Whether the consumer is known to take internal functions too. */
  readonly acceptsInternal: boolean;
  /** What a repair replaces; `null` where nothing has to be (names, `anyApi`) or can be. */
  readonly site: RootSite | null;
  /** The top-level statement that the reference stands in, by its number in the facts of the file. */
  readonly owner: number | null;
  /** What the API that takes it is declared to take, where that API is recognised. */
  readonly expects?: Expectation;
  /** Whether no type says what it leads to: names, `anyApi`, casts. */
  readonly isUnchecked?: true;
  /** Whether what takes it, which is not followed, may be a client of the workspace that has an administrator's key. */
  readonly mayReachAdministrator?: true;
  /** Whether it is a string literal, given to an API that takes references: not the name in `makeFunctionReference("…")`. */
  readonly isLiteral?: true;
}

/** A reference whose chain stops before a function: it may be a use of everything below. */
export interface Escape {
  readonly file: string;
  readonly range: Range;
  readonly project: ConvexProject;
  readonly prefix: readonly string[];
  readonly root: "api" | "internal" | "any" | "name";
  readonly class: CallerClass;
  readonly isClientApi: boolean;
  readonly typeOnly: boolean;
  readonly site: RootSite | null;
}

/** A complete function reference that leads to no registered function. */
export interface Dangling {
  readonly file: string;
  readonly range: Range;
  readonly project: ConvexProject;
  readonly path: readonly string[];
  readonly root: "api" | "internal" | "any" | "name";
  /** The last names of the path as far as they are written there, or the string literal. */
  readonly nameRanges: readonly Range[];
  readonly class: CallerClass;
  readonly expects?: Expectation;
  readonly isUnchecked: boolean;
}

/** Everything that the files of the workspace say about one function. */
export interface FunctionCallers {
  readonly function: RegisteredFunction;
  readonly references: readonly Reference[];
  readonly escapes: readonly Escape[];
}

/** Whether it is a command in text that is not parsed, which tells what operators run: `README.md`, a comment, a message. */
export function isCommandLine({ class: callerClass, range }: Reference): boolean {
  return callerClass === "operator" && range[1] === 0;
}
