import { readFileSync } from "node:fs";

import type { Edit } from "../fix/edits.ts";
import type { Range } from "../facts/types.ts";
import { scriptsOf, stripByteOrderMark } from "../facts/parse.ts";

/** The text that a host lints: a whole file, or one script of a component, which is how oxlint takes components apart. */
export class LintedText {
  /** The text of the whole file. */
  readonly whole: string;
  readonly #start: number;
  readonly #end: number;

  private constructor(whole: string, start: number, end: number) {
    this.whole = whole;
    this.#start = start;
    this.#end = end;
  }

  /** Reads what a text is: one of markup without markup is a script of the file on disk. */
  static of(file: string, text: string): LintedText {
    const isMarkup = /\.(?:vue|svelte|astro)$/u.test(file);
    const saved = isMarkup ? readSaved(file) : undefined;
    if (saved !== undefined && saved !== text && text.trim() !== "") {
      for (const [from, to] of scriptsOf(file, saved)) {
        const at = saved.slice(from, to).indexOf(text);
        if (at !== -1) return new LintedText(saved, from + at, from + at + text.length);
      }
    }
    return new LintedText(text, 0, text.length);
  }

  /** Returns where a stretch of the file is in the text, `undefined` if it is elsewhere. */
  locate([start, end]: Range): [number, number] | undefined {
    return start >= this.#start && end <= this.#end ? [start - this.#start, end - this.#start] : undefined;
  }

  /** Returns edits of the file as edits of the text; none where one of them is elsewhere, since they belong together. */
  translate(edits: readonly Edit[]): Edit[] {
    const own = edits.flatMap(({ range, text }) => {
      const place = this.locate(range);
      return place ? [{ range: place, text }] : [];
    });
    return own.length === edits.length ? own : [];
  }
}

function readSaved(file: string): string | undefined {
  try {
    return stripByteOrderMark(readFileSync(file, "utf8"));
  } catch {
    // Not saved yet.
    return undefined;
  }
}
