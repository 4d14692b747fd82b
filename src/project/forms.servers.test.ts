import { describe, expect, test } from "vitest";

import { type CallerForm, callersOf, expectedCallers } from "../testing/callers.ts";

const GENERATED = 'import { action, httpAction, internalAction, internalMutation, internalQuery, mutation, query } from "../_generated/server";\nimport { api, internal, components } from "../_generated/api";\n';
const SERVER = "server direct";

/** A module of the functions directory. */
function module(form: string, imports: string, body: string, callers = SERVER): CallerForm {
  return [form, callers, { "convex/calls/$m.ts": `${imports}${GENERATED}${body}\n` }];
}

/** A handler, with a component's client above it. */
function inAction(form: string, imports: string, client: string, body: string, callers = SERVER): CallerForm {
  return module(form, imports === "" ? "" : `${imports}\n`, `${client}\nexport const run = internalAction({ args: {}, handler: async (ctx, args) => { ${body} } });`, callers);
}

function workpool(body: string): CallerForm {
  return inAction(body, 'import { Workpool } from "@convex-dev/workpool";', "const pool = new Workpool(components.pool, { maxParallelism: 1 });", body);
}

function workflow(form: string, body: string): CallerForm {
  return inAction(form, 'import { WorkflowManager } from "@convex-dev/workflow";', "const workflow = new WorkflowManager(components.workflow);", body);
}

function step(body: string): CallerForm {
  return module(body, 'import { WorkflowManager } from "@convex-dev/workflow";\n', `const workflow = new WorkflowManager(components.workflow);\nexport const run = workflow.define({ args: {}, handler: async (step, args) => { ${body} } });`);
}

function retrier(body: string): CallerForm {
  return inAction(body, 'import { ActionRetrier } from "@convex-dev/action-retrier";', "const retrier = new ActionRetrier(components.retrier);", body);
}

function migrations(body: string): CallerForm {
  return module(body, 'import { Migrations } from "@convex-dev/migrations";\n', `const migrations = new Migrations(components.migrations);\n${body}`);
}

function cron(body: string): CallerForm {
  return module(body, 'import { cronJobs } from "convex/server";\n', `const crons = cronJobs();\n${body}\nexport default crons;`);
}

/** A test of the functions. */
function convexTest(form: string, body: string): CallerForm {
  return [form, "test direct", { "convex/calls/$m.test.ts": `import { convexTest } from "convex-test";\n${GENERATED}test("it", async () => { const t = convexTest(schema, modules); ${body} });\n` }];
}

/** APIs that are known to take functions. */
const KNOWN: readonly CallerForm[] = [
  // Contexts.
  ...["query", "mutation", "action", "internalQuery", "internalMutation", "internalAction"].flatMap((builder) =>
    ["runQuery", "runMutation", "runAction"].map((method) => module(`${method} in ${builder}`, "", `export const run = ${builder}({ handler: async (ctx) => ctx.${method}(api.$m.fn, {}) });`)),
  ),
  module("an HTTP action", "", "export const run = httpAction(async (ctx, request) => { await ctx.runMutation(api.$m.fn, {}); return new Response(); });"),
  module("an HTTP action that a route holds", 'import { httpRouter } from "convex/server";\n', 'const http = httpRouter();\nhttp.route({ path: "/", method: "POST", handler: httpAction(async (ctx) => { await ctx.runAction(api.$m.fn); return new Response(); }) });\nexport default http;'),
  module("a route by its prefix", 'import { httpRouter } from "convex/server";\n', 'const http = httpRouter();\nhttp.route({ pathPrefix: "/x/", method: "GET", handler: httpAction(async ({ runQuery }) => { await runQuery(api.$m.fn); return new Response(); }) });\nexport default http;'),
  ...["runAfter(0, api.$m.fn, {})", "runAt(Date.now(), api.$m.fn, {})", "runAfter(1000, api.$m.fn)"].map((call) => inAction(`ctx.scheduler.${call}`, "", "", `await ctx.scheduler.${call};`)),
  module("the scheduler of a mutation", "", "export const run = mutation(async ({ scheduler }) => { await scheduler.runAfter(0, api.$m.fn, {}); });"),
  inAction("the scheduler in a constant", "", "", "const { scheduler } = ctx; await scheduler.runAt(1, api.$m.fn, {});"),
  module("a positional handler", "", "export const run = action(async (ctx) => ctx.runQuery(api.$m.fn));"),
  module("a helper with a context of the generated code", 'import type { MutationCtx } from "../_generated/server";\n', "export async function notify(ctx: MutationCtx) { await ctx.scheduler.runAfter(0, api.$m.fn, {}); }"),
  module("a helper with a generic context", 'import type { GenericActionCtx } from "convex/server";\n', "export const notify = (ctx: GenericActionCtx<any>) => ctx.runAction(api.$m.fn, {});"),
  module("a helper with a part of a context", 'import type { Scheduler } from "convex/server";\n', "export const notify = (scheduler: Scheduler) => scheduler.runAfter(0, api.$m.fn, {});"),
  module("a class that holds a context", 'import type { ActionCtx } from "../_generated/server";\n', "export class Mailer { constructor(private ctx: ActionCtx) {} send() { return this.ctx.runMutation(api.$m.fn, {}); } }"),

  // Cron jobs.
  cron('crons.interval("x", { minutes: 1 }, api.$m.fn);'),
  cron('crons.interval("x", { minutes: 1 }, api.$m.fn, { a: 1 });'),
  cron('crons.hourly("x", { minuteUTC: 1 }, api.$m.fn);'),
  cron('crons.hourly("x", api.$m.fn);'),
  cron('crons.daily("x", { hourUTC: 1, minuteUTC: 1 }, api.$m.fn);'),
  cron('crons.weekly("x", { dayOfWeek: "monday", hourUTC: 1, minuteUTC: 1 }, api.$m.fn);'),
  cron('crons.monthly("x", { day: 1, hourUTC: 1, minuteUTC: 1 }, api.$m.fn);'),
  cron('crons.cron("x", "* * * * *", api.$m.fn, {});'),

  // Handles.
  inAction("createFunctionHandle", 'import { createFunctionHandle } from "convex/server";', "", "const handle = await createFunctionHandle(api.$m.fn); await ctx.runMutation(components.counter.public.add, { handle });"),
  inAction("a handle that is made in arguments", 'import { createFunctionHandle } from "convex/server";', "", "await ctx.runMutation(components.counter.public.add, { handle: await createFunctionHandle(api.$m.fn) });"),

  // Workflows.
  step("await step.runQuery(api.$m.fn, {});"),
  step("await step.runMutation(api.$m.fn, {}, { name: \"it\", runAfter: 5 });"),
  step("await step.runAction(api.$m.fn, {}, { retry: true });"),
  step("await step.runWorkflow(api.$m.fn, {});"),
  step("await Promise.all([step.runAction(api.$m.fn, {}), step.sleep(1)]);"),
  module("a handler that is set later", 'import { WorkflowManager } from "@convex-dev/workflow";\n', "const workflow = new WorkflowManager(components.workflow);\nexport const run = workflow.define({ args: {} }).handler(async (step, args) => { await step.runMutation(api.$m.fn, {}); });"),
  module("defineWorkflow", 'import { defineWorkflow } from "@convex-dev/workflow";\n', "export const run = defineWorkflow(components.workflow, { args: {} }).handler(async (step) => { await step.runQuery(api.$m.fn, {}); });"),

  // Components, and packages that wrap a context.
  ...["enqueueAction", "enqueueMutation", "enqueueQuery"].map((method) => workpool(`await pool.${method}(ctx, api.$m.fn, {});`)),
  ...["enqueueActionBatch", "enqueueMutationBatch", "enqueueQueryBatch"].map((method) => workpool(`await pool.${method}(ctx, api.$m.fn, [{}]);`)),
  workpool("await pool.enqueueMutation(ctx, internal.other.own, {}, { onComplete: api.$m.fn });"),
  ...["runSessionQuery", "runSessionMutation", "runSessionAction"].map((method) => inAction(`runSessionFunctions, ${method}`, 'import { runSessionFunctions } from "convex-helpers/server/sessions";', "", `await runSessionFunctions(ctx, args.sessionId).${method}(api.$m.fn, {});`)),
  inAction("a part of runSessionFunctions", 'import { runSessionFunctions } from "convex-helpers/server/sessions";', "", "const { runSessionMutation } = runSessionFunctions(ctx, args.sessionId); await runSessionMutation(api.$m.fn, {});"),
  module("a builder's session", 'import { customAction } from "convex-helpers/server/customFunctions";\nimport { runSessionFunctions, SessionIdArg } from "convex-helpers/server/sessions";\n', "const sessionAction = customAction(action, { args: SessionIdArg, input: async (ctx, { sessionId }) => ({ ctx: { ...ctx, sessionId, ...runSessionFunctions(ctx, sessionId) }, args: {} }) });\nexport const run = sessionAction({ args: {}, handler: async (ctx) => ctx.runSessionQuery(api.$m.fn, {}) });"),
  inAction("a stream of another package", 'import { PersistentTextStreaming } from "@convex-dev/persistent-text-streaming";', "const streaming = new PersistentTextStreaming(components.streaming);", "await streaming.stream(ctx, request, id, async (ctx) => { await ctx.runQuery(api.$m.fn); });"),
  module("polar", 'import { Polar } from "@convex-dev/polar";\n', "export const polar = new Polar(components.polar, { getUserInfo: async (ctx) => ctx.runQuery(api.$m.fn) });"),
  ...["runAt", "runAfter"].map((method) => retrier(`await retrier.${method}(ctx, 1, api.$m.fn, {});`)),

  // Tests.
  convexTest("t.query", "await t.query(api.$m.fn, {});"),
  convexTest("t.mutation", "await t.mutation(api.$m.fn, {});"),
  convexTest("t.action", "await t.action(api.$m.fn, {});"),
  convexTest("t.withIdentity", "await t.withIdentity({ name: \"Sarah\" }).query(api.$m.fn, {});"),
  convexTest("t.withIdentity in a constant", "const asSarah = t.withIdentity({ name: \"Sarah\" }); await asSarah.mutation(api.$m.fn, {});"),
  convexTest("t.run", "await t.run(async (ctx) => { await ctx.runQuery(api.$m.fn); });"),
  convexTest("t.action with a function", "await t.action(async (ctx) => { await ctx.runMutation(api.$m.fn); });"),
  convexTest("the scheduler of t.run", "await t.run(async (ctx) => { await ctx.scheduler.runAfter(0, api.$m.fn, {}); });"),
];

/** APIs of components, which hand on what they are given. */
const HANDED: readonly CallerForm[] = [
  cron("addJobs(crons); function addJobs(all) { all.interval(\"x\", { minutes: 1 }, api.$m.fn); }"),
  inAction("getFunctionName", 'import { getFunctionName } from "convex/server";', "", "await ctx.db.insert(\"jobs\", { name: getFunctionName(api.$m.fn) });"),

  workflow("workflow.start", "await workflow.start(ctx, api.$m.fn, {});"),
  workflow("start of workflow", 'await workflow.start(ctx, internal.other.own, {}, { onComplete: api.$m.fn, context: {} });'),
  workflow("restart", "await workflow.restart(ctx, id, { from: api.$m.fn });"),
  inAction("start as a function", 'import { start } from "@convex-dev/workflow";', "", "await start(ctx, components.workflow, api.$m.fn, {});"),
  inAction("enqueue", 'import { enqueue } from "@convex-dev/workpool";', "", 'await enqueue(components.pool, ctx, "action", api.$m.fn, {}, {});'),

  // Other components.
  retrier("await retrier.run(ctx, api.$m.fn, {});"),
  retrier("await retrier.run(ctx, internal.other.own, {}, { onComplete: api.$m.fn });"),
  module("ActionCache", 'import { ActionCache } from "@convex-dev/action-cache";\n', 'const cache = new ActionCache(components.cache, { action: api.$m.fn, name: "v1", ttl: 5 });\nexport const run = internalAction({ handler: async (ctx) => cache.fetch(ctx, {}) });'),
  inAction("register", 'import { Crons } from "@convex-dev/crons";', "const crons = new Crons(components.crons);", 'await crons.register(ctx, { kind: "cron", cronspec: "0 0 * * *" }, api.$m.fn, {}, "daily");'),
  module("onEmailEvent", 'import { Resend } from "@convex-dev/resend";\n', "export const resend = new Resend(components.resend, { onEmailEvent: api.$m.fn });"),
  migrations("export const run = migrations.runner(api.$m.fn);"),
  migrations("export const run = migrations.runner([api.$m.fn, internal.other.own]);"),
  migrations("export const run = internalMutation({ handler: async (ctx) => migrations.runOne(ctx, api.$m.fn, { dryRun: true }) });"),
  migrations("export const run = internalMutation({ handler: async (ctx) => migrations.runSerially(ctx, [api.$m.fn]) });"),
  migrations("export const run = internalQuery({ handler: async (ctx) => migrations.getStatus(ctx, { migrations: [api.$m.fn] }) });"),
  migrations("export const run = internalMutation({ handler: async (ctx) => migrations.cancel(ctx, api.$m.fn) });"),
  inAction("runToCompletion", 'import { runToCompletion } from "@convex-dev/migrations";', "", "await runToCompletion(ctx, components.migrations, api.$m.fn);"),
  module("onSyncMetadata", 'import { R2 } from "@convex-dev/r2";\n', "const r2 = new R2(components.r2);\nexport const { syncMetadata } = r2.clientApi({ callbacks: { onSyncMetadata: api.$m.fn } });"),
  module("twilio", 'import { Twilio } from "@convex-dev/twilio";\n', "export const twilio = new Twilio(components.twilio, { incomingMessageCallback: api.$m.fn });\ntwilio.incomingMessageCallback = api.$m.fn;"),
  module("registerRoutes", 'import { registerRoutes } from "@convex-dev/twilio";\nimport { httpRouter } from "convex/server";\n', "const http = httpRouter();\nregisterRoutes(http, components.twilio, api.$m.fn);\nexport default http;"),
  module("rag", 'import { RAG } from "@convex-dev/rag";\n', "const rag = new RAG(components.rag, {});\nexport const run = internalAction(async (ctx) => rag.addAsync(ctx, { namespace: \"x\", key: \"k\", chunkerAction: api.$m.fn, onComplete: api.$m.fn }));"),
  module("the functions of AuthKit", 'import { AuthKit } from "@convex-dev/workos-authkit";\n', "export const kit = new AuthKit(components.workOSAuthKit, { authFunctions: api.$m });", "server escape"),
  module("the functions of AuthKit, one by one", 'import { AuthKit } from "@convex-dev/workos-authkit";\n', "const authFunctions: AuthFunctions = { authKitAction: api.$m.fn };\nexport const kit = new AuthKit(components.workOSAuthKit, { authFunctions });", "server possible"),
  module("the functions of Better Auth", 'import { createClient } from "@convex-dev/better-auth";\n', "const authFunctions: AuthFunctions = api.$m;\nexport const client = createClient<DataModel>(components.betterAuth, { authFunctions, triggers: {} });", "server escape"),
  inAction("runWithRetries", 'import { makeActionRetrier } from "convex-helpers/server/retries";', 'export const { runWithRetries, retry } = makeActionRetrier("calls/retry");', "await runWithRetries(ctx, api.$m.fn, {});"),
  inAction("runAction of retries", 'import { runWithRetries } from "./retries";', "", "await runWithRetries(ctx, api.$m.fn, {}, { maxFailures: 3 });"),
  module("makeMigration", 'import { makeMigration, startMigration } from "convex-helpers/server/migrations";\n', "const migration = makeMigration(internalMutation, {});\nexport const run = internalMutation(async (ctx) => startMigration(ctx, api.$m.fn, {}));"),
  module("startMigrationsSerially", 'import { startMigrationsSerially } from "convex-helpers/server/migrations";\n', "export const run = internalMutation(async (ctx) => startMigrationsSerially(ctx, [api.$m.fn]));"),
];

/** The same call with a name in a string. */
function named([form, callers, files]: CallerForm): CallerForm {
  return [form, callers, Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll("api.$m.fn", '"$m:fn"')]))];
}

describe("the APIs of the server", () => {
  test("each is the server's, and takes internal functions too", () => {
    const forms = [...KNOWN, ...HANDED];

    expect(callersOf(forms)).toEqual(expectedCallers(forms));
  });

  test("each takes names", () => {
    const forms = KNOWN.map(named);

    expect(callersOf(forms)).toEqual(expectedCallers(forms));
  });

  test("a name that is handed on proves nothing", () => {
    const forms = HANDED.filter(([, callers]) => callers === SERVER).map(named).map(([form, , files]): CallerForm => [form, "server possible", files]);

    expect(callersOf(forms)).toEqual(expectedCallers(forms));
  });
});
