import { describe, expect, test } from "vitest";

import { indexOf, type WorkspaceIndex } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const SERVER = 'import { action, httpAction, internalAction, internalMutation, internalQuery, mutation, query } from "./_generated/server";\n';
const HELPERS = 'import { customCtx, customMutation, customQuery } from "convex-helpers/server/customFunctions";\n';

/** A module `m` in a project that has a client of another module. */
function indexWith(text: string, others: WorkspaceFiles = {}): WorkspaceIndex {
  return indexOf({
    "convex/_generated/api.js": "",
    "convex/_generated/server.js": "",
    "convex/users.ts": `${SERVER}export const get = query({});\n`,
    "app/user.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.users.get);\n',
    "convex/m.ts": text,
    ...others,
  });
}

/** What the module registers, and what is said about it. */
function statedOf(text: string, others: WorkspaceFiles = {}): Record<string, string> {
  const index = indexWith(text, others);
  const own = Object.entries(index.functions()).filter(([name]) => name.startsWith("m:"));
  return Object.fromEntries(own.map(([name, registered]) => [name.slice(2), `${registered}, ${index.verdict(name)}`]));
}

describe("definitions", () => {
  test.each<[string, string, Record<string, string>]>([
    ["names that Convex does not take, with the others", `${SERVER}export const list_2 = query({});\nexport const _hidden = query({});\n`, { list_2: "public query, unused", _hidden: "public query, unused" }],
    ["an annotation that hides the type", `${SERVER}export const a: any = query({});\nexport const b: unknown = internalQuery({});\n`, { a: "public query, unused", b: "internal query, silent: not-public" }],
    ["a type that depends on itself", `${SERVER}import { internal } from "./_generated/api";\nexport const a = internalQuery({ handler: async (ctx) => ctx.runQuery(internal.m.a) });\n`, { a: "internal query, silent: not-public" }],
    ["values with functions in them", `${SERVER}export default { list: query({}) };\nexport const all = { list: query({}) };\nexport class Rows { static list = query({}); }\nexport const rows = [query({})];\n`, {}],
    ["a variable that is assigned late", `${SERVER}export let a;\na = query({});\n`, {}],
    ["a name in quotes", `${SERVER}const a = query({});\nexport { a as "b" };\n`, { b: "public query, unused" }],
    ["a member in brackets", `${SERVER}import * as server from "./_generated/server";\nconst builders = { open: query };\nexport const a = builders["open"]({});\nexport const b = server["internalQuery"]({});\n`, { a: "public query, unused", b: "internal query, silent: not-public" }],
    ["a sequence and an optional call", `${SERVER}export const a = (0, query)({});\nexport const b = query?.({});\n`, { a: "public query, unused", b: "public query, unused" }],
    ["an HTTP endpoint of the oldest versions", 'import { httpEndpoint } from "./_generated/server";\nexport const a = httpEndpoint(async () => new Response());\n', {}],
    ["builders are none themselves", `${SERVER}${HELPERS}export const userQuery = customQuery(query, {});\nexport const wrap = (builder) => (definition) => builder(definition);\nexport const observed = wrap(mutation);\nexport const a = observed({});\n`, { a: "public mutation, unused" }],
    ["row level security wraps the handler", `${SERVER}import { RowLevelSecurity } from "convex-helpers/server/rowLevelSecurity";\nconst { withQueryRLS } = RowLevelSecurity({});\nexport const a = query(withQueryRLS(async (ctx) => []));\n`, { a: "public query, unused" }],
    ["triggers", `${SERVER}${HELPERS}import { Triggers } from "convex-helpers/server/triggers";\nconst triggers = new Triggers();\nconst watched = customMutation(mutation, customCtx(triggers.wrapDB));\nexport const a = watched({});\n`, { a: "public mutation, unused" }],
    ["ents", `import { internalMutation as baseInternal, mutation as baseMutation } from "./_generated/server";\n${HELPERS}const mutation = customMutation(baseMutation, customCtx(async (ctx) => entsTableFactory(ctx, {})));\nconst internalMutation = customMutation(baseInternal, customCtx(async () => ({})));\nexport const a = mutation({});\nexport const b = internalMutation({});\n`, { a: "public mutation, unused", b: "internal mutation, silent: not-public" }],
    ["customizations under other names", `${SERVER}import { customQuery as make } from "convex-helpers/server/customFunctions";\nimport * as custom from "convex-helpers/server/customFunctions";\nconst one = make(internalQuery, {});\nconst two = custom.customAction(action, {});\nexport const a = one({});\nexport const b = two({});\n`, { a: "internal query, silent: not-public", b: "public action, unused" }],
    ["a builder of which the program leaves open what it registers", `${SERVER}const open = (builder: QueryBuilder<DataModel, any>) => builder({});\nexport const a = open(query);\n`, { a: "unknown, silent: unknown-visibility" }],
    ["a builder whose type says any, in several lines", `${SERVER}function open(\n  builder: QueryBuilder<\n    DataModel,\n    any\n  >,\n) {\n  return builder({});\n}\nexport const a = open(query);\n`, { a: "unknown, silent: unknown-visibility" }],
    ["calls of the same builder", `${SERVER}export const a = flag ? query({}) : query({ args: {} });\n`, { a: "public query, silent: made-elsewhere" }],
    ["calls of builders that differ", `${SERVER}export const a = flag ? query({}) : internalQuery({});\n`, {}],
  ])("%s", (_, text, expected) => {
    expect(statedOf(text)).toEqual(expected);
  });
});

describe("builders that are followed", () => {
  test.each<[string, string, Record<string, string>]>([
    ["a copy of customQuery", `${SERVER}function customQuery(builder, customization) {\n  function customBuilder(fn) {\n    if (fn.args) return builder({ args: fn.args, handler: fn.handler });\n    return builder({ handler: fn });\n  }\n  return customBuilder;\n}\nconst userQuery = customQuery(query, {});\nconst hiddenQuery = customQuery(internalQuery, {});\nexport const a = userQuery({});\nexport const b = hiddenQuery({});\n`, { a: "public query, unused", b: "internal query, silent: not-public" }],
    ["a copy in two steps", `${SERVER}function make(builder, customization) {\n  return function custom(fn) {\n    if (fn.args) return builder(fn);\n    if (customization.args) throw new Error("");\n    return builder({ handler: fn });\n  };\n}\nconst customQuery = (query, customization) => make(query, customization);\nfunction customMutation(mutation, customization) { return make(mutation, customization) as Builder; }\nexport const one = customMutation(mutation, {});\nconst two = customMutation(one, {});\nexport const a = customQuery(internalQuery, {})({});\nexport const b = two({});\n`, { a: "internal query, silent: not-public", b: "public mutation, unused" }],
    ["a record of builders that is handed on", `${SERVER}const make = (builders) => (definition) => builders.mutation(definition);\nexport const a = make({ mutation, query })({});\nexport const b = make({ mutation: internalMutation })({});\n`, { a: "public mutation, unused", b: "internal mutation, silent: not-public" }],
    ["a function that hands on what it is given", `${SERVER}const traced = (name, fn) => { console.log(name); return fn; };\nexport const a = traced("a", query({}));\nexport const b = traced("b", internalMutation({}));\n`, { a: "public query, unused", b: "internal mutation, silent: not-public" }],
    ["functions that make something else of what they are given", `${SERVER}const marked = (fn) => ({ ...fn, marked: true });\nconst plain = (fn) => (ctx) => fn(ctx);\nconst named = (name, fn) => ({ name });\nexport const a = marked(query({}));\nexport const b = plain(query({}));\nexport const c = named("c", query({}));\n`, {}],
    ["functions in circles", `${SERVER}const circle = (builder) => circle(builder);\nconst spiral = (builder) => (definition) => spiral(builder)(definition);\nexport const a = circle(query);\nexport const b = spiral(query)({});\n`, { a: "unknown, silent: unknown-visibility", b: "unknown, silent: unknown-visibility" }],
    ["a branch at every step", `${SERVER}${Array.from({ length: 12 }, (_, at) => `const f${String(at)} = (b) => { if (x) return f${String(at + 1)}(b); return f${String(at + 1)}(b); };\n`).join("")}const f12 = (b) => b({});\nexport const a = f0(query);\n`, { a: "unknown, silent: unknown-visibility" }],
  ])("%s", (_, text, expected) => {
    expect(statedOf(text)).toEqual(expected);
  });

  test("a function of another module that hands on what it is given", () => {
    expect(statedOf(`${SERVER}import { traced } from "./traced";\nexport const a = traced(mutation({}));\n`, { "convex/traced.ts": "export function traced(fn) { return fn; }\n" })).toEqual({ a: "public mutation, unused" });
  });
});

describe("functions that a function of the project makes", () => {
  const MAKER = `${SERVER}const make = (table) => ({ list: query({ handler: async () => table }), purge: internalMutation({}) });\n`;

  test.each<[string, string, Record<string, string>]>([
    ["destructured", `${MAKER}export const { list, purge } = make("users");\n`, { list: "public query, unused", purge: "internal mutation, silent: not-public" }],
    ["one by one", `${MAKER}const made = make("users");\nexport const list = made.list;\nexport const purge = make("posts").purge;\n`, { list: "public query, unused", purge: "internal mutation, silent: not-public" }],
    ["out of an object and of a list", `${SERVER}export const { a, b: c } = { a: query({}), b: mutation({}) };\nexport const [d] = [action({})];\n`, { a: "public query, unused", c: "public mutation, unused", d: "public action, unused" }],
    ["with a function statement", `${SERVER}function make() { const list = query({}); return { list }; }\nexport const { list } = make();\n`, { list: "public query, unused" }],
    ["with the tag @public", `${MAKER}// Of the app.\n/** The rows. @public for the app */\n/* eslint-disable */\nexport const { list } = make("users");\n`, { list: "public query, silent: tagged-public" }],
    ["with a tag that is another's", `${MAKER}/** @public */\nconst other = 1;\nexport const { list } = make("users");\n`, { list: "public query, unused" }],
    ["of what it is given", `${SERVER}const make = (builder) => ({ list: builder({}) });\nexport const { list } = make(query);\n`, { list: "unknown, silent: library" }],
  ])("%s", (_, text, expected) => {
    expect(statedOf(text)).toEqual(expected);
  });

  test("in another module: it stands where its builder is called, and all its names share the callers", () => {
    const index = indexWith('import { make } from "./lib/make";\nexport const { list } = make("users");\n', {
      "convex/lib/make.ts": `${SERVER.replace('"./', '"../')}export const make = (table) => ({\n  list: query({}),\n});\n`,
      "convex/posts.ts": 'import { make } from "./lib/make";\nexport const { list: all } = make("posts");\n',
      "convex/jobs.ts": 'import { internalAction } from "./_generated/server";\nimport { api } from "./_generated/api";\nexport const run = internalAction(async (ctx) => { await ctx.runQuery(api.m.list); await ctx.runQuery(api.posts.all); });\n',
    });

    expect(index.verdict("m:list")).toBe("server-only");
    expect(index.callers("posts:all")).toEqual(["convex/jobs.ts:3 server direct api"]);
    expect(index.repairability("m:list")).toBe("suggestion");
    expect(index.repaired()).toEqual({});
    const target = [...index.snapshot.functions()].find(({ names }) => names.includes("m:list"));
    expect(target && [index.snapshot.relativePath(target.file), index.snapshot.store.textOf(target.file)?.slice(...target.range)]).toEqual(["convex/lib/make.ts", "query"]);
  });

  test("a client of one of its names is a client of all", () => {
    const index = indexWith(`${MAKER}export const { list } = make("users");\nexport const { list: again } = make("posts");\n`, { "app/m.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.m.again);\n' });

    expect([index.verdict("m:list"), index.verdict("m:again")]).toEqual(["client", "client"]);
  });

  test("a package of the workspace that makes them decides itself", () => {
    expect(statedOf('import { make } from "../src/make";\nexport const { list } = make("users");\n', { "src/make.ts": 'import { queryGeneric } from "convex/server";\nexport const make = () => ({ list: queryGeneric({}) });\n' })).toEqual({ list: "public query, silent: made-elsewhere" });
  });
});
