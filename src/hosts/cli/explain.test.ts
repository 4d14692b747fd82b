import { afterEach, describe, expect, test } from "vitest";

import { createWorkspace, generated, type Workspace, type WorkspaceFiles } from "../../testing/workspace.ts";
import { run } from "./run.ts";

const FILES = {
  "package.json": "{}",
  ...generated("convex", ["crons", "messages"]),
  "convex/messages.ts": `import { internalMutation, mutation, query } from "./_generated/server";

export const list = query({ args: {}, handler: async () => [] });

export const purge = internalMutation({ args: {}, handler: async () => {} });

export const digest = mutation({ args: {}, handler: async () => {} });

/** @public called by a partner */
export const webhook = mutation({ args: {}, handler: async () => {} });

export const forgotten = mutation({ args: {}, handler: async () => {} });
`,
  "convex/live.ts": `export { digest as nightly } from "./messages";\n`,
  "convex/crons.ts": `import { cronJobs } from "convex/server";
import { api } from "./_generated/api";

const crons = cronJobs();
crons.interval("digest", { hours: 24 }, api.messages.digest);
export default crons;
`,
  "src/App.tsx": `import { useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export const App = () => <p>{useQuery(api.messages.list)?.length}</p>;
`,
};

let workspace: Workspace | undefined;
afterEach(() => {
  workspace?.cleanup();
});

async function explain(...argv: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return explainIn({}, ...argv);
}

async function explainIn(files: WorkspaceFiles, ...argv: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  workspace = createWorkspace({ ...FILES, ...files });
  const outcome = { status: 0, stdout: "", stderr: "" };
  outcome.status = await run(["explain", ...argv], {
    workingDirectory: workspace.root,
    stdout: { write: (text) => (outcome.stdout += text) },
    stderr: { isTTY: false, write: (text: string) => (outcome.stderr += text) },
  });
  return outcome;
}

describe("explain", () => {
  test("a function that only a cron job calls, with all of its names", async () => {
    expect(await explain("messages:digest")).toEqual({
      status: 0,
      stderr: "",
      stdout: `messages:digest
  defined    convex/messages.ts:7 by a call of \`mutation\`
  also       live:nightly
  is         public mutation, decided by what its builder is, by its imports
  references
    server             convex/crons.ts:5 api.messages.digest
  verdict    Only server code or operators call it: \`prefer-internal-function\` reports it.
  access     Nothing asks who calls.
  does       Nothing that reaches beyond it is known.
`,
    });
  });

  test("a function by the way the code writes it", async () => {
    const { stdout } = await explain("api.messages.list");
    expect(stdout).toContain("client             src/App.tsx:4 api.messages.list");
    expect(stdout).toContain("verdict    It has to stay public: a client, or what may be one, is at src/App.tsx:4.");
  });

  test.each<[string, WorkspaceFiles]>([
    ["messages.list", {}],
    ["internal.seed.run", { "convex/internal/seed.ts": 'import { query } from "../_generated/server";\nexport const run = query({ args: {}, handler: async () => [] });\n' }],
    ["list.js", { "convex/list.ts": 'import { query } from "./_generated/server";\nexport default query({ args: {}, handler: async () => [] });\n' }],
  ])("a function by the way messages and error reports write it: %s", async (name, files) => {
    const { status, stdout } = await explainIn(files, name);
    expect(status).toBe(0);
    expect(stdout).toContain("is         public query");
  });

  test("an internal function that a client calls does not have to be public", async () => {
    const { stdout } = await explainIn({ "src/purge.tsx": 'import { useMutation } from "convex/react";\nimport { internal } from "../convex/_generated/api";\nuseMutation(internal.messages.purge as any);\n' }, "messages:purge");
    expect(stdout).toContain("client             src/purge.tsx:3 internal.messages.purge");
    expect(stdout).toContain("verdict    It is internal");
  });

  test.each([
    ["messages:purge", "is         internal mutation", "It is internal"],
    ["messages:webhook", "tagged     @public called by a partner", "it is public by design"],
    ["messages:forgotten", "references none", "Nothing calls it: `no-unused-public-function` reports it."],
  ])("%s", async (name, fact, verdict) => {
    const { stdout } = await explain(name);
    expect(stdout).toContain(fact);
    expect(stdout).toContain(verdict);
  });

  test.each<[string, WorkspaceFiles, string, string]>([
    ["data that names it", { "load.json": '{ "path": "messages:forgotten" }' }, "named in data\n    load.json\n", "Data names it that a program may read and call it by, so nothing is claimed."],
    ["itself alone", { "convex/loop.ts": 'import { mutation } from "./_generated/server";\nimport { api } from "./_generated/api";\nexport const again = mutation({ args: {}, handler: async (ctx) => { await ctx.scheduler.runAfter(0, api.loop.again, {}); } });\n' }, "server             convex/loop.ts:3 api.loop.again", "Nothing calls it but itself and functions that nothing else calls: `no-unused-public-function` reports it."],
    ["a type beside a call", { "src/a.ts": 'import { api } from "../convex/_generated/api";\nexport type Rows = typeof api.messages.list;\n' }, "client, type only  src/a.ts:2 api.messages.list", "a client, or what may be one, is at src/App.tsx:4."],
    ["a chain from something unknown", { "src/b.ts": "export const rows = (backend) => backend.use(backend.messages.forgotten);\n// _generated\n" }, "client, possible   src/b.ts messages.forgotten of something unknown", "what may be one is at src/b.ts."],
    ["a name made at run time", { "src/c.ts": 'import { useQuery } from "convex/react";\nuseQuery(`messages:${name}`);\n' }, "client, possible   src/c.ts:2 a name made at run time", "what may be one is at src/c.ts:2."],
    ["a copy of the backend", { "copy/package.json": "{}", "copy/convex/messages.ts": 'import { mutation } from "./_generated/server";\nexport const forgotten = mutation({ args: {}, handler: async () => {} });\n', ...generated("copy/convex", ["messages"]) }, "alike      `copy/convex` has a function of this name too, whose callers count apart", "Nothing calls it: `no-unused-public-function` reports it."],
    ["a copy of all of it", Object.fromEntries(["", "copy/"].flatMap((place) => [...["messages", "rooms", "users"].map((module) => [`${place}convex/${module}.ts`, `import { mutation } from "./_generated/server";\n${["forgotten", "b", "c", "d"].map((name) => `export const ${name} = mutation({ args: {}, handler: async () => {} });\n`).join("")}`]), ...Object.entries(generated(`${place}convex`, ["messages", "rooms", "users"])), [`${place}app.tsx`, `import { useMutation } from "convex/react";\nimport { api } from "./convex/_generated/api";\nuseMutation(api.messages.${place === "" ? "b" : "forgotten"});\n`]])), "copied     `copy/convex` has a copy of it, whose clients count as its own", "is at copy/app.tsx:3."],
    ["a backend that registers the same definition", { "copy/package.json": "{}", "copy/convex/all.ts": 'export { forgotten } from "../../convex/messages";\n', ...generated("copy/convex", ["all"]) }, "shared     `copy/convex` registers the same definition, as all:forgotten", "No client of this project is in the workspace"],
  ])("%s", async (form, files, fact, verdict) => {
    const { stdout } = await explainIn(files, form === "itself alone" ? "loop:again" : form === "a type beside a call" ? "messages:list" : "messages:forgotten");
    expect(stdout).toContain(fact);
    expect(stdout).toContain(verdict);
  });

  test.each<[string, WorkspaceFiles, string]>([
    ["that a client calls which is prepared for it", { "src/Purge.tsx": 'import { ConvexHttpClient } from "convex/browser";\nimport { internal } from "../convex/_generated/api";\nexport const purge = (client: ConvexHttpClient) => client.mutation(internal.messages.purge as any, {}).catch((error) => { if (!error.message.includes("Could not find public function")) throw error; });\n' }, "It is internal, and a client at src/Purge.tsx:3 cannot call it, which that code is prepared for."],
    ["that a client calls", { "src/Purge.tsx": 'import { useMutation } from "convex/react";\nimport { internal } from "../convex/_generated/api";\nexport const Purge = () => useMutation(internal.messages.purge);\n' }, "It is internal, and a client at src/Purge.tsx:3 cannot call it: `no-internal-in-client` reports it."],
    ["whose name a script has", { "scripts/purge.ts": 'export const task = ["run", "messages:purge"];\n' }, "It is internal, so the rules about public functions do not apply. What may be a client, at scripts/purge.ts:1, could not call it."],
    ["of a backend without clients", { "src/App.tsx": "" }, "It is internal, so the rules about public functions do not apply.\n"],
  ])("an internal function %s", async (_, files, verdict) => {
    const { stdout } = await explainIn(files, "messages:purge");
    expect(stdout).toContain(`verdict    ${verdict}`);
  });

  test("what may be no function, beside a client that may use it", async () => {
    const { stdout } = await explainIn({ "convex/auth.ts": 'import { createClient } from "some-library";\nexport const authComponent = createClient({});\n', "src/auth.tsx": 'import { useThing } from "thing";\nimport { api } from "../convex/_generated/api";\nuseThing(api.auth);\n' }, "auth:authComponent");
    expect(stdout).toContain("is         perhaps a function: nothing proves what makes it\n");
    expect(stdout).toContain("verdict    Whether a client calls it is not known: what may be one is at src/auth.tsx:3.\n");
  });

  test.each<[string, string, string, string, string]>([
    ["a function that another makes", "rows:list", 'import { make } from "./lib/make";\nexport const { list } = make();\n', "convex/lib/make.ts:2 by a call in a function that makes it\n  is         public query, decided by what its builder is, by its imports", "Nothing calls it: `no-unused-public-function` reports it."],
    ["a function that is known to be a library's", "rows:retry", 'import { makeActionRetrier } from "convex-helpers/server/retries";\n\nexport const { retry } = makeActionRetrier("rows:retry");\n', "convex/rows.ts:3, made by a library\n  is         internal mutation, decided by what the library is known to register", "It is internal, so the rules about public functions do not apply."],
    ["what is taken from something unknown", "rows:read", 'import { made } from "somewhere";\nexport const { read } = made();\n', "convex/rows.ts:2, made by a library or by code that is not followed\n  is         function of unknown visibility", "A library, or code that is not followed, registers it and decides its visibility."],
    ["one of several calls", "rows:list", 'import { query } from "./_generated/server";\nexport const list = process.env.X ? query({}) : query({ args: {} });\n', "convex/rows.ts:2, made by one of several calls or by code elsewhere", "Code elsewhere, or one of several calls, makes it, so nothing is claimed."],
  ])("%s", async (_, name, text, fact, verdict) => {
    const maker = 'import { query } from "../_generated/server";\nexport const make = () => ({ list: query({ args: {}, handler: async () => [] }) });\n';
    const { stdout } = await explainIn({ "package.json": '{ "dependencies": { "convex-helpers": "*", "somewhere": "*" } }', "convex/rows.ts": text, "convex/lib/make.ts": maker }, name);
    expect(stdout).toContain(`  defined    ${fact}`);
    expect(stdout).toContain(`  verdict    ${verdict}`);
  });

  test("a name that no function has", async () => {
    expect(await explain("messages:lst")).toEqual({
      status: 2,
      stdout: "",
      stderr: "convex-boundary: There is no function `messages:lst`. There are `messages:digest`, `messages:forgotten`, `messages:list`, `messages:purge`, `messages:webhook`.\n",
    });
  });

  test("no name", async () => {
    const { status, stderr } = await explain();
    expect(status).toBe(2);
    expect(stderr).toContain("takes the name of a function");
  });
});
