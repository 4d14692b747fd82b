import { httpRouter } from "convex/server";
import { api } from "./_generated/api";
import { httpAction } from "./_generated/server";

const http = httpRouter();

http.route({
  path: "/entries.json",
  method: "GET",
  handler: httpAction(async (ctx) => new Response(JSON.stringify(await ctx.runQuery(api.entries.list)))),
});

export default http;
