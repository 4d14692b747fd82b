import type { Node } from "oxc-parser";

import { type Frame, keyName, unwrap, wrapped } from "./ast.ts";
import { isObjectCall } from "./iteration.ts";
import type { ScopeAnalysis } from "./scopes.ts";
import { importedName } from "./syntax.ts";
import type { BindingFact, Sink, Value } from "./types.ts";

/** The last names of the APIs of Convex that have accepted function names since its first versions, as their first argument. */
const NAME_APIS = new Set([
  "useQuery", "useQuery_experimental", "useMutation", "useAction", "usePaginatedQuery", "usePaginatedQuery_experimental", "useQueries",
  "useConvexQuery", "useConvexMutation", "useConvexAction", "useConvexPaginatedQuery",
  "runQuery", "runMutation", "runAction",
  "query", "mutation", "action", "consistentQuery", "watchQuery", "prewarmQuery", "onUpdate", "onPaginatedUpdate_experimental", "subscribe", "localQueryResult", "queryJournal",
  "fetchQuery", "fetchMutation", "fetchAction", "preloadQuery", "makeFunctionReference",
  "getQuery", "getAllQueries", "setQuery", "createFunctionHandle", "convexQuery", "convexAction",
]);
/** Those that take the name after something else: a delay, or the name and the schedule of a cron job. */
const LATER: ReadonlyMap<string, readonly number[]> = new Map([
  ["runAfter", [1]], ["runAt", [1]],
  ["interval", [2]], ["hourly", [1, 2]], ["daily", [2]], ["weekly", [2]], ["monthly", [2]], ["cron", [2]],
]);

/** Whether a string goes where an API takes the function, not where it takes what the function is given. */
export function isNameSink(sink: Sink, bindings: readonly BindingFact[]): boolean {
  // `useQuery_experimental({ query: … })`, `useQueries({ rows: { query: … } })`
  if (sink.kind !== "argument" || (sink.keys.length > 0 && sink.keys.at(-1) !== "query")) return false;
  const name = calledName(sink.callee, bindings) ?? "";
  return NAME_APIS.has(name) ? sink.index <= 0 : LATER.get(name)?.includes(sink.index) === true;
}

/**
 * Whether a string may go to such an API, by a look that describes nothing: nearly all strings of a file are class
 * names, labels and keys, and reading their sinks would describe everything around them.
 */
export function mayGoToNameApi(expression: Frame, scopes: ScopeAnalysis): boolean {
  let frame = wrapped(expression);
  for (let up = frame.up; up; frame = wrapped(up), up = frame.up) {
    switch (up.node.type) {
      case "ConditionalExpression":
      case "LogicalExpression":
      case "SequenceExpression":
      case "Property":
      case "SpreadElement":
      case "ArrayExpression":
      case "ObjectExpression":
        break;
      case "CallExpression":
      case "NewExpression":
        if (isObjectCall(up.node)) break;
        return up.node.callee !== frame.node && mayBeNameApi(unwrap(up.node.callee), scopes);
      default:
        return false;
    }
  }
  return false;
}

function mayBeNameApi(callee: Node, { resolved }: ScopeAnalysis): boolean {
  const isApi = (name: string | undefined): boolean => name === undefined || NAME_APIS.has(name) || LATER.has(name);
  if (callee.type === "MemberExpression") return isApi(keyName(callee.property, callee.computed));
  if (callee.type !== "Identifier") return false;
  const declaration = resolved.get(callee);
  // Names of the file's own may stand for a member: `const { runQuery: run } = ctx`.
  if (declaration && declaration.kind !== "import" && declaration.kind !== "function" && declaration.kind !== "class") return true;
  return isApi(declaration?.kind === "import" ? (importedName(declaration)?.imported ?? callee.name) : callee.name);
}

/** The last name of a callee: `runQuery` of `ctx.runQuery`, of `({ runQuery }) => runQuery(…)`, of an import under another name. */
function calledName(callee: Value, bindings: readonly BindingFact[]): string | undefined {
  switch (callee.kind) {
    case "member":
      return callee.property ?? undefined;
    case "global":
      return callee.name;
    case "binding": {
      const binding = bindings[callee.binding];
      const value = binding?.value;
      return binding?.import?.imported ?? binding?.parameter?.path.at(-1) ?? (value?.kind === "member" ? value.property : undefined) ?? binding?.name;
    }
    default:
      return undefined;
  }
}
