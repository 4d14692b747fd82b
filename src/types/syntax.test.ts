import ts from "typescript";
import { describe, expect, it } from "vitest";

import {
  findCall,
  findReturnedExpressions,
  isCall,
  isDottedName,
  isIdentifier,
  isPropertyAccess,
  skipOuterExpressions,
} from "./syntax.ts";

const EXPRESSIONS = [
  "name",
  "this",
  "a.b",
  "a?.b.c",
  "a.b().c",
  "this.a",
  "a[b]",
  "call()",
  "a.call?.(1)",
  "new Made(1)",
  "import('a')",
  "tag`text`",
  "(a)",
  "(a).b",
  "(a, b)",
  "a as b",
  "a satisfies b",
  "<b>a",
  "a!",
  "(a as b)!",
  "await (a)",
  "typeof (a)",
  "void (0)",
  "!(a)",
  "(a) ? (b) : (c)",
  "(a) + (b)",
  "generic<string>",
  "() => (a)",
  "function named() {}",
  "class Named {}",
  "{ a: (b) }",
  "[(a)]",
  "1",
  "'text'",
  "/(a)/",
  "import.meta",
];

describe("the tests of nodes by shape", () => {
  it.each(EXPRESSIONS)("agree with the compiler: %s", (text) => {
    const expression = parseExpression(text);

    expect(isIdentifier(expression)).toBe(ts.isIdentifier(expression));
    expect(isCall(expression)).toBe(ts.isCallExpression(expression));
    expect(isPropertyAccess(expression)).toBe(ts.isPropertyAccessExpression(expression));
    expect(skipOuterExpressions(expression)).toBe(skipByKind(expression));
  });

  it.each([
    ["a", true],
    ["a.b.c", true],
    ["a().b", false],
    ["this.a", false],
    ["a[0].b", false],
  ])("tell dotted names: %s", (text, expected) => {
    expect(isDottedName(parseExpression(text))).toBe(expected);
  });
});

describe("findCall", () => {
  it("finds the call with the range, past comments and beside `new`", () => {
    const text = "/** What it lists. */ const a = /* here */ outer(new Inner(1), inner(2)(3));";
    const file = parse(text);

    for (const call of ["outer(new Inner(1), inner(2)(3))", "inner(2)(3)", "inner(2)"]) {
      const start = text.indexOf(call);
      expect(findCall(file, start, start + call.length)?.getText()).toBe(call);
    }
    const start = text.indexOf("new");
    expect(findCall(file, start, start + "new Inner(1)".length)).toBeUndefined();
    expect(findCall(file, 0, text.length + 5)).toBeUndefined();
  });
});

describe("findReturnedExpressions", () => {
  it.each<[string, readonly string[] | undefined]>([
    ["() => made()", ["made()"]],
    ["() => { if (a) return first(); else { return second(); } }", ["first()", "second()"]],
    ["() => { switch (a) { case 1: return first(); } try { return second(); } finally {} return; }", ["first()", "second()"]],
    ["() => { const inner = () => { return 1; }; class A { b() { return 2; } } return inner(); }", ["inner()"]],
    ["() => { returned(); return$(); throw thrown(); }", []],
    ["function () { return { method() { return 1; } }; }", ["{ method() { return 1; } }"]],
    ["(): string => made()", undefined],
    ["async () => made()", undefined],
    ["function* () { return made(); }", undefined],
    ["class {}", undefined],
  ])("%s", (text, expected) => {
    expect(findReturnedExpressions(parseExpression(text))?.map((expression) => expression.getText())).toEqual(expected);
  });
});

function skipByKind(expression: ts.Expression): ts.Expression {
  const isOuter =
    ts.isParenthesizedExpression(expression) ||
    ts.isAssertionExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isNonNullExpression(expression);
  return isOuter ? skipByKind(expression.expression) : expression;
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile("file.ts", text, ts.ScriptTarget.ESNext, true);
}

function parseExpression(text: string): ts.Expression {
  const [statement] = parse(`const value = ${text};`).statements;
  const value = statement && ts.isVariableStatement(statement) && statement.declarationList.declarations[0]?.initializer;
  if (!value) throw new Error(`No expression: ${text}`);
  return value;
}
