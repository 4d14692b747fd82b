import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  projects: defineTable({
    owner: v.string(),
    name: v.string(),
    archived: v.boolean(),
  }),
  tasks: defineTable({
    projectId: v.id("projects"),
    title: v.string(),
    done: v.boolean(),
  }),
  auditLog: defineTable({
    event: v.string(),
    milliseconds: v.number(),
  }),
});
