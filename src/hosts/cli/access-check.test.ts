import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";

import { findingsIn, runIn } from "../../testing/command-line.ts";
import { createWorkspace } from "../../testing/workspace.ts";

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** Creates a project with a helper that looks a key up, which does not show that it tells who calls. */
function setUp(): string {
  const workspace = createWorkspace({
    ".git/HEAD": "",
    "package.json": '{ "dependencies": { "convex": "*" } }',
    "convex/lib/keys.ts": 'export async function requireKey(ctx, key) {\n  if (!(await ctx.db.query("keys").first())) throw new Error("no");\n}\n',
    "convex/users.ts": 'import { query } from "./_generated/server";\nexport const me = query({ args: {}, handler: async (ctx) => await ctx.auth.getUserIdentity() });\n',
    "convex/messages.ts": 'import { mutation } from "./_generated/server";\nimport { requireKey } from "./lib/keys";\nexport const send = mutation({ args: {}, handler: async (ctx, { id }) => {\n  await requireKey(ctx, id);\n  await ctx.db.insert("messages", {});\n} });\n',
  });
  cleanups.push(() => workspace.cleanup());
  return workspace.root;
}

/** Returns what the surface file says of `messages:send`. */
function accessIn(root: string): string | undefined {
  const { functions } = JSON.parse(readFileSync(`${root}/convex.surface.json`, "utf8")) as { functions: Record<string, { access: string }> };
  return functions["messages:send"]?.access;
}

const RULE = ["--rule", "require-access-check:error"];

describe("--access-check", () => {
  test("names a helper that makes sure who calls", async () => {
    const root = setUp();

    expect(findingsIn(await runIn(root, ["check", "--format", "json", ...RULE]), root)).toEqual(["convex/messages.ts:3 require-access-check"]);
    expect(findingsIn(await runIn(root, ["check", "--format", "json", ...RULE, "--access-check", "requireKey"]), root)).toEqual([]);
  });

  test("may be repeated, and may name the module", async () => {
    const root = setUp();

    expect(findingsIn(await runIn(root, ["check", "--format", "json", ...RULE, "--access-check", "requireAdmin", "--access-check", "lib/keys:requireKey"]), root)).toEqual([]);
    expect(findingsIn(await runIn(root, ["check", "--format", "json", ...RULE, "--access-check", "lib/other:requireKey"]), root)).toEqual(["convex/messages.ts:3 require-access-check"]);
  });

  test("holds for `explain` and `surface`", async () => {
    const root = setUp();

    expect((await runIn(root, ["explain", "messages:send"])).stdout).toContain("access     Nothing asks who calls.\n  does       It inserts documents, at convex/messages.ts:5.\n");
    expect((await runIn(root, ["explain", "messages:send", "--access-check", "requireKey"])).stdout).toContain("access     It calls what the setting `accessChecks` names: messages:send → requireKey (convex/lib/keys.ts:1).\n");
    await runIn(root, ["surface", "--write", "--access-check", "requireKey"]);
    expect(accessIn(root)).toBe("checked");

    const other = setUp();
    await runIn(other, ["surface", "--write"]);
    expect(accessIn(other)).toBe("unchecked");
  });

  test.each([["check"], ["explain", "messages:send"], ["surface", "--write"]])("that names nothing is told of by %s", async (...argv) => {
    const { stdout, stderr } = await runIn(setUp(), [...argv, "--access-check", "requireKee"]);

    expect(`${stdout}${stderr}`.split("\n")).toContain("`--access-check` names `requireKee`, but no function here has that name. It has no effect.");
  });

  test.each(["lib/auth", "auth:", "a:b:c", "require user"])("%s ends the run", async (name) => {
    expect(await runIn(setUp(), ["check", "--access-check", name])).toEqual({
      status: 2,
      stdout: "",
      stderr: `convex-boundary: \`--access-check\` takes the name of a function, such as \`requireUser\` or \`lib/auth:requireUser\`, not \`${name}\`.\n`,
    });
  });
});
