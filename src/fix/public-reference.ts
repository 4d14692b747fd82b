import type { Range } from "../facts/types.ts";
import type { Reference } from "../project/references.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { VisibilityReader } from "../project/visibility.ts";
import { type Edit, ordered } from "./edits.ts";
import { ImportEditor } from "./imports.ts";
import { factsAt } from "./visible-imports.ts";

/** Returns the edits that make a reference in a file one to a public function of this name, of the same module; none where it cannot be edited. */
export function publicReferenceEdits({ store }: Snapshot, file: string, reference: Reference, name: string): readonly Edit[] {
  const { site, range, nameRange } = reference;
  const facts = store.factsOf(file);
  const text = store.textOf(file);
  if (!facts || text === undefined || site?.file !== file || !isWithin(site.range, range) || !isWithin(nameRange, range)) return [];
  const edits: Edit[] = [{ range: nameRange, text: name }];
  if (reference.root !== "internal") return edits;
  const imports = new ImportEditor(factsAt(facts, file, text, range[0]), text);
  edits.push({ range: site.range, text: site.form === "property" ? "api" : imports.useAt(site.range, [site.source], "api") });
  imports.replace(site.range);
  return ordered([...edits, ...imports.edits()]);
}

function isWithin([start, end]: Range, [from, to]: Range): boolean {
  return from <= start && end <= to;
}

/** Returns the public function of the same type and module whose name is the same but for the word "internal", if there is just one. */
export function publicCounterpart(target: RegisteredFunction, snapshot: Snapshot, visibility: VisibilityReader): { readonly path: readonly string[]; readonly name: string } | undefined {
  const [module = "", own = ""] = target.names[0]?.split(":") ?? [];
  const plain = (name: string): string => name.replace(/_?internal_?/iu, "").toLowerCase();
  if (plain(own) === own.toLowerCase()) return undefined;
  const functionType = visibility.of(target)?.functionType;
  const found = [...snapshot.registryOf(target.project).below(module.split("/"))].filter((other) => {
    const registered = visibility.of(other);
    return registered?.visibility === "public" && registered.functionType === functionType && other.names.some((name) => plain(name.split(":")[1] ?? "") === plain(own) && name.startsWith(`${module}:`));
  });
  const name = found.length === 1 ? found[0]?.names.find((candidate) => candidate.startsWith(`${module}:`))?.split(":")[1] : undefined;
  return name === undefined ? undefined : { path: [...module.split("/"), name], name };
}
