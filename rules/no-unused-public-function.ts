import type { FileAnalysis } from "../src/analysis.ts";
import { createRule, type Finding } from "../src/create-rule.ts";
import type { Dangling, Reference } from "../src/project/references.ts";
import type { RegisteredFunction } from "../src/project/registry.ts";
import { mentionAs, mentionCount, mentionFunction, mentionReference } from "../src/text/mention.ts";

type MessageId = "unusedFunction" | "missedFunction" | "testedFunction" | "makeInternal" | "makeTestedInternal" | "markPublic";

export default createRule<[], MessageId>({
  name: "no-unused-public-function",
  meta: {
    type: "suggestion",
    docs: {
      description: "Disallow public functions that nothing calls",
      recommended: "recommended",
      severity: "warn",
      scope: "project",
      usesTypes: true,
    },
    hasSuggestions: true,
    messages: {
      unusedFunction: "Function `{{name}}` is public, so anyone on the internet can call it, but nothing in {{files}} does.",
      missedFunction: "Function `{{name}}` is public, so anyone on the internet can call it, but nothing in {{files}} does; {{miss}} at {{place}}, which names no function, may mean it.",
      testedFunction: "Function `{{name}}` is public, so anyone on the internet can call it, but nothing in {{files}} does except tests.",
      makeInternal: "Make `{{name}}` internal.",
      makeTestedInternal: "Make `{{name}}` internal; tests have to reference it as `{{reference}}` then.",
      markPublic: "Mark `{{name}}` as `@public`.",
    },
    schema: [],
  },
  defaultOptions: [],

  *find(file) {
    for (const target of file.functions) {
      const verdict = file.verdict(target);
      if (verdict.kind === "unused") yield finding(file, target, verdict.tests);
    }
  },
});

function finding(file: FileAnalysis, target: RegisteredFunction, tests: readonly Reference[]): Finding<MessageId> {
  const { repair, fileCount, nearMisses } = file.workspace;
  const miss = tests.length === 0 ? nearMisses.of(target) : undefined;
  const data = { name: mentionFunction(target), files: mentionCount(fileCount, "file"), ...mentionMiss(file, miss), reference: mentionAs("internal", target.names[0]?.split(/[/:]/u) ?? []) };
  // A suggestion changes one file. In tests, `prefer-internal-reference` asks for the rest.
  const isReferenced = tests.some(({ root, certainty }) => root === "api" && certainty === "direct");
  const makeInternal = { messageId: isReferenced ? ("makeTestedInternal" as const) : ("makeInternal" as const), data, edits: () => repair.editsFor(target, file.file) };
  const markPublic = { messageId: "markPublic" as const, data, edits: () => file.publicTagEdits(target) };
  return {
    range: target.range,
    messageId: tests.length > 0 ? "testedFunction" : miss ? "missedFunction" : "unusedFunction",
    data,
    suggestions: [...(repair.of(target) === "none" ? [] : [makeInternal]), ...(target.definition ? [markPublic] : [])],
  };
}

/** What leads nowhere, and where it is written: whoever mends that has the function used. */
function mentionMiss(file: FileAnalysis, miss: Dangling | undefined): { readonly miss: string; readonly place: string } | undefined {
  return miss && { miss: `\`${mentionReference(miss)}\``, place: `\`${file.mentionPlace(miss.file, miss.range[0])}\`` };
}
