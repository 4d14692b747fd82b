import { describe } from "vitest";

import type { BoundaryRule } from "../src/create-rule.ts";
import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./require-argument-validators.ts";

type MessageId = "missing" | "unread" | "missingWithReason" | "refused" | "addValidators";

const tester = createRuleTester({ filename: "convex/notes.ts", files: {} });

/** What other linters of Convex code look for, and what they take for it by its spelling. */
describe("situations that linters of spelling know", () => {
  tester.run(rule.name, rule as unknown as BoundaryRule<[], MessageId>, {
    valid: [
      {
        name: "args beside a handler that names none",
        code: dedent`
          import { query } from "./_generated/server";
          export const all = query({ args: {}, handler: async (ctx, {}) => ctx.db.query("notes").collect() });
        `,
      },
      {
        name: "args with a v.any(), which another rule reports",
        code: dedent`
          import { v } from "convex/values";
          import { action } from "./_generated/server";
          export const pull = action({ args: { from: v.string(), query: v.any() }, handler: async (_ctx, { from, query }) => [from, query] });
        `,
      },
      {
        name: "args under a quoted key, in a template literal and behind a constant",
        code: dedent`
          import { v } from "convex/values";
          import { query } from "./_generated/server";
          const ARGS = "args";
          export const a = query({ 'args': { id: v.id("notes") }, "handler": async () => 1 });
          export const b = query({ [ARGS]: { id: v.id("notes") }, handler: async () => 1 });
          export const c = query({ ["args"]: { id: v.id("notes") }, handler: async () => 1 });
        `,
      },
      {
        name: "args that are spread, merged, imported or made by a call",
        code: dedent`
          import { partial } from "convex-helpers/validators";
          import { v } from "convex/values";
          import { query } from "./_generated/server";
          import { shared, sharedOptions } from "./shared";
          const own = { id: v.id("notes") };
          export const a = query({ args: { ...own, ...shared }, handler: async () => 1 });
          export const b = query({ args: partial(own), handler: async () => 1 });
          export const c = query({ ...sharedOptions, handler: async () => 1 });
          export const d = query({ args: Object.assign({}, own), handler: async () => 1 });
          export const e = query({ handler: async () => 1, ...{ args: own } });
        `,
        files: { "convex/shared.ts": `import { v } from "convex/values";\nexport const shared = { at: v.number() };\nexport const sharedOptions = { args: shared };\n` },
      },
      {
        name: "functions of other libraries that are called the same",
        code: dedent`
          import { action, mutation } from "mobx";
          import { query } from "@solidjs/router";
          import { db } from "./database";
          export const load = query(async (id: string) => id, "load");
          export const save = mutation({ handler: async (ctx: unknown, { id }: { id: string }) => id });
          export const reset = action((ctx: unknown, args: { id: string }) => args);
          export const rows = db.query({ handler: async () => 1 });
        `,
        files: { "convex/database.ts": "export const db = { query: (options: object) => options };\n" },
      },
      {
        name: "a parameter that hides the builder",
        code: dedent`
          import { query } from "./_generated/server";
          export const define = (query: (options: object) => object) => query({ handler: async () => 1 });
          void query;
        `,
      },
      {
        name: "a function that is not exported, and is none for Convex",
        code: dedent`
          import { query } from "./_generated/server";
          const draft = query({ handler: async (_ctx, { id }) => id });
          export const reuse = () => draft;
        `,
      },
      {
        name: "HTTP actions, which take requests",
        code: dedent`
          import { httpAction } from "./_generated/server";
          export const hook = httpAction(async (_ctx, request) => new Response(await request.text()));
        `,
      },
      {
        name: "a file that is no module of Convex",
        filename: "convex/notes.test.ts",
        code: dedent`
          import { query } from "./_generated/server";
          export const all = query({ handler: async () => 1 });
        `,
      },
    ],
    invalid: [
      {
        name: "arguments without types, in both syntaxes: no args is put in front of them",
        code: dedent`
          import { action, mutation, query } from "./_generated/server";
          export const send = mutation({ handler: async (ctx, { body, author }) => ctx.db.insert("notes", { body, author }) });
          export const one = query(async (ctx, { id }) => ctx.db.get(id));
          export const pull = action({ async handler(_ctx, { url }) { return url; } });
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: { name: "notes.send", reason: "the names that its handler takes have no types" }, line: 2, column: 21, endLine: 2, endColumn: 29, suggestions: null },
          { messageId: "missingWithReason", data: { name: "notes.one", reason: "the names that its handler takes have no types" }, line: 3, column: 20, endLine: 3, endColumn: 25, suggestions: null },
          { messageId: "missingWithReason", data: { name: "notes.pull", reason: "the names that its handler takes have no types" }, line: 4, column: 21, endLine: 4, endColumn: 27, suggestions: null },
        ],
      },
      {
        name: "a file that a program writes, and would write again as it was",
        code: dedent`
          // Generated from notes.yaml. Do not edit.
          import { query } from "./_generated/server";
          export const all = query({ handler: async (ctx) => ctx.db.query("notes").collect() });
        `,
        output: null,
        errors: [{ messageId: "unread", data: { name: "notes.all" }, line: 3, column: 20, endLine: 3, endColumn: 25, suggestions: null }],
      },
      {
        name: "no parameter for arguments, in both syntaxes",
        code: dedent`
          import { action, query } from "./_generated/server";

          export const all = query({
            handler: async (ctx) => {
              return await ctx.db.query("notes").collect();
            },
          });

          export const nothing = action(async () => {});

          /** No function of Convex. */
          export function add(left: number, right: number): number {
            return left + right;
          }
        `,
        output: dedent`
          import { action, query } from "./_generated/server";

          export const all = query({
            args: {},
            handler: async (ctx) => {
              return await ctx.db.query("notes").collect();
            },
          });

          export const nothing = action({
            args: {},
            handler: async () => {},
          });

          /** No function of Convex. */
          export function add(left: number, right: number): number {
            return left + right;
          }
        `,
        errors: [
          { messageId: "unread", data: { name: "notes.all" }, line: 3, column: 20, endLine: 3, endColumn: 25, suggestions: null },
          { messageId: "unread", data: { name: "notes.nothing" }, line: 9, column: 24, endLine: 9, endColumn: 30, suggestions: null },
        ],
      },
      {
        name: "an empty pattern, which reads nothing but lets callers send something",
        code: dedent`
          import { query } from "./_generated/server";
          export const all = query({ handler: async (ctx, {}) => ctx.db.query("notes").collect() });
        `,
        output: null,
        errors: [
          { messageId: "missing", data: { name: "notes.all" }, line: 2, column: 20, endLine: 2, endColumn: 25, suggestions: [
            { messageId: "addValidators", data: { losses: "that it ignores what callers send" }, output: dedent`
              import { query } from "./_generated/server";
              export const all = query({ args: {}, handler: async (ctx, {}) => ctx.db.query("notes").collect() });
            ` },
          ] },
        ],
      },
      {
        name: "without generated types the annotation is all that types the parameter",
        code: dedent`
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          export const a = query({ handler: async (_ctx, args: { id: string }) => args.id });
          export const text = v.string();
        `,
        files: { "convex/_generated/server.d.ts": null },
        output: dedent`
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          export const a = query({ args: { id: v.string() }, handler: async (_ctx, args: { id: string }) => args.id });
          export const text = v.string();
        `,
        errors: [
          { messageId: "missing", data: { name: "notes.a" }, line: 3, column: 18, endLine: 3, endColumn: 23, suggestions: null },
        ],
      },
      {
        name: "generated types that are too old for actions",
        code: dedent`
          import { action, query } from "./_generated/server";
          import { v } from "convex/values";
          export const a = query({ handler: async (_ctx, args: { id: string }) => args.id });
          export const b = action({ handler: async (_ctx, args: { id: string }) => args.id });
          export const text = v.string();
        `,
        files: {
          "convex/_generated/server.d.ts": dedent`
            import type { ActionBuilder, QueryBuilder } from "convex/server";
            import type { DataModel } from "./dataModel.js";
            export declare const query: QueryBuilder<DataModel, "public">;
            export declare const action: ActionBuilder<"public">;
          `,
        },
        output: dedent`
          import { action, query } from "./_generated/server";
          import { v } from "convex/values";
          export const a = query({ args: { id: v.string() }, handler: async (_ctx, args) => args.id });
          export const b = action({ args: { id: v.string() }, handler: async (_ctx, args: { id: string }) => args.id });
          export const text = v.string();
        `,
        errors: [
          { messageId: "missing", data: { name: "notes.a" }, line: 3, column: 18, endLine: 3, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "notes.b" }, line: 4, column: 18, endLine: 4, endColumn: 24, suggestions: null },
        ],
      },
      {
        name: "an import of v that nothing used so far, and a field of that name",
        code: dedent`
          import type { Id } from "./_generated/dataModel";
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          export const a = query({ handler: async (_ctx, args: { v: Id<"notes"> }) => args });
        `,
        output: dedent`
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          export const a = query({ args: { v: v.id("notes") }, handler: async (_ctx, args) => args });
        `,
        errors: [
          { messageId: "missing", data: { name: "notes.a" }, line: 4, column: 18, endLine: 4, endColumn: 23, suggestions: null },
        ],
      },
      {
        name: "casts around definitions and handlers, which keep what gives the parameter its type",
        code: dedent`
          import { mutation, query } from "./_generated/server";
          export const a = query({ handler: (async (_ctx, args: { id: string }) => args.id) as never } as const);
          export const b = mutation({ handler: async (_ctx, args: { id: string }) => args.id } satisfies object);
          export const c = query(((_ctx, args: { id: string }) => args.id)!);
          const loose = query as any;
          export const d = loose({ handler: async (_ctx: unknown, args: { id: string }) => args.id });
          export const e = (query as any)({ handler: async (_ctx: unknown, args: { id: string }) => args.id });
        `,
        output: dedent`
          import { mutation, query } from "./_generated/server";
          import { v } from "convex/values";
          export const a = query({ args: { id: v.string() }, handler: (async (_ctx, args: { id: string }) => args.id) as never } as const);
          export const b = mutation({ args: { id: v.string() }, handler: async (_ctx, args: { id: string }) => args.id } satisfies object);
          export const c = query({
            args: { id: v.string() },
            handler: ((_ctx, args) => args.id)!,
          });
          const loose = query as any;
          export const d = loose({ args: { id: v.string() }, handler: async (_ctx: unknown, args: { id: string }) => args.id });
          export const e = (query as any)({ args: { id: v.string() }, handler: async (_ctx: unknown, args: { id: string }) => args.id });
        `,
        errors: [
          { messageId: "missing", data: { name: "notes.a" }, line: 2, column: 18, endLine: 2, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "notes.b" }, line: 3, column: 18, endLine: 3, endColumn: 26, suggestions: null },
          { messageId: "missing", data: { name: "notes.c" }, line: 4, column: 18, endLine: 4, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "notes.d" }, line: 6, column: 18, endLine: 6, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "notes.e" }, line: 7, column: 19, endLine: 7, endColumn: 24, suggestions: null },
        ],
      },
      {
        name: "args that a spread certainly does not bring, and args that come too early",
        code: dedent`
          import { v } from "convex/values";
          import { query } from "./_generated/server";
          const options = { returns: v.number() };
          export const a = query({ ...options, handler: async () => 1 });
        `,
        output: dedent`
          import { v } from "convex/values";
          import { query } from "./_generated/server";
          const options = { returns: v.number() };
          export const a = query({ ...options, args: {}, handler: async () => 1 });
        `,
        errors: [
          { messageId: "unread", data: { name: "notes.a" }, line: 4, column: 18, endLine: 4, endColumn: 23, suggestions: null },
        ],
      },
    ],
  });
});
