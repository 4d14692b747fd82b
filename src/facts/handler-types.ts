import type { Range, Value } from "./types.ts";

/** A type as it is written. Plain data: names are not resolved. */
export type TypeSyntax = { readonly range: Range } & (
  | { readonly kind: "keyword"; readonly name: TypeKeyword }
  /** The value of a string literal, the text of the others. */
  | { readonly kind: "literal"; readonly base: "string" | "number" | "boolean" | "bigint"; readonly value: string }
  | { readonly kind: "array"; readonly element: TypeSyntax; readonly readonly?: true }
  | { readonly kind: "tuple"; readonly elements: readonly (TypeSyntax | null)[] }
  | { readonly kind: "object"; readonly members: readonly TypeMember[]; readonly index: { readonly key: TypeSyntax; readonly value: TypeSyntax } | null }
  | { readonly kind: "union" | "intersection"; readonly members: readonly TypeSyntax[] }
  /** `Id<"users">`, `Types.Id<"users">` */
  | { readonly kind: "reference"; readonly path: readonly string[]; readonly args: readonly TypeSyntax[] }
  | { readonly kind: "indexed"; readonly object: TypeSyntax; readonly index: TypeSyntax }
  /** `typeof schema.tables.users` */
  | { readonly kind: "typeof"; readonly path: readonly string[] }
  | { readonly kind: "template" }
  | { readonly kind: "function" }
  /** What takes a checker to read: conditional and mapped types, `keyof`. */
  | { readonly kind: "other" }
);

export type TypeKeyword = "any" | "unknown" | "never" | "object" | "string" | "number" | "boolean" | "bigint" | "null" | "undefined" | "void" | "symbol";

/** A property of a type literal or an interface. */
export interface TypeMember {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeSyntax;
  /** The comments that belong to it, as written. */
  readonly comments: readonly string[];
}

/** One parameter of a handler. */
export interface HandlerParameter {
  /** The pattern, without annotation and default. */
  readonly range: Range;
  readonly form: "name" | "object" | "rest" | "other";
  /** `args?`, or a default for the whole parameter. */
  readonly optional: boolean;
  readonly annotation: HandlerAnnotation | null;
}

/** A type annotation, `: { body: string }`. */
export interface HandlerAnnotation {
  /** From the end of the pattern to the end of the type. */
  readonly range: Range;
  readonly type: TypeSyntax;
  /** Whether comments stand in it that belong to no member. */
  readonly looseComments: boolean;
}

/** The implementation of a registered function, where it is written out. */
export interface HandlerFact {
  readonly range: Range;
  readonly parameters: readonly HandlerParameter[];
  readonly isGeneric: boolean;
  /** Whether it may read `arguments`. */
  readonly readsArguments: boolean;
}

/** One entry of the object that a function builder is given. */
export interface OptionFact {
  readonly kind: "property" | "method" | "spread";
  /** `null` for a computed key and for a spread. */
  readonly key: string | null;
  readonly range: Range;
  /** The value as written, casts included. */
  readonly valueRange: Range;
  /** What `args`, a handler by name and a spread are; nothing else is read. */
  readonly value: Value;
  readonly isUndefined: boolean;
  /** The type that the value is cast to: `any` in `{} as any`. */
  readonly castTo: string | null;
}

/** What a definition gives its function builder. */
export interface DefinitionOptionsFact {
  /** `value` is anything but an object literal and a function literal: a name, a call. */
  readonly form: "object" | "function" | "value" | "none";
  /** The first argument, casts included. */
  readonly range: Range;
  readonly options: readonly OptionFact[];
  /** The handler, where it is written out. */
  readonly handler: HandlerFact | null;
}
