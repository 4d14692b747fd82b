import ts from "typescript";
import { expect, test } from "vitest";

import { typeKey } from "./argument-type.ts";
import type { TypeOracle, WrittenType } from "./type-oracle.ts";
import { getTypeScriptOracle } from "./typescript-oracle.ts";

const FILE = "/handlers.ts";
const DECLARATIONS = `
type Handler<Args> = (ctx: unknown, args: Args) => void;
declare function wrap<Args extends [any] | []>(handler: (ctx: unknown, ...args: Args) => void): (ctx: unknown, ...args: Args) => void;
declare const declared: Handler<{ a: string }>;
declare const overloaded: { (ctx: unknown, args: { a: string }): void; (ctx: unknown, args: { b: string }): void };
declare const generic: <T>(ctx: unknown, args: T) => void;
declare const optional: (ctx: unknown, args?: { a: string }) => void;
declare const rest: (ctx: unknown, ...args: { a: string }[]) => void;
declare const three: (ctx: unknown, args: { a: string }, more: number) => void;
declare const none: (ctx: unknown) => void;
declare const notCalled: { a: string };
declare const anything: any;
declare const either: (() => void) | ((ctx: unknown) => void);
declare const maybe: (() => void) | { handler: () => void };
`;

/** Asks the oracle about an expression. */
function ask<T>(expression: string, question: (oracle: TypeOracle, written: WrittenType) => T, options: ts.CompilerOptions = { strict: true }): T {
  const text = `${DECLARATIONS}export const made = ${expression};\n`;
  const host = ts.createCompilerHost({});
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) => (name === FILE ? ts.createSourceFile(name, text, version) : read(name, version));
  const program = ts.createProgram({ rootNames: [FILE], options: { ...options, types: [], target: ts.ScriptTarget.ESNext }, host });
  const start = text.lastIndexOf(expression);
  return question(getTypeScriptOracle(program), { file: FILE, range: [start, start + expression.length], text: expression });
}

/** What the second parameter is of the function that an expression makes; `null` where it has no one type. */
function parameterOf(expression: string, options: ts.CompilerOptions = { strict: true }): string | null {
  const found = ask(expression, (oracle, written) => oracle.handlerParameter(written), options);
  return found ? typeKey(found) : null;
}

test.each([
  ["declared", '{"a":string}'],
  ["wrap(async (_ctx, args: { a?: number }) => void args)", '{"a"?:number}'],
  ["wrap((_ctx, _args: any) => {})", "any"],
  ["{ list: declared }.list", '{"a":string}'],
])("%s takes %s", (expression, expected) => {
  expect(parameterOf(expression)).toBe(expected);
});

test.each(["overloaded", "generic", "optional", "rest", "three", "none", "notCalled", "wrap((_ctx) => {})"])("%s takes no one thing", (expression) => {
  expect(parameterOf(expression)).toBeNull();
});

test("types that do not say where null may be are not believed", () => {
  expect(parameterOf("declared", { strict: false })).toBeNull();
});

test.each<[string, boolean | undefined]>([
  ["declared", true],
  ["overloaded", true],
  ["either", true],
  ["maybe", false],
  ["notCalled", false],
  ["anything", undefined],
  ["notThere", undefined],
])("whether %s is a function: %s", (expression, expected) => {
  expect(ask(expression, (oracle, written) => oracle.isFunction(written))).toBe(expected);
});
