import { describe } from "vitest";

import type { BoundaryRule } from "../src/create-rule.ts";
import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./require-argument-validators.ts";

type MessageId = "missing" | "unread" | "missingWithReason" | "refused" | "addValidators";

const FILES = {
  "convex/functions.ts": dedent`
    import { customMutation, customQuery } from "convex-helpers/server/customFunctions";
    import type { QueryBuilder } from "convex/server";
    import { v } from "convex/values";
    import type { DataModel } from "./_generated/dataModel";
    import { mutation, query, type QueryCtx } from "./_generated/server";
    export const sessionMutation = customMutation(mutation, {
      args: { sessionId: v.id("sessions") },
      input: async (ctx, { sessionId }) => {
        if (!sessionId) return { ctx: {}, args: { session: null } };
        const load = () => ({ args: { other: 1 } });
        load();
        return { ctx: {}, args: { session: sessionId } };
      },
    });
    export const contextQuery = customQuery(query, { args: {}, input: async () => ({ ctx: { now: 1 }, args: {} }) });
    const made = (token: string) => ({ token });
    export const computedMutation = customMutation(mutation, { args: {}, input: async () => ({ ctx: {}, args: made("x") }) });
    export const loggedIn =
      <Args extends [any] | [], Output>(handler: (ctx: QueryCtx & { user: string }, ...args: Args) => Promise<Output>) =>
      async (ctx: QueryCtx, ...args: Args): Promise<Output> => handler({ ...ctx, user: "ada" }, ...args);
    export const loose = (handler: (ctx: QueryCtx, args: any) => Promise<unknown>) => async (ctx: QueryCtx, args: any) => handler(ctx, args);
    export const loggedInQuery = <Args extends [any] | [], Output>(handler: (ctx: QueryCtx & { user: string }, ...args: Args) => Promise<Output>) => query(loggedIn(handler));
    export const optionQuery = (handler: (ctx: QueryCtx, args: any) => unknown) => query({ returns: v.any(), handler: async (ctx, args) => handler(ctx, args) });
    export const spreadQuery = (handler: (ctx: QueryCtx, args: any) => unknown, common: object) => query({ ...common, handler: async (ctx, args) => handler(ctx, args) });
    const observe = (definition: unknown): any => definition;
    export const observedQuery = ((definition: any) => query(observe(definition))) as typeof query;
    export const declaredQuery: typeof query = (definition: any) => query(observe(definition));
    export const builtQuery = ((definition: any) => query(observe(definition))) as unknown as QueryBuilder<DataModel, "public">;
    export const untypedQuery = (definition: any) => query(observe(definition));
    export const inlineQuery = (handler: (ctx: QueryCtx, args: any) => unknown) => query(async (ctx, args) => handler(ctx, args));
  `,
};

const tester = createRuleTester({ filename: "convex/messages.ts", files: FILES });
const typedTester = createRuleTester({ filename: "convex/messages.ts", files: FILES, typed: true });

describe("customizations that are written out, without types", () => {
  tester.run(rule.name, rule as unknown as BoundaryRule<[], MessageId>, {
    valid: [],
    invalid: [
      {
        name: "what they add for the handler is left out",
        code: dedent`
          import type { Id } from "./_generated/dataModel";
          import { contextQuery, sessionMutation } from "./functions";
          export const send = sessionMutation({ handler: async (_ctx, { body, session }: { body: string; session: Id<"sessions"> | null }) => body + String(session) });
          export const list = contextQuery({ handler: async (_ctx, args: { limit: number }) => args.limit });
        `,
        output: dedent`
          import { v } from "convex/values";
          import { contextQuery, sessionMutation } from "./functions";
          export const send = sessionMutation({ args: { body: v.string() }, handler: async (_ctx, { body, session }) => body + String(session) });
          export const list = contextQuery({ args: { limit: v.number() }, handler: async (_ctx, args) => args.limit });
        `,
        errors: [
          { messageId: "missing", data: { name: "messages.send" }, line: 3, column: 21, endLine: 3, endColumn: 36, suggestions: null },
          { messageId: "missing", data: { name: "messages.list" }, line: 4, column: 21, endLine: 4, endColumn: 33, suggestions: null },
        ],
      },
      {
        name: "what they compute is not known",
        code: dedent`
          import { computedMutation } from "./functions";
          export const send = computedMutation({ handler: async (_ctx, args: { body: string; token: string }) => args });
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: { name: "messages.send", reason: "what its builder adds to them is not known" }, line: 2, column: 21, endLine: 2, endColumn: 37, suggestions: null },
        ],
      },
    ],
  });
});

describe("handlers that calls make", () => {
  tester.run(rule.name, rule as unknown as BoundaryRule<[], MessageId>, {
    valid: [],
    invalid: [
      {
        name: "without types nothing says what they take",
        code: dedent`
          import { query } from "./_generated/server";
          import { loggedIn } from "./functions";
          export const list = query({ handler: loggedIn(async (ctx, args: { limit: number }) => ctx.user + String(args.limit)) });
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: { name: "messages.list", reason: "its handler is made elsewhere, and takes type information to read" }, line: 3, column: 21, endLine: 3, endColumn: 26, suggestions: null },
        ],
      },
      {
        name: "function builders of the project that are declared to be like Convex's own, whatever they do",
        code: dedent`
          import { builtQuery, declaredQuery, observedQuery as query, untypedQuery } from "./functions";
          export const a = query({ handler: async (_ctx, args: { limit: number }) => args.limit });
          export const b = declaredQuery({ handler: async (_ctx, args: { limit: number }) => args.limit });
          export const c = builtQuery(async (_ctx, args: { limit: number }) => args.limit);
          export const silent = untypedQuery({ handler: async (_ctx: unknown, args: { limit: number }) => args.limit });
        `,
        output: dedent`
          import { builtQuery, declaredQuery, observedQuery as query, untypedQuery } from "./functions";
          import { v } from "convex/values";
          export const a = query({ args: { limit: v.number() }, handler: async (_ctx, args) => args.limit });
          export const b = declaredQuery({ args: { limit: v.number() }, handler: async (_ctx, args) => args.limit });
          export const c = builtQuery({
            args: { limit: v.number() },
            handler: async (_ctx, args) => args.limit,
          });
          export const silent = untypedQuery({ handler: async (_ctx: unknown, args: { limit: number }) => args.limit });
        `,
        errors: [
          { messageId: "missing", data: { name: "messages.a" }, line: 2, column: 18, endLine: 2, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "messages.b" }, line: 3, column: 18, endLine: 3, endColumn: 31, suggestions: null },
          { messageId: "missing", data: { name: "messages.c" }, line: 4, column: 18, endLine: 4, endColumn: 28, suggestions: null },
        ],
      },
      {
        name: "in functions of the project that define functions",
        code: dedent`
          import { inlineQuery, loggedInQuery, optionQuery, spreadQuery } from "./functions";
          export const list = loggedInQuery(async (ctx, args: { limit: number }) => ctx.user + String(args.limit));
          export const count = inlineQuery((_ctx, args: { limit: number }) => args.limit);
          export const one = optionQuery((_ctx, args: { limit: number }) => args.limit);
          export const unknown = spreadQuery((_ctx, args: { limit: number }) => args.limit, {});
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: { name: "messages.list", reason: "the function that defines it leaves them out" }, line: 2, column: 21, endLine: 2, endColumn: 34, suggestions: null },
          { messageId: "missingWithReason", data: { name: "messages.count", reason: "the function that defines it leaves them out" }, line: 3, column: 22, endLine: 3, endColumn: 33, suggestions: null },
          { messageId: "missingWithReason", data: { name: "messages.one", reason: "the function that defines it leaves them out" }, line: 4, column: 20, endLine: 4, endColumn: 31, suggestions: null },
        ],
      },
    ],
  });

  typedTester.run(rule.name, rule as unknown as BoundaryRule<[], MessageId>, {
    valid: [],
    invalid: [
      {
        name: "with types, what the function takes that the call makes",
        code: dedent`
          import { query } from "./_generated/server";
          import { loggedIn } from "./functions";
          export const list = query({ handler: loggedIn(async (ctx, args: { limit: number }) => ctx.user + String(args.limit)) });
          export const count = query(loggedIn(async (_ctx, { tags = [] }: { tags?: string[] }) => tags.length));
        `,
        output: dedent`
          import { query } from "./_generated/server";
          import { loggedIn } from "./functions";
          import { v } from "convex/values";
          export const list = query({ args: { limit: v.number() }, handler: loggedIn(async (ctx, args: { limit: number }) => ctx.user + String(args.limit)) });
          export const count = query({
            args: { tags: v.optional(v.array(v.string())) },
            handler: loggedIn(async (_ctx, { tags = [] }: { tags?: string[] }) => tags.length),
          });
        `,
        errors: [
          { messageId: "missing", data: { name: "messages.list" }, line: 3, column: 21, endLine: 3, endColumn: 26, suggestions: null },
          { messageId: "missing", data: { name: "messages.count" }, line: 4, column: 22, endLine: 4, endColumn: 27, suggestions: null },
        ],
      },
      {
        name: "a handler whose type is that of a variable, a property or a class",
        code: dedent`
          import { query, type QueryCtx } from "./_generated/server";
          type Handler<Args> = (ctx: QueryCtx, args: Args) => Promise<unknown>;
          const declared: Handler<{ limit: number }> = async (_ctx, args) => args.limit;
          const handlers = { list: async (_ctx: QueryCtx, args: { limit: number }) => args.limit };
          class Handlers { static list = async (_ctx: QueryCtx, args: { limit: number }) => args.limit; }
          export const a = query({ handler: declared });
          export const b = query({ handler: handlers.list });
          export const c = query({ handler: Handlers.list });
        `,
        output: dedent`
          import { query, type QueryCtx } from "./_generated/server";
          import { v } from "convex/values";
          type Handler<Args> = (ctx: QueryCtx, args: Args) => Promise<unknown>;
          const declared: Handler<{ limit: number }> = async (_ctx, args) => args.limit;
          const handlers = { list: async (_ctx: QueryCtx, args: { limit: number }) => args.limit };
          class Handlers { static list = async (_ctx: QueryCtx, args: { limit: number }) => args.limit; }
          export const a = query({ args: { limit: v.number() }, handler: declared });
          export const b = query({ args: { limit: v.number() }, handler: handlers.list });
          export const c = query({ args: { limit: v.number() }, handler: Handlers.list });
        `,
        errors: [
          { messageId: "missing", data: { name: "messages.a" }, line: 6, column: 18, endLine: 6, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "messages.b" }, line: 7, column: 18, endLine: 7, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "messages.c" }, line: 8, column: 18, endLine: 8, endColumn: 23, suggestions: null },
        ],
      },
      {
        name: "one that takes no one type, anything, or none",
        code: dedent`
          import { query } from "./_generated/server";
          import { loggedIn, loose } from "./functions";
          export const a = query({ handler: loggedIn(async (ctx) => ctx.user) });
          export const b = query({ handler: loose(async (_ctx, args: { limit: number }) => args.limit) });
          export const c = query({ handler: loggedIn(async (_ctx, args) => args) });
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: { name: "messages.a", reason: "its handler is made elsewhere, and no type says what it takes" }, line: 3, column: 18, endLine: 3, endColumn: 23, suggestions: null },
          { messageId: "missingWithReason", data: { name: "messages.b", reason: "its parameter is `any`, so nothing says what it takes" }, line: 4, column: 18, endLine: 4, endColumn: 23, suggestions: null },
          { messageId: "missingWithReason", data: { name: "messages.c", reason: "its parameter is `any`, so nothing says what it takes" }, line: 5, column: 18, endLine: 5, endColumn: 23, suggestions: null },
        ],
      },
    ],
  });
});

describe("builders of libraries", () => {
  const files = {
    "convex/schema.ts": dedent`
      import { defineEnt, defineEntSchema, getEntDefinitions } from "convex-ents";
      import { v } from "convex/values";
      const schema = defineEntSchema({ posts: defineEnt({ title: v.string(), state: v.union(v.literal("draft"), v.literal("live")) }) });
      export default schema;
      export const entDefinitions = getEntDefinitions(schema);
    `,
    "convex/_generated/dataModel.d.ts": dedent`
      import type { DataModelFromSchemaDefinition, DocumentByName } from "convex/server";
      import type { GenericId } from "convex/values";
      import schema from "../schema.js";
      export type DataModel = DataModelFromSchemaDefinition<typeof schema>;
      export type TableNames = keyof DataModel & string;
      export type Doc<TableName extends TableNames> = DocumentByName<DataModel, TableName>;
      export type Id<TableName extends TableNames | "_storage"> = GenericId<TableName>;
    `,
    "convex/builders.ts": dedent`
      import { customCtx, customMutation, NoOp } from "convex-helpers/server/customFunctions";
      import { zCustomQuery } from "convex-helpers/server/zod4";
      import { entsTableFactory } from "convex-ents";
      import { mutation, query } from "./_generated/server";
      import { entDefinitions } from "./schema";
      export const entMutation = customMutation(mutation, customCtx(async (ctx) => ({ table: entsTableFactory(ctx, entDefinitions), db: undefined })));
      export const zQuery = zCustomQuery(query, NoOp);
    `,
  };

  typedTester.run(rule.name, rule as unknown as BoundaryRule<[], MessageId>, {
    valid: [
      {
        name: "zod schemas are validators, one by one or as an object",
        code: dedent`
          import { z } from "zod";
          import { zQuery } from "./builders";
          const shape = { id: z.string() };
          export const a = zQuery({ args: { id: z.string() }, handler: async (_ctx, args) => args.id });
          export const b = zQuery({ args: z.object(shape), handler: async (_ctx, args) => args.id });
          export const c = zQuery({ args: shape, handler: async (_ctx, args) => args.id });
        `,
        files,
      },
    ],
    invalid: [
      {
        name: "ents are custom functions; zod builders take no validators of Convex",
        code: dedent`
          import type { Doc, Id } from "./_generated/dataModel";
          import { entMutation, zQuery } from "./builders";
          export const publish = entMutation({
            handler: async (ctx, { id, state }: { id: Id<"posts">; state: Doc<"posts">["state"] }) => {
              await ctx.table("posts").getX(id).patch({ state });
            },
          });
          export const titles = zQuery({ handler: async () => [] });
          export const title = zQuery({ handler: async (_ctx: unknown, args: { id: string }) => args.id });
        `,
        files,
        output: dedent`
          import { v } from "convex/values";
          import { entMutation, zQuery } from "./builders";
          export const publish = entMutation({
            args: { id: v.id("posts"), state: v.union(v.literal("draft"), v.literal("live")) },
            handler: async (ctx, { id, state }) => {
              await ctx.table("posts").getX(id).patch({ state });
            },
          });
          export const titles = zQuery({ args: {}, handler: async () => [] });
          export const title = zQuery({ handler: async (_ctx: unknown, args: { id: string }) => args.id });
        `,
        errors: [
          { messageId: "missing", data: { name: "messages.publish" }, line: 3, column: 24, endLine: 3, endColumn: 35, suggestions: null },
          { messageId: "unread", data: { name: "messages.titles" }, line: 8, column: 23, endLine: 8, endColumn: 29, suggestions: null },
          { messageId: "missingWithReason", data: { name: "messages.title", reason: "its builder takes them as zod schemas" }, line: 9, column: 22, endLine: 9, endColumn: 28, suggestions: null },
        ],
      },
    ],
  });
});
