import type { ObjectType, PropertyValidators } from "convex/values";
import { mutation, type MutationCtx } from "../_generated/server";

/** A public mutation that writes down how long each of its runs took. */
export function observedMutation<Args extends PropertyValidators, Result>(
  event: string,
  definition: {
    args: Args;
    handler: (ctx: MutationCtx, args: ObjectType<Args>) => Promise<Result>;
  },
) {
  return mutation({
    args: definition.args,
    handler: async (ctx, ...[args]): Promise<Result> => {
      const start = Date.now();
      const result = await definition.handler(ctx, args as ObjectType<Args>);
      await ctx.db.insert("auditLog", {
        event,
        milliseconds: Date.now() - start,
      });
      return result;
    },
  });
}
