import type { Range, Value } from "../facts/types.ts";
import type { ConvexProject } from "./convex-projects.ts";

/** Where a reference starts in the text: what a repair replaces. */
export interface RootSite {
  readonly file: string;
  readonly range: Range;
  /** `api` itself, the property `api` of a namespace import, or the name in `{ api }`, which nothing can replace. */
  readonly form: "identifier" | "property" | "shorthand";
  /** Where the name comes from: the specifier of the import, as written. */
  readonly source: string;
}

/** What a value means once imports and constants are followed. */
export type Denotation =
  | ReferenceDenotation
  /** Something that a package exports. */
  | { readonly kind: "external"; readonly source: string; readonly path: readonly string[] }
  /** Something that a generated module other than `api` exports: `mutation` of `_generated/server`. */
  | { readonly kind: "generated"; readonly project: ConvexProject; readonly module: string; readonly path: readonly string[] }
  | { readonly kind: "namespace"; readonly file: string }
  | { readonly kind: "value"; readonly file: string; readonly value: Value; readonly binding: number | null }
  /** One of several: a property of `cond ? a : b` (`certain`, since each is meant), or `records[name]`. */
  | { readonly kind: "several"; readonly options: readonly Denotation[]; readonly certain: boolean }
  | { readonly kind: "unknown" };

export interface ReferenceDenotation {
  readonly kind: "reference";
  /** `null` where only the name is known (`anyApi`, `makeFunctionReference`), not which project it belongs to. */
  readonly project: ConvexProject | null;
  /** `any` for `anyApi`, `name` for `makeFunctionReference("…")`. */
  readonly root: "api" | "internal" | "any" | "name";
  /** Names after the root; `null` where one is computed. */
  readonly path: readonly (string | null)[];
  readonly site: RootSite | null;
  /** Whether a type written out in the code lets public references in only. */
  readonly isTypedPublic?: true;
  /** Whether a cast or an annotation on the way says another type than the generated code. */
  readonly isCast?: true;
  /** Whether it is one of a list or record that is gone through, or that a name made at run time chooses from. */
  readonly isChosen?: true;
  /** Where the last name is written: a property, or the string in `makeFunctionReference("…")`. */
  readonly lastName?: { readonly file: string; readonly range: Range };
  /** For names built at run time: the parts that are known. */
  readonly dynamic?: readonly (string | null)[];
  /** What such a name is made of, a parameter or a template, where a call of the function around it may tell. */
  readonly madeOf?: Extract<Denotation, { kind: "value" }>;
}
