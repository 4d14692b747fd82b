import type { FileFacts, UseFact } from "../facts/types.ts";

/** A file with what is known of those that import it: whoever imports a value uses it. */
interface Exporting {
  readonly file: string;
  readonly facts: FileFacts;
  readonly sources: { readonly isImported: (file: string, exportName: string) => boolean };
}

/** Whether every name under which a value is exported is imported somewhere: `export default api`, `export { api }`. */
export function isFollowedExport({ facts, file, sources }: Exporting, { value }: UseFact): boolean {
  const names = facts.exports.filter((exported) => exported.value.range[0] <= value.range[0] && exported.value.range[1] >= value.range[1]);
  return names.length > 0 && names.every(({ name }) => sources.isImported(file, name));
}

/** Whether a binding is exported, and another file imports it. */
export function isImportedBinding(context: Exporting, id: number): boolean {
  const name = context.facts.bindings[id]?.name;
  if (name === undefined) return false;
  return context.facts.exports.some(({ name: exported, value }) => value.kind === "binding" && value.binding === id && context.sources.isImported(context.file, exported));
}
