/** Returns the items of a set that are not in another. */
export function difference<T>(left: ReadonlySet<T>, right: ReadonlySet<T>): T[] {
  return [...left].filter((item) => !right.has(item));
}
