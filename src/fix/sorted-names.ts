import type { SpecifierFact } from "../facts/types.ts";
import type { Edit } from "./edits.ts";

/**
 * Returns the edits that add names to those in the braces of an import: each where it belongs in a list that is
 * sorted, and at the end of any other.
 */
export function insertSorted(text: string, named: readonly SpecifierFact[], added: readonly string[], append: (names: readonly string[]) => Edit): Edit[] {
  const keys = named.map(({ range }) => sortKey(text.slice(...range)));
  if (!isSorted(keys)) return [append(added)];
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
    // A name that stands alone is separated from the brace as others would be from it.
    const gap = left && right ? text.slice(left.range[1], right.range[0]) : text.slice(0, next.range[0]);
    const separator = `,${/\s+$/u.exec(gap)?.[0] ?? " "}`;
    return { range: [next.range[0], next.range[0]], text: names.map((name) => name + separator).join("") };
  });
}

/**
 * Returns the edit that puts names in the place of some of those in the braces of an import and keeps the list sorted;
 * `undefined` for lists that are not, and for those with comments.
 */
export function replaceSorted(text: string, named: readonly SpecifierFact[], gone: readonly SpecifierFact[], added: readonly string[]): Edit | undefined {
  const [first, second] = named;
  const last = named.at(-1);
  if (!first || !second || !last || !isSorted(named.map(({ range }) => sortKey(text.slice(...range))))) return undefined;
  const gaps = named.slice(1).map(({ range }, index) => text.slice(named[index]?.range[1], range[0]));
  if (gaps.some((gap) => !/^\s*,\s*$/u.test(gap))) return undefined;
  const kept = named.filter((specifier) => !gone.includes(specifier)).map(({ range }) => text.slice(...range));
  const names = [...kept, ...added].sort((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
  return { range: [first.range[0], last.range[1]], text: names.join(gaps[0]) };
}

function isSorted(keys: readonly string[]): boolean {
  return keys.every((key, index) => index === 0 || key >= (keys[index - 1] ?? ""));
}

/** What tools that sort imports go by: the name without `type`, small and capital letters alike. */
function sortKey(specifier: string): string {
  return specifier.replace(/^type\s+/u, "").toLowerCase();
}
