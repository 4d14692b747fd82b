import type { WorkspaceFiles } from "./workspace.ts";

/**
 * A Convex project whose functions are all referenced by a server action, and one of which (`users:get`) has a client.
 * What a test adds to it decides about `messages:list`, `messages:send` and the others.
 */
export const CHAT: WorkspaceFiles = {
  "convex/_generated/api.js": "",
  "convex/_generated/server.js": "",
  "convex/messages.ts": `import { action, internalMutation, mutation, query } from "./_generated/server";
export const list = query({ handler: async () => [] });
export const send = mutation({ handler: async () => null });
export const notify = action({ handler: async () => null });
export const purge = internalMutation({ handler: async () => null });
export default query({ handler: async () => null });
`,
  "convex/users.ts": `import { query } from "./_generated/server";
export const get = query({ handler: async () => null });
export const list = query({ handler: async () => null });
`,
  "convex/shop/categories.ts": `import { internalQuery, query } from "../_generated/server";
export const tree = query({ handler: async () => null });
export const count = internalQuery({ handler: async () => null });
`,
  "convex/server.ts": `import { internalAction } from "./_generated/server";
import { api } from "./_generated/api";
export const everything = internalAction({
  handler: async (ctx) => {
    await ctx.runQuery(api.messages.list);
    await ctx.runMutation(api.messages.send);
    await ctx.runAction(api.messages.notify);
    await ctx.runQuery(api.messages.default);
    await ctx.runQuery(api.users.get);
    await ctx.runQuery(api.users.list);
    await ctx.runQuery(api.shop.categories.tree);
  },
});
`,
  "app/user.tsx": `import { useQuery } from "convex/react";
import { api } from "../convex/_generated/api";
export const User = () => useQuery(api.users.get);
`,
};
