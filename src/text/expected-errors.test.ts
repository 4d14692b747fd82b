import { expect, test } from "vitest";

import { expectsTypeError } from "./expected-errors.ts";

test.each<[string, string, boolean]>([
  ["a directive above", "// @ts-expect-error It is internal.\nHERE;", true],
  ["a directive above, in a block", "/* @ts-expect-error */\nHERE;", true],
  ["a directive above, in JSX", "{/* @ts-expect-error */}\n<p>{HERE}</p>", true],
  ["another comment in between", "// @ts-expect-error\n// It is internal.\n\nHERE;", true],
  ["code in between", "// @ts-expect-error\nother();\nHERE;", false],
  ["a directive below", "HERE;\n// @ts-expect-error\nother();", false],
  ["a directive that expects nothing", "// @ts-ignore\nHERE;", false],
  ["no directive", "HERE;", false],
])("%s", (_, text, expected) => {
  expect(expectsTypeError(text, text.indexOf("HERE"))).toBe(expected);
});
