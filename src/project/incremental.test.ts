import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { describe, expect, onTestFinished, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { copyFixture, listFixtures } from "../testing/fixtures.ts";
import { dumpIndex } from "../testing/index-dump.ts";
import { createWorkspace, type WorkspaceFiles } from "../testing/workspace.ts";
import { Workspace } from "./workspace.ts";

/** What people and tools do to a file, roughly: each of these must leave the index as if it had been made anew. */
const EDITS: readonly (readonly [string, (text: string) => string])[] = [
  ["moves everything", (text) => `// A line.\n${text}`],
  ["adds an export", (text) => `${text}\nexport const added = 1;\n`],
  ["takes an export back", (text) => text.replace("export const", "const")],
  ["renames an export", (text) => text.replace(/export const (\w+)/u, "export const renamed_$1")],
  ["takes the first import out", (text) => text.replace(/^import .*\n/mu, "")],
  ["empties the file", () => ""],
  ["breaks it", (text) => `${text}\nconst ) = {\n`],
  ["makes everything internal", (text) => text.replaceAll(/\b(query|mutation)\(/gu, "internalMutation(").replaceAll("api.", "internal.")],
  ["hands generated code on", (text) => `${text}\nexport * from "./_generated/api";\nexport { api as handedOn } from "../convex/_generated/api";\n`],
  ["doubles it", (text) => `${text}\n${text.replaceAll(/export const (\w+)/gu, "export const $1Again")}`],
];

/** Lints one file after the other in one workspace, as an editor does, and compares each state with a fresh index. */
function expectSameAsFresh(root: string, edits: typeof EDITS): void {
  const warm = new Workspace(root);
  const files = warm.snapshot().codeFiles().filter((file) => !file.includes("/_generated/") && !file.includes("/node_modules/"));
  expect(files.length).toBeGreaterThan(0);
  for (const [index, file] of files.entries()) {
    const original = readFileSync(file, "utf8");
    // Another edit is the last one in each file, and is taken back by going on to the next.
    const turned = [...edits.slice(index % edits.length), ...edits.slice(0, index % edits.length)];
    for (const [name, edit] of index % 2 === 0 ? turned : [...turned, ["goes back", (text: string) => text] as const]) {
      const text = edit(original);
      const found = dumpIndex(warm.snapshotFor(file, text, undefined));

      expect(found, `${file} ${name}`).toEqual(dumpIndex(new Workspace(root).snapshotFor(file, text, undefined)));
    }
  }
}

function expectSame(files: WorkspaceFiles, edits = EDITS): void {
  const directory = createWorkspace({ "package.json": '{ "dependencies": { "convex": "*", "react": "*", "convex-helpers": "*", "@convex-dev/r2": "*" } }', ...files });
  onTestFinished(() => directory.cleanup());
  expectSameAsFresh(directory.root, edits);
}

describe("after each edit the index says what a fresh one would", () => {
  test.each(listFixtures())("%s", { timeout: 120_000 }, (name) => {
    const copy = copyFixture(name);
    onTestFinished(() => copy.cleanup());

    expectSameAsFresh(copy.root, EDITS);
  });

  test("a chat", () => expectSame(CHAT));

  test("references handed on through other files", () =>
    expectSame({
      ...CHAT,
      "app/refs.ts": 'import { api } from "../convex/_generated/api";\nexport const refs = { list: api.messages.list, all: api };\n',
      "app/barrel.ts": 'export * from "./refs";\n',
      "app/deep.tsx": 'import { useQuery } from "convex/react";\nimport { refs } from "./barrel";\nuseQuery(refs.list);\nuseQuery(refs.all.messages.gone);\n',
      "convex/again.ts": 'export { list as listAgain } from "./messages";\n',
    }));

  test("hooks, clients and builders of the workspace", () =>
    expectSame({
      ...CHAT,
      "app/hooks.ts": 'import { useQuery } from "convex/react";\nexport const useIt = (ref: any) => useQuery(ref);\n',
      "app/client.ts": 'import { ConvexHttpClient } from "convex/browser";\nexport const client = new ConvexHttpClient("");\n',
      "app/page.tsx": 'import { api } from "../convex/_generated/api";\nimport { useIt } from "./hooks";\nimport { client } from "./client";\nuseIt(api.messages.list);\nvoid client.query(api.messages.list);\nvoid client.query("messages:list");\n',
      "convex/lib/builders.ts": 'import { customMutation } from "convex-helpers/server/customFunctions";\nimport { internalMutation, mutation } from "../_generated/server";\nconst rest = { args: {}, input: async () => ({ ctx: {}, args: {} }) };\nexport const mine = customMutation(mutation, rest);\nexport const mineInternal = customMutation(internalMutation, rest);\n',
      "convex/jobs.ts": 'import { mine } from "./lib/builders";\nimport { helper } from "../shared/helper";\nexport const job = mine({ handler: async () => helper() });\n',
      "shared/helper.ts": 'import { api } from "../convex/_generated/api";\nexport const helper = () => [api.jobs.job];\n',
      "ios/App.swift": 'client.mutation("jobs:job")\n',
    }));

  test("functions that make references of names, and late imports", () =>
    expectSame({
      ...CHAT,
      "app/hooks.ts": 'import { makeFunctionReference } from "convex/server";\nexport const named = (name: string) => makeFunctionReference<"query">(name);\n',
      "app/refs.ts": 'import { named } from "./hooks";\nexport const list = named("messages:list");\nexport const gone = named("messages:gone");\n',
      "app/page.tsx": 'import { useQuery } from "convex/react";\nimport { list } from "./refs";\nimport { named } from "./hooks";\nuseQuery(list);\nexport const any = (name: string) => useQuery(named(name));\n',
      "convex/late.ts": 'import { internalAction, mutation } from "./_generated/server";\nexport const send = mutation({});\nexport const run = internalAction({ handler: async (ctx) => { const { api } = await import("./_generated/api"); await ctx.runMutation(api.late.send, {}); } });\n',
    }, [...EDITS, ["hands the function on", (text) => `${text}\nimport { named as again } from "./hooks";\nexport const handed = [again];\n`]]));

  test("functions that functions and libraries make", () =>
    expectSame({
      ...CHAT,
      "convex/lib/make.ts": 'import { internalMutation, query } from "../_generated/server";\nexport const make = (table) => ({ list: query({}), purge: internalMutation({}) });\nexport function traced(fn) { return fn; }\n',
      "convex/lib/files.ts": 'import { R2 } from "@convex-dev/r2";\nexport const r2 = new R2({});\nexport const { syncMetadata, onSyncMetadata } = r2.clientApi();\n',
      "convex/files.ts": 'import { r2 } from "./lib/files";\nexport const { getMetadata } = r2.clientApi();\nexport { syncMetadata } from "./lib/files";\n',
      "convex/rows.ts": 'import { make, traced } from "./lib/make";\nimport { mutation } from "./_generated/server";\n/** @public */\nexport const { list } = make("rows");\nexport const once = traced(mutation({}));\n',
      "convex/posts.ts": 'import { make } from "./lib/make";\nexport const { list: all, purge } = make("posts");\nexport const made = make("more").list;\n',
      "app/rows.tsx": 'import { useQuery } from "convex/react";\nimport { api, internal } from "../convex/_generated/api";\nuseQuery(api.rows.list);\nuseQuery(internal.lib.files.onSyncMetadata);\nuseQuery(api.posts.all);\n',
    }));
  test("a client that begins and ends to be an administrator's, and names that are made", () =>
    expectSame({
      ...CHAT,
      "app/client.ts": 'import { ConvexHttpClient } from "convex/browser";\nexport const client = new ConvexHttpClient("");\nexport const call = (name: any, args: any) => client.query(name, args);\n',
      "app/rpc.ts": 'import { call } from "./client";\nexport const rpc = (module: string, name: string) => call(`${module}:${name}`, {});\n',
      "app/page.tsx": 'import { internal } from "../convex/_generated/api";\nimport { run } from "./unknown";\nrun(internal.messages.purge);\n',
      "worker/main.py": 'client.query(f"messages:{name}")\n',
    }, [...EDITS, ["gives the key", (text) => `${text}\nclient.setAdminAuth("");\n`], ["names something else", (text) => text.replace("}:${", "}/${")]]));

  test("a file that begins and ends to be a server helper", () =>
    expectSame({
      ...CHAT,
      "shared/send.ts": 'import { api } from "../convex/_generated/api";\nexport const send = (ctx: any) => ctx.runMutation(api.messages.list);\n',
      "convex/uses.ts": 'import { send } from "../shared/send";\nimport { action } from "./_generated/server";\nexport const go = action({ handler: async (ctx) => send(ctx) });\n',
      "app/uses.ts": "export {};\n",
    }, [...EDITS, ["imports the helper", (text) => `import { send } from "../shared/send";\n${text}\nexport const handed = send;\n`]]));
});

test("a workspace so large that facts are let go of", { timeout: 120_000 }, () => {
  const pages = Object.fromEntries(Array.from({ length: 2_100 }, (_, page) => [`app/pages/page${String(page)}.tsx`, `import { useQuery } from "convex/react";\nimport { api } from "../../convex/_generated/api";\nexport const Page${String(page)} = () => useQuery(api.messages.list);\n`]));
  const directory = createWorkspace({ "package.json": '{ "dependencies": { "convex": "*", "react": "*" } }', ...CHAT, ...pages, "app/shell.tsx": 'import { Page7 } from "./pages/page7";\nexport const Shell = () => Page7();\n' });
  onTestFinished(() => directory.cleanup());
  const { root } = directory;
  const workspace = new Workspace(root);
  const page = join(root, "app/pages/page7.tsx");
  workspace.snapshot();
  for (const text of [`${readFileSync(page, "utf8")}\nexport const extra = 1;\n`, 'import { api } from "../../convex/_generated/api";\nexport const Page7 = () => api.messages;\n', ""]) {
    expect(dumpIndex(workspace.snapshotFor(page, text, undefined))).toEqual(dumpIndex(new Workspace(root).snapshotFor(page, text, undefined)));
  }
});

test("an edit that is taken back while another file is edited", () => {
  const directory = createWorkspace({ "package.json": '{ "dependencies": { "convex": "*", "react": "*" } }', ...CHAT });
  onTestFinished(() => directory.cleanup());
  const { root } = directory;
  const workspace = new Workspace(root);
  const [module, page] = [join(root, "convex/messages.ts"), join(root, "app/user.tsx")];
  const text = `${readFileSync(page, "utf8")}\nexport const added = 1;\n`;
  workspace.snapshotFor(module, `// A line.\n${readFileSync(module, "utf8")}`, undefined);

  expect(dumpIndex(workspace.snapshotFor(page, text, undefined))).toEqual(dumpIndex(new Workspace(root).snapshotFor(page, text, undefined)));
});

test("an edit links only the files that it can reach", async () => {
  const directory = createWorkspace({ "package.json": '{ "dependencies": { "convex": "*", "react": "*" } }', ...CHAT });
  onTestFinished(() => directory.cleanup());
  const { root } = directory;
  // Files this young may change again in the same tick of the clock, and are looked at twice.
  await setTimeout(50);
  const workspace = new Workspace(root);
  const before = workspace.snapshot();
  const files = [...before.linkedFiles()];
  const linked = new Map(files.map((file) => [file, before.linkedFile(file)]));
  const file = join(root, "convex/messages.ts");
  const again = (text: string): string[] => {
    const snapshot = workspace.snapshotFor(file, text, undefined);
    return files.filter((path) => snapshot.linkedFile(path) !== linked.get(path)).map((path) => path.slice(root.length + 1));
  };
  const text = before.store.textOf(file) ?? "";

  expect(again(`// A comment.\n${text}`)).toEqual(["convex/messages.ts"]);
  expect(again(`${text}\nexport const another = 1;\n`)).toEqual(["convex/messages.ts"]);
});
