import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { CHAT, CRON } from "../src/testing/digests-project.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import unused from "./no-unused-public-function.ts";
import rule from "./prefer-internal-function.ts";

const scheduled = createRuleTester({ filename: "convex/digests.ts", files: { ...CHAT, ...CRON } });
const idle = createRuleTester({ filename: "convex/digests.ts", files: CHAT });

const MAKER = dedent`
  import { mutation } from "./_generated/server";

  const makeDigests = (kind: string) => ({ send: mutation({ args: {}, handler: async () => kind }) });
  export const { send } = makeDigests("daily");
`;
const MAKER_INTERNAL = dedent`
  import { internalMutation } from "./_generated/server";

  const makeDigests = (kind: string) => ({ send: internalMutation({ args: {}, handler: async () => kind }) });
  export const { send } = makeDigests("daily");
`;

describe("functions that another function makes", () => {
  scheduled.run(rule.name, rule, {
    valid: [
      {
        name: "a library makes it",
        code: dedent`
          import { crud } from "convex-helpers/server/crud";
          import { mutation, query } from "./_generated/server";
          import schema from "./schema";

          export const { create: send } = crud(schema, "digests", query, mutation);
        `,
      },
      {
        name: "the export has the tag @public",
        code: dedent`
          import { mutation } from "./_generated/server";

          const makeDigests = (kind: string) => ({ send: mutation({ args: {}, handler: async () => kind }) });
          /** @public for the mobile app */
          export const { send } = makeDigests("daily");
        `,
      },
    ],
    invalid: [
      {
        name: "in an object that it returns",
        code: MAKER,
        output: null,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 3, column: 48, endLine: 3, endColumn: 56,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: MAKER_INTERNAL }],
          },
        ],
      },
      {
        name: "it hands on what it is given",
        code: dedent`
          import { mutation } from "./_generated/server";

          const traced = <T>(name: string, fn: T): T => fn;
          export const send = traced("send", mutation({ args: {}, handler: async () => {} }));
        `,
        output: null,
        errors: [
          {
            messageId: "publicFunction",
            data: { name: "digests.send", callers: "`crons.ts:5`", call: "calls it", files: "1 file" },
            line: 4, column: 21, endLine: 4, endColumn: 27,
            suggestions: [
              {
                messageId: "makeInternal",
                data: { name: "digests.send" },
                output: dedent`
                  import { internalMutation } from "./_generated/server";

                  const traced = <T>(name: string, fn: T): T => fn;
                  export const send = traced("send", internalMutation({ args: {}, handler: async () => {} }));
                `,
              },
            ],
          },
        ],
      },
    ],
  });
});

describe("functions that another function makes, and nobody calls", () => {
  idle.run(unused.name, unused, {
    valid: [],
    invalid: [
      {
        name: "in an object that it returns",
        code: MAKER,
        output: null,
        errors: [
          {
            messageId: "unusedFunction",
            data: { name: "digests.send", files: "3 files" },
            line: 3, column: 48, endLine: 3, endColumn: 56,
            suggestions: [{ messageId: "makeInternal", data: { name: "digests.send" }, output: MAKER_INTERNAL }],
          },
        ],
      },
    ],
  });
});
