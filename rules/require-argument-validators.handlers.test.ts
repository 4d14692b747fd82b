import { describe } from "vitest";

import type { BoundaryRule } from "../src/create-rule.ts";
import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./require-argument-validators.ts";

type MessageId = "missing" | "unread" | "missingWithReason" | "refused" | "addValidators";

const FILES = {
  "convex/handlers.ts": dedent`
    import type { QueryCtx } from "./_generated/server";

    export const notes = { list: async (_ctx: QueryCtx, args: { limit: number }) => args.limit };
    export class Notes {
      static async count(_ctx: QueryCtx, args: { done: boolean }) { return args.done; }
    }
  `,
};

const tester = createRuleTester({ filename: "convex/notes.ts", files: FILES });
const typedTester = createRuleTester({ filename: "convex/notes.ts", files: FILES, typed: true });

describe("handlers that something holds", () => {
  tester.run(rule.name, rule as unknown as BoundaryRule<[], MessageId>, {
    valid: [
      {
        name: "what may be an object with args",
        code: dedent`
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          class Notes { static list = { args: { limit: v.number() }, handler: async () => 1 }; }
          const notes = { list: { args: { limit: v.number() }, handler: async () => 1 } };
          export const a = query(Notes.list);
          export const b = query(notes.list);
          export const c = query(process.env.OLD ? notes.list : Notes.list);
        `,
      },
      {
        name: "what nothing follows without types",
        code: dedent`
          import { query } from "./_generated/server";
          class Notes { get list() { return { args: {}, handler: async () => 1 }; } }
          class Base { list(_ctx: unknown, args: { limit: number }) { return args.limit; } }
          class Derived extends Base {}
          const other: { list: () => void } = { ...globalThis.handlers };
          export const a = query(new Notes().list);
          export const b = query(new Derived().list);
          export const c = query(other.list);
        `,
      },
    ],
    invalid: [
      {
        name: "members of a class, alone and as an option",
        code: dedent`
          import { query } from "./_generated/server";
          class Notes {
            static list(_ctx: unknown, args: { limit: number }) { return args.limit; }
            static count = async (_ctx: unknown, args: { done: boolean }) => args.done;
            one(_ctx: unknown, args: { title: string }) { return args.title; }
          }
          const notes = new Notes();
          export const a = query(Notes.list);
          export const b = query({ handler: Notes["count"] });
          export const c = query(notes.one);
          export const d = query({ handler: new Notes().one });
        `,
        output: dedent`
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          class Notes {
            static list(_ctx: unknown, args: { limit: number }) { return args.limit; }
            static count = async (_ctx: unknown, args: { done: boolean }) => args.done;
            one(_ctx: unknown, args: { title: string }) { return args.title; }
          }
          const notes = new Notes();
          export const a = query({
            args: { limit: v.number() },
            handler: Notes.list,
          });
          export const b = query({ args: { done: v.boolean() }, handler: Notes["count"] });
          export const c = query({
            args: { title: v.string() },
            handler: notes.one,
          });
          export const d = query({ args: { title: v.string() }, handler: new Notes().one });
        `,
        errors: [
          { messageId: "missing", data: { name: "notes.a" }, line: 8, column: 18, endLine: 8, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "notes.b" }, line: 9, column: 18, endLine: 9, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "notes.c" }, line: 10, column: 18, endLine: 10, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "notes.d" }, line: 11, column: 18, endLine: 11, endColumn: 23, suggestions: null },
        ],
      },
      {
        name: "members of objects, here and in other modules",
        code: dedent`
          import { query } from "./_generated/server";
          import * as handlers from "./handlers";
          import { Notes, notes } from "./handlers";
          const own = { async list(_ctx: unknown, args: { limit: number }) { return args.limit; } };
          export const a = query(own.list);
          export const b = query(notes.list);
          export const c = query(Notes.count);
          export const d = query(handlers.notes["list"]);
        `,
        output: dedent`
          import { query } from "./_generated/server";
          import * as handlers from "./handlers";
          import { Notes, notes } from "./handlers";
          import { v } from "convex/values";
          const own = { async list(_ctx: unknown, args: { limit: number }) { return args.limit; } };
          export const a = query({
            args: { limit: v.number() },
            handler: own.list,
          });
          export const b = query({
            args: { limit: v.number() },
            handler: notes.list,
          });
          export const c = query({
            args: { done: v.boolean() },
            handler: Notes.count,
          });
          export const d = query({
            args: { limit: v.number() },
            handler: handlers.notes["list"],
          });
        `,
        errors: [
          { messageId: "missing", data: { name: "notes.a" }, line: 5, column: 18, endLine: 5, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "notes.b" }, line: 6, column: 18, endLine: 6, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "notes.c" }, line: 7, column: 18, endLine: 7, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "notes.d" }, line: 8, column: 18, endLine: 8, endColumn: 23, suggestions: null },
        ],
      },
      {
        name: "one of several signatures, of a generic class, bound, or one of two: certainly no args, and no one type",
        code: dedent`
          import { query } from "./_generated/server";
          class Notes<T> {
            static list(_ctx: unknown, args: { limit: number }) { return args.limit; }
            one(_ctx: unknown, args: { value: T }) { return args.value; }
          }
          export const a = query(Notes.list.bind(Notes));
          export const b = query(process.env.OLD ? Notes.list : Notes.list);
          export const c = query({ handler: process.env.OLD ? Notes.list : Notes.list });
          export const d = query(new Notes<string>().one);
        `,
        output: null,
        errors: [
          { messageId: "missingWithReason", data: { name: "notes.a", reason: "its handler is made elsewhere, and takes type information to read" }, line: 6, column: 18, endLine: 6, endColumn: 23, suggestions: null },
          { messageId: "missingWithReason", data: { name: "notes.b", reason: "its handler is made elsewhere, and takes type information to read" }, line: 7, column: 18, endLine: 7, endColumn: 23, suggestions: null },
          { messageId: "missingWithReason", data: { name: "notes.c", reason: "its handler is made elsewhere, and takes type information to read" }, line: 8, column: 18, endLine: 8, endColumn: 23, suggestions: null },
          { messageId: "missingWithReason", data: { name: "notes.d", reason: "its handler has type parameters" }, line: 9, column: 18, endLine: 9, endColumn: 23, suggestions: null },
        ],
      },
    ],
  });

  typedTester.run(rule.name, rule as unknown as BoundaryRule<[], MessageId>, {
    valid: [
      {
        name: "what types say is no function, and what is any",
        code: dedent`
          import { query } from "./_generated/server";
          class Notes { get list() { return { args: {}, handler: async () => 1 }; } }
          declare const anything: any;
          export const a = query(new Notes().list);
          export const b = query(anything);
        `,
      },
    ],
    invalid: [
      {
        name: "what types say is a function",
        code: dedent`
          import { query } from "./_generated/server";
          class Base { list(_ctx: unknown, args: { limit: number }) { return args.limit; } }
          class Derived extends Base {}
          declare const declared: (_ctx: unknown, args: { done: boolean }) => boolean;
          export const a = query(new Derived().list);
          export const b = query(declared);
          export const c = query(Object.freeze({ declared }).declared);
        `,
        output: dedent`
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          class Base { list(_ctx: unknown, args: { limit: number }) { return args.limit; } }
          class Derived extends Base {}
          declare const declared: (_ctx: unknown, args: { done: boolean }) => boolean;
          export const a = query({
            args: { limit: v.number() },
            handler: new Derived().list,
          });
          export const b = query({
            args: { done: v.boolean() },
            handler: declared,
          });
          export const c = query({
            args: { done: v.boolean() },
            handler: Object.freeze({ declared }).declared,
          });
        `,
        errors: [
          { messageId: "missing", data: { name: "notes.a" }, line: 5, column: 18, endLine: 5, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "notes.b" }, line: 6, column: 18, endLine: 6, endColumn: 23, suggestions: null },
          { messageId: "missing", data: { name: "notes.c" }, line: 7, column: 18, endLine: 7, endColumn: 23, suggestions: null },
        ],
      },
    ],
  });
});
