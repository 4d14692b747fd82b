import type { SpecifierFact } from "../facts/types.ts";
import type { Edit } from "./edits.ts";

/**
 * Returns the edits that add names to those in the braces of an import: each where it belongs in a list that is
 * sorted, and at the end of any other.
 */
export function insertSorted(text: string, named: readonly SpecifierFact[], added: readonly string[], append: (names: readonly string[]) => Edit): Edit[] {
  const keys = named.map(({ range }) => sortKey(text.slice(...range)));
  if (keys.length < 2 || keys.some((key, index) => index > 0 && key < (keys[index - 1] ?? ""))) return [append(added)];
  const places = new Map<number, string[]>();
  for (const name of added.toSorted((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1))) {
    const index = keys.findIndex((key) => key > sortKey(name));
    places.set(index, [...(places.get(index) ?? []), name]);
  }
  return [...places].map(([index, names]) => {
    const next = named[index];
    if (!next) return append(names);
    // As its neighbours are separated.
    const [left, right] = index > 0 ? [named[index - 1], next] : [next, named[1]];
    const gap = left && right ? text.slice(left.range[1], right.range[0]) : "";
    const separator = `,${/\s+$/u.exec(gap)?.[0] ?? " "}`;
    return { range: [next.range[0], next.range[0]], text: names.map((name) => name + separator).join("") };
  });
}

/** What tools that sort imports go by: the name without `type`, small and capital letters alike. */
function sortKey(specifier: string): string {
  return specifier.replace(/^type\s+/u, "").toLowerCase();
}
