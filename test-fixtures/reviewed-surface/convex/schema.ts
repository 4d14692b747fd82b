import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  entries: defineTable({ author: v.string(), body: v.string(), mood: v.optional(v.string()) }),
});
