import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { indexOf, readIndex } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const CLIENT = 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.users.get);\n';
const JOB = 'import { internalAction } from "./_generated/server";\nimport { api } from "./_generated/api";\nexport const run = internalAction({ handler: async (ctx) => { await ctx.runQuery(api.messages.list); } });\n';

function verdictWith(files: WorkspaceFiles): string {
  return indexOf({ ...CHAT, "convex/server.ts": "export {};\n", "app/main.tsx": CLIENT, ...files }).verdict("messages:list");
}

describe("names of functions in data", () => {
  test.each<[string, WorkspaceFiles]>([
    ["the scenario of a load generator", { "load/scenario.json": '[{ "path": "messages:list", "args": {}, "rate": 10 }]' }],
    ["YAML", { "load/scenario.yaml": "steps:\n  - query: messages:list\n" }],
    ["what a script of a package gives to a program", { "package.json": '{ "dependencies": { "convex": "*", "react": "*" }, "scripts": { "clear": "node scripts/run.mjs messages:list" } }' }],
    ["lines of JSON", { "load/calls.jsonl": '{"path":"messages:list"}\n' }],
  ])("%s: nothing is claimed", (_form, files) => {
    expect(verdictWith(files)).toBe("silent: named-in-data");
    expect(verdictWith({ ...files, "convex/server.ts": JOB })).toBe("silent: named-in-data");
    expect(verdictWith({ ...files, "app/list.tsx": CLIENT.replace("api.users.get", "api.messages.list") })).toBe("client");
  });

  test.each<[string, WorkspaceFiles]>([
    ["another name", { "load/scenario.json": '{ "path": "messages:listAll", "other": "old/messages:list" }' }],
    ["a lock file", { "package-lock.json": '{ "x": "messages:list" }', "pnpm-lock.yaml": "x: messages:list\n" }],
    ["a script of a package", { "package.json": '{ "dependencies": { "convex": "*", "react": "*" }, "scripts": { "messages:list": "node list.mjs", "all": "npm-run-all clean messages:list && npm run messages:list", "web": "pnpm messages:list && turbo run messages:list" } }' }],
    ["a task of a monorepo", { "turbo.json": '{ "tasks": { "messages:list": {} } }' }],
    ["a reviewed surface", { "convex/convex.surface.json": '{ "messages:list": {} }' }],
    ["a file that git ignores", { ".gitignore": "out\n", "out/log.json": '{ "path": "messages:list" }' }],
    ["a large file", { "data/dump.json": `{ "x": "${"x".repeat(1_000_001)}", "path": "messages:list" }` }],
    ["another project's data", { "demo/package.json": "{}", "demo/convex/messages.ts": 'import { query } from "./_generated/server";\nexport const list = query({});\n', "demo/convex/_generated/server.d.ts": "", "demo/load/scenario.json": '{ "path": "messages:list" }' }],
  ])("%s says nothing", (_form, files) => {
    const index = indexOf({ ...CHAT, "convex/server.ts": "export {};\n", "app/main.tsx": CLIENT, ...files });
    const name = index.snapshot.projects.length === 1 ? "messages:list" : "convex messages:list";

    expect(index.verdict(name)).toBe("unused");
  });

  test("a command line is a call by somebody with an administrator's key", () => {
    expect(verdictWith({ "compose/seed.yaml": "command: npx convex run messages:list\n" })).toBe("server-only");
  });

  test("data that comes and goes is seen", () => {
    const { root } = indexOf({ ...CHAT, "convex/server.ts": "export {};\n", "app/main.tsx": CLIENT });
    const path = join(root, "scenario.json");
    writeFileSync(path, '{ "path": "messages:list" }');
    expect(readIndex(root).verdict("messages:list")).toBe("silent: named-in-data");
    rmSync(path);

    expect(readIndex(root).verdict("messages:list")).toBe("unused");
  });
});
