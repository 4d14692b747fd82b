import type { Range } from "../facts/types.ts";

/** The replacement of a stretch of one file's text. */
export interface Edit {
  readonly range: Range;
  readonly text: string;
}

/** Returns the edits in order, the same edit once. */
export function ordered(edits: readonly Edit[]): Edit[] {
  const unique = new Map(edits.map((edit) => [`${String(edit.range[0])}:${String(edit.range[1])}:${edit.text}`, edit]));
  return [...unique.values()].sort((left, right) => left.range[0] - right.range[0] || left.range[1] - right.range[1]);
}
