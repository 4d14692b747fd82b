import { describe, expect, test } from "vitest";

import { type CallerForm, callersOf, expectedCallers } from "../testing/callers.ts";

const API = 'import { api } from "../convex/_generated/api";\n';
const CALLED = "API direct; reported";
/** Where the file tells that it is a client. */
const BY_FILE = "client direct; reported";

/** A file of a client. */
function app(form: string, imports: string, body: string, callers = CALLED): CallerForm {
  return [form, callers, { "app/$m.ts": `${imports === "" ? "" : `${imports}\n`}${API}${body}\n` }];
}

/** A call of what a package exports: a hook, or a function that acts as a client. */
function of(source: string, name: string, call = `${name}(api.$m.fn, {})`, callers = CALLED): CallerForm {
  return app(`${name} of ${source}`, `import { ${name} } from "${source}";`, `export const it = () => ${call};`, callers);
}

const REACT = "convex/react";

const FORMS: readonly CallerForm[] = [
  of(REACT, "useQuery"),
  of(REACT, "useQuery", 'useQuery(api.$m.fn, skip ? "skip" : {})'),
  of(REACT, "useQuery", "useQuery(skip ? undefined : api.$m.fn)"),
  of(REACT, "useQuery_experimental", "useQuery_experimental({ query: api.$m.fn, args: {} })"),
  of(REACT, "useMutation"),
  of(REACT, "useMutation", "useMutation(api.$m.fn).withOptimisticUpdate(() => {})"),
  of(REACT, "useAction"),
  of(REACT, "usePaginatedQuery", "usePaginatedQuery(api.$m.fn, {}, { initialNumItems: 5 })"),
  of(REACT, "usePaginatedQuery_experimental", "usePaginatedQuery_experimental(api.$m.fn, {}, { initialNumItems: 5 })"),
  of(REACT, "usePaginatedQuery_experimental", "usePaginatedQuery_experimental({ query: api.$m.fn, args: {}, initialNumItems: 5 })"),
  of(REACT, "useQueries", "useQueries({ rows: { query: api.$m.fn, args: {} } })"),
  of(REACT, "useQueries", "useQueries(useMemo(() => ({ rows: { query: api.$m.fn, args: {} } }), []))", BY_FILE),
  app("useQueries of a constant", 'import { useQueries } from "convex/react";', "const queries = { rows: { query: api.$m.fn, args: {} } };\nexport const it = () => useQueries(queries);"),
  of(REACT, "useQueries", "useQueries(Object.fromEntries(ids.map((id) => [id, { query: api.$m.fn, args: { id } }])))", BY_FILE),
  of(REACT, "insertAtTop", "insertAtTop({ paginatedQuery: api.$m.fn, argsToMatch: {}, localQueryStore, item })"),
  of(REACT, "insertAtBottomIfLoaded", "insertAtBottomIfLoaded({ paginatedQuery: api.$m.fn, localQueryStore, item })"),
  of(REACT, "insertAtPosition", "insertAtPosition({ paginatedQuery: api.$m.fn, sortOrder: \"asc\", localQueryStore, item })"),
  of(REACT, "optimisticallyUpdateValueInPaginatedQuery", "optimisticallyUpdateValueInPaginatedQuery(localStore, api.$m.fn, {}, (row) => row)"),
  of(REACT, "ConvexReactClient", "new ConvexReactClient(url).watchQuery(api.$m.fn, {}).onUpdate(() => {})"),
  of(REACT, "ConvexReactClient", "new ConvexReactClient(url).prewarmQuery({ query: api.$m.fn, args: {} })"),
  of(REACT, "ConvexReactClient", "new ConvexReactClient(url).query(api.$m.fn, {})"),
  of(REACT, "ConvexReactClient", "new ConvexReactClient(url).mutation(api.$m.fn, {}, { optimisticUpdate })"),
  of(REACT, "ConvexReactClient", "new ConvexReactClient(url).action(api.$m.fn, {})"),
  of(REACT, "useConvex", "useConvex().query(api.$m.fn, {})"),
  of(REACT, "useConvex", "{ const convex = useConvex(); return () => convex.mutation(api.$m.fn, {}); }"),
  of(REACT, "useConvex", "{ const convex = useConvex(); useEffect(() => { convex.prewarmQuery({ query: api.$m.fn, args: {} }); }, [convex]); }"),
  of(REACT, "useMutation", "useMutation(api.other.fn).withOptimisticUpdate((store, args) => { store.setQuery(api.$m.fn, {}, store.getQuery(api.$m.fn, {})); })"),
  of(REACT, "useMutation", "useMutation(api.other.fn).withOptimisticUpdate((store) => { for (const { args, value } of store.getAllQueries(api.$m.fn)) store.setQuery(api.other.fn, args, value); })"),
  app("an optimistic update of its own", 'import type { OptimisticLocalStore } from "convex/browser";', "export function update(store: OptimisticLocalStore, args: {}) { store.setQuery(api.$m.fn, {}, null); }"),
  app("an optimistic update by its type", 'import type { OptimisticUpdate } from "convex/browser";', "export const update: OptimisticUpdate<{}> = (store) => { store.setQuery(api.$m.fn, {}, null); };", BY_FILE),
  of("convex/nextjs", "preloadQuery"),
  of("convex/nextjs", "fetchQuery", "fetchQuery(api.$m.fn, {}, { token })"),
  of("convex/nextjs", "fetchMutation"),
  of("convex/nextjs", "fetchAction"),
  of("convex/browser", "ConvexHttpClient", "new ConvexHttpClient(url).query(api.$m.fn, {})"),
  of("convex/browser", "ConvexHttpClient", "new ConvexHttpClient(url).consistentQuery(api.$m.fn, {})"),
  of("convex/browser", "ConvexHttpClient", "new ConvexHttpClient(url).mutation(api.$m.fn, {}, { skipQueue: true })"),
  of("convex/browser", "ConvexHttpClient", "new ConvexHttpClient(url).action(api.$m.fn, {})"),
  of("convex/browser", "ConvexClient", "new ConvexClient(url).onUpdate(api.$m.fn, {}, show)"),
  of("convex/browser", "ConvexClient", "new ConvexClient(url).onPaginatedUpdate_experimental(api.$m.fn, {}, { initialNumItems: 5 }, show)"),
  of("convex/browser", "ConvexClient", "new ConvexClient(url).query(api.$m.fn, {})"),
  of("convex/browser", "ConvexClient", "new ConvexClient(url).mutation(api.$m.fn, {})"),
  of("convex/browser", "ConvexClient", "new ConvexClient(url).action(api.$m.fn, {})"),
  of("convex/browser", "ConvexClient", 'new ConvexClient(url).client.subscribe("$m:fn", {})'),
  ...["subscribe", "mutation", "action", "localQueryResult", "queryJournal"].map((method) => of("convex/browser", "BaseConvexClient", `new BaseConvexClient(url, onTransition).${method}("$m:fn", {})`)),
  of("convex/browser", "BaseConvexClient", "new BaseConvexClient(url, onTransition).subscribe(getFunctionName(api.$m.fn), {})", BY_FILE),
  ...["convexQuery", "convexAction", "useConvexQuery", "useConvexPaginatedQuery", "useConvexMutation", "useConvexAction"].map((name) => of("@convex-dev/react-query", name)),
  of("@convex-dev/react-query", "useConvexQueries", "useConvexQueries({ rows: { query: api.$m.fn, args: {} } })"),
  of("@convex-dev/react-query", "ConvexQueryClient", "new ConvexQueryClient(url).queryOptions(api.$m.fn, {})"),
  of("@convex-dev/react-query", "convexQuery", "useQueries({ queries: ids.map((id) => convexQuery(api.$m.fn, { id })) })"),
  of("@convex-dev/react-query", "useConvexMutation", "useTanstackMutation({ mutationFn: useConvexMutation(api.$m.fn) })"),
  of("@convex-dev/react-query", "convexQuery", "queryClient.setQueryData(convexQuery(api.$m.fn, {}).queryKey, null)"),
  ...["useQuery", "useMutation", "useAction", "usePaginatedQuery", "createDetachedQuery", "createDetachedPaginatedQuery", "convexLoad", "convexLoadPaginated"].map((name) => of("convex-svelte", name)),
  of("convex-svelte", "useConvexClient", "useConvexClient().mutation(api.$m.fn, {})"),
  ...["useConvexQuery", "useConvexMutation", "useConvexHttpQuery"].map((name) => of("convex-vue", name)),
  of("convex-vue", "useConvexClient", "useConvexClient().mutation(api.$m.fn, {})"),
  of("@convex-vue/core", "useConvexPaginatedQuery"),
  of("@convex-vue/core", "defineConvexLoader", "defineConvexLoader({ rows: { query: api.$m.fn, args: () => ({}) } })"),
  ...["useConvexQuery", "useConvexMutation", "useConvexHttpQuery"].map((name) => app(`${name} that Nuxt imports`, "", `const it = ${name}(api.$m.fn, {});`)),
  ...["useQuery", "useMutation", "useAction"].map((name) => of("convex-solidjs", name)),
  of("convex-helpers/react", "useQuery"),
  of("convex-helpers/react", "usePaginatedQuery"),
  app("makeUseQueryWithStatus", 'import { makeUseQueryWithStatus } from "convex-helpers/react";\nimport { useQueries } from "convex-helpers/react/cache/hooks";', "const useQueryWithStatus = makeUseQueryWithStatus(useQueries);\nexport const it = () => useQueryWithStatus(api.$m.fn, {});"),
  app("makeUseQueryWithStatus of another file", 'import { useQueryWithStatus } from "./hooks";', "export const it = () => useQueryWithStatus(api.$m.fn, {});"),
  ...["useQuery", "usePaginatedQuery"].map((name) => of("convex-helpers/react/cache", name)),
  of("convex-helpers/react/cache", "useQueries", "useQueries({ rows: { query: api.$m.fn, args: {} } })"),
  of("convex-helpers/react/cache/hooks", "useQuery"),
  ...["useSessionQuery", "useSessionPaginatedQuery", "useSessionMutation", "useSessionAction"].map((name) => of("convex-helpers/react/sessions", name)),
  of("convex-helpers/react/sessions", "ConvexReactSessionClient", "new ConvexReactSessionClient(url).sessionQuery(api.$m.fn, {})"),
  of("convex-helpers/react/sessions", "useSessionIdArg", "useQuery(api.$m.fn, useSessionIdArg({}))", "client direct; reported"),
  ...["query", "mutation", "action"].map((method) => app(`withArgs.${method}`, 'import { withArgs } from "convex-helpers/browser";\nimport { ConvexHttpClient } from "convex/browser";', `const client = withArgs(new ConvexHttpClient(url), { sessionId });\nexport const it = () => client.${method}(api.$m.fn, {});`)),
  ...["preloadAuthQuery", "fetchAuthQuery", "fetchAuthMutation", "fetchAuthAction"].map((name) => app(`${name} of convexBetterAuthNextJs`, 'import { convexBetterAuthNextJs } from "@convex-dev/better-auth/nextjs";', `const { ${name} } = convexBetterAuthNextJs({ convexUrl, convexSiteUrl });\nexport const it = () => ${name}(api.$m.fn, {});`)),
  ...["preloadAuthQuery", "fetchAuthQuery", "fetchAuthMutation", "fetchAuthAction"].map((name) => app(`${name} of another file`, 'import { ' + name + ' } from "./auth-server";', `export const it = () => ${name}(api.$m.fn, {});`)),
  ["getAuthUserFn", CALLED, { "app/$m.tsx": `import { AuthBoundary } from "@convex-dev/better-auth/react";\n${API}export const It = () => <AuthBoundary authClient={authClient} getAuthUserFn={api.$m.fn}><p /></AuthBoundary>;\n` }],
  ...["useThreadMessages", "useUIMessages", "useStreamingThreadMessages", "useDeltaStreams"].map((name) => of("@convex-dev/agent/react", name)),
  of("@convex-dev/agent/react", "optimisticallySendMessage", "useMutation(api.other.fn).withOptimisticUpdate(optimisticallySendMessage(api.$m.fn))"),
  of("@convex-dev/rate-limiter/react", "useRateLimit", "useRateLimit(api.$m.fn, { getServerTimeMutation: api.other.fn })"),
  of("@convex-dev/rate-limiter/react", "useRateLimit", "useRateLimit(api.other.fn, { getServerTimeMutation: api.$m.fn })"),
  of("@convex-dev/persistent-text-streaming/react", "useStream", "useStream(api.$m.fn, new URL(url), true, id)"),
  of("@convex-dev/static-hosting/react", "useDeploymentUpdates"),

  // Packages as Deno and browsers name them.
  ...["npm:convex/browser", "npm:convex@1.17/browser", "npm:convex@^1.17.0/browser", "https://esm.sh/convex@1.17.0/browser", "https://esm.sh/v135/convex/browser?bundle", "https://cdn.jsdelivr.net/npm/convex@1.17.0/browser/+esm"].map((source) => of(source, "ConvexHttpClient", "new ConvexHttpClient(url).query(api.$m.fn, {})")),
  app("anyApi of Deno", 'import { ConvexHttpClient } from "npm:convex/browser";\nimport { anyApi } from "npm:convex@1.17/server";', "export const it = () => new ConvexHttpClient(url).query(anyApi.$m.fn, {});"),
  app("makeFunctionReference of Deno", 'import { ConvexHttpClient } from "npm:convex/browser";\nimport { makeFunctionReference } from "npm:convex@1.17/server";', 'const ref = makeFunctionReference("$m:fn");\nexport const it = () => new ConvexHttpClient(url).query(ref, {});', "API direct, client possible; reported"),

  // Whole modules.
  app("usePresence", 'import usePresence from "@convex-dev/presence/react";', "export const it = () => usePresence(api.$m, room, name);", "API escape; reported"),
  ...["useTiptapSync"].map((name) => of("@convex-dev/prosemirror-sync/tiptap", name, `${name}(api.$m, id)`, "API escape; reported")),
  of("@convex-dev/prosemirror-sync/blocknote", "useBlockNoteSync", "useBlockNoteSync(api.$m, id)", "API escape; reported"),
  of("@convex-dev/prosemirror-sync/tiptap", "syncExtension", "syncExtension(convex, id, api.$m, initialContent)", "API escape; reported"),
  of("@convex-dev/r2/react", "useUploadFile", "useUploadFile(api.$m)", "API escape; reported"),
  ["CheckoutLink", "API escape; reported", { "app/$m.tsx": `import { CheckoutLink } from "@convex-dev/polar/react";\n${API}export const It = () => <CheckoutLink polarApi={api.$m} productIds={ids}>Buy</CheckoutLink>;\n` }],
  ["CheckoutLink with an object", CALLED, { "app/$m.tsx": `import { CheckoutLink } from "@convex-dev/polar/react";\n${API}export const It = () => <CheckoutLink polarApi={{ generateCheckoutLink: api.$m.fn }} productIds={ids}>Buy</CheckoutLink>;\n` }],
  ["CustomerPortalLink", "API escape; reported", { "app/$m.tsx": `import { CustomerPortalLink } from "@convex-dev/polar/react";\n${API}export const It = () => <CustomerPortalLink polarApi={{ ...api.$m }}>Portal</CustomerPortalLink>;\n` }],
];

const COMMON = { "app/hooks.ts": 'import { makeUseQueryWithStatus } from "convex-helpers/react";\nimport { useQueries } from "convex/react";\nexport const useQueryWithStatus = makeUseQueryWithStatus(useQueries);\n', "app/auth-server.ts": 'import { convexBetterAuthNextJs } from "@convex-dev/better-auth/nextjs";\nexport const { preloadAuthQuery, fetchAuthQuery, fetchAuthMutation, fetchAuthAction } = convexBetterAuthNextJs({ convexUrl, convexSiteUrl });\n' };
describe("the APIs of clients", () => {
  test("each takes names", () => {
    const named = FORMS.filter(([form, , files]) => !form.startsWith("make") && JSON.stringify(files).includes("api.$m.fn")).map(([form, callers, files]): CallerForm => [form, form.includes("constant") || form === "getAuthUserFn" || callers === BY_FILE ? "client possible" : callers, Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll("={api.$m.fn}", '="$m:fn"').replaceAll("api.$m.fn", '"$m:fn"')]))]);
    expect(callersOf(named, COMMON)).toEqual(expectedCallers(named));
  });

  test("each is a client, and reported where it is given an internal function", () => {
    expect(callersOf(FORMS, COMMON)).toEqual(expectedCallers(FORMS));
  });
});
