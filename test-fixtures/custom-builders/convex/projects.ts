import { v } from "convex/values";
import { authedMutation, authedQuery } from "./lib/builders";

export const list = authedQuery({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("projects").collect()).filter(
      (project) => project.owner === ctx.owner,
    ),
});

export const create = authedMutation({
  args: { name: v.string() },
  handler: async (ctx, { name }) =>
    ctx.db.insert("projects", { owner: ctx.owner, name, archived: false }),
});

// Server-called, and its builder has the twin internalAuthedMutation.
const archiveProject = authedMutation({
  args: { projectId: v.id("projects") },
  handler: async (ctx, { projectId }) => {
    await ctx.db.patch(projectId, { archived: true });
  },
});
export { archiveProject as archive };

// Server-called, and its builder has no twin: nothing to repair it with.
export const openCount = authedQuery({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("projects").collect()).filter(
      (project) => project.owner === ctx.owner && !project.archived,
    ).length,
});
