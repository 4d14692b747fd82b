import { useMutation } from "convex/react";
import type { Id } from "../convex/_generated/dataModel";

// The oldest syntax: a function by its name. Convex still runs it, no type describes it.
export function LegacyFreeUpgrade({ planId }: { planId: Id<"plans"> }) {
  const markPlanAsProfessional = useMutation("markPlanAsProfessional" as any);
  return (
    <button onClick={() => markPlanAsProfessional({ planId })}>
      Upgrade for free
    </button>
  );
}
