import { v } from "convex/values";
import { api as backend } from "./_generated/api";
import { internalAction } from "./_generated/server";

// `audit.trim` is server-only, `audit.slowest` is not, and both go through this constant.
const audit = backend.audit;

// Everything that goes through this one is server-only.
const maintenance = backend.maintenance;

export const run = internalAction({
  args: { projectId: v.id("projects") },
  handler: async (ctx, { projectId }): Promise<void> => {
    const project = await ctx.runQuery(backend.exportProject.default, {
      projectId,
    });
    const open = await ctx.runQuery(backend.projects.openCount, {});
    const slowest = await ctx.runQuery(audit.slowest, {});
    await fetch("https://backup.example/projects", {
      method: "PUT",
      body: JSON.stringify({ project, open, slowest }),
    });
    await ctx.runMutation(backend.tasks.closeAll, { projectId });
    await ctx.runMutation(backend.projects.archive, { projectId });
    await ctx.runMutation(audit.trim, { keep: 1000 });
    await ctx.runMutation(maintenance.compact, {});
    await ctx.runMutation(backend.v1.compact, {});
  },
});
