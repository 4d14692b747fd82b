import { FUNCTION_NAME } from "../facts/names.ts";
import { mayBeName } from "../facts/strings.ts";
import type { CallValue, Value } from "../facts/types.ts";
import type { Denotation } from "./denotation.ts";

const leading = new WeakMap<Value, boolean>();

/** Whether a value is made of names, calls or names of functions anywhere, not of other literals alone, as tables of data are. */
export function leadsSomewhere(value: Value): boolean {
  switch (value.kind) {
    case "unknown":
      return false;
    case "string":
      return FUNCTION_NAME.test(value.value);
    case "template":
      return mayBeName(value.parts);
    case "object":
    case "array":
    case "choice": {
      let leads = leading.get(value);
      if (leads === undefined) {
        const parts = value.kind === "array" ? value.elements : value.kind === "choice" ? value.options : [...value.entries.map((entry) => entry.value), ...value.spreads];
        leads = parts.some(leadsSomewhere);
        leading.set(value, leads);
      }
      return leads;
    }
    default:
      return true;
  }
}

/** Whether the result of a call is worth more than the call itself. */
export function leadsToReferences(found: Denotation): boolean {
  switch (found.kind) {
    case "reference":
    case "namespace":
    case "several":
      return true;
    case "generated":
      return found.module === "api";
    case "value":
      return found.value.kind === "object" || found.value.kind === "array" || found.value.kind === "choice";
    default:
      return false;
  }
}

/** Returns what is known among several possibilities. */
export function several(options: readonly Denotation[], certain: boolean): Denotation {
  const known = options.flatMap((option) => (option.kind === "several" && option.certain === certain ? option.options : option)).filter(({ kind }) => kind !== "unknown");
  const [only, ...others] = known;
  if (!only) return { kind: "unknown" };
  return others.length === 0 && certain ? only : { kind: "several", options: known, certain };
}

/** Returns something as one of those that a name made at run time may choose. */
export function anyOf(option: Denotation): Denotation {
  return option.kind === "reference" ? { ...option, isChosen: true } : option;
}

/** Returns the array that `Object.values(…)` or `Object.entries(…)` makes; what it takes of function references is not known. */
export function objectElements({ callee, args, range }: CallValue, denote: (value: Value) => Denotation): Denotation | undefined {
  if (callee.kind !== "member" || callee.object.kind !== "global" || callee.object.name !== "Object" || !args[0]) return undefined;
  if (callee.property !== "values" && callee.property !== "entries") return undefined;
  const found = denote(args[0]);
  if (found.kind === "reference") return { ...found, path: [...found.path, null] };
  if (found.kind !== "value" || found.value.kind !== "object") return undefined;
  const { entries, spreads } = found.value;
  const values = [...entries.map((entry) => entry.value), ...spreads];
  const elements = callee.property === "values" ? values : values.map((value): Value => ({ kind: "array", elements: [{ kind: "unknown", range }, value], range }));
  return { kind: "value", file: found.file, value: { kind: "array", elements, range }, binding: null };
}

/** Returns a string with what is known put into its holes. */
export function filledTemplate({ parts, holes = [], range }: Extract<Value, { kind: "template" }>, given: (hole: number) => Denotation | undefined): Value {
  const rest = [...holes];
  const filled = parts.map((part) => {
    if (part !== null) return part;
    const hole = rest.shift() ?? null;
    const found = hole === null ? undefined : given(hole);
    return found?.kind === "value" && found.value.kind === "string" ? found.value.value : null;
  });
  return filled.includes(null) ? { kind: "template", parts: filled, range } : { kind: "string", value: filled.join(""), range };
}
