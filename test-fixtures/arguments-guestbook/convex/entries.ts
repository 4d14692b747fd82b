import { paginationOptsValidator, type PaginationOptions } from "convex/server";
import { v } from "convex/values";
import type { Doc, Id } from "./_generated/dataModel";
import { mutation, query } from "./_generated/server";
import { Order, type Changes, type Draft } from "./model";

export const count = query(async (ctx) => {
  // Small enough to be read at once.
  return (await ctx.db.query("entries").collect()).length;
});

export const page = query({
  handler: async (ctx, { paginationOpts, order }: { paginationOpts: PaginationOptions; order: Order }) => {
    return await ctx.db.query("entries").order(order === Order.Newest ? "desc" : "asc").paginate(paginationOpts);
  },
});

export const ofGuest = query({
  args: { guest: v.id("guests"), paginationOpts: paginationOptsValidator },
  handler: async (ctx, { guest, paginationOpts }) => {
    return await ctx.db.query("entries").withIndex("by_guest", (q) => q.eq("guest", guest)).paginate(paginationOpts);
  },
});

export const write = mutation(async (ctx, { guest, draft, at = 0 }: { guest: Id<"guests">; draft: Draft; at?: number }) => {
  const { text, stars } = draft;
  return await ctx.db.insert("entries", { guest, text, stars, at });
});

export const restore = mutation({
  handler: async (
    ctx,
    args: {
      /** What was deleted, as it was. */
      entry: Omit<Doc<"entries">, "_id" | "_creationTime">;
      mood: Doc<"guests">["mood"];
    },
  ) => {
    await ctx.db.patch(args.entry.guest, { mood: args.mood });
    return await ctx.db.insert("entries", args.entry);
  },
});

export const change = mutation({
  handler: async (ctx, args: { id: Id<"entries">; changes: Changes<Pick<Draft, "text" | "stars">> }) => {
    await ctx.db.patch(args.id, { text: args.changes.text ?? "", stars: args.changes.stars ?? 0 });
  },
});

export const schedule = mutation({
  handler: async (ctx, args: { guest: Id<"guests">; text: string; at: Date }) => {
    await ctx.db.insert("entries", { guest: args.guest, text: args.text, stars: 0, at: args.at.getTime() });
  },
});

export const move = mutation({
  handler: async (ctx, args: { id: Id<"entries">; to: [page: number, line: number] }) => {
    await ctx.db.patch(args.id, { at: args.to[0] });
  },
});
