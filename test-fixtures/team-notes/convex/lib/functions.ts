import {
  customCtx,
  customMutation,
} from "convex-helpers/server/customFunctions";
import { mutation } from "../_generated/server";
import { requireMember } from "./members";

export const memberMutation = customMutation(
  mutation,
  customCtx(async (ctx) => ({ member: await requireMember(ctx) })),
);

/** Puts the time on the context, and asks nobody who they are. */
export const timedMutation = customMutation(
  mutation,
  customCtx(async () => ({ now: Date.now() })),
);
