import type { Snapshot } from "../project/snapshot.ts";
import { exportedBindings, type InternalBuilders } from "./internal-twin.ts";

/** Where the builders of a name are made, and what their files could export as a twin. */
interface Home {
  readonly files: Set<string>;
  readonly exports: Set<string>;
}

/** An entry of `internalBuilders` that leads nowhere. */
export type AbsentTwin =
  /** No function is made with a builder of that name; `names` are those of the builders that there are. */
  | { readonly kind: "builder"; readonly builder: string; readonly names: readonly string[] }
  /** The file of the builder has no such export; `names` are those that it has. */
  | { readonly kind: "twin"; readonly builder: string; readonly twin: string; readonly file: string; readonly names: readonly string[] };

/** Returns the entries that name a builder or a twin that is not there. */
export function absentTwins(snapshot: Snapshot, named: InternalBuilders): readonly AbsentTwin[] {
  const entries = Object.entries(named);
  if (entries.length === 0) return [];
  const homes = findHomes(snapshot);
  return entries.flatMap(([builder, twin]): AbsentTwin[] => {
    const home = homes.get(builder);
    if (!home) return [{ kind: "builder", builder, names: [...homes.keys()] }];
    const [file = ""] = home.files;
    return home.exports.has(twin) ? [] : [{ kind: "twin", builder, twin, file, names: [...home.exports] }];
  });
}

function findHomes(snapshot: Snapshot): ReadonlyMap<string, Home> {
  const homes = new Map<string, Home>();
  for (const { file, definition, made } of snapshot.functions()) {
    const callee = (definition?.call ?? made)?.callee;
    const builder = callee && snapshot.denoter.denote(file, callee);
    const facts = builder?.kind === "value" ? snapshot.store.factsOf(builder.file) : undefined;
    if (builder?.kind !== "value" || builder.binding === null || !facts) continue;
    const { binding } = builder;
    const exported = exportedBindings(builder.file, facts);
    for (const name of new Set([facts.bindings[binding]?.name ?? "", ...exported.filter((other) => other.binding === binding).map((other) => other.name)])) {
      const home = homes.get(name) ?? { files: new Set(), exports: new Set() };
      homes.set(name, home);
      home.files.add(builder.file);
      for (const other of exported) if (other.binding !== binding) home.exports.add(other.name);
      // Beside its functions a builder and its twin need no export.
      if (file === builder.file) for (const { top, name: local } of facts.bindings) if (top) home.exports.add(local);
    }
  }
  return homes;
}
