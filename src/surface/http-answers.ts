import type { AccessReader } from "../access/access-reader.ts";
import type { AccessAnswer } from "../access/access.ts";
import type { RouteReading } from "./routes.ts";

/** What is known of the HTTP actions behind routes. */
export class HttpAnswers {
  readonly #access: AccessReader;
  readonly #files = new Map<string, ReadonlyMap<number, AccessAnswer>>();

  constructor(access: AccessReader) {
    this.#access = access;
  }

  /** Returns what is known of the handler of a route; `undefined` where it cannot be followed. */
  of({ handler }: RouteReading): AccessAnswer | undefined {
    if (!handler) return undefined;
    let answers = this.#files.get(handler.file);
    if (!answers) {
      answers = new Map(this.#access.httpActionsIn(handler.file).map(({ range, answer }) => [range[0], answer]));
      this.#files.set(handler.file, answers);
    }
    return answers.get(handler.range[0]);
  }
}
