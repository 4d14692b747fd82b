import { useAction, useQuery } from "convex/react";

export function Plans() {
  const plans = useQuery("plans:list");
  const upgrade = useAction("upgrade");
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
