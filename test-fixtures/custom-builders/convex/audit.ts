import * as server from "./_generated/server";
import * as values from "convex/values";

export const slowest = server.query({
  args: {},
  handler: async (ctx) => {
    const entries = await ctx.db.query("auditLog").collect();
    return entries.sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 10);
  },
});

export const trim = server.mutation({
  args: { keep: values.v.number() },
  handler: async (ctx, { keep }) => {
    const entries = await ctx.db.query("auditLog").order("desc").collect();
    for (const entry of entries.slice(keep)) await ctx.db.delete(entry._id);
  },
});
