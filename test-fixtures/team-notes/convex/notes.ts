import { v } from "convex/values";
import { mutation, query } from "./_generated/server";
import { memberMutation, timedMutation } from "./lib/functions";
import { findMember } from "./lib/members";
import { archiveNotes, deleteNotes, removeNote } from "./lib/notes";

// The builder makes sure.
export const add = memberMutation({
  args: { body: v.string() },
  handler: async (ctx, { body }) => {
    await ctx.db.insert("notes", { ownerId: ctx.member._id, body });
  },
});

// A helper of a helper of a helper makes sure.
export const archive = mutation({
  args: {},
  handler: async (ctx) => {
    await archiveNotes(ctx);
  },
});

// Nobody sees notes who is nobody.
export const mine = query({
  args: {},
  handler: async (ctx) => {
    const member = await findMember(ctx);
    if (member === null) return [];
    return await ctx.db
      .query("notes")
      .withIndex("by_owner", (q) => q.eq("ownerId", member._id))
      .collect();
  },
});

/** @public Visitors ask for an account before they have one. */
export const requestAccount = mutation({
  args: { email: v.string() },
  handler: async (ctx, { email }) => {
    await ctx.db.insert("requests", { email });
  },
});

// The helpers that forgot are three deep as well.
export const clear = mutation({
  args: {},
  handler: async (ctx) => {
    await deleteNotes(ctx);
  },
});

// Another builder, which asks nothing.
export const edit = timedMutation({
  args: { id: v.id("notes"), body: v.string() },
  handler: async (ctx, { id, body }) => {
    await ctx.db.patch(id, { body });
  },
});

// The answer is thrown away.
export const remove = mutation({
  args: { id: v.id("notes") },
  handler: async (ctx, { id }) => {
    await findMember(ctx);
    await removeNote(ctx, id);
  },
});

// Everybody can be everybody.
export const ofMember = query({
  args: { memberId: v.id("members") },
  handler: async (ctx, args) => {
    return await ctx.db
      .query("notes")
      .withIndex("by_owner", (q) => q.eq("ownerId", args.memberId))
      .collect();
  },
});
