import { describe, expect, test } from "vitest";

import { parseShape } from "./parse-shape.ts";
import { relate } from "./relate-shapes.ts";
import { printShape, shapeOf } from "./shape.ts";

describe("the notation", () => {
  test.each([
    "string",
    "'a' | 'b' | null",
    "'\"quoted\"' | 'back\\\\slash' | 'it\\'s'",
    "-1.5 | 3n | true",
    "Id<'users'>[][]",
    "('a' | 'b')[]",
    "Record<Id<'users'>, number | null>",
    "{ 'a-b'?: string, c: { d: any, ... }[] }",
    "{}",
    "PaginationOptions",
    "{ ... }",
  ])("%s is read as it is printed", (text) => {
    expect(printShape(parseShape(text))).toBe(text);
  });

  test.each(["", "strings", "'open", "{ a string }", "Id<users>", "string string", "string |", "Record<string>", "a: string", "{ a: string", "#"])("%j says no type", (text) => {
    expect(() => parseShape(text)).toThrow(SyntaxError);
  });

  test("the order in which the code lists fields and members says nothing", () => {
    const shape = shapeOf({
      kind: "object",
      fields: [
        { name: "state", optional: true, type: { kind: "union", members: [{ kind: "null" }, { kind: "literal", base: "string", value: "open" }, { kind: "literal", base: "string", value: "closed" }] } },
        { name: "count", optional: false, type: { kind: "number" } },
      ],
    });

    expect(printShape(shape)).toBe("{ count: number, state?: 'closed' | 'open' | null }");
  });

  test("a part that cannot be read is unknown, not anything", () => {
    expect(printShape(shapeOf({ kind: "array", element: { kind: "unresolved", text: "" } }))).toBe("unknown[]");
  });
});

describe("what callers may send", () => {
  test.each([
    ["'a'", "'a' | 'b'"],
    ["string", "string | null"],
    ["'a'", "string"],
    ["3", "number"],
    ["true", "boolean"],
    ["3n", "bigint"],
    ["Id<'users'>", "string"],
    ["number", "any"],
    ["number[]", "(number | string)[]"],
    ["{ a: string }", "{ a?: string }"],
    ["{ a: string }", "{ a: string, b?: number }"],
    ["{ a: string }", "Record<string, string>"],
    ["Record<string, 'a'>", "Record<string, string>"],
  ])("%s to %s is wider, and back is narrower", (narrow, wide) => {
    expect(relate(parseShape(narrow), parseShape(wide))).toBe("wider");
    expect(relate(parseShape(wide), parseShape(narrow))).toBe("narrower");
  });

  test.each([
    ["string", "number"],
    ["Id<'users'>", "Id<'teams'>"],
    ["{ a: string }", "{ b: string }"],
    ["{ a: string }", "{ a: string, b: number }"],
    ["{ a: string }", "{ a: string, ... }"],
    ["string", "unknown"],
    ["'a' | 'b'", "'b' | 'c'"],
    ["string[]", "Record<string, string>"],
  ])("%s to %s is something else", (before, after) => {
    expect(relate(parseShape(before), parseShape(after))).toBe("changed");
  });

  test("the same is the same", () => {
    expect(relate(parseShape("{ a: 'x' | 'y' }"), parseShape("{ a: 'y' | 'x' }"))).toBe("same");
  });
});
