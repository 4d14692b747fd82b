import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./prefer-internal-reference.ts";

/** `list` has a client, the others are internal. */
const DIGESTS = {
  "convex/digests.ts": dedent`
    import { internalMutation, query } from "./_generated/server";

    export const list = query({ args: {}, handler: async () => [] });
    export const send = internalMutation({ args: {}, handler: async () => {} });
    export const mark = internalMutation({ args: {}, handler: async () => {} });
  `,
  "src/Digests.tsx": dedent`
    import { useQuery } from "convex/react";
    import { api } from "../convex/_generated/api";

    export const Digests = () => <p>{useQuery(api.digests.list, {})?.length}</p>;
  `,
};

const tester = createRuleTester({ filename: "convex/daily.ts", files: DIGESTS });

describe("internal functions", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "through internal",
        code: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(internal.digests.send, {});
        `,
      },
      {
        name: "in a client, where it is another mistake",
        filename: "src/Send.tsx",
        code: dedent`
          import { useMutation } from "convex/react";
          import { api } from "../convex/_generated/api";

          export const Send = () => <button onClick={useMutation(api.digests.send)} />;
        `,
      },
      {
        name: "in a test that proves that clients cannot call it",
        filename: "convex/digests.test.ts",
        code: dedent`
          import { ConvexHttpClient } from "convex/browser";
          import { api } from "./_generated/api";

          const client = new ConvexHttpClient("https://happy-animal-123.convex.cloud");
          // @ts-expect-error It is internal.
          const result = client.mutation(api.digests.send, {});
          await expect(result).rejects.toThrow("Could not find public function");
        `,
      },
      {
        name: "in a test that proves that its type is not in api",
        filename: "convex/digests.test.ts",
        code: dedent`
          import { api } from "./_generated/api";

          // @ts-expect-error It is internal.
          void api.digests.send;
        `,
      },
      {
        name: "by name",
        code: dedent`
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation("digests:send" as any, {});
        `,
      },
      {
        name: "a name that nothing has",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.gone, {});
        `,
      },
    ],
    invalid: [
      {
        name: "through api",
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
        errors: [{ messageId: "internalFunction", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 4, column: 56, endLine: 4, endColumn: 59, suggestions: null }],
      },
      {
        name: "through a cast of api",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation((api as any).digests.send, {});
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation((internal as any).digests.send, {});
        `,
        errors: [{ messageId: "internalFunction", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 4, column: 57, endLine: 4, endColumn: 60, suggestions: null }],
      },
      {
        name: "all of a file at once",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(api.digests.send, {});
            await ctx.scheduler.runAfter(0, api.digests.mark, {});
          }
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(internal.digests.send, {});
            await ctx.scheduler.runAfter(0, internal.digests.mark, {});
          }
        `,
        errors: [
          { messageId: "internalFunction", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 5, column: 25, endLine: 5, endColumn: 28, suggestions: null },
          { messageId: "internalFunction", data: { reference: "api.digests.mark", replacement: "internal.digests.mark" }, line: 6, column: 35, endLine: 6, endColumn: 38, suggestions: null },
        ],
      },
      {
        name: "beside a public function",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            await ctx.runQuery(api.digests.list, {});
            await ctx.runMutation(api.digests.send, {});
          }
        `,
        output: dedent`
          import { api, internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            await ctx.runQuery(api.digests.list, {});
            await ctx.runMutation(internal.digests.send, {});
          }
        `,
        errors: [{ messageId: "internalFunction", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 6, column: 25, endLine: 6, endColumn: 28, suggestions: null }],
      },
      {
        name: "through a constant",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const digests = api.digests;

          export const run = (ctx: ActionCtx) => ctx.runMutation(digests.send, {});
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const digests = internal.digests;

          export const run = (ctx: ActionCtx) => ctx.runMutation(digests.send, {});
        `,
        errors: [{ messageId: "internalFunction", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 4, column: 17, endLine: 4, endColumn: 20, suggestions: null }],
      },
      {
        name: "through a constant that a public function shares",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const digests = api.digests;

          export async function run(ctx: ActionCtx) {
            await ctx.runQuery(digests.list, {});
            await ctx.runMutation(digests.send, {});
          }
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 4, column: 17, endLine: 4, endColumn: 20, suggestions: null }],
      },
      {
        name: "into a helper that nothing is known about",
        code: dedent`
          import { api } from "./_generated/api";
          import { runLater } from "./later";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => runLater(ctx, api.digests.send);
        `,
        output: null,
        errors: [
          {
            messageId: "internalFunction",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 5, column: 54, endLine: 5, endColumn: 57,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: dedent`
              import { internal } from "./_generated/api";
              import { runLater } from "./later";
              import type { ActionCtx } from "./_generated/server";

              export const run = (ctx: ActionCtx) => runLater(ctx, internal.digests.send);
            ` }],
          },
        ],
      },
      {
        name: "in a cron job",
        filename: "convex/crons.ts",
        code: dedent`
          import { cronJobs } from "convex/server";
          import { api } from "./_generated/api";

          const crons = cronJobs();
          crons.interval("send", { hours: 1 }, api.digests.send);
          export default crons;
        `,
        output: dedent`
          import { cronJobs } from "convex/server";
          import { internal } from "./_generated/api";

          const crons = cronJobs();
          crons.interval("send", { hours: 1 }, internal.digests.send);
          export default crons;
        `,
        errors: [{ messageId: "internalFunction", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 5, column: 38, endLine: 5, endColumn: 41, suggestions: null }],
      },
      {
        name: "where an error is expected, of which the directive would complain",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          // @ts-expect-error It is not in api.
          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send, {});
        `,
        output: null,
        errors: [
          {
            messageId: "internalFunction",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 5, column: 56, endLine: 5, endColumn: 59,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: dedent`
              import { internal } from "./_generated/api";
              import type { ActionCtx } from "./_generated/server";

              // @ts-expect-error It is not in api.
              export const run = (ctx: ActionCtx) => ctx.runMutation(internal.digests.send, {});
            ` }],
          },
        ],
      },
      {
        name: "in a test",
        filename: "convex/digests.test.ts",
        code: dedent`
          import { convexTest } from "convex-test";
          import { api } from "./_generated/api";

          await convexTest().mutation(api.digests.send, {});
        `,
        output: dedent`
          import { convexTest } from "convex-test";
          import { internal } from "./_generated/api";

          await convexTest().mutation(internal.digests.send, {});
        `,
        errors: [{ messageId: "internalFunction", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 4, column: 29, endLine: 4, endColumn: 32, suggestions: null }],
      },
    ],
  });
});

describe("shared functions", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "by default",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runQuery(api.digests.list, {});
        `,
      },
      {
        name: "when the option says so",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runQuery(api.digests.list, {});
        `,
        options: [{ sharedFunctions: false }],
      },
      {
        name: "with the option, in a client",
        filename: "src/Digests.tsx",
        code: dedent`
          import { useQuery } from "convex/react";
          import { api } from "../convex/_generated/api";

          export const Digests = () => <p>{useQuery(api.digests.list, {})?.length}</p>;
        `,
        options: [{ sharedFunctions: true }],
      },
      {
        name: "with the option, in a test",
        filename: "convex/digests.test.ts",
        code: dedent`
          import { convexTest } from "convex-test";
          import { api } from "./_generated/api";

          await convexTest().query(api.digests.list, {});
        `,
        options: [{ sharedFunctions: true }],
      },
      {
        name: "with the option, a public function that no client calls",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runQuery(api.orders.list, {});
        `,
        files: {
          "convex/orders.ts": dedent`
            import { query } from "./_generated/server";

            export const list = query({ args: {}, handler: async () => [] });
          `,
        },
        options: [{ sharedFunctions: true }],
      },
    ],
    invalid: [
      {
        name: "with the option",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runQuery(api.digests.list, {});
        `,
        options: [{ sharedFunctions: true }],
        output: null,
        errors: [{ messageId: "sharedFunction", data: { reference: "api.digests.list" }, line: 4, column: 53, endLine: 4, endColumn: 56, suggestions: null }],
      },
    ],
  });
});
