import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const compact = mutation({
  args: {},
  handler: async (ctx) => {
    for (const project of await ctx.db.query("projects").collect()) {
      if (project.archived) await ctx.db.delete(project._id);
    }
  },
});

export const reopen = mutation({
  args: { projectId: v.id("projects") },
  handler: async (ctx, { projectId }) => {
    await ctx.db.patch(projectId, { archived: false });
  },
});

export const rename = mutation({
  args: { projectId: v.id("projects"), name: v.string() },
  handler: async (ctx, { projectId, name }) => {
    await ctx.db.patch(projectId, { name });
  },
});
