import { v } from "convex/values";
import { api } from "./_generated/api";
import { action, env } from "./_generated/server";

export default action({
  args: { planId: v.id("plans") },
  handler: async (ctx, { planId }): Promise<void> => {
    // Call out to payment provider (e.g. Stripe) to charge customer
    const response = await fetch("https://api.stripe.com/v1/payment_intents", {
      method: "POST",
      headers: { Authorization: `Bearer ${env.STRIPE_SECRET_KEY}` },
      body: new URLSearchParams({ amount: "4900", currency: "usd" }),
    });
    if (response.ok) {
      // Mark the plan as "professional" in the Convex DB
      await ctx.runMutation(api.markPlanAsProfessional.default, { planId });
    }
  },
});
