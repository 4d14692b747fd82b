import { v } from "convex/values";
import { observedMutation as mutation } from "./lib/observed";
import { query } from "./_generated/server";

export const list = query({
  args: { projectId: v.id("projects") },
  handler: async (ctx, { projectId }) =>
    (await ctx.db.query("tasks").collect()).filter(
      (task) => task.projectId === projectId,
    ),
});

export const add = mutation("tasks.add", {
  args: { projectId: v.id("projects"), title: v.string() },
  handler: async (ctx, { projectId, title }) =>
    ctx.db.insert("tasks", { projectId, title, done: false }),
});

// Server-called, from a wrapper: the name `mutation` is not Convex's here.
export const closeAll = mutation("tasks.closeAll", {
  args: { projectId: v.id("projects") },
  handler: async (ctx, { projectId }) => {
    for (const task of await ctx.db.query("tasks").collect()) {
      if (task.projectId === projectId) {
        await ctx.db.patch(task._id, { done: true });
      }
    }
  },
});
