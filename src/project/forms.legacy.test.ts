import { describe, expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";

const SERVER = 'import { action, internalAction, internalMutation, mutation, query } from "./_generated/server";\nimport { api } from "./_generated/api";\n';

/** Who names `dir/messages:list` and the default export beside it in a file of its own. */
function callersIn(path: string, text: string): { list: string[]; default: string[] } {
  const index = indexOf({
    "package.json": '{ "dependencies": { "convex": "*", "convex-dev": "*", "react": "*" } }',
    "convex/_generated/api.js": "",
    "convex/_generated/react.js": "",
    "convex/_generated/server.js": "",
    "convex/dir/messages.ts": 'import { query } from "../_generated/server";\nexport const list = query({});\nexport default query({});\n',
    [path]: text,
  });
  const callers = (name: string): string[] => index.callers(name).map((caller) => caller.replace(/^\S+:(\d+) /u, "$1 "));
  return { list: callers("dir/messages:list"), default: callers("dir/messages:default") };
}

describe("names that clients give", () => {
  test.each<[string, string, number]>([
    ["generated hooks", 'import { useQuery } from "../convex/_generated/react";\nuseQuery(NAME);\n', 2],
    ["generated mutations", 'import { useMutation } from "../convex/_generated/react";\nconst send = useMutation(NAME);\n', 2],
    ["hooks", 'import { useQuery } from "convex/react";\nuseQuery(NAME);\n', 2],
    ["an action's hook", 'import { useAction } from "convex/react";\nuseAction(NAME as any);\n', 2],
    ["a paginated hook", 'import { usePaginatedQuery } from "convex/react";\nusePaginatedQuery(NAME, {}, { initialNumItems: 5 });\n', 2],
    ["the hook that takes an object", 'import { useQuery_experimental } from "convex/react";\nuseQuery_experimental({ query: NAME, args: {} });\n', 2],
    ["a hook that Nuxt imports", "useConvexQuery(NAME);\n", 1],
    ["useConvex", 'import { useConvex } from "convex/react";\nuseConvex().query(NAME);\n', 2],
    ["a React client", 'import { ConvexReactClient } from "convex/react";\nconst convex = new ConvexReactClient("");\nconvex.mutation(NAME)("a", 1);\n', 3],
    ["a prewarmed query", 'import { ConvexReactClient } from "convex/react";\nconst convex = new ConvexReactClient("");\nconvex.prewarmQuery({ query: NAME });\n', 3],
    ["ConvexHttpClient", 'import { ConvexHttpClient } from "convex/browser";\nconst convex = new ConvexHttpClient("");\nawait convex.consistentQuery(NAME, {});\n', 3],
    ["ConvexClient", 'import { ConvexClient } from "convex/browser";\nconst convex = new ConvexClient("");\nconvex.onUpdate(NAME, {}, () => {});\n', 3],
    ["subscribe", 'import { BaseConvexClient } from "convex/browser";\nconst client = new BaseConvexClient("", () => {});\nclient.subscribe(NAME, {});\n', 3],
    ["localQueryResult", 'import { BaseConvexClient } from "convex/browser";\nconst client = new BaseConvexClient("", () => {});\nclient.localQueryResult(NAME, {});\n', 3],
    ["queryJournal", 'import { BaseConvexClient } from "convex/browser";\nconst client = new BaseConvexClient("", () => {});\nclient.queryJournal(NAME, {});\n', 3],
    ["Next.js", 'import { preloadQuery } from "convex/nextjs";\nawait preloadQuery(NAME as any);\n', 2],
    ["makeFunctionReference", 'import { makeFunctionReference } from "convex/server";\nimport { useQuery } from "convex/react";\nuseQuery(makeFunctionReference<"query">(NAME));\n', 3],
  ])("%s", (_, text, line) => {
    const found = (name: string): { list: string[]; default: string[] } => callersIn("app/main.tsx", text.replace("NAME", `"${name}"`));
    const expected = expect.arrayContaining([`${String(line)} client direct name`]) as string[];

    for (const name of ["dir/messages:list", "dir/messages.js:list"]) expect(found(name)).toEqual({ list: expected, default: [] });
    for (const name of ["dir/messages", "dir/messages:default"]) expect(found(name)).toEqual({ list: [], default: expected });
  });

  test.each<[string, string]>([
    ["an optimistic update", 'import { useMutation } from "../convex/_generated/react";\nuseMutation("other").withOptimisticUpdate((store, args) => { store.setQuery(NAME, {}, []); });\n'],
    ["a client of the oldest versions", 'import { ReactClient } from "convex-dev/react";\nconst convex = new ReactClient("");\nconvex.mutation(NAME);\n'],
  ])("%s may be a client's", (_, text) => {
    expect(callersIn("app/main.tsx", text.replace("NAME", '"dir/messages:list"')).list).toContainEqual(expect.stringMatching(/client (?:direct|possible) name$/u));
    expect(callersIn("app/main.tsx", text.replace("NAME", '"dir/messages"')).default).toContainEqual(expect.stringMatching(/client (?:direct|possible) name$/u));
  });
});

describe("names that server code gives", () => {
  test.each<[string, string, string]>([
    ["runQuery of the oldest versions", "convex/m.ts", `${SERVER}export const run = action(async ({ runQuery }) => runQuery(NAME));\n`],
    ["runQuery", "convex/m.ts", `${SERVER}export const run = internalAction({ handler: async (ctx) => ctx.runQuery(NAME as any) });\n`],
    ["the scheduler of the oldest versions", "convex/m.ts", `${SERVER}export const run = mutation(async ({ scheduler }) => { await scheduler.runAfter(0, NAME); });\n`],
    ["runAt", "convex/m.ts", `${SERVER}export const run = internalMutation({ handler: async (ctx) => { await ctx.scheduler.runAt(0, NAME as any); } });\n`],
    ["cron jobs", "convex/crons.ts", 'import { cronJobs } from "convex/server";\nconst crons = cronJobs();\ncrons.interval("x", { minutes: 1 }, NAME);\nexport default crons;\n'],
    ["createFunctionHandle", "convex/m.ts", `import { createFunctionHandle } from "convex/server";\n${SERVER}export const run = internalAction(async () => createFunctionHandle(NAME as any));\n`],
  ])("%s", (_, path, text) => {
    const expected = [expect.stringMatching(/server direct name$/u)];

    for (const name of ["dir/messages:list", "dir/messages.js:list"]) expect(callersIn(path, text.replace("NAME", `"${name}"`)).list).toEqual(expected);
    for (const name of ["dir/messages", "dir/messages:default"]) expect(callersIn(path, text.replace("NAME", `"${name}"`)).default).toEqual(expected);
  });

  test("a function handle is no name", () => {
    const text = `${SERVER}export const run = internalMutation(async (ctx) => { await ctx.scheduler.runAfter(0, "function://abc;dir/messages:list"); });\n`;

    expect(callersIn("convex/m.ts", text)).toEqual({ list: [], default: [] });
  });
});

describe("definitions of old versions", () => {
  test.each<[string, string, string]>([
    ["any number of arguments", "export const fn = mutation(async ({ db }, body: string, author: string) => {});", "public mutation"],
    ["a function statement as the handler", "export const fn = query(async function ({ db }, { a }: { a: string }) {});", "public query"],
    ["a handler without args", "export const fn = query({ handler: async (ctx, args: { a: string }) => args.a });", "public query"],
    ["args that are undefined", "export const fn = query({ args: undefined, handler: async () => 1 });", "public query"],
    ["an internal one by position", "export const fn = internalMutation(async ({ db }, { a }: { a: string }) => {});", "internal mutation"],
  ])("%s", (_, text, expected) => {
    const index = indexOf({ "convex/_generated/server.js": "", "convex/m.ts": `${SERVER}${text}\n` });

    expect(index.functions()).toEqual({ "m:fn": expected });
  });

  test("makeFunctionReference is typed public, whatever it names", () => {
    const index = indexOf({
      "convex/_generated/server.js": "",
      "convex/m.ts": `${SERVER}export const fn = internalAction(async () => 1);\n`,
      "app/main.tsx": 'import { useAction } from "convex/react";\nimport { makeFunctionReference } from "convex/server";\nuseAction(makeFunctionReference<"action">("m:fn"));\n',
    });

    expect([index.functions(), index.callers("m:fn")]).toEqual([{ "m:fn": "internal action" }, expect.arrayContaining(["app/main.tsx:3 client direct name"])]);
  });
});
