import type { Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { requireAdmin } from "./members";

export async function archiveNotes(ctx: MutationCtx): Promise<void> {
  await deleteAsAdmin(ctx);
}

async function deleteAsAdmin(ctx: MutationCtx): Promise<void> {
  await requireAdmin(ctx);
  await deleteNotes(ctx);
}

export async function deleteNotes(ctx: MutationCtx): Promise<void> {
  for (const note of await ctx.db.query("notes").collect()) {
    await removeNote(ctx, note._id);
  }
}

export async function removeNote(
  ctx: MutationCtx,
  id: Id<"notes">,
): Promise<void> {
  await ctx.db.delete(id);
}
