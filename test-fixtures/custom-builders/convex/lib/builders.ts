import {
  customCtx,
  customMutation,
  customQuery,
} from "convex-helpers/server/customFunctions";
import type { Auth } from "convex/server";
import {
  internalMutation,
  mutation,
  query,
} from "../_generated/server";

async function signedIn(ctx: { auth: Auth }): Promise<{ owner: string }> {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) throw new Error("Not signed in");
  return { owner: identity.subject };
}

const withOwner = customCtx(signedIn);

export const authedMutation = customMutation(mutation, withOwner);
export const internalAuthedMutation = customMutation(
  internalMutation,
  withOwner,
);

// It has no internal twin.
export const authedQuery = customQuery(query, withOwner);
