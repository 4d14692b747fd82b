import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { CHAT, CRON, SEND, SEND_INTERNAL } from "../src/testing/digests-project.ts";
import { AS_FIXED, createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./prefer-internal-function.ts";

const definitions = createRuleTester({ filename: "convex/digests.ts", files: { ...CHAT, ...CRON } });
const typedDefinitions = createRuleTester({ filename: "convex/digests.ts", files: { ...CHAT, ...CRON }, typed: true });

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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
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
        errors: [{ messageId: "publicFunctionWithoutTwin", data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", builder: "`userMutation`" }, line: 3, column: 21, endLine: 3, endColumn: 33, suggestions: null }],
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
        errors: [{ messageId: "publicFunctionWithoutTwin", data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", builder: "`userMutation`" }, line: 3, column: 21, endLine: 3, endColumn: 33, suggestions: null }],
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
        errors: [{ messageId: "publicFunctionWithoutTwin", data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", builder: "`userMutation`" }, line: 3, column: 21, endLine: 3, endColumn: 33, suggestions: null }],
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
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
        errors: [{ messageId: "publicFunctionWithoutTwin", data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", builder: "`userMutation`" }, line: 3, column: 21, endLine: 3, endColumn: 33, suggestions: null }],
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
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
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
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
          import { internalMutation, mutation } from "./_generated/server";

          const builder = mutation;
          export const send = internalMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
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
        errors: [{ messageId: "publicFunctionWithoutTwin", data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", builder: "`adminMutation`" }, line: 3, column: 21, endLine: 3, endColumn: 34, suggestions: null }],
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
        errors: [{ messageId: "publicFunctionWithoutTwin", data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", builder: "Its builder" }, line: 4, column: 21, endLine: 4, endColumn: 37, suggestions: null }],
      },
      {
        name: "a builder that syntax proves",
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
    ],
  });
});
