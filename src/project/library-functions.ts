import type { FunctionType } from "../types/type-oracle.ts";
import type { Visibility } from "./builders.ts";

/** What a library's function is: it decides, not the code that exports it. */
export interface LibraryFunction {
  readonly functionType: FunctionType;
  readonly visibility: Visibility;
}

type Registered = `${Visibility} ${FunctionType}`;

/**
 * The functions that packages make, by what leads to them: the export, the methods called on it, and the name in the
 * result. `none` are values beside them that Convex does not register.
 * Sources: the type declarations of the packages (`RegisteredQuery<"public", …>` and its like), each by its version.
 */
const FUNCTIONS: Readonly<Record<string, Readonly<Record<string, Registered | "none">>>> = {
  // 0.0.95
  "@convex-dev/auth/server": {
    "convexAuth.signIn": "public action",
    "convexAuth.signOut": "public action",
    "convexAuth.isAuthenticated": "public query",
    "convexAuth.store": "internal mutation",
    "convexAuth.auth": "none",
  },
  // 0.3.6
  "@convex-dev/migrations": { "Migrations.define": "internal mutation", "Migrations.runner": "internal mutation" },
  // 0.1.124
  "convex-helpers/server/migrations": { "makeMigration": "internal mutation" },
  "convex-helpers/server/retries": { "makeActionRetrier.retry": "internal mutation", "makeActionRetrier.runWithRetries": "none" },
  // 0.4.8
  "@convex-dev/workflow": {
    "WorkflowManager.define": "internal mutation",
    "WorkflowManager.define.handler": "internal mutation",
    "defineWorkflow.handler": "internal mutation",
  },
  // 0.4.12
  "@convex-dev/workpool": { "Workpool.defineOnComplete": "internal mutation" },
  // 0.20.0
  "convex-ents": { "scheduledDeleteFactory": "internal mutation" },
  // 0.4.0
  "@convex-dev/rate-limiter": { "RateLimiter.hookAPI.getRateLimit": "public query", "RateLimiter.hookAPI.getServerTime": "public mutation" },
  // 0.2.6
  "@convex-dev/prosemirror-sync": {
    "ProsemirrorSync.syncApi.getSnapshot": "public query",
    "ProsemirrorSync.syncApi.submitSnapshot": "public mutation",
    "ProsemirrorSync.syncApi.latestVersion": "public query",
    "ProsemirrorSync.syncApi.getSteps": "public query",
    "ProsemirrorSync.syncApi.submitSteps": "public mutation",
  },
  // 0.9.1
  "@convex-dev/r2": {
    "R2.clientApi.generateUploadUrl": "public mutation",
    "R2.clientApi.syncMetadata": "public mutation",
    "R2.clientApi.getMetadata": "public query",
    "R2.clientApi.listMetadata": "public query",
    "R2.clientApi.deleteObject": "public mutation",
    "R2.clientApi.onSyncMetadata": "internal mutation",
  },
  // 0.9.2
  "@convex-dev/polar": {
    "Polar.api.changeCurrentSubscription": "public action",
    "Polar.api.cancelCurrentSubscription": "public action",
    "Polar.api.getConfiguredProducts": "public query",
    "Polar.api.listAllProducts": "public query",
    "Polar.api.listAllSubscriptions": "public query",
    "Polar.api.generateCheckoutLink": "public action",
    "Polar.api.generateCustomerPortalUrl": "public action",
  },
  // 0.10.10
  "@convex-dev/better-auth": {
    "createClient.clientApi.getAuthUser": "public query",
    "createClient.triggersApi.onCreate": "internal mutation",
    "createClient.triggersApi.onUpdate": "internal mutation",
    "createClient.triggersApi.onDelete": "internal mutation",
    "createApi.create": "public mutation",
    "createApi.findOne": "public query",
    "createApi.findMany": "public query",
    "createApi.updateOne": "public mutation",
    "createApi.updateMany": "public mutation",
    "createApi.deleteOne": "public mutation",
    "createApi.deleteMany": "public mutation",
  },
  // 0.3.2
  "@convex-dev/agent": {
    "definePlaygroundAPI.isApiKeyValid": "public query",
    "definePlaygroundAPI.listUsers": "public query",
    "definePlaygroundAPI.listThreads": "public query",
    "definePlaygroundAPI.listMessages": "public query",
    "definePlaygroundAPI.listAgents": "public query",
    "definePlaygroundAPI.createThread": "public mutation",
    "definePlaygroundAPI.generateText": "public action",
    "definePlaygroundAPI.fetchPromptContext": "public action",
    "Agent.asTextAction": "internal action",
    "Agent.asObjectAction": "internal action",
    "Agent.createThreadMutation": "internal mutation",
    "Agent.asSaveMessagesMutation": "internal mutation",
  },
  // 0.7.6
  "@convex-dev/rag": { "RAG.defineOnComplete": "internal mutation", "RAG.defineChunkerAction": "internal action" },
  // 0.2.8
  "@convex-dev/resend": { "Resend.defineOnEmailEvent": "internal mutation" },
  // 0.2.9
  "@convex-dev/workos-authkit": {
    "AuthKit.events.authKitEvent": "internal mutation",
    "AuthKit.actions.authKitAction": "internal mutation",
    "AuthKit.utils.backfillUsers": "internal mutation",
  },
  // 0.1.1
  "@convex-dev/self-hosting": {
    "exposeUploadApi.generateUploadUrl": "internal mutation",
    "exposeUploadApi.recordAsset": "internal mutation",
    "exposeUploadApi.gcOldAssets": "internal mutation",
    "exposeUploadApi.listAssets": "internal query",
    "exposeDeploymentQuery.getCurrentDeployment": "public query",
  },
  "@convex-dev/static-hosting": { "exposeDeploymentQuery.getCurrentDeployment": "public query" },
};

/** Those of `crud(schema, "users", query, mutation)`; without builders they are internal. */
const CRUD: ReadonlyMap<string, FunctionType> = new Map([
  ["create", "mutation"], ["read", "query"], ["paginate", "query"], ["update", "mutation"], ["destroy", "mutation"],
]);

/** Returns what a package registers under names that lead from its exports to a function; `undefined` where nobody looked. */
export function libraryFunction(source: string, path: readonly string[]): LibraryFunction | "none" | undefined {
  const packageFunctions = Object.hasOwn(FUNCTIONS, source) ? FUNCTIONS[source] : undefined;
  const name = path[0] === "default" && source === "@convex-dev/rate-limiter" ? ["RateLimiter", ...path.slice(1)].join(".") : path.join(".");
  if (!packageFunctions) return undefined;
  // What functions are taken from is none itself: `const auth = createClient(…)`.
  const found = Object.hasOwn(packageFunctions, name) ? packageFunctions[name] : Object.keys(packageFunctions).some((key) => key.startsWith(`${name}.`)) ? "none" : undefined;
  if (found === undefined || found === "none") return found;
  const [visibility, functionType] = found.split(" ") as [Visibility, FunctionType];
  return { functionType, visibility };
}

/** Returns the type of a function that `crud` makes; its visibility is that of the builders that it is given. */
export function crudFunction(source: string, [maker, name, ...rest]: readonly string[]): FunctionType | undefined {
  return source === "convex-helpers/server/crud" && maker === "crud" && rest.length === 0 ? CRUD.get(name ?? "") : undefined;
}
