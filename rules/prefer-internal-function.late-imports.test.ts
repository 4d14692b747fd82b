import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { DIGESTS } from "../src/testing/digests-project.ts";
import { AS_FIXED, createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./prefer-internal-function.ts";

const references = createRuleTester({ filename: "convex/daily.ts", files: DIGESTS });

/** A reference that is reported at the name which its root goes by. */
function reported(line: number, column: number, { root = "api", name = "send", output = AS_FIXED, starts = false }: { readonly root?: string; readonly name?: string; readonly output?: string | null; readonly starts?: boolean } = {}) {
  const data = { reference: `api.digests.${name}`, replacement: `internal.digests.${name}` };
  return {
    messageId: starts ? ("startedReference" as const) : ("publicReference" as const),
    data, line, column, endLine: line, endColumn: column + root.length,
    suggestions: output === null ? null : [{ messageId: "replaceReference" as const, data, output }],
  };
}

describe("api out of a module that is loaded late", () => {
  references.run(rule.name, rule, {
    valid: [],
    invalid: [
      {
        name: "nothing else uses it",
        code: dedent`
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const { api } = await import("./_generated/api");
            await ctx.runMutation(api.digests.send, {});
            await ctx.runMutation(api.digests.send, {});
          }
        `,
        output: dedent`
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const { internal } = await import("./_generated/api");
            await ctx.runMutation(internal.digests.send, {});
            await ctx.runMutation(internal.digests.send, {});
          }
        `,
        errors: [reported(5, 25), reported(6, 25)],
      },
      {
        name: "a client's function is called with it too",
        code: dedent`
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const { api } = await import("./_generated/api");
            await ctx.runQuery(api.digests.list, {});
            await ctx.runMutation(api.digests.send, {});
          }
        `,
        output: dedent`
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const { api, internal } = await import("./_generated/api");
            await ctx.runQuery(api.digests.list, {});
            await ctx.runMutation(internal.digests.send, {});
          }
        `,
        errors: [reported(6, 25)],
      },
      {
        name: "internal is taken out beside it",
        code: dedent`
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const { api, internal } = await import("./_generated/api");
            await ctx.runMutation(api.digests.send, {});
            await ctx.runMutation(internal.digests.purge, {});
          }
        `,
        output: dedent`
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const { internal } = await import("./_generated/api");
            await ctx.runMutation(internal.digests.send, {});
            await ctx.runMutation(internal.digests.purge, {});
          }
        `,
        errors: [reported(5, 25)],
      },
      {
        name: "internal comes first, under another name",
        code: dedent`
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const { internal: own, api } = require("./_generated/api");
            await ctx.runMutation(own.digests.purge, {});
            await ctx.runMutation(api.digests.send, {});
          }
        `,
        output: dedent`
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const { internal: own } = require("./_generated/api");
            await ctx.runMutation(own.digests.purge, {});
            await ctx.runMutation(own.digests.send, {});
          }
        `,
        errors: [reported(6, 25)],
      },
      {
        name: "another name, in one of two functions",
        code: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const { api: functions } = await import("./_generated/api");
            await ctx.runMutation(functions.digests.send, {});
          }
          export async function clean(ctx: ActionCtx) {
            const { api } = await import("./_generated/api");
            await ctx.runMutation(internal.digests.purge, {});
            await ctx.runMutation(api.digests.mark, {});
          }
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const { internal } = await import("./_generated/api");
            await ctx.runMutation(internal.digests.send, {});
          }
          export async function clean(ctx: ActionCtx) {
            const { internal } = await import("./_generated/api");
            await ctx.runMutation(internal.digests.purge, {});
            await ctx.runMutation(internal.digests.mark, {});
          }
        `,
        errors: [
          reported(6, 25, {
            root: "functions",
            output: dedent`
              import { internal } from "./_generated/api";
              import type { ActionCtx } from "./_generated/server";

              export async function run(ctx: ActionCtx) {
                const { internal } = await import("./_generated/api");
                await ctx.runMutation(internal.digests.send, {});
              }
              export async function clean(ctx: ActionCtx) {
                const { api } = await import("./_generated/api");
                await ctx.runMutation(internal.digests.purge, {});
                await ctx.runMutation(api.digests.mark, {});
              }
            `,
          }),
          reported(11, 25, {
            name: "mark",
            output: dedent`
              import { internal } from "./_generated/api";
              import type { ActionCtx } from "./_generated/server";

              export async function run(ctx: ActionCtx) {
                const { api: functions } = await import("./_generated/api");
                await ctx.runMutation(functions.digests.send, {});
              }
              export async function clean(ctx: ActionCtx) {
                const { internal } = await import("./_generated/api");
                await ctx.runMutation(internal.digests.purge, {});
                await ctx.runMutation(internal.digests.mark, {});
              }
            `,
          }),
        ],
      },
      {
        name: "something else is called internal",
        code: dedent`
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx, internal: boolean) {
            const { api } = await import("./_generated/api");
            if (internal) await ctx.runMutation(api.digests.send, {});
          }
        `,
        output: null,
        errors: [reported(5, 39, { output: null })],
      },
      {
        name: "the file exports it",
        code: dedent`
          import type { ActionCtx } from "./_generated/server";

          export const { api } = await import("./_generated/api");
          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send, {});
        `,
        output: null,
        errors: [reported(3, 16, { output: null, starts: true })],
      },
      {
        name: "a cast says what the module holds",
        code: dedent`
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const { api } = (await import("./_generated/api")) as any;
            await ctx.runMutation(api.digests.send, {});
          }
        `,
        output: null,
        errors: [reported(4, 11, { output: null, starts: true })],
      },
    ],
  });
});
