import { v } from "convex/values";
import { mutation, query } from "./_generated/server";
import type { MutationCtx } from "./_generated/server";

export const list = query({
  args: {},
  handler: async (ctx) => await ctx.db.query("entries").order("desc").take(50),
});

// Reviewed when the mood was one of two.
export const sign = mutation({
  args: { body: v.string(), mood: v.optional(v.string()) },
  handler: async (ctx, { body, mood }) => {
    const author = await requireName(ctx);
    await ctx.db.insert("entries", { author, body, ...(mood === undefined ? {} : { mood }) });
  },
});

// Reviewed when it looked at who calls.
export const remove = mutation({
  args: { id: v.id("entries") },
  handler: async (ctx, { id }) => {
    await ctx.db.delete(id);
  },
});

// Not reviewed at all.
export const count = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("entries").take(1000)).length,
});

async function requireName(ctx: MutationCtx): Promise<string> {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) throw new Error("Not signed in");
  return identity.name ?? identity.subject;
}
