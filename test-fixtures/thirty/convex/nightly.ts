import { api } from "./_generated/api";
import { internalAction } from "./_generated/server";

export const run = internalAction({
  args: {},
  handler: async (ctx): Promise<void> => {
    if ((await ctx.runQuery(api.housekeeping.countStaleCarts)) > 0) {
      await ctx.runMutation(api.housekeeping.pruneCarts);
      await ctx.runAction(api.housekeeping.announceCarts);
    }
    if ((await ctx.runQuery(api.housekeeping.countStaleCustomers)) > 0) {
      await ctx.runMutation(api.housekeeping.pruneCustomers);
      await ctx.runAction(api.housekeeping.announceCustomers);
    }
    if ((await ctx.runQuery(api.housekeeping.countStaleDiscounts)) > 0) {
      await ctx.runMutation(api.housekeeping.pruneDiscounts);
      await ctx.runAction(api.housekeeping.announceDiscounts);
    }
    if ((await ctx.runQuery(api.housekeeping.countStaleInvoices)) > 0) {
      await ctx.runMutation(api.housekeeping.pruneInvoices);
      await ctx.runAction(api.housekeeping.announceInvoices);
    }
    if ((await ctx.runQuery(api.housekeeping.countStaleOrders)) > 0) {
      await ctx.runMutation(api.housekeeping.pruneOrders);
      await ctx.runAction(api.housekeeping.announceOrders);
    }
    if ((await ctx.runQuery(api.housekeeping.countStalePayments)) > 0) {
      await ctx.runMutation(api.housekeeping.prunePayments);
      await ctx.runAction(api.housekeeping.announcePayments);
    }
    if ((await ctx.runQuery(api.housekeeping.countStaleProducts)) > 0) {
      await ctx.runMutation(api.housekeeping.pruneProducts);
      await ctx.runAction(api.housekeeping.announceProducts);
    }
    if ((await ctx.runQuery(api.housekeeping.countStaleRefunds)) > 0) {
      await ctx.runMutation(api.housekeeping.pruneRefunds);
      await ctx.runAction(api.housekeeping.announceRefunds);
    }
    if ((await ctx.runQuery(api.housekeeping.countStaleReviews)) > 0) {
      await ctx.runMutation(api.housekeeping.pruneReviews);
      await ctx.runAction(api.housekeeping.announceReviews);
    }
    if ((await ctx.runQuery(api.housekeeping.countStaleShipments)) > 0) {
      await ctx.runMutation(api.housekeeping.pruneShipments);
      await ctx.runAction(api.housekeeping.announceShipments);
    }
  },
});
