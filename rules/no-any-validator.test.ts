import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./no-any-validator.ts";

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

describe("v.any()", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "no v.any()",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          export const send = mutation({ args: { body: v.string() }, handler: async () => {} });
        `,
      },
      {
        name: "an internal function",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          export const purge = internalMutation({ args: { data: v.any() }, handler: async () => {} });
        `,
      },
      {
        name: "what a function returns",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          export const list = query({ args: {}, returns: v.any(), handler: async () => [] });
        `,
      },
      {
        name: "a constant that is declared as any, and given a type again",
        code: dedent`
          import { query } from "./_generated/server";
          import { v, type PropertyValidators } from "convex/values";
          const loose: any = { body: v.string() };
          export const list = query({ args: loose as PropertyValidators, handler: async () => {} });
        `,
      },
      {
        name: "an object of another library",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "somewhere";
          export const send = mutation({ args: { data: v.any() }, handler: async () => {} });
        `,
      },
    ],
    invalid: [
      {
        name: "constants that are declared as any",
        code: dedent`
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          import { annotated } from "./untyped";
          const cast = { body: v.string() } as any;
          export const a = query({ args: annotated, handler: async () => {} });
          export const b = query({ args: cast, handler: async () => {} });
        `,
        files: { "convex/untyped.ts": `import { v } from "convex/values";\nexport const annotated: any = { body: v.string() };\n` },
        output: null,
        errors: [
          { messageId: "untypedArguments", data: { name: "messages.a" }, line: 5, column: 26, endLine: 5, endColumn: 41, suggestions: null },
          { messageId: "untypedArguments", data: { name: "messages.b" }, line: 6, column: 26, endLine: 6, endColumn: 36, suggestions: null },
        ],
      },
      {
        name: "of a builder that the project declares to be as Convex's own",
        code: dedent`
          import { mutation } from "./_generated/server";
          import { v } from "convex/values";
          const observe = (definition: unknown): any => definition;
          const observed = ((definition: any) => mutation(observe(definition))) as typeof mutation;
          export const send = observed({ args: { data: v.any() }, handler: async () => {} });
        `,
        output: null,
        errors: [{ messageId: "any", data: { name: "messages.send", path: "data" }, line: 5, column: 46, endLine: 5, endColumn: 53, suggestions: null }],
      },
      {
        name: "at any depth",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          export const send = mutation({
            args: { a: v.any(), b: v.optional(v.any()), c: v.array(v.object({ d: v.record(v.string(), v.any()) })), e: v.union(v.string(), v.any()) },
            handler: async () => {},
          });
        `,
        output: null,
        errors: [
          { messageId: "any", data: {"name":"messages.send","path":"a"}, line: 4, column: 14, endLine: 4, endColumn: 21, suggestions: null },
          { messageId: "any", data: {"name":"messages.send","path":"b"}, line: 4, column: 37, endLine: 4, endColumn: 44, suggestions: null },
          { messageId: "any", data: {"name":"messages.send","path":"c[].d[]"}, line: 4, column: 93, endLine: 4, endColumn: 100, suggestions: null },
          { messageId: "any", data: {"name":"messages.send","path":"e"}, line: 4, column: 130, endLine: 4, endColumn: 137, suggestions: null },
        ],
      },
      {
        name: "through constants, spreads and imports",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          import { shared } from "./shared";
          const own = { extra: v.any() };
          export const a = mutation({ args: { ...shared, ...own }, handler: async () => {} });
          export const b = mutation({ args: own, handler: async () => {} });
          export const c = mutation({ args: { deeper: v.object(own) }, handler: async () => {} });
        `,
        files: {
          "convex/shared.ts": dedent`
            import { v } from "convex/values";

            export const shared = { data: v.any(), name: v.string() };
          `,
        },
        output: null,
        errors: [
          { messageId: "anyShared", data: {"names":"`messages.a` and `messages.b`","path":"extra"}, line: 4, column: 22, endLine: 4, endColumn: 29, suggestions: null },
          { messageId: "anyElsewhere", data: {"name":"messages.a","path":"data","place":"shared.ts:3"}, line: 5, column: 35, endLine: 5, endColumn: 56, suggestions: null },
        ],
      },
      {
        name: "for all arguments",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          export const a = mutation({ args: v.any(), handler: async () => {} });
          export const b = mutation({ args: { body: v.string() } as any, handler: async () => {} });
        `,
        output: null,
        errors: [
          { messageId: "anyArguments", data: {"name":"messages.a"}, line: 3, column: 35, endLine: 3, endColumn: 42, suggestions: null },
          { messageId: "castArguments", data: {"name":"messages.b"}, line: 4, column: 29, endLine: 4, endColumn: 62, suggestions: null },
        ],
      },
      {
        name: "where the handler declares something better",
        code: dedent`
          import { mutation, query, internalMutation } from "./_generated/server";
          import { v } from "convex/values";
          import type { Message } from "./types";
          export const a = mutation({ args: { message: v.any(), n: v.optional(v.any()) }, handler: async (_ctx, { message }: { message: Message; n?: number }) => message });
          export const b = mutation({ args: v.any(), handler: async (_ctx, args: { body: string }) => args.body });
        `,
        output: null,
        errors: [
          { messageId: "any", data: {"name":"messages.a","path":"message"}, line: 4, column: 46, endLine: 4, endColumn: 53, suggestions: [
              { messageId: "replaceValidator", output: dedent`
                import { mutation, query, internalMutation } from "./_generated/server";
                import { v } from "convex/values";
                import type { Message } from "./types";
                export const a = mutation({ args: { message: v.object({ body: v.string(), author: v.id("users") }), n: v.optional(v.any()) }, handler: async (_ctx, { message }: { message: Message; n?: number }) => message });
                export const b = mutation({ args: v.any(), handler: async (_ctx, args: { body: string }) => args.body });
              ` },
            ] },
          { messageId: "any", data: {"name":"messages.a","path":"n"}, line: 4, column: 69, endLine: 4, endColumn: 76, suggestions: [
              { messageId: "replaceValidator", output: dedent`
                import { mutation, query, internalMutation } from "./_generated/server";
                import { v } from "convex/values";
                import type { Message } from "./types";
                export const a = mutation({ args: { message: v.any(), n: v.optional(v.number()) }, handler: async (_ctx, { message }: { message: Message; n?: number }) => message });
                export const b = mutation({ args: v.any(), handler: async (_ctx, args: { body: string }) => args.body });
              ` },
            ] },
          { messageId: "anyArguments", data: {"name":"messages.b"}, line: 5, column: 35, endLine: 5, endColumn: 42, suggestions: [
              { messageId: "replaceValidator", output: dedent`
                import { mutation, query, internalMutation } from "./_generated/server";
                import { v } from "convex/values";
                import type { Message } from "./types";
                export const a = mutation({ args: { message: v.any(), n: v.optional(v.any()) }, handler: async (_ctx, { message }: { message: Message; n?: number }) => message });
                export const b = mutation({ args: { body: v.string() }, handler: async (_ctx, args: { body: string }) => args.body });
              ` },
            ] },
        ],
      },
    ],
  });
});
