import type { Node } from "oxc-parser";

import { type Frame, keyName, literalString, rangeOf, unwrap } from "./ast.ts";
import type { Declaration, ScopeAnalysis } from "./scopes.ts";
import { isWrittenName, mayBeName } from "./strings.ts";
import type { BindingFact, FileFacts, NameFact, Sink, Value } from "./types.ts";
import type { ValueReader } from "./values.ts";

/** `"dir/module:export"`, optionally with the extension that older clients write. */
export const FUNCTION_NAME = /^[A-Za-z_][\w.-]*(?:\/[\w.-]+)*:[A-Za-z_]\w*$/u;
/** `"internal.messages.send"`, which helpers take that look it up. */
const DOTTED_NAME = /^(?:api|internal)\.([A-Za-z_]\w*(?:\.\w+)+)$/u;
/** `"module"`, the name of a module's default export. */
const MODULE_NAME = /^[A-Za-z_]\w*(?:\/\w+)*$/u;

/** The last names of the APIs of Convex that have accepted function names since its first versions, as their first argument. */
const NAME_APIS = new Set([
  "useQuery", "useMutation", "useAction", "usePaginatedQuery", "useQueries",
  "runQuery", "runMutation", "runAction",
  "query", "mutation", "action", "watchQuery", "onUpdate", "subscribe",
  "fetchQuery", "fetchMutation", "fetchAction", "preloadQuery", "makeFunctionReference",
  "getQuery", "getAllQueries", "setQuery", "createFunctionHandle", "convexQuery", "convexAction",
]);
/** Those that take the name after something else: a delay, or the name and the schedule of a cron job. */
const LATER: ReadonlyMap<string, readonly number[]> = new Map([
  ["runAfter", [1]], ["runAt", [1]],
  ["interval", [2]], ["hourly", [1, 2]], ["daily", [2]], ["weekly", [2]], ["monthly", [2]], ["cron", [2]],
]);

/** Returns the string literals that may be function names, and the names that are put together at run time. */
export function collectNames(
  scopes: ScopeAnalysis,
  reader: ValueReader,
  ownerOf: (node: Node) => number | null,
): { names: NameFact[]; dynamicNames: FileFacts["dynamicNames"] } {
  const names: NameFact[] = [];
  const dynamicNames: { parts: readonly (string | null)[]; sink: Sink; range: readonly [number, number] }[] = [];
  for (const frame of scopes.literals) {
    const literal = frame.node;
    const text = literalString(literal);
    const built = builtString(frame, text);
    if (built) {
      const sink = reader.sinkOf(built);
      const value = reader.valueOf(built.node, "shallow");
      if (value.kind === "template" && (isNameSink(sink, reader.bindings) || isWrittenName(value.parts))) dynamicNames.push({ parts: value.parts, sink, range: value.range });
      if (value.kind === "string" && FUNCTION_NAME.test(value.value)) {
        names.push({ value: value.value, range: value.range, sink, owner: ownerOf(literal) });
        continue;
      }
    }
    if (text === undefined) continue;
    if (text.length > 200) continue;
    const dotted = DOTTED_NAME.exec(text)?.[1];
    if (dotted !== undefined) dynamicNames.push({ parts: [dotted.replaceAll(".", "/").replace(/\/(?=[^/]*$)/u, ":")], sink: reader.sinkOf(frame), range: rangeOf(unwrap(literal)) });
    else if (FUNCTION_NAME.test(text)) names.push({ value: text, range: rangeOf(unwrap(literal)), sink: reader.sinkOf(frame), owner: ownerOf(literal) });
    else if (MODULE_NAME.test(text)) {
      const sink = reader.sinkOf(frame);
      if (isNameSink(sink, reader.bindings)) names.push({ value: text, range: rangeOf(unwrap(literal)), sink, owner: ownerOf(literal) });
    }
  }
  return { names, dynamicNames };
}

/** The expression that puts a string together: a template, the outermost `+` around a literal with a colon, or a call that joins it. */
function builtString(frame: Frame, text: string | undefined): Frame | undefined {
  if (text === undefined) return frame.node.type === "TemplateLiteral" ? frame : undefined;
  if (!text.includes(":")) return undefined;
  const call = frame.up;
  if (call?.node.type === "CallExpression" && call.node.callee.type === "MemberExpression") {
    return ["join", "concat"].includes(keyName(call.node.callee.property, false) ?? "") ? call : undefined;
  }
  let outer: Frame | undefined;
  for (let { up } = frame; up?.node.type === "BinaryExpression" && up.node.operator === "+"; { up } = up) outer = up;
  return outer;
}

/** Whether a literal is the name of a function, or a part of what makes one, and the binding or function that gives it. */
export function namingDeclarations(scopes: ScopeAnalysis, reader: ValueReader): Declaration[] {
  return scopes.literals.flatMap((frame) => {
    const text = literalString(frame.node);
    if (text === undefined ? !isNameTemplate(frame.node) : !FUNCTION_NAME.test(text)) return [];
    const sink = reader.sinkOf(frame);
    const maker = sink.kind === "return" ? scopes.topLevel.get(reader.functions[sink.function]?.name ?? "") : undefined;
    return maker ? [maker] : reader.aliases(sink);
  });
}

/** `${module}:${name}`, and what has one of the two written out. */
function isNameTemplate(node: Node): boolean {
  if (node.type !== "TemplateLiteral") return false;
  const texts = node.quasis.map((quasi) => quasi.value.cooked);
  return mayBeName(texts.flatMap((text, index) => [...(index > 0 ? [null] : []), ...(text === "" ? [] : [text])]));
}

/** Whether a string goes where an API takes the function, not where it takes what the function is given. */
export function isNameSink(sink: Sink, bindings: readonly BindingFact[]): boolean {
  // `useQuery_experimental({ query: … })`, `useQueries({ rows: { query: … } })`
  if (sink.kind !== "argument" || (sink.keys.length > 0 && sink.keys.at(-1) !== "query")) return false;
  const name = calledName(sink.callee, bindings) ?? "";
  return NAME_APIS.has(name) ? sink.index <= 0 : LATER.get(name)?.includes(sink.index) === true;
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
