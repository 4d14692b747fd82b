import type { FileFacts, Range, Value } from "../facts/types.ts";
import type { Denotation, Denoter, ReferenceDenotation } from "./denotation.ts";
import { leadsSomewhere } from "./possibilities.ts";

/** Objects nested deeper hold data, not references. */
const MAX_LEAVES_DEPTH = 6;

/** Returns the references inside an object, array, module or function that is handed on whole. */
export function leavesOf(denoter: Denoter, denotation: Denotation): readonly ReferenceDenotation[] {
  if (denotation.kind === "reference") return [denotation];
  if (!holdsOthers(denotation)) return [];
  const key = denotation.kind === "value" ? denotation.value : denotation;
  const known = denoter.leaves.get(key);
  if (known) return known;
  const leaves = [...collectLeaves(denoter, denotation, 0)];
  denoter.leaves.set(key, leaves);
  return leaves;
}

function holdsOthers(denotation: Denotation): boolean {
  if (denotation.kind !== "value") return denotation.kind === "several" || denotation.kind === "generated" || denotation.kind === "namespace";
  const { kind } = denotation.value;
  return kind === "object" || kind === "array" || kind === "choice" || kind === "function";
}

function* collectLeaves(denoter: Denoter, denotation: Denotation, depth: number): Generator<ReferenceDenotation> {
  if (depth > MAX_LEAVES_DEPTH) return;
  if (denotation.kind === "reference") yield denotation;
  if (denotation.kind === "several") for (const option of denotation.options) yield* collectLeaves(denoter, option, depth + 1);
  if (denotation.kind === "generated" || denotation.kind === "namespace") for (const part of denoter.exportsOf(denotation)) yield* collectLeaves(denoter, part, depth + 1);
  if (denotation.kind !== "value") return;
  const { value, file } = denotation;
  for (const result of denoter.resultsOf(denotation)) yield* collectLeaves(denoter, result, depth + 1);
  const parts: readonly Value[] =
    value.kind === "object" ? [...value.entries.map((entry) => entry.value), ...value.spreads] : value.kind === "array" ? value.elements : value.kind === "choice" ? value.options : [];
  for (const part of parts) if (leadsSomewhere(part)) yield* collectLeaves(denoter, denoter.denote(file, part), depth + 1);
}

/** Returns the strings inside an object or array that is handed on whole. */
export function* stringsOf(denoter: Denoter, denotation: Denotation, depth = 0): Generator<string> {
  if (depth > MAX_LEAVES_DEPTH || denotation.kind !== "value") return;
  const { value, file } = denotation;
  if (value.kind === "string") yield value.value;
  if (value.kind === "object") for (const entry of value.entries) yield* stringsOf(denoter, denoter.denote(file, entry.value), depth + 1);
  if (value.kind === "array") for (const element of value.elements) yield* stringsOf(denoter, denoter.denote(file, element), depth + 1);
}

/** Returns the references that a call is given whose result a chain starts at: `createRefs({ list: api.messages.list }).list`. */
export function argumentsOf(denoter: Denoter, { file, value }: Extract<Denotation, { kind: "value" }>): readonly ReferenceDenotation[] {
  let call = value;
  while (call.kind === "member") call = call.object;
  return call.kind === "call" ? call.args.flatMap((argument) => leavesOf(denoter, denoter.denote(file, argument))) : [];
}

/** Returns what the last step of a chain of members and calls is taken of. */
export function receiverOf(value: Value): Value | undefined {
  return value.kind === "member" ? value.object : value.kind === "call" ? value.callee : undefined;
}

/** Returns what a chain of members and calls starts at. */
export function rootOf(value: Value): Value {
  let root = value;
  for (let inner = receiverOf(root); inner; inner = receiverOf(inner)) root = inner;
  return root;
}

/** Returns the binding that a chain starts at. */
export function rootBinding(value: Value): number | null {
  const root = rootOf(value);
  return root.kind === "binding" ? root.binding : null;
}

/** Returns the place of the last name of a chain. */
export function nameRangeOf(value: Value): readonly [number, number] {
  return value.kind === "member" ? value.propertyRange : value.range;
}

/** Returns the places of the names after the root of a chain. */
export function writtenNames(value: Value): readonly Range[] {
  const ranges: Range[] = [];
  for (let current = value; current.kind === "member"; current = current.object) ranges.unshift(current.propertyRange);
  return ranges;
}

/** Returns the names of a chain, its root first; none if one is computed. */
export function chainNames(facts: FileFacts, value: Value): string[] {
  const names: string[] = [];
  let current = value;
  while (current.kind === "member") {
    if (current.property === null) return [];
    names.unshift(current.property);
    current = current.object;
  }
  if (current.kind === "binding") names.unshift(facts.bindings[current.binding]?.name ?? "");
  return names;
}

/** Returns a pattern that matches just the text. */
export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
}
