import { expect, test } from "vitest";

import { matchesName } from "./name-patterns.ts";

test.each([
  ["messages:list", "messages:list", true],
  ["messages:list", "messages:*", true],
  ["public/news:list", "public/*", true],
  ["public/news:list", "*:list", true],
  ["messages:listAll", "messages:list", false],
  ["messages:list", "list", false],
  ["messages:list", "messages.list", false],
])("%s fits %s: %s", (name, pattern, fits) => {
  expect(matchesName(name, pattern)).toBe(fits);
});
