/** A line counts from 1, a column from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The lines of a text, as ESLint breaks them. */
export class Lines {
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#starts = [0, ...[...text.matchAll(/\r\n|[\r\n\u2028\u2029]/gu)].map((match) => match.index + match[0].length)];
  }

  locate([start, end]: readonly [number, number]): { readonly start: Position; readonly end: Position } {
    return { start: this.positionOf(start), end: this.positionOf(end) };
  }

  positionOf(offset: number): Position {
    let line = 0;
    for (let next = this.#starts.length; next - line > 1; ) {
      const middle = (line + next) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) line = middle;
      else next = middle;
    }
    return { line: line + 1, column: offset - (this.#starts[line] ?? 0) };
  }
}
