import type { FileFacts } from "../facts/types.ts";
import type { Resolution } from "./resolver.ts";

interface Sources {
  readonly factsOf: (file: string) => FileFacts | undefined;
  readonly resolve: (file: string, source: string) => Resolution;
}

/** Returns the names that a module exports as values, `export *` included. */
export function exportNames(file: string, sources: Sources, seen = new Set<string>()): Set<string> {
  const names = new Set<string>();
  if (seen.has(file)) return names;
  seen.add(file);
  const facts = sources.factsOf(file);
  for (const { name, typeOnly } of facts?.exports ?? []) if (!typeOnly) names.add(name);
  for (const { name, typeOnly, source, imported } of facts?.reexports ?? []) {
    if (typeOnly) continue;
    if (name !== null) names.add(name);
    else if (imported === "*") {
      const target = sources.resolve(file, source);
      if (target.kind === "file") for (const other of exportNames(target.path, sources, seen)) if (other !== "default") names.add(other);
    }
  }
  return names;
}
