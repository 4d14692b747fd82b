import type { ArgumentSink } from "../facts/types.ts";
import type { FunctionType } from "../types/type-oracle.ts";

/** What a recognised API takes at the place where a reference is given to it. */
export interface Expectation {
  /** The API by its last name: `useQuery`, `runAfter`, `daily`. */
  readonly api: string;
  readonly types: readonly FunctionType[];
  /** Whether its declared types take names: `BaseConvexClient`. */
  readonly takesNames: boolean;
}

interface Signature {
  readonly types: readonly FunctionType[];
  readonly indices: readonly number[];
  /** The keys of the object that holds the reference; `*` is any. */
  readonly keys: readonly string[];
}

const QUERY = ["query"] as const;
const MUTATION = ["mutation"] as const;
const ACTION = ["action"] as const;
const SCHEDULABLE = ["mutation", "action"] as const;

/** The APIs that take one function reference, by the lists D.1 and D.2 of their type declarations. */
const SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ...signatures(QUERY, 0, [
    "useQuery", "usePaginatedQuery", "usePaginatedQuery_experimental", "useConvexQuery", "useConvexPaginatedQuery", "useConvexHttpQuery", "useSessionQuery",
    "useSessionPaginatedQuery", "createDetachedQuery", "createDetachedPaginatedQuery", "preloadQuery", "fetchQuery", "preloadAuthQuery", "fetchAuthQuery", "convexQuery",
    "query", "consistentQuery", "watchQuery", "onUpdate", "onPaginatedUpdate_experimental", "getQuery", "getAllQueries", "setQuery", "runQuery", "runSessionQuery",
  ]),
  ...signatures(MUTATION, 0, ["useMutation", "useConvexMutation", "useSessionMutation", "fetchMutation", "fetchAuthMutation", "mutation", "runMutation", "runSessionMutation", "runWorkflow"]),
  ...signatures(ACTION, 0, ["useAction", "useConvexAction", "useSessionAction", "fetchAction", "fetchAuthAction", "convexAction", "action", "runAction", "runSessionAction"]),
  ...signatures(QUERY, 1, ["enqueueQuery"]),
  ...signatures(MUTATION, 1, ["enqueueMutation"]),
  ...signatures(ACTION, 1, ["enqueueAction"]),
  ...signatures(SCHEDULABLE, 1, ["runAfter", "runAt"]),
  ...signatures(SCHEDULABLE, 2, ["interval", "daily", "weekly", "monthly", "cron"]),
  ...signatures(QUERY, 0, ["useQuery_experimental", "prewarmQuery"], ["query"]),
  ...signatures(QUERY, 0, ["useQueries", "useConvexQueries"], ["*", "query"]),
  ...signatures(QUERY, 0, ["insertAtTop", "insertAtBottomIfLoaded", "insertAtPosition"], ["paginatedQuery"]),
  ["hourly", { types: SCHEDULABLE, indices: [1, 2], keys: [] }],
  ["createFunctionHandle", { types: ["query", "mutation", "action"], indices: [0], keys: [] }],
]);

/** Returns what an API takes where a sink gives it something; `undefined` for places that take no function reference. */
export function expectationOf(api: string, { index, keys }: ArgumentSink, takesNames: boolean): Expectation | undefined {
  const signature = SIGNATURES.get(api);
  if (!signature?.indices.includes(index) || signature.keys.length !== keys.length) return undefined;
  return signature.keys.every((key, at) => key === "*" || key === keys[at]) ? { api, types: signature.types, takesNames } : undefined;
}

function signatures(types: readonly FunctionType[], index: number, names: readonly string[], keys: readonly string[] = []): [string, Signature][] {
  return names.map((name) => [name, { types, indices: [index], keys }]);
}
