import { describe } from "vitest";

import type { BoundaryRule } from "../src/create-rule.ts";
import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./require-argument-validators.ts";

type MessageId = "missing" | "unread" | "missingWithReason" | "refused" | "addValidators";

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
const typedTester = createRuleTester({ filename: "convex/messages.ts", files: FILES, typed: true });

describe("what validates arguments", () => {
  tester.run(rule.name, rule as unknown as BoundaryRule<[], MessageId>, {
    valid: [
      {
        name: "an object",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          export const send = mutation({ args: { body: v.string() }, handler: async () => {} });
        `,
      },
      {
        name: "an empty object",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const send = mutation({ args: {}, handler: async () => {} });
        `,
      },
      {
        name: "a quoted key",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const send = mutation({ "args": {}, handler: async () => {} });
        `,
      },
      {
        name: "an identifier, a shorthand and a spread",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          const args = { body: v.string() };
          const options = { args };
          export const a = mutation({ args, handler: async () => {} });
          export const b = mutation({ ...options, handler: async () => {} });
        `,
      },
      {
        name: "what cannot be known",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { options, key, makeArgs } from "somewhere";
          export const a = mutation({ ...options, handler: async () => {} });
          export const b = mutation({ [key]: {}, handler: async () => {} });
          export const c = mutation(options);
          export const d = mutation({ args: makeArgs(), handler: async () => {} });
        `,
      },
      {
        name: "an imported validator",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { pointValidator } from "./types";
          export const send = mutation({ args: pointValidator, handler: async () => {} });
        `,
      },
      {
        name: "zod",
        code: dedent`
          import { zCustomMutation } from "convex-helpers/server/zod";
          import { NoOp } from "convex-helpers/server/customFunctions";
          import { z } from "zod";
          import { mutation, query, internalMutation } from "./_generated/server";
          const zMutation = zCustomMutation(mutation, NoOp);
          export const a = zMutation({ args: { body: z.string() }, handler: async () => {} });
          export const b = zMutation({ args: z.object({ body: z.string() }), handler: async () => {} });
        `,
      },
      {
        name: "zodvex, whose builders refuse all arguments where a function declares none",
        code: dedent`
          import { customCtx, zCustomQueryBuilder, zMutationBuilder } from "zodvex";
          import { mutation, query, internalMutation } from "./_generated/server";
          const plain = zMutationBuilder(mutation);
          const custom = zCustomQueryBuilder(query, customCtx(async () => ({})));
          export const a = plain({ handler: async () => {} });
          export const b = custom({ handler: async () => {} });
          export const c = custom(async () => {});
        `,
      },
      {
        name: "a function of another library that is called query",
        code: dedent`
          import { query } from "somewhere";
          export const list = query({ handler: async () => [] });
        `,
      },
      {
        name: "a function of the file that is called query",
        code: dedent`
          const query = (options: object) => options;
          export const list = query({ handler: async () => [] });
        `,
      },
      {
        name: "an internal function",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const purge = internalMutation({ handler: async () => {} });
        `,
      },
      {
        name: "a builder that gives the arguments itself",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          const titled = (handler: (ctx: unknown, args: { title: string }) => unknown) => mutation({ args: { title: v.string() }, handler });
          export const send = titled(async () => {});
        `,
      },
      {
        name: "v.any, which is another rule's",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          export const send = mutation({ args: v.any(), handler: async () => {} });
        `,
      },
    ],
    invalid: [
      {
        name: "args: undefined, and a cast",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const a = mutation({ args: undefined, handler: async (_ctx, args: { body: string }) => args });
          export const b = mutation({ args: {} as any, handler: async (_ctx, args: { body: string }) => args });
        `,
        output: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          export const a = mutation({ args: { body: v.string() }, handler: async (_ctx, args) => args });
          export const b = mutation({ args: { body: v.string() }, handler: async (_ctx, args) => args });
        `,
        errors: [
          { messageId: "missing", data: {"name":"messages.a"}, line: 2, column: 29, endLine: 2, endColumn: 44, suggestions: null },
          { messageId: "missing", data: {"name":"messages.b"}, line: 3, column: 29, endLine: 3, endColumn: 44, suggestions: null },
        ],
      },
      {
        name: "validators that Convex refuses",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          export const send = mutation({ args: v.union(v.object({ a: v.string() }), v.object({ b: v.string() })) as any, handler: async () => {} });
        `,
        output: null,
        errors: [
          { messageId: "refused", data: {"name":"messages.send","validator":"v.union"}, line: 3, column: 38, endLine: 3, endColumn: 103, suggestions: null },
        ],
      },
      {
        name: "a constant that Convex refuses, and a table of several shapes",
        code: dedent`
          import { mutation } from "./_generated/server";
          import { v } from "convex/values";
          import schema from "./schema";
          const either = v.union(v.object({ a: v.string() }), v.object({ b: v.string() }));
          export const a = mutation({ args: either, handler: async () => {} });
          export const b = mutation({ args: schema.tables.shapes.validator, handler: async () => {} });
          export const c = mutation({ args: schema.tables.users.validator, handler: async () => {} });
        `,
        files: {
          "convex/schema.ts": dedent`
            import { defineSchema, defineTable } from "convex/server";
            import { v } from "convex/values";
            export default defineSchema({
              users: defineTable({ name: v.string() }),
              shapes: defineTable(v.union(v.object({ r: v.number() }), v.object({ side: v.number() }))),
            });
          `,
        },
        output: null,
        errors: [
          { messageId: "refused", data: {"name":"messages.a","validator":"v.union"}, line: 5, column: 35, endLine: 5, endColumn: 41, suggestions: null },
          { messageId: "refused", data: {"name":"messages.b","validator":"schema.tables.shapes.validator"}, line: 6, column: 35, endLine: 6, endColumn: 65, suggestions: null },
        ],
      },
      {
        name: "internal functions, if they are wanted",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const purge = internalMutation({ handler: async () => {} });
        `,
        options: [{"visibility":"all"}] as never,
        output: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const purge = internalMutation({ args: {}, handler: async () => {} });
        `,
        errors: [
          { messageId: "unread", data: {"name":"messages.purge"}, line: 2, column: 22, endLine: 2, endColumn: 38, suggestions: null },
        ],
      },
      {
        name: "every way to define and export",
        code: dedent`
          import { queryGeneric } from "convex/server";
          import * as server from "./_generated/server";
          import { query as read } from "./_generated/server";
          const a = read({ handler: async () => 1 });
          export { a as renamed };
          export const b = server.mutation({ handler: async () => 1 });
          export const c = queryGeneric({ async handler() { return 1; } });
          export default read({ handler: async () => 1 });
        `,
        output: dedent`
          import { queryGeneric } from "convex/server";
          import * as server from "./_generated/server";
          import { query as read } from "./_generated/server";
          const a = read({ args: {}, handler: async () => 1 });
          export { a as renamed };
          export const b = server.mutation({ args: {}, handler: async () => 1 });
          export const c = queryGeneric({ args: {}, async handler() { return 1; } });
          export default read({ args: {}, handler: async () => 1 });
        `,
        errors: [
          { messageId: "unread", data: {"name":"messages.renamed"}, line: 4, column: 11, endLine: 4, endColumn: 15, suggestions: null },
          { messageId: "unread", data: {"name":"messages.b"}, line: 6, column: 18, endLine: 6, endColumn: 33, suggestions: null },
          { messageId: "unread", data: {"name":"messages.c"}, line: 7, column: 18, endLine: 7, endColumn: 30, suggestions: null },
          { messageId: "unread", data: {"name":"messages.default"}, line: 8, column: 16, endLine: 8, endColumn: 20, suggestions: null },
        ],
      },
      {
        name: "a custom builder, without what its customization adds",
        code: dedent`
          import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
          import { mutation, query, internalMutation } from "./_generated/server";
          const authed = customMutation(mutation, customCtx(async () => ({ user: "x" })));
          export const send = authed({ handler: async (ctx, { body }: { body: string }) => ctx.user + body });
        `,
        output: dedent`
          import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          const authed = customMutation(mutation, customCtx(async () => ({ user: "x" })));
          export const send = authed({ args: { body: v.string() }, handler: async (ctx, { body }) => ctx.user + body });
        `,
        errors: [
          { messageId: "missing", data: {"name":"messages.send"}, line: 4, column: 21, endLine: 4, endColumn: 27, suggestions: null },
        ],
      },
    ],
  });
});

describe("the fix", () => {
  tester.run(rule.name, rule as unknown as BoundaryRule<[], MessageId>, {
    valid: [
    ],
    invalid: [
      {
        name: "object syntax, on one line and on several",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";

          export const a = mutation({ handler: async (_ctx, { body, loud = false }: { body: string; loud?: boolean }) => body + loud });
          export const b = mutation({
            // what it does
            handler: async (_ctx, args: { body: string }) => args.body,
          });
        `,
        output: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";

          export const a = mutation({ args: { body: v.string(), loud: v.optional(v.boolean()) }, handler: async (_ctx, { body, loud = false }) => body + loud });
          export const b = mutation({
            args: { body: v.string() },
            // what it does
            handler: async (_ctx, args) => args.body,
          });
        `,
        errors: [
          { messageId: "missing", data: {"name":"messages.a"}, line: 3, column: 18, endLine: 3, endColumn: 26, suggestions: null },
          { messageId: "missing", data: {"name":"messages.b"}, line: 4, column: 18, endLine: 4, endColumn: 26, suggestions: null },
        ],
      },
      {
        name: "positional syntax",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";

          export const list = query(async () => {
            // nothing yet
            return [];
          });
          export const send = mutation(async (_ctx, { body }: { body: string }) => {
            return body;
          });
        `,
        output: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";

          export const list = query({
            args: {},
            handler: async () => {
              // nothing yet
              return [];
            },
          });
          export const send = mutation({
            args: { body: v.string() },
            handler: async (_ctx, { body }) => {
              return body;
            },
          });
        `,
        errors: [
          { messageId: "unread", data: {"name":"messages.list"}, line: 3, column: 21, endLine: 3, endColumn: 26, suggestions: null },
          { messageId: "missing", data: {"name":"messages.send"}, line: 7, column: 21, endLine: 7, endColumn: 29, suggestions: null },
        ],
      },
      {
        name: "comments in the annotation go with their fields",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";

          export const send = mutation({
            handler: async (_ctx, args: {
              /** What it says. */
              body: string;
              at: number; // milliseconds
            }) => args.body,
          });
        `,
        output: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";

          export const send = mutation({
            args: {
              /** What it says. */
              body: v.string(),
              // milliseconds
              at: v.number(),
            },
            handler: async (_ctx, args) => args.body,
          });
        `,
        errors: [
          { messageId: "missing", data: {"name":"messages.send"}, line: 3, column: 21, endLine: 3, endColumn: 29, suggestions: null },
        ],
      },
      {
        name: "names of the project before structure",
        code: dedent`
          import { PaginationOptions } from "convex/server";
          import { mutation, query, internalMutation } from "./_generated/server";
          import type { Message, Point, Status } from "./types";

          export const send = mutation({
            handler: async (_ctx, args: { message: Message; point: Point; status: Status; paginationOpts: PaginationOptions }) => args,
          });
        `,
        output: dedent`
          import { paginationOptsValidator } from "convex/server";
          import { mutation, query, internalMutation } from "./_generated/server";
          import { pointValidator, Status } from "./types";
          import { v } from "convex/values";

          export const send = mutation({
            args: {
              message: v.object({ body: v.string(), author: v.id("users") }),
              point: pointValidator,
              status: v.union(v.literal(Status.Active), v.literal(Status.Done)),
              paginationOpts: paginationOptsValidator,
            },
            handler: async (_ctx, args) => args,
          });
        `,
        errors: [
          { messageId: "missing", data: {"name":"messages.send"}, line: 5, column: 21, endLine: 5, endColumn: 29, suggestions: null },
        ],
      },
      {
        name: "an option keeps the annotation",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const send = mutation({ handler: async (_ctx, args: { body: string }) => args.body });
        `,
        options: [{"keepAnnotation":true}] as never,
        output: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          export const send = mutation({ args: { body: v.string() }, handler: async (_ctx, args: { body: string }) => args.body });
        `,
        errors: [
          { messageId: "missing", data: {"name":"messages.send"}, line: 2, column: 21, endLine: 2, endColumn: 29, suggestions: null },
        ],
      },
      {
        name: "a handler by reference",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          async function doSend(_ctx: unknown, args: { body: string }) {
            return args.body;
          }
          export const a = mutation({ handler: doSend });
          export const b = mutation(doSend);
        `,
        output: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          async function doSend(_ctx: unknown, args: { body: string }) {
            return args.body;
          }
          export const a = mutation({ args: { body: v.string() }, handler: doSend });
          export const b = mutation({
            args: { body: v.string() },
            handler: doSend,
          });
        `,
        errors: [
          { messageId: "missing", data: {"name":"messages.a"}, line: 5, column: 18, endLine: 5, endColumn: 26, suggestions: null },
          { messageId: "missing", data: {"name":"messages.b"}, line: 6, column: 18, endLine: 6, endColumn: 26, suggestions: null },
        ],
      },
      {
        name: "a handler of another module, whose types are read there",
        code: dedent`
          import { query } from "./_generated/server";
          import { show, visible } from "./handlers";
          export const a = query({ handler: visible });
          export const b = query({ handler: show });
        `,
        files: {
          "convex/handlers.ts": dedent`
            import type { Id } from "./_generated/dataModel";
            type Args = { id: Id<"users">; limit?: number };
            enum Hidden { A = "a" }
            export async function visible(_ctx: unknown, { id, limit = 1 }: Args) { return [id, limit]; }
            export const show = async (_ctx: unknown, args: { hidden: Hidden }) => args;
          `,
        },
        output: dedent`
          import { query } from "./_generated/server";
          import { show, visible } from "./handlers";
          import { v } from "convex/values";
          export const a = query({ args: { id: v.id("users"), limit: v.optional(v.number()) }, handler: visible });
          export const b = query({ handler: show });
        `,
        errors: [
          { messageId: "missing", data: {"name":"messages.a"}, line: 3, column: 18, endLine: 3, endColumn: 23, suggestions: null },
          { messageId: "missingWithReason", data: {"name":"messages.b","reason":"the enum `Hidden` cannot be imported here"}, line: 4, column: 18, endLine: 4, endColumn: 23, suggestions: null },
        ],
      },
      {
        name: "no module is run for a name of which only types were imported, if it cannot run here",
        code: dedent`
          import { mutation } from "./_generated/server";
          import type { Size } from "../src/Badge";
          import type { Level } from "./node";
          import type { Point } from "./points";
          export const a = mutation({ handler: async (_ctx, args: { level: Level }) => args });
          export const b = mutation({ handler: async (_ctx, args: { size: Size }) => args });
          export const c = mutation({ handler: async (_ctx, args: { point: Point }) => args });
        `,
        files: {
          "src/Badge.tsx": `export enum Size { S = "s" }\nexport const Badge = () => <b />;\n`,
          "convex/node.ts": `"use node";\nimport { v, type Infer } from "convex/values";\nexport const levelValidator = v.object({ at: v.number() });\nexport type Level = Infer<typeof levelValidator>;\n`,
          "convex/points.ts": `import { v, type Infer } from "convex/values";\nexport const pointValidator = v.object({ x: v.number() });\nexport type Point = Infer<typeof pointValidator>;\n`,
        },
        output: dedent`
          import { mutation } from "./_generated/server";
          import type { Size } from "../src/Badge";
          import { v } from "convex/values";
          import { pointValidator } from "./points";
          export const a = mutation({ args: { level: v.object({ at: v.number() }) }, handler: async (_ctx, args) => args });
          export const b = mutation({ handler: async (_ctx, args: { size: Size }) => args });
          export const c = mutation({ args: { point: pointValidator }, handler: async (_ctx, args) => args });
        `,
        errors: [
          { messageId: "missing", data: {"name":"messages.a"}, line: 5, column: 18, endLine: 5, endColumn: 26, suggestions: null },
          { messageId: "missingWithReason", data: {"name":"messages.b","reason":"the enum `Size` cannot be imported here"}, line: 6, column: 18, endLine: 6, endColumn: 26, suggestions: null },
          { messageId: "missing", data: {"name":"messages.c"}, line: 7, column: 18, endLine: 7, endColumn: 26, suggestions: null },
        ],
      },
      {
        name: "a namespace import, other quotes and no semicolons",
        code: dedent`
          import * as values from 'convex/values'
          import { mutation } from './_generated/server'
          export const fields = { name: values.v.string() }
          export const send = mutation({ handler: async (_ctx, args: { kind: 'a' | 'b' }) => args.kind })
        `,
        output: dedent`
          import * as values from 'convex/values'
          import { mutation } from './_generated/server'
          export const fields = { name: values.v.string() }
          export const send = mutation({ args: {
            kind: values.v.union(values.v.literal('a'), values.v.literal('b')),
          }, handler: async (_ctx, args) => args.kind })
        `,
        errors: [
          { messageId: "missing", data: {"name":"messages.send"}, line: 4, column: 21, endLine: 4, endColumn: 29, suggestions: null },
        ],
      },
      {
        name: "a type that is used nowhere else keeps its annotation",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          type SendArgs = { body: string };
          export const send = mutation({ handler: async (_ctx, args: SendArgs) => args.body });
        `,
        output: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          type SendArgs = { body: string };
          export const send = mutation({ args: { body: v.string() }, handler: async (_ctx, args: SendArgs) => args.body });
        `,
        errors: [
          { messageId: "missing", data: {"name":"messages.send"}, line: 3, column: 21, endLine: 3, endColumn: 29, suggestions: null },
        ],
      },
    ],
  });
});

describe("what has no exact validator", () => {
  tester.run(rule.name, rule as unknown as BoundaryRule<[], MessageId>, {
    valid: [
    ],
    invalid: [
      {
        name: "a tuple, a pattern and a key that must be there",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const send = mutation({ handler: async (_ctx, args: { at: [number, number]; to: string | undefined }) => args });
        `,
        output: null,
        errors: [
          { messageId: "missing", data: {"name":"messages.send"}, line: 2, column: 21, endLine: 2, endColumn: 29, suggestions: [
              { messageId: "addValidators", data: {"losses":"the length and order of the tuple in `at` and that `to` must be given"}, output: dedent`
                import { mutation, query, internalMutation } from "./_generated/server";
                import { v } from "convex/values";
                export const send = mutation({ args: { at: v.array(v.number()), to: v.optional(v.string()) }, handler: async (_ctx, args) => args });
              ` },
            ] },
        ],
      },
      {
        name: "arrays that nobody may change, which callers could not send any more",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const send = mutation({ handler: async (_ctx, args: { a: readonly string[]; b?: ReadonlyArray<number>; c: Readonly<null[]> }) => args });
        `,
        output: null,
        errors: [
          { messageId: "missing", data: {"name":"messages.send"}, line: 2, column: 21, endLine: 2, endColumn: 29, suggestions: [
              { messageId: "addValidators", data: {"losses":"that the array is only read in `a`, that the array is only read in `b` and that the array is only read in `c`"}, output: dedent`
                import { mutation, query, internalMutation } from "./_generated/server";
                import { v } from "convex/values";
                export const send = mutation({ args: {
                  a: v.array(v.string()),
                  b: v.optional(v.array(v.number())),
                  c: v.array(v.null()),
                }, handler: async (_ctx, args) => args });
              ` },
            ] },
        ],
      },
      {
        name: "what Convex cannot transport",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          class Box { n = 1 }
          export const a = mutation({ handler: async (_ctx, args: { at: Date }) => args });
          export const b = mutation({ handler: async (_ctx, args: { box: Box; f: () => void }) => args });
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: {"name":"messages.a","reason":"`at` is a `Date`, which Convex cannot transport; send a number (`date.getTime()`)"}, line: 3, column: 18, endLine: 3, endColumn: 26, suggestions: null },
          { messageId: "missingWithReason", data: {"name":"messages.b","reason":"`box` is a `Box`, which Convex cannot transport; send its fields as an object"}, line: 4, column: 18, endLine: 4, endColumn: 26, suggestions: null },
        ],
      },
      {
        name: "what validators lose of a handler given by name, whose annotation would no longer fit",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          const move = async (_ctx: unknown, args: { to: [number, number] }) => args;
          export const a = mutation({ handler: move });
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: {"name":"messages.a","reason":"validators cannot say the length and order of the tuple in `to`"}, line: 3, column: 18, endLine: 3, endColumn: 26, suggestions: null },
        ],
      },
      {
        name: "type arguments of the builder, which say what args is",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const a = query<any, any, any, any>({ handler: async (_ctx, args: { body: string }) => args });
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: {"name":"messages.a","reason":"its builder is given type arguments, which say what they are"}, line: 2, column: 18, endLine: 2, endColumn: 23, suggestions: null },
        ],
      },
      {
        name: "a parameter that nothing reads",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const a = query({ handler: async (_ctx, _) => 1 });
        `,
        output: null,
        errors: [
          { messageId: "missing", data: {"name":"messages.a"}, line: 2, column: 18, endLine: 2, endColumn: 23, suggestions: [
              { messageId: "addValidators", data: {"losses":"that it ignores what callers send"}, output: dedent`
                import { mutation, query, internalMutation } from "./_generated/server";
                export const a = query({ args: {}, handler: async (_ctx, _) => 1 });
              ` },
            ] },
        ],
      },
      {
        name: "what nothing says",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const a = mutation({ handler: async (_ctx, args) => args });
          export const b = mutation({ handler: async (_ctx, { body }) => body });
          export const c = mutation({ handler: async (_ctx, args: any) => args });
          export const d = mutation({ handler: async (_ctx, args: { data: unknown }) => args });
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: {"name":"messages.a","reason":"its handler's parameter has no type"}, line: 2, column: 18, endLine: 2, endColumn: 26, suggestions: null },
          { messageId: "missingWithReason", data: {"name":"messages.b","reason":"the names that its handler takes have no types"}, line: 3, column: 18, endLine: 3, endColumn: 26, suggestions: null },
          { messageId: "missingWithReason", data: {"name":"messages.c","reason":"its parameter is `any`, so nothing says what it takes"}, line: 4, column: 18, endLine: 4, endColumn: 26, suggestions: null },
          { messageId: "missingWithReason", data: {"name":"messages.d","reason":"`data` is `unknown`, so nothing says what it takes"}, line: 5, column: 18, endLine: 5, endColumn: 26, suggestions: null },
        ],
      },
      {
        name: "unions at the top, and type parameters",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          export const a = mutation({ handler: async (_ctx, args: { a: string } | { b: string }) => args });
          export const b = mutation({ handler: async <T,>(_ctx: unknown, args: { value: T }) => args });
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: {"name":"messages.a","reason":"its parameter is a union, and Convex takes only an object for `args`; put the union into a field"}, line: 2, column: 18, endLine: 2, endColumn: 26, suggestions: null },
          { messageId: "missingWithReason", data: {"name":"messages.b","reason":"its handler has type parameters"}, line: 3, column: 18, endLine: 3, endColumn: 26, suggestions: null },
        ],
      },
      {
        name: "a type that takes type information",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import type { Pair } from "./types";
          export const send = mutation({ handler: async (_ctx, args: { pair: Pair<string> }) => args });
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: {"name":"messages.send","reason":"`Pair<string>` takes type information to read"}, line: 3, column: 21, endLine: 3, endColumn: 29, suggestions: null },
        ],
      },
      {
        name: "zod builders",
        code: dedent`
          import { zCustomMutation } from "convex-helpers/server/zod";
          import { NoOp } from "convex-helpers/server/customFunctions";
          import { mutation, query, internalMutation } from "./_generated/server";
          const zMutation = zCustomMutation(mutation, NoOp);
          export const send = zMutation({ handler: async (_ctx: unknown, args: { body: string }) => args.body });
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: {"name":"messages.send","reason":"its builder takes them as zod schemas"}, line: 5, column: 21, endLine: 5, endColumn: 30, suggestions: null },
        ],
      },
    ],
  });
});

describe("with types", () => {
  typedTester.run(rule.name, rule as unknown as BoundaryRule<[], MessageId>, {
    valid: [
    ],
    invalid: [
      {
        name: "an enum that is nowhere when the code runs",
        code: dedent`
          import { query } from "./_generated/server";
          declare enum Ambient { A = "a" }
          export const list = query({ handler: async (_ctx, args: { kind: Ambient }) => args });
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: { name: "messages.list", reason: "`kind` is of the ambient enum `Ambient`; declare it where it runs" }, line: 3, column: 21, endLine: 3, endColumn: 26, suggestions: null },
        ],
      },
      {
        name: "mapped and generic types",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import type { Message, Pair } from "./types";
          export const send = mutation({ handler: async (_ctx, args: { [K in keyof Message]?: Message[K] } & { pair: Pair<string | null> }) => args });
        `,
        output: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          export const send = mutation({ args: {
            body: v.optional(v.string()),
            author: v.optional(v.id("users")),
            pair: v.object({ left: v.union(v.string(), v.null()), right: v.union(v.string(), v.null()) }),
          }, handler: async (_ctx, args) => args });
        `,
        errors: [
          { messageId: "missing", data: {"name":"messages.send"}, line: 3, column: 21, endLine: 3, endColumn: 29, suggestions: null },
        ],
      },
      {
        name: "a customization that adds arguments",
        code: dedent`
          import { customMutation } from "convex-helpers/server/customFunctions";
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          const authed = customMutation(mutation, { args: { token: v.string() }, input: async (_ctx, { token }) => ({ ctx: {}, args: { who: token } }) });
          export const send = authed({ handler: async (_ctx: unknown, { body, who }: { body: string; who: string }) => who + body });
        `,
        output: dedent`
          import { customMutation } from "convex-helpers/server/customFunctions";
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          const authed = customMutation(mutation, { args: { token: v.string() }, input: async (_ctx, { token }) => ({ ctx: {}, args: { who: token } }) });
          export const send = authed({ args: { body: v.string() }, handler: async (_ctx: unknown, { body, who }) => who + body });
        `,
        errors: [
          { messageId: "missing", data: {"name":"messages.send"}, line: 5, column: 21, endLine: 5, endColumn: 27, suggestions: null },
        ],
      },
      {
        name: "what only looks like an object",
        code: dedent`
          import type { PaginationOptions } from "convex/server";
          import type { Value } from "convex/values";
          import { mutation } from "./_generated/server";
          export const a = mutation({ handler: async (_ctx, args: { data: Value }) => args });
          export const b = mutation({ handler: async (_ctx, args: { items: { [Symbol.iterator]: string } }) => args });
          export const c = mutation({ handler: async (_ctx, args: { data: {} }) => args });
          export const d = mutation({ handler: async (_ctx, args: Record<string, unknown>) => args });
          export const e = mutation({ handler: async (_ctx, args: PaginationOptions) => args });
          export const f = mutation({ handler: async (_ctx, args: { gone: Missing }) => args });
        `,
        output: dedent`
          import { paginationOptsValidator } from "convex/server";
          import type { Value } from "convex/values";
          import { mutation } from "./_generated/server";
          export const a = mutation({ handler: async (_ctx, args: { data: Value }) => args });
          export const b = mutation({ handler: async (_ctx, args: { items: { [Symbol.iterator]: string } }) => args });
          export const c = mutation({ handler: async (_ctx, args: { data: {} }) => args });
          export const d = mutation({ handler: async (_ctx, args: Record<string, unknown>) => args });
          export const e = mutation({ args: paginationOptsValidator, handler: async (_ctx, args) => args });
          export const f = mutation({ handler: async (_ctx, args: { gone: Missing }) => args });
        `,
        errors: [
          { messageId: "missingWithReason", data: {"name":"messages.a","reason":"`data` is a `Value`, which is all that Convex can transport; declare what it holds"}, line: 4, column: 18, endLine: 4, endColumn: 26, suggestions: null },
          { messageId: "missingWithReason", data: {"name":"messages.b","reason":"`items` is an object with a symbol for a key; name the field with a string"}, line: 5, column: 18, endLine: 5, endColumn: 26, suggestions: null },
          { messageId: "missing", data: {"name":"messages.c"}, line: 6, column: 18, endLine: 6, endColumn: 26, suggestions: [
              { messageId: "addValidators", data: {"losses":"what `data` may hold"}, output: dedent`
                import type { PaginationOptions } from "convex/server";
                import { type Value, v } from "convex/values";
                import { mutation } from "./_generated/server";
                export const a = mutation({ handler: async (_ctx, args: { data: Value }) => args });
                export const b = mutation({ handler: async (_ctx, args: { items: { [Symbol.iterator]: string } }) => args });
                export const c = mutation({ args: { data: v.object({}) }, handler: async (_ctx, args) => args });
                export const d = mutation({ handler: async (_ctx, args: Record<string, unknown>) => args });
                export const e = mutation({ handler: async (_ctx, args: PaginationOptions) => args });
                export const f = mutation({ handler: async (_ctx, args: { gone: Missing }) => args });
              ` },
            ] },
          { messageId: "missingWithReason", data: {"name":"messages.d","reason":"nothing says what its parameter holds"}, line: 7, column: 18, endLine: 7, endColumn: 26, suggestions: null },
          { messageId: "missing", data: {"name":"messages.e"}, line: 8, column: 18, endLine: 8, endColumn: 26, suggestions: null },
          { messageId: "missingWithReason", data: {"name":"messages.f","reason":"`Missing` cannot be followed"}, line: 9, column: 18, endLine: 9, endColumn: 26, suggestions: null },
        ],
      },
      {
        name: "a brand",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          type Email = string & { readonly __brand: "email" };
          export const send = mutation({ handler: async (_ctx, args: { to: Email }) => args.to });
        `,
        output: null,
        errors: [
          { messageId: "missing", data: {"name":"messages.send"}, line: 3, column: 21, endLine: 3, endColumn: 29, suggestions: [
              { messageId: "addValidators", data: {"losses":"the brand in `to`"}, output: dedent`
                import { mutation, query, internalMutation } from "./_generated/server";
                import { v } from "convex/values";
                type Email = string & { readonly __brand: "email" };
                export const send = mutation({ args: { to: v.string() }, handler: async (_ctx, args) => args.to });
              ` },
            ] },
        ],
      },
    ],
  });
});
