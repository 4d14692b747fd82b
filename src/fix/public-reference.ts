import type { Range } from "../facts/types.ts";
import type { Reference } from "../project/references.ts";
import type { Snapshot } from "../project/snapshot.ts";
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
