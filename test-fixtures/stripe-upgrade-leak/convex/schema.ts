import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  plans: defineTable({
    name: v.string(),
    professional: v.boolean(),
  }),
});
