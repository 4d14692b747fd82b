import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { CHAT, CRON, NOT_GENERATED, SEND, SEND_INTERNAL } from "../src/testing/digests-project.ts";
import { AS_FIXED, createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./prefer-internal-function.ts";

const definitions = createRuleTester({ filename: "convex/digests.ts", files: { ...CHAT, ...CRON } });

describe("definitions", () => {
  definitions.run(rule.name, rule, {
    valid: [
      {
        name: "the text in the editor calls it internal, the disk does not know",
        code: SEND_INTERNAL,
        files: { "convex/digests.ts": SEND },
      },
    ],
    invalid: [
      {
        name: "a query",
        code: dedent`
          import { query } from "./_generated/server";

          export const send = query({ args: {}, handler: async () => {} });
        `,
        output: dedent`
          import { internalQuery } from "./_generated/server";

          export const send = internalQuery({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 26,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "an action",
        code: dedent`
          import { action } from "./_generated/server";

          export const send = action({ args: {}, handler: async () => {} });
        `,
        output: dedent`
          import { internalAction } from "./_generated/server";

          export const send = internalAction({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 27,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "functions of all types",
        code: dedent`
          import { action, mutation, query } from "./_generated/server";

          export const due = query({ args: {}, handler: async () => [] });
          export const mark = mutation({ args: {}, handler: async () => {} });
          export const send = action({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/crons.ts": dedent`
            import { cronJobs } from "convex/server";
            import { api } from "./_generated/api";

            const crons = cronJobs();
            crons.interval("mark", { hours: 1 }, api.digests.mark);
            crons.interval("send", { hours: 1 }, api.digests.send);
            export default crons;
          `,
          "convex/http.ts": dedent`
            import { httpRouter } from "convex/server";
            import { api } from "./_generated/api";
            import { httpAction } from "./_generated/server";

            const http = httpRouter();
            http.route({ path: "/due", method: "GET", handler: httpAction(async (ctx) => Response.json(await ctx.runQuery(api.digests.due))) });
            export default http;
          `,
        },
        output: dedent`
          import { internalAction, internalMutation, internalQuery } from "./_generated/server";

          export const due = internalQuery({ args: {}, handler: async () => [] });
          export const mark = internalMutation({ args: {}, handler: async () => {} });
          export const send = internalAction({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.due", callers: "`http.ts:6`", call: "calls it", files: "1 file" },
            line: 3, column: 20, endLine: 3, endColumn: 25,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.due" }, output: dedent`
              import { action, internalQuery, mutation } from "./_generated/server";

              export const due = internalQuery({ args: {}, handler: async () => [] });
              export const mark = mutation({ args: {}, handler: async () => {} });
              export const send = action({ args: {}, handler: async () => {} });
            ` }],
          },
          {
            messageId: "publicFunction",
            data: { name: "digests.mark", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 4, column: 21, endLine: 4, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.mark" }, output: dedent`
              import { action, internalMutation, query } from "./_generated/server";

              export const due = query({ args: {}, handler: async () => [] });
              export const mark = internalMutation({ args: {}, handler: async () => {} });
              export const send = action({ args: {}, handler: async () => {} });
            ` }],
          },
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:6`", call: "calls it", files: "1 file" },
            line: 5, column: 21, endLine: 5, endColumn: 27,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: dedent`
              import { internalAction, mutation, query } from "./_generated/server";

              export const due = query({ args: {}, handler: async () => [] });
              export const mark = mutation({ args: {}, handler: async () => {} });
              export const send = internalAction({ args: {}, handler: async () => {} });
            ` }],
          },
        ],
      },
      {
        name: "a builder of convex/server",
        code: dedent`
          import { mutationGeneric } from "convex/server";

          export const send = mutationGeneric({ args: {}, handler: async () => {} });
        `,
        output: dedent`
          import { internalMutationGeneric } from "convex/server";

          export const send = internalMutationGeneric({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 36,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a positional handler",
        code: dedent`
          import { mutation } from "./_generated/server";

          export const send = mutation(async ({ db }) => void (await db.insert("digests", {})));
        `,
        output: dedent`
          import { internalMutation } from "./_generated/server";

          export const send = internalMutation(async ({ db }) => void (await db.insert("digests", {})));
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "an export list",
        code: dedent`
          import { mutation } from "./_generated/server";

          const deliver = mutation({ args: {}, handler: async () => {} });
          export { deliver as send };
        `,
        output: dedent`
          import { internalMutation } from "./_generated/server";

          const deliver = internalMutation({ args: {}, handler: async () => {} });
          export { deliver as send };
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 17, endLine: 3, endColumn: 25,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a default export",
        code: dedent`
          import { mutation } from "./_generated/server";

          export default mutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/crons.ts": dedent`
            import { cronJobs } from "convex/server";
            import { api } from "./_generated/api";

            const crons = cronJobs();
            crons.interval("send", { hours: 1 }, api.digests.default);
            export default crons;
          `,
        },
        output: dedent`
          import { internalMutation } from "./_generated/server";

          export default internalMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.default", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 16, endLine: 3, endColumn: 24,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.default" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a module in a directory",
        filename: "convex/mail/digests.ts",
        code: dedent`
          import { mutation } from "../_generated/server";

          export const send = mutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/crons.ts": dedent`
            import { cronJobs } from "convex/server";
            import { api } from "./_generated/api";

            const crons = cronJobs();
            crons.interval("send", { hours: 1 }, api.mail.digests.send);
            export default crons;
          `,
        },
        output: dedent`
          import { internalMutation } from "../_generated/server";

          export const send = internalMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "mail.digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "mail.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "parentheses and satisfies",
        code: dedent`
          import { mutation } from "./_generated/server";

          export const send = ((mutation)({ args: {}, handler: async () => {} }) satisfies object);
        `,
        output: null,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 23, endLine: 3, endColumn: 31,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: dedent`
              import { internalMutation } from "./_generated/server";

              export const send = ((internalMutation)({ args: {}, handler: async () => {} }) satisfies object);
            ` }],
          },
        ],
      },
      {
        name: "a type of public functions written out",
        code: dedent`
          import type { RegisteredMutation } from "convex/server";
          import { mutation } from "./_generated/server";

          export const send: RegisteredMutation<"public", {}, Promise<void>> = mutation({ args: {}, handler: async () => {} });
        `,
        output: null,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 4, column: 70, endLine: 4, endColumn: 78,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: dedent`
              import type { RegisteredMutation } from "convex/server";
              import { internalMutation } from "./_generated/server";

              export const send: RegisteredMutation<"internal", {}, Promise<void>> = internalMutation({ args: {}, handler: async () => {} });
            ` }],
          },
        ],
      },
      {
        name: "a type that is made of the builder",
        code: dedent`
          import { mutation } from "./_generated/server";

          export const send: ReturnType<typeof mutation> = mutation({ args: {}, handler: async () => {} });
        `,
        output: null,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 50, endLine: 3, endColumn: 58,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: dedent`
              import { internalMutation } from "./_generated/server";

              export const send: ReturnType<typeof internalMutation> = internalMutation({ args: {}, handler: async () => {} });
            ` }],
          },
        ],
      },
      {
        name: "a cast of the call",
        code: dedent`
          import { mutation } from "./_generated/server";

          export const send = mutation({ args: {}, handler: async () => {} }) as any;
        `,
        output: dedent`
          import { internalMutation } from "./_generated/server";

          export const send = internalMutation({ args: {}, handler: async () => {} }) as any;
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "JavaScript",
        filename: "convex/digests.js",
        code: SEND,
        output: SEND_INTERNAL,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "no generated code",
        code: SEND,
        files: { ...NOT_GENERATED },
        output: SEND_INTERNAL,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "the text in the editor calls it public, the disk does not know",
        code: SEND,
        files: { "convex/digests.ts": SEND_INTERNAL },
        output: SEND_INTERNAL,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
    ],
  });
});
