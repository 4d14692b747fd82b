import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { AS_FIXED, createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./prefer-internal-function.ts";

/** A query that the app shows: the workspace holds a client. */
const CHAT = {
  "convex/messages.ts": dedent`
    import { query } from "./_generated/server";

    export const list = query({ args: {}, handler: async () => [] });
  `,
  "src/App.tsx": dedent`
    import { useQuery } from "convex/react";
    import { api } from "../convex/_generated/api";

    export const App = () => <p>{useQuery(api.messages.list, {})?.length}</p>;
  `,
};

const CRON = {
  "convex/crons.ts": dedent`
    import { cronJobs } from "convex/server";
    import { api } from "./_generated/api";

    const crons = cronJobs();
    crons.interval("send", { hours: 1 }, api.digests.send);
    export default crons;
  `,
};

const BUTTON = {
  "src/Button.tsx": dedent`
    import { useMutation } from "convex/react";
    import { api } from "../convex/_generated/api";

    export const Button = () => <button onClick={useMutation(api.digests.send)} />;
  `,
};

/** `list` has a client, `purge` is internal, and each case calls what it is about. */
const DIGESTS = {
  "convex/digests.ts": dedent`
    import { internalMutation, mutation, query } from "./_generated/server";

    export const list = query({ args: {}, handler: async () => [] });
    export const send = mutation({ args: {}, handler: async () => {} });
    export const mark = mutation({ args: {}, handler: async () => {} });
    export const purge = internalMutation({ args: {}, handler: async () => {} });
  `,
  "src/Digests.tsx": dedent`
    import { useQuery } from "convex/react";
    import { api } from "../convex/_generated/api";

    export const Digests = () => <p>{useQuery(api.digests.list, {})?.length}</p>;
  `,
};

const NOT_GENERATED = Object.fromEntries(["api.d.ts", "api.js", "dataModel.d.ts", "server.d.ts", "server.js"].map((name) => [`convex/_generated/${name}`, null]));

const SEND = dedent`
  import { mutation } from "./_generated/server";

  export const send = mutation({ args: {}, handler: async () => {} });
`;

const SEND_INTERNAL = dedent`
  import { internalMutation } from "./_generated/server";

  export const send = internalMutation({ args: {}, handler: async () => {} });
`;

const definitions = createRuleTester({ filename: "convex/digests.ts", files: { ...CHAT, ...CRON } });
const typedDefinitions = createRuleTester({ filename: "convex/digests.ts", files: { ...CHAT, ...CRON }, typed: true });
const references = createRuleTester({ filename: "convex/daily.ts", files: DIGESTS });

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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5` and `digests.ts:7`", call: "call", files: "1 file" },
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
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`package.json`", call: "calls", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
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
            data: { name: "digests.send", callers: "`crons.ts:5` and `scripts/digest.ts:6`", call: "call", files: "2 files" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "2 files" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "the workspace" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
            line: 4, column: 21, endLine: 4, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
    ],
  });
});

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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
          import { internalQuery, internalMutation, internalAction } from "./_generated/server";

          export const due = internalQuery({ args: {}, handler: async () => [] });
          export const mark = internalMutation({ args: {}, handler: async () => {} });
          export const send = internalAction({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.due", callers: "`http.ts:6`", call: "calls", files: "1 file" },
            line: 3, column: 20, endLine: 3, endColumn: 25,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.due" }, output: dedent`
              import { action, mutation, internalQuery } from "./_generated/server";

              export const due = internalQuery({ args: {}, handler: async () => [] });
              export const mark = mutation({ args: {}, handler: async () => {} });
              export const send = action({ args: {}, handler: async () => {} });
            ` }],
          },
          {
            messageId: "publicFunction",
            data: { name: "digests.mark", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:6`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.default", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "mail.digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
            line: 4, column: 70, endLine: 4, endColumn: 78,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: dedent`
              import type { RegisteredMutation } from "convex/server";
              import { internalMutation } from "./_generated/server";

              export const send: RegisteredMutation<"public", {}, Promise<void>> = internalMutation({ args: {}, handler: async () => {} });
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
    ],
  });
});

describe("builders", () => {
  definitions.run(rule.name, rule, {
    valid: [
      {
        name: "a custom builder of internal functions",
        code: dedent`
          import { userMutation } from "./builders";

          export const send = userMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/builders.ts": dedent`
            import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
            import { internalMutation } from "./_generated/server";

            export const userMutation = customMutation(internalMutation, customCtx(async () => ({ user: "ada" })));
          `,
        },
      },
      {
        name: "a builder of which only its type is known",
        code: dedent`
          import { adminMutation } from "./admin";

          export const send = adminMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/admin.d.ts": dedent`
            import type { MutationBuilder } from "convex/server";
            import type { DataModel } from "./_generated/dataModel";

            export declare const adminMutation: MutationBuilder<DataModel, "public">;
          `,
        },
      },
    ],
    invalid: [
      {
        name: "a custom builder with an internal twin",
        code: dedent`
          import { userMutation } from "./builders";

          export const send = userMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/builders.ts": dedent`
            import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
            import { internalMutation, mutation } from "./_generated/server";

            const withUser = customCtx(async () => ({ user: "ada" }));
            export const userMutation = customMutation(mutation, withUser);
            export const internalUserMutation = customMutation(
              internalMutation,
              withUser,
            );
          `,
        },
        output: dedent`
          import { internalUserMutation } from "./builders";

          export const send = internalUserMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 33,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a custom builder without a twin",
        code: dedent`
          import { userMutation } from "./builders";

          export const send = userMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/builders.ts": dedent`
            import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
            import { mutation } from "./_generated/server";

            const withUser = customCtx(async () => ({ user: "ada" }));
            export const userMutation = customMutation(mutation, withUser);
          `,
        },
        output: null,
        errors: [{ messageId: "publicFunctionWithoutTwin", data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", builder: "`userMutation`" }, line: 3, column: 21, endLine: 3, endColumn: 33, suggestions: null }],
      },
      {
        name: "a twin that customizes in another way",
        code: dedent`
          import { userMutation } from "./builders";

          export const send = userMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/builders.ts": dedent`
            import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
            import { internalMutation, mutation } from "./_generated/server";

            export const userMutation = customMutation(mutation, customCtx(async () => ({ user: "ada" })));
            export const internalUserMutation = customMutation(internalMutation, customCtx(async () => ({ user: "system" })));
          `,
        },
        output: null,
        errors: [{ messageId: "publicFunctionWithoutTwin", data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", builder: "`userMutation`" }, line: 3, column: 21, endLine: 3, endColumn: 33, suggestions: null }],
      },
      {
        name: "another public builder that customizes in the same way",
        code: dedent`
          import { userMutation } from "./builders";

          export const send = userMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/builders.ts": dedent`
            import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
            import { mutation } from "./_generated/server";

            const withUser = customCtx(async () => ({ user: "ada" }));
            export const userMutation = customMutation(mutation, withUser);
            export const memberMutation = customMutation(
              mutation,
              withUser,
            );
          `,
        },
        output: null,
        errors: [{ messageId: "publicFunctionWithoutTwin", data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", builder: "`userMutation`" }, line: 3, column: 21, endLine: 3, endColumn: 33, suggestions: null }],
      },
      {
        name: "a twin that the settings name",
        code: dedent`
          import { userMutation } from "./builders";

          export const send = userMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/builders.ts": dedent`
            import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
            import { internalMutation, mutation } from "./_generated/server";

            export const userMutation = customMutation(mutation, customCtx(async () => ({ user: "ada" })));
            export const internalUserMutation = customMutation(internalMutation, customCtx(async () => ({ user: "system" })));
          `,
        },
        settings: { "convex-boundary": { internalBuilders: { userMutation: "internalUserMutation" } } },
        output: dedent`
          import { internalUserMutation } from "./builders";

          export const send = internalUserMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 33,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a twin in another file",
        code: dedent`
          import { userMutation } from "./builders";

          export const send = userMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/builders.ts": dedent`
            import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
            import { mutation } from "./_generated/server";

            export const withUser = customCtx(async () => ({ user: "ada" }));
            export const userMutation = customMutation(mutation, withUser);
          `,
          "convex/internalBuilders.ts": dedent`
            import { customMutation } from "convex-helpers/server/customFunctions";
            import { internalMutation } from "./_generated/server";
            import { withUser } from "./builders";

            export const internalUserMutation = customMutation(internalMutation, withUser);
          `,
        },
        output: dedent`
          import { internalUserMutation } from "./internalBuilders";

          export const send = internalUserMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 33,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a twin that is not exported",
        code: dedent`
          import { userMutation } from "./builders";

          export const send = userMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/builders.ts": dedent`
            import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
            import { internalMutation, mutation } from "./_generated/server";

            const withUser = customCtx(async () => ({ user: "ada" }));
            export const userMutation = customMutation(mutation, withUser);
            const internalUserMutation = customMutation(
              internalMutation,
              withUser,
            );
          `,
        },
        output: null,
        errors: [{ messageId: "publicFunctionWithoutTwin", data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", builder: "`userMutation`" }, line: 3, column: 21, endLine: 3, endColumn: 33, suggestions: null }],
      },
      {
        name: "custom builders in the same file",
        code: dedent`
          import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
          import { internalMutation, mutation } from "./_generated/server";

          const withUser = customCtx(async () => ({ user: "ada" }));
          const userMutation = customMutation(mutation, withUser);
          const internalUserMutation = customMutation(internalMutation, withUser);

          export const send = userMutation({ args: {}, handler: async () => {} });
          export const log = internalUserMutation({ args: {}, handler: async () => {} });
        `,
        output: dedent`
          import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
          import { internalMutation, mutation } from "./_generated/server";

          const withUser = customCtx(async () => ({ user: "ada" }));
          const userMutation = customMutation(mutation, withUser);
          const internalUserMutation = customMutation(internalMutation, withUser);

          export const send = internalUserMutation({ args: {}, handler: async () => {} });
          export const log = internalUserMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
            line: 8, column: 21, endLine: 8, endColumn: 33,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "functions that wrap a builder",
        code: dedent`
          import { loggedMutation } from "./builders";

          export const send = loggedMutation(async () => {});
        `,
        files: {
          "convex/builders.ts": dedent`
            import { internalMutation, mutation, type MutationCtx } from "./_generated/server";

            export function loggedMutation(handler: (ctx: MutationCtx) => Promise<void>) {
              return mutation({ args: {}, handler });
            }
            export function internalLoggedMutation(handler: (ctx: MutationCtx) => Promise<void>) {
              return internalMutation({ args: {}, handler });
            }
          `,
        },
        output: dedent`
          import { internalLoggedMutation } from "./builders";

          export const send = internalLoggedMutation(async () => {});
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 35,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "a constant that is a builder",
        code: dedent`
          import { mutation } from "./_generated/server";

          const builder = mutation;
          export const send = builder({ args: {}, handler: async () => {} });
        `,
        output: dedent`
          import { mutation, internalMutation } from "./_generated/server";

          const builder = mutation;
          export const send = internalMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
            line: 4, column: 21, endLine: 4, endColumn: 28,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
    ],
  });
});

describe("builders, with types", () => {
  typedDefinitions.run(rule.name, rule, {
    valid: [
      {
        name: "a builder of internal functions, by type",
        code: dedent`
          import { adminMutation } from "./admin";

          export const send = adminMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/admin.d.ts": dedent`
            import type { MutationBuilder } from "convex/server";
            import type { DataModel } from "./_generated/dataModel";

            export declare const adminMutation: MutationBuilder<DataModel, "internal">;
          `,
        },
      },
      {
        name: "a builder of functions of any visibility, by type",
        code: dedent`
          import { adminMutation } from "./admin";

          export const send = adminMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/admin.d.ts": dedent`
            import type { MutationBuilder } from "convex/server";
            import type { DataModel } from "./_generated/dataModel";

            export declare const adminMutation: MutationBuilder<DataModel, any>;
          `,
        },
      },
    ],
    invalid: [
      {
        name: "a builder of public functions, by type",
        code: dedent`
          import { adminMutation } from "./admin";

          export const send = adminMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/admin.d.ts": dedent`
            import type { MutationBuilder } from "convex/server";
            import type { DataModel } from "./_generated/dataModel";

            export declare const adminMutation: MutationBuilder<DataModel, "public">;
          `,
        },
        output: null,
        errors: [{ messageId: "publicFunctionWithoutTwin", data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", builder: "`adminMutation`" }, line: 3, column: 21, endLine: 3, endColumn: 34, suggestions: null }],
      },
      {
        name: "a builder that a generic function hands on",
        code: dedent`
          import { mutation } from "./_generated/server";
          import { logged } from "./logged";

          export const send = logged(mutation)({ args: {}, handler: async () => {} });
        `,
        files: { "convex/logged.ts": "export const logged = <Builder>(builder: Builder): Builder => builder;\n" },
        output: null,
        errors: [{ messageId: "publicFunctionWithoutTwin", data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", builder: "Its builder" }, line: 4, column: 21, endLine: 4, endColumn: 37, suggestions: null }],
      },
      {
        name: "a builder that syntax proves",
        code: SEND,
        output: SEND_INTERNAL,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
    ],
  });
});

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
          import { mutation, internalMutation } from "./_generated/server";

          export const builders = { mutation };
          export const send = internalMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            mutation,
            query,
            internalMutation,
          } from "./_generated/server";

          export const builders = { mutation, query };
          export const send = internalMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
      {
        name: "line ends of Windows",
        code: "import {\r\n  mutation,\r\n} from \"./_generated/server\";\r\n\r\nexport const builders = { mutation };\r\nexport const send = mutation({ args: {}, handler: async () => {} });\r\n",
        output: "import {\r\n  mutation,\r\n  internalMutation,\r\n} from \"./_generated/server\";\r\n\r\nexport const builders = { mutation };\r\nexport const send = internalMutation({ args: {}, handler: async () => {} });\r\n",
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls", files: "1 file" },
            line: 6, column: 21, endLine: 6, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: AS_FIXED }],
          },
        ],
      },
    ],
  });
});

describe("references", () => {
  references.run(rule.name, rule, {
    valid: [
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
            data: { name: "digests.send", callers: "`daily.ts:6`", call: "calls", files: "1 file" },
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
            data: { name: "digests.mark", callers: "`daily.ts:7`", call: "calls", files: "1 file" },
            line: 5, column: 21, endLine: 5, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.mark" }, output: AS_FIXED }],
          },
        ],
      },
    ],
  });
});

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
          import { internal, components } from "./_generated/api";
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
        name: "a dynamic import",
        code: dedent`
          import type { ActionCtx } from "./_generated/server";

          export async function run(ctx: ActionCtx) {
            const { api } = await import("./_generated/api");
            await ctx.runMutation(api.digests.send, {});
          }
        `,
        output: null,
        errors: [{ messageId: "publicReference", data: { reference: "api.digests.send", replacement: "internal.digests.send" }, line: 4, column: 11, endLine: 4, endColumn: 14, suggestions: null }],
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
