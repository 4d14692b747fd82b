/** Returns the items of a set that are not in another. */
export function difference<T>(left: ReadonlySet<T>, right: ReadonlySet<T>): T[] {
  return [...left].filter((item) => !right.has(item));
}

/** Returns the values of each key. */
export function grouped<Key, Value>(entries: Iterable<readonly [Key, Value]>): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const [key, value] of entries) {
    const known = groups.get(key);
    if (known) known.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
