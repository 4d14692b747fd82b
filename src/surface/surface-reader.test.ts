import { describe, expect, onTestFinished, test, vi } from "vitest";

import { Analysis } from "../analysis.ts";
import { Workspace } from "../project/workspace.ts";
import { readSettings } from "../settings.ts";
import { analysisOfFiles, surfaceOf } from "../testing/surface-of.ts";
import { createWorkspace } from "../testing/workspace.ts";
import { UNKNOWING_ORACLE } from "../types/type-oracle.ts";
import { printSurface } from "./surface-text.ts";

const SERVER = 'import { action, internalMutation, mutation, query } from "./_generated/server";\nimport { v } from "convex/values";\n';

/** The arguments of the function `x` of `m.ts`. */
function argumentsOf(code: string, files: Readonly<Record<string, string>> = {}): unknown {
  const found = surfaceOf({ "convex/m.ts": SERVER + code, ...files }).functions["m:x"];
  return { validated: found?.["validated"], args: found?.["args"] };
}

describe("arguments", () => {
  test("every kind of validator has its notation", () => {
    const code = `export const x = mutation({
      args: {
        text: v.string(), count: v.number(), big: v.int64(), flag: v.boolean(), none: v.null(), data: v.bytes(), all: v.any(),
        owner: v.id("users"), kind: v.union(v.literal("b"), v.literal("a"), v.literal(3)), list: v.array(v.union(v.string(), v.null())),
        map: v.record(v.string(), v.number()), nested: v.object({ z: v.optional(v.string()), a: v.number() }), maybe: v.optional(v.string()),
      },
      handler: async () => null,
    });`;

    expect(argumentsOf(code)).toEqual({
      validated: true,
      args: {
        all: "any", big: "bigint", count: "number", data: "bytes", flag: "boolean", kind: "'a' | 'b' | 3", list: "(string | null)[]", map: "Record<string, number>",
        "maybe?": "string", nested: "{ a: number, z?: string }", none: "null", owner: "Id<'users'>", text: "string",
      },
    });
  });

  test("constants, spreads and imports are followed", () => {
    const files = { "convex/shared.ts": 'import { v } from "convex/values";\nexport const page = { cursor: v.string() };\nexport const size = v.optional(v.number());\n' };

    expect(argumentsOf('import { page, size } from "./shared";\nexport const x = query({ args: { ...page, size }, handler: async () => null });', files)).toEqual({ validated: true, args: { cursor: "string", "size?": "number" } });
  });

  test("what a builder's customization takes from callers belongs to them", () => {
    const files = {
      "convex/builders.ts": 'import { customMutation } from "convex-helpers/server/customFunctions";\nimport { v } from "convex/values";\nimport { mutation } from "./_generated/server";\nexport const sessionMutation = customMutation(mutation, { args: { sessionId: v.string() }, input: async () => ({ ctx: {}, args: {} }) });\n',
    };

    expect(argumentsOf('import { sessionMutation } from "./builders";\nexport const x = sessionMutation({ args: { body: v.string() }, handler: async () => null });', files)).toEqual({ validated: true, args: { body: "string", sessionId: "string" } });
  });

  test.each([
    ["no args", "export const x = mutation({ handler: async () => null });", { validated: false, args: "anything" }],
    ["a handler alone", "export const x = mutation(async () => null);", { validated: false, args: "anything" }],
    ["args: v.any()", "export const x = mutation({ args: v.any(), handler: async () => null });", { validated: false, args: "anything" }],
    ["no arguments", "export const x = mutation({ args: {}, handler: async () => null });", { validated: true, args: {} }],
    ["args from somewhere", 'import { fields } from "elsewhere";\nexport const x = mutation({ args: fields, handler: async () => null });', { validated: true, args: "unknown" }],
    ["some from somewhere", 'import { fields } from "elsewhere";\nexport const x = mutation({ args: { ...fields, body: v.string() }, handler: async () => null });', { validated: true, args: { body: "string", "...": "unknown" } }],
  ])("%s", (_name, code, expected) => {
    expect(argumentsOf(code)).toEqual(expected);
  });
});

describe("functions", () => {
  test("what is internal is not listed", () => {
    expect(Object.keys(surfaceOf({ "convex/m.ts": `${SERVER}export const a = internalMutation({ args: {}, handler: async () => null });\nexport const b = query({ args: {}, handler: async () => null });\n` }).functions)).toEqual(["m:b"]);
  });

  test("a definition that is re-exported is listed under each of its names", () => {
    const { functions } = surfaceOf({
      "convex/m.ts": `${SERVER}export const send = mutation({ args: { body: v.string() }, handler: async () => null });\n`,
      "convex/index.ts": 'export { send as post } from "./m";\n',
    });

    expect(Object.keys(functions)).toEqual(["index:post", "m:send"]);
    expect(functions["index:post"]).toEqual(functions["m:send"]);
  });

  test("callers are told by their class, sorted, and what only may call has a question mark", () => {
    const { functions } = surfaceOf({
      "convex/m.ts": `${SERVER}export const a = mutation({ args: {}, handler: async () => null });\nexport const b = query({ args: {}, handler: async () => null });\n`,
      "convex/crons.ts": 'import { cronJobs } from "convex/server";\nimport { api } from "./_generated/api";\nconst crons = cronJobs();\ncrons.daily("a", {}, api.m.a);\nexport default crons;\n',
      "src/a.tsx": 'import { useMutation } from "convex/react";\nimport { api } from "../convex/_generated/api";\nexport const A = () => useMutation(api.m.a);\n',
      "src/all.tsx": 'import { api } from "../convex/_generated/api";\nimport { useAll } from "./useAll";\nexport const All = () => useAll(api.m);\n',
      "clients/main.py": 'client.query("m:b")\n',
      "convex/m.test.ts": 'import { convexTest } from "convex-test";\nimport { api } from "./_generated/api";\nconvexTest().query(api.m.b, {});\n',
    });

    expect([functions["m:a"]?.["callers"], functions["m:b"]?.["callers"]]).toEqual([["client", "server"], ["client?", "foreign", "test"]]);
  });

  test("a function that only calls itself has no callers", () => {
    const code = `${SERVER}import { api } from "./_generated/api";\nexport const again = mutation({ args: {}, handler: async (ctx) => ctx.scheduler.runAfter(0, api.m.again, {}) });\n`;

    expect(surfaceOf({ "convex/m.ts": code }).functions["m:again"]?.["callers"]).toEqual([]);
  });
});

test("formatting, comments, names of locals and the order of declarations change nothing", () => {
  const before = surfaceOf({
    "convex/m.ts": `${SERVER}const fields = { body: v.string(), to: v.optional(v.id("users")) };\nexport const send = mutation({ args: fields, handler: async (ctx, args) => { await ctx.db.insert("messages", args); } });\nexport const list = query({ args: {}, handler: async () => [] });\n`,
  });
  const after = surfaceOf({
    "convex/m.ts": `import { v } from 'convex/values'\nimport { query, mutation as write } from './_generated/server'\n\n// Lists them.\nexport const list = query({\n  args: {},\n  handler: async () => [],\n})\n\nconst messageFields = {\n  to: v.optional(\n    v.id('users'),\n  ),\n  body: v.string(),\n}\n\n/** Sends one. */\nexport const send = write({\n  args: messageFields,\n  async handler(context, message) {\n    await context.db.insert('messages', message)\n  },\n})\n`,
  });

  expect(after).toEqual(before);
});

test("a component is a surface of its own, in its own directory", () => {
  const analysis = analysisOfFiles({
    "convex/m.ts": `${SERVER}export const a = query({ args: {}, handler: async () => null });\n`,
    "convex/mailer/convex.config.ts": 'import { defineComponent } from "convex/server";\nexport default defineComponent("mailer");\n',
    "convex/mailer/_generated/server.js": "",
    "convex/mailer/lib.ts": `${SERVER}export const send = mutation({ args: {}, handler: async () => null });\n`,
  });
  const { surface, snapshot } = analysis;

  expect(snapshot.projects.map((project) => [surface.fileOf(project).slice(snapshot.root.length + 1), [...surface.current(project).surface.functions.keys()]])).toEqual([
    ["convex.surface.json", ["m:a"]],
    ["convex/mailer/convex.surface.json", ["lib:send"]],
  ]);
});

test("projects side by side have their files inside, projects of different packages beside", () => {
  const module = `${SERVER}export const a = query({ args: {}, handler: async () => null });\n`;
  const { surface, snapshot } = analysisOfFiles({
    "convex/m.ts": module,
    "apps/a/convex/_generated/server.js": "", "apps/a/convex/m.ts": module,
    "apps/b/one/_generated/server.js": "", "apps/b/one/m.ts": module,
    "apps/b/two/_generated/server.js": "", "apps/b/two/m.ts": module,
  });

  expect(snapshot.projects.map((project) => surface.fileOf(project).slice(snapshot.root.length + 1))).toEqual(["apps/a/convex.surface.json", "apps/b/one/convex.surface.json", "apps/b/two/convex.surface.json", "convex.surface.json"]);
});

test("an access check that is followed is told", () => {
  const analysis = analysisOfFiles({
    "convex/m.ts": `${SERVER}export const a = mutation({ args: {}, handler: async (ctx) => {\n  if ((await ctx.auth.getUserIdentity()) === null) throw new Error("Not signed in");\n  await ctx.db.insert("messages", {});\n} });\nexport const b = mutation({ args: {}, handler: async (ctx) => { await ctx.db.insert("messages", {}); } });\n`,
  });
  const [project] = analysis.snapshot.projects;
  const { functions } = project ? analysis.surface.current(project).surface : { functions: new Map<string, never>() };

  expect([...functions].map(([name, { access }]) => [name, access])).toEqual([["m:a", "checked"], ["m:b", "unchecked"]]);
  expect(printSurface({ functions, routes: new Map(), routesFrom: [] })).toContain('"access": "unchecked"');
});

test("a surface file that changes, appears or goes is noticed", () => {
  const files = createWorkspace({ "package.json": "{}", "convex/_generated/server.js": "", "convex/m.ts": `${SERVER}export const a = query({ args: {}, handler: async () => null });\n` });
  onTestFinished(() => files.cleanup());
  const workspace = new Workspace(files.root);
  let hours = 0;
  const changes = (): string[] => {
    const later = (hours += 1) * 3_600_000;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => later);
    const snapshot = workspace.snapshot();
    clock.mockRestore();
    const analysis = new Analysis(snapshot, readSettings({}), UNKNOWING_ORACLE, new Map());
    return snapshot.projects.flatMap((project) => analysis.surface.changes(project).map(({ name }) => name));
  };
  const text = (functions: object): string => JSON.stringify({ version: 1, functions, routes: {}, routesFrom: [] });

  expect(changes()).toEqual([]);
  files.write("convex.surface.json", text({}));
  expect(changes()).toEqual(["m:a"]);
  files.write("convex.surface.json", text({ "m:a": { type: "query", validated: true, access: "unchecked", callers: [], args: {} } }));
  expect(changes()).toEqual([]);
  files.remove("convex.surface.json");
  expect(changes()).toEqual([]);
  files.write("convex.surface.json", text({ "m:gone": { type: "query", validated: true, access: "unchecked", callers: [], args: {} } }));
  expect(changes()).toEqual(["m:a", "m:gone"]);
});
