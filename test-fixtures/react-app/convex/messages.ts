import { v } from "convex/values";
import { api } from "./_generated/api";
import {
  internalMutation,
  internalQuery,
  mutation,
  query,
} from "./_generated/server";

export const list = query({
  args: { channelId: v.id("channels") },
  handler: async (ctx, { channelId }) =>
    ctx.db
      .query("messages")
      .withIndex("by_channel", (q) => q.eq("channelId", channelId))
      .collect(),
});

export const send = mutation({
  args: { channelId: v.id("channels"), author: v.string(), body: v.string() },
  handler: async (ctx, { channelId, author, body }) => {
    await ctx.db.insert("messages", { channelId, author, body, flagged: false });
    await ctx.scheduler.runAfter(0, api.notifications.notifyMentions, {
      author,
      body,
    });
  },
});

export const secret = internalQuery({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("messages").collect()).filter((m) => m.flagged),
});

export const countFlagged = internalQuery({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("messages").collect()).filter((m) => m.flagged).length,
});

export const purgeFlagged = internalMutation({
  args: {},
  handler: async (ctx) => {
    for (const message of await ctx.db.query("messages").collect()) {
      if (message.flagged) await ctx.db.delete(message._id);
    }
  },
});

export const flag = internalMutation({
  args: { messageId: v.id("messages") },
  handler: async (ctx, { messageId }) => {
    await ctx.db.patch(messageId, { flagged: true });
  },
});
