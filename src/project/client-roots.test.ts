import { describe, expect, onTestFinished, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { readIndex, type WorkspaceIndex } from "../testing/index-of.ts";
import { createTemporaryDirectory, createWorkspace, type WorkspaceFiles } from "../testing/workspace.ts";
import { findClientRoots } from "./client-roots.ts";

const MANIFEST = '{ "dependencies": { "convex": "*", "convex-test": "*", "react": "*" } }';
const GENERATED_API = 'import { anyApi } from "convex/server";\nexport const api = anyApi;\nexport const internal = anyApi;\n';
const OWN_BACKEND: WorkspaceFiles = {
  "convex/_generated/api.js": GENERATED_API,
  "convex/_generated/server.js": "",
  "convex/messages.ts": 'import { query } from "./_generated/server";\nexport const list = query({});\n',
};

/** A backend in one checkout, and its client in another beside it. */
function indexBeside(client: WorkspaceFiles, clientRoots: readonly string[] = ["../mobile"], own: WorkspaceFiles = {}): WorkspaceIndex {
  const directory = createTemporaryDirectory();
  const backend = createWorkspace({ "package.json": MANIFEST, ".git/HEAD": "", ...CHAT, ...own }, { root: `${directory}/backend` });
  const mobile = createWorkspace({ "package.json": MANIFEST, ".git/HEAD": "", ...client }, { root: `${directory}/mobile` });
  onTestFinished(() => {
    backend.cleanup();
    mobile.cleanup();
  });
  return readIndex(backend.root, { clientRoots });
}

describe("clients in another checkout", () => {
  test.each<[string, WorkspaceFiles, string]>([
    ["a copy of the generated code", { "convex/_generated/api.js": GENERATED_API, "src/main.ts": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.messages.list);\n' }, "../mobile/src/main.ts:3 client direct api"],
    ["an api specification", { "src/api.ts": 'import { anyApi } from "convex/server";\nexport const api: PublicApiType = anyApi as unknown as PublicApiType;\n', "src/main.ts": 'import { useQuery } from "convex/react";\nimport { api } from "./api";\nuseQuery(api.messages.list);\n' }, "../mobile/src/main.ts:3 client direct any"],
    ["a path into the workspace", { "src/main.ts": 'import { useQuery } from "convex/react";\nimport { api } from "../../backend/convex/_generated/api";\nuseQuery(api.messages.list);\n' }, "../mobile/src/main.ts:3 client direct api"],
    ["a name", { "src/main.ts": 'import { useQuery } from "convex/react";\nuseQuery("messages:list");\n' }, "../mobile/src/main.ts:2 client direct name"],
    ["another language", { "ios/App.swift": 'client.subscribe(to: "messages:list")\n' }, "../mobile/ios/App.swift foreign direct name"],
  ])("%s", (_form, files, caller) => {
    const index = indexBeside(files);

    expect(index.callers("messages:list")).toContain(caller);
    expect(index.verdict("messages:list")).toBe("client");
  });

  test.each<[string, WorkspaceFiles]>([
    ["a test", { "tests/list.test.ts": 'import { convexTest } from "convex-test";\nawait convexTest().query("messages:list");\n' }],
    ["what git ignores there", { ".gitignore": "build\n", "build/main.js": 'import { useQuery } from "convex/react";\nuseQuery("messages:list");\n' }],
    ["a backend of its own", { ...OWN_BACKEND, "src/main.ts": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.messages.list);\n' }],
    ["a name of a backend of its own", { ...OWN_BACKEND, "src/main.ts": 'import { useQuery } from "convex/react";\nuseQuery("messages:list");\n' }],
  ])("%s needs no function of this one to be public", (_form, files) => {
    const index = indexBeside(files);
    const [name = ""] = Object.keys(index.functions()).filter((candidate) => /^(?:convex )?messages:list$/u.test(candidate));

    expect(index.verdict(name)).toBe("server-only");
  });

  test("are evidence of clients", () => {
    const client = { "src/main.ts": 'import { useQuery } from "convex/react";\nuseQuery("users:get");\n' };
    const alone = { "app/user.tsx": "export {};\n" };

    expect(indexBeside(client, ["../mobile"], alone).verdict("messages:list")).toBe("server-only");
    expect(indexBeside(client, [], alone).verdict("messages:list")).toBe("silent: no-client-in-workspace");
  });

  test("are not looked at without the setting", () => {
    expect(indexBeside({ "src/main.ts": 'import { useQuery } from "convex/react";\nuseQuery("messages:list");\n' }, []).verdict("messages:list")).toBe("server-only");
  });

  test("a reference of the server there keeps the repair from being a fix", () => {
    const index = indexBeside({ "lib/run.ts": 'import type { ActionCtx } from "../../backend/convex/_generated/server";\nimport { api } from "../../backend/convex/_generated/api";\nexport const run = (ctx: ActionCtx) => ctx.runQuery(api.messages.list);\n' });

    expect({ verdict: index.verdict("messages:list"), repairability: index.repairability("messages:list") }).toEqual({ verdict: "server-only", repairability: "suggestion" });
  });
});

test("a directory in the workspace that git ignores is looked at when it is named", () => {
  const workspace = createWorkspace({ "package.json": MANIFEST, ".git/HEAD": "", ".gitignore": "mobile\n", ...CHAT, "mobile/src/main.ts": 'import { useQuery } from "convex/react";\nuseQuery("messages:list");\n' });
  onTestFinished(() => workspace.cleanup());

  expect(readIndex(workspace.root, { clientRoots: ["mobile"] }).verdict("messages:list")).toBe("client");
  expect(readIndex(workspace.root).verdict("messages:list")).toBe("server-only");
});

test("directories that are not there, and files, are told from the others", () => {
  const workspace = createWorkspace({ "mobile/package.json": "{}", "file.ts": "" });
  onTestFinished(() => workspace.cleanup());

  expect(findClientRoots(workspace.root, ["mobile", "gone", "file.ts"])).toEqual({ roots: [`${workspace.root}/mobile`], missing: [`${workspace.root}/gone`, `${workspace.root}/file.ts`] });
});
