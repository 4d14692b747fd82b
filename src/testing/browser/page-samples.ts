import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { PageData, PageNode, PageRow } from "../../surface/page-data.ts";
import { renderPage } from "../../surface/render-page.ts";
import { REPOSITORY, type WorkspaceFiles } from "../workspace.ts";

/** A small application: three public functions, a route, an internal function, a client, a cron job. */
export const SHOP: WorkspaceFiles = {
  "package.json": '{ "name": "shop" }',
  "convex/_generated/api.js": "",
  "convex/_generated/server.js": "",
  "convex/orders.ts": `import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, mutation, query } from "./_generated/server";

export const list = query({ args: { state: v.union(v.literal("open"), v.literal("sent")) }, handler: async (ctx) => ctx.db.query("orders").take(20) });

export const place = mutation({
  args: { item: v.string(), count: v.optional(v.number()) },
  handler: async (ctx, args) => {
    if ((await ctx.auth.getUserIdentity()) === null) throw new Error("Not signed in");
    await ctx.db.insert("orders", args);
    await ctx.scheduler.runAfter(0, internal.orders.ship, {});
  },
});

export const wipe = mutation(async (ctx) => {
  for (const order of await ctx.db.query("orders").collect()) await ctx.db.delete(order._id);
});

export const ship = internalMutation({ args: {}, handler: async () => null });
`,
  "convex/http.ts": `import { httpRouter } from "convex/server";
import { internal } from "./_generated/api";
import { httpAction } from "./_generated/server";

const http = httpRouter();
http.route({ path: "/ship", method: "POST", handler: httpAction(async (ctx) => { await ctx.runMutation(internal.orders.ship, {}); return new Response(); }) });
export default http;
`,
  "src/Shop.tsx": `import { useMutation, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export function Shop() {
  const orders = useQuery(api.orders.list, { state: "open" });
  const place = useMutation(api.orders.place);
  return <button onClick={() => void place({ item: "tea" })}>{orders?.length}</button>;
}
`,
};

/** Returns a page of made-up functions, with what was built. */
export function samplePage(data: PageData): string {
  const asset = (name: string): string => readFileSync(join(REPOSITORY, "dist", name), "utf8");
  return renderPage(data, { script: asset("surface-page.js"), style: asset("surface-page.css") });
}

const TYPES = ["query", "mutation", "action"] as const;
const RANKS = ["read", "write", "sweep", "nothing"] as const;
const ACCESS = ["checked", "unchecked", "unknown"] as const;

/** Returns a surface of as many functions, each with a client of its own and one that calls the next. */
export function manyFunctions(count: number): PageData {
  const rows = Array.from({ length: count }, (_, index): PageRow => {
    const name = `module${String(Math.floor(index / 20))}:function${String(index)}`;
    const type = TYPES[index % 3] ?? "query";
    return {
      node: index, name, otherNames: [], project: 0, type, place: `convex/module${String(Math.floor(index / 20))}.ts:${String((index % 20) * 8 + 4)}`, who: ["client"],
      callers: [{ class: "client", sure: true, place: `src/Page${String(index)}.tsx:7` }], validated: index % 10 === 0 ? "no" : "yes",
      args: index % 10 === 0 ? "anything" : [["id", "Id<'things'>"], ["limit?", "number"]], access: ACCESS[index % 3] ?? "unknown", accessNote: "", danger: RANKS[index % 4] ?? "nothing", dangerNote: "",
      findings: index % 10 === 0 ? [{ rule: "require-argument-validators", message: `Function \`${name}\` has no argument validators.`, place: "convex/module.ts:4" }] : [], review: [],
    };
  });
  const nodes = [...rows.map(({ name }): PageNode => ({ label: name, kind: "function" })), ...rows.map((_, index): PageNode => ({ label: `src/Page${String(index)}.tsx`, kind: "client" }))];
  return {
    title: "many",
    projects: [{ directory: "convex", isComponent: false }],
    rows,
    nodes,
    edges: rows.flatMap((_, index) => [[count + index, index] as const, [index, (index + 1) % count] as const]),
    notes: [],
  };
}
