/** Comments in front of a line of code, above which no code stands. */
const COMMENT_LINE = /^\s*(?:\/\/|\/?\*|\{\s*\/\*)/u;

/** Whether a directive `@ts-expect-error` is about the line of an offset: TypeScript complains where it finds none to expect. */
export function expectsTypeError(text: string, offset: number): boolean {
  if (!text.includes("@ts-expect-error")) return false;
  let end = text.lastIndexOf("\n", offset - 1);
  while (end > 0) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end);
    if (line.trim() !== "" && !COMMENT_LINE.test(line)) return false;
    if (line.includes("@ts-expect-error")) return true;
    end = start - 1;
  }
  return false;
}
