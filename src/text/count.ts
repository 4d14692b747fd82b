/** How often something is in a text; with a limit, at least whether it is more often than that. */
export function countOf(text: string, part: string, max = Infinity): number {
  let total = 0;
  for (let at = text.indexOf(part); at !== -1 && total <= max; at = text.indexOf(part, at + part.length)) total += 1;
  return total;
}
