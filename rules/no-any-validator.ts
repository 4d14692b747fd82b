import type { FileAnalysis } from "../src/analysis.ts";
import { createRule, type Finding } from "../src/create-rule.ts";
import type { RegisteredFunction } from "../src/project/registry.ts";
import { joinEnglishList, mentionFunction } from "../src/text/mention.ts";
import { type AnyPlace, findAny, mentionPath } from "../src/validators/any-places.ts";

type MessageId = "any" | "anyShared" | "anyElsewhere" | "anyArguments" | "castArguments" | "untypedArguments" | "untypedValidator" | "replaceValidator";
type Given = Extract<ReturnType<FileAnalysis["workspace"]["arguments"]["reading"]>, { kind: "given" }>;

/** How many functions a message names. */
const MAX_NAMED = 3;

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
      anyShared: "`{{path}}` of {{names}} takes whatever a caller sends: `v.any()` checks nothing.",
      anyElsewhere: "`{{path}}` of `{{name}}` takes whatever a caller sends: `v.any()` in `{{place}}` checks nothing.",
      anyArguments: "Function `{{name}}` takes whatever a caller sends: `args: v.any()` checks nothing.",
      castArguments: "The `args` of `{{name}}` are cast to `any`, so that neither its handler nor its callers are checked against them.",
      untypedArguments: "The `args` of `{{name}}` are of the type `any`, so that neither its handler nor its callers are checked against them.",
      untypedValidator: "The validator of `{{path}}` of `{{name}}` is of the type `any`, so that neither its handler nor its callers are checked against it.",
      replaceValidator: "Replace `v.any()` with the validator of what the handler declares.",
    },
    schema: [],
  },
  defaultOptions: [],

  *find(file) {
    // A constant that several functions use is reported once, with all of them.
    const found = new Map<string, { readonly finding: Finding<MessageId>; readonly users: Set<string> }>();
    for (const target of file.functions) {
      const reading = target.definition && file.registered(target)?.visibility === "public" ? file.workspace.arguments.reading(target) : undefined;
      if (reading?.kind !== "given") continue;
      const { definitions, typedValidators } = file.workspace.arguments;
      const isCast = reading.option?.castTo === "any";
      const isUntyped = !isCast && definitions.isTypedAny(reading.file, reading.value);
      if (isCast || isUntyped) yield { range: reading.option?.range ?? target.range, messageId: isCast ? "castArguments" : "untypedArguments", data: { name: mentionFunction(target) } };
      for (const place of findAny(typedValidators.read(reading.file, reading.value))) {
        if (place.form === "untyped" && (isCast || isUntyped)) continue;
        const finding = anyFinding(file, target, place, reading);
        const key = finding.range.join("-");
        const known = found.get(key);
        if (known?.finding.data.path === finding.data.path) known?.users.add(mentionFunction(target));
        else if (!known) found.set(key, { finding, users: new Set([mentionFunction(target)]) });
      }
    }
    for (const { finding, users } of found.values()) yield users.size > 1 && finding.messageId === "any" ? shared(finding, [...users]) : finding;
  },
});

function shared(finding: Finding<MessageId>, users: readonly string[]): Finding<MessageId> {
  const named = users.slice(0, MAX_NAMED).map((name) => `\`${name}\``);
  const names = joinEnglishList(users.length > MAX_NAMED ? [...named, `${String(users.length - MAX_NAMED)} more`] : named);
  return { ...finding, messageId: "anyShared", data: { ...finding.data, names } };
}

function anyFinding(file: FileAnalysis, target: RegisteredFunction, place: AnyPlace, { option }: Given): Finding<MessageId> {
  const { path, site, form } = place;
  const isHere = site.file === file.file;
  const data = { name: mentionFunction(target), path: mentionPath(path), place: isHere ? "" : file.mentionPlace(site.file, site.range[0]) };
  const range = isHere ? site.range : (option?.valueRange ?? target.range);
  if (form === "untyped") return { range: path.length === 0 ? (option?.range ?? target.range) : range, messageId: path.length === 0 ? "untypedArguments" : "untypedValidator", data };
  const messageId = path.length === 0 ? "anyArguments" : isHere ? "any" : "anyElsewhere";
  const isOwn = form === "written" && isHere && option !== null && option.valueRange[0] <= site.range[0] && site.range[1] <= option.valueRange[1];
  const edits = isOwn ? file.workspace.betterValidator(target, place) : undefined;
  return { range, messageId, data, ...(edits && { suggestions: [{ messageId: "replaceValidator" as const, data, edits }] }) };
}
