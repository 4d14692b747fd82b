import { afterEach, describe, expect, test } from "vitest";

import { createWorkspace, generated, type Workspace } from "../../testing/workspace.ts";
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
  workspace = createWorkspace(FILES);
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

  test.each([
    ["messages:purge", "is         internal mutation", "It is internal"],
    ["messages:webhook", "tagged     @public called by a partner", "it is public by design"],
    ["messages:forgotten", "references none", "Nothing calls it: `no-unused-public-function` reports it."],
  ])("%s", async (name, fact, verdict) => {
    const { stdout } = await explain(name);
    expect(stdout).toContain(fact);
    expect(stdout).toContain(verdict);
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
