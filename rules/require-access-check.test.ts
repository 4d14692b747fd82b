import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./require-access-check.ts";

const DEFAULTS = rule.defaultOptions[0];
/** One function that asks who calls: without any, a project is left alone. */
const FILES = {
  "convex/lib/auth.ts": dedent`
    import type { QueryCtx } from "../_generated/server";

    export async function requireUser(ctx: QueryCtx) {
      const identity = await ctx.auth.getUserIdentity();
      if (identity === null) throw new Error("Not signed in");
      return identity;
    }
  `,
  "convex/lib/messages.ts": dedent`
    import type { MutationCtx } from "../_generated/server";

    export async function insertMessage(ctx: MutationCtx, body: string) {
      await store(ctx, body);
    }

    export async function clear(ctx: MutationCtx) {
      for (const message of await ctx.db.query("messages").collect()) await ctx.db.delete(message._id);
    }

    async function store(ctx: MutationCtx, body: string) {
      await ctx.db.insert("messages", { body });
    }
  `,
  "convex/users.ts": dedent`
    import { query } from "./_generated/server";
    import { requireUser } from "./lib/auth";

    export const me = query({ args: {}, handler: async (ctx) => await requireUser(ctx) });
  `,
};

const tester = createRuleTester({ filename: "convex/messages.ts", files: FILES });

const HEAD = dedent`
  import { httpAction, internalMutation, mutation, query } from "./_generated/server";
  import { requireUser } from "./lib/auth";
  import { clear, insertMessage } from "./lib/messages";
`;

describe("an access check", () => {
  tester.run(rule.name, rule, {
    valid: [
      { name: "is made in a helper", code: `${HEAD}export const send = mutation(async (ctx, { body }) => { await requireUser(ctx); await insertMessage(ctx, body); });\n` },
      { name: "may come last in a mutation", code: `${HEAD}export const send = mutation(async (ctx, { body }) => { await insertMessage(ctx, body); await requireUser(ctx); });\n` },
      {
        name: "may be in the middleware of a chain of fluent-convex",
        code: `${HEAD}import { createBuilder } from "fluent-convex";\nconst convex = createBuilder();\nconst signedIn = convex.mutation().createMiddleware(async (ctx: any, next: any) => next({ ...ctx, me: await requireUser(ctx) }));\nexport const send = convex.mutation().use(signedIn).input({}).handler(async (ctx: any) => { await insertMessage(ctx, ""); }).public();\n`,
      },
      {
        name: "is not asked of reads by an argument that may be left out",
        code: `${HEAD}import { v } from "convex/values";\nexport const list = query({ args: { userId: v.optional(v.string()) }, handler: async (ctx, args) => await ctx.db.query("messages").withIndex("by_user", (q: any) => q.eq("userId", args.userId)).collect() });\n`,
      },
      { name: "is not needed by an internal function", code: `${HEAD}export const send = internalMutation(async (ctx, { body }) => { await insertMessage(ctx, body); });\n` },
      { name: "is not needed to read, by default", code: `${HEAD}export const list = query(async (ctx) => await ctx.db.query("messages").collect());\n` },
      { name: "is not needed to do nothing", code: `${HEAD}export const ping = mutation({ args: {}, handler: async () => "pong" });\n` },
      { name: "is not needed where a reason says so", code: `${HEAD}/** @public Visitors write to us without an account. */\nexport const send = mutation(async (ctx, { body }) => { await insertMessage(ctx, body); });\n` },
      { name: "is not asked of HTTP actions, by default", code: `${HEAD}export const hook = httpAction(async (ctx) => { await ctx.storage.delete("a"); return new Response(); });\n` },
      {
        name: "is not needed by an HTTP action where a reason says so, or the options name it",
        code: `${HEAD}/** @public A form on our website. */\nexport const form = httpAction(async (ctx) => { await ctx.storage.delete("a"); return new Response(); });\nexport const ping = httpAction(async (ctx) => { await ctx.storage.delete("a"); return new Response(); });\n`,
        options: [{ ...DEFAULTS, httpActions: true, ignore: ["messages:ping"] }],
      },
      { name: "may be in what cannot be followed", code: `${HEAD}import { guard } from "somewhere";\nexport const send = mutation(async (ctx, { body }) => { await guard(ctx); await insertMessage(ctx, body); });\n` },
      {
        name: "is not asked of functions that the options name",
        code: `${HEAD}export const send = mutation(async (ctx, { body }) => { await insertMessage(ctx, body); });\n`,
        options: [{ ...DEFAULTS, ignore: ["messages:s*"] }],
      },
      {
        name: "is not asked for in a project that knows no callers",
        code: `${HEAD}export const send = mutation(async (ctx, { body }) => { await insertMessage(ctx, body); });\n`,
        files: { "convex/users.ts": null },
      },
      { name: "is not asked of a component", filename: "convex/component/messages.ts", code: `${HEAD}export const send = mutation(async (ctx, { body }) => { await insertMessage(ctx, body); });\n`, files: { "convex/convex.config.ts": null, "convex/component/convex.config.ts": 'import { defineComponent } from "convex/server";\nexport default defineComponent("messages");\n', "convex/component/lib/messages.ts": null } },
      {
        name: "may be one that a setting names",
        code: `${HEAD}async function requireKey(ctx: any) {}\nexport const send = mutation(async (ctx, { body }) => { await requireKey(ctx); await insertMessage(ctx, body); });\n`,
        settings: { "convex-boundary": { accessChecks: ["messages:requireKey"] } },
      },
      {
        name: "is not asked of reads by argument either, by option",
        code: `${HEAD}export const list = query(async (ctx, args: any) => await ctx.db.query("messages").withIndex("by_user", (q: any) => q.eq("userId", args.userId)).collect());\n`,
        options: [{ ...DEFAULTS, reads: "ignore" }],
      },
    ],
    invalid: [
      {
        name: "is missing in the handler",
        code: `${HEAD}export const send = mutation(async (ctx, { body }) => { await ctx.db.insert("messages", { body }); });\n`,
        output: null,
        errors: [{ messageId: "unchecked", data: { name: "messages.send", chain: "`messages.send`", does: "inserts documents" }, line: 4, column: 21, endLine: 4, endColumn: 29, suggestions: null }],
      },
      {
        name: "is missing in the handler and its helper",
        code: `${HEAD}export const empty = mutation(async (ctx) => { await clear(ctx); });\n`,
        output: null,
        errors: [{ messageId: "uncheckedHelper", data: { name: "messages.empty", chain: "`messages.empty` → `clear` (`lib/messages.ts:7`)", does: "deletes documents" }, line: 4, column: 22, endLine: 4, endColumn: 30, suggestions: null }],
      },
      {
        name: "is missing in the handler and all its helpers",
        code: `${HEAD}export const send = mutation(async (ctx, { body }) => { await insertMessage(ctx, body); });\n`,
        output: null,
        errors: [
          {
            messageId: "uncheckedHelpers",
            data: { name: "messages.send", chain: "`messages.send` → `insertMessage` (`lib/messages.ts:3`) → `store` (`lib/messages.ts:11`)", does: "inserts documents" },
            line: 4,
            column: 21,
            endLine: 4,
            endColumn: 29,
            suggestions: null,
          },
        ],
      },
      {
        name: "is missing on a way that is too long for a message",
        code: `${HEAD}async function outer(ctx: any) { await insertMessage(ctx, "Hello"); }\nexport const send = mutation(async (ctx) => { await outer(ctx); });\n`,
        output: null,
        errors: [
          {
            messageId: "uncheckedHelpers",
            data: { name: "messages.send", chain: "`messages.send` → `outer` (`messages.ts:4`) → … → `store` (`lib/messages.ts:11`)", does: "inserts documents" },
            line: 5,
            column: 21,
            endLine: 5,
            endColumn: 29,
            suggestions: null,
          },
        ],
      },
      {
        name: "is not waited for",
        code: `${HEAD}export const empty = mutation(async (ctx) => { requireUser(ctx); await ctx.db.delete("a" as any); });\n`,
        output: null,
        errors: [{ messageId: "inVain", data: { name: "messages.empty", chain: "`messages.empty`", does: "deletes documents" }, line: 4, column: 22, endLine: 4, endColumn: 30, suggestions: null }],
      },
      {
        name: "comes too late in an action",
        code: `import { action, mutation } from "./_generated/server";\nimport { internal } from "./_generated/api";\nimport { requireUser } from "./lib/auth";\nexport const empty = action(async (ctx) => {\n  await ctx.runMutation(internal.purge.all);\n  await requireUser(ctx as any);\n});\n`,
        files: { "convex/purge.ts": 'import { internalMutation } from "./_generated/server";\nimport { clear } from "./lib/messages";\nexport const all = internalMutation(async (ctx) => { await ctx.db.insert("messages", { body: "" }); await clear(ctx); });\n' },
        output: null,
        errors: [{ messageId: "late", data: { name: "messages.empty", write: "`ctx.runMutation` (`messages.ts:5`)", check: "`requireUser` (`messages.ts:6`)" }, line: 4, column: 22, endLine: 4, endColumn: 28, suggestions: null }],
      },
      {
        name: "comes too late in a mutation, by option",
        code: `${HEAD}export const send = mutation(async (ctx, { body }) => {\n  await insertMessage(ctx, body);\n  const me = await ctx.auth.getUserIdentity();\n  if (!me) throw new Error("Not signed in");\n});\n`,
        options: [{ ...DEFAULTS, lateChecks: "everywhere" }],
        output: null,
        errors: [{ messageId: "lateInTransaction", data: { name: "messages.send", write: "`ctx.db.insert` (`lib/messages.ts:12`)", check: "`messages.ts:7`" }, line: 4, column: 21, endLine: 4, endColumn: 29, suggestions: null }],
      },
      {
        name: "is missing although the function is marked, without a reason",
        code: `${HEAD}/** @public */\nexport const send = mutation(async (ctx, { body }) => { await ctx.db.insert("messages", { body }); });\n`,
        output: null,
        errors: [{ messageId: "unchecked", data: { name: "messages.send", chain: "`messages.send`", does: "inserts documents" }, line: 5, column: 21, endLine: 5, endColumn: 29, suggestions: null }],
      },
      {
        name: "is missing and the function believes its caller",
        code: `${HEAD}export const list = query(async (ctx, args: any) => await ctx.db.query("messages").withIndex("by_user", (q: any) => q.eq("userId", args.userId)).collect());\n`,
        output: null,
        errors: [{ messageId: "assumedRead", data: { name: "messages.list", argument: "args.userId" }, line: 4, column: 132, endLine: 4, endColumn: 143, suggestions: null }],
      },
      {
        name: "asks only whether there is somebody, and the function believes its caller",
        code: `${HEAD}export const send = mutation(async (ctx, args: any) => {\n  if ((await ctx.auth.getUserIdentity()) === null) throw new Error("Not signed in");\n  await ctx.db.insert("messages", { authorId: args.userId });\n});\n`,
        output: null,
        errors: [{ messageId: "assumed", data: { name: "messages.send", argument: "args.userId" }, line: 6, column: 47, endLine: 6, endColumn: 58, suggestions: null }],
      },
      {
        name: "is missing where a function reads, by option",
        code: `${HEAD}export const list = query(async (ctx) => await ctx.db.query("messages").collect());\n`,
        options: [{ ...DEFAULTS, reads: "report" }],
        output: null,
        errors: [{ messageId: "unchecked", data: { name: "messages.list", chain: "`messages.list`", does: "reads documents" }, line: 4, column: 21, endLine: 4, endColumn: 26, suggestions: null }],
      },
      {
        name: "is missing in HTTP actions, by option",
        code: `${HEAD}export const hook = httpAction(async (ctx) => { await ctx.storage.delete("a"); return new Response(); });\n`,
        options: [{ ...DEFAULTS, httpActions: true }],
        output: null,
        errors: [{ messageId: "unchecked", data: { name: "hook", chain: "`hook`", does: "deletes files" }, line: 4, column: 21, endLine: 4, endColumn: 31, suggestions: null }],
      },
      {
        name: "is missing in HTTP actions, tagged without a reason",
        code: `${HEAD}/** @public */\nexport const hook = httpAction(async (ctx) => { await ctx.storage.delete("a"); return new Response(); });\n`,
        options: [{ ...DEFAULTS, httpActions: true, ignore: ["messages:other"] }],
        output: null,
        errors: [{ messageId: "unchecked", data: { name: "hook", chain: "`hook`", does: "deletes files" }, line: 5, column: 21, endLine: 5, endColumn: 31, suggestions: null }],
      },
      {
        name: "is not to be seen, by option",
        code: `${HEAD}import { guard } from "@convex-dev/presence";\nimport { other } from "react";\nexport const send = mutation(async (ctx, { body }) => { guard(ctx); other(ctx); await insertMessage(ctx, body); });\n`,
        options: [{ ...DEFAULTS, strict: true }],
        output: null,
        errors: [{ messageId: "unknown", data: { name: "messages.send", because: "`other` (`messages.ts:6`) is of a package, which is given the context" }, line: 6, column: 21, endLine: 6, endColumn: 29, suggestions: null }],
      },
      {
        name: "is missing in a project that knows no callers, by option",
        code: `${HEAD}export const send = mutation(async (ctx, { body }) => { await ctx.db.insert("messages", { body }); });\n`,
        files: { "convex/users.ts": null },
        options: [{ ...DEFAULTS, projectsWithoutIdentity: "report" }],
        output: null,
        errors: [{ messageId: "unchecked", data: { name: "messages.send", chain: "`messages.send`", does: "inserts documents" }, line: 4, column: 21, endLine: 4, endColumn: 29, suggestions: null }],
      },
    ],
  });
});
