import { distance } from "fastest-levenshtein";

/**
 * Returns the name that differs least from a word; none if that is much, or if two differ as little.
 * @param accepts Asked about names that differ little; others do not count.
 */
export function nearestName(word: string, names: Iterable<string>, accepts: (name: string) => boolean = () => true): string | undefined {
  let least = tolerance(word) + 1;
  let nearest: string | undefined;
  const wanted = word.toLowerCase();
  for (const name of names) {
    // The lengths alone tell of most that they are too far off.
    if (Math.abs(name.length - word.length) > least) continue;
    const edits = distance(wanted, name.toLowerCase());
    if (edits > least || !accepts(name)) continue;
    nearest = edits === least ? undefined : name;
    least = edits;
  }
  return nearest;
}

/** Whether one name may be meant by another: it differs little from it, or is a part of it. */
export function isAlike(name: string, other: string): boolean {
  const [left, right] = [name.toLowerCase(), other.toLowerCase()];
  return left.includes(right) || right.includes(left) || distance(left, right) <= tolerance(name);
}

function tolerance(word: string): number {
  return Math.max(2, Math.floor(word.length / 4));
}
