import { type Abstract, CONTEXT, type Frame, type FunctionAbstract, opaque, type Registers } from "./abstract.ts";
import type { Follower } from "./follower.ts";
import { isHarmless } from "./packages.ts";
import { awaited, member } from "./values.ts";

const BUILDERS: ReadonlyMap<string, Registers> = new Map([
  ["query", "query"],
  ["mutation", "mutation"],
  ["action", "action"],
  ["internalQuery", "query"],
  ["internalMutation", "mutation"],
  ["internalAction", "action"],
  ["httpAction", "httpAction"],
]);

/** Returns the function builder that a name of `_generated/server` is. */
export function builderOf(path: readonly string[]): Abstract | undefined {
  const [name = "", ...rest] = path;
  const registers = rest.length === 0 ? BUILDERS.get(name) : undefined;
  return registers && { kind: "builder", layers: [], registers };
}

/** Returns the builder that an export of `convex/server` is: `mutationGeneric`. */
export function genericBuilderOf(name: string): Abstract | undefined {
  return name.endsWith("Generic") ? builderOf([name.slice(0, -"Generic".length)]) : undefined;
}

/**
 * Runs what a builder call registered, as Convex would: each customization, then the handler with what they put on the
 * context. Returns `undefined` where there is no handler to be found.
 */
export function runRegistered(registered: Extract<Abstract, { kind: "registered" }>, args: readonly Abstract[], caller: Frame, isRoot: boolean, follower: Follower): Abstract | undefined {
  const { layers, definition, registers } = registered;
  const options = { inLoop: caller.inLoop, isRoot };
  // What a customization looks up counts where it throws, or where the handler uses it.
  const customizing = { inLoop: caller.inLoop, isRoot: false };
  let context: Abstract = CONTEXT;
  let given: Abstract = args[0] ?? opaque();
  for (const layer of layers) {
    const input = member(layer, "input", follower);
    const functions = functionsOf(input);
    if (functions.length === 0) {
      if (input.kind === "package" && isHarmless(input.source)) continue;
      caller.findings.unfollowed ??= { what: "builder", chain: [] };
      context = { kind: "context", extras: [...contextExtras(context), opaque()] };
      continue;
    }
    for (const candidate of functions) {
      startNext(caller, functions.length === 1);
      const result = awaited(follower.run(candidate, [context, given, definition], caller, customizing));
      const added = layer.kind === "customization" ? result : member(result, "ctx", follower);
      context = { kind: "context", extras: [...contextExtras(context), added] };
      if (layer.kind !== "customization") given = { kind: "several", options: [member(result, "args", follower), given] };
    }
  }
  const handlers = functionsOf(definition).concat(functionsOf(definition.kind === "function" ? opaque() : member(definition, "handler", follower)));
  if (handlers.length === 0) return undefined;
  const rest = registers === "httpAction" ? [{ kind: "args", path: ["request"] } as const] : [given];
  const results = handlers.map((handler) => {
    startNext(caller, handlers.length === 1);
    return follower.run(handler, [context, ...rest], caller, options);
  });
  return results[0];
}

/**
 * Whether what such a function has written is taken back when it throws: queries and mutations are transactions, and each
 * mutation that an action runs is one of its own. https://docs.convex.dev/functions/actions#dealing-with-errors
 */
export function takesBack(registers: Registers): boolean {
  return registers === "query" || registers === "mutation";
}

/** What Convex runs by itself runs one after the other; what a call runs belongs to that call. */
function startNext(caller: Frame, isCertain: boolean): void {
  if (caller.function === null) caller.at = { end: (caller.at?.end ?? 0) + 1, region: [], isCertain, step: null };
}

/** Returns the functions that a value may be. */
export function functionsOf(value: Abstract): FunctionAbstract[] {
  switch (value.kind) {
    case "function":
      return [value];
    case "several":
      return value.options.flatMap(functionsOf);
    case "promise":
      return functionsOf(value.value);
    default:
      return [];
  }
}

function contextExtras(context: Abstract): readonly Abstract[] {
  return context.kind === "context" ? context.extras : [];
}
