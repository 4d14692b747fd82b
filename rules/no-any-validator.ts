import type { FileAnalysis } from "../src/analysis.ts";
import { createRule, type Finding } from "../src/create-rule.ts";
import type { RegisteredFunction } from "../src/project/registry.ts";
import { mentionFunction } from "../src/text/mention.ts";
import { type AnyPlace, findAny, mentionPath } from "../src/validators/any-places.ts";

type MessageId = "any" | "anyElsewhere" | "anyArguments" | "castArguments" | "untypedArguments" | "replaceValidator";
type Given = Extract<ReturnType<FileAnalysis["workspace"]["arguments"]["reading"]>, { kind: "given" }>;

export default createRule<[], MessageId>({
  name: "no-any-validator",
  meta: {
    type: "problem",
    docs: {
      description: "Disallow `v.any()` in the argument validators of public functions",
      recommended: "recommended",
      severity: "warn",
      scope: "project",
      usesTypes: true,
    },
    hasSuggestions: true,
    messages: {
      any: "`{{path}}` of `{{name}}` takes whatever a caller sends: `v.any()` checks nothing.",
      anyElsewhere: "`{{path}}` of `{{name}}` takes whatever a caller sends: `v.any()` in `{{place}}` checks nothing.",
      anyArguments: "Function `{{name}}` takes whatever a caller sends: `args: v.any()` checks nothing.",
      castArguments: "The `args` of `{{name}}` are cast to `any`, so that neither its handler nor its callers are checked against them.",
      untypedArguments: "The `args` of `{{name}}` are declared as `any`, so that neither its handler nor its callers are checked against them.",
      replaceValidator: "Replace `v.any()` with the validator of what the handler declares.",
    },
    schema: [],
  },
  defaultOptions: [],

  *find(file) {
    const seen = new Set<string>();
    for (const target of file.functions) {
      const reading = target.definition && file.registered(target)?.visibility === "public" ? file.workspace.arguments.reading(target) : undefined;
      if (reading?.kind !== "given") continue;
      if (reading.option?.castTo === "any") yield { range: reading.option.range, messageId: "castArguments", data: { name: mentionFunction(target) } };
      else if (file.workspace.arguments.definitions.isTypedAny(reading.file, reading.value)) yield { range: reading.option?.range ?? target.range, messageId: "untypedArguments", data: { name: mentionFunction(target) } };
      for (const place of findAny(file.workspace.arguments.validators.read(reading.file, reading.value))) {
        const finding = anyFinding(file, target, place, reading);
        // A constant that several functions use is reported once.
        if (!seen.has(finding.range.join("-"))) yield finding;
        seen.add(finding.range.join("-"));
      }
    }
  },
});

function anyFinding(file: FileAnalysis, target: RegisteredFunction, place: AnyPlace, { option }: Given): Finding<MessageId> {
  const { path, site } = place;
  const isHere = site.file === file.file;
  const data = { name: mentionFunction(target), path: mentionPath(path), place: isHere ? "" : file.mentionPlace(site.file, site.range[0]) };
  const messageId = path.length === 0 ? "anyArguments" : isHere ? "any" : "anyElsewhere";
  const range = isHere ? site.range : (option?.valueRange ?? target.range);
  const isOwn = isHere && option !== null && option.valueRange[0] <= site.range[0] && site.range[1] <= option.valueRange[1];
  const edits = isOwn ? file.workspace.betterValidator(target, place) : undefined;
  return { range, messageId, data, ...(edits && { suggestions: [{ messageId: "replaceValidator" as const, data, edits }] }) };
}
