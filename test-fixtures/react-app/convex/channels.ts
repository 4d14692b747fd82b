import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

// The sidebar and the digest action both call it: it has to stay public.
export const list = query({
  args: {},
  handler: async (ctx) => ctx.db.query("channels").collect(),
});

export const create = mutation({
  args: { name: v.string() },
  handler: async (ctx, { name }) =>
    ctx.db.insert("channels", { name, archived: false }),
});

// Nothing but a test calls it.
export const rename = mutation({
  args: { channelId: v.id("channels"), name: v.string() },
  handler: async (ctx, { channelId, name }) => {
    await ctx.db.patch(channelId, { name });
  },
});
