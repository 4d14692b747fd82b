import { httpRouter } from "convex/server";
import { api } from "./_generated/api";
import { httpAction } from "./_generated/server";

const http = httpRouter();

http.route({
  path: "/postmark/bounce",
  method: "POST",
  handler: httpAction(async (ctx, request) => {
    const { address } = (await request.json()) as { address: string };
    await ctx.runMutation(api.deliveries.recordBounce, { address });
    return new Response(null, { status: 204 });
  }),
});

http.route({
  path: "/postmark/bounces",
  method: "GET",
  handler: httpAction(async (ctx) =>
    new Response(JSON.stringify(await ctx.runQuery(api.deliveries.bounceCount))),
  ),
});

export default http;
