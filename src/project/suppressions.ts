import type { FileFacts } from "../facts/types.ts";

/** Whether an ESLint directive turns a rule off at an offset; the rule goes by any plugin prefix the user gave it. */
export function isSuppressed(facts: FileFacts, offset: number, ruleName: string): boolean {
  return facts.suppressions.some(
    ({ rules, range }) => offset >= range[0] && offset <= range[1] && (rules === null || rules.some((rule) => rule === ruleName || rule.endsWith(`/${ruleName}`))),
  );
}
