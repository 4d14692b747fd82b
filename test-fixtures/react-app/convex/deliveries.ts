import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const recordBounce = mutation({
  args: { address: v.string() },
  handler: async (ctx, { address }) => {
    await ctx.db.insert("bounces", { address });
  },
});

/** @public The mail provider's status page reads it without a client of ours. */
export const bounceCount = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("bounces").collect()).length,
});
