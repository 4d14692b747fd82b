import type { Edit } from "./edits.ts";

/** Returns the edit that puts `@public` into the TSDoc comment of a statement, or before a statement that has none. */
export function tagEdit(text: string, start: number): Edit {
  const endOfLine = text.includes("\r\n") ? "\r\n" : "\n";
  const close = commentEnd(text, start);
  if (close === undefined) {
    const indentation = text.slice(lineStart(text, start), start);
    return { range: [start, start], text: `/** @public */${endOfLine}${indentation.trim() === "" ? indentation : ""}` };
  }
  const lastLine = text.slice(lineStart(text, close), close);
  // `/** Sends it. */` takes the tag on its line, a longer comment on a line of its own.
  if (lastLine.trim() !== "") return { range: [close, close], text: `${lastLine.endsWith(" ") ? "" : " "}@public ` };
  const at = close - lastLine.length;
  return { range: [at, at], text: `${lastLine}* @public${endOfLine}` };
}

/** Where the TSDoc comment before an offset closes; notes in `//` may stand between, since TypeScript reads past them. */
function commentEnd(text: string, offset: number): number | undefined {
  let end = offset;
  for (;;) {
    while (end > 0 && /\s/u.test(text.charAt(end - 1))) end -= 1;
    const start = lineStart(text, end);
    if (!/^\s*\/\//u.test(text.slice(start, end))) break;
    end = start;
  }
  if (!text.startsWith("*/", end - 2)) return undefined;
  return text.startsWith("/**", text.lastIndexOf("/*", end - 2)) ? end - 2 : undefined;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}
