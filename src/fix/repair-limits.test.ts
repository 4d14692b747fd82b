import { describe, expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";
import { ACTION, BASE, DEFINITION, FIXED_ACTION, repair } from "../testing/repair.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

describe("what a fix would break is a suggestion", () => {
  const index = (files: WorkspaceFiles): ReturnType<typeof indexOf> => indexOf({ ...BASE, "convex/messages.ts": DEFINITION, ...files });

  test.each<[string, WorkspaceFiles]>([
    ["an alias that a public function shares", { "convex/messages.ts": `${DEFINITION}export const other = mutation({});\n`, "app/other.tsx": 'import { useMutation } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseMutation(api.messages.other);\n', "convex/go.ts": 'import { internalAction } from "./_generated/server";\nimport { api } from "./_generated/api";\nconst m = api.messages;\nexport const go = internalAction(async (ctx) => { await ctx.runMutation(m.send, {}); await ctx.runMutation(m.other, {}); });\n' }],
    ["api handed on as a property", { "convex/go.ts": 'import { internalAction } from "./_generated/server";\nimport { api } from "./_generated/api";\nconst backend = { api };\nexport const go = internalAction(async (ctx) => { await ctx.runMutation(backend.api.messages.send, {}); });\n' }],
    ["a reference that may be it", { "convex/go.ts": `${ACTION}const refs = { a: api.messages.send, b: api.users.get };\nexport const pick = internalAction(async (ctx, args) => { await ctx.runMutation(refs[args.name], {}); });\n` }],
    ["a reference of a list that is gone through", { "convex/go.ts": `${ACTION}const refs: FunctionReference<"mutation", "public">[] = [api.messages.send];\nexport const all = internalAction(async (ctx) => { for (const ref of refs) await ctx.runMutation(ref, {}); });\n` }],
    ["a module handed on whole", { "convex/go.ts": `${ACTION}export const kit = new Kit(api.messages);\n` }],
    ["an API that takes public references, as far as is known", { "convex/go.ts": 'import { api } from "./_generated/api";\nimport { register } from "some-library";\nregister(api.messages.send);\n' }],
    ["static code generation", { "convex.json": '{ "codegen": { "staticApi": true } }', "convex/go.ts": ACTION }],
    ["a directive at a reference", { "convex/go.ts": ACTION.replace("export const", "// eslint-disable-next-line convex-boundary/prefer-internal-function\nexport const") }],
    ["an error that is expected at a reference", { "convex/go.ts": ACTION.replace("export const", "// @ts-expect-error It is too deep.\nexport const") }],
    ["an error that is expected where it is called internal already", { "convex/go.ts": ACTION.replace("{ api }", "{ internal }").replace("export const", "// @ts-expect-error It is public still.\nexport const").replace("api.messages", "internal.messages") }],
    ["a late import with a cast", { "convex/go.ts": ACTION.replace(/^import \{ api \}.*\n/mu, "").replace("(ctx) => {", '(ctx) => { const { api } = (await import("./_generated/api")) as any;') }],
    ["a module that a program writes", { "convex/messages.ts": `// Generated from messages.yaml. Do not edit.\n${DEFINITION}`, "convex/go.ts": ACTION }],
    ["a reference in code that a program writes", { "convex/go.ts": `/** @generated */\n${ACTION}` }],
    ["a reference in a template literal", { "convex/go.ts": `${ACTION}export const label = name(api.messages.send);\n` }],
  ])("%s", (_, files) => {
    const found = index(files);

    expect(found.verdict("messages:send")).toBe("server-only");
    expect(found.repairability("messages:send")).toBe("suggestion");
    expect(found.repaired()).toEqual({});
  });

  test("functions that share a place stand or fall together", () => {
    const found = indexOf({
      ...BASE,
      "convex/messages.ts": 'import { mutation } from "./_generated/server";\nexport const a = mutation({});\nexport const b = mutation({});\nexport const c = mutation({});\n',
      "convex/go.ts": `import { internalAction } from "./_generated/server";
import { api } from "./_generated/api";
const ab = api.messages;
const bc = api.messages;
export const go = internalAction(async (ctx) => {
  await ctx.runMutation(ab.a, {});
  await ctx.runMutation(ab.b, {});
  await ctx.runMutation(bc.b, {});
  await ctx.runMutation(bc.c, {});
  register(api.messages.c);
});
`,
    });

    expect(["messages:a", "messages:b", "messages:c"].map((name) => found.repairability(name))).toEqual(["suggestion", "suggestion", "suggestion"]);
    expect(found.repaired()).toEqual({});
  });

  test("a function that cannot be repaired leaves the others alone", () => {
    const changed = repair({
      "convex/messages.ts": `${DEFINITION}export const other = mutation({});\n`,
      "convex/go.ts": `${ACTION}export const more = internalAction(async (ctx) => { await ctx.runMutation(api.messages.other, {}); register(api.messages.other); });\n`,
    });

    expect(changed).toEqual({
      "convex/messages.ts": 'import { internalMutation, mutation } from "./_generated/server";\nexport const send = internalMutation({ handler: async () => null });\nexport const other = mutation({});\n',
      "convex/go.ts": `${FIXED_ACTION.replace("{ internal }", "{ api, internal }")}export const more = internalAction(async (ctx) => { await ctx.runMutation(api.messages.other, {}); register(api.messages.other); });\n`,
    });
  });
});
