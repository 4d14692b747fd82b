import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { CHAT, CRON, SEND_INTERNAL } from "../src/testing/digests-project.ts";
import { AS_FIXED, createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./prefer-internal-function.ts";

const definitions = createRuleTester({ filename: "convex/digests.ts", files: { ...CHAT, ...CRON } });

describe("imports of builders", () => {
  definitions.run(rule.name, rule, {
    valid: [
    ],
    invalid: [
      {
        name: "the builder has other uses",
        code: dedent`
          import { mutation } from "./_generated/server";

          export const builders = { mutation };
          export const send = mutation({ args: {}, handler: async () => {} });
        `,
        output: dedent`
          import { internalMutation, mutation } from "./_generated/server";

          export const builders = { mutation };
          export const send = internalMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 4, column: 21, endLine: 4, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "the builder has another name",
        code: dedent`
          import { mutation as publicMutation } from "./_generated/server";

          export const send = publicMutation({ args: {}, handler: async () => {} });
        `,
        output: SEND_INTERNAL,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 35,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "the twin has another name",
        code: dedent`
          import { internalMutation as hidden, mutation } from "./_generated/server";

          export const send = mutation({ args: {}, handler: async () => {} });
        `,
        output: dedent`
          import { internalMutation as hidden } from "./_generated/server";

          export const send = hidden({ args: {}, handler: async () => {} });
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
        name: "another thing has the twin's name",
        code: dedent`
          import { mutation as internalMutation } from "./_generated/server";

          export const send = internalMutation({ args: {}, handler: async () => {} });
        `,
        output: dedent`
          import { internalMutation as internalMutationFunction } from "./_generated/server";

          export const send = internalMutationFunction({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 37,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a namespace import",
        code: dedent`
          import * as server from "./_generated/server";

          export const send = server.mutation({ args: {}, handler: async () => {} });
        `,
        output: dedent`
          import * as server from "./_generated/server";

          export const send = server.internalMutation({ args: {}, handler: async () => {} });
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
        name: "a type beside the builder",
        code: dedent`
          import { mutation, type MutationCtx } from "./_generated/server";

          const now = async (_ctx: MutationCtx) => Date.now();
          export const send = mutation({ args: {}, handler: now });
        `,
        output: dedent`
          import { internalMutation, type MutationCtx } from "./_generated/server";

          const now = async (_ctx: MutationCtx) => Date.now();
          export const send = internalMutation({ args: {}, handler: now });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 4, column: 21, endLine: 4, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "an import of types beside the builder's",
        code: dedent`
          import type { MutationCtx } from "./_generated/server";
          import { mutation } from "./_generated/server";

          const now = async (_ctx: MutationCtx) => Date.now();
          export const send = mutation({ args: {}, handler: now });
        `,
        output: dedent`
          import type { MutationCtx } from "./_generated/server";
          import { internalMutation } from "./_generated/server";

          const now = async (_ctx: MutationCtx) => Date.now();
          export const send = internalMutation({ args: {}, handler: now });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 5, column: 21, endLine: 5, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a module that hands both builders on",
        code: dedent`
          import { mutation } from "./lib/server";

          export const send = mutation({ args: {}, handler: async () => {} });
        `,
        files: { "convex/lib/server.ts": `export { internalMutation, mutation } from "../_generated/server";\n` },
        output: dedent`
          import { internalMutation } from "./lib/server";

          export const send = internalMutation({ args: {}, handler: async () => {} });
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
        name: "a module that hands the public builder on alone",
        code: dedent`
          import { mutation } from "./lib/server";

          export const send = mutation({ args: {}, handler: async () => {} });
        `,
        files: { "convex/lib/server.ts": `export { mutation } from "../_generated/server";\n` },
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
        name: "several lines with comments",
        code: dedent`
          import {
            // for the mail server
            mutation, // for now
            query,
          } from "./_generated/server";

          export const last = query({ args: {}, handler: async () => null });
          export const send = /* weekly */ mutation /* sic */ ({ args: {}, handler: async () => {} });
        `,
        output: dedent`
          import {
            // for the mail server
            internalMutation, // for now
            query,
          } from "./_generated/server";

          export const last = query({ args: {}, handler: async () => null });
          export const send = /* weekly */ internalMutation /* sic */ ({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 8, column: 34, endLine: 8, endColumn: 42,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "several lines with a trailing comma",
        code: dedent`
          import {
            mutation,
            query,
          } from "./_generated/server";

          export const builders = { mutation, query };
          export const send = mutation({ args: {}, handler: async () => {} });
        `,
        output: dedent`
          import {
            internalMutation,
            mutation,
            query,
          } from "./_generated/server";

          export const builders = { mutation, query };
          export const send = internalMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 7, column: 21, endLine: 7, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "single quotes, tabs, no semicolons",
        code: "import { mutation } from './_generated/server'\n\nexport const send = mutation({\n\targs: {},\n\thandler: async () => {},\n})\n",
        output: "import { internalMutation } from './_generated/server'\n\nexport const send = internalMutation({\n\targs: {},\n\thandler: async () => {},\n})\n",
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
        name: "line ends of Windows",
        code: "import {\r\n  mutation,\r\n} from \"./_generated/server\";\r\n\r\nexport const builders = { mutation };\r\nexport const send = mutation({ args: {}, handler: async () => {} });\r\n",
        output: "import {\r\n  internalMutation,\r\n  mutation,\r\n} from \"./_generated/server\";\r\n\r\nexport const builders = { mutation };\r\nexport const send = internalMutation({ args: {}, handler: async () => {} });\r\n",
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 6, column: 21, endLine: 6, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
    ],
  });
});
