/**
 * The APIs that take function references, by the package that exports them.
 * Sources: the type declarations of `convex` 1.48 and of the component packages (`FunctionReference` parameters), and
 * https://docs.convex.dev/functions/internal-functions for who may call what.
 */

/** Packages (or entry points of packages) whose every API calls functions as a client does. */
const CLIENT_SOURCE =
  /^(?:convex\/(?:react|react-clerk|react-auth0|nextjs|browser|react-internal)|@convex-dev\/react-query|@convex-dev\/[\w-]+\/(?:react|nextjs|client\/react|react-start|browser|sveltekit|svelte|vue|nuxt|solid|hooks|react-native|expo)(?:\/[\w/-]+)?|@convex-dev\/prosemirror-sync\/(?:tiptap|blocknote)|convex-svelte(?:\/sveltekit(?:\/server)?)?|convex-vue|convex-nuxt|@convex-vue\/[\w-]+|convex-solidjs|convex-helpers\/(?:react|browser)(?:\/[\w/-]+)?|better-convex(?:-nuxt)?(?:\/[\w/-]+)?|@mmailaender\/convex-[\w-]+(?:\/[\w/-]+)?|@hey-api\/convex|nuxt-convex|@trestleinc\/[\w-]+\/client)$/u;

/** Whether everything that a package exports acts as a client. */
export function isClientSource(source: string): boolean {
  return CLIENT_SOURCE.test(source);
}

/** Classes whose instances are clients, and what clients give to optimistic updates. */
export const CLIENT_CLASSES: ReadonlySet<string> = new Set(["ConvexHttpClient", "ConvexClient", "ConvexReactClient", "BaseConvexClient", "ConvexReactSessionClient", "ConvexQueryClient", "OptimisticLocalStore"]);

/** Methods of what clients give to optimistic updates. */
export const STORE_METHODS: ReadonlySet<string> = new Set(["getQuery", "setQuery", "getAllQueries"]);

/** Methods that call functions on the server: of a context, its scheduler, a workflow step, a workpool. */
export const SERVER_METHODS: ReadonlySet<string> = new Set([
  "runQuery", "runMutation", "runAction", "runAfter", "runAt", "runWorkflow",
  "runSessionQuery", "runSessionMutation", "runSessionAction",
  "enqueueAction", "enqueueMutation", "enqueueQuery", "enqueueActionBatch", "enqueueMutationBatch", "enqueueQueryBatch",
]);

/** Methods of `ctx.scheduler`, whatever holds it: no client schedules anything. */
export const SCHEDULER_METHODS: ReadonlySet<string> = new Set(["runAfter", "runAt"]);

/** Methods of `cronJobs()`. */
export const CRON_METHODS: ReadonlySet<string> = new Set(["interval", "hourly", "daily", "weekly", "monthly", "cron"]);

/** Methods of clients, which a receiver that is not known may be. */
export const CLIENT_METHODS: ReadonlySet<string> = new Set(["query", "mutation", "action", "consistentQuery", "watchQuery", "prewarmQuery", "onUpdate", "onPaginatedUpdate_experimental", "getQuery", "setQuery", "getAllQueries", "queryOptions"]);

/** Hooks that frameworks import by themselves. */
export const AUTO_IMPORTED_HOOKS: ReadonlySet<string> = new Set(["useConvexQuery", "useConvexMutation", "useConvexAction", "useConvexPaginatedQuery", "useConvexHttpQuery"]);
