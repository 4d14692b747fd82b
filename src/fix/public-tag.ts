import type { Edit } from "./edits.ts";

/** Returns the edit that puts `@public` into the TSDoc comment of a statement, or before a statement that has none. */
export function tagEdit(text: string, start: number): Edit {
  const endOfLine = text.includes("\r\n") ? "\r\n" : "\n";
  const before = text.slice(0, start);
  const comment = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/u.exec(before);
  if (!comment) {
    const indentation = /[^\n]*$/u.exec(before)?.[0] ?? "";
    return { range: [start, start], text: `/** @public */${endOfLine}${/^\s*$/u.test(indentation) ? indentation : ""}` };
  }
  const end = comment.index + comment[0].trimEnd().length - "*/".length;
  const lastLine = /[^\n]*$/u.exec(before.slice(0, end))?.[0] ?? "";
  // `/** Sends it. */` takes the tag on its line, a longer comment on a line of its own.
  if (lastLine.trim() !== "") return { range: [end, end], text: `${lastLine.endsWith(" ") ? "" : " "}@public ` };
  const at = end - lastLine.length;
  return { range: [at, at], text: `${lastLine}* @public${endOfLine}` };
}
