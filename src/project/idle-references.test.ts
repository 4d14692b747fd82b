import { describe, expect, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { indexOf } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const GENERATED_API = 'import { anyApi, componentsGeneric } from "convex/server";\nexport const api = anyApi;\nexport const internal = anyApi;\nexport const components = componentsGeneric();\n';

describe("code that takes `api` and does nothing with it", () => {
  test.each<[string, WorkspaceFiles]>([
    ["a script that requires it", { "scripts/migrate.js": 'const { api } = require("../convex/_generated/api");\n' }],
    ["a script that requires one root too many", { "scripts/migrate.js": 'const { ConvexHttpClient } = require("convex/browser");\nconst { api, internal } = require("../convex/_generated/api");\nnew ConvexHttpClient("").query(api.users.get);\n' }],
    ["a dynamic import", { "scripts/migrate.mjs": 'const { api } = await import("../convex/_generated/api.js");\n' }],
    ["a subtree that nothing reads", { "app/main.ts": 'import { api } from "../convex/_generated/api";\nconst messages = api.messages;\n' }],
    ["a copy of the generated code", { "app/convex/_generated/api.js": GENERATED_API }],
    ["a copy of the generated code that is used", { "app/convex/_generated/api.js": GENERATED_API, "app/main.ts": 'import { useQuery } from "convex/react";\nimport { api } from "./convex/_generated/api";\nuseQuery(api.users.get);\n' }],
    ["an api specification for other repositories", { "convexApi1760809182085.ts": 'import { type FunctionReference, anyApi } from "convex/server";\nexport const api: PublicApiType = anyApi as unknown as PublicApiType;\n' }],
    ["an api under another name that nobody imports", { "app/api.ts": 'import { api } from "../convex/_generated/api";\nexport const backend = api;\n' }],
    ["a default export that nobody imports", { "app/api.ts": 'import { api } from "../convex/_generated/api";\nexport default api;\n' }],
  ])("%s", (_form, files) => {
    expect(indexOf({ ...CHAT, ...files }).verdict("messages:list")).toBe("server-only");
  });

  test.each<[string, WorkspaceFiles]>([
    ["a copy of the generated code", { "app/convex/_generated/api.js": GENERATED_API, "app/main.ts": 'import { useQuery } from "convex/react";\nimport { api } from "./convex/_generated/api";\nuseQuery(api.messages.list);\n' }],
    ["a required root that a loop reads", { "scripts/all.js": 'const { api } = require("../convex/_generated/api");\nfor (const name in api) run(api[name]);\n' }],
    ["a subtree that a template reads", { "app/Main.svelte": '<script>\n  import { api } from "../convex/_generated/api";\n  const messages = api.messages;\n</script>\n{#each Object.values(messages) as query}<Rows {query} />{/each}\n' }],
    ["an exported subtree", { "app/api.ts": 'import { api } from "../convex/_generated/api";\nexport const messages = api.messages;\n' }],
    ["an api that its own file reads too", { "app/api.ts": 'import { api } from "../convex/_generated/api";\nexport const backend = api;\nfor (const name in backend) run(backend[name]);\n' }],
  ])("%s may be a use", (_form, files) => {
    expect(indexOf({ ...CHAT, ...files }).verdict("messages:list")).toBe("client");
  });
});

test("a copy of the generated code stands for its project", () => {
  const index = indexOf({
    ...CHAT,
    "app/convex/_generated/api.js": GENERATED_API,
    "app/main.ts": 'import { useQuery } from "convex/react";\nimport { api } from "./convex/_generated/api";\nuseQuery(api.messages.list);\n',
  });

  expect(index.callers("messages:list")).toContain("app/main.ts:3 client direct api");
});

test("a copy of the generated code may be of any of several projects", () => {
  const backend = (path: string): WorkspaceFiles => ({ [`${path}/convex/_generated/api.js`]: "", [`${path}/convex/messages.ts`]: CHAT["convex/messages.ts"] ?? "" });
  const index = indexOf({
    ...backend("a"),
    ...backend("b"),
    "app/convex/_generated/api.js": GENERATED_API,
    "app/main.ts": 'import { useQuery } from "convex/react";\nimport { api } from "./convex/_generated/api";\nuseQuery(api.messages.list);\n',
  });

  expect(["a", "b"].map((path) => index.callers(`${path}/convex messages:list`))).toEqual([["app/main.ts:3 client possible any"], ["app/main.ts:3 client possible any"]]);
});
