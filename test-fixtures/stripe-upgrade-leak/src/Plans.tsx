import { useAction, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export function Plans() {
  const plans = useQuery(api.plans.list);
  const upgrade = useAction(api.upgrade.default);
  return (
    <ul>
      {plans?.map((plan) => (
        <li key={plan._id}>
          {plan.name}
          {!plan.professional && (
            <button onClick={() => upgrade({ planId: plan._id })}>
              Upgrade
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
