import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  channels: defineTable({
    name: v.string(),
    archived: v.boolean(),
  }),
  messages: defineTable({
    channelId: v.id("channels"),
    author: v.string(),
    body: v.string(),
    flagged: v.boolean(),
  }).index("by_channel", ["channelId"]),
  digests: defineTable({
    channelId: v.id("channels"),
    delivered: v.boolean(),
  }),
  bounces: defineTable({
    address: v.string(),
  }),
});
