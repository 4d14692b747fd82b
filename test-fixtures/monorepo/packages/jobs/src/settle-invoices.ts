import { api } from "@acme/backend/convex/_generated/api";
import type { ActionCtx } from "@acme/backend/convex/_generated/server";

/** Asks the bank about every unpaid invoice and marks those that are settled. */
export async function settleInvoices(ctx: ActionCtx): Promise<void> {
  for (const invoice of await ctx.runQuery(api.invoices.listUnpaid)) {
    const response = await fetch(`https://bank.example/paid/${invoice._id}`);
    if (response.ok) {
      await ctx.runMutation(api.invoices.markPaid, { invoiceId: invoice._id });
    }
  }
}
