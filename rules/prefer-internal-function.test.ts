import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { CHAT, CRON, BUTTON, SEND, SEND_INTERNAL } from "../src/testing/digests-project.ts";
import { AS_FIXED, createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./prefer-internal-function.ts";

const definitions = createRuleTester({ filename: "convex/digests.ts", files: { ...CHAT, ...CRON } });

describe("callers", () => {
  definitions.run(rule.name, rule, {
    valid: [
      {
        name: "a client calls it too",
        code: SEND,
        files: { ...BUTTON },
      },
      {
        name: "nothing calls it",
        code: SEND,
        files: { "convex/crons.ts": null },
      },
      {
        name: "only a test calls it",
        code: SEND,
        files: {
          "convex/digests.test.ts": dedent`
            import { convexTest } from "convex-test";
            import { api } from "./_generated/api";

            await convexTest().mutation(api.digests.send, {});
          `,
          "convex/crons.ts": null,
        },
      },
      {
        name: "only it itself schedules it",
        code: dedent`
          import { api } from "./_generated/api";
          import { mutation } from "./_generated/server";

          export const send = mutation({
            args: {},
            handler: async (ctx) => {
              await ctx.scheduler.runAfter(1000, api.digests.send, {});
            },
          });
        `,
        files: { "convex/crons.ts": null },
      },
      {
        name: "two functions call each other, and nothing else does",
        code: dedent`
          import { api } from "./_generated/api";
          import { action } from "./_generated/server";

          export const send = action({ args: {}, handler: async (ctx) => void (await ctx.runAction(api.digests.retry, {})) });
          export const retry = action({ args: {}, handler: async (ctx) => void (await ctx.runAction(api.digests.send, {})) });
        `,
        files: { "convex/crons.ts": null },
      },
      {
        name: "an iOS app calls it",
        code: SEND,
        files: { "ios/Digest.swift": `try await client.mutation("digests:send")\n` },
      },
      {
        name: "a script calls it as a client",
        code: SEND,
        files: {
          "scripts/digest.ts": dedent`
            import { ConvexHttpClient } from "convex/browser";
            import { api } from "../convex/_generated/api";

            await new ConvexHttpClient("https://example.convex.cloud").mutation(api.digests.send, {});
          `,
        },
      },
      {
        name: "a client may use the whole module",
        code: SEND,
        files: {
          "src/Digests.tsx": dedent`
            import { useDigests } from "./useDigests";
            import { api } from "../convex/_generated/api";

            export const Digests = () => <p>{useDigests(api.digests)}</p>;
          `,
        },
      },
      {
        name: "a server escape alone",
        code: SEND,
        files: {
          "convex/registry.ts": dedent`
            import { register } from "./register";
            import { api } from "./_generated/api";

            register(api.digests);
          `,
          "convex/crons.ts": null,
        },
      },
      {
        name: "a client builds a name that may be its",
        code: SEND,
        files: {
          "src/Call.tsx": dedent`
            import { useMutation } from "convex/react";
            import { makeFunctionReference } from "convex/server";

            export const Call = ({ name }: { name: string }) => <button onClick={useMutation(makeFunctionReference<"mutation">(\`digests:\${name}\`))} />;
          `,
        },
      },
      {
        name: "a client mentions its type",
        code: SEND,
        files: {
          "src/types.ts": dedent`
            import type { FunctionReturnType } from "convex/server";
            import type { api } from "../convex/_generated/api";

            export type Sent = FunctionReturnType<typeof api.digests.send>;
          `,
        },
      },
      {
        name: "a client calls it under the name of a re-export",
        code: SEND,
        files: {
          "convex/v1/digests.ts": `export { send as deliver } from "../digests";\n`,
          "src/Deliver.tsx": dedent`
            import { useMutation } from "convex/react";
            import { api } from "../convex/_generated/api";

            export const Deliver = () => <button onClick={useMutation(api.v1.digests.deliver)} />;
          `,
        },
      },
    ],
    invalid: [
      {
        name: "only a cron job calls it",
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
        name: "it schedules itself, and a cron job starts it",
        code: dedent`
          import { api } from "./_generated/api";
          import { mutation } from "./_generated/server";

          export const send = mutation({
            args: {},
            handler: async (ctx) => {
              await ctx.scheduler.runAfter(1000, api.digests.send, {});
            },
          });
        `,
        output: dedent`
          import { internal } from "./_generated/api";
          import { internalMutation } from "./_generated/server";

          export const send = internalMutation({
            args: {},
            handler: async (ctx) => {
              await ctx.scheduler.runAfter(1000, internal.digests.send, {});
            },
          });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5` and `digests.ts:7`", call: "call it", files: "1 file" },
            line: 4, column: 21, endLine: 4, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
          {
            messageId: "publicReference",
            data: { reference: "api.digests.send", replacement: "internal.digests.send" },
            line: 7, column: 40, endLine: 7, endColumn: 43,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "an operator calls it",
        code: SEND,
        files: { "package.json": `{ "scripts": { "digest": "convex run digests:send" } }\n`, "convex/crons.ts": null },
        output: SEND_INTERNAL,
        errors: [
          {
            messageId: "operatedFunction",
            data: { name: "digests.send", callers: "`package.json`", call: "shows", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a cron job calls it, and a script tells people to run it",
        code: SEND,
        files: { "scripts/help.ts": "console.log('Run npx convex run digests:send');\n" },
        output: SEND_INTERNAL,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it, and operators run it, as `scripts/help.ts` shows", files: "2 files" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: SEND_INTERNAL }],
          },
        ],
      },
      {
        name: "a script tells people to run it, and server code may call it",
        code: SEND,
        files: {
          "convex/crons.ts": null,
          "convex/registry.ts": 'import { register } from "./register";\nimport { api } from "./_generated/api";\nregister(api.digests);\n',
          "scripts/help.ts": "console.log('Run npx convex run digests:send');\n",
        },
        output: null,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "operators", call: "run it, as `scripts/help.ts` shows, and perhaps `registry.ts:3` calls it", files: "2 files" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: SEND_INTERNAL }],
          },
        ],
      },
      {
        name: "a script calls it with an admin key, through a client that takes public functions by type",
        code: SEND,
        files: {
          "scripts/digest.ts": dedent`
            import { ConvexHttpClient } from "convex/browser";
            import { api } from "../convex/_generated/api";

            const client = new ConvexHttpClient("https://example.convex.cloud");
            client.setAdminAuth(process.env.CONVEX_DEPLOY_KEY);
            await client.mutation(api.digests.send, {});
          `,
        },
        output: null,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5` and `scripts/digest.ts:6`", call: "call it", files: "2 files" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: SEND_INTERNAL }],
          },
        ],
      },
      {
        name: "a server escape beside a call of its own",
        code: SEND,
        files: {
          "convex/registry.ts": dedent`
            import { register } from "./register";
            import { api } from "./_generated/api";

            register(api.digests);
          `,
        },
        output: null,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5` and perhaps `registry.ts:4`", call: "call it", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: SEND_INTERNAL }],
          },
        ],
      },
      {
        name: "a client builds a name that cannot be its",
        code: SEND,
        files: {
          "src/Call.tsx": dedent`
            import { useMutation } from "convex/react";
            import { makeFunctionReference } from "convex/server";

            export const Call = ({ name }: { name: string }) => <button onClick={useMutation(makeFunctionReference<"mutation">(\`messages:\${name}\`))} />;
          `,
        },
        output: SEND_INTERNAL,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "2 files" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a cron job calls it under the name of a re-export",
        code: SEND,
        files: {
          "convex/v1/digests.ts": `export { send as deliver } from "../digests";\n`,
          "convex/crons.ts": dedent`
            import { cronJobs } from "convex/server";
            import { api } from "./_generated/api";

            const crons = cronJobs();
            crons.interval("send", { hours: 1 }, api.v1.digests.deliver);
            export default crons;
          `,
        },
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

describe("evidence of clients", () => {
  definitions.run(rule.name, rule, {
    valid: [
      {
        name: "the workspace is a backend alone",
        code: SEND,
        files: { "convex/messages.ts": null, "src/App.tsx": null },
      },
      {
        name: "the only client mentions types",
        code: SEND,
        files: {
          "src/types.ts": dedent`
            import type { FunctionReturnType } from "convex/server";
            import type { api } from "../convex/_generated/api";

            export type Messages = FunctionReturnType<typeof api.messages.list>;
          `,
          "convex/messages.ts": dedent`
            import { query } from "./_generated/server";

            export const list = query({ args: {}, handler: async () => [] });
          `,
          "src/App.tsx": null,
        },
      },
      {
        name: "the settings say that clients are elsewhere",
        code: SEND,
        settings: { "convex-boundary": { clients: "elsewhere" } },
      },
    ],
    invalid: [
      {
        name: "the settings say that all clients are here",
        code: SEND,
        files: { "convex/messages.ts": null, "src/App.tsx": null },
        settings: { "convex-boundary": { clients: "workspace" } },
        output: SEND_INTERNAL,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "the workspace" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "the settings leave it to the workspace",
        code: SEND,
        settings: { "convex-boundary": { clients: "auto" } },
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

describe("public by design", () => {
  definitions.run(rule.name, rule, {
    valid: [
      {
        name: "the tag @public with a reason",
        code: dedent`
          import { mutation } from "./_generated/server";

          /** @public A partner's server calls it. */
          export const send = mutation({ args: {}, handler: async () => {} });
        `,
      },
      {
        name: "an internal function",
        code: SEND_INTERNAL,
      },
      {
        name: "an HTTP action",
        code: dedent`
          import { httpAction } from "./_generated/server";

          export const send = httpAction({ args: {}, handler: async () => {} });
        `,
      },
      {
        name: "a function that a library makes",
        code: dedent`
          import { convexAuth } from "@convex-dev/auth/server";

          export const { send } = convexAuth({ providers: [] });
        `,
      },
      {
        name: "a component",
        code: SEND,
        files: {
          "convex/convex.config.ts": dedent`
            import { defineComponent } from "convex/server";

            export default defineComponent("digests");
          `,
        },
      },
      {
        name: "a builder chosen at run time",
        code: dedent`
          import { internalMutation, mutation } from "./_generated/server";

          export const send = (process.env.OPEN ? mutation : internalMutation)({ args: {}, handler: async () => {} });
        `,
      },
    ],
    invalid: [
      {
        name: "a tag that only starts like @public",
        code: dedent`
          import { mutation } from "./_generated/server";

          /** @public-key A partner's server calls it. */
          export const send = mutation({ args: {}, handler: async () => {} });
        `,
        output: dedent`
          import { internalMutation } from "./_generated/server";

          /** @public-key A partner's server calls it. */
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
        name: "@public in a comment that is no TSDoc",
        code: dedent`
          import { mutation } from "./_generated/server";

          // @public
          export const send = mutation({ args: {}, handler: async () => {} });
        `,
        output: dedent`
          import { internalMutation } from "./_generated/server";

          // @public
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
    ],
  });
});
