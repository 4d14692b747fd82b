import type { FileAnalysis } from "../src/analysis.ts";
import { createRule, type Finding } from "../src/create-rule.ts";
import type { Dangling, Reference } from "../src/project/references.ts";
import type { RegisteredFunction } from "../src/project/registry.ts";
import { mentionReference, mentionTypes, nameOfAnyApi } from "../src/text/mention.ts";

type MessageId = "unresolvedReference" | "wrongFunctionType" | "replaceReference";

export default createRule<[], MessageId>({
  name: "no-unresolved-function-reference",
  meta: {
    type: "problem",
    docs: {
      description: "Disallow references to functions that do not exist, where no type tells",
      recommended: "recommended",
      severity: "error",
      scope: "project",
      usesTypes: true,
    },
    hasSuggestions: true,
    messages: {
      unresolvedReference: "`{{reference}}` names no function in `{{directory}}`, and fails when it is called.",
      wrongFunctionType: "`{{reference}}` is {{actual}}, and `{{api}}` takes {{expected}}.",
      replaceReference: "Replace `{{reference}}` with `{{replacement}}`.",
    },
    schema: [],
  },
  defaultOptions: [],

  *find(file) {
    for (const found of file.dangling) if (file.isMissing(found) && isReported(file, found, file.isApiUntyped(found))) yield missingFinding(file, found);
    for (const { target, reference } of file.references) {
      const finding = reference.certainty === "direct" ? typeFinding(file, target, reference) : undefined;
      // Whether a compiler says so too is asked last: the configuration of TypeScript has to be read for it.
      if (finding && isReported(file, reference)) yield finding;
    }
  },
});

/** Whether no compiler says the same, and the place is neither a test of what happens then nor prepared for it. */
function isReported(file: FileAnalysis, found: Dangling | Reference, isApiUntyped = false): boolean {
  const { isUnchecked = false, class: callerClass, expects } = found;
  if ((!isUnchecked && !file.isUntyped && !isApiUntyped && !file.isIgnoredByCompiler(found)) || file.handlesMissingFunctions) return false;
  return !file.isTest || (callerClass === "test" && expects !== undefined && /^(?:query|mutation|action)$/u.test(expects.api));
}

function missingFinding(file: FileAnalysis, found: Dangling): Finding<MessageId> {
  const { range, project } = found;
  const anyApi = nameOfAnyApi(file, found);
  const reference = mentionReference(found, anyApi);
  const data = { reference, directory: file.mentionDirectory(project) };
  const nearest = file.nearest(found);
  if (!nearest) return { range, messageId: "unresolvedReference", data };
  const replacement = mentionReference({ ...found, path: nearest.path }, anyApi);
  return { range, messageId: "unresolvedReference", data, suggestions: [{ messageId: "replaceReference", data: { reference, replacement }, edits: () => nearest.edits }] };
}

function typeFinding(file: FileAnalysis, target: RegisteredFunction, reference: Reference): Finding<MessageId> | undefined {
  const { range, expects } = reference;
  const functionType = expects && file.registered(target)?.functionType;
  if (!functionType || expects.types.includes(functionType)) return undefined;
  const data = { reference: mentionReference(reference, nameOfAnyApi(file, reference)), actual: mentionTypes([functionType]), api: expects.api, expected: mentionTypes(expects.types) };
  return { range, messageId: "wrongFunctionType", data };
}
