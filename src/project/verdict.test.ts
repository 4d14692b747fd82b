import { describe, expect, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { indexOf } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const SERVER = 'import { action, internalAction, internalMutation, mutation, query } from "./_generated/server";\nimport { api, internal } from "./_generated/api";\n';
const CLIENT: WorkspaceFiles = { "app/user.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.users.get);\n' };
const USERS: WorkspaceFiles = { "convex/_generated/api.js": "", "convex/users.ts": 'import { query } from "./_generated/server";\nexport const get = query({});\n' };

/** The verdicts of a module `m` in a project that has a client. */
function verdictsOf(text: string, files: WorkspaceFiles = {}): Record<string, string> {
  const index = indexOf({ ...USERS, ...CLIENT, ...files, "convex/m.ts": text });
  const names = Object.keys(index.functions()).filter((name) => name.startsWith("m:"));
  return Object.fromEntries(names.map((name) => [name.slice(2), index.verdict(name)]));
}

describe("evidence of clients", () => {
  const { "app/user.tsx": user = "", ...backend } = CHAT;

  test.each<[string, WorkspaceFiles, string]>([
    ["no client code", {}, "silent: no-client-in-workspace"],
    ["a client", { "app/user.tsx": user }, "server-only"],
    ["a client of another module's function", { "app/user.tsx": user.replace("users.get", "shop.categories.tree") }, "server-only"],
    ["a mention of a type", { "app/user.tsx": 'import type { api } from "../convex/_generated/api";\nexport type Rows = typeof api.users.get;\n' }, "silent: no-client-in-workspace"],
    ["an escape", { "app/user.tsx": 'import { useThing } from "thing";\nimport { api } from "../convex/_generated/api";\nuseThing(api.users);\n' }, "silent: no-client-in-workspace"],
    ["a dynamic name", { "app/user.tsx": 'import { useQuery } from "convex/react";\nuseQuery(`users:${name}`);\n' }, "silent: no-client-in-workspace"],
    ["a test", { "test/users.test.ts": 'import { convexTest } from "convex-test";\nimport { api } from "../convex/_generated/api";\nawait convexTest().query(api.users.get);\n' }, "silent: no-client-in-workspace"],
    ["an operator", { "seed.sh": "npx convex run users:get\n" }, "silent: no-client-in-workspace"],
    ["a trusted server", { "server.ts": 'import { ConvexHttpClient } from "convex/browser";\nimport { api } from "./convex/_generated/api";\nawait new ConvexHttpClient("").query(api.users.get);\n' }, "server-only"],
    ["a client of another project", { "other/convex/_generated/api.js": "", "other/convex/users.ts": 'import { query } from "./_generated/server";\nexport const get = query({});\n', "other/app.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "./convex/_generated/api";\nuseQuery(api.users.get);\n' }, "silent: no-client-in-workspace"],
    ["a client that calls an internal function", { "app/user.tsx": 'import { useQuery } from "convex/react";\nimport { internal } from "../convex/_generated/api";\nuseQuery(internal.shop.categories.count);\n' }, "server-only"],
  ])("%s", (_, files, verdict) => {
    const index = indexOf({ ...backend, ...files });

    expect(index.verdict(index.snapshot.projects.length > 1 ? "convex messages:list" : "messages:list")).toBe(verdict);
  });

  describe("a package with `publishConfig`", () => {
    const published = { "package.json": '{ "name": "@acme/api", "publishConfig": { "access": "public" } }', "app/api.ts": 'export * from "../convex/_generated/api";\n' };

    test.each<[string, WorkspaceFiles, string]>([
      ["hands everything on", published, "silent: published"],
      ["hands `api` on", { ...published, "app/api.ts": 'export { api } from "../convex/_generated/api.js";\n' }, "silent: published"],
      ["exports generated code", { "package.json": '{ "name": "@acme/api", "publishConfig": {}, "exports": { "./api": "./convex/_generated/api.js" } }' }, "silent: published"],
      ["is private all the same", { ...published, "package.json": '{ "name": "@acme/api", "private": true, "publishConfig": {} }' }, "server-only"],
      ["keeps `api` for itself", { "package.json": '{ "name": "@acme/kit", "publishConfig": {} }' }, "server-only"],
      ["is none", { ...published, "package.json": '{ "name": "@acme/api" }' }, "server-only"],
    ])("%s", (_, files, verdict) => {
      expect(indexOf({ ...CHAT, ...files }).verdict("messages:list")).toBe(verdict);
      expect(indexOf({ ...CHAT, ...files }, { clients: "workspace" }).verdict("messages:list")).toBe("server-only");
    });
  });

  test("the setting clients", () => {
    expect(indexOf(backend, { clients: "workspace" }).verdict("messages:list")).toBe("server-only");
    expect(indexOf(CHAT, { clients: "elsewhere" }).verdict("messages:list")).toBe("silent: clients-elsewhere");
    expect(indexOf(CHAT, { clients: "elsewhere" }).verdict("users:get")).toBe("client");
  });
});

describe("functions that nothing is claimed about", () => {
  test.each<[string, string, string]>([
    ["internal ones", `${SERVER}export const a = internalMutation({});\n`, "silent: not-public"],
    ["those with the tag @public", `${SERVER}/** @public */\nexport const a = mutation({});\n`, "silent: tagged-public"],
    ["those with the tag and a reason", `${SERVER}/**\n * Sends.\n *\n * @public called by the mobile app\n */\nexport const a = mutation({});\n`, "silent: tagged-public"],
    ["those with the tag and another comment", `${SERVER}/** @public */\n// eslint-disable-next-line x\nexport const a = mutation({});\n`, "silent: tagged-public"],
    ["a tag in an export list's definition", `${SERVER}/** @public */\nconst a = mutation({});\nexport { a };\n`, "silent: tagged-public"],
    ["a tag on a default export", `${SERVER}/** @public */\nexport default mutation({});\n`, "silent: tagged-public"],
    ["unknown builders", `import { mutation } from "./wrapper";\nexport const a = mutation({});\n`, "silent: unknown-visibility"],
  ])("%s", (_, text, verdict) => {
    expect(Object.values(verdictsOf(text))).toEqual([verdict]);
  });

  test.each<[string, string]>([
    ["a line comment", `${SERVER}// @public\nexport const a = mutation({});\n`],
    ["a comment of another declaration", `${SERVER}/** @public */\nconst x = 1;\nexport const a = mutation({});\n`],
    ["another tag", `${SERVER}/** @publicApi, not @public-ish */\nexport const a = mutation({});\n`],
    ["a block comment", `${SERVER}/* @public */\nexport const a = mutation({});\n`],
  ])("%s is no tag", (_, text) => {
    expect(verdictsOf(text)).toEqual({ a: "unused" });
  });
});

describe("types of the whole api", () => {
  const WIDE = 'import { api } from "../convex/_generated/api";\ntype Wide = { [K in keyof typeof api]: (typeof api)[K] & Record<string, any> };\n';
  const module = `${SERVER}export const a = mutation({});\n`;

  test.each<[string, WorkspaceFiles, string]>([
    ["a test that mocks the module which exports it", { "app/client.ts": 'export { api } from "../convex/_generated/api";\n', "app/client.test.ts": 'mock("./client", async (original) => original<typeof import("./client")>());\n' }, "unused"],
    ["a test", { "app/user.test.ts": 'import type { api } from "../convex/_generated/api";\nconst fake = {} as typeof api;\n' }, "unused"],
    ["a test, of one module", { "app/user.test.ts": 'import type { api } from "../convex/_generated/api";\nconst fake = {} as typeof api.m;\n' }, "unused"],
    ["a client", { "app/types.ts": 'import type { api } from "../convex/_generated/api";\nexport type Api = typeof api;\n' }, "client"],
    ["the names of modules", { "app/types.ts": 'import type { api } from "../convex/_generated/api";\nexport type ModuleName = keyof typeof api;\n' }, "unused"],
    ["the names of functions, by an index", { "app/types.ts": 'import type { api } from "../convex/_generated/api";\nexport type Name = keyof (typeof api)["m"];\n' }, "client"],
    ["the names of functions, in parentheses", { "app/types.ts": 'import type { api } from "../convex/_generated/api";\nexport type Name = keyof (typeof api.m);\n' }, "client"],
    ["the names of functions of a constant", { "app/types.ts": 'import { api } from "../convex/_generated/api";\nconst part = api.m;\nexport type Name = keyof typeof part;\n' }, "client"],
    ["the names of functions", { "app/types.ts": 'import type { api } from "../convex/_generated/api";\nexport type Name = keyof typeof api.m;\n' }, "client"],
    ["a wider type of api itself", { "app/api.ts": `${WIDE}export const wide: Wide = api as any;\nexport const cast = api as unknown as Wide;\n` }, "unused"],
    ["a wider type of api itself, one of whose functions is used", { "app/api.ts": `${WIDE}export const wide: Wide = api as any;\n`, "app/main.ts": 'import { useMutation } from "convex/react";\nimport { wide } from "./api";\nuseMutation(wide.m.a);\n' }, "client"],
    ["a wider type of what a call gives", { "app/api.ts": `${WIDE}export const wide: Wide = makeProxy();\n` }, "client"],
    ["a wider type of what a call gives, in a cast", { "app/api.ts": `${WIDE}export const wide = makeProxy() as Wide;\n` }, "client"],
    ["a wider type of a parameter", { "app/api.ts": `${WIDE}export function run(wide: Wide) { const { m } = wide; return m.a; }\n` }, "client"],
    ["a wider type that is exported", { "app/api.ts": `${WIDE.replace("type Wide", "export type Wide")}export const wide: Wide = api as any;\n` }, "client"],
  ])("%s", (_, files, verdict) => {
    expect(verdictsOf(module, files)).toEqual({ a: verdict });
  });
});

describe("functions that nothing enters", () => {
  const body = (call: string): string => `async (ctx) => { await ctx.scheduler.runAfter(0, ${call}); }`;

  test.each<[string, string, Record<string, string>]>([
    ["no caller", `${SERVER}export const a = mutation({});\n`, { a: "unused" }],
    ["itself", `${SERVER}export const a = mutation(${body("api.m.a")});\n`, { a: "unused" }],
    ["itself through internal", `${SERVER}export const a = mutation(${body("internal.m.a")});\n`, { a: "unused" }],
    ["a cycle of two", `${SERVER}export const a = mutation(${body("api.m.b")});\nexport const b = mutation(${body("api.m.a")});\n`, { a: "unused", b: "unused" }],
    ["a cycle of three", `${SERVER}export const a = mutation(${body("api.m.b")});\nexport const b = internalMutation(${body("api.m.c")});\nexport const c = mutation(${body("api.m.a")});\n`, { a: "unused", b: "silent: not-public", c: "unused" }],
    ["a cycle that something enters", `${SERVER}export const a = mutation(${body("api.m.b")});\nexport const b = mutation(${body("api.m.a")});\nexport const enter = action(${body("api.m.a")});\n`, { a: "server-only", b: "server-only", enter: "unused" }],
    ["a caller that nobody calls", `${SERVER}export const a = mutation({});\nexport const b = action(${body("api.m.a")});\n`, { a: "server-only", b: "unused" }],
    ["a cycle that a dead cycle enters", `${SERVER}export const a = mutation(${body("api.m.b")});\nexport const b = mutation(${body("api.m.a")});\nexport const c = mutation(async (ctx) => { await ctx.runMutation(api.m.d); await ctx.runMutation(api.m.a); });\nexport const d = mutation(${body("api.m.c")});\n`, { a: "server-only", b: "server-only", c: "unused", d: "unused" }],
    ["two cycles that share a function", `${SERVER}export const a = mutation(${body("api.m.b")});\nexport const b = mutation(async (ctx) => { await ctx.runMutation(api.m.a); await ctx.runMutation(api.m.c); });\nexport const c = mutation(${body("api.m.b")});\n`, { a: "unused", b: "unused", c: "unused" }],
    ["a cycle and a helper", `${SERVER}async function helper(ctx) { await ctx.runMutation(api.m.a); }\nexport const a = mutation(async (ctx) => helper(ctx));\n`, { a: "server-only" }],
    ["a cycle that a client enters", `${SERVER}export const a = mutation(${body("api.m.b")});\nexport const b = mutation(${body("api.m.a")});\n`, { a: "client", b: "server-only" }],
  ])("%s", (form, text, expected) => {
    const client: WorkspaceFiles = form.endsWith("client enters") ? { "app/m.tsx": 'import { useMutation } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseMutation(api.m.a);\n' } : {};

    expect(verdictsOf(text, client)).toEqual(expected);
  });

  test("tests alone do not make a function used", () => {
    const files = { "convex/m.test.ts": 'import { convexTest } from "convex-test";\nimport { api } from "./_generated/api";\nconst t = convexTest();\nawait t.mutation(api.m.a);\n' };

    expect(verdictsOf(`${SERVER}export const a = mutation({});\n`, files)).toEqual({ a: "unused" });
  });

  test.each<[string, string]>([
    ["mentions its type", "export type Rows = typeof api.m.a;\n"],
    ["mentions the type of its module", "export type Module = typeof api.m;\n"],
    ["mentions the type of all", "export type Api = typeof api;\n"],
  ])("a test that %s does not make a function used", (_, text) => {
    const files = { "convex/m.test.ts": `import type { api } from "./_generated/api";\n${text}` };

    expect(verdictsOf(`${SERVER}export const a = mutation({});\n`, files)).toEqual({ a: "unused" });
  });

  test("what a test says of the types of a module is for a person to change", () => {
    const files = { "convex/use.ts": `${SERVER}export const go = internalAction(async (ctx) => { await ctx.runMutation(api.m.a); });\n`, "convex/m.test.ts": 'import type { api } from "./_generated/api";\nconst isPublic: "a" extends keyof typeof api.m ? true : false = true;\n' };
    const index = indexOf({ ...USERS, ...CLIENT, ...files, "convex/m.ts": `${SERVER}export const a = mutation({});\n` });

    expect(index.verdict("m:a")).toBe("server-only");
    expect(index.repairability("m:a")).toBe("suggestion");
  });

  test("a cron job, an HTTP action and a cycle enter it", () => {
    const files = { "convex/crons.ts": 'import { cronJobs } from "convex/server";\nimport { api } from "./_generated/api";\nconst crons = cronJobs();\ncrons.daily("a", {}, api.m.a);\nexport default crons;\n' };

    expect(verdictsOf(`${SERVER}export const a = mutation(${body("api.m.a")});\n`, files)).toEqual({ a: "server-only" });
  });

  test("an escape of server code leaves it open, beside a caller it does not", () => {
    const files = { "convex/kit.ts": 'import { api } from "./_generated/api";\nimport { Kit } from "kit";\nexport const kit = new Kit(api.m);\n' };

    expect(verdictsOf(`${SERVER}export const a = mutation({});\nexport const b = mutation({});\nexport const c = action(${body("api.m.b")});\n`, files)).toEqual({ a: "open", b: "server-only", c: "open" });
  });
});

test("an ESLint directive at the definition keeps a function public: it is reported, not repaired", () => {
  const files = { "convex/use.ts": `${SERVER}export const go = internalAction(async (ctx) => { await ctx.runMutation(api.m.a); });\n` };
  const index = indexOf({ ...USERS, ...CLIENT, ...files, "convex/m.ts": `${SERVER}// eslint-disable-next-line convex-boundary/prefer-internal-function -- called by hand\nexport const a = mutation({});\n` });

  expect(index.verdict("m:a")).toBe("server-only");
  expect(index.repairability("m:a")).toBe("suggestion");
  expect(index.repaired()).toEqual({});
});
