import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { CHAT, DIGESTS } from "../src/testing/digests-project.ts";
import { AS_FIXED, createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./prefer-internal-function.ts";

const references = createRuleTester({ filename: "convex/daily.ts", files: DIGESTS });

describe("references", () => {
  references.run(rule.name, rule, {
    valid: [
      {
        name: "a test of what a client of the deployment gets",
        filename: "tests/digests.test.ts",
        code: dedent`
          import { ConvexHttpClient } from "convex/browser";
          import { api } from "../convex/_generated/api";

          const client = new ConvexHttpClient("https://example.convex.cloud");
          await expect(client.mutation(api.digests.send, {})).rejects.toThrow("Unauthorized");
        `,
        files: { "convex/crons.ts": dedent`
          import { cronJobs } from "convex/server";
          import { api } from "./_generated/api";

          const crons = cronJobs();
          crons.interval("send", { hours: 1 }, api.digests.send);
          export default crons;
        ` },
      },
      {
        name: "a reference through internal",
        code: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(internal.digests.send, {});
        `,
      },
      {
        name: "a function that clients call too",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runQuery(api.digests.list, {});
        `,
      },
      {
        name: "the name in a string",
        code: dedent`
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation("digests:send" as any, {});
        `,
      },
      {
        name: "makeFunctionReference",
        code: dedent`
          import { makeFunctionReference } from "convex/server";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(makeFunctionReference<"mutation">("digests:send"), {});
        `,
      },
      {
        name: "anyApi",
        code: dedent`
          import { anyApi } from "convex/server";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(anyApi.digests.send, {});
        `,
      },
      {
        name: "a computed name",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            for (const name of ["send"] as const) await ctx.runMutation(api.digests[name], {});
          }
        `,
      },
      {
        name: "a function that a disable comment keeps public",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send, {});
        `,
        files: {
          ...CHAT,
          "convex/digests.ts": dedent`
            import { mutation } from "./_generated/server";

            // eslint-disable-next-line convex-boundary/prefer-internal-function -- A partner's server calls it.
            export const send = mutation({ args: {}, handler: async () => {} });
          `,
          "src/Digests.tsx": null,
        },
      },
      {
        name: "a function that a tag keeps public",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send, {});
        `,
        files: {
          ...CHAT,
          "convex/digests.ts": dedent`
            import { mutation } from "./_generated/server";

            /** @public */
            export const send = mutation({ args: {}, handler: async () => {} });
          `,
          "src/Digests.tsx": null,
        },
      },
    ],
    invalid: [
      {
        name: "ctx.runMutation",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send, {});
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(internal.digests.send, {});
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 4, column: 56, endLine: 4, endColumn: 59,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a client with an admin key, which takes public functions by type",
        filename: "scripts/digest.ts",
        code: dedent`
          import { ConvexHttpClient } from "convex/browser";
          import { api } from "../convex/_generated/api";

          const client = new ConvexHttpClient("https://example.convex.cloud");
          client.setAdminAuth(process.env.CONVEX_DEPLOY_KEY);
          await client.mutation(api.digests.send, {});
        `,
        output: null,
        errors: [
          {
            messageId: "operatorReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 6, column: 23, endLine: 6, endColumn: 26,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: dedent`
              import { ConvexHttpClient } from "convex/browser";
              import { internal } from "../convex/_generated/api";

              const client = new ConvexHttpClient("https://example.convex.cloud");
              client.setAdminAuth(process.env.CONVEX_DEPLOY_KEY);
              await client.mutation(internal.digests.send, {});
            ` }],
          },
        ],
      },
      {
        name: "the scheduler",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            await ctx.scheduler.runAfter(0, api.digests.send, {});
            await ctx.scheduler.runAt(Date.now(), api.digests.mark, {});
          }
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            await ctx.scheduler.runAfter(0, internal.digests.send, {});
            await ctx.scheduler.runAt(Date.now(), internal.digests.mark, {});
          }
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 5, column: 35, endLine: 5, endColumn: 38,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: dedent`
              import { api, internal } from "./_generated/api";
              import type { ActionCtx } from "./_generated/server";

              export async function run(ctx: ActionCtx) {
                await ctx.scheduler.runAfter(0, internal.digests.send, {});
                await ctx.scheduler.runAt(Date.now(), api.digests.mark, {});
              }
            ` }],
          },
          {
            messageId: "publicReference",
            data: { reference: "api.digests.mark", replacement: "internal.digests.mark" },
            line: 6, column: 41, endLine: 6, endColumn: 44,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.mark", replacement: "internal.digests.mark" }, output: dedent`
              import { api, internal } from "./_generated/api";
              import type { ActionCtx } from "./_generated/server";

              export async function run(ctx: ActionCtx) {
                await ctx.scheduler.runAfter(0, api.digests.send, {});
                await ctx.scheduler.runAt(Date.now(), internal.digests.mark, {});
              }
            ` }],
          },
        ],
      },
      {
        name: "a cron job",
        filename: "convex/crons.ts",
        code: dedent`
          import { cronJobs } from "convex/server";
          import { api } from "./_generated/api";

          const crons = cronJobs();
          crons.daily("send", { hourUTC: 8, minuteUTC: 0 }, api.digests.send);
          export default crons;
        `,
        output: dedent`
          import { cronJobs } from "convex/server";
          import { internal } from "./_generated/api";

          const crons = cronJobs();
          crons.daily("send", { hourUTC: 8, minuteUTC: 0 }, internal.digests.send);
          export default crons;
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 5, column: 51, endLine: 5, endColumn: 54,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a call in an HTTP action",
        code: dedent`
          import { api } from "./_generated/api";
          import { httpAction } from "./_generated/server";

          export const hook = httpAction(async (ctx) => Response.json(await ctx.runMutation(api.digests.send, {})));
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import { httpAction } from "./_generated/server";

          export const hook = httpAction(async (ctx) => Response.json(await ctx.runMutation(internal.digests.send, {})));
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 4, column: 83, endLine: 4, endColumn: 86,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a function handle",
        code: dedent`
          import { createFunctionHandle } from "convex/server";
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => createFunctionHandle(api.digests.send);
        `,
        output: dedent`
          import { createFunctionHandle } from "convex/server";
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => createFunctionHandle(internal.digests.send);
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 5, column: 61, endLine: 5, endColumn: 64,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a destructured context",
        code: dedent`
          import { api } from "./_generated/api";
          import { internalAction } from "./_generated/server";

          export const run = internalAction({ args: {}, handler: async ({ runMutation }) => void (await runMutation(api.digests.send, {})) });
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import { internalAction } from "./_generated/server";

          export const run = internalAction({ args: {}, handler: async ({ runMutation }) => void (await runMutation(internal.digests.send, {})) });
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 4, column: 107, endLine: 4, endColumn: 110,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a helper outside the functions directory",
        filename: "lib/deliver.ts",
        code: dedent`
          import { api } from "../convex/_generated/api";
          import type { ActionCtx } from "../convex/_generated/server";

          export const deliver = (ctx: ActionCtx) => ctx.runMutation(api.digests.send, {});
        `,
        files: {
          "convex/daily.ts": dedent`
            import { deliver } from "../lib/deliver";
            import type { ActionCtx } from "./_generated/server";

            export const run = (ctx: ActionCtx) => deliver(ctx);
          `,
        },
        output: dedent`
          import { internal } from "../convex/_generated/api";
          import type { ActionCtx } from "../convex/_generated/server";

          export const deliver = (ctx: ActionCtx) => ctx.runMutation(internal.digests.send, {});
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 4, column: 60, endLine: 4, endColumn: 63,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a test, while others call it",
        filename: "convex/digests.test.ts",
        code: dedent`
          import { convexTest } from "convex-test";
          import { api } from "./_generated/api";

          await convexTest().mutation(api.digests.send, {});
        `,
        files: {
          "convex/crons.ts": dedent`
            import { cronJobs } from "convex/server";
            import { internal } from "./_generated/api";

            const crons = cronJobs();
            crons.interval("send", { hours: 1 }, internal.digests.send);
            export default crons;
          `,
        },
        output: dedent`
          import { convexTest } from "convex-test";
          import { internal } from "./_generated/api";

          await convexTest().mutation(internal.digests.send, {});
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 4, column: 29, endLine: 4, endColumn: 32,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
    ],
  });
});
