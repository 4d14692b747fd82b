/**
 * Returns the name that differs least from a word; none if that is much, or if two differ as little.
 * @param accepts Asked about names that differ little; others do not count.
 */
export function nearestName(word: string, names: Iterable<string>, accepts: (name: string) => boolean = () => true): string | undefined {
  let least = tolerance(word) + 1;
  let nearest: string | undefined;
  for (const name of names) {
    // The lengths alone tell of most that they are too far off.
    if (Math.abs(name.length - word.length) > least) continue;
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    if (distance > least || !accepts(name)) continue;
    nearest = distance === least ? undefined : name;
    least = distance;
  }
  return nearest;
}

/** Whether one name may be meant by another: it differs little from it, or is a part of it. */
export function isAlike(name: string, other: string): boolean {
  const [left, right] = [name.toLowerCase(), other.toLowerCase()];
  return left.includes(right) || right.includes(left) || editDistance(left, right) <= tolerance(name);
}

function tolerance(word: string): number {
  return Math.max(2, Math.floor(word.length / 4));
}

/** How many letters have to be inserted, removed or replaced to make one word of the other (Levenshtein). */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
