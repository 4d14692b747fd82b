import { v } from "convex/values";
import { query as publicQuery } from "./_generated/server";

// The nightly back-up calls it as `api.exportProject.default`.
export default publicQuery({
  args: { projectId: v.id("projects") },
  handler: async (ctx, { projectId }) => ctx.db.get(projectId),
});
