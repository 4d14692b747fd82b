import { ESLint, type Linter } from "eslint";
import { join } from "node:path";
import tseslint from "typescript-eslint";
import { expect, onTestFinished, test, vi } from "vitest";

import plugin from "../index.ts";
import { CHAT } from "../testing/chat-project.ts";
import { createTemporaryDirectory, createWorkspace, type WorkspaceFiles } from "../testing/workspace.ts";

const MANIFEST = '{ "dependencies": { "convex": "*", "react": "*" } }';

/** Lints a backend, with a directory in it that is a client root, and returns what is found about `messages:list`. */
async function lintWith(client: WorkspaceFiles, clientRoots: readonly string[], files = "backend/convex/messages.ts"): Promise<(string | undefined)[]> {
  const directory = createTemporaryDirectory();
  const backend = createWorkspace({ "package.json": MANIFEST, ".git/HEAD": "", ...CHAT }, { root: `${directory}/backend` });
  const mobile = createWorkspace({ "package.json": MANIFEST, ...client }, { root: `${directory}/backend/mobile` });
  onTestFinished(() => {
    mobile.cleanup();
    backend.cleanup();
  });
  const config: Linter.Config = {
    files: ["**/*.ts"],
    languageOptions: { parser: tseslint.parser },
    plugins: { "convex-boundary": plugin },
    rules: { "convex-boundary/prefer-internal-function": "error", "convex-boundary/no-internal-in-client": "error" },
    settings: { "convex-boundary": { clientRoots } },
  };
  const eslint = new ESLint({ cwd: directory, overrideConfigFile: true, overrideConfig: [config] });
  const results = await eslint.lintFiles(join(directory, files));
  return results.flatMap(({ messages }) => messages.filter(({ line }) => line <= 2).map(({ messageId, message }) => messageId ?? message));
}

test("a client in a client root keeps a function public", async () => {
  const client = { "main.ts": 'import { useQuery } from "convex/react";\nuseQuery("messages:list");\n' };

  expect(await lintWith(client, ["mobile"])).toEqual([]);
  expect(await lintWith({ "main.ts": "" }, ["mobile"])).toEqual(["publicFunction"]);
});

test("nothing is reported in a client root", async () => {
  const client = { "main.ts": 'import { useMutation } from "convex/react";\nuseMutation("messages:purge");\n' };

  expect(await lintWith(client, ["mobile"], "backend/mobile/main.ts")).toEqual([]);
  expect(await lintWith(client, [], "backend/mobile/main.ts")).toEqual(["internalFunction"]);
});

test("a client root that is not there is said once, and the rest is linted", async () => {
  const emitWarning = vi.spyOn(process, "emitWarning").mockReturnValue(undefined);
  onTestFinished(() => emitWarning.mockRestore());

  expect(await lintWith({ "main.ts": "" }, ["../gone"], "backend/convex/*.ts")).toContain("publicFunction");
  expect(emitWarning.mock.calls.map(([message, type]) => [String(message).replace(/directory .*\/gone/u, "directory …/gone"), type])).toEqual([
    ['There is no directory …/gone, which settings["convex-boundary"].clientRoots names. Its clients are not looked at.', "ConvexBoundaryWarning"],
  ]);
});
