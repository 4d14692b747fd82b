import { api } from "@acme/backend/convex/_generated/api";

/** The function that the scheduler runs for each kind of reminder. */
export const reminders = {
  unpaid: api.invoices.remind,
};
