import type { ImportedName } from "../facts/types.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { ConvexProject } from "../project/convex-projects.ts";
import type { ExportedName } from "../types/argument-type.ts";
import type { TypeDeclaration, TypeFiles } from "./type-files.ts";

/** What the name of a type stands for. */
export type TypeName =
  | { readonly kind: "generated"; readonly project: ConvexProject; readonly name: string }
  | { readonly kind: "external"; readonly source: string; readonly name: string }
  | { readonly kind: "declared"; readonly file: string; readonly name: string; readonly declaration: TypeDeclaration }
  | { readonly kind: "global"; readonly name: string }
  | { readonly kind: "unknown" };

const UNKNOWN: TypeName = { kind: "unknown" };
const MAX_STEPS = 16;

/** Follows the names of types through imports and re-exports. */
export class TypeNames {
  readonly #snapshot: Snapshot;
  readonly #files: TypeFiles;

  constructor(snapshot: Snapshot, files: TypeFiles) {
    this.#snapshot = snapshot;
    this.#files = files;
  }

  /** Returns what a name means in a file; `rest` is what follows it: `Active` in `Status.Active`. */
  find(file: string, path: readonly string[], steps = 0): { readonly name: TypeName; readonly rest: readonly string[] } {
    const [first = "", second, ...others] = path;
    const facts = this.#snapshot.store.factsOf(file);
    if (!facts || steps > MAX_STEPS) return { name: UNKNOWN, rest: [] };
    for (const { source, specifiers } of facts.imports) {
      const specifier = specifiers.find(({ local }) => local === first);
      if (!specifier) continue;
      if (specifier.imported !== "*") return { name: this.#imported(file, source, specifier.imported, steps), rest: path.slice(1) };
      return { name: second === undefined ? UNKNOWN : this.#imported(file, source, second, steps), rest: others };
    }
    const declaration = this.#files.of(file)?.declarations.get(first);
    if (declaration) return { name: { kind: "declared", file, name: first, declaration }, rest: path.slice(1) };
    return { name: { kind: "global", name: first }, rest: path.slice(1) };
  }

  /** Returns how other modules can name something that a file declares. */
  exportedName(file: string, local: string, path: readonly string[] = []): ExportedName {
    const facts = this.#snapshot.store.factsOf(file);
    const found = facts?.exports.find(({ value, name }) => (value.kind === "binding" ? facts.bindings[value.binding]?.name === local : name === local));
    const declared = this.#files.of(file)?.declarations.get(local);
    return { module: file, name: found?.name ?? (declared?.exported === true ? local : null), local, path };
  }

  /** Returns how to name what an import brings in, `undefined` for something of a package. */
  importedName(file: string, { source, imported }: ImportedName, path: readonly string[]): ExportedName | undefined {
    const target = this.#snapshot.resolver.resolve(file, source);
    if (target.kind !== "file") return undefined;
    const [first, ...rest] = path;
    if (imported !== "*") return { module: target.path, name: imported, local: null, path };
    return first === undefined ? undefined : { module: target.path, name: first, local: null, path: rest };
  }

  #imported(file: string, source: string, name: string, steps: number): TypeName {
    const target = this.#snapshot.resolver.resolve(file, source);
    switch (target.kind) {
      case "generated":
        return { kind: "generated", project: target.project, name };
      case "external":
        return { kind: "external", source, name };
      case "file":
        return this.#exported(target.path, name, steps + 1);
      case "unresolved":
        return UNKNOWN;
    }
  }

  #exported(file: string, name: string, steps: number): TypeName {
    const facts = this.#snapshot.store.factsOf(file);
    if (!facts || steps > MAX_STEPS) return UNKNOWN;
    const declaration = this.#files.of(file)?.declarations.get(name);
    if (declaration?.exported) return { kind: "declared", file, name, declaration };
    // `export { type Status } from "./status"`, `export { Status }`
    for (const reexport of facts.reexports) if (reexport.name === name) return this.#imported(file, reexport.source, reexport.imported, steps);
    const own = facts.exports.find((candidate) => candidate.name === name);
    const binding = own?.value.kind === "binding" ? facts.bindings[own.value.binding] : undefined;
    if (own && binding) return this.find(file, [binding.name], steps + 1).name;
    if (own?.value.kind === "global") return this.find(file, [own.value.name], steps + 1).name;
    for (const reexport of facts.reexports) {
      if (reexport.name !== null) continue;
      const found = this.#imported(file, reexport.source, name, steps);
      if (found.kind === "declared" || found.kind === "generated") return found;
    }
    return UNKNOWN;
  }
}
