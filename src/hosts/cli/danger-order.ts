import type { ESLint, Linter } from "eslint";

import { isWorse } from "../../access/access.ts";
import type { DangerRank } from "../../access/access.ts";
import { type Analysis, FileAnalysis } from "../../analysis.ts";
import type { RegisteredFunction } from "../../project/registry.ts";
import { offsetOf } from "../../text/places.ts";

/** Beyond this many, following them takes longer than to find them, and few people read findings that far. */
const MAX_FOLLOWED = 100;

/** Messages of one file, and the functions that they stand at. */
interface Located {
  readonly result: ESLint.LintResult;
  readonly functions: ReadonlyMap<Linter.LintMessage, RegisteredFunction>;
}

/**
 * Returns results with the most dangerous first: files by the worst of their findings, findings of a file by what a
 * stranger could do with the function that they stand at. Where there are very many, its type alone tells. What is
 * equally dangerous keeps its order.
 */
export function orderByDanger(results: readonly ESLint.LintResult[], analysis: Analysis): ESLint.LintResult[] {
  const located = results.map((result) => locate(result, analysis));
  const ranks = rankAll(new Set(located.flatMap(({ functions }) => [...functions.values()])), analysis);
  const ranked = located.map(({ result, functions }) => {
    const rankOf = (message: Linter.LintMessage): DangerRank => {
      const target = functions.get(message);
      return (target && ranks.get(target)) ?? "nothing";
    };
    const worst = result.messages.map(rankOf).reduce<DangerRank>((one, other) => (isWorse(other, one) ? other : one), "nothing");
    return { result: { ...result, messages: result.messages.toSorted((one, other) => byRank(rankOf(one), rankOf(other))) }, worst };
  });
  return ranked.toSorted((one, other) => byRank(one.worst, other.worst)).map(({ result }) => result);
}

function locate(result: ESLint.LintResult, analysis: Analysis): Located {
  const file = result.filePath.replaceAll("\\", "/");
  const own = new FileAnalysis(file, analysis);
  // After a repair the places are those of another text.
  const text = result.output === undefined ? analysis.snapshot.store.textOf(file) : undefined;
  const functions = new Map<Linter.LintMessage, RegisteredFunction>();
  if (text === undefined) return { result, functions };
  for (const message of result.messages) {
    const target = own.functionAt(offsetOf(text, message.line, message.column));
    if (target) functions.set(message, target);
  }
  return { result, functions };
}

function rankAll(targets: ReadonlySet<RegisteredFunction>, { access, visibility }: Analysis): ReadonlyMap<RegisteredFunction, DangerRank> {
  // Most queries read something, and none can do worse.
  const queries = new Set([...targets].filter((target) => visibility.of(target)?.functionType === "query"));
  const follows = targets.size - queries.size <= MAX_FOLLOWED;
  const rankOf = (target: RegisteredFunction): DangerRank => {
    if (queries.has(target)) return "read";
    return follows ? access.of(target).danger.rank : "write";
  };
  return new Map([...targets].map((target) => [target, rankOf(target)]));
}

function byRank(one: DangerRank, other: DangerRank): number {
  if (one === other) return 0;
  return isWorse(one, other) ? -1 : 1;
}
