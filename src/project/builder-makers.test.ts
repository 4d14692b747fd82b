import { expect, test } from "vitest";

import { builderMaker } from "./builder-makers.ts";

test.each([
  ["convex-helpers/server/customFunctions", "customMutation", { schemas: "convex", isClosed: false, isCustomized: true }],
  ["convex-helpers/server/zod4", "zCustomQuery", { schemas: "zod", isClosed: false, isCustomized: true }],
  ["zodvex", "zCustomActionBuilder", { schemas: "zod", isClosed: true, isCustomized: true }],
  ["zodvex/server", "zCustomQuery", { schemas: "zod", isClosed: true, isCustomized: true }],
  ["zodvex", "zMutationBuilder", { schemas: "zod", isClosed: true, isCustomized: false }],
])("%s makes a builder by %s", (source, name, expected) => {
  expect(builderMaker(source, [name])).toEqual(expected);
});

test.each([
  ["convex-helpers/server/customFunctions", ["customCtx"]],
  ["convex-helpers/serverless", ["customMutation"]],
  // It registers a function itself.
  ["zodvex", ["zQuery"]],
  ["zodvex-tools", ["zQueryBuilder"]],
  ["zodvex", ["zQueryBuilder", "call"]],
])("%s makes no builder by %j", (source, path) => {
  expect(builderMaker(source, path)).toBeUndefined();
});
