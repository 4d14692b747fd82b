import { expect, test } from "vitest";

import { isNestedTooDeep } from "./nesting.ts";

const MANY = 15_000;
const repeat = (part: string, count = MANY): string => part.repeat(count);
const labels = Array.from({ length: MANY }, (_, index) => `l${String(index)}:`);

test.each([
  ["brackets", `x = ${repeat("[\n")}${repeat("]")};`],
  ["template strings", `x = ${repeat("`${\n")}1${repeat("}`")};`],
  ["arrow functions", `x = ${repeat("a =>\n")}1;`],
  ["arrow functions in a short text", `x = ${repeat("a=>", 3_000)}1;`],
  ["type arguments in a short text", `type A = ${repeat("B<", 3_000)}C${repeat(">", 3_000)};`],
  ["assignments in a short text", `${repeat("a=", 6_000)}b;`],
  ["type arguments on lines that end as on Windows", `type A = ${repeat("B<\r\n")}C${repeat(">")};`],
  ["conditions", `x = ${repeat("a ? b\n : ")}c;`],
  ["conditional types", `type A = ${repeat("B extends C ? D :\n", MANY)}E;`],
  ["else, after blocks", `if (a) {${repeat("\n} else if (b) {\n")}}`],
  ["else, on lines of its own", `if (a) {}${repeat("\nelse if (b) {}")}`],
  ["if without blocks", `${repeat("if (a)\n")}b;`],
  ["elements", `x = ${repeat("<p>\n")}${repeat("</p>")};`],
  ["type arguments", `type A = ${repeat("B<\n")}C${repeat(">")};`],
  ["array types", `type A = B${repeat("[]\n", 60_000)};`],
  ["negations", `x = ${repeat("!\n")}c;`],
  ["type operators", `type A = ${repeat("keyof\n")}B;`],
  ["assignments", `${repeat("a =\n")}b;`],
  ["labels", `${labels.join("\n")}b;`],
  ["sums", `x = ${repeat("'x' +\n", 60_000)}1;`],
  ["chains of calls", `x${repeat("\n.a()", 60_000)};`],
])("%s nest too deep", (_, text) => {
  expect(isNestedTooDeep(text)).toBe(true);
});

test("a thousand elements beside each other do not", () => {
  expect(isNestedTooDeep(`export const A = () => <main>\n${repeat('<p className="a" {...b}>Is it? It is!<br /><input value={c} /></p>\n', 1_000)}</main>;\n`)).toBe(false);
});

test.each([
  ["statements", `const a = b ? !c : await d;\nif (a) { b(); } else { c(); }\n`],
  ["statements without semicolons", `const a = b ? !c : await d\nif (a) b(c)\nelse c(d)\nx = a.b.c() + "d"\n`],
  ["statements without semicolons, each an if", `if (a) {\n  b()\n}\n`],
  ["table rows", `{ a: 1, b: x ? y : z, c: (d) => !d },\n`],
  ["fields of a type", `a?: Map<string, number[]>\nb: keyof C | undefined\n`],
  ["tests", `test("a - b / c", () => {\n  expect(a.b.c).toBe(!d)\n})\n`],
  ["comments", `// Why? Because - as we all know - it is so!\nconst a = 1\n`],
  ["text with signs", `const a = "M10.5-3.2-1.4-2.2"\n`],
])("thousands of %s do not", (_, line) => {
  expect(isNestedTooDeep(repeat(line, 5_000))).toBe(false);
  expect(isNestedTooDeep(`export const A = () => {\n${repeat(line, 5_000)}}\n`)).toBe(false);
});
