import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { DIGESTS } from "../src/testing/digests-project.ts";
import { AS_FIXED, createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./prefer-internal-function.ts";

const references = createRuleTester({ filename: "convex/daily.ts", files: DIGESTS });

describe("imports of internal", () => {
  references.run(rule.name, rule, {
    valid: [
    ],
    invalid: [
      {
        name: "api has other uses",
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
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 6, column: 25, endLine: 6, endColumn: 28,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "api has other uses, as a type",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export type List = typeof api.digests.list;

          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send, {});
        `,
        output: dedent`
          import { api, internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export type List = typeof api.digests.list;

          export const run = (ctx: ActionCtx) => ctx.runMutation(internal.digests.send, {});
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 6, column: 56, endLine: 6, endColumn: 59,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "internal is imported",
        code: dedent`
          import { api, internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(internal.digests.purge, {});
            await ctx.runMutation(api.digests.send, {});
          }
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(internal.digests.purge, {});
            await ctx.runMutation(internal.digests.send, {});
          }
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 6, column: 25, endLine: 6, endColumn: 28,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "internal is imported under another name",
        code: dedent`
          import { api, internal as hidden } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(hidden.digests.purge, {});
            await ctx.runMutation(api.digests.send, {});
          }
        `,
        output: dedent`
          import { internal as hidden } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(hidden.digests.purge, {});
            await ctx.runMutation(hidden.digests.send, {});
          }
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 6, column: 25, endLine: 6, endColumn: 28,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "internal is imported as a type",
        code: dedent`
          import { api } from "./_generated/api";
          import type { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export type Purge = typeof internal.digests.purge;

          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send, {});
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export type Purge = typeof internal.digests.purge;

          export const run = (ctx: ActionCtx) => ctx.runMutation(internal.digests.send, {});
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 7, column: 56, endLine: 7, endColumn: 59,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "internal is the name of something else",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const internal = 1;
            await ctx.runMutation(api.digests.send, { internal });
          }
        `,
        output: dedent`
          import { internal as internalFunction } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const internal = 1;
            await ctx.runMutation(internalFunction.digests.send, { internal });
          }
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 6, column: 25, endLine: 6, endColumn: 28,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "api has another name",
        code: dedent`
          import { api as backend } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(backend.digests.send, {});
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
            line: 4, column: 56, endLine: 4, endColumn: 63,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "components beside api",
        code: dedent`
          import { api, components } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            console.log(components);
            await ctx.runMutation(api.digests.send, {});
          }
        `,
        output: dedent`
          import { components, internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            console.log(components);
            await ctx.runMutation(internal.digests.send, {});
          }
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 6, column: 25, endLine: 6, endColumn: 28,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a namespace import of api",
        code: dedent`
          import * as generated from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(generated.api.digests.send, {});
        `,
        output: dedent`
          import * as generated from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(generated.internal.digests.send, {});
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 4, column: 66, endLine: 4, endColumn: 69,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a file extension",
        code: dedent`
          import { api } from "./_generated/api.js";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send, {});
        `,
        output: dedent`
          import { internal } from "./_generated/api.js";
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
        name: "a module that hands api and internal on",
        code: dedent`
          import { api } from "./lib/generated";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send, {});
        `,
        files: { "convex/lib/generated.ts": `export { api, internal } from "../_generated/api";\n` },
        output: dedent`
          import { internal } from "./lib/generated";
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
        name: "a module that hands api on alone",
        code: dedent`
          import { api } from "./lib/generated";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send, {});
        `,
        files: { "convex/lib/generated.ts": `export { api } from "../_generated/api";\n` },
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
    ],
  });
});
