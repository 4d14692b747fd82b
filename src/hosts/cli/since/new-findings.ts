import { subjectOf } from "../identity.ts";
import type { Message } from "../report.ts";

/** A finding with what is needed to know it again. */
export interface Known {
  /** The path of the file, relative to the checkout. */
  readonly path: string;
  readonly message: Message;
  /** The text of its line. */
  readonly line: string;
}

/** What was renamed in between. */
export interface Renames {
  /** Old path to new path. */
  readonly files: ReadonlyMap<string, string>;
  /** Old module to new module, as function references have them: `admin.users`. */
  readonly modules: ReadonlyMap<string, string>;
}

/**
 * Returns the findings that were not there before. A finding is known by its rule, its file and what it is about, so that
 * it stays the same when its line moves or is edited, and when callers that its message names come and go. Where a file
 * has several that are alike, those whose lines are the same are taken for the same, then the others in their order.
 */
export function findNew(before: readonly Known[], now: readonly Known[], renames: Renames): Set<Message> {
  const old = new Map<string, Known[]>();
  for (const known of before) {
    const key = keyOf(renames.files.get(known.path) ?? known.path, known.message, (subject) => renamed(subject, renames.modules));
    old.set(key, [...(old.get(key) ?? []), known]);
  }
  const current = new Map<string, Known[]>();
  for (const known of now) {
    const key = keyOf(known.path, known.message, normalized);
    current.set(key, [...(current.get(key) ?? []), known]);
  }
  const found = new Set<Message>();
  for (const [key, candidates] of current) {
    const lines = (old.get(key) ?? []).map(({ line }) => condensed(line));
    const unpaired = candidates.filter(({ line }) => {
      const at = lines.indexOf(condensed(line));
      if (at !== -1) lines.splice(at, 1);
      return at === -1;
    });
    for (const { message } of unpaired.slice(lines.length)) found.add(message);
  }
  return found;
}

function keyOf(path: string, message: Message, nameOf: (subject: string) => string): string {
  return JSON.stringify([path, message.ruleId, nameOf(subjectOf(message))]);
}

/** `"admin/users:list"` as `admin.users.list`; what is no name stays as it is. */
function normalized(subject: string): string {
  return /^["'][\w./:-]+["']$/u.test(subject) ? subject.slice(1, -1).replace(/[/:]/gu, ".") : subject;
}

function renamed(subject: string, modules: Renames["modules"]): string {
  const name = normalized(subject);
  const [, root = "", path = ""] = /^((?:api|internal|anyApi)\.)?(.*)$/su.exec(name) ?? [];
  for (const [from, to] of modules) if (path === from || path.startsWith(`${from}.`)) return `${root}${to}${path.slice(from.length)}`;
  return name;
}

function condensed(line: string): string {
  return line.replace(/\s+/gu, " ").trim();
}
