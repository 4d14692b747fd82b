import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { CHAT, DIGESTS } from "../src/testing/digests-project.ts";
import { AS_FIXED, createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./prefer-internal-function.ts";

const references = createRuleTester({ filename: "convex/daily.ts", files: DIGESTS });

describe("forms of references", () => {
  references.run(rule.name, rule, {
    valid: [],
    invalid: [
      {
        name: "names in quotes",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(api["digests"]["send"], {});
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(internal["digests"]["send"], {});
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
        name: "a cast, a non-null assertion and parentheses",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(((api as any).digests!.send) as any, {});
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(((internal as any).digests!.send) as any, {});
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 4, column: 58, endLine: 4, endColumn: 61,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "satisfies",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send satisfies object, {});
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(internal.digests.send satisfies object, {});
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
        name: "a type of public references written out",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";
          import type { FunctionReference } from "convex/server";

          const send: FunctionReference<"mutation"> = api.digests.send;
          export const run = (ctx: ActionCtx) => ctx.runMutation(send, {});
        `,
        output: null,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 5, column: 45, endLine: 5, endColumn: 48,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: dedent`
              import { internal } from "./_generated/api";
              import type { ActionCtx } from "./_generated/server";
              import type { FunctionReference } from "convex/server";

              const send: FunctionReference<"mutation"> = internal.digests.send;
              export const run = (ctx: ActionCtx) => ctx.runMutation(send, {});
            ` }],
          },
        ],
      },
      {
        name: "a cast to a public reference",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";
          import type { FunctionReference } from "convex/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send as FunctionReference<"mutation">, {});
        `,
        output: null,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 5, column: 56, endLine: 5, endColumn: 59,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: dedent`
              import { internal } from "./_generated/api";
              import type { ActionCtx } from "./_generated/server";
              import type { FunctionReference } from "convex/server";

              export const run = (ctx: ActionCtx) => ctx.runMutation(internal.digests.send as FunctionReference<"mutation">, {});
            ` }],
          },
        ],
      },
      {
        name: "comments in the chain",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(api /* backend */.digests
              // later
              .send, {});
          }
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            await ctx.runMutation(internal /* backend */.digests
              // later
              .send, {});
          }
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 5, column: 25, endLine: 5, endColumn: 28,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "one of two functions",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(Date.now() % 2 ? api.digests.send : api.digests.mark, {});
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(Date.now() % 2 ? internal.digests.send : internal.digests.mark, {});
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 4, column: 73, endLine: 4, endColumn: 76,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: dedent`
              import { api, internal } from "./_generated/api";
              import type { ActionCtx } from "./_generated/server";

              export const run = (ctx: ActionCtx) => ctx.runMutation(Date.now() % 2 ? internal.digests.send : api.digests.mark, {});
            ` }],
          },
          {
            messageId: "publicReference",
            data: { reference: "api.digests.mark", replacement: "internal.digests.mark" },
            line: 4, column: 92, endLine: 4, endColumn: 95,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.mark", replacement: "internal.digests.mark" }, output: dedent`
              import { api, internal } from "./_generated/api";
              import type { ActionCtx } from "./_generated/server";

              export const run = (ctx: ActionCtx) => ctx.runMutation(Date.now() % 2 ? api.digests.send : internal.digests.mark, {});
            ` }],
          },
        ],
      },
      {
        name: "a helper that takes functions of any visibility",
        code: dedent`
          import { api } from "./_generated/api";
          import { runLater } from "./later";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => runLater(ctx, api.digests.send);
        `,
        files: {
          "convex/later.ts": dedent`
            import type { FunctionReference } from "convex/server";
            import type { ActionCtx } from "./_generated/server";

            export const runLater = (ctx: ActionCtx, reference: FunctionReference<"mutation", "public" | "internal">) => ctx.scheduler.runAfter(0, reference, {});
          `,
        },
        output: dedent`
          import { internal } from "./_generated/api";
          import { runLater } from "./later";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => runLater(ctx, internal.digests.send);
        `,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 5, column: 54, endLine: 5, endColumn: 57,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a helper that takes public functions only",
        code: dedent`
          import { api } from "./_generated/api";
          import { runLater } from "./later";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => runLater(ctx, api.digests.send);
        `,
        files: {
          "convex/later.ts": dedent`
            import type { FunctionReference } from "convex/server";
            import type { ActionCtx } from "./_generated/server";

            export const runLater = (ctx: ActionCtx, reference: FunctionReference<"mutation">) => ctx.scheduler.runAfter(0, reference, {});
          `,
        },
        output: null,
        errors: [
          {
            messageId: "publicReference",
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
        name: "a helper that nothing is known about",
        code: dedent`
          import { api } from "./_generated/api";
          import { runLater } from "./later";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => runLater(ctx, api.digests.send);
        `,
        output: null,
        errors: [
          {
            messageId: "publicReference",
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
        name: "a function whose builder has no twin",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send, {});
        `,
        files: {
          ...CHAT,
          "convex/builders.ts": dedent`
            import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
            import { mutation } from "./_generated/server";

            const withUser = customCtx(async () => ({ user: "ada" }));
            export const userMutation = customMutation(mutation, withUser);
          `,
          "convex/digests.ts": dedent`
            import { userMutation } from "./builders";

            export const send = userMutation({ args: {}, handler: async () => {} });
          `,
          "src/Digests.tsx": null,
        },
        output: null,
        errors: [{ messageId: "publicReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 4, column: 56, endLine: 4, endColumn: 59, suggestions: null }],
      },
      {
        name: "static types of the API, which the fix cannot write",
        code: dedent`
          import { api } from "./_generated/api";
          import type { ActionCtx } from "./_generated/server";

          export const run = (ctx: ActionCtx) => ctx.runMutation(api.digests.send, {});
        `,
        files: { "convex.json": `{ "codegen": { "staticApi": true } }\n` },
        output: null,
        errors: [
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 4, column: 56, endLine: 4, endColumn: 59,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: dedent`
              import { internal } from "./_generated/api";
              import type { ActionCtx } from "./_generated/server";

              export const run = (ctx: ActionCtx) => ctx.runMutation(internal.digests.send, {});
            ` }],
          },
        ],
      },
      {
        name: "a reference whose own report is disabled keeps its function from the fix",
        filename: "convex/digests.ts",
        code: dedent`
          import { internalMutation, mutation, query } from "./_generated/server";

          export const list = query({ args: {}, handler: async () => [] });
          export const send = mutation({ args: {}, handler: async () => {} });
          export const mark = mutation({ args: {}, handler: async () => {} });
          export const purge = internalMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "src/Digests.tsx": dedent`
            import { useQuery } from "convex/react";
            import { api } from "../convex/_generated/api";

            export const Digests = () => <p>{useQuery(api.digests.list, {})?.length}</p>;
          `,
          "convex/daily.ts": dedent`
            import { api } from "./_generated/api";
            import type { ActionCtx } from "./_generated/server";

            export async function run(ctx: ActionCtx) {
              // eslint-disable-next-line convex-boundary/prefer-internal-function
              await ctx.runMutation(api.digests.send, {});
              await ctx.runMutation(api.digests.mark, {});
            }
          `,
        },
        output: dedent`
          import { internalMutation, mutation, query } from "./_generated/server";

          export const list = query({ args: {}, handler: async () => [] });
          export const send = mutation({ args: {}, handler: async () => {} });
          export const mark = internalMutation({ args: {}, handler: async () => {} });
          export const purge = internalMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`daily.ts:6`", call: "calls it", files: "1 file" },
            line: 4, column: 21, endLine: 4, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: dedent`
              import { internalMutation, mutation, query } from "./_generated/server";

              export const list = query({ args: {}, handler: async () => [] });
              export const send = internalMutation({ args: {}, handler: async () => {} });
              export const mark = mutation({ args: {}, handler: async () => {} });
              export const purge = internalMutation({ args: {}, handler: async () => {} });
            ` }],
          },
          {
            messageId: "publicFunction",
            data: { name: "digests.mark", callers: "`daily.ts:7`", call: "calls it", files: "1 file" },
            line: 5, column: 21, endLine: 5, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.mark" }, output: AS_FIXED }],
          },
        ],
      },
    ],
  });
});
