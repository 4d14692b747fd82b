import { v } from "convex/values";
import { api } from "./_generated/api";
import { action, mutation, query } from "./_generated/server";

export const compose = query({
  args: { channelId: v.id("channels") },
  handler: async (ctx, { channelId }) => {
    const messages = await ctx.db
      .query("messages")
      .withIndex("by_channel", (q) => q.eq("channelId", channelId))
      .take(20);
    return messages.map(({ author, body }) => `${author}: ${body}`).join("\n");
  },
});

export const markDelivered = mutation({
  args: { channelId: v.id("channels") },
  handler: async (ctx, { channelId }) => {
    await ctx.db.insert("digests", { channelId, delivered: true });
  },
});

export const deliver = action({
  args: {},
  handler: async (ctx): Promise<void> => {
    const channels = await ctx.runQuery(api.channels.list);
    for (const { _id: channelId } of channels) {
      const digest: string = await ctx.runQuery(api.digests.compose, {
        channelId,
      });
      const response = await fetch("https://mail.example/digest", {
        method: "POST",
        body: digest,
      });
      if (response.ok) {
        await ctx.runMutation(api.digests.markDelivered, { channelId });
      }
    }
  },
});
