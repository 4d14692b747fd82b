import type { ArgumentType } from "./argument-type.ts";

/** What a registered function is to Convex; HTTP actions are a registration of their own. */
export type FunctionType = "query" | "mutation" | "action";

/** What the value that a function builder returns registers. */
export type Registration =
  /** `ambiguous`: the program itself leaves the visibility open, by a union or by `any`. */
  | {
      readonly kind: "function";
      readonly functionType: FunctionType;
      readonly visibility: "public" | "internal" | "ambiguous";
    }
  | { readonly kind: "httpAction" }
  /** Certainly not a registered function. */
  | { readonly kind: "none" }
  /** The checker cannot tell: `any`, an unresolved import, a file or text that the program does not hold. */
  | { readonly kind: "unknown" };

/** A call of a function builder; all offsets are UTF-16 units into the text without its byte order mark. */
export interface BuilderCall {
  readonly file: string;
  readonly callee: readonly [number, number];
  readonly call: readonly [number, number];
  /** The callee as the asker sees it, by which an oracle of older text notices that it is out of date. */
  readonly calleeText: string;
}

/** The name of an exported binding; the default export is called `default`. */
export interface ExportedBinding {
  readonly file: string;
  readonly exportName: string;
}

/** A type written in a file, such as the annotation of a parameter, or an expression; `text` shows that the oracle has the same file. */
export interface WrittenType {
  readonly file: string;
  readonly range: readonly [number, number];
  readonly text: string;
}

/** What a function builder does with the arguments of the functions it makes. */
export interface BuilderArgumentsAnswer {
  /** Whether it is one of Convex's own in all but name. */
  readonly isPlain: boolean;
  /** The arguments that a customization hands the handler beside those that the function declares. */
  readonly added: readonly string[];
}

/** The few questions that syntax cannot answer; an oracle never throws, and says `unknown` when it cannot tell. */
export interface TypeOracle {
  /** What the builder called here registers: asked of the callee, not of the call, so that no handler is inferred. */
  registrationOfCall(call: BuilderCall): Registration;
  /** What an exported binding registers, such as `export const { signIn } = convexAuth()`. */
  registrationOfExport(binding: ExportedBinding): Registration;
  /** What a type is, as far as validators can say it; `undefined` where the oracle does not have the text. */
  argumentType(type: WrittenType): ArgumentType | undefined;
  /** What the second parameter of a handler is that an expression makes, such as `withUser(async (ctx, args: Args) => …)`. */
  handlerParameter(handler: WrittenType): ArgumentType | undefined;
  /** Whether an expression is a function; `undefined` where the oracle does not have the text, or its type is `any`. */
  isFunction(expression: WrittenType): boolean | undefined;
  /** What a validator, or an object of validators, accepts, as far as its type has an `any` in it; `undefined` as for types. */
  validatorType(expression: WrittenType): ArgumentType | undefined;
  /** What the builder called here does with arguments; `undefined` where its type does not tell. */
  builderArguments(call: BuilderCall): BuilderArgumentsAnswer | undefined;
  /** Whether the program behind this oracle contains the file. */
  knows(file: string): boolean;
}

/** The answer of an oracle that cannot tell. */
export const UNKNOWN: Registration = { kind: "unknown" };

/** The oracle of a host without types. */
export const UNKNOWING_ORACLE: TypeOracle = {
  registrationOfCall: () => UNKNOWN,
  registrationOfExport: () => UNKNOWN,
  argumentType: () => undefined,
  handlerParameter: () => undefined,
  isFunction: () => undefined,
  validatorType: () => undefined,
  builderArguments: () => undefined,
  knows: () => false,
};
