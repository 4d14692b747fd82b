import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  rooms: defineTable({
    name: v.string(),
    archived: v.boolean(),
  }),
  bookings: defineTable({
    roomId: v.id("rooms"),
    guest: v.string(),
    status: v.union(
      v.literal("requested"),
      v.literal("confirmed"),
      v.literal("expired"),
    ),
  }),
  invoices: defineTable({
    bookingId: v.id("bookings"),
    cents: v.number(),
    paid: v.boolean(),
  }),
});
