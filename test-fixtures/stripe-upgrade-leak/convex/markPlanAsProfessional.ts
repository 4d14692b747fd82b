import type { Id } from "./_generated/dataModel";
import { internalMutation } from "./_generated/server";

export default internalMutation(
  async ({ db }, { planId }: { planId: Id<"plans"> }) => {
    await db.patch(planId, { professional: true });
  },
);
