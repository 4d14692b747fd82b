import { expect, test } from "vitest";

import { isAlike, nearestName } from "./nearest.ts";

const NAMES = ["messages:list", "messages:send", "users:get", "upgrade:default"];

test.each([
  ["messages:lst", "messages:list"],
  ["message:list", "messages:list"],
  ["Messages:List", "messages:list"],
  ["messages:sendd", "messages:send"],
  ["user:get", "users:get"],
])("%s may mean %s", (word, nearest) => {
  expect(nearestName(word, NAMES)).toBe(nearest);
});

test.each(["somewhere/else:entirely", "x:y", ""])("%j may mean anything", (word) => {
  expect(nearestName(word, NAMES)).toBeUndefined();
});

test("two names that are as near leave it open", () => {
  expect(nearestName("a:get", ["a:gets", "a:bet"])).toBeUndefined();
  expect(nearestName("a:get", ["a:gets", "a:bet", "a:get"])).toBe("a:get");
});

test.each([
  ["syncOrders", "manualSyncOrders", true],
  ["sned", "send", true],
  ["trackEmail", "trackSession", false],
  ["get", "listAllMessages", false],
])("%s may stand for %s: %s", (name, other, expected) => {
  expect(isAlike(name, other)).toBe(expected);
});
