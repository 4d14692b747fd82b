import { mkdirSync, renameSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { createWorkspace, type Workspace as Directory, type WorkspaceFiles } from "../testing/workspace.ts";
import type { Snapshot } from "./snapshot.ts";
import { openWorkspace, Workspace, workspaceOf } from "./workspace.ts";
import { findWorkspaceRoot } from "./workspace-root.ts";

function directoryOf(files: WorkspaceFiles): Directory {
  const directory = createWorkspace(files);
  onTestFinished(() => directory.cleanup());
  return directory;
}

function clientsOf(snapshot: Snapshot, name = "messages:list"): string[] {
  for (const target of snapshot.functions()) {
    if (target.names.includes(name)) return snapshot.callersOf(target).references.filter((reference) => reference.class === "client" && reference.certainty === "direct").map(({ file }) => file.slice(snapshot.root.length + 1));
  }
  return ["no such function"];
}

const CLIENT = 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.messages.list);\n';

/** The state of the disk: a file that is linted again with the same text makes the workspace look. */
function refreshed(workspace: Workspace): Snapshot {
  const file = join(workspace.root, "app/user.tsx");
  workspace.snapshotFor(file, CHAT["app/user.tsx"] ?? "", undefined);
  return workspace.snapshotFor(file, CHAT["app/user.tsx"] ?? "", undefined);
}

test.each<[string, WorkspaceFiles, string, string | undefined]>([
  ["the workspaces of npm", { "package.json": '{ "workspaces": ["apps/*"] }', "apps/web/package.json": "{}", "apps/web/src/x.ts": "" }, "apps/web/src", ""],
  ["pnpm", { "pnpm-workspace.yaml": "packages:\n  - apps/*\n", "apps/web/package.json": "{}", "apps/web/x.ts": "" }, "apps/web", ""],
  ["pnpm's settings alone", { "pnpm-workspace.yaml": "onlyBuiltDependencies:\n  - esbuild\n", "apps/web/package.json": "{}", "apps/web/x.ts": "" }, "apps/web", "apps/web"],
  ["a broken pnpm-workspace.yaml", { "pnpm-workspace.yaml": "packages: [", "apps/web/package.json": "{}", "apps/web/x.ts": "" }, "apps/web", "apps/web"],
  ["the git root", { ".git/HEAD": "", "apps/web/package.json": "{}", "apps/web/x.ts": "" }, "apps/web", ""],
  ["a git root inside a workspace", { "package.json": '{ "workspaces": ["*"] }', "vendored/.git/HEAD": "", "vendored/package.json": "{}", "vendored/x.ts": "" }, "vendored", "vendored"],
  ["the nearest package.json", { "app/package.json": "{}", "app/src/x.ts": "" }, "app/src", "app"],
  ["nothing", { "src/x.ts": "" }, "src", undefined],
])("the root of a workspace: %s", (_, files, from, expected) => {
  const { root } = directoryOf(files);

  expect(findWorkspaceRoot(join(root, from))).toBe(expected === undefined ? undefined : join(root, expected).replace(/\/$/u, ""));
});

test("one workspace a root, for all of its files", () => {
  const directory = directoryOf({ "package.json": '{ "workspaces": ["apps/*"] }', "apps/web/package.json": "{}", "apps/web/main.ts": "" });
  const { root } = directory;

  expect(workspaceOf(join(root, "apps/web/main.ts"))).toBe(openWorkspace(root));
  expect(workspaceOf(directory.write("apps/api/main.ts", ""))).toBe(openWorkspace(root));
});

test("files that appear, change, move and disappear", () => {
  const directory = directoryOf({ "package.json": "{}", ...CHAT });
  const { root } = directory;
  const workspace = new Workspace(root);
  expect(clientsOf(refreshed(workspace))).toEqual([]);

  directory.write("app/main.tsx", CLIENT);
  expect(clientsOf(refreshed(workspace))).toEqual(["app/main.tsx"]);

  directory.write("app/main.tsx", CLIENT.replace("messages.list", "users.get"));
  expect(clientsOf(refreshed(workspace))).toEqual([]);

  directory.write("app/deep/er/main.tsx", CLIENT.replace("../convex", "../../../convex"));
  expect(clientsOf(refreshed(workspace))).toEqual(["app/deep/er/main.tsx"]);

  mkdirSync(join(root, "web"));
  renameSync(join(root, "app/deep"), join(root, "web/deep"));
  expect(clientsOf(refreshed(workspace))).toEqual(["web/deep/er/main.tsx"]);

  directory.remove("web");
  expect(clientsOf(refreshed(workspace))).toEqual([]);

  directory.write("convex/rows.ts", 'import { query } from "./_generated/server";\nexport const all = query({});\n');
  expect(clientsOf(refreshed(workspace), "rows:all")).toEqual([]);

  directory.remove("convex/rows.ts");
  expect(clientsOf(refreshed(workspace), "rows:all")).toEqual(["no such function"]);
});

test("a package that is listed later, a config that moves the functions, a tsconfig that gives a path", () => {
  const directory = directoryOf({ "package.json": "{}", ...CHAT, "app/main.tsx": CLIENT.replace("../convex/_generated/api", "@backend/api") });
  const { root } = directory;
  const workspace = new Workspace(root);
  expect(clientsOf(refreshed(workspace))).toEqual([]);

  directory.write("app/tsconfig.json", '{ "compilerOptions": { "paths": { "@backend/*": ["../convex/_generated/*"] } } }');
  expect(clientsOf(refreshed(workspace))).toEqual(["app/main.tsx"]);

  directory.write("convex.json", '{ "functions": "elsewhere" }');
  directory.write("elsewhere/messages.ts", 'import { query } from "./_generated/server";\nexport const other = query({});\n');
  expect(clientsOf(refreshed(workspace), "messages:other")).toEqual([]);
});

test("a change that keeps the size is seen by its time", () => {
  const directory = directoryOf({ "package.json": "{}", ...CHAT, "app/main.tsx": CLIENT });
  const { root } = directory;
  const workspace = new Workspace(root);
  expect(clientsOf(refreshed(workspace))).toEqual(["app/main.tsx"]);

  const file = directory.write("app/main.tsx", CLIENT.replace("messages.list", "messages.send"));
  utimesSync(file, new Date(), new Date(Date.now() + 5000));
  expect(clientsOf(refreshed(workspace))).toEqual([]);
});

test("the text of an editor stands for the file on disk, saved or not", () => {
  const { root } = directoryOf({ "package.json": "{}", ...CHAT, "app/main.tsx": "export {};\n" });
  const workspace = new Workspace(root);
  const file = join(root, "app/main.tsx");

  expect(clientsOf(workspace.snapshotFor(file, CLIENT, undefined))).toEqual(["app/main.tsx"]);
  expect(clientsOf(workspace.snapshotFor(file, "export {};\n", undefined))).toEqual([]);
  expect(clientsOf(workspace.snapshotFor(join(root, "app/new.tsx"), CLIENT, undefined))).toEqual(["app/new.tsx"]);
  // Another file is linted: the first is what its disk says.
  expect(clientsOf(workspace.snapshotFor(join(root, "app/user.tsx"), CHAT["app/user.tsx"] ?? "", undefined))).toEqual([]);
});
