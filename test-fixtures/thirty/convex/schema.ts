import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

const record = defineTable({ note: v.string(), stale: v.boolean() });

export default defineSchema({
  carts: record,
  customers: record,
  discounts: record,
  invoices: record,
  orders: record,
  payments: record,
  products: record,
  refunds: record,
  reviews: record,
  shipments: record,
});
