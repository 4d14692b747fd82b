import { describe, expect, test } from "vitest";

import { extractFacts } from "../facts/extract.ts";
import { parseSource } from "../facts/parse.ts";
import { applyEdits } from "../testing/index-of.ts";
import { ordered } from "./edits.ts";
import { ImportEditor } from "./imports.ts";

interface Asked {
  /** The expression that the editor gives for each name that was asked for. */
  readonly expressions: readonly string[];
  readonly text: string;
}

/**
 * Asks for exports of a module and makes the edits. Every mention of `replace` is exchanged for the first expression.
 */
function edit(text: string, { use = [], replace, specifiers = ["./_generated/server"] }: { use?: readonly string[]; replace?: string; specifiers?: readonly string[] }): Asked {
  const facts = extractFacts(parseSource("file.ts", text));
  const imports = new ImportEditor(facts, text);
  const expressions = use.map((name) => imports.use(specifiers, name));
  const references = facts.imports.flatMap((declaration) => declaration.specifiers.filter(({ imported, local }) => local === replace || imported === replace).flatMap((specifier) => specifier.references));
  const edits = references.map((range) => {
    imports.replace(range);
    return { range, text: expressions[0] ?? "" };
  });
  return { expressions, text: applyEdits(text, ordered([...edits, ...imports.edits()])) };
}

describe("a name is added to the import that is there", () => {
  test.each<[string, string, string]>([
    ["one name", 'import { a } from "./_generated/server";\na();\n', 'import { a, b } from "./_generated/server";\na();\n'],
    ["several names", 'import { a, c } from "./_generated/server";\na(c);\n', 'import { a, b, c } from "./_generated/server";\na(c);\n'],
    ["names in no order", 'import { c, a } from "./_generated/server";\na(c);\n', 'import { c, a, b } from "./_generated/server";\na(c);\n'],
    ["names in order, large and small", 'import { type A, C, d } from "./_generated/server";\nd<A>(C);\n', 'import { type A, b, C, d } from "./_generated/server";\nd<A>(C);\n'],
    ["names before all of which it belongs", 'import { c, d } from "./_generated/server";\nd(c);\n', 'import { b, c, d } from "./_generated/server";\nd(c);\n'],
    ["a comment between names", 'import {\n  a, // first\n  c,\n} from "./_generated/server";\na(c);\n', 'import {\n  a, // first\n  b,\n  c,\n} from "./_generated/server";\na(c);\n'],
    ["no spaces", 'import {a} from"./_generated/server"\na()\n', 'import {a, b} from"./_generated/server"\na()\n'],
    ["several lines", 'import {\n  a,\n  c,\n} from "./_generated/server";\na(c);\n', 'import {\n  a,\n  b,\n  c,\n} from "./_generated/server";\na(c);\n'],
    ["several lines without a trailing comma", 'import {\n  a,\n  c\n} from "./_generated/server";\na(c);\n', 'import {\n  a,\n  b,\n  c\n} from "./_generated/server";\na(c);\n'],
    ["one name on a line of its own", 'import {\n\ta,\n} from "./_generated/server";\na();\n', 'import {\n\ta,\n\tb,\n} from "./_generated/server";\na();\n'],
    ["Windows line ends", 'import {\r\n  a,\r\n} from "./_generated/server";\r\na();\r\n', 'import {\r\n  a,\r\n  b,\r\n} from "./_generated/server";\r\na();\r\n'],
    ["a comment behind the last name", 'import {\n  a,\n  c, // for later\n} from "./_generated/server";\na(c);\n', 'import {\n  a,\n  b,\n  c, // for later\n} from "./_generated/server";\na(c);\n'],
    ["a trailing comma on one line", 'import { a, } from "./_generated/server";\na();\n', 'import { a, b, } from "./_generated/server";\na();\n'],
    ["a type among the names", 'import { type T, a } from "./_generated/server";\na<T>();\n', 'import { type T, a, b } from "./_generated/server";\na<T>();\n'],
    ["a type at the end", 'import { a, type T } from "./_generated/server";\na<T>();\n', 'import { a, b, type T } from "./_generated/server";\na<T>();\n'],
    ["an alias", 'import { a as x } from "./_generated/server";\nx();\n', 'import { a as x, b } from "./_generated/server";\nx();\n'],
    ["a default import", 'import x from "./_generated/server";\nx();\n', 'import x, { b } from "./_generated/server";\nx();\n'],
    ["a default import with names", 'import x, { a } from "./_generated/server";\nx(a);\n', 'import x, { a, b } from "./_generated/server";\nx(a);\n'],
    ["empty braces", 'import {} from "./_generated/server";\n', 'import { b } from "./_generated/server";\n'],
    ["nothing but the module", 'import "./_generated/server";\n', 'import { b } from "./_generated/server";\n'],
    ["an import of types", 'import type { T } from "./_generated/server";\nlet t: T;\n', 'import { type T, b } from "./_generated/server";\nlet t: T;\n'],
    ["an import of types on several lines", 'import type {\n  T,\n  U,\n} from "./_generated/server";\nlet t: [T, U];\n', 'import {\n  type T,\n  type U,\n  b,\n} from "./_generated/server";\nlet t: [T, U];\n'],
    ["an import of types beside one of values", 'import type { T } from "./_generated/server";\nimport { a } from "./_generated/server";\na<T>();\n', 'import type { T } from "./_generated/server";\nimport { a, b } from "./_generated/server";\na<T>();\n'],
    ["import attributes", 'import { a } from "./_generated/server" with { type: "x" };\na();\n', 'import { a, b } from "./_generated/server" with { type: "x" };\na();\n'],
  ])("%s", (_, before, after) => {
    expect(edit(before, { use: ["b"] })).toEqual({ expressions: ["b"], text: after });
  });

  test("two names at once, each once", () => {
    expect(edit('import { a } from "./_generated/server";\na();\n', { use: ["b", "c", "b"] })).toEqual({ expressions: ["b", "c", "b"], text: 'import { a, b, c } from "./_generated/server";\na();\n' });
  });
});

describe("a name that is imported already is used as it is", () => {
  test.each<[string, string, string]>([
    ["by its name", 'import { b } from "./_generated/server";\nb();\n', "b"],
    ["by an alias", 'import { b as other } from "./_generated/server";\nother();\n', "other"],
    ["through a namespace", 'import * as server from "./_generated/server";\nserver.a();\n', "server.b"],
  ])("%s", (_, text, expression) => {
    expect(edit(text, { use: ["b"] })).toEqual({ expressions: [expression], text });
  });

  test("a type that becomes a value", () => {
    expect(edit('import { a, type b } from "./_generated/server";\na<b>();\n', { use: ["b"] })).toEqual({ expressions: ["b"], text: 'import { a, b } from "./_generated/server";\na<b>();\n' });
    expect(edit('import type { b } from "./_generated/server";\nlet x: b;\n', { use: ["b"] })).toEqual({ expressions: ["b"], text: 'import { b } from "./_generated/server";\nlet x: b;\n' });
  });

  test("a namespace of types cannot give values", () => {
    const { expressions, text } = edit('import type * as server from "./_generated/server";\nlet x: server.T;\n', { use: ["b"] });

    expect(expressions).toEqual(["b"]);
    expect(text).toBe('import type * as server from "./_generated/server";\nimport { b } from "./_generated/server";\nlet x: server.T;\n');
  });
});

describe("a module that is not imported", () => {
  test.each<[string, string, string]>([
    ["after the last import", 'import x from "x";\nimport y from "y";\n\nx(y);\n', 'import x from "x";\nimport y from "y";\nimport { b } from "./_generated/server";\n\nx(y);\n'],
    ["in single quotes without semicolons", "import x from 'x'\n\nx()\n", "import x from 'x'\nimport { b } from './_generated/server'\n\nx()\n"],
    ["with Windows line ends", 'import x from "x";\r\nx();\r\n', 'import x from "x";\r\nimport { b } from "./_generated/server";\r\nx();\r\n'],
    ["in a file without imports", "x();\n", 'import { b } from "./_generated/server";\nx();\n'],
    ["behind a directive", '"use node";\n\nx();\n', '"use node";\n\nimport { b } from "./_generated/server";\nx();\n'],
    ["in an empty file", "", 'import { b } from "./_generated/server";\n'],
    ["behind a comment after the last import", 'import x from "x"; // why\nx();\n', 'import x from "x"; // why\nimport { b } from "./_generated/server";\nx();\n'],
  ])("%s", (_, before, after) => {
    expect(edit(before, { use: ["b"] }).text).toBe(after);
  });

  test("any of its specifiers will do", () => {
    const { text } = edit('import { a } from "@convex/server";\na();\n', { use: ["b"], specifiers: ["./_generated/server", "@convex/server"] });

    expect(text).toBe('import { a, b } from "@convex/server";\na();\n');
  });
});

describe("names that are taken", () => {
  test.each<[string, string, string]>([
    ["by a variable", 'import { a } from "./_generated/server";\nconst b = 1;\na(b);\n', "b as bFunction"],
    ["by an inner variable", 'import { action } from "./_generated/server";\nfunction f(internalAction) {}\naction(f);\n', "internalAction as internalActionFunction"],
    ["twice", 'import { a } from "./_generated/server";\nconst b = 1, bFunction = 2;\na(b, bFunction);\n', "b as bFunction2"],
    ["by another import", 'import { a } from "./_generated/server";\nimport { b } from "lib";\na(b);\n', "b as bFunction"],
  ])("%s", (form, before, specifier) => {
    const name = form === "by an inner variable" ? "internalAction" : "b";
    const { expressions, text } = edit(before, { use: [name] });

    expect(text).toContain(`, ${specifier} } from "./_generated/server";`);
    expect(expressions).toEqual([specifier.split(" as ")[1]]);
  });
});

describe("a name that is replaced everywhere gives its place up", () => {
  test.each<[string, string, string]>([
    ["alone", 'import { a } from "./_generated/server";\na();\n', 'import { b } from "./_generated/server";\nb();\n'],
    ["an alias", 'import { a as x } from "./_generated/server";\nx();\n', 'import { b } from "./_generated/server";\nb();\n'],
    ["the first of several", 'import { a, c } from "./_generated/server";\na(c);\n', 'import { b, c } from "./_generated/server";\nb(c);\n'],
    ["among names in order, of which the new one is not the first", 'import { A, a } from "./_generated/server";\na(A);\n', 'import { A, b } from "./_generated/server";\nb(A);\n'],
    ["for one that belongs elsewhere in the order", 'import { a, aa } from "./_generated/server";\na(aa);\n', 'import { aa, b } from "./_generated/server";\nb(aa);\n'],
    ["for one that belongs on another line", 'import {\n  a,\n  type aa,\n  c,\n} from "./_generated/server";\na<aa>(c);\n', 'import {\n  type aa,\n  b,\n  c,\n} from "./_generated/server";\nb<aa>(c);\n'],
    ["in order but for a comment", 'import {\n  a, // first\n  aa,\n} from "./_generated/server";\na(aa);\n', 'import {\n  b, // first\n  aa,\n} from "./_generated/server";\nb(aa);\n'],
    ["used twice", 'import { a } from "./_generated/server";\na(a);\n', 'import { b } from "./_generated/server";\nb(b);\n'],
    ["to a name that is there already", 'import { a, b } from "./_generated/server";\na(b);\n', 'import { b } from "./_generated/server";\nb(b);\n'],
    ["to one before it", 'import { b, a } from "./_generated/server";\na(b);\n', 'import { b } from "./_generated/server";\nb(b);\n'],
    ["to one on another line", 'import {\n  a,\n  b,\n} from "./_generated/server";\na(b);\n', 'import {\n  b,\n} from "./_generated/server";\nb(b);\n'],
    ["to one on the line before", 'import {\n  b,\n  a,\n} from "./_generated/server";\na(b);\n', 'import {\n  b,\n} from "./_generated/server";\nb(b);\n'],
    ["to one of another import", 'import { a } from "x";\nimport { b } from "./_generated/server";\na(b);\n', 'import { b } from "./_generated/server";\nb(b);\n'],
    ["to one of another import, beside a name that stays", 'import { a, c } from "x";\nimport { b } from "./_generated/server";\na(b, c);\n', 'import { c } from "x";\nimport { b } from "./_generated/server";\nb(b, c);\n'],
    ["a default import that goes", 'import a, { c } from "x";\nimport { b } from "./_generated/server";\na(b, c);\n', 'import { c } from "x";\nimport { b } from "./_generated/server";\nb(b, c);\n'],
    ["the names beside a default import that stays", 'import c, { a } from "x";\nimport { b } from "./_generated/server";\na(b, c);\n', 'import c from "x";\nimport { b } from "./_generated/server";\nb(b, c);\n'],
    ["the last one, without a trailing comma", 'import {\n  b,\n  a\n} from "./_generated/server";\na(b);\n', 'import {\n  b\n} from "./_generated/server";\nb(b);\n'],
    ["in a comment's neighbourhood", 'import {\n  // the first\n  a,\n  // the second\n  b,\n} from "./_generated/server";\na(b);\n', 'import {\n  // the first\n  // the second\n  b,\n} from "./_generated/server";\nb(b);\n'],
  ])("%s", (_, before, after) => {
    expect(edit(before, { use: ["b"], replace: "a" }).text).toBe(after);
  });

  test("a name that was never used stays", () => {
    expect(edit('import { a, c } from "./_generated/server";\na();\n', { use: ["b"], replace: "a" }).text).toBe('import { b, c } from "./_generated/server";\nb();\n');
  });
});
