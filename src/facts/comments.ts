import type { SourceComment, SourceTree } from "./ast.ts";
import type { Range, SuppressionFact } from "./types.ts";

/**
 * Returns the text after the TSDoc tag `@public` in the comment right before an offset, `null` without the tag.
 * Further comments may stand between the two, code may not.
 */
export function publicTagBefore({ comments, text }: SourceTree, offset: number): string | null {
  let end = offset;
  for (let index = lastBefore(comments, offset); index >= 0; index -= 1) {
    const comment = comments[index];
    if (!comment || text.slice(comment.range[1], end).trim() !== "") return null;
    end = comment.range[0];
    if (comment.type !== "Block" || !comment.value.startsWith("*")) continue;
    const tag = tagOf(comment.value);
    if (tag !== null) return tag;
  }
  return null;
}

/** Returns what `publicTagBefore` does, by the text alone. */
export function publicTagIn(text: string, offset: number): string | null {
  let before = text.slice(0, offset).trimEnd();
  for (;;) {
    const start = before.endsWith("*/") ? before.lastIndexOf("/*") : (/\/\/[^\n]*$/u.exec(before)?.index ?? -1);
    if (start === -1) return null;
    const tag = before.startsWith("/**", start) ? tagOf(before.slice(start + 2, -2)) : null;
    if (tag !== null) return tag;
    before = before.slice(0, start).trimEnd();
  }
}

function tagOf(comment: string): string | null {
  const tag = /(?:^|[\s*])@public(?![\w-])([^\n]*)/u.exec(comment);
  return tag ? (tag[1] ?? "").replace(/\*+$/u, "").trim() : null;
}

function lastBefore(comments: readonly SourceComment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.range[1] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Returns where ESLint's `eslint-disable` comments turn rules off. */
export function collectSuppressions({ comments, text }: SourceTree): SuppressionFact[] {
  const found: SuppressionFact[] = [];
  const open: { rules: readonly string[] | null; start: number }[] = [];
  for (const { value, range } of comments) {
    const directive = /^\s*eslint-(disable-next-line|disable-line|disable|enable)(?=[\s,]|$)([\s\S]*)$/u.exec(value);
    if (!directive) continue;
    const rules = ruleNames(directive[2] ?? "");
    switch (directive[1]) {
      case "disable-next-line":
        found.push({ rules, range: lineAfter(text, range[1]) });
        break;
      case "disable-line":
        found.push({ rules, range: lineOf(text, range[0]) });
        break;
      case "disable":
        open.push({ rules, start: range[0] });
        break;
      case "enable":
        for (const entry of open.splice(0)) {
          const ends = rules === null || entry.rules === null || entry.rules.some((rule) => rules.includes(rule));
          if (ends) found.push({ rules: entry.rules, range: [entry.start, range[0]] });
          else open.push(entry);
        }
        break;
    }
  }
  for (const { rules, start } of open) found.push({ rules, range: [start, text.length] });
  return found;
}

/** The rules named before the `--` that starts a reason; `null` when none is named, which means all. */
function ruleNames(list: string): string[] | null {
  const names = (list.split(/\s-{2,}\s/u)[0] ?? "").split(",").map((name) => name.trim()).filter((name) => name !== "");
  return names.length > 0 ? names : null;
}

function lineOf(text: string, offset: number): Range {
  const end = text.indexOf("\n", offset);
  return [text.lastIndexOf("\n", offset - 1) + 1, end === -1 ? text.length : end];
}

function lineAfter(text: string, offset: number): Range {
  const next = text.indexOf("\n", offset);
  return next === -1 ? [text.length, text.length] : lineOf(text, next + 1);
}
