import { expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";

const BACKEND = {
  "convex/_generated/api.js": "",
  "convex/messages.ts": 'import { mutation, query } from "./_generated/server";\nexport const send = mutation(async (ctx) => {});\nexport const list = query(async (ctx) => []);\n',
  "app/main.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.messages.list);\n',
};

test.each<[string, string, number]>([
  ["imported by its name", 'import { send } from "./messages";\nawait send(ctx, {});\n', 1],
  ["its handler", 'import { send } from "./messages";\nawait send._handler(ctx, {});\n', 1],
  ["of a module", 'import * as messages from "./messages";\nawait messages.send(ctx, {});\n', 2],
  ["its handler, of a module", 'import * as messages from "./messages";\nawait messages.send._handler(ctx, {});\n', 2],
  ["of a module, given to something", 'import * as messages from "./messages";\nrun(messages.send);\n', 2],
  ["of a module that is imported later", 'const messages = await import("./messages");\nawait messages.send(ctx, {});\n', 2],
  ["of what such an import gives", 'await (await import("./messages")).send(ctx, {});\n', 1],
  ["taken out of such an import", 'async function run(ctx) {\n  const { send } = await import("./messages");\n  await send(ctx, {});\n}\n', 2],
  ["of a list of modules", 'import * as messages from "./messages";\nimport * as users from "./users";\nconst MODULES = { messages, users };\nfor (const functions of Object.values(MODULES)) for (const each of Object.values(functions)) register(each);\n', 3],
  ["of a module given to something", 'import * as messages from "./messages";\nregister(messages);\n', 2],
  ["taken out of a module", 'import * as messages from "./messages";\nconst { send } = messages;\nawait send(ctx, {});\n', 2],
  ["required", 'const { send } = require("./messages");\nsend(ctx, {});\n', 1],
])("a function called by itself, %s, is used somehow by whoever has it", (_, text, line) => {
  const index = indexOf({ ...BACKEND, "convex/other.ts": text });

  expect(index.callers("messages:send")).toEqual([`convex/other.ts:${String(line)} server possible any`]);
  expect(index.verdict("messages:send")).toBe("open");
});

test("a file outside the functions directory that has the function itself is no client", () => {
  const index = indexOf({ ...BACKEND, "lib/other.ts": 'import { send } from "../convex/messages";\nawait send(ctx, {});\n' });

  expect(index.callers("messages:send")).toEqual(["lib/other.ts:1 server possible any"]);
});

test.each<[string, string]>([
  ["imported by its name", 'import { send } from "./messages";\nexport const post = send;\n'],
  ["of a module", 'import * as messages from "./messages";\nexport const post = messages.send;\n'],
  ["of a module that is exported whole", 'import * as messages from "./messages";\nexport { messages };\n'],
  ["another of a module", 'import * as messages from "./messages";\nawait messages.list(ctx);\nconst { list } = messages;\nawait list(ctx);\n'],
  ["another of a module that is imported later", 'const messages = await import("./messages");\nawait messages.list(ctx);\n'],
  ["a type of it", 'import type * as messages from "./messages";\nexport type Send = typeof messages.send;\n'],
])("a function handed on under another name, %s, is not used by that", (_, text) => {
  expect(indexOf({ ...BACKEND, "convex/other.ts": text }).callers("messages:send")).toEqual([]);
});
