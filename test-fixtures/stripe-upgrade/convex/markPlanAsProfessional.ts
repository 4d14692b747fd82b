import { v } from "convex/values";
import { mutation } from "./_generated/server";

export default mutation({
  args: { planId: v.id("plans") },
  handler: async (ctx, { planId }) => {
    await ctx.db.patch(planId, { professional: true });
  },
});
