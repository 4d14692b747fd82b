import { createHash } from "node:crypto";

import type { Message } from "./report.ts";

const CODE = /`([^`]*)`/u;

/**
 * Returns what a finding is about, in words that outlast edits: the first code that its message names. The rest of the
 * message counts files and names callers with their lines, which change with code elsewhere.
 */
export function subjectOf({ message }: Pick<Message, "message">): string {
  return CODE.exec(message)?.[1] ?? message.replace(/\d+/gu, "#");
}

/** Names findings so that the same one has the same name in the next run, wherever its line is then. */
export class Identities {
  readonly #seen = new Map<string, number>();

  /** Returns a name that no other finding of the report has: findings that are alike are counted in their order. */
  fingerprint(path: string, message: Message): string {
    const key = JSON.stringify([path, message.ruleId, subjectOf(message)]);
    const count = this.#seen.get(key) ?? 0;
    this.#seen.set(key, count + 1);
    return createHash("sha256").update(`${key}#${String(count)}`).digest("hex").slice(0, 40);
  }
}
