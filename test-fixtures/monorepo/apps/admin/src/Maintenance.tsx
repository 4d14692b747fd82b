import { internal } from "@convex/_generated/api";
import { useMutation } from "convex/react";

// The admin app is a client like any other: it cannot call an internal function.
export function Maintenance() {
  const remindAll = useMutation(internal.invoices.remindAll as any);
  return <button onClick={() => remindAll({})}>Remind everyone</button>;
}
