import ts from "typescript";
import { expect, test } from "vitest";

import { typeKey } from "./argument-type.ts";
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
`;

/** What the second parameter is of the function that an expression makes; `null` where it has no one type. */
function parameterOf(expression: string, options: ts.CompilerOptions = { strict: true }): string | null {
  const text = `${DECLARATIONS}export const made = ${expression};\n`;
  const host = ts.createCompilerHost({});
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) => (name === FILE ? ts.createSourceFile(name, text, version) : read(name, version));
  const program = ts.createProgram({ rootNames: [FILE], options: { ...options, types: [], target: ts.ScriptTarget.ESNext }, host });
  const start = text.lastIndexOf(expression);
  const found = getTypeScriptOracle(program).handlerParameter({ file: FILE, range: [start, start + expression.length], text: expression });
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
