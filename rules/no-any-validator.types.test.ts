import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./no-any-validator.ts";

const FILES = {
  "convex/makers.ts": dedent`
    import { v, type PropertyValidators, type Validator, type VAny } from "convex/values";

    export const parsed = JSON.parse("{}");
    export const makeArgs = (): any => ({ body: v.string() });
    export const makeAny = (): any => v.string();
    export const makeLoose = (): VAny => v.any();
    export const makeUntyped = (): Validator<any, "required", any> => v.string();
    export const makeString = () => v.string();
    export const makeItems = () => v.object({ items: v.array(v.object({ data: v.any() })) });
    export const makeFields = (): PropertyValidators => ({ body: v.string() });
    export function same<T>(value: T): T { return value; }
  `,
};

const tester = createRuleTester({ filename: "convex/messages.ts", files: FILES });
const typedTester = createRuleTester({ filename: "convex/messages.ts", files: FILES, typed: true });

describe("validators that only types know as any", () => {
  typedTester.run(rule.name, rule, {
    valid: [
      {
        name: "what a function makes that says what it checks, or says only that it makes validators",
        code: dedent`
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          import { makeFields, makeString, same } from "./makers";
          export const a = query({ args: { body: makeString() }, handler: async () => {} });
          export const b = query({ args: same({ body: v.string() }), handler: async () => {} });
          export const c = query({ args: makeFields(), handler: async () => {} });
        `,
      },
      {
        name: "what is not there",
        code: dedent`
          import { query } from "./_generated/server";
          import { lost } from "./lost";
          export const a = query({ args: { body: lost() }, handler: async () => {} });
          export const b = query({ args: lost, handler: async () => {} });
        `,
      },
      {
        name: "what packages make, and zod schemas",
        code: dedent`
          import { literals, partial } from "convex-helpers/validators";
          import { z } from "zod";
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          export const a = query({ args: { status: literals("on", "off") }, handler: async () => {} });
          export const b = query({ args: partial({ body: v.string() }), handler: async () => {} });
          export const c = query({ args: { data: z.any() } as never, handler: async () => {} });
        `,
      },
      {
        name: "what a function builder hands on",
        code: dedent`
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          const withLimit = (options: any) => query({ args: { limit: v.number(), ...options.args }, handler: options.handler });
          export const a = withLimit({ handler: async () => {} });
        `,
      },
      {
        name: "a cast to any that a further cast takes back",
        code: dedent`
          import { query } from "./_generated/server";
          import { v, type VString } from "convex/values";
          export const a = query({ args: { body: v.string() as any as VString<"a"> }, handler: async () => {} });
        `,
      },
    ],
    invalid: [
      {
        name: "all arguments",
        code: dedent`
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          import { makeArgs, makeLoose, parsed } from "./makers";
          export const a = query({ args: makeArgs(), handler: async () => {} });
          export const b = query({ args: parsed, handler: async () => {} });
          export const c = query({ args: { ...makeArgs(), body: v.string() }, handler: async () => {} });
          export const d = query({ args: makeLoose(), handler: async () => {} });
        `,
        output: null,
        errors: [
          { messageId: "untypedArguments", data: { name: "messages.a" }, line: 4, column: 26, endLine: 4, endColumn: 42, suggestions: null },
          { messageId: "untypedArguments", data: { name: "messages.b" }, line: 5, column: 26, endLine: 5, endColumn: 38, suggestions: null },
          { messageId: "untypedArguments", data: { name: "messages.c" }, line: 6, column: 26, endLine: 6, endColumn: 67, suggestions: null },
          { messageId: "anyArguments", data: { name: "messages.d" }, line: 7, column: 32, endLine: 7, endColumn: 43, suggestions: null },
        ],
      },
      {
        name: "one argument",
        code: dedent`
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          import { makeAny, makeLoose, makeUntyped, parsed, same } from "./makers";
          export const a = query({ args: { body: makeAny() }, handler: async () => {} });
          export const b = query({ args: { body: v.optional(v.array(makeUntyped())) }, handler: async () => {} });
          export const c = query({ args: { body: parsed }, handler: async () => {} });
          export const d = query({ args: { body: makeLoose() }, handler: async () => {} });
          export const e = query({ args: same({ body: v.any() }), handler: async () => {} });
        `,
        output: null,
        errors: [
          { messageId: "untypedValidator", data: { name: "messages.a", path: "body" }, line: 4, column: 40, endLine: 4, endColumn: 49, suggestions: null },
          { messageId: "untypedValidator", data: { name: "messages.b", path: "body[]" }, line: 5, column: 59, endLine: 5, endColumn: 72, suggestions: null },
          { messageId: "untypedValidator", data: { name: "messages.c", path: "body" }, line: 6, column: 40, endLine: 6, endColumn: 46, suggestions: null },
          { messageId: "any", data: { name: "messages.d", path: "body" }, line: 7, column: 40, endLine: 7, endColumn: 51, suggestions: null },
          { messageId: "any", data: { name: "messages.e", path: "body" }, line: 8, column: 32, endLine: 8, endColumn: 55, suggestions: null },
        ],
      },
      {
        name: "inside what a function makes",
        code: dedent`
          import { query } from "./_generated/server";
          import { makeItems } from "./makers";
          export const a = query({ args: { list: makeItems() }, handler: async (_ctx, args: { list: { items: { data: string }[] } }) => args });
        `,
        output: null,
        errors: [{ messageId: "any", data: { name: "messages.a", path: "list.items[].data" }, line: 3, column: 40, endLine: 3, endColumn: 51, suggestions: null }],
      },
    ],
  });
});

describe("without types", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "nobody knows what a function makes",
        code: dedent`
          import { query } from "./_generated/server";
          import { makeAny, makeLoose, parsed } from "./makers";
          export const a = query({ args: parsed, handler: async () => {} });
          export const b = query({ args: { body: makeAny() }, handler: async () => {} });
          export const c = query({ args: { body: makeLoose() }, handler: async () => {} });
        `,
      },
    ],
    invalid: [
      {
        name: "a cast says it as well",
        code: dedent`
          import { query } from "./_generated/server";
          import { v } from "convex/values";
          export const a = query({ args: { body: v.string() as any, tags: v.array(v.string()) as any }, handler: async () => {} });
        `,
        output: null,
        errors: [
          { messageId: "untypedValidator", data: { name: "messages.a", path: "body" }, line: 3, column: 40, endLine: 3, endColumn: 50, suggestions: null },
          { messageId: "untypedValidator", data: { name: "messages.a", path: "tags" }, line: 3, column: 65, endLine: 3, endColumn: 84, suggestions: null },
        ],
      },
    ],
  });
});
