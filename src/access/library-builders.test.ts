import { expect, test } from "vitest";

import { accessOf } from "../testing/access-of.ts";

const INSERT = `await ctx.db.insert("m", {});`;

test("builders of zodvex are followed, those of better-convex are not", () => {
  const index = accessOf({
    "m.ts": `
      import { mutation } from "./_generated/server";
      import { zMutationBuilder, zCustomMutationBuilder, customCtx } from "zodvex";
      import { initCRPC } from "better-convex/server";
      const plain = zMutationBuilder(mutation);
      const authed = zCustomMutationBuilder(mutation, customCtx(async (ctx) => ({ me: await ctx.auth.getUserIdentity() })));
      const asked = zCustomMutationBuilder(mutation, customCtx(async (ctx) => { const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); return { me }; }));
      const c = initCRPC.create({});
      export const open = plain({ args: {}, handler: async (ctx) => { ${INSERT} } });
      export const behind = authed({ args: {}, handler: async (ctx) => { ${INSERT} } });
      export const refused = asked({ args: {}, handler: async (ctx) => { ${INSERT} } });
      export const procedure = c.mutation.use(async ({ ctx, next }) => next({ ctx })).mutation(async ({ ctx }) => { ${INSERT} });
    `,
  });

  expect(index.verdict("m:open")).toBe("unchecked");
  expect(index.verdict("m:refused")).toBe("checked: identity");
  // Who calls is looked up, and never asked about.
  expect(index.verdict("m:behind")).toBe("unchecked");
  expect(index.verdict("m:procedure")).toBe("unknown: builder");
});

test("builders and databases of convex-helpers are followed", () => {
  const index = accessOf({
    "m.ts": `
      import { mutation, query } from "./_generated/server";
      import { customCtx, customMutation, customQuery } from "convex-helpers/server/customFunctions";
      import { zCustomMutation } from "convex-helpers/server/zod";
      import { Triggers } from "convex-helpers/server/triggers";
      import { wrapDatabaseReader, wrapDatabaseWriter } from "convex-helpers/server/rowLevelSecurity";
      const triggers = new Triggers();
      const requireUser = async (ctx) => { const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); return me; };
      const rules = (ctx) => ({ m: { modify: async (_, doc) => (await ctx.auth.getUserIdentity())?.subject === doc.owner } });
      const withTriggers = customMutation(mutation, customCtx(triggers.wrapDB));
      const authed = customMutation(withTriggers, customCtx(async (ctx) => ({ me: await requireUser(ctx) })));
      const zod = zCustomMutation(mutation, { args: {}, input: async (ctx) => ({ ctx: { me: await requireUser(ctx) }, args: {} }) });
      const secured = customMutation(mutation, customCtx((ctx) => ({ db: wrapDatabaseWriter(ctx, ctx.db, rules(ctx)) })));
      export const triggered = withTriggers({ args: {}, handler: async (ctx) => { ${INSERT} } });
      export const behind = authed({ args: {}, handler: async (ctx) => { ${INSERT} } });
      export const parsed = zod({ args: {}, handler: async (ctx) => { ${INSERT} } });
      export const ruled = secured({ args: {}, handler: async (ctx) => { ${INSERT} } });
    `,
  });

  expect(index.verdict("m:triggered")).toBe("unchecked");
  for (const name of ["behind", "parsed", "ruled"]) expect(`${name}: ${index.verdict(`m:${name}`)}`).toBe(`${name}: checked: identity`);
});
