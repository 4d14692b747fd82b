import type { LateImportFact, SpecifierFact } from "../facts/types.ts";
import type { Edit } from "./edits.ts";

/**
 * Returns the edits of a pattern that make it take further names, those that come next in the place of those that go.
 * @param wanted Names that it does not take yet.
 */
export function patternEdits({ specifiers }: LateImportFact, wanted: readonly string[], isUnused: (specifier: SpecifierFact) => boolean): Edit[] {
  const successors = [...wanted];
  const edits: Edit[] = [];
  for (const [index, specifier] of specifiers.entries()) {
    if (!isUnused(specifier)) continue;
    const successor = successors.shift();
    const [before, after] = [specifiers[index - 1], specifiers[index + 1]];
    if (successor !== undefined) edits.push({ range: specifier.range, text: successor });
    else if (after) edits.push({ range: [specifier.range[0], after.range[0]], text: "" });
    else if (before) edits.push({ range: [before.range[1], specifier.range[1]], text: "" });
  }
  const end = specifiers.at(-1)?.range[1];
  if (end !== undefined && successors.length > 0) edits.push({ range: [end, end], text: successors.map((name) => `, ${name}`).join("") });
  return edits;
}
