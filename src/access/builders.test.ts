import { describe, expect, test } from "vitest";

import { accessOf } from "../testing/access-of.ts";

const HEAD = `
  import { mutation, query, internalMutation } from "./_generated/server";
  import { customMutation, customQuery, customCtx, customCtxAndArgs } from "convex-helpers/server/customFunctions";
  async function requireUser(ctx) { const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); return me; }
  async function findUser(ctx) { return await ctx.auth.getUserIdentity(); }
`;
const HANDLER = `handler: async (ctx, args) => { await ctx.db.insert("m", {}); }`;

function verdictOf(definitions: string): string {
  return accessOf({ "m.ts": HEAD + definitions }).verdict("m:f");
}

describe("a function builder counts when", () => {
  test.each([
    ["its customization throws", `const own = customMutation(mutation, customCtx(async (ctx) => { await requireUser(ctx); return {}; })); export const f = own({ args: {}, ${HANDLER} });`],
    ["its input throws", `const own = customMutation(mutation, { args: {}, input: async (ctx) => { const me = await requireUser(ctx); return { ctx: { me }, args: {} }; } }); export const f = own({ args: {}, ${HANDLER} });`],
    ["its input is a method", `const own = customMutation(mutation, { args: {}, async input(ctx) { await requireUser(ctx); return { ctx: {}, args: {} }; } }); export const f = own({ args: {}, ${HANDLER} });`],
    ["the handler uses the user that it adds", `const own = customMutation(mutation, customCtx(async (ctx) => ({ user: await findUser(ctx) }))); export const f = own({ args: {}, handler: async (ctx) => { await ctx.db.insert("m", { user: ctx.user.subject }); } });`],
    ["a helper of the handler uses the user that it adds", `const own = customMutation(mutation, customCtx(async (ctx) => ({ user: await findUser(ctx) }))); async function add(ctx) { if (!ctx.user) throw new Error("no"); await ctx.db.insert("m", {}); } export const f = own({ args: {}, handler: async (ctx) => { await add(ctx); } });`],
    ["it adds an argument from the user", `const own = customMutation(mutation, customCtxAndArgs({ args: {}, input: async (ctx) => ({ ctx: {}, args: { me: await findUser(ctx) } }) })); export const f = own({ args: {}, handler: async (ctx, { me }) => { if (!me) return; await ctx.db.insert("m", {}); } });`],
    ["an inner one does", `const one = customMutation(mutation, customCtx(async (ctx) => { await requireUser(ctx); return {}; })); const two = customMutation(one, customCtx(async () => ({ now: 1 }))); export const f = two({ args: {}, ${HANDLER} });`],
    ["a wrapper checks before the handler", `const authed = (definition) => mutation({ ...definition, handler: async (ctx, args) => { await requireUser(ctx); return definition.handler(ctx, args); } }); export const f = authed({ args: {}, ${HANDLER} });`],
    ["a wrapper returns for nobody", `const authed = (definition) => mutation({ ...definition, handler: async (ctx, args) => { const me = await findUser(ctx); if (!me) return null; return definition.handler({ ...ctx, me }, args); } }); export const f = authed({ args: {}, ${HANDLER} });`],
    ["a factory makes it", `const make = (check) => customMutation(mutation, customCtx(async (ctx) => { await check(ctx); return {}; })); const authed = make(requireUser); export const f = authed({ args: {}, ${HANDLER} });`],
    ["the handler is wrapped", `const withUser = (handler) => async (ctx, args) => { const me = await requireUser(ctx); return handler({ ...ctx, me }, args); }; export const f = mutation({ args: {}, handler: withUser(async (ctx, args) => { await ctx.db.insert("m", {}); }) });`],
    ["a positional handler is wrapped", `const withUser = (handler) => async (ctx, args) => { await requireUser(ctx); return handler(ctx, args); }; export const f = mutation(withUser(async (ctx) => { await ctx.db.insert("m", {}); }));`],
    ["the database is wrapped with rules that ask", `import { wrapDatabaseWriter } from "convex-helpers/server/rowLevelSecurity"; async function rules(ctx) { const me = await findUser(ctx); return { m: { insert: async () => me !== null } }; } const own = customMutation(mutation, customCtx(async (ctx) => ({ db: wrapDatabaseWriter(ctx, ctx.db, await rules(ctx)) }))); export const f = own({ args: {}, ${HANDLER} });`],
    ["triggers come after", `import { Triggers } from "convex-helpers/server/triggers"; const triggers = new Triggers(); const own = customMutation(mutation, customCtx(async (ctx) => { await requireUser(ctx); return triggers.wrapDB(ctx); })); export const f = own({ args: {}, ${HANDLER} });`],
    ["it is generic", `import { mutationGeneric } from "convex/server"; const own = customMutation(mutationGeneric, customCtx(async (ctx) => { await requireUser(ctx); return {}; })); export const f = own({ args: {}, ${HANDLER} });`],
  ])("%s", (_, definitions) => {
    expect(verdictOf(definitions)).toBe("checked: identity");
  });
});

describe("a function builder does not count when", () => {
  test.each([
    ["it adds something else", `const own = customMutation(mutation, customCtx(async (ctx) => ({ now: 1 }))); export const f = own({ args: {}, ${HANDLER} });`],
    ["nobody uses the user that it adds", `const own = customMutation(mutation, customCtx(async (ctx) => ({ user: await findUser(ctx) }))); export const f = own({ args: {}, ${HANDLER} });`],
    ["it only wraps the database", `import { Triggers } from "convex-helpers/server/triggers"; const triggers = new Triggers(); const own = customMutation(mutation, customCtx(triggers.wrapDB)); export const f = own({ args: {}, ${HANDLER} });`],
    ["it makes ents", `import { entsTableFactory } from "convex-ents"; const own = customMutation(mutation, customCtx(async (ctx) => ({ table: entsTableFactory(ctx, {}), db: undefined }))); export const f = own({ args: {}, handler: async (ctx) => { await ctx.table("m").insert({}); } });`],
    ["a wrapper only logs", `const logged = (definition) => mutation({ ...definition, handler: async (ctx, args) => { console.log(args); return definition.handler(ctx, args); } }); export const f = logged({ args: {}, ${HANDLER} });`],
  ])("%s", (_, definitions) => {
    expect(verdictOf(definitions)).toBe("unchecked");
  });
});

test("a builder in another module is followed", () => {
  const index = accessOf({
    "lib/functions.ts": `
      import { mutation as base } from "../_generated/server";
      import * as custom from "convex-helpers/server/customFunctions";
      import { requireUser } from "./users";
      export const mutation = custom.customMutation(base, custom.customCtx(async (ctx) => ({ user: await requireUser(ctx) })));
    `,
    "lib/users.ts": `export async function requireUser(ctx) { return await load(ctx); } const load = async (ctx) => { const me = await ctx.auth.getUserIdentity(); if (me === null) throw new Error("no"); return me; };`,
    "m.ts": `import { mutation } from "./lib/functions"; export const f = mutation({ args: {}, handler: async (ctx) => { await ctx.db.insert("m", {}); } });`,
  });

  expect(index.verdict("m:f")).toBe("checked: identity");
  expect(index.chain("m:f")).toEqual(["m:f m.ts:1", "requireUser lib/users.ts:1", "load lib/users.ts:1", "load lib/users.ts:1"]);
});
