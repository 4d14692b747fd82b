import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  guests: defineTable({ name: v.string(), email: v.optional(v.string()), mood: v.union(v.literal("glad"), v.literal("sad")) }),
  entries: defineTable({ guest: v.id("guests"), text: v.string(), stars: v.number(), at: v.number() }).index("by_guest", ["guest"]),
});
