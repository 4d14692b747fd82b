import type { FileAnalysis } from "../src/analysis.ts";
import { createRule, type Finding } from "../src/create-rule.ts";
import type { RegisteredFunction } from "../src/project/registry.ts";
import { joinEnglishList, mentionFunction } from "../src/text/mention.ts";

type MessageId = "missing" | "unread" | "missingWithReason" | "refused" | "addValidators";
type Options = readonly [{ readonly visibility: "public" | "all"; readonly keepAnnotation: boolean }];

export default createRule<Options, MessageId>({
  name: "require-argument-validators",
  meta: {
    type: "problem",
    docs: {
      description: "Require argument validators on functions that anyone can call",
      recommended: "recommended",
      severity: "error",
      scope: "project",
      usesTypes: true,
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      missing: "Function `{{name}}` has no argument validators, so it takes whatever a caller sends.",
      unread: "Function `{{name}}` has no argument validators. It reads no arguments: `args: {}` says so, and refuses what a caller sends.",
      missingWithReason: "Function `{{name}}` has no argument validators. None can be written for it: {{reason}}.",
      refused: "`{{validator}}` cannot validate the arguments of `{{name}}`: Convex takes only an object for `args`.",
      addValidators: "Add `args`, which cannot say {{losses}}.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          visibility: { type: "string", enum: ["public", "all"], description: "Which functions must validate their arguments." },
          keepAnnotation: { type: "boolean", description: "Whether the fix leaves the type annotation of the handler's parameter in place." },
        },
      },
    ],
  },
  defaultOptions: [{ visibility: "public", keepAnnotation: false }],

  *find(file, [{ visibility, keepAnnotation }]) {
    const targets = file.functions.filter((target) => isConcerned(file, target, visibility));
    for (const target of targets) {
      const reading = file.workspace.arguments.reading(target);
      const name = mentionFunction(target);
      if (reading.kind === "refused" && reading.file === file.file) yield { range: reading.range, messageId: "refused", data: { name, validator: reading.validator } };
      if (reading.kind === "missing") yield missingFinding(file, target, reading.option?.range ?? target.range, { targets, keepAnnotation });
    }
  },
});

function isConcerned(file: FileAnalysis, target: RegisteredFunction, visibility: "public" | "all"): boolean {
  const registered = target.definition && file.registered(target);
  return registered !== null && registered !== undefined && (visibility === "all" || registered.visibility === "public");
}

function missingFinding(
  file: FileAnalysis,
  target: RegisteredFunction,
  range: Finding<MessageId>["range"],
  { targets, keepAnnotation }: { readonly targets: readonly RegisteredFunction[]; readonly keepAnnotation: boolean },
): Finding<MessageId> {
  const plans = file.workspace.arguments;
  const repair = plans.repair(target);
  const data = { name: mentionFunction(target), reason: repair.kind === "none" ? repair.reason : "", losses: repair.kind === "lossy" ? joinEnglishList(repair.losses) : "" };
  const writer = file.workspace.argumentsWriter;
  switch (repair.kind) {
    case "none":
      return { range, messageId: "missingWithReason", data };
    case "lossy":
      return { range, messageId: "missing", data, suggestions: [{ messageId: "addValidators", data, edits: () => writer.validate(file.file, [target], keepAnnotation) }] };
    case "exact":
      return { range, messageId: repair.type.kind === "object" && repair.type.fields.length === 0 ? "unread" : "missing", data, fix: () => writer.validate(file.file, targets.filter((other) => plans.reading(other).kind === "missing" && plans.repair(other).kind === "exact"), keepAnnotation) };
  }
}
