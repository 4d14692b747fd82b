import type { Value } from "../facts/types.ts";
import type { Denotation } from "./denotation.ts";

const leading = new WeakMap<Value, boolean>();

/** Whether a value is made of names or calls anywhere, not of literals alone, as tables of data are. */
export function leadsSomewhere(value: Value): boolean {
  switch (value.kind) {
    case "unknown":
    case "string":
    case "template":
      return false;
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
