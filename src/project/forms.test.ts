import { describe, expect, test } from "vitest";

import { API, BACKEND, defined, expectedVerdicts, type Form, HOOKS, inAction, outside, scheduled, server, SERVER, verdictsOf, web } from "../testing/forms.ts";

const FORMS: readonly Form[] = [
  // Clients, by the API that takes the reference.
  web("a hook", "export const A = () => useQuery(api.$m.fn);"),
  web("a renamed hook", "useRows(api.$m.fn);", `import { useQuery as useRows } from "convex/react";\n${API}`),
  web("a hook that Nuxt imports", "useConvexQuery(api.$m.fn);", API),
  web("useQueries", "export const A = () => useQueries({ rows: { query: api.$m.fn, args: {} } });"),
  web("an optimistic update", "export const A = () => useMutation(api.form0.fn).withOptimisticUpdate((store) => { store.getQuery(api.$m.fn, {}); });"),
  web("convexQuery", "useSuspenseQuery(convexQuery(api.$m.fn, {}));", `import { convexQuery } from "@convex-dev/react-query";\n${API}`),
  web("ConvexHttpClient", "await new ConvexHttpClient(url).query(api.$m.fn);", `import { ConvexHttpClient } from "convex/browser";\n${API}`),
  web("fetchQuery", "await fetchQuery(api.$m.fn);", `import { fetchQuery } from "convex/nextjs";\n${API}`),
  web("a component's property", "export const A = () => <List query={api.$m.fn} />;", API),
  web("a hook of one's own", "useStable(api.$m.fn);", `import { useStable } from "./stable";\n${API}`),

  // Clients, by how the reference is written.
  web("a cast root", "useQuery((api as any).$m.fn);"),
  web("a cast to a written type", "const client = api as unknown as { $m: { fn: any } };\nuseQuery(client.$m.fn);"),
  web("brackets", 'useQuery(api["$m"]["fn"]);'),
  web("optional chaining", "useQuery(api?.$m?.fn);"),
  web("non-null assertions", "useQuery(api.$m!.fn!);"),
  web("line breaks", "useQuery(\n  api\n    // rows\n    .$m\n    .fn,\n);"),
  web("a renamed import", "useQuery(backend.$m.fn);", 'import { useQuery } from "convex/react";\nimport { api as backend } from "@acme/backend/convex/_generated/api";\n'),
  web("a namespace import", "useQuery(generated.api.$m.fn);", 'import { useQuery } from "convex/react";\nimport * as generated from "@acme/backend/convex/_generated/api";\n'),
  web("require", 'const { api } = require("@acme/backend/convex/_generated/api");\nuseQuery(api.$m.fn);', 'import { useQuery } from "convex/react";\n'),
  web("a subtree alias", "const rows = api.$m;\nuseQuery(rows.fn);"),
  web("destructuring", "const { $m: { fn: rows } } = api;\nuseQuery(rows);"),
  web("a ternary", "useQuery(flag ? api.$m.fn : api.form0.fn);"),
  web("a record of references", "const QUERIES = { rows: api.$m.fn, others: api.form0.fn };\nuseQuery(QUERIES[name]);"),
  web("an array", "const queries = [api.$m.fn];\nqueries.map((query) => useQuery(query));"),
  web("a computed function", "useQuery(api.$m[name]);"),
  web("a module to a hook", "usePresence(api.$m, room);", `import usePresence from "@convex-dev/presence/react";\n${API}`),
  web("a spread", "make({ ...api.$m });", API),
  web("a callback that receives api", "export const A = () => useRows(({ api }) => api.$m.fn);", 'import { useRows } from "./rows";\n'),
  web("a proxy", "await database.public.$m.fn();", 'import { database } from "@acme/convex-database";\n'),
  web("typeof in a type", "export type Rows = FunctionReturnType<typeof api.$m.fn>;", `import type { FunctionReturnType } from "convex/server";\n${API}`),
  web("typeof of a module", "export type Rows = (typeof api.$m)[\"fn\"];", API),
  web("a name", 'useQuery("$m:fn" as any);', 'import { useQuery } from "convex/react";\n'),
  web("a map of names", 'const NAMES = { rows: "$m:fn" as const };\nclient.query(NAMES.rows);', ""),
  web("a helper that takes names", 'runConvex("$m:fn", {});', 'import { runConvex } from "./run";\n'),
  web("a name that is put together", "client.query(makeFunctionReference(`$m:${name}`));", 'import { makeFunctionReference } from "convex/server";\n'),
  web("makeFunctionReference", 'client.query(makeFunctionReference<"query">("$m:fn"));', 'import { makeFunctionReference } from "convex/server";\n'),
  web("anyApi", "useQuery(anyApi.$m.fn);", 'import { anyApi } from "convex/server";\nimport { useQuery } from "convex/react";\n'),

  // Clients that reach it through other modules.
  ["a facade of another module", "client", { "apps/web/src/$m.tsx": 'import { useQuery } from "convex/react";\nimport { refs } from "./$m-refs";\nuseQuery(refs.rows);\n', "apps/web/src/$m-refs.ts": `${API}export const refs = { rows: api.$m.fn };\n`, ...scheduled() }],
  outside("a package that hands api on", "apps/web/src/$m.tsx", 'import { useQuery } from "convex/react";\nimport { backend } from "@acme/client";\nuseQuery(backend.$m.fn);\n'),
  outside("a copy of the generated code", "apps/copy/src/$m.tsx", 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.$m.fn);\n'),
  outside("an alias of a bundler", "apps/web/src/$m.tsx", 'import { useQuery } from "convex/react";\nimport { api } from "$backend/_generated/api";\nuseQuery(api.$m.fn);\n'),

  // Clients in other files.
  outside("a Svelte template", "apps/site/src/$m.svelte", `<script>\n${API}</script>\n<List query={api.$m.fn} />\n`),
  outside("a Vue template", "apps/site/src/$m.vue", `<template>\n<ConvexQuery :query="api.$m.fn" />\n</template>\n<script setup>\n${API}</script>\n`),
  outside("an Astro page", "apps/site/src/$m.astro", `---\n${API}---\n<List query={api.$m.fn} />\n`),
  outside("MDX", "apps/site/src/$m.mdx", `${API}\n<List query={api.$m.fn} />\n`),
  outside("Swift", "apps/ios/$m.swift", 'let rows = client.subscribe(to: "$m:fn")\n'),
  outside("Kotlin", "apps/android/$m.kt", 'client.subscribe<List<Row>>("$m:fn")\n'),
  outside("Python", "apps/worker/$m.py", "client.query('$m:fn')\n"),
  outside("Rust", "apps/desktop/$m.rs", 'client.query("$m:fn", args).await\n'),
  outside("C#", "apps/windows/$m.cs", 'await client.Query("$m:fn");\n'),
  outside("Dart", "apps/mobile/$m.dart", "await client.query('$m:fn', {});\n"),
  outside("Go", "apps/bot/$m.go", 'client.Query(ctx, "$m:fn")\n'),
  outside("a raw request", "apps/edge/$m.ts", 'await fetch(`${url}/api/query`, { body: JSON.stringify({ path: "$m:fn" }) });\n'),
  outside("a page with a request", "apps/edge/$m.html", '<script>navigator.sendBeacon(url + "/api/mutation", JSON.stringify({ path: "$m:fn" }))</script>\n'),

  // The server.
  inAction("runQuery", "await ctx.runQuery(api.$m.fn);"),
  inAction("the scheduler", "await ctx.scheduler.runAfter(0, api.$m.fn);"),
  inAction("internal for a public function", "await ctx.runQuery((internal as any).$m.fn);"),
  inAction("a subtree alias of the server", "const rows = api.$m;\nawait ctx.runQuery(rows.fn);"),
  inAction("a name on the server", 'await ctx.runQuery("$m:fn" as any);'),
  inAction("anyApi on the server", "await ctx.runQuery(anyApi.$m.fn);", 'import { anyApi } from "convex/server";\n'),
  inAction("a function handle", "return createFunctionHandle(api.$m.fn);", 'import { createFunctionHandle } from "convex/server";\n'),
  inAction("a helper of one's own", "await call(ctx, api.$m.fn);", 'import { call } from "./helpers";\n'),
  inAction("a workpool", "await pool.enqueueAction(ctx, api.$m.fn, {});", 'import { Workpool } from "@convex-dev/workpool";\nconst pool = new Workpool(components.pool, {});\n'),
  inAction("a workflow's end", "await workflow.start(ctx, internal.form0.fn, {}, { onComplete: api.$m.fn });", 'import { WorkflowManager } from "@convex-dev/workflow";\nconst workflow = new WorkflowManager(components.workflow);\n'),
  inAction("a retrier", "await retrier.run(ctx, api.$m.fn, {});", 'import { ActionRetrier } from "@convex-dev/action-retrier";\nconst retrier = new ActionRetrier(components.retrier);\n'),
  inAction("the crons component", 'await crons.register(ctx, { kind: "interval", ms: 1 }, api.$m.fn, {});', 'import { Crons } from "@convex-dev/crons";\nconst crons = new Crons(components.crons);\n'),
  server("a workflow's step", "const workflow = new WorkflowManager(components.workflow);\nexport const run = workflow.define({ handler: async (step) => { await step.runAction(api.$m.fn); } });", `import { WorkflowManager } from "@convex-dev/workflow";\n${SERVER}`),
  server("migrations", "const migrations = new Migrations(components.migrations);\nexport const run = migrations.runner([api.$m.fn]);", `import { Migrations } from "@convex-dev/migrations";\n${SERVER}`),
  server("an action cache", "const cache = new ActionCache(components.cache, { action: api.$m.fn });", `import { ActionCache } from "@convex-dev/action-cache";\n${SERVER}`),
  server("a cron job", 'const crons = cronJobs();\ncrons.interval("x", { seconds: 1 }, api.$m.fn);\nexport default crons;', `import { cronJobs } from "convex/server";\n${SERVER}`),
  server("an HTTP action", "export const hook = httpAction(async (ctx) => { await ctx.runMutation(api.$m.fn); return new Response(); });"),
  ["a helper outside the functions directory", "server-only", { "packages/backend/lib/$m.ts": 'import { api } from "../convex/_generated/api";\nexport const send = (ctx) => ctx.runMutation(api.$m.fn);\n', [`${BACKEND}/calls/$m.ts`]: `${SERVER.replaceAll('"./', '"../')}import { send } from "../../lib/$m";\nexport const run = internalAction({ handler: async (ctx) => send(ctx) });\n` }],
  ["convex run in package.json", "server-only", { "apps/jobs-$m/package.json": '{ "scripts": { "seed": "convex run $m:fn" } }' }],
  ["convex run in a workflow", "server-only", { ".github/workflows/$m.yml": "jobs:\n  seed:\n    steps:\n      - run: npx convex run $m:fn\n" }],
  ["an administrator's client", "server-only", { "scripts/$m.ts": `import { ConvexHttpClient } from "convex/browser";\n${API}const admin = new ConvexHttpClient(url);\nadmin.setAdminAuth(key);\nawait admin.mutation(api.$m.fn as any);\n` }],

  // Nobody.
  ["nobody", "unused", {}],
  ["a test alone", "unused", { [`${BACKEND}/$m.test.ts`]: 'import { convexTest } from "convex-test";\nimport { api } from "./_generated/api";\nconst t = convexTest(schema);\nawait t.query(api.$m.fn);\n' }],
  ["the modules of tests alone", "unused", { [`${BACKEND}/test.setup.ts`]: 'export const modules = { "./$m.ts": () => import("./$m") };\n', [`${BACKEND}/$m.test.ts`]: 'import { convexTest } from "convex-test";\nimport { modules } from "./test.setup";\nconst t = convexTest(schema, modules);\n' }],
  ["a test that it fails for strangers", "unused", { "apps/web/tests/$m.test.ts": `import { ConvexHttpClient } from "convex/browser";\n${API}await expect(new ConvexHttpClient(url).query(api.$m.fn)).rejects.toThrow();\n` }],
  ["itself alone", "unused", { [`${BACKEND}/$m.ts`]: `${SERVER}export const fn = mutation({ handler: async (ctx) => { await ctx.scheduler.runAfter(0, api.$m.fn); } });\n` }],
  ["a comment", "unused", { "apps/web/src/$m.tsx": "// useQuery(api.$m.fn)\nexport {};\n" }],
  ["a README and a prompt", "unused", { "docs/$m.md": "`api.$m.fn`\n", "apps/web/src/$m.tsx": "export const PROMPT = `call api.$m.fn`;\n" }],
  ["a component's function of the same name", "unused", { [`${BACKEND}/calls/$m.ts`]: `${SERVER.replaceAll('"./', '"../')}export const run = internalAction({ handler: async (ctx) => { await ctx.runQuery(components.counter.$m.fn); } });\n` }],
  ["another project's function of the same name", "unused", { "demos/chat/convex/$m.ts": 'import { query } from "./_generated/server";\nexport const fn = query({});\n', "demos/chat/src/$m.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.$m.fn);\n' }],
  ["a script that requires api and does nothing", "unused", { "scripts/$m.js": 'const { api, internal } = require("@acme/backend/convex/_generated/api");\n' }],

  // Definitions.
  defined("a default export", "server-only", 'import { query } from "./_generated/server";\nexport default query({});\nexport const fn = 1;\n', { [`${BACKEND}/calls/$m.ts`]: `${SERVER.replaceAll('"./', '"../')}export const run = internalAction({ handler: async (ctx) => { await ctx.runQuery(api.$m.default); } });\n` }),
  defined("a positional handler", "server-only", 'import { query } from "./_generated/server";\nexport const fn = query(async () => []);\n'),
  defined("an aliased builder", "server-only", 'import { query as publicQuery } from "./_generated/server";\nexport const fn = publicQuery({});\n'),
  defined("a generic builder", "server-only", 'import { queryGeneric } from "convex/server";\nexport const fn = queryGeneric({});\n'),
  defined("an export list", "server-only", 'import { query } from "./_generated/server";\nconst rows = query({});\nexport { rows as fn };\n'),
  defined("a customized builder", "server-only", 'import { customQuery, customCtx } from "convex-helpers/server/customFunctions";\nimport { query } from "./_generated/server";\nconst userQuery = customQuery(query, customCtx(async () => ({})));\nexport const fn = userQuery({});\n'),
  defined("a builder whose name lies", "silent: not-public", 'import { internalQuery as query } from "./_generated/server";\nexport const fn = query({});\n'),
  defined("an @public tag", "silent: tagged-public", 'import { query } from "./_generated/server";\n/** @public the landing page of another team calls it */\nexport const fn = query({});\n'),
  defined("a library's function", "silent: library", 'import { convexAuth } from "@convex-dev/auth/server";\nexport const { fn } = convexAuth({});\n'),
  defined("two names for one definition", "client", 'export { fn } from "./live/$m";\n', { [`${BACKEND}/live/$m.ts`]: 'import { query } from "../_generated/server";\nexport const fn = query({});\n', [`${BACKEND}/jobs/$m.ts`]: scheduled()[`${BACKEND}/jobs/$m.ts`] ?? "", "apps/web/src/$m.tsx": `${HOOKS}useQuery(api.live.$m.fn);\n` }),
  defined("a re-registration", "client", 'import { fn as impl } from "./live/$m";\nexport const fn = impl;\n', { [`${BACKEND}/live/$m.ts`]: 'import { query } from "../_generated/server";\nexport const fn = query({});\n', [`${BACKEND}/jobs/$m.ts`]: 'import { internalMutation } from "../_generated/server";\nimport { api } from "../_generated/api";\nexport const run = internalMutation({ handler: async (ctx) => { await ctx.scheduler.runAfter(0, api.live.$m.fn); } });\n', "apps/web/src/$m.tsx": `${HOOKS}useQuery(api.$m.fn);\n` }),
];

describe("one function for each form, all in one monorepo", () => {
  test("each has its own verdict", () => {
    expect(verdictsOf(FORMS)).toEqual(expectedVerdicts(FORMS));
  });
});
