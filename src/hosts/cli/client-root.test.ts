import { afterEach, describe, expect, test } from "vitest";

import { chatFiles, findingsIn, runIn } from "../../testing/command-line.ts";
import { createTemporaryDirectory, createWorkspace, type WorkspaceFiles } from "../../testing/workspace.ts";

const DIGEST_CLIENT = 'import { useMutation } from "convex/react";\nuseMutation("messages:digest");\n';
const LEAK = 'import { useMutation } from "convex/react";\nuseMutation("messages:purge");\n';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** Creates the chat application, and the checkout of a client beside it; returns the root of the application. */
function setUp(client: WorkspaceFiles): string {
  const directory = createTemporaryDirectory();
  const workspaces = [createWorkspace({ ".git/HEAD": "", ...chatFiles() }, { root: `${directory}/backend` }), createWorkspace({ ".git/HEAD": "", "package.json": "{}", ...client }, { root: `${directory}/mobile` })];
  for (const workspace of workspaces) cleanups.push(() => workspace.cleanup());
  return workspaces[0]?.root ?? "";
}

describe("--client-root", () => {
  test("has the callers in another directory count", async () => {
    const root = setUp({ "src/main.ts": DIGEST_CLIENT });

    expect(findingsIn(await runIn(root, ["check", "--format", "json"]), root)).toContain("convex/messages.ts:7 prefer-internal-function");
    expect(findingsIn(await runIn(root, ["check", "--format", "json", "--client-root", "../mobile"]), root)).toEqual(["src/App.tsx:6 no-internal-in-client"]);
  });

  test("reports nothing there, and does not count its backend", async () => {
    const backend = { "convex/_generated/api.js": "", "convex/tasks.ts": 'import { mutation } from "./_generated/server";\nexport const add = mutation({});\n' };
    const root = setUp({ "src/main.ts": LEAK, ...backend });

    const { stdout, stderr } = await runIn(root, ["check", "--format", "json", "--client-root", "../mobile", "--rule", "no-unused-public-function:error"]);

    expect(findingsIn({ stdout }, root).filter((finding) => finding.startsWith(".."))).toEqual([]);
    expect(stderr).toContain("in 1 Convex project");
  });

  test("may be repeated", async () => {
    const root = setUp({ "a/main.ts": "export {};\n", "b/main.ts": DIGEST_CLIENT });

    expect(findingsIn(await runIn(root, ["check", "--format", "json", "--client-root", "../mobile/a", "--client-root", "../mobile/b"]), root)).toEqual(["src/App.tsx:6 no-internal-in-client"]);
  });

  test("is seen from the working directory, and `explain` shows what is found", async () => {
    const root = setUp({ "src/main.ts": DIGEST_CLIENT });

    const { stdout } = await runIn(`${root}/convex`, ["explain", "messages:digest", "--client-root", "../../mobile"]);

    expect(stdout).toContain('client             ../mobile/src/main.ts:2 "messages:digest"');
  });

  test.each([["../gone", "There is no directory `../gone`."], ["../mobile/package.json", "`../mobile/package.json` is not a directory."]])("%s ends the run", async (path, message) => {
    const root = setUp({ "src/main.ts": "" });

    expect(await runIn(root, ["check", "--client-root", path])).toEqual({ status: 2, stdout: "", stderr: `convex-boundary: ${message}\n` });
  });
});
