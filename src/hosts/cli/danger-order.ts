import type { ESLint, Linter } from "eslint";

import { isWorse } from "../../access/access.ts";
import type { DangerRank } from "../../access/access.ts";
import { type Analysis, FileAnalysis } from "../../analysis.ts";
import { offsetOf } from "../../text/places.ts";

/**
 * Returns results with the most dangerous first: files by the worst of their findings, findings of a file by what a
 * stranger could do with the function that they stand at. What is equally dangerous keeps its order.
 */
export function orderByDanger(results: readonly ESLint.LintResult[], analysis: Analysis): ESLint.LintResult[] {
  const ranked = results.map((result) => {
    const ranks = ranksOf(result, analysis);
    const worst = [...ranks.values()].reduce<DangerRank>((one, other) => (isWorse(other, one) ? other : one), "nothing");
    return { result: { ...result, messages: result.messages.toSorted((one, other) => byRank(ranks.get(one), ranks.get(other))) }, worst };
  });
  return ranked.toSorted((one, other) => byRank(one.worst, other.worst)).map(({ result }) => result);
}

function ranksOf({ filePath, messages, output }: ESLint.LintResult, analysis: Analysis): Map<Linter.LintMessage, DangerRank> {
  const file = filePath.replaceAll("\\", "/");
  const own = new FileAnalysis(file, analysis);
  // After a repair the places are those of another text.
  const text = output === undefined ? analysis.snapshot.store.textOf(file) : undefined;
  return new Map(messages.map((message) => [message, text === undefined ? "nothing" : (own.dangerAt(offsetOf(text, message.line, message.column))?.rank ?? "nothing")]));
}

function byRank(one: DangerRank = "nothing", other: DangerRank = "nothing"): number {
  if (one === other) return 0;
  return isWorse(one, other) ? -1 : 1;
}
