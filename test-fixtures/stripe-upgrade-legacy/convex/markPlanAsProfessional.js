import { mutation } from "./_generated/server";

export default mutation(async ({ db }, { planId }) => {
  await db.patch(planId, { professional: true });
});
