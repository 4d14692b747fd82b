import { ESLint } from "eslint";
import { expect, onTestFinished, test, vi } from "vitest";

import { Analysis } from "./analysis.ts";
import { describeIdleSettings } from "./idle-settings.ts";
import plugin from "./index.ts";
import { readSettings, SETTINGS_KEY } from "./settings.ts";
import { indexOf } from "./testing/index-of.ts";
import { createWorkspace, type WorkspaceFiles } from "./testing/workspace.ts";
import { UNKNOWING_ORACLE } from "./types/type-oracle.ts";

const FILES: WorkspaceFiles = {
  "package.json": '{ "dependencies": { "convex": "*", "convex-helpers": "*" } }',
  "shared/guard.ts": "export const requireGuard = async () => {};\n",
  "convex/lib/auth.ts": "// nobodyHere is mentioned only\nexport async function requireUser(ctx) { if (!(await ctx.auth.getUserIdentity())) throw new Error(); }\nexport class Guard { static async requireOwner() {} }\nexport const auth = { requireKey: async () => {}, requireRole() {} };\n",
  "convex/lib/builders.ts": [
    'import { customMutation } from "convex-helpers/server/customFunctions";',
    'import { internalMutation, mutation } from "../_generated/server";',
    "const input = { args: {}, input: async () => ({ ctx: {}, args: {} }) };",
    "export const userMutation = customMutation(mutation, input);",
    "export const systemMutation = customMutation(internalMutation, { ...input });",
  ].join("\n"),
  "convex/messages.ts": 'import { userMutation as send_ } from "./lib/builders";\nexport const send = send_({ args: {}, handler: async () => {} });\n',
};

function idle(settings: Readonly<Record<string, unknown>>): readonly string[] {
  const analysis = new Analysis(indexOf(FILES).snapshot, readSettings({ [SETTINGS_KEY]: settings }), UNKNOWING_ORACLE, new Map());
  return describeIdleSettings(analysis, (name) => name);
}

test.each<[string, Readonly<Record<string, unknown>>]>([
  ["a function", { accessChecks: ["requireUser"] }],
  ["a constant", { accessChecks: ["requireGuard"] }],
  ["a method", { accessChecks: ["requireOwner"] }],
  ["properties", { accessChecks: ["requireKey", "lib/auth:requireRole"] }],
  ["a function with its module", { accessChecks: ["lib/auth:requireUser"] }],
  ["a builder and its twin", { internalBuilders: { userMutation: "systemMutation" } }],
  ["nothing", {}],
])("settings that name %s are in use", (_, settings) => {
  expect(idle(settings)).toEqual([]);
});

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  ["a helper that only a comment mentions", { accessChecks: ["requireUser", "nobodyHere"] }, "accessChecks names `nobodyHere`, but no function here has that name. It has no effect."],
  [
    "a helper of another module",
    { accessChecks: ["convex/lib/auth:requireUser"] },
    "accessChecks names `convex/lib/auth:requireUser`, but no module `convex/lib/auth` with a function `requireUser` is here; a module is named as it is seen from the functions directory. It has no effect.",
  ],
  ["a builder by its name elsewhere", { internalBuilders: { send_: "systemMutation" } }, "internalBuilders names the builder `send_`, but no function here is made with a builder of that name. It has no effect."],
  ["a misspelt builder", { internalBuilders: { userMutatoin: "systemMutation" } }, "internalBuilders names the builder `userMutatoin`, but no function here is made with a builder of that name. Did you mean `userMutation`? It has no effect."],
  [
    "a misspelt twin",
    { internalBuilders: { userMutation: "systemMutations" } },
    "internalBuilders names `systemMutations` as the internal twin of `userMutation`, but convex/lib/builders.ts does not export it. Did you mean `systemMutation`? It has no effect.",
  ],
])("settings that name %s have no effect", (_, settings, expected) => {
  expect(idle(settings)).toEqual([expected]);
});

test("ESLint is told once", async () => {
  const emitWarning = vi.spyOn(process, "emitWarning").mockReturnValue(undefined);
  onTestFinished(() => emitWarning.mockRestore());
  const workspace = createWorkspace(FILES);
  onTestFinished(() => workspace.cleanup());
  const eslint = new ESLint({
    cwd: workspace.root,
    overrideConfigFile: true,
    overrideConfig: [
      { files: ["**/*.ts"], languageOptions: { parser: await import("@typescript-eslint/parser") }, plugins: { "convex-boundary": plugin }, rules: { "convex-boundary/no-any-validator": "error" } },
      { settings: { [SETTINGS_KEY]: { accessChecks: ["nobodyHere"] } } },
    ],
  });

  await eslint.lintFiles(["convex/lib/auth.ts", "convex/messages.ts"]);
  await eslint.lintFiles(["convex/messages.ts"]);

  expect(emitWarning.mock.calls).toEqual([['settings["convex-boundary"].accessChecks names `nobodyHere`, but no function here has that name. It has no effect.', "ConvexBoundaryWarning"]]);
});
