import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const list = query({
  args: {},
  handler: async (ctx) => ctx.db.query("bookings").collect(),
});

export const request = mutation({
  args: { roomId: v.id("rooms"), guest: v.string() },
  handler: async (ctx, { roomId, guest }) =>
    ctx.db.insert("bookings", { roomId, guest, status: "requested" }),
});

// Only the admin app calls it, through a constant that holds the module.
export const confirm = mutation({
  args: { bookingId: v.id("bookings") },
  handler: async (ctx, { bookingId }) => {
    await ctx.db.patch(bookingId, { status: "confirmed" });
  },
});

// Only a cron job calls it.
export const expireRequests = mutation({
  args: {},
  handler: async (ctx) => {
    for (const booking of await ctx.db.query("bookings").collect()) {
      if (booking.status === "requested") {
        await ctx.db.patch(booking._id, { status: "expired" });
      }
    }
  },
});
