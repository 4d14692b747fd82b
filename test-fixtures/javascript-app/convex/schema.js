import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  notes: defineTable({
    text: v.string(),
    trashed: v.boolean(),
    tags: v.array(v.string()),
  }),
});
