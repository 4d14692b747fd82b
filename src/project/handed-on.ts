import type { FileFacts, Sink, UseFact, Value } from "../facts/types.ts";
import { receiverOf, rootBinding } from "./chains.ts";
import type { Denotation, Denoter, ReferenceDenotation } from "./denotation.ts";
import { isMarkup } from "./file-kinds.ts";

/** A file with what is known of those that import it: whoever imports a value uses it. */
interface Exporting {
  readonly file: string;
  readonly facts: FileFacts;
  readonly sources: { readonly denoter: Denoter; readonly isImported: (file: string, exportName: string) => boolean };
}

/** Whether everything that becomes of the names of a declaration is known: `const { api, internal } = require("./_generated/api")`. */
export function isFollowedAlias(context: Exporting, { bindings, unread }: Extract<Sink, { kind: "alias" }>, usedBindings: ReadonlySet<number | null>): boolean {
  return bindings.every((id) => usedBindings.has(id) || isImportedBinding(context, id) || (unread.includes(id) && isIdle(context, id)));
}

/** Whether a name that its file never mentions again carries nothing anywhere else either. */
function isIdle({ file, facts, sources }: Exporting, id: number): boolean {
  if (isMarkup(file)) return false;
  const isExported = facts.exports.some(({ value }) => value.kind === "binding" && value.binding === id);
  const value = facts.bindings[id]?.value;
  const found = value ? sources.denoter.denote(file, value) : undefined;
  // Complete references count, if not as proof, wherever they stand.
  return found !== undefined && (isExported ? isWholeApi(found) : found.kind === "reference" || found.kind === "generated") && !isComplete(found);
}

/** Whether a value is `api` or `internal` itself: `export const api = anyApi`, as generated code and its copies have it. */
export function isWholeApi(found: Denotation): boolean {
  return found.kind === "reference" && found.path.length === 0;
}

/** Whether a value may be a function reference, not a module or a directory of them. */
function isComplete(found: Denotation): boolean {
  return found.kind === "reference" && found.path.length > 1;
}

/** Whether every name under which a value is exported is imported somewhere: `export default api`, `export { api }`. */
export function isFollowedExport({ facts, file, sources }: Exporting, { value }: UseFact): boolean {
  const names = facts.exports.filter((exported) => exported.value.range[0] <= value.range[0] && exported.value.range[1] >= value.range[1]);
  return names.length > 0 && names.every(({ name }) => sources.isImported(file, name));
}

/** Whether a function of the top level returns a value as it is: whoever calls the function has it, and nobody else does. */
export function isTakenByCallers({ facts }: Exporting, { value, sink }: Pick<UseFact, "value" | "sink">): boolean {
  if (sink.kind !== "return" || facts.functions[sink.function]?.argumentOf !== null) return false;
  const isReturned = (binding: FileFacts["bindings"][number]): boolean => binding.top && binding.value?.kind === "function" && binding.value.function === sink.function;
  return facts.bindings.some(isReturned) && isPlain(value, facts);
}

/** Whether the name of a reference is what a function of the top level is given, which returns it: those that call it tell. */
export function isNamedByCallers({ file, facts, sources }: Exporting, { madeOf }: ReferenceDenotation, sink: Sink): boolean {
  if (sink.kind !== "return" || madeOf?.file !== file || madeOf.binding === null || !facts.functions[sink.function]?.parameters.includes(madeOf.binding)) return false;
  const own = facts.bindings.findIndex(({ top, value }) => top && value?.kind === "function" && value.function === sink.function);
  const exported = facts.exports.filter(({ value }) => value.kind === "binding" && value.binding === own);
  return own !== -1 && exported.every(({ name }) => sources.isImported(file, name));
}

/** Whether a value is a chain of names, that of the function's result for functions of the same file. */
function isPlain(value: Value, facts: FileFacts): boolean {
  const root = rootBinding(value);
  const start = root === null ? undefined : facts.bindings[root];
  let calls = 0;
  for (let step: Value | undefined = value; step; step = receiverOf(step)) if (step.kind === "call") calls += 1;
  return start !== undefined && (calls === 0 || (start.top && start.value?.kind === "function"));
}

/** Whether a binding is exported, and another file imports it. */
function isImportedBinding(context: Exporting, id: number): boolean {
  const name = context.facts.bindings[id]?.name;
  if (name === undefined) return false;
  return context.facts.exports.some(({ name: exported, value }) => value.kind === "binding" && value.binding === id && context.sources.isImported(context.file, exported));
}
