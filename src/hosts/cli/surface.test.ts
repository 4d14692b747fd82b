import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";

import { createWorkspace, generated, type Workspace, type WorkspaceFiles } from "../../testing/workspace.ts";
import { run } from "./run.ts";

const CHAT: WorkspaceFiles = {
  "package.json": "{}",
  ...generated("convex", ["messages"]),
  "convex/messages.ts": `import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const list = query({ args: {}, handler: async () => [] });

export const send = mutation({ args: { body: v.string() }, handler: async () => null });
`,
  "convex/http.ts": `import { httpRouter } from "convex/server";
import { httpAction } from "./_generated/server";

const http = httpRouter();
http.route({ path: "/status", method: "GET", handler: httpAction(async () => new Response("up")) });
export default http;
`,
  "src/App.tsx": `import { useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export const App = () => <p>{useQuery(api.messages.list)?.length}</p>;
`,
};

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

let workspace: Workspace | undefined;
afterEach(() => {
  vi.restoreAllMocks();
  workspace?.cleanup();
});

function setUp(files: WorkspaceFiles = CHAT): Workspace {
  workspace = createWorkspace(files);
  return workspace;
}

/** Each run has a process of its own to users; here an hour passes between two, so that the files are looked at anew. */
let hours = 0;

async function surface(root: string, ...argv: string[]): Promise<Outcome> {
  const offset = (hours += 1) * 3_600_000;
  const now = performance.now.bind(performance);
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + offset);
  let stdout = "";
  let stderr = "";
  const status = await run(["surface", ...argv], { workingDirectory: root, stdout: { write: (text) => (stdout += text) }, stderr: { write: (text) => (stderr += text) } });
  clock.mockRestore();
  return { status, stdout, stderr };
}

test("writing and comparing: nothing differs", async () => {
  const { root } = setUp();

  expect(await surface(root, "--write")).toEqual({ status: 0, stdout: "Wrote convex.surface.json: 2 public functions and 1 HTTP route.\n", stderr: "" });
  expect(await surface(root)).toEqual({ status: 0, stdout: "convex.surface.json: 2 public functions and 1 HTTP route, as reviewed.\n", stderr: "" });
  expect(Object.keys((JSON.parse(readFileSync(join(root, "convex.surface.json"), "utf8")) as { functions: object }).functions)).toEqual(["messages:list", "messages:send"]);
  expect(readdirSync(root).filter((name) => name.includes("surface"))).toEqual(["convex.surface.json"]);
});

test("differences are explained with their places", async () => {
  const chat = setUp();
  const { root } = chat;
  await surface(root, "--write");
  chat.write("convex/messages.ts", `import { v } from "convex/values";
import { internalQuery, mutation } from "./_generated/server";

export const list = internalQuery({ args: {}, handler: async () => [] });

export const send = mutation({ args: { body: v.optional(v.string()) }, handler: async () => null });
export const wipe = mutation({ handler: async () => null });
`);

  expect(await surface(root)).toEqual({
    status: 1,
    stdout: `convex.surface.json: 3 changes since it was reviewed.

- messages:list is internal now: clients that still call it fail.
~ messages:send lets callers leave out \`body\` now.
    convex/messages.ts:6
+ messages:wipe is new: a public mutation; callers send anything, and nothing validates it; nothing looks at who calls.
    convex/messages.ts:7

\`npx convex-boundary surface --write\` accepts them.
`,
    stderr: "",
  });
  expect((await surface(root, "--write")).stdout).toBe("Wrote convex.surface.json: 2 public functions and 1 HTTP route, with 3 changes.\n");
  expect((await surface(root)).status).toBe(0);
});

test("other tools read the differences as JSON", async () => {
  const chat = setUp();
  const { root } = chat;
  await surface(root, "--write");
  chat.write("convex/users.ts", 'import { query } from "./_generated/server";\nexport const me = query({ args: {}, handler: async () => null });\n');

  const { status, stdout } = await surface(root, "--format", "json");

  expect([status, JSON.parse(stdout)]).toEqual([1, {
    projects: [{
      file: "convex.surface.json",
      changes: [{ subject: "function", name: "users:me", differences: [{ kind: "added", text: "is new", detail: "a public query; callers send `{}`; nothing looks at who calls" }], place: "convex/users.ts:2" }],
    }],
  }]);
});

test("writing leaves a file alone that says the same in another layout", async () => {
  const chat = setUp();
  const { root } = chat;
  await surface(root, "--write");
  const text = JSON.stringify(JSON.parse(readFileSync(join(root, "convex.surface.json"), "utf8")));
  chat.write("convex.surface.json", text);

  expect((await surface(root, "--write")).stdout).toBe("convex.surface.json is as reviewed: 2 public functions and 1 HTTP route.\n");
  expect(readFileSync(join(root, "convex.surface.json"), "utf8")).toBe(text);
});

describe("it cannot run", () => {
  test("without a surface file", async () => {
    const { root } = setUp();

    expect(await surface(root)).toEqual({ status: 2, stdout: "", stderr: "convex-boundary: There is no convex.surface.json yet: `npx convex-boundary surface --write` writes it, for review and to be committed.\n" });
  });

  test("with one that is no JSON, which `--write` mends", async () => {
    const { root } = setUp({ ...CHAT, "convex.surface.json": "{" });

    const { status, stderr } = await surface(root);

    expect(status).toBe(2);
    expect(stderr).toContain(`${root}/convex.surface.json is not JSON: `);
    expect((await surface(root, "--write")).stdout).toBe("Wrote convex.surface.json: 2 public functions and 1 HTTP route, in the place of one that could not be read.\n");
    expect((await surface(root)).status).toBe(0);
  });

  test("with the markers of a merge conflict", async () => {
    const { root } = setUp({ ...CHAT, "convex.surface.json": "{\n<<<<<<< ours\n=======\n>>>>>>> theirs\n}\n" });

    expect((await surface(root)).stderr).toContain("holds the markers of a merge conflict: merge the code, then let `--write` list it anew.");
  });

  test("with one that a newer release wrote, which `--write` leaves alone", async () => {
    const newer = '{ "version": 99 }';
    const { root } = setUp({ ...CHAT, "convex.surface.json": newer });

    const outcomes = [await surface(root), await surface(root, "--write")];

    expect(outcomes.map(({ status }) => status)).toEqual([2, 2]);
    expect(outcomes[1]?.stderr).toContain("update eslint-plugin-convex-boundary");
    expect(readFileSync(join(root, "convex.surface.json"), "utf8")).toBe(newer);
  });

  test("with options that do not go together", async () => {
    const { root } = setUp();

    expect(await surface(root, "--write", "--format", "json")).toMatchObject({ status: 2, stderr: "convex-boundary: `--format` is for the differences, which `--write` and `--html` do not print.\n" });
  });

  test.skipIf(process.getuid?.() === 0)("where it may not write", async () => {
    const { root } = setUp();
    chmodSync(root, 0o500);

    const { status, stderr } = await surface(root, "--write");

    chmodSync(root, 0o700);
    expect(status).toBe(2);
    expect(stderr).toContain("convex.surface.json");
    expect(existsSync(join(root, "convex.surface.json"))).toBe(false);
  });
});

test("each project of a monorepo has its own file, and one without is named", async () => {
  const module = CHAT["convex/messages.ts"] ?? "";
  const { root } = setUp({
    "package.json": '{ "workspaces": ["apps/*"] }',
    ...generated("apps/a/convex", ["messages"]), "apps/a/convex/messages.ts": module, "apps/a/package.json": "{}",
    ...generated("apps/b/convex", ["messages"]), "apps/b/convex/messages.ts": module, "apps/b/package.json": "{}",
  });

  expect((await surface(root, "--write", "apps/a")).stdout).toBe("Wrote apps/a/convex.surface.json: 2 public functions and 0 HTTP routes.\n");
  expect(await surface(root)).toMatchObject({ status: 2, stderr: "convex-boundary: There is no apps/b/convex.surface.json yet: `npx convex-boundary surface --write` writes it, for review and to be committed.\n" });
  expect((await surface(root, "apps/a")).status).toBe(0);
});

test("a project in which nothing is public needs no file", async () => {
  const { root } = setUp({ "package.json": "{}", ...generated("convex", ["a"]), "convex/a.ts": 'import { internalQuery } from "./_generated/server";\nexport const a = internalQuery({ args: {}, handler: async () => null });\n' });

  expect([await surface(root), await surface(root, "--write")].map(({ status, stdout }) => [status, stdout])).toEqual([
    [0, "Nothing is public here, so there is no surface to review.\n"],
    [0, "Nothing is public here, so there is no surface to review.\n"],
  ]);
});

test("what only types could confirm stays as reviewed", async () => {
  const chat = setUp();
  const { root } = chat;
  await surface(root, "--write");
  const file = JSON.parse(readFileSync(join(root, "convex.surface.json"), "utf8")) as { functions: Record<string, unknown> };
  chat.write("convex.surface.json", JSON.stringify({ ...file, functions: { ...file.functions, "auth:signIn": file.functions["messages:send"] } }));
  chat.write("convex/auth.ts", 'import { makeAuth } from "not-installed";\nexport const { signIn } = makeAuth();\n');
  chat.write("convex/new.ts", 'import { query } from "./_generated/server";\nexport const a = query({ args: {}, handler: async () => null });\n');

  const { stdout } = await surface(root, "--write");

  expect(stdout).toBe("Wrote convex.surface.json: 4 public functions and 1 HTTP route, with 1 change.\nWithout types nothing tells whether `auth:signIn` is still public, so what was reviewed stays.\n");
  expect(Object.keys((JSON.parse(readFileSync(join(root, "convex.surface.json"), "utf8")) as typeof file).functions)).toEqual(["auth:signIn", "messages:list", "messages:send", "new:a"]);
  expect(await surface(root)).toMatchObject({ status: 0, stdout: "convex.surface.json: 4 public functions and 1 HTTP route, as reviewed.\nWithout types nothing tells whether `auth:signIn` is still public.\n" });
});
