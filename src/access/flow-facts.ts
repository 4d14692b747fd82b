import type { ImportedName, Range } from "../facts/types.ts";

/** What an expression is made of, as far as one file can tell; numbers are places in the lists of `FlowFacts`. */
export type FlowValue =
  | { readonly kind: "name"; readonly declaration: number; readonly range: Range }
  | { readonly kind: "global"; readonly name: string }
  | { readonly kind: "this" }
  /** `property` is `null` for a computed name, which `key` is. */
  | { readonly kind: "member"; readonly object: FlowValue; readonly property: string | null; readonly key: FlowValue | null; readonly range: Range }
  | { readonly kind: "call"; readonly call: number }
  | { readonly kind: "function"; readonly function: number }
  | { readonly kind: "class"; readonly class: number }
  | { readonly kind: "object"; readonly entries: readonly FlowEntry[]; readonly spreads: readonly FlowValue[] }
  | { readonly kind: "list"; readonly items: readonly FlowValue[] }
  /** One of several: `a ? b : c`, `a ?? b`. */
  | { readonly kind: "choice"; readonly options: readonly FlowValue[] }
  /** Something new that is made of these: `a + b`, `!a`, a template. */
  | { readonly kind: "mixture"; readonly parts: readonly FlowValue[] }
  /** `a === b` and the like. */
  | { readonly kind: "comparison"; readonly left: FlowValue; readonly right: FlowValue }
  | { readonly kind: "awaited"; readonly value: FlowValue }
  | { readonly kind: "string"; readonly value: string }
  /** `import("…")` and `require("…")`. */
  | { readonly kind: "module"; readonly source: string }
  /** Literals, and what says nothing. */
  | { readonly kind: "nothing" };

export interface FlowEntry {
  readonly key: string | null;
  readonly value: FlowValue;
}

/** A name and everything that it is given. */
export interface FlowDeclaration {
  readonly name: string;
  /** The function that it lives in; `null` at the top level. */
  readonly function: number | null;
  readonly import: ImportedName | null;
  /** The values that it is given, each with the keys that lead from the value to the name. */
  readonly values: readonly { readonly value: FlowValue; readonly path: readonly (string | null)[] }[];
  /** For a parameter: its place, and the keys that it is destructured by. */
  readonly parameter: { readonly index: number; readonly path: readonly (string | null)[]; readonly isRest: boolean } | null;
}

/** What one function does, without the functions inside it. */
export interface FlowFunction {
  readonly name: string | null;
  readonly range: Range;
  readonly parent: number | null;
  readonly isAsync: boolean;
  /** Whether it throws whenever it is called, or says so by the type `never`. */
  readonly neverReturns: boolean;
  /** The call that it ends with: it never returns either if what that calls does not; `null` where it may end before. */
  readonly lastCall: number | null;
  /** Its own calls, in the order of the text. */
  readonly calls: readonly number[];
  readonly tests: readonly FlowTest[];
  readonly returns: readonly FlowValue[];
  /** Where it may first end early, other than by a `throw`; `null` if it runs to its end. */
  readonly firstExit: number | null;
  /** The class that `this` belongs to in it. */
  readonly class: number | null;
}

/**
 * The branches, loops and the like around a place of a function, the outermost first: whatever runs in a region has run
 * before what comes later in it, or in a region inside it.
 */
export type FlowRegion = readonly number[];

/** A value that decides what happens next. */
export interface FlowTest {
  readonly value: FlowValue;
  readonly range: Range;
  /** Whether a `throw` depends on it, inside it or behind it. */
  readonly throws: boolean;
  /** The calls that depend on it, after which nothing comes: it throws if what they call never returns. */
  readonly ends: readonly number[];
  /** Whether a `return` depends on it. */
  readonly leaves: boolean;
  readonly region: FlowRegion;
}

export interface FlowCall {
  readonly callee: FlowValue;
  readonly args: readonly FlowValue[];
  readonly construct: boolean;
  readonly range: Range;
  readonly calleeText: string;
  /** Whether it is a statement of its own that nothing waits for. */
  readonly isFloating: boolean;
  /** Whether `catch` is called on its promise. */
  readonly isCaught: boolean;
  /** Whether nothing takes its result. */
  readonly isDropped: boolean;
  /** Whether it puts what it is given into a list, set or map of the file's own. */
  readonly isFilling: boolean;
  readonly inLoop: boolean;
  readonly region: FlowRegion;
}

export interface FlowClass {
  readonly name: string | null;
  readonly function: number | null;
  readonly superClass: FlowValue | null;
  readonly members: readonly { readonly key: string | null; readonly isStatic: boolean; readonly value: FlowValue }[];
  /** `this.ctx = ctx`, and parameters that are properties. */
  readonly fields: readonly { readonly key: string; readonly value: FlowValue }[];
  readonly constructorFunction: number | null;
}

/** What the functions of one file do. Plain data, extracted only for files that a followed call reaches. */
export interface FlowFacts {
  readonly declarations: readonly FlowDeclaration[];
  readonly functions: readonly FlowFunction[];
  readonly calls: readonly FlowCall[];
  readonly classes: readonly FlowClass[];
  readonly exports: ReadonlyMap<string, FlowValue>;
  /** The statements of the top level that have a `@public` tag, with the text after it. */
  readonly publicTags: readonly { readonly range: Range; readonly tag: string }[];
  /** `export * from` has the name `null`. */
  readonly reexports: readonly { readonly source: string; readonly imported: string; readonly name: string | null }[];
}
