import { describe, expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";

const SERVER = 'import { action, httpAction, internalAction, internalMutation, internalQuery, mutation, query } from "./_generated/server";\n';

/** What a module of one file registers, by name without the module. */
function registeredBy(text: string, others: Readonly<Record<string, string>> = {}): Record<string, string> {
  const index = indexOf({ "convex/_generated/server.js": "", "convex/_generated/api.js": "", ...others, "convex/m.ts": text });
  return index.functions();
}

describe("what a module registers", () => {
  test.each<[string, string, Record<string, string>]>([
    [
      "the six builders",
      `${SERVER}export const a = query({ handler: async () => 1 });
export const b = mutation({ args: {}, handler: async () => 1 });
export const c = action({ handler: async () => 1 });
export const d = internalQuery({ handler: async () => 1 });
export const e = internalMutation({ handler: async () => 1 });
export const f = internalAction({ handler: async () => 1 });
`,
      { "m:a": "public query", "m:b": "public mutation", "m:c": "public action", "m:d": "internal query", "m:e": "internal mutation", "m:f": "internal action" },
    ],
    ["a positional handler", `${SERVER}export const a = query(async (ctx, args) => 1);\nexport const b = mutation(async function ({ db }, x, y) {});\n`, { "m:a": "public query", "m:b": "public mutation" }],
    ["a handler by reference", `${SERVER}const h = async () => 1;\nexport const a = query(h);\nexport const b = query({ handler: h });\n`, { "m:a": "public query", "m:b": "public query" }],
    ["a wrapped handler", `${SERVER}import { withUser } from "./lib";\nexport const a = mutation(withUser(async () => 1));\n`, { "m:a": "public mutation" }],
    ["HTTP actions are no functions of api", `${SERVER}export const a = httpAction(async () => new Response());\nexport const b = query({});\n`, { "m:b": "public query" }],
    ["generic builders", 'import { queryGeneric, internalActionGeneric as run } from "convex/server";\nimport * as s from "convex/server";\nexport const a = queryGeneric({});\nexport const b = run({});\nexport const c = s.mutationGeneric({});\n', { "m:a": "public query", "m:b": "internal action", "m:c": "public mutation" }],
    ["a default export", `${SERVER}export default query({});\n`, { "m:default": "public query" }],
    ["a default export of a name", `${SERVER}const f = query({});\nexport default f;\n`, { "m:default": "public query" }],
    ["an export list", `${SERVER}const f = query({});\nconst g = mutation({});\nexport { f as list, g };\nexport { g as default };\n`, { "m:list": "public query", "m:g": "public mutation", "m:default": "public mutation" }],
    ["an aliased builder import", 'import { mutation as write, internalMutation as mutation } from "./_generated/server";\nexport const a = write({});\nexport const b = mutation({});\n', { "m:a": "public mutation", "m:b": "internal mutation" }],
    ["a namespace import of the builders", 'import * as server from "./_generated/server";\nexport const a = server.internalQuery({});\n', { "m:a": "internal query" }],
    ["an alias of a builder", `${SERVER}const q = query;\nexport const a = q({});\n`, { "m:a": "public query" }],
    ["a shadowing import is not the builder", 'import { query } from "./lib";\nexport const a = query({});\n', { "m:a": "unknown" }],
    ["a cast around the call", `${SERVER}export const a = query({}) as any;\nexport const b = (mutation as any)({});\nexport const c = query({})!;\nexport const d = <any>query({});\nexport const e = action({}) satisfies object;\n`, { "m:a": "public query", "m:b": "public mutation", "m:c": "public query", "m:d": "public query", "m:e": "public action" }],
    ["a type argument", `${SERVER}export const a = query<any, any>({});\n`, { "m:a": "public query" }],
    ["a let that stays", `${SERVER}export let a = query({});\nexport var b = mutation({});\n`, { "m:a": "public query", "m:b": "public mutation" }],
    ["several in one statement", `${SERVER}export const a = query({}), b = mutation({});\n`, { "m:a": "public query", "m:b": "public mutation" }],
    ["one definition, two names", `${SERVER}export const a = query({});\nexport const b = a;\n`, { "m:a": "public query", "m:b": "public query" }],
    ["a choice of builders of one visibility", `${SERVER}export const a = (flag ? query : query)({});\n`, { "m:a": "public query" }],
    ["a choice of builders of two visibilities", `${SERVER}export const a = (flag ? query : internalQuery)({});\n`, { "m:a": "unknown" }],
    ["what is not exported, nested or a class is none", `${SERVER}const a = query({});\nexport const o = { inner: query({}) };\nexport class K { static q = query({}); }\nexport const list = [query({})];\nexport function f() { return query({}); }\nexport namespace NS { export const q = query({}); }\n`, {}],
    ["values that are no functions", `${SERVER}import { v } from "convex/values";\nimport { z } from "zod";\nimport { cronJobs, httpRouter, defineTable } from "convex/server";\nexport const args = v.object({});\nexport const zod = z.object({});\nexport const n = 1;\nexport const s = "a:b";\nexport const jobs = cronJobs();\nexport const http = httpRouter();\nexport const t = defineTable({});\nexport const u = defineTable({}).index("by_a", ["a"]).searchIndex("text", {});\nconst w = defineTable({});\nexport const x = w.index("by_b", ["b"]);\nexport type T = string;\nexport interface I {}\nexport const made = new Map();\n`, {}],
    ["type-only exports are none", `${SERVER}const a = query({});\nexport type { a };\nexport { type a as b };\n`, {}],
  ])("%s", (_, text, expected) => {
    expect(registeredBy(text)).toEqual(expected);
  });

  test.each<[string, Record<string, string>, string, Record<string, string>]>([
    ["export *", { "convex/n.ts": `${SERVER}export const a = query({});\nexport default mutation({});\n` }, 'export * from "./n";\n', { "m:a": "public query", "n:a": "public query", "n:default": "public mutation" }],
    ["export { a as b } from", { "convex/n.ts": `${SERVER}export const a = internalQuery({});\n` }, 'export { a as b } from "./n";\n', { "m:b": "internal query", "n:a": "internal query" }],
    ["export { default } from", { "convex/n.ts": `${SERVER}export default query({});\n` }, 'export { default, default as named } from "./n";\n', { "m:default": "public query", "m:named": "public query", "n:default": "public query" }],
    ["a re-registration", { "convex/n.ts": `${SERVER}export const list = query({});\n` }, 'import { list as listImpl } from "./n";\nexport const list = listImpl;\n', { "m:list": "public query", "n:list": "public query" }],
    ["an imported name in an export list", { "convex/n.ts": `${SERVER}export const list = query({});\n` }, 'import { list } from "./n";\nexport { list as all };\n', { "m:all": "public query", "n:list": "public query" }],
    ["a re-registration through a namespace", { "convex/n.ts": `${SERVER}export const list = query({});\n` }, 'import * as n from "./n";\nexport const list = n.list;\n', { "m:list": "public query", "n:list": "public query" }],
    ["a definition outside the functions directory", { "src/impl.ts": 'import { mutation } from "../convex/_generated/server";\nexport const send = mutation({});\n' }, 'export { send } from "../src/impl";\n', { "m:send": "public mutation" }],
    ["export * as namespace is no function", { "convex/n.ts": `${SERVER}export const a = query({});\n` }, 'export * as n from "./n";\n', { "n:a": "public query" }],
    ["a circular export *", { "convex/n.ts": `${SERVER}export * from "./m";\nexport const a = query({});\n` }, 'export * from "./n";\nexport const b = 1;\n', { "m:a": "public query", "n:a": "public query" }],
    ["modules that re-export each other", { "convex/n.ts": 'export * from "./m";\n', "convex/o.ts": `${SERVER}export const a = query({});\n` }, 'export * from "./n";\nexport * from "./o";\n', { "m:a": "public query", "n:a": "public query", "o:a": "public query" }],
    ["a CommonJS module", { "convex/c.js": 'const { query } = require("./_generated/server");\nmodule.exports = { list: query({}) };\n', "convex/d.cjs": 'const server = require("./_generated/server");\nexports.list = server.internalQuery({});\nmodule.exports.get = server.query({});\n' }, "export {};\n", { "c:list": "public query", "d:list": "internal query", "d:get": "public query" }],
    ["JavaScript", { "convex/c.js": 'import { query } from "./_generated/server";\nexport const list = query(async () => 1);\n' }, "export {};\n", { "c:list": "public query" }],
    ["definitions that import with an extension", { "convex/c.mts": 'import { query } from "./_generated/server.js";\nexport const list = query({});\n' }, "export {};\n", { "c:list": "public query" }],
    ["a barrel of builders", { "convex/lib/server.ts": 'export * from "../_generated/server";\n', "convex/n.ts": 'import { internalMutation } from "./lib/server";\nexport const a = internalMutation({});\n' }, "export {};\n", { "n:a": "internal mutation" }],
  ])("%s", (_, others, text, expected) => {
    expect(registeredBy(text, others)).toEqual(expected);
  });
});

describe("builders of one's own", () => {
  test.each<[string, string, Record<string, string>]>([
    ["convex-helpers customizations", `import { customMutation, customQuery } from "convex-helpers/server/customFunctions";\nimport { zCustomAction } from "convex-helpers/server/zod";\n${SERVER}const authed = customMutation(mutation, {});\nconst hidden = customQuery(internalQuery, {});\nconst z = zCustomAction(action, {});\nexport const a = authed({});\nexport const b = hidden({});\nexport const c = z({});\n`, { "m:a": "public mutation", "m:b": "internal query", "m:c": "public action" }],
    ["zCustomQuery of zod4", `import { zCustomQuery } from "convex-helpers/server/zod4";\n${SERVER}const z = zCustomQuery(internalQuery, {});\nexport const a = z({});\n`, { "m:a": "internal query" }],
    ["customizations of customizations", `import { customMutation } from "convex-helpers/server/customFunctions";\n${SERVER}const one = customMutation(mutation, {});\nconst two = customMutation(one, {});\nexport const a = two({});\n`, { "m:a": "public mutation" }],
    ["a name that lies", `import { customMutation } from "convex-helpers/server/customFunctions";\n${SERVER}const internalMutationWithToken = customMutation(mutation, {});\nconst publicQuery = internalQuery;\nexport const a = internalMutationWithToken({});\nexport const b = publicQuery({});\n`, { "m:a": "public mutation", "m:b": "internal query" }],
    ["a wrapper function", `${SERVER}const observed = (definition) => mutation({ ...definition });\nfunction hidden(handler) { return internalAction({ handler }); }\nexport const a = observed({});\nexport const b = hidden(async () => 1);\n`, { "m:a": "public mutation", "m:b": "internal action" }],
    ["a factory of builders", `${SERVER}function makeBuilder() { return query; }\nconst q = makeBuilder();\nexport const a = q({});\n`, { "m:a": "public query" }],
    ["a generic wrapper", `${SERVER}const wrap = (builder) => (definition) => builder(definition);\nconst observed = wrap(mutation);\nconst hidden = wrap(internalMutation);\nexport const a = observed({});\nexport const b = hidden({});\n`, { "m:a": "public mutation", "m:b": "internal mutation" }],
    ["a function that gives the builder back", `${SERVER}function same(name, builder) { return builder; }\nexport const a = same("a", mutation)({});\n`, { "m:a": "public mutation" }],
    ["a generic wrapper of something unknown is for the checker", `${SERVER}import { builder } from "somewhere";\nconst wrap = (builder) => (definition) => builder(definition);\nexport const a = wrap(builder)({});\n`, { "m:a": "unknown" }],
    ["a wrapper that does something else with what it is given", `${SERVER}const wrap = (builder) => (definition) => internalMutation({ builder });\nexport const a = wrap(mutation)({});\n`, { "m:a": "internal mutation" }],
    ["a wrapper that registers now this, now that", `${SERVER}const either = (definition) => { if (definition.hidden) return internalQuery(definition); return query(definition); };\nexport const a = either({});\n`, { "m:a": "unknown" }],
    ["a record of builders", `${SERVER}const builders = { open: query, hidden: internalQuery };\nexport const a = builders.open({});\nexport const b = builders.hidden({});\n`, { "m:a": "public query", "m:b": "internal query" }],
    ["fluent chains are for the checker", `${SERVER}import { convex } from "fluent-convex";\nexport const a = convex.query().handler(async () => 1).public();\nexport const b = convex.query().handler(async () => 1).internal();\n`, { "m:a": "unknown", "m:b": "unknown" }],
    ["a reassigned builder is for the checker", `${SERVER}let q = query;\nq = internalQuery;\nexport const a = q({});\n`, { "m:a": "unknown" }],
  ])("%s", (_, text, expected) => {
    expect(registeredBy(text)).toEqual(expected);
  });

  test("builders come from another module, under another name, and from another package", () => {
    const index = indexOf({
      "package.json": '{ "workspaces": ["packages/*"] }',
      "packages/builders/package.json": '{ "name": "@acme/builders", "exports": { ".": "./src/index.ts" } }',
      "packages/builders/src/index.ts": 'import { mutationGeneric, internalMutationGeneric } from "convex/server";\nexport const open = (definition) => mutationGeneric(definition);\nexport const hidden = (definition) => internalMutationGeneric(definition);\n',
      "packages/backend/package.json": '{ "name": "@acme/backend" }',
      "packages/backend/convex/lib/observed.ts": 'import { mutation, internalMutation } from "../_generated/server";\nexport const observedMutation = (d) => mutation(d);\nexport const observedInternalMutation = (d) => internalMutation(d);\n',
      "packages/backend/convex/m.ts": 'import { observedMutation as mutation, observedInternalMutation as internalMutation } from "./lib/observed";\nimport { hidden, open } from "@acme/builders";\nexport const a = mutation({});\nexport const b = internalMutation({});\nexport const c = open({});\nexport const d = hidden({});\n',
    });

    expect(index.functions()).toEqual({ "m:a": "public mutation", "m:b": "internal mutation", "m:c": "public mutation", "m:d": "internal mutation" });
  });
});

describe("functions that a library makes", () => {
  test.each<[string, string, readonly string[]]>([
    ["convexAuth", 'import { convexAuth } from "@convex-dev/auth/server";\nexport const { auth, signIn, signOut, store, isAuthenticated } = convexAuth({ providers: [] });\n', ["signIn", "signOut", "store", "isAuthenticated"]],
    ["clientApi", 'import { authComponent } from "./setup";\nexport const { getAuthUser } = authComponent.clientApi();\n', ["getAuthUser"]],
    ["renamed", 'import { R2 } from "@convex-dev/r2";\nconst r2 = new R2({});\nexport const { generateUploadUrl: upload, syncMetadata } = r2.clientApi();\n', ["upload", "syncMetadata"]],
    ["crud", 'import { crud } from "convex-helpers/server/crud";\nimport { query, mutation } from "./_generated/server";\nexport const { create, read } = crud(schema, "users", query, mutation);\n', ["create", "read"]],
    ["hookAPI", 'import { RateLimiter } from "@convex-dev/rate-limiter";\nconst limiter = new RateLimiter({}, {});\nexport const { getRateLimit, getServerTime } = limiter.hookAPI("x");\n', ["getRateLimit", "getServerTime"]],
    ["a member of the result", 'import { convexAuth } from "@convex-dev/auth/server";\nconst made = convexAuth({});\nexport const signIn = made.signIn;\n', ["signIn"]],
    ["migrations", 'import { Migrations } from "@convex-dev/migrations";\nexport const migrations = new Migrations({});\nexport const run = migrations.runner();\nexport const one = migrations.define({ table: "users" });\n', ["run", "one"]],
    ["workflow and workpool", 'import { WorkflowManager } from "@convex-dev/workflow";\nimport { Workpool } from "@convex-dev/workpool";\nexport const workflow = new WorkflowManager({});\nconst pool = new Workpool({}, {});\nexport const flow = workflow.define({ handler: async () => {} });\nexport const chained = workflow.define({ args: {} }).handler(async () => {});\nexport const done = pool.defineOnComplete({});\n', ["flow", "chained", "done"]],
    ["a package's own functions", 'export { list } from "@acme/remote/functions";\n', ["list"]],
  ])("%s: nothing is claimed", (_, text, names) => {
    const index = indexOf(
      {
        "package.json": '{ "dependencies": { "@acme/remote": "1", "convex-helpers": "1", "@convex-dev/auth": "1", "@convex-dev/r2": "1", "@convex-dev/rate-limiter": "1", "@convex-dev/migrations": "1", "@convex-dev/workflow": "1", "@convex-dev/workpool": "1" } }',
        "convex/_generated/api.js": "",
        "convex/setup.ts": 'import { createClient } from "@convex-dev/better-auth";\nexport const authComponent = createClient({});\n',
        "convex/m.ts": text,
        "convex/jobs.ts": `import { internalAction } from "./_generated/server";\nimport { api } from "./_generated/api";\nexport const go = internalAction({ handler: async (ctx) => {\n${names.map((name) => `  await ctx.runMutation(api.m.${name}, {});\n`).join("")}} });\n`,
      },
      { clients: "workspace" },
    );

    for (const name of names) expect([name, index.verdict(`m:${name}`)]).toEqual([name, expect.stringMatching(/^silent: (?:library|unknown-visibility)$/u)]);
  });
});
