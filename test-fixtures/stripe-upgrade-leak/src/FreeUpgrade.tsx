import { useMutation } from "convex/react";
import { internal } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";

// Today's syntax. The cast keeps the type checker quiet; the deployment still refuses the call.
export function FreeUpgrade({ planId }: { planId: Id<"plans"> }) {
  const markPlanAsProfessional = useMutation(
    internal.markPlanAsProfessional.default as any,
  );
  return (
    <button onClick={() => markPlanAsProfessional({ planId })}>
      Upgrade for free
    </button>
  );
}
