import { v } from "convex/values";
import { internalMutation, mutation } from "./_generated/server";

// `npm run seed` runs it through the Convex command line, which may run internal functions too.
export const populate = mutation({
  args: {},
  handler: async (ctx) => {
    for (const name of ["general", "random"]) {
      await ctx.db.insert("channels", { name, archived: false });
    }
  },
});

export const clear = internalMutation({
  args: { confirm: v.boolean() },
  handler: async (ctx, { confirm }) => {
    if (!confirm) return;
    for (const channel of await ctx.db.query("channels").collect()) {
      await ctx.db.delete(channel._id);
    }
  },
});
