/** Comments in front of a line of code, above which no code stands. */
const COMMENT_LINE = /^\s*(?:\/\/|\/?\*|\{\s*\/\*)/u;

/** Whether a directive `@ts-expect-error` is about the line of an offset: TypeScript complains where it finds none to expect. */
export function expectsTypeError(text: string, offset: number): boolean {
  return isUnder("@ts-expect-error", text, offset);
}

/** Whether a directive `@ts-ignore` is about the line of an offset: the compiler says nothing about it. */
export function ignoresTypeErrors(text: string, offset: number): boolean {
  return isUnder("@ts-ignore", text, offset);
}

function isUnder(directive: string, text: string, offset: number): boolean {
  if (!text.includes(directive)) return false;
  let end = text.lastIndexOf("\n", offset - 1);
  while (end > 0) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end);
    if (line.trim() !== "" && !COMMENT_LINE.test(line)) return false;
    if (line.includes(directive)) return true;
    end = start - 1;
  }
  return false;
}

/** What Convex answers a client that calls an internal function or one that does not exist, in a string or pattern of the code. */
const MISSING_FUNCTION = /["'`/][^"'`\n]*Could not find public function/u;

/** Whether code looks for the error of a client that calls what it cannot, and so knows that it may. */
export function handlesMissingFunctions(text: string): boolean {
  return text.includes("Could not find public") && MISSING_FUNCTION.test(text);
}
