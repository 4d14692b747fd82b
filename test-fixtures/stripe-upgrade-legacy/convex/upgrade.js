import { action } from "./_generated/server";

export default action(async ({ runMutation }, { planId }) => {
  // Call out to payment provider (e.g. Stripe) to charge customer
  const response = await fetch("https://api.stripe.com/v1/payment_intents", {
    method: "POST",
    headers: { Authorization: `Bearer ${process.env.STRIPE_SECRET_KEY}` },
    body: new URLSearchParams({ amount: "4900", currency: "usd" }),
  });
  if (response.ok) {
    // Mark the plan as "professional" in the Convex DB
    await runMutation("markPlanAsProfessional", { planId });
  }
});
