import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./no-unused-public-function.ts";

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

const SEND = dedent`
  import { mutation } from "./_generated/server";

  export const send = mutation({ args: {}, handler: async () => {} });
`;

const tester = createRuleTester({ filename: "convex/digests.ts", files: CHAT });

describe("callers", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "a client calls it",
        code: SEND,
        files: {
          "src/Button.tsx": dedent`
            import { useMutation } from "convex/react";
            import { api } from "../convex/_generated/api";

            export const Button = () => <button onClick={useMutation(api.digests.send)} />;
          `,
        },
      },
      {
        name: "a cron job calls it",
        code: SEND,
        files: {
          "convex/crons.ts": dedent`
            import { cronJobs } from "convex/server";
            import { api } from "./_generated/api";

            const crons = cronJobs();
            crons.interval("send", { hours: 1 }, api.digests.send);
            export default crons;
          `,
        },
      },
      {
        name: "an operator calls it",
        code: SEND,
        files: { "package.json": `{ "scripts": { "digest": "convex run digests:send" } }\n` },
      },
      {
        name: "an Android app calls it",
        code: SEND,
        files: { "android/Digest.kt": `convex.mutation("digests:send")\n` },
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
        name: "a server may use the whole module",
        code: SEND,
        files: {
          "convex/registry.ts": dedent`
            import { register } from "./register";
            import { api } from "./_generated/api";

            register(api.digests);
          `,
        },
      },
      {
        name: "a client may build its name",
        code: SEND,
        files: {
          "src/Call.tsx": dedent`
            import { useMutation } from "convex/react";
            import { makeFunctionReference } from "convex/server";

            export const Call = ({ name }: { name: string }) => <button onClick={useMutation(makeFunctionReference<"mutation">(name))} />;
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
    ],
    invalid: [
      {
        name: "a reference that leads nowhere may mean it",
        code: SEND,
        files: {
          "src/Button.jsx": dedent`
            import { useMutation } from "convex/react";
            import { api } from "../convex/_generated/api";

            export const Button = () => <button onClick={useMutation(api.digests.sned)} />;
          `,
        },
        output: null,
        errors: [
          {
            messageId: "missedFunction", data: { name: "digests.send", files: "4 files", miss: "`api.digests.sned`", place: "`src/Button.jsx:4`" }, line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [
              { messageId: "makeInternal", data: { name: "digests.send" }, output: SEND.replaceAll("mutation", "internalMutation") },
              { messageId: "markPublic", data: { name: "digests.send" }, output: SEND.replace("export", "/** @public */\nexport") },
            ],
          },
        ],
      },
      {
        name: "nothing calls it",
        code: SEND,
        output: null,
        errors: [
          {
            messageId: "unusedFunction",
            data: { name: "digests.send", files: "3 files" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: dedent`
              import { internalMutation } from "./_generated/server";

              export const send = internalMutation({ args: {}, handler: async () => {} });
            ` }, { messageId: "markPublic", data: { name: "digests.send" }, output: dedent`
              import { mutation } from "./_generated/server";

              /** @public */
              export const send = mutation({ args: {}, handler: async () => {} });
            ` }],
          },
        ],
      },
      {
        name: "tests alone call it",
        code: SEND,
        files: {
          "convex/digests.test.ts": dedent`
            import { convexTest } from "convex-test";
            import { api } from "./_generated/api";

            await convexTest().mutation(api.digests.send, {});
          `,
        },
        output: null,
        errors: [
          {
            messageId: "testedFunction",
            data: { name: "digests.send", files: "4 files" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeTestedInternal", data: { name: "digests.send", reference: "internal.digests.send" }, output: dedent`
              import { internalMutation } from "./_generated/server";

              export const send = internalMutation({ args: {}, handler: async () => {} });
            ` }, { messageId: "markPublic", data: { name: "digests.send" }, output: dedent`
              import { mutation } from "./_generated/server";

              /** @public */
              export const send = mutation({ args: {}, handler: async () => {} });
            ` }],
          },
        ],
      },
      {
        name: "tests alone call it, through what a helper sets up",
        code: SEND,
        files: {
          "convex/digests.test.ts": dedent`
            import { convexTest } from "convex-test";
            import { api } from "./_generated/api";

            let t: ReturnType<typeof convexTest>;
            beforeEach(() => {
              t = setUp();
            });
            await t.withIdentity({}).mutation(api.digests.send, {});
          `,
        },
        output: null,
        errors: [
          {
            messageId: "testedFunction",
            data: { name: "digests.send", files: "4 files" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeTestedInternal", data: { name: "digests.send", reference: "internal.digests.send" }, output: dedent`
              import { internalMutation } from "./_generated/server";

              export const send = internalMutation({ args: {}, handler: async () => {} });
            ` }, { messageId: "markPublic", data: { name: "digests.send" }, output: dedent`
              import { mutation } from "./_generated/server";

              /** @public */
              export const send = mutation({ args: {}, handler: async () => {} });
            ` }],
          },
        ],
      },
      {
        name: "tests alone call it, one of them through a mock",
        code: SEND,
        files: {
          "convex/digests.test.ts": dedent`
            import { convexTest } from "convex-test";
            import { api } from "./_generated/api";

            await convexTest().mutation(api.digests.send, {});
            expect(mock).toHaveBeenCalledWith(api.digests.send);
          `,
        },
        output: null,
        errors: [
          {
            messageId: "testedFunction",
            data: { name: "digests.send", files: "4 files" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeTestedInternal", data: { name: "digests.send", reference: "internal.digests.send" }, output: dedent`
              import { internalMutation } from "./_generated/server";

              export const send = internalMutation({ args: {}, handler: async () => {} });
            ` }, { messageId: "markPublic", data: { name: "digests.send" }, output: dedent`
              import { mutation } from "./_generated/server";

              /** @public */
              export const send = mutation({ args: {}, handler: async () => {} });
            ` }],
          },
        ],
      },
      {
        name: "tests alone call it, by a table",
        code: SEND,
        files: {
          "convex/digests.test.ts": dedent`
            import { convexTest } from "convex-test";
            import { api } from "./_generated/api";

            for (const { fn } of [{ fn: api.digests.send }]) test("is open", () => convexTest().mutation(fn, {}));
          `,
        },
        output: null,
        errors: [
          {
            messageId: "testedFunction",
            data: { name: "digests.send", files: "4 files" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeTestedInternal", data: { name: "digests.send", reference: "internal.digests.send" }, output: dedent`
              import { internalMutation } from "./_generated/server";

              export const send = internalMutation({ args: {}, handler: async () => {} });
            ` }, { messageId: "markPublic", data: { name: "digests.send" }, output: dedent`
              import { mutation } from "./_generated/server";

              /** @public */
              export const send = mutation({ args: {}, handler: async () => {} });
            ` }],
          },
        ],
      },
      {
        name: "a test alone has it, and calls its handler",
        code: SEND,
        files: {
          "convex/digests.test.ts": dedent`
            const { send } = await import("./digests");

            await send._handler({}, {});
          `,
        },
        output: null,
        errors: [
          {
            messageId: "testedFunction",
            data: { name: "digests.send", files: "4 files" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: dedent`
              import { internalMutation } from "./_generated/server";

              export const send = internalMutation({ args: {}, handler: async () => {} });
            ` }, { messageId: "markPublic", data: { name: "digests.send" }, output: dedent`
              import { mutation } from "./_generated/server";

              /** @public */
              export const send = mutation({ args: {}, handler: async () => {} });
            ` }],
          },
        ],
      },
      {
        name: "it alone schedules itself",
        code: dedent`
          import { api } from "./_generated/api";
          import { mutation } from "./_generated/server";

          export const send = mutation({
            args: {},
            handler: async (ctx) => void (await ctx.scheduler.runAfter(1000, api.digests.send, {})),
          });
        `,
        output: null,
        errors: [
          {
            messageId: "unusedFunction",
            data: { name: "digests.send", files: "3 files" },
            line: 4, column: 21, endLine: 4, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: dedent`
              import { internal } from "./_generated/api";
              import { internalMutation } from "./_generated/server";

              export const send = internalMutation({
                args: {},
                handler: async (ctx) => void (await ctx.scheduler.runAfter(1000, internal.digests.send, {})),
              });
            ` }, { messageId: "markPublic", data: { name: "digests.send" }, output: dedent`
              import { api } from "./_generated/api";
              import { mutation } from "./_generated/server";

              /** @public */
              export const send = mutation({
                args: {},
                handler: async (ctx) => void (await ctx.scheduler.runAfter(1000, api.digests.send, {})),
              });
            ` }],
          },
        ],
      },
      {
        name: "two functions call each other, and nothing else does",
        code: dedent`
          import { api } from "./_generated/api";
          import { action } from "./_generated/server";

          export const send = action({ args: {}, handler: async (ctx) => void (await ctx.runAction(api.digests.retry, {})) });
          export const retry = action({ args: {}, handler: async (ctx) => void (await ctx.runAction(api.digests.send, {})) });
        `,
        output: null,
        errors: [
          {
            messageId: "unusedFunction",
            data: { name: "digests.send", files: "3 files" },
            line: 4, column: 21, endLine: 4, endColumn: 27,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: dedent`
              import { api, internal } from "./_generated/api";
              import { action, internalAction } from "./_generated/server";

              export const send = internalAction({ args: {}, handler: async (ctx) => void (await ctx.runAction(api.digests.retry, {})) });
              export const retry = action({ args: {}, handler: async (ctx) => void (await ctx.runAction(internal.digests.send, {})) });
            ` }, { messageId: "markPublic", data: { name: "digests.send" }, output: dedent`
              import { api } from "./_generated/api";
              import { action } from "./_generated/server";

              /** @public */
              export const send = action({ args: {}, handler: async (ctx) => void (await ctx.runAction(api.digests.retry, {})) });
              export const retry = action({ args: {}, handler: async (ctx) => void (await ctx.runAction(api.digests.send, {})) });
            ` }],
          },
          {
            messageId: "unusedFunction",
            data: { name: "digests.retry", files: "3 files" },
            line: 5, column: 22, endLine: 5, endColumn: 28,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.retry" }, output: dedent`
              import { api, internal } from "./_generated/api";
              import { action, internalAction } from "./_generated/server";

              export const send = action({ args: {}, handler: async (ctx) => void (await ctx.runAction(internal.digests.retry, {})) });
              export const retry = internalAction({ args: {}, handler: async (ctx) => void (await ctx.runAction(api.digests.send, {})) });
            ` }, { messageId: "markPublic", data: { name: "digests.retry" }, output: dedent`
              import { api } from "./_generated/api";
              import { action } from "./_generated/server";

              export const send = action({ args: {}, handler: async (ctx) => void (await ctx.runAction(api.digests.retry, {})) });
              /** @public */
              export const retry = action({ args: {}, handler: async (ctx) => void (await ctx.runAction(api.digests.send, {})) });
            ` }],
          },
        ],
      },
    ],
  });
});

describe("claims", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "the workspace holds no client",
        code: SEND,
        files: { "convex/messages.ts": null, "src/App.tsx": null },
      },
      {
        name: "the settings say that clients are elsewhere",
        code: SEND,
        settings: { "convex-boundary": { clients: "elsewhere" } },
      },
      {
        name: "the tag @public",
        code: dedent`
          import { mutation } from "./_generated/server";

          /** @public A partner's server calls it. */
          export const send = mutation({ args: {}, handler: async () => {} });
        `,
      },
      {
        name: "an internal function",
        code: dedent`
          import { internalMutation } from "./_generated/server";

          export const send = internalMutation({ args: {}, handler: async () => {} });
        `,
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
        name: "the tag @public at the end of a comment of one line",
        code: dedent`
          import { mutation } from "./_generated/server";

          /** Sends the digest of a day. @public */
          export const send = mutation({ args: {}, handler: async () => {} });
        `,
      },
    ],
    invalid: [
      {
        name: "the settings say that all clients are here",
        code: SEND,
        files: { "convex/messages.ts": null, "src/App.tsx": null },
        settings: { "convex-boundary": { clients: "workspace" } },
        output: null,
        errors: [
          {
            messageId: "unusedFunction",
            data: { name: "digests.send", files: "1 file" },
            line: 3, column: 21, endLine: 3, endColumn: 29,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: dedent`
              import { internalMutation } from "./_generated/server";

              export const send = internalMutation({ args: {}, handler: async () => {} });
            ` }, { messageId: "markPublic", data: { name: "digests.send" }, output: dedent`
              import { mutation } from "./_generated/server";

              /** @public */
              export const send = mutation({ args: {}, handler: async () => {} });
            ` }],
          },
        ],
      },
      {
        name: "a comment, which the tag goes into",
        code: dedent`
          import { mutation } from "./_generated/server";

          /** Sends the digest of a day. */
          export const send = mutation({ args: {}, handler: async () => {} });
        `,
        output: null,
        errors: [
          {
            messageId: "unusedFunction",
            data: { name: "digests.send", files: "3 files" },
            line: 4, column: 21, endLine: 4, endColumn: 29,
            suggestions: [
              { messageId: "makeInternal", data: { name: "digests.send" }, output: dedent`
                import { internalMutation } from "./_generated/server";

                /** Sends the digest of a day. */
                export const send = internalMutation({ args: {}, handler: async () => {} });
              ` },
              { messageId: "markPublic", data: { name: "digests.send" }, output: dedent`
                import { mutation } from "./_generated/server";

                /** Sends the digest of a day. @public */
                export const send = mutation({ args: {}, handler: async () => {} });
              ` },
            ],
          },
        ],
      },
      {
        name: "a comment, which the tag goes into past a note",
        code: dedent`
          import { mutation } from "./_generated/server";

          /** Sends the digest of a day. */
          // Runs at night.

          // TODO: delete it?
          export const send = mutation({ args: {}, handler: async () => {} });
        `,
        output: null,
        errors: [
          {
            messageId: "unusedFunction",
            data: { name: "digests.send", files: "3 files" },
            line: 7, column: 21, endLine: 7, endColumn: 29,
            suggestions: [
              { messageId: "makeInternal", data: { name: "digests.send" }, output: dedent`
                import { internalMutation } from "./_generated/server";

                /** Sends the digest of a day. */
                // Runs at night.

                // TODO: delete it?
                export const send = internalMutation({ args: {}, handler: async () => {} });
              ` },
              { messageId: "markPublic", data: { name: "digests.send" }, output: dedent`
                import { mutation } from "./_generated/server";

                /** Sends the digest of a day. @public */
                // Runs at night.

                // TODO: delete it?
                export const send = mutation({ args: {}, handler: async () => {} });
              ` },
            ],
          },
        ],
      },
      {
        name: "a builder without an internal twin",
        code: dedent`
          import { userMutation } from "./builders";

          export const send = userMutation({ args: {}, handler: async () => {} });
        `,
        files: {
          "convex/builders.ts": dedent`
            import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
            import { mutation } from "./_generated/server";

            export const userMutation = customMutation(mutation, customCtx(async () => ({ user: "ada" })));
          `,
        },
        output: null,
        errors: [
          {
            messageId: "unusedFunction",
            data: { name: "digests.send", files: "4 files" },
            line: 3, column: 21, endLine: 3, endColumn: 33,
            suggestions: [{ messageId: "markPublic", data: { name: "digests.send" }, output: dedent`
              import { userMutation } from "./builders";

              /** @public */
              export const send = userMutation({ args: {}, handler: async () => {} });
            ` }],
          },
        ],
      },
    ],
  });
});
