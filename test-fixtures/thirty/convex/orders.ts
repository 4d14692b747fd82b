import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const list = query({
  args: {},
  handler: async (ctx) => ctx.db.query("orders").collect(),
});

export const place = mutation({
  args: { note: v.string() },
  handler: async (ctx, { note }) =>
    ctx.db.insert("orders", { note, stale: false }),
});
