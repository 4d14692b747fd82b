import { action, mutation, query } from "./_generated/server";

// Thirty functions that only the nightly job in `nightly.ts` calls.

export const countStaleCarts = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("carts").collect()).filter(({ stale }) => stale).length,
});

export const pruneCarts = mutation({
  args: {},
  handler: async (ctx) => {
    for (const { _id, stale } of await ctx.db.query("carts").collect()) {
      if (stale) await ctx.db.delete(_id);
    }
  },
});

export const announceCarts = action({
  args: {},
  handler: async () => {
    await fetch("https://reports.example/carts", { method: "POST" });
  },
});

export const countStaleCustomers = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("customers").collect()).filter(({ stale }) => stale).length,
});

export const pruneCustomers = mutation({
  args: {},
  handler: async (ctx) => {
    for (const { _id, stale } of await ctx.db.query("customers").collect()) {
      if (stale) await ctx.db.delete(_id);
    }
  },
});

export const announceCustomers = action({
  args: {},
  handler: async () => {
    await fetch("https://reports.example/customers", { method: "POST" });
  },
});

export const countStaleDiscounts = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("discounts").collect()).filter(({ stale }) => stale).length,
});

export const pruneDiscounts = mutation({
  args: {},
  handler: async (ctx) => {
    for (const { _id, stale } of await ctx.db.query("discounts").collect()) {
      if (stale) await ctx.db.delete(_id);
    }
  },
});

export const announceDiscounts = action({
  args: {},
  handler: async () => {
    await fetch("https://reports.example/discounts", { method: "POST" });
  },
});

export const countStaleInvoices = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("invoices").collect()).filter(({ stale }) => stale).length,
});

export const pruneInvoices = mutation({
  args: {},
  handler: async (ctx) => {
    for (const { _id, stale } of await ctx.db.query("invoices").collect()) {
      if (stale) await ctx.db.delete(_id);
    }
  },
});

export const announceInvoices = action({
  args: {},
  handler: async () => {
    await fetch("https://reports.example/invoices", { method: "POST" });
  },
});

export const countStaleOrders = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("orders").collect()).filter(({ stale }) => stale).length,
});

export const pruneOrders = mutation({
  args: {},
  handler: async (ctx) => {
    for (const { _id, stale } of await ctx.db.query("orders").collect()) {
      if (stale) await ctx.db.delete(_id);
    }
  },
});

export const announceOrders = action({
  args: {},
  handler: async () => {
    await fetch("https://reports.example/orders", { method: "POST" });
  },
});

export const countStalePayments = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("payments").collect()).filter(({ stale }) => stale).length,
});

export const prunePayments = mutation({
  args: {},
  handler: async (ctx) => {
    for (const { _id, stale } of await ctx.db.query("payments").collect()) {
      if (stale) await ctx.db.delete(_id);
    }
  },
});

export const announcePayments = action({
  args: {},
  handler: async () => {
    await fetch("https://reports.example/payments", { method: "POST" });
  },
});

export const countStaleProducts = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("products").collect()).filter(({ stale }) => stale).length,
});

export const pruneProducts = mutation({
  args: {},
  handler: async (ctx) => {
    for (const { _id, stale } of await ctx.db.query("products").collect()) {
      if (stale) await ctx.db.delete(_id);
    }
  },
});

export const announceProducts = action({
  args: {},
  handler: async () => {
    await fetch("https://reports.example/products", { method: "POST" });
  },
});

export const countStaleRefunds = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("refunds").collect()).filter(({ stale }) => stale).length,
});

export const pruneRefunds = mutation({
  args: {},
  handler: async (ctx) => {
    for (const { _id, stale } of await ctx.db.query("refunds").collect()) {
      if (stale) await ctx.db.delete(_id);
    }
  },
});

export const announceRefunds = action({
  args: {},
  handler: async () => {
    await fetch("https://reports.example/refunds", { method: "POST" });
  },
});

export const countStaleReviews = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("reviews").collect()).filter(({ stale }) => stale).length,
});

export const pruneReviews = mutation({
  args: {},
  handler: async (ctx) => {
    for (const { _id, stale } of await ctx.db.query("reviews").collect()) {
      if (stale) await ctx.db.delete(_id);
    }
  },
});

export const announceReviews = action({
  args: {},
  handler: async () => {
    await fetch("https://reports.example/reviews", { method: "POST" });
  },
});

export const countStaleShipments = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("shipments").collect()).filter(({ stale }) => stale).length,
});

export const pruneShipments = mutation({
  args: {},
  handler: async (ctx) => {
    for (const { _id, stale } of await ctx.db.query("shipments").collect()) {
      if (stale) await ctx.db.delete(_id);
    }
  },
});

export const announceShipments = action({
  args: {},
  handler: async () => {
    await fetch("https://reports.example/shipments", { method: "POST" });
  },
});
