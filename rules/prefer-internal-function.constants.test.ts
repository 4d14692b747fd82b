import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { DIGESTS } from "../src/testing/digests-project.ts";
import { AS_FIXED, createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./prefer-internal-function.ts";

const references = createRuleTester({ filename: "convex/daily.ts", files: DIGESTS });

describe("constants of references", () => {
  references.run(rule.name, rule, {
    valid: [
      {
        name: "a use of another file's table, which is reported there",
        code: dedent`
          import { jobs } from "./jobs";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(jobs.send, {});
        `,
        files: {
          "convex/jobs.ts": dedent`
            import { api } from "./_generated/api";

            export const jobs = { send: api.digests.send };
          `,
        },
      },
    ],
    invalid: [
      {
        name: "a module",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const digests = api.digests;

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(digests.send, {});
            await ctx.runMutation(digests.mark, {});
          }
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const digests = internal.digests;

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(digests.send, {});
            await ctx.runMutation(digests.mark, {});
          }
        `,
        errors: [{ messageId: "publicReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 4, column: 17, endLine: 4, endColumn: 20, suggestions: null }],
      },
      {
        name: "all of api, out of generated code that is cast",
        code: dedent`
          import * as generated from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const references = (generated as any).api;

          export const run = (ctx: ActionCtx) => ctx.runMutation(references.digests.send, {});
        `,
        output: dedent`
          import * as generated from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const references = (generated as any).internal;

          export const run = (ctx: ActionCtx) => ctx.runMutation(references.digests.send, {});
        `,
        errors: [{ messageId: "startedReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 4, column: 39, endLine: 4, endColumn: 42, suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }] }],
      },
      {
        name: "a module that public functions share",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const digests = api.digests;

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(digests.send, {});
            await ctx.runQuery(digests.list, {});
          }
        `,
        output: null,
        errors: [{ messageId: "publicReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 4, column: 17, endLine: 4, endColumn: 20, suggestions: null }],
      },
      {
        name: "a function, used twice",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const send = api.digests.send;

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(send, {});
            await ctx.runMutation(send, {});
          }
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const send = internal.digests.send;

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(send, {});
            await ctx.runMutation(send, {});
          }
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 4, column: 14, endLine: 4, endColumn: 17,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a destructured function",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const { send } = api.digests;

          export const run = (ctx: ActionCtx) => ctx.runMutation(send, {});
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const { send } = internal.digests;

          export const run = (ctx: ActionCtx) => ctx.runMutation(send, {});
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 4, column: 18, endLine: 4, endColumn: 21,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a function destructured beside a public one",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const { list, send } = api.digests;

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(send, {});
            await ctx.runQuery(list, {});
          }
        `,
        output: null,
        errors: [{ messageId: "publicReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 4, column: 24, endLine: 4, endColumn: 27, suggestions: null }],
      },
      {
        name: "a table of functions",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const jobs = { list: api.digests.list, send: api.digests.send };

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(jobs.send, {});
            await ctx.runQuery(jobs.list, {});
          }
        `,
        output: dedent`
          import { api, internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const jobs = { list: api.digests.list, send: internal.digests.send };

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(jobs.send, {});
            await ctx.runQuery(jobs.list, {});
          }
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 4, column: 46, endLine: 4, endColumn: 49,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a module spread into a table",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const jobs = { ...api.digests };

          export const run = (ctx: ActionCtx) => ctx.runMutation(jobs.send, {});
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          const jobs = { ...internal.digests };

          export const run = (ctx: ActionCtx) => ctx.runMutation(jobs.send, {});
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 4, column: 19, endLine: 4, endColumn: 22,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a table that another file uses",
        filename: "convex/jobs.ts",
        code: dedent`
          import { api } from "./_generated/api";

          export const jobs = { send: api.digests.send };
        `,
        files: {
          "convex/daily.ts": dedent`
            import { jobs } from "./jobs";
            import type { ActionCtx } from "./_generated/server";

            export const run = (ctx: ActionCtx) => ctx.runMutation(jobs.send, {});
          `,
        },
        output: dedent`
          import { internal } from "./_generated/api";

          export const jobs = { send: internal.digests.send };
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 3, column: 29, endLine: 3, endColumn: 32,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a variable that is assigned again",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            let next: any = api.digests.send;
            if (Date.now() % 2) next = api.digests.list;
            await ctx.runMutation(next, {});
          }
        `,
        output: null,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 5, column: 19, endLine: 5, endColumn: 22,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: dedent`
              import { api, internal } from "./_generated/api";
              import type { ActionCtx } from "./_generated/server";

              export async function run(ctx: ActionCtx) {
                let next: any = internal.digests.send;
                if (Date.now() % 2) next = api.digests.list;
                await ctx.runMutation(next, {});
              }
            ` }],
          },
        ],
      },
      {
        name: "a class field",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export class Jobs {
            send = api.digests.send;
            run = (ctx: ActionCtx) => ctx.runMutation(this.send, {});
          }
        `,
        output: null,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 5, column: 10, endLine: 5, endColumn: 13,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: dedent`
              import { internal } from "./_generated/api";
              import type { ActionCtx } from "./_generated/server";

              export class Jobs {
                send = internal.digests.send;
                run = (ctx: ActionCtx) => ctx.runMutation(this.send, {});
              }
            ` }],
          },
        ],
      },
    ],
  });
});
