import { customMutation } from "convex-helpers/server/customFunctions";
import { v } from "convex/values";
import { internalMutation, mutation } from "./_generated/server";

/** Mutations of a guest who has a key; they take it beside their own arguments, and get the guest. */
const guestMutation = customMutation(mutation, {
  args: { key: v.id("guests") },
  input: async (ctx, { key }) => {
    const guest = await ctx.db.get(key);
    if (!guest) throw new Error("No such guest");
    return { ctx: { guest }, args: {} };
  },
});

export const rename = guestMutation({
  args: { name: v.string() },
  handler: async (ctx, { name }) => {
    await ctx.db.patch(ctx.guest._id, { name });
  },
});

export const remember = mutation({
  args: { settings: v.any(), name: v.string() },
  handler: async (ctx, { name, settings }: { name: string; settings: { mood: "glad" | "sad" } }) => {
    return await ctx.db.insert("guests", { name, mood: settings.mood });
  },
});

export const forget = internalMutation(async (ctx) => {
  for (const guest of await ctx.db.query("guests").collect()) await ctx.db.delete(guest._id);
});
