import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";

export async function findMember(
  ctx: QueryCtx,
): Promise<Doc<"members"> | null> {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) return null;
  return await ctx.db
    .query("members")
    .withIndex("by_token", (q) =>
      q.eq("tokenIdentifier", identity.tokenIdentifier),
    )
    .unique();
}

export async function requireMember(ctx: QueryCtx): Promise<Doc<"members">> {
  const member = await findMember(ctx);
  if (member === null) throw new Error("Not a member");
  return member;
}

export async function requireAdmin(ctx: MutationCtx): Promise<void> {
  const member = await requireMember(ctx);
  if (member.role !== "admin") throw new Error("Not an admin");
}
