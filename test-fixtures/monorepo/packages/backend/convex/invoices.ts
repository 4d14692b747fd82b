import { reminders, settleInvoices } from "@acme/jobs";
import { v } from "convex/values";
import { action, internalMutation, mutation, query } from "./_generated/server";

// The web app calls it to show the bill.
export const forBooking = query({
  args: { bookingId: v.id("bookings") },
  handler: async (ctx, { bookingId }) =>
    (await ctx.db.query("invoices").collect()).filter(
      (invoice) => invoice.bookingId === bookingId,
    ),
});

// Only the helpers of @acme/jobs call the next two.
export const listUnpaid = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("invoices").collect()).filter(
      (invoice) => !invoice.paid,
    ),
});

export const markPaid = mutation({
  args: { invoiceId: v.id("invoices") },
  handler: async (ctx, { invoiceId }) => {
    await ctx.db.patch(invoiceId, { paid: true });
  },
});

// The admin app calls it.
export const settle = action({
  args: {},
  handler: async (ctx): Promise<void> => {
    await settleInvoices(ctx);
  },
});

// The scheduler below runs it by way of the table that @acme/jobs exports.
export const remind = action({
  args: { invoiceId: v.id("invoices") },
  handler: async (_ctx, { invoiceId }) => {
    await fetch("https://mail.example/reminders", {
      method: "POST",
      body: invoiceId,
    });
  },
});

export const remindAll = internalMutation({
  args: {},
  handler: async (ctx): Promise<void> => {
    for (const invoice of await ctx.db.query("invoices").collect()) {
      if (!invoice.paid) {
        await ctx.scheduler.runAfter(0, reminders.unpaid, {
          invoiceId: invoice._id,
        });
      }
    }
  },
});
