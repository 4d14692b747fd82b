import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./no-legacy-function-syntax.ts";

const FILES = {
  "convex/types.ts": dedent`
    import { v, type Infer } from "convex/values";
    import type { Id } from "./_generated/dataModel";

    export enum Status { Active = "active", Done = "done" }
    export interface Message { body: string; author: Id<"users"> }
    export const pointValidator = v.object({ x: v.number(), y: v.number() });
    export type Point = Infer<typeof pointValidator>;
    export type Pair<T> = { left: T; right: T };
  `,
};

const tester = createRuleTester({ filename: "convex/messages.ts", files: FILES });
/** What a template literal starts and ends with, inside one. */
const TICK = "`";

describe("positional handlers", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "object syntax",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const list = query({ args: {}, handler: async () => [] });
        `,
      },
      {
        name: "a function of another library",
        code: dedent`
          import { query } from "somewhere";
          export const list = query(async () => []);
        `,
      },
      {
        name: "a builder of the project that takes a handler",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          const reading = (handler: () => unknown) => query({ args: {}, handler });
          export const list = reading(async () => []);
        `,
      },
      {
        name: "a builder of the project that gives Convex what wraps the handler",
        code: dedent`
          import { query, type QueryCtx } from "./_generated/server";
          const guarded = (handler: (ctx: QueryCtx) => Promise<unknown>) => async (ctx: QueryCtx) => handler(ctx);
          const guardedQuery = (handler: (ctx: QueryCtx) => Promise<unknown>) => query(guarded(handler));
          export const list = guardedQuery(async () => []);
        `,
      },
      {
        name: "HTTP actions, which have no other syntax",
        code: dedent`
          import { httpAction } from "./_generated/server";
          export const hook = httpAction(async () => new Response());
        `,
      },
    ],
    invalid: [
      {
        name: "public and internal functions",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";

          // Lists all.
          export const list = query(async (ctx) => {
            // none yet
            return [${TICK}a
            b${TICK}];
          });
          export const purge = internalMutation(async (_ctx, { id }: { id: string }): Promise<string> => id);
          export default mutation(async function send() {});
        `,
        output: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";

          // Lists all.
          export const list = query({
            handler: async (ctx) => {
              // none yet
              return [${TICK}a
            b${TICK}];
            },
          });
          export const purge = internalMutation({
            handler: async (_ctx, { id }: { id: string }): Promise<string> => id,
          });
          export default mutation({
            handler: async function send() {},
          });
        `,
        errors: [
          { messageId: "positional", data: {"name":"messages.list","builder":"query"}, line: 4, column: 21, endLine: 4, endColumn: 26, suggestions: null },
          { messageId: "positional", data: {"name":"messages.purge","builder":"internalMutation"}, line: 9, column: 22, endLine: 9, endColumn: 38, suggestions: null },
          { messageId: "positional", data: {"name":"messages.default","builder":"mutation"}, line: 10, column: 16, endLine: 10, endColumn: 24, suggestions: null },
        ],
      },
      {
        name: "a handler by name, and one that a helper wraps",
        code: dedent`
          import { withMutationRLS } from "convex-helpers/server/rowLevelSecurity";
          import { mutation, query, internalMutation } from "./_generated/server";
          const list = async () => [];
          export const a = query(list);
          export const b = mutation(withMutationRLS(async () => {}));
        `,
        output: dedent`
          import { withMutationRLS } from "convex-helpers/server/rowLevelSecurity";
          import { mutation, query, internalMutation } from "./_generated/server";
          const list = async () => [];
          export const a = query({
            handler: list,
          });
          export const b = mutation({
            handler: withMutationRLS(async () => {}),
          });
        `,
        errors: [
          { messageId: "positional", data: {"name":"messages.a","builder":"query"}, line: 4, column: 18, endLine: 4, endColumn: 23, suggestions: null },
          { messageId: "positional", data: {"name":"messages.b","builder":"mutation"}, line: 5, column: 18, endLine: 5, endColumn: 26, suggestions: null },
        ],
      },
      {
        name: "members of a class, and a builder that is declared to be as Convex's own",
        code: dedent`
          import { query } from "./_generated/server";
          class Messages { static async list() { return []; } }
          const observe = (definition: unknown): any => definition;
          const observedQuery = ((definition: any) => query(observe(definition))) as typeof query;
          export const list = query(Messages.list);
          export const count = observedQuery(async () => 1);
        `,
        output: dedent`
          import { query } from "./_generated/server";
          class Messages { static async list() { return []; } }
          const observe = (definition: unknown): any => definition;
          const observedQuery = ((definition: any) => query(observe(definition))) as typeof query;
          export const list = query({
            handler: Messages.list,
          });
          export const count = observedQuery({
            handler: async () => 1,
          });
        `,
        errors: [
          { messageId: "positional", data: { name: "messages.list", builder: "query" }, line: 5, column: 21, endLine: 5, endColumn: 26 },
          { messageId: "positional", data: { name: "messages.count", builder: "observedQuery" }, line: 6, column: 22, endLine: 6, endColumn: 35 },
        ],
      },
      {
        name: "custom builders",
        code: dedent`
          import { customQuery, NoOp } from "convex-helpers/server/customFunctions";
          import { mutation, query, internalMutation } from "./_generated/server";
          const read = customQuery(query, NoOp);
          export const list = read(async () => []);
        `,
        output: dedent`
          import { customQuery, NoOp } from "convex-helpers/server/customFunctions";
          import { mutation, query, internalMutation } from "./_generated/server";
          const read = customQuery(query, NoOp);
          export const list = read({
            handler: async () => [],
          });
        `,
        errors: [
          { messageId: "positional", data: {"name":"messages.list","builder":"read"}, line: 4, column: 21, endLine: 4, endColumn: 25, suggestions: null },
        ],
      },
    ],
  });
});
