import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  members: defineTable({
    tokenIdentifier: v.string(),
    name: v.string(),
    role: v.union(v.literal("admin"), v.literal("writer")),
  }).index("by_token", ["tokenIdentifier"]),
  notes: defineTable({ ownerId: v.id("members"), body: v.string() }).index(
    "by_owner",
    ["ownerId"],
  ),
  requests: defineTable({ email: v.string() }),
});
