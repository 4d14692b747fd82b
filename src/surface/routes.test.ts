import { describe, expect, test } from "vitest";

import { surfaceOf } from "../testing/surface-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const HEAD = 'import { httpRouter } from "convex/server";\nimport { httpAction } from "./_generated/server";\nconst http = httpRouter();\nconst answer = httpAction(async () => new Response());\n';

function routesOf(code: string, files: WorkspaceFiles = {}): { routes: string[]; from: readonly string[] } {
  const { routes, routesFrom } = surfaceOf({ "convex/http.ts": code, ...files });
  return { routes: Object.keys(routes), from: routesFrom };
}

test("paths, prefixes and methods are listed in order", () => {
  const code = `${HEAD}http.route({ path: "/b", method: "POST", handler: answer });\nhttp.route({ pathPrefix: "/a/", method: "GET", handler: httpAction(async () => new Response()) });\nexport default http;\n`;

  expect(routesOf(code)).toEqual({ routes: ["GET /a/*", "POST /b"], from: [] });
});

test("constants are followed, and other paths go by their text", () => {
  const code = `${HEAD}import { PATHS } from "./paths";\nimport { API } from "elsewhere";\nhttp.route({ path: PATHS.hook, method: "POST", handler: answer });\nhttp.route({ path: API.status, method: "GET", handler: answer });\nexport default http;\n`;

  expect(routesOf(code, { "convex/paths.ts": 'export const PATHS = { hook: "/hook" };\n' })).toEqual({ routes: ["GET (API.status)", "POST /hook"], from: [] });
});

test("a router that another module makes is followed", () => {
  const files = { "convex/router.ts": `${HEAD}http.route({ path: "/x", method: "GET", handler: answer });\nexport default http;\n` };

  expect(routesOf('import http from "./router";\nimport { httpAction } from "./_generated/server";\nhttp.route({ path: "/y", method: "GET", handler: httpAction(async () => new Response()) });\nexport default http;\n', files)).toEqual({ routes: ["GET /x", "GET /y"], from: [] });
});

test("functions of the project that are given the router are followed", () => {
  const files = {
    "convex/billing.ts": 'import type { HttpRouter } from "convex/server";\nimport { httpAction } from "./_generated/server";\nexport function addBilling(prefix: string, router: HttpRouter) {\n  addDeeper(router);\n  router.route({ path: "/billing", method: "POST", handler: httpAction(async () => new Response()) });\n}\nfunction addDeeper(it: HttpRouter) {\n  it.route({ path: "/deeper", method: "POST", handler: httpAction(async () => new Response()) });\n}\n',
  };

  expect(routesOf(`${HEAD}import { addBilling } from "./billing";\naddBilling("x", http);\nexport default http;\n`, files)).toEqual({ routes: ["POST /billing", "POST /deeper"], from: [] });
});

test("a function of the project that wraps the router is followed", () => {
  const files = { "convex/limits.ts": 'import type { HttpRouter } from "convex/server";\nexport function limited(router: HttpRouter) {\n  const route = router.route.bind(router);\n  return router;\n}\n' };

  expect(routesOf('import { httpRouter } from "convex/server";\nimport { httpAction } from "./_generated/server";\nimport { limited } from "./limits";\nconst http = limited(httpRouter());\nhttp.route({ path: "/x", method: "GET", handler: httpAction(async () => new Response()) });\nexport default http;\n', files)).toEqual({ routes: ["GET /x"], from: [] });
});

test("the CORS router of convex-helpers adds to the router that it is given", () => {
  const code = `${HEAD}import { corsRouter } from "convex-helpers/server/cors";\nconst cors = corsRouter(http, { allowedOrigins: ["*"] });\ncors.route({ path: "/x", method: "GET", handler: answer });\nexport default cors.http;\n`;

  expect(routesOf(code)).toEqual({ routes: ["GET /x"], from: [] });
});

describe("routes that nothing can list", () => {
  test("packages that are given the router are named", () => {
    const files = { "convex/auth.ts": 'import { convexAuth } from "@convex-dev/auth/server";\nexport const { auth, signIn } = convexAuth({ providers: [] });\n', "convex/billing.ts": 'import { Polar } from "@convex-dev/polar";\nexport const polar = new Polar({});\n' };

    expect(routesOf(`${HEAD}import { auth } from "./auth";\nimport { polar } from "./billing";\nauth.addHttpRoutes(http);\npolar.registerRoutes(http);\nexport default http;\n`, files)).toEqual({ routes: [], from: ["@convex-dev/auth", "@convex-dev/polar"] });
  });

  test("a router of another kind is named by the package that it is of", () => {
    const code = 'import { Hono } from "hono";\nimport { HttpRouterWithHono } from "convex-helpers/server/hono";\nconst app = new Hono();\napp.get("/x", (c) => c.text("x"));\nexport default new HttpRouterWithHono(app);\n';

    expect(routesOf(code)).toEqual({ routes: [], from: ["convex-helpers"] });
  });

  test("a router that cannot be followed is said to be unknown", () => {
    expect(routesOf('import { routers } from "./missing";\nexport default routers[0];\n')).toEqual({ routes: [], from: ["unknown"] });
  });
});

test.each([
  ["another router than the default export", `${HEAD}http.route({ path: "/x", method: "GET", handler: answer });\nconst served = httpRouter();\nexport default served;\n`],
  ["no default export", `${HEAD}http.route({ path: "/x", method: "GET", handler: answer });\n`],
])("%s serves nothing", (_name, code) => {
  expect(routesOf(code)).toEqual({ routes: [], from: [] });
});
