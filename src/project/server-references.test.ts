import { describe, expect, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { indexOf, type WorkspaceIndex } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const GENERATED = 'import { action, httpAction, internalAction, internalMutation, mutation, query } from "./_generated/server";\nimport { api, internal } from "./_generated/api";\n';

/** The project without the action that calls everything: what a test adds is all there is. */
const BACKEND: WorkspaceFiles = Object.fromEntries(Object.entries(CHAT).filter(([path]) => path !== "convex/server.ts"));

function indexWith(files: WorkspaceFiles): WorkspaceIndex {
  return indexOf({ ...BACKEND, ...files });
}

/** The references and escapes with the file, line and root left out: `server direct`. */
function classes(index: WorkspaceIndex, name: string): string[] {
  return [...new Set(index.callers(name).map((caller) => caller.split(" ").slice(1, 3).join(" ")))].sort();
}

function inAction(body: string): string {
  return `${GENERATED}export const run = internalAction({ handler: async (ctx, args) => {\n${body}\n} });\n`;
}

describe("server code that calls a public function", () => {
  test.each<[string, string]>([
    ["runQuery", inAction("await ctx.runQuery(api.messages.list, {});")],
    ["internal for a public function", inAction("await ctx.runQuery((internal as any).messages.list, {});")],
    ["runQuery of a destructured context", `${GENERATED}export const run = action(async ({ runQuery }) => runQuery(api.messages.list));\n`],
    ["runQuery of a constant", inAction("const { runQuery } = ctx;\nawait runQuery(api.messages.list, {});")],
    ["the scheduler", inAction("await ctx.scheduler.runAfter(0, api.messages.list, {});")],
    ["runAt", inAction("await ctx.scheduler.runAt(1, api.messages.list, {});")],
    ["a record of references", inAction("const refs = { a: api.messages.list, b: api.users.get };\nawait ctx.runQuery(refs[args.name], {});")],
    ["a destructured scheduler", `${GENERATED}export const run = mutation(async ({ scheduler }) => { await scheduler.runAfter(0, api.messages.list); });\n`],
    ["a helper with a context", `${GENERATED}import type { ActionCtx } from "./_generated/server";\nexport async function helper(ctx: ActionCtx) { return ctx.runQuery(api.messages.list); }\n`],
    ["an HTTP action", `${GENERATED}export const hook = httpAction(async (ctx, request) => { await ctx.runQuery(api.messages.list); return new Response(); });\n`],
    ["a function handle", `import { createFunctionHandle } from "convex/server";\n${inAction("return createFunctionHandle(api.messages.list);")}`],
    ["a workflow step", `import { WorkflowManager } from "@convex-dev/workflow";\n${GENERATED}const workflow = new WorkflowManager({});\nexport const flow = workflow.define({ handler: async (step) => { await step.runQuery(api.messages.list, {}); } });\n`],
    ["a workflow's end", `import { WorkflowManager } from "@convex-dev/workflow";\nconst workflow = new WorkflowManager({});\n${inAction("await workflow.start(ctx, internal.x.flow, {}, { onComplete: api.messages.list });")}`],
    ["a workpool", `import { Workpool } from "@convex-dev/workpool";\nconst pool = new Workpool({}, {});\n${inAction("await pool.enqueueAction(ctx, api.messages.list, {});")}`],
    ["a workpool's end", `import { Workpool } from "@convex-dev/workpool";\nconst pool = new Workpool({}, {});\n${inAction("await pool.enqueueMutation(ctx, internal.x.y, {}, { onComplete: api.messages.list });")}`],
    ["a retrier", `import { ActionRetrier } from "@convex-dev/action-retrier";\nconst retrier = new ActionRetrier({});\n${inAction("await retrier.run(ctx, api.messages.list, {});")}`],
    ["an action cache", `import { ActionCache } from "@convex-dev/action-cache";\n${GENERATED}const cache = new ActionCache({}, { action: api.messages.list });\n`],
    ["migrations", `import { Migrations } from "@convex-dev/migrations";\n${GENERATED}const migrations = new Migrations({});\nexport const all = migrations.runner([api.messages.list]);\n`],
    ["the crons component", `import { Crons } from "@convex-dev/crons";\nconst crons = new Crons({});\n${inAction('await crons.register(ctx, { kind: "interval", ms: 1 }, api.messages.list, {});')}`],
    ["a ternary", inAction("await ctx.runQuery(flag ? api.messages.list : api.users.get, {});")],
    ["a constant ternary", inAction("const ref = flag ? api.messages.list : api.users.get;\nawait ctx.runQuery(ref, {});")],
    ["a constant", inAction("const ref = api.messages.list;\nawait ctx.runQuery(ref, {});")],
    ["a facade", inAction("const refs = { list: api.messages.list };\nawait ctx.runQuery(refs.list, {});")],
    ["a name", inAction('await ctx.runQuery("messages:list" as any, {});')],
    ["a cron job of the oldest versions", `import { cronJobs } from "./_generated/server";\nconst crons = cronJobs();\ncrons.interval("x", { seconds: 1 }, "messages:list");\nexport default crons;\n`],
    ["a name in the oldest syntax", `${GENERATED}export const run = action(async ({ runQuery }) => runQuery("messages:list"));\n`],
    ["anyApi", `import { anyApi } from "convex/server";\n${inAction("await ctx.runQuery(anyApi.messages.list, {});")}`],
    ["makeFunctionReference", `import { makeFunctionReference } from "convex/server";\n${inAction('await ctx.runQuery(makeFunctionReference("messages:list"), {});')}`],
    ["a reference that a helper takes", `${inAction("await call(ctx, api.messages.list);")}async function call(ctx, ref) { return ctx.runQuery(ref, {}); }\n`],
    ["a reference that another module's helper takes", `import { call } from "./call";\n${inAction("await call(ctx, api.messages.list);")}`],
  ])("%s", (_form, text) => {
    const index = indexWith({ "convex/server.ts": text, "convex/call.ts": "export async function call(ctx, ref) { return ctx.runQuery(ref, {}); }\n" });

    expect({ classes: classes(index, "messages:list").filter((found) => found !== "server possible"), verdict: index.verdict("messages:list") }).toEqual({ classes: ["server direct"], verdict: "server-only" });
  });

  test.each<[string, string, string]>([
    ["cronJobs", "convex/crons.ts", 'import { cronJobs } from "convex/server";\nimport { api } from "./_generated/api";\nconst crons = cronJobs();\ncrons.interval("list", { minutes: 1 }, api.messages.list);\nexport default crons;\n'],
    ["cronJobs with a cron string", "convex/crons.ts", 'import { cronJobs } from "convex/server";\nimport { api } from "./_generated/api";\nconst crons = cronJobs();\ncrons.cron("list", "* * * * *", api.messages.list, {});\nexport default crons;\n'],
    ["cronJobs with a name", "convex/crons.ts", 'import { cronJobs } from "convex/server";\nconst crons = cronJobs();\ncrons.daily("list", {}, "messages:list");\nexport default crons;\n'],
    ["routes", "convex/http.ts", 'import { httpRouter } from "convex/server";\nimport { httpAction } from "./_generated/server";\nimport { api } from "./_generated/api";\nconst http = httpRouter();\nhttp.route({ path: "/", method: "GET", handler: httpAction(async ({ runQuery }) => { await runQuery(api.messages.list); return new Response(); }) });\nexport default http;\n'],
    ["a component's routes", "convex/http.ts", 'import { httpRouter } from "convex/server";\nimport { registerRoutes } from "@convex-dev/twilio";\nimport { api } from "./_generated/api";\nconst http = httpRouter();\nregisterRoutes(http, components.twilio, api.messages.list);\nexport default http;\n'],
    ["a helper outside the functions directory", "src/helper.ts", 'import type { ActionCtx } from "../convex/_generated/server";\nimport { api } from "../convex/_generated/api";\nexport const load = (ctx: ActionCtx) => ctx.runQuery(api.messages.list);\n'],
    ["a helper outside that may have a scheduler", "lonely/helper.ts", 'import type { Scheduler } from "convex/server";\nimport { api } from "../convex/_generated/api";\nexport const load = (scheduler: Scheduler | null) => scheduler?.runAt(0, api.messages.list, {});\n'],
    ["a helper outside that nobody imports", "lonely/helper.ts", 'import type { ActionCtx } from "../convex/_generated/server";\nimport { api } from "../convex/_generated/api";\nexport const load = (ctx: ActionCtx) => ctx.runQuery(api.messages.list);\n'],
    ["a helper that names its context otherwise", "lonely/helper.ts", 'import type { GenericActionCtx } from "convex/server";\nimport { api } from "../convex/_generated/api";\nexport const load = (context: GenericActionCtx<any>) => context.runQuery(api.messages.list);\n'],
    ["a module of references that functions import", "src/refs.ts", 'import { api } from "../convex/_generated/api";\nexport const refs = [api.messages.list];\nregister(api.messages.list);\n'],
  ])("%s", (_form, path, text) => {
    const index = indexWith({ [path]: text, "convex/use.ts": 'import { load } from "../src/helper";\nimport { refs } from "../src/refs";\n' });

    expect({ classes: classes(index, "messages:list").filter((found) => found !== "server possible"), verdict: index.verdict("messages:list") }).toEqual({ classes: ["server direct"], verdict: "server-only" });
  });
});

describe("server code that may reach a function", () => {
  test.each<[string, string]>([
    ["a module as a value", `import { AuthKit } from "@convex-dev/workos-authkit";\n${GENERATED}const kit = new AuthKit({}, { authFunctions: api.messages });\n`],
    ["a computed name", inAction("await ctx.runQuery(api.messages[args.name], {});")],
    ["api whole", inAction("await helper(ctx, api);")],
    ["a name built at run time", inAction("await ctx.runQuery(`messages:${args.name}` as any, {});")],
    ["makeFunctionReference of a variable", `import { makeFunctionReference } from "convex/server";\n${inAction("await ctx.runQuery(makeFunctionReference(args.name), {});")}`],
    ["an api that is not imported", 'import { internalAction } from "./_generated/server";\nexport const run = internalAction({ handler: async (ctx) => { await ctx.runQuery(api.messages.list, {}); } });\n'],
    ["an internal that is not imported", 'import { internalAction } from "./_generated/server";\nexport const run = internalAction({ handler: async (ctx) => ctx.scheduler.runAfter(0, internal.messages.list, {}) });\n'],
    ["a string that is only stored", `${GENERATED}export const NAMES = { list: "messages:list" };\n`],
  ])("%s leaves it open", (_form, text) => {
    const index = indexWith({ "convex/server.ts": text });

    expect(index.verdict("messages:list")).toBe("open");
  });

  test.each<[string, string]>([
    ["an escape of internal", `import { AuthKit } from "@convex-dev/workos-authkit";\n${GENERATED}const kit = new AuthKit({}, { authFunctions: internal.messages });\n`],
    ["a component's function of the same name", `import { components } from "./_generated/api";\n${inAction("await ctx.runQuery(components.messages.list, {});\nawait ctx.runQuery(components.chat.messages.list, {});")}`],
    ["a comment", `// ctx.runQuery(api.messages.list) and "messages:list"\n/* api.messages.list */\n${GENERATED}`],
    ["a name of some other global", 'import { internalAction } from "./_generated/server";\nexport const run = internalAction({ handler: async (ctx) => client.messages.list({}) });\n'],
    ["a shadowed name", `${GENERATED}export function f(api) { return api.messages.list; }\n`],
  ])("%s is no use of it", (_form, text) => {
    const index = indexWith({ "convex/server.ts": text });

    expect(index.verdict("messages:list")).toBe("unused");
  });
});

describe("clients in the functions directory", () => {
  test.each<[string, string]>([
    ["ConvexHttpClient", `import { ConvexHttpClient } from "convex/browser";\n${inAction('const client = new ConvexHttpClient("");\nawait client.query(api.messages.list, {});')}`],
    ["ConvexHttpClient at the top", `import { ConvexHttpClient } from "convex/browser";\nconst client = new ConvexHttpClient("");\n${inAction("await client.query(api.messages.list, {});")}`],
    ["ConvexHttpClient without a name", `import { ConvexHttpClient } from "convex/browser";\n${inAction('await new ConvexHttpClient("").query(api.messages.list, {});')}`],
    ["a client that is made once", `import { ConvexHttpClient } from "convex/browser";\nlet cached;\nconst client = cached ?? new ConvexHttpClient("");\n${inAction("await client.query(api.messages.list, {});")}`],
    ["a client of a function", `import { ConvexHttpClient } from "convex/browser";\nfunction connect() { return new ConvexHttpClient(""); }\n${inAction("await connect().query(api.messages.list, {});")}`],
    ["a client of another module", `import { client } from "./lib/client";\n${inAction("await client.query(api.messages.list, {});")}`],
    ["fetchQuery", `import { fetchQuery } from "convex/nextjs";\n${inAction("await fetchQuery(api.messages.list, {});")}`],
    ["a method named like a client's", inAction("await args.client.query(api.messages.list, {});")],
    ["typeof", `import type { FunctionReturnType } from "convex/server";\n${GENERATED}export type Rows = FunctionReturnType<typeof api.messages.list>;\n`],
  ])("%s needs it to be public", (_form, text) => {
    const index = indexWith({ "convex/server.ts": text, "convex/lib/client.ts": 'import { ConvexHttpClient } from "convex/browser";\nexport const client = new ConvexHttpClient("");\n' });

    expect(index.verdict("messages:list")).toBe("client");
  });

  test("React e-mails rendered by actions are not clients by their file alone", () => {
    const index = indexWith({ "convex/server.tsx": inAction("await ctx.runQuery(api.messages.list, {});") });

    expect(index.verdict("messages:list")).toBe("server-only");
  });
});

describe("code outside the functions directory", () => {
  test.each<[string, string, string, string]>([
    ["a trusted server with a client", "server/main.ts", 'import { ConvexHttpClient } from "convex/browser";\nimport { api } from "../convex/_generated/api";\nconst client = new ConvexHttpClient("");\nawait client.mutation(api.messages.send, { secret: "" });\n', "client direct"],
    ["a Next.js route", "app/api/route.ts", 'import { fetchMutation } from "convex/nextjs";\nimport { api } from "../../convex/_generated/api";\nexport const POST = () => fetchMutation(api.messages.send);\n', "client direct"],
    ["a client with an admin key", "scripts/seed.ts", 'import { ConvexHttpClient } from "convex/browser";\nimport { api } from "../convex/_generated/api";\nconst client = new ConvexHttpClient("");\nclient.setAdminAuth("");\nawait client.mutation(api.messages.send);\n', "operator direct"],
    ["client.function", "scripts/seed.ts", 'import { ConvexHttpClient } from "convex/browser";\nimport { api } from "../convex/_generated/api";\nconst client = new ConvexHttpClient("");\nawait client.function(api.messages.send, undefined, {});\n', "operator direct"],
    ["a test", "test/send.test.ts", 'import { convexTest } from "convex-test";\nimport { api } from "../convex/_generated/api";\nconst t = convexTest(schema);\nawait t.mutation(api.messages.send, {});\n', "test direct"],
    ["a test with an identity", "test/send.test.ts", 'import { convexTest } from "convex-test";\nimport { api } from "../convex/_generated/api";\nconst t = convexTest(schema);\nconst asSarah = t.withIdentity({});\nawait asSarah.mutation(api.messages.send, {});\n', "test direct"],
    ["a test's helper", "helpers/setup.ts", 'import { convexTest } from "convex-test";\nimport { api } from "../convex/_generated/api";\nexport const setup = async () => { const t = convexTest(schema); await t.mutation(api.messages.send); };\n', "test direct"],
    ["a test by its name", "src/send.spec.tsx", 'import { api } from "../convex/_generated/api";\nmock(api.messages.send);\n', "test direct"],
    ["a test that uses a real client", "e2e/send.ts", 'import { ConvexHttpClient } from "convex/browser";\nimport { api } from "../convex/_generated/api";\nawait new ConvexHttpClient("").mutation(api.messages.send);\n', "client direct"],
    ["a story", "src/send.stories.tsx", 'import { api } from "../convex/_generated/api";\nexport const Story = () => <Send mutation={api.messages.send} />;\n', "client direct"],
  ])("%s", (_form, path, text, expected) => {
    const index = indexWith({ [path]: text });

    expect(classes(index, "messages:send")).toEqual([expected]);
  });

  test("a helper that hands it to a client with an admin key, which is made when it is first needed", () => {
    const index = indexWith({
      "lib/convex.ts": `import { ConvexHttpClient } from "convex/browser";
let client: ConvexHttpClient | null = null;
export function getClient(): ConvexHttpClient {
  if (!client) {
    client = new ConvexHttpClient("");
    (client as any).setAdminAuth("");
  }
  return client;
}
export async function mutate(ref: any, args: any): Promise<any> {
  const convex = getClient();
  return convex.mutation(ref, args);
}
`,
      "app/api/route.ts": 'import { NextResponse } from "next/server";\nimport { mutate } from "../../lib/convex";\nimport { api } from "../../convex/_generated/api";\nexport const POST = async () => NextResponse.json(await mutate(api.messages.send, {}));\n',
    });

    // It is given its key at some time or other.
    expect(index.callers("messages:send")).toEqual(["app/api/route.ts:4 client possible api"]);
  });

  test("a file in the functions directory that is a test", () => {
    const index = indexWith({ "convex/messages.test.ts": 'import { convexTest } from "convex-test";\nimport { api } from "./_generated/api";\nconst t = convexTest(schema);\nawait t.query(api.messages.list);\n' });

    expect(index.callers("messages:list")).toEqual(["convex/messages.test.ts:4 test direct api"]);
    expect(index.verdict("messages:list")).toBe("unused");
  });

  test.each<[string, WorkspaceFiles, string]>([
    ["functions alone", { "convex/use.ts": 'import { call } from "../shared/call";\n' }, "server-only"],
    ["functions and tests", { "convex/use.ts": 'import { call } from "../shared/call";\n', "tests/call.test.ts": 'import { call } from "../shared/call";\n' }, "server-only"],
    ["another helper that only functions import", { "convex/use.ts": 'import { other } from "../shared/other";\n', "shared/other.ts": 'import { call } from "./call";\nexport const other = call;\n' }, "server-only"],
    ["a client too", { "convex/use.ts": 'import { call } from "../shared/call";\n', "app/main.tsx": 'import { call } from "../shared/call";\n' }, "client"],
    ["nobody", {}, "client"],
  ])("a helper without a context, imported by %s", (_form, files, verdict) => {
    const index = indexWith({ ...files, "shared/call.ts": 'import { api } from "../convex/_generated/api";\nexport const call = () => dispatch(api.messages.list);\n' });

    expect(index.verdict("messages:list")).toBe(verdict);
  });
});
