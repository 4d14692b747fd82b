import type { DefinitionOptionsFact } from "./handler-types.ts";

/** A half-open range of UTF-16 offsets into the text of a file, byte order mark not counted. */
export type Range = readonly [start: number, end: number];

/**
 * What an expression says, as far as one file can tell: names, member chains, calls and literals.
 * Everything that can denote neither a function reference nor a function builder is `unknown`.
 */
export type Value =
  /** `shorthand` in `{ api }`, where the name cannot be replaced by another; `cast` as in `MemberValue`. */
  | { readonly kind: "binding"; readonly binding: number; readonly range: Range; readonly shorthand?: true; readonly cast?: string }
  | { readonly kind: "global"; readonly name: string; readonly range: Range }
  | MemberValue
  | CallValue
  | ObjectValue
  | { readonly kind: "array"; readonly elements: readonly Value[]; readonly range: Range }
  | { readonly kind: "choice"; readonly options: readonly Value[]; readonly range: Range }
  | { readonly kind: "function"; readonly function: number; readonly range: Range }
  | { readonly kind: "string"; readonly value: string; readonly range: Range }
  /** A string that is put together; `holes` are the bindings that stand where a part is not known, in their order. */
  | { readonly kind: "template"; readonly parts: readonly (string | null)[]; readonly holes?: readonly (number | null)[]; readonly range: Range }
  /** `import("…")`, `require("…")`; the second is `any` by its type. */
  | { readonly kind: "module"; readonly source: string; readonly range: Range; readonly cast?: string }
  | { readonly kind: "unknown"; readonly range: Range };

interface MemberValue {
  readonly kind: "member";
  readonly object: Value;
  /** `null` for a computed name that the file does not settle. */
  readonly property: string | null;
  readonly range: Range;
  readonly propertyRange: Range;
  /** The type that a cast gives it, `FunctionReference<"query">` in `api.users.get as FunctionReference<"query">`. */
  readonly cast?: string;
}

export interface CallValue {
  readonly kind: "call";
  readonly callee: Value;
  readonly args: readonly Value[];
  readonly construct: boolean;
  readonly range: Range;
  readonly calleeRange: Range;
  /** As in `MemberValue`: `getApi() as any`. */
  readonly cast?: string;
}

interface ObjectValue {
  readonly kind: "object";
  readonly entries: readonly { readonly key: string | null; readonly value: Value }[];
  readonly spreads: readonly Value[];
  readonly range: Range;
}

/** A name declared in the file. Only names that some other fact mentions are listed. */
export interface BindingFact {
  readonly name: string;
  readonly kind: "import" | "variable" | "parameter" | "function" | "class" | "other";
  readonly range: Range;
  /** Whether it is declared at the top level of the module. */
  readonly top: boolean;
  readonly import: ImportedName | null;
  /** What it is initialised with, when it is never assigned again; destructured names are members of the initialiser. */
  readonly value: Value | null;
  /** The type annotation, when it is written out. */
  readonly annotation: AnnotationFact | null;
  /** For a parameter (or a name destructured from one). */
  readonly parameter: ParameterFact | null;
}

export interface ImportedName {
  readonly source: string;
  /** The exported name; `*` for a namespace import. */
  readonly imported: string;
  readonly typeOnly: boolean;
}

export interface AnnotationFact {
  /**
   * The name that the type starts with, `ActionCtx` in `ActionCtx` and `Types` in `Types.Ctx<…>`; a call of `f` for
   * `ReturnType<typeof f>`; `null` for other types.
   */
  readonly name: Value | null;
  readonly text: string;
}

export interface ParameterFact {
  readonly function: number;
  readonly index: number;
  /** The path of keys it was destructured by: `["runQuery"]` in `({ runQuery }) => …`. */
  readonly path: readonly string[];
}

/** A function expression or declaration that some other fact mentions. */
export interface FunctionFact {
  readonly name: string | null;
  readonly range: Range;
  /** What its `return`s give, when all of them are known; empty when nothing is returned. */
  readonly returns: readonly Value[];
  /** The type that is written out for what it returns, where that is `any` or a function reference. */
  readonly resultType?: string;
  /** Where the function itself goes, if it is an argument of a call. */
  readonly argumentOf: ArgumentSink | null;
  /** The binding of each parameter that is a plain name. */
  readonly parameters: readonly (number | null)[];
}

/** Where the value of a chain goes: what consumes it decides the caller class. */
export type Sink =
  | ArgumentSink
  | { readonly kind: "jsx"; readonly element: string; readonly component: Value | null; readonly attribute: string }
  /** The initialiser of these names: follow their uses. */
  | { readonly kind: "alias"; readonly bindings: readonly number[]; /** Those of them that the file never mentions again. */ readonly unread: readonly number[] }
  | { readonly kind: "export" }
  | { readonly kind: "return"; readonly function: number }
  | { readonly kind: "type" }
  /** Inside a text that is run elsewhere: a page with a script, a request. */
  | { readonly kind: "page" }
  /** Called, or read no further: `api.messages.list;`. */
  | { readonly kind: "none" }
  | { readonly kind: "other" };

export interface ArgumentSink {
  readonly kind: "argument";
  readonly callee: Value;
  readonly construct: boolean;
  readonly index: number;
  /** The keys of object and array literals between the call and the value: `["paginated", "query"]`. */
  readonly keys: readonly string[];
  /** Whether the text around the call says that it fails: `expect(client.query(…)).rejects`. */
  readonly isExpectedToFail?: true;
}

/** One place where a chain that may denote a function reference is used. */
export interface UseFact {
  readonly value: Value;
  readonly sink: Sink;
  /** Where it stands among the module's declarations: see `FileFacts.owners`. */
  readonly owner: number | null;
}

/** A string literal that may be a function name, `"messages:send"`, or is given to an API that takes names. */
export interface NameFact {
  readonly value: string;
  readonly range: Range;
  readonly sink: Sink;
  readonly owner: number | null;
}

/** What `export` says under one name. */
export interface ExportFact {
  readonly name: string;
  readonly value: Value;
  readonly range: Range;
  readonly typeOnly: boolean;
}

/** `export { a as b } from "./m"`, `export * from "./m"` (name `null`), `export * as ns from "./m"` (imported `*`). */
export interface ReexportFact {
  readonly source: string;
  readonly imported: string;
  readonly name: string | null;
  readonly typeOnly: boolean;
}

export interface SpecifierFact {
  readonly local: string;
  readonly imported: string;
  readonly typeOnly: boolean;
  readonly range: Range;
  /** Every place that mentions the name as a value, `typeof` included. */
  readonly references: readonly Range[];
}

/** An import declaration, with what is needed to edit it. */
export interface ImportFact {
  readonly source: string;
  readonly range: Range;
  readonly sourceRange: Range;
  readonly typeOnly: boolean;
  readonly specifiers: readonly SpecifierFact[];
}

/** A pattern that takes names out of a module that is loaded late: `const { api } = await import("…")`. */
export interface LateImportFact {
  readonly source: string;
  readonly range: Range;
  readonly specifiers: readonly SpecifierFact[];
}

/** A call that stands where a registered function may be defined: `export const send = mutation({ … })`. */
export interface DefinitionFact {
  readonly call: CallValue;
  /** The source text of the callee. */
  readonly calleeText: string;
  readonly calleeRange: Range;
  /** The range of the whole statement. */
  readonly statementRange: Range;
  /** Whether a type is written out for the result, by an annotation or a cast other than to `any`. */
  readonly isTyped: boolean;
  /** The text after `@public` in the TSDoc comment; `null` where there is no such tag. */
  readonly publicTag: string | null;
  /** What the builder is given. */
  readonly options: DefinitionOptionsFact;
}

/** A call of `route` on something that may be an HTTP router; `null` for what is not written there. */
export interface RouteFact {
  readonly router: Value;
  readonly path: Value | null;
  readonly pathPrefix: Value | null;
  readonly method: Value | null;
  readonly handler: Value | null;
  /** The callee: `http.route`. */
  readonly range: Range;
}

/** A call that is given something which may be an HTTP router: `auth.addHttpRoutes(http)`. */
export interface MountFact {
  readonly router: Value;
  readonly callee: Value;
  readonly index: number;
  readonly range: Range;
}

/** A top-level statement that can hold uses: the names it declares, `default` for a default export. */
export interface OwnerFact {
  readonly names: readonly string[];
  readonly range: Range;
}

/** A range in which an ESLint directive turns rules off; `null` stands for all rules. */
export interface SuppressionFact {
  readonly rules: readonly string[] | null;
  readonly range: Range;
}

/** Everything that one file says, without looking at any other. Plain data: it can be serialised. */
export interface FileFacts {
  readonly imports: readonly ImportFact[];
  readonly lateImports: readonly LateImportFact[];
  readonly bindings: readonly BindingFact[];
  readonly functions: readonly FunctionFact[];
  readonly exports: readonly ExportFact[];
  readonly reexports: readonly ReexportFact[];
  readonly definitions: readonly DefinitionFact[];
  readonly uses: readonly UseFact[];
  readonly names: readonly NameFact[];
  /** Names that are built at run time and given to an API that takes names: the known parts, `null` for the rest. */
  readonly dynamicNames: readonly { readonly parts: readonly (string | null)[]; readonly sink: Sink; readonly range: Range }[];
  /** `root.a.b` chains whose root the file does not settle (parameters, globals), as `a.b`: their last two names. */
  readonly looseChains: readonly string[];
  readonly routes: readonly RouteFact[];
  readonly mounts: readonly MountFact[];
  readonly owners: readonly OwnerFact[];
  readonly suppressions: readonly SuppressionFact[];
  /** Every name declared or used at the top level or below, so that an edit does not capture one. */
  readonly identifiers: ReadonlySet<string>;
  /** Module specifiers of every import, re-export, dynamic import and require. */
  readonly sources: readonly string[];
  readonly directives: readonly string[];
  /** Whether the file could not be parsed: its facts are then incomplete. */
  readonly failed: boolean;
}

/**
 * How much of an expression is kept. Most calls in a file matter only for what they are called on, and keeping what
 * they are given would take more memory than all the rest.
 */
export type Depth =
  /** Initialisers at the top level, exports and returns: everything. */
  | "full"
  /** Constants that may be validators: everything, and what each call in them is given. */
  | "whole"
  | "validator"
  /** An argument of a call: names, chains and calls, but no calls inside objects. */
  | "argument"
  | "argument-object"
  /** Inside functions: what is called, not with what. */
  | "shallow";
