import { describe, expect, test } from "vitest";

import { indexOf, type WorkspaceIndex } from "../testing/index-of.ts";

const PACKAGES = [
  "@convex-dev/agent", "@convex-dev/aggregate", "@convex-dev/auth", "@convex-dev/better-auth", "@convex-dev/migrations", "@convex-dev/polar", "@convex-dev/prosemirror-sync", "@convex-dev/r2",
  "@convex-dev/rag", "@convex-dev/rate-limiter", "@convex-dev/resend", "@convex-dev/self-hosting", "@convex-dev/static-hosting", "@convex-dev/workflow", "@convex-dev/workos-authkit", "@convex-dev/workpool",
  "convex", "convex-ents", "convex-helpers", "react", "somewhere",
];
const SERVER = 'import { internalMutation, internalQuery, mutation, query } from "./_generated/server";\nimport { components } from "./_generated/api";\n';

/** A module `m` with functions of libraries, which a client may be beside. */
function indexWith(text: string, others: Readonly<Record<string, string>> = {}): WorkspaceIndex {
  return indexOf(
    {
      "package.json": JSON.stringify({ dependencies: Object.fromEntries(PACKAGES.map((name) => [name, "*"])) }),
      "convex/_generated/api.js": "",
      "convex/_generated/server.js": "",
      "convex/m.ts": text,
      ...others,
    },
    { clients: "workspace" },
  );
}

describe("what libraries register", () => {
  test.each<[string, string, Record<string, string>]>([
    [
      "auth",
      'import { convexAuth } from "@convex-dev/auth/server";\nexport const { auth, signIn, signOut, store, isAuthenticated } = convexAuth({ providers: [] });\n',
      { "m:signIn": "public action", "m:signOut": "public action", "m:store": "internal mutation", "m:isAuthenticated": "public query" },
    ],
    ["migrations", `import { Migrations } from "@convex-dev/migrations";\n${SERVER}export const migrations = new Migrations(components.migrations);\nexport const run = migrations.runner();\nexport const fill = migrations.define({ table: "users", migrateOne: async () => {} });\n`, { "m:run": "internal mutation", "m:fill": "internal mutation" }],
    ["migrations of convex-helpers", `import { makeMigration } from "convex-helpers/server/migrations";\n${SERVER}const migration = makeMigration(internalMutation, { migrationTable: "migrations" });\nexport const fill = migration({ table: "users", migrateOne: async () => {} });\n`, { "m:fill": "internal mutation" }],
    ["retries", 'import { makeActionRetrier } from "convex-helpers/server/retries";\nexport const { runWithRetries, retry } = makeActionRetrier("m:retry");\n', { "m:retry": "internal mutation" }],
    ["workflow", `import { WorkflowManager } from "@convex-dev/workflow";\n${SERVER}export const workflow = new WorkflowManager(components.workflow);\nexport const flow = workflow.define({ args: {}, handler: async (step) => {} });\nexport const chained = workflow.define({ args: {} }).handler(async (step) => {});\n`, { "m:flow": "internal mutation", "m:chained": "internal mutation" }],
    ["workpool", `import { Workpool } from "@convex-dev/workpool";\n${SERVER}const pool = new Workpool(components.pool, {});\nexport const done = pool.defineOnComplete({ context: v.any(), handler: async () => {} });\n`, { "m:done": "internal mutation" }],
    ["ents", 'import { scheduledDeleteFactory } from "convex-ents";\nimport { entDefinitions } from "./schema";\nexport const scheduledDelete = scheduledDeleteFactory(entDefinitions);\n', { "m:scheduledDelete": "internal mutation" }],
    ["rate-limiter", `import { RateLimiter } from "@convex-dev/rate-limiter";\n${SERVER}const limiter = new RateLimiter(components.rateLimiter, {});\nexport const { getRateLimit, getServerTime } = limiter.hookAPI("send");\n`, { "m:getRateLimit": "public query", "m:getServerTime": "public mutation" }],
    [
      "prosemirror-sync",
      `import { ProsemirrorSync } from "@convex-dev/prosemirror-sync";\n${SERVER}const sync = new ProsemirrorSync(components.prosemirrorSync);\nexport const { getSnapshot, submitSnapshot, latestVersion, getSteps, submitSteps } = sync.syncApi({});\n`,
      { "m:getSnapshot": "public query", "m:submitSnapshot": "public mutation", "m:latestVersion": "public query", "m:getSteps": "public query", "m:submitSteps": "public mutation" },
    ],
    [
      "r2",
      `import { R2 } from "@convex-dev/r2";\n${SERVER}export const r2 = new R2(components.r2);\nexport const { generateUploadUrl, syncMetadata, getMetadata, listMetadata, deleteObject, onSyncMetadata } = r2.clientApi({});\n`,
      { "m:generateUploadUrl": "public mutation", "m:syncMetadata": "public mutation", "m:getMetadata": "public query", "m:listMetadata": "public query", "m:deleteObject": "public mutation", "m:onSyncMetadata": "internal mutation" },
    ],
    [
      "polar",
      `import { Polar } from "@convex-dev/polar";\n${SERVER}export const polar = new Polar(components.polar, {});\nexport const { changeCurrentSubscription, cancelCurrentSubscription, getConfiguredProducts, listAllProducts, listAllSubscriptions, generateCheckoutLink, generateCustomerPortalUrl } = polar.api();\n`,
      { "m:changeCurrentSubscription": "public action", "m:cancelCurrentSubscription": "public action", "m:getConfiguredProducts": "public query", "m:listAllProducts": "public query", "m:listAllSubscriptions": "public query", "m:generateCheckoutLink": "public action", "m:generateCustomerPortalUrl": "public action" },
    ],
    [
      "better-auth",
      `import { createClient } from "@convex-dev/better-auth";\n${SERVER}export const authComponent = createClient(components.betterAuth, {});\nexport const { getAuthUser } = authComponent.clientApi();\nexport const { onCreate, onUpdate, onDelete } = authComponent.triggersApi();\n`,
      { "m:getAuthUser": "public query", "m:onCreate": "internal mutation", "m:onUpdate": "internal mutation", "m:onDelete": "internal mutation" },
    ],
    [
      "better-auth in a component",
      'import { createApi } from "@convex-dev/better-auth";\nimport schema from "./schema";\nexport const { create, findOne, findMany, updateOne, updateMany, deleteOne, deleteMany } = createApi(schema, createAuth);\n',
      { "m:create": "public mutation", "m:findOne": "public query", "m:findMany": "public query", "m:updateOne": "public mutation", "m:updateMany": "public mutation", "m:deleteOne": "public mutation", "m:deleteMany": "public mutation" },
    ],
    [
      "agent",
      `import { Agent } from "@convex-dev/agent";\n${SERVER}const agent = new Agent(components.agent, {});\nexport const text = agent.asTextAction({ maxSteps: 3 });\nexport const object = agent.asObjectAction({ schema });\nexport const thread = agent.createThreadMutation();\nexport const save = agent.asSaveMessagesMutation();\n`,
      { "m:text": "internal action", "m:object": "internal action", "m:thread": "internal mutation", "m:save": "internal mutation" },
    ],
    [
      "agent's playground",
      `import { definePlaygroundAPI } from "@convex-dev/agent";\n${SERVER}export const { isApiKeyValid, listAgents, listUsers, listThreads, listMessages, createThread, generateText, fetchPromptContext } = definePlaygroundAPI(components.agent, { agents: [] });\n`,
      { "m:isApiKeyValid": "public query", "m:listAgents": "public query", "m:listUsers": "public query", "m:listThreads": "public query", "m:listMessages": "public query", "m:createThread": "public mutation", "m:generateText": "public action", "m:fetchPromptContext": "public action" },
    ],
    ["rag", `import { RAG } from "@convex-dev/rag";\n${SERVER}const rag = new RAG(components.rag, {});\nexport const done = rag.defineOnComplete(async () => {});\nexport const chunk = rag.defineChunkerAction(async () => ({ chunks: [] }));\n`, { "m:done": "internal mutation", "m:chunk": "internal action" }],
    ["resend", `import { Resend } from "@convex-dev/resend";\n${SERVER}export const resend = new Resend(components.resend, {});\nexport const onEvent = resend.defineOnEmailEvent(async () => {});\n`, { "m:onEvent": "internal mutation" }],
    ["workos-authkit", `import { AuthKit } from "@convex-dev/workos-authkit";\n${SERVER}const authKit = new AuthKit(components.workOSAuthKit, {});\nexport const { authKitEvent } = authKit.events({});\nexport const { authKitAction } = authKit.actions({});\nexport const { backfillUsers } = authKit.utils();\n`, { "m:authKitEvent": "internal mutation", "m:authKitAction": "internal mutation", "m:backfillUsers": "internal mutation" }],
    ["static-hosting", `import { exposeDeploymentQuery } from "@convex-dev/static-hosting";\n${SERVER}export const { getCurrentDeployment } = exposeDeploymentQuery(components.staticHosting);\n`, { "m:getCurrentDeployment": "public query" }],
    [
      "self-hosting",
      `import { exposeDeploymentQuery, exposeUploadApi } from "@convex-dev/self-hosting";\n${SERVER}export const { generateUploadUrl, recordAsset, gcOldAssets, listAssets } = exposeUploadApi(components.selfHosting);\nexport const { getCurrentDeployment } = exposeDeploymentQuery(components.selfHosting);\n`,
      { "m:generateUploadUrl": "internal mutation", "m:recordAsset": "internal mutation", "m:gcOldAssets": "internal mutation", "m:listAssets": "internal query", "m:getCurrentDeployment": "public query" },
    ],
    ["crud", 'import { crud } from "convex-helpers/server/crud";\nimport schema from "./schema";\nexport const { create, read, paginate, update, destroy } = crud(schema, "users");\n', { "m:create": "internal mutation", "m:read": "internal query", "m:paginate": "internal query", "m:update": "internal mutation", "m:destroy": "internal mutation" }],
    ["crud with builders", `import { crud } from "convex-helpers/server/crud";\n${SERVER}export const { read, update } = crud(schema, "users", query, mutation);\n`, { "m:read": "public query", "m:update": "public mutation" }],
    ["crud with a builder", `import { crud } from "convex-helpers/server/crud";\n${SERVER}export const { read, update } = crud(schema, "users", query);\n`, { "m:read": "public query", "m:update": "internal mutation" }],
    ["crud with a builder that is not known", `import { crud } from "convex-helpers/server/crud";\nimport { userQuery } from "somewhere";\nexport const { read, update } = crud(schema, "users", userQuery);\n`, { "m:read": "unknown", "m:update": "unknown" }],
    ["other names", 'import * as auth from "@convex-dev/auth/server";\nconst made = auth.convexAuth({ providers: [] });\nexport const { signIn: enter } = made;\nexport const leave = made.signOut;\nconst { store: keep } = made;\nexport { keep as store };\n', { "m:enter": "public action", "m:leave": "public action", "m:store": "internal mutation" }],
    ["a client of another module", 'import { r2 } from "./r2";\nexport const { syncMetadata } = r2.clientApi();\nexport { r2 };\n', { "m:syncMetadata": "public mutation" }],
    ["a package that only sounds like one", 'import { convexAuth } from "somewhere";\nexport const { signIn } = convexAuth({});\n', { "m:signIn": "unknown" }],
    ["a function that a version does not have yet", 'import { convexAuth } from "@convex-dev/auth/server";\nexport const { refresh } = convexAuth({});\n', { "m:refresh": "unknown" }],
  ])("%s", (_, text, expected) => {
    const index = indexWith(text, { "convex/r2.ts": 'import { R2 } from "@convex-dev/r2";\nimport { components } from "./_generated/api";\nexport const r2 = new R2(components.r2);\n' });

    expect(index.functions()).toEqual(expected);
    for (const name of Object.keys(expected)) expect([name, index.verdict(name)]).toEqual([name, "silent: library"]);
  });

  test("aggregate, sharded counters and the like define nothing", () => {
    const index = indexWith(`import { TableAggregate } from "@convex-dev/aggregate";\n${SERVER}export const aggregate = new TableAggregate(components.aggregate, {});\nexport const count = query({ handler: async (ctx) => aggregate.count(ctx) });\n`);

    expect(index.functions()).toEqual({ "m:count": "public query" });
  });

  test("better-auth's generated functions of another package are as their types say", () => {
    const index = indexWith('import { createAuthFunctions } from "somewhere/auth";\nexport const { create, findOne } = createAuthFunctions({});\n');

    expect([index.functions(), index.verdict("m:create")]).toEqual([{ "m:create": "unknown", "m:findOne": "unknown" }, "silent: library"]);
  });

  test("functions that packages call by name are not called unused", () => {
    const app = 'import { useAuthActions } from "@convex-dev/auth/react";\nexport const A = () => useAuthActions().signIn("github");\n';
    const index = indexWith('import { convexAuth } from "@convex-dev/auth/server";\nexport const { signIn, signOut, isAuthenticated } = convexAuth({ providers: [] });\n', { "app/main.tsx": app });

    expect(["m:signIn", "m:signOut", "m:isAuthenticated"].map((name) => [index.callers(name), index.verdict(name)])).toEqual([[[], "silent: library"], [[], "silent: library"], [[], "silent: library"]]);
  });

  test("clients of a library's functions are clients", () => {
    const app = 'import { useUploadFile } from "@convex-dev/r2/react";\nimport { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseUploadFile(api.m);\nuseQuery(api.m.getMetadata, {});\n';
    const index = indexWith('import { r2 } from "./r2";\nexport const { syncMetadata, getMetadata } = r2.clientApi();\n', { "convex/r2.ts": 'import { R2 } from "@convex-dev/r2";\nexport const r2 = new R2({});\n', "app/main.tsx": app });

    expect(index.callers("m:getMetadata")).toEqual(["app/main.tsx:4 client escape api", "app/main.tsx:5 client direct api"]);
    expect(index.verdict("m:syncMetadata")).toBe("client");
  });

  test("a library's functions stand where they are exported", () => {
    const index = indexWith('import { made } from "./lib/auth";\n\nexport const signIn = made.signIn;\n', { "convex/lib/auth.ts": 'import { convexAuth } from "@convex-dev/auth/server";\nexport const made = convexAuth({});\n' });
    const [target] = [...index.snapshot.functions()];

    expect(target && [index.snapshot.relativePath(target.file), target.range[0]]).toEqual(["convex/m.ts", 36]);
  });
});
