import type { FileAnalysis } from "../src/analysis.ts";
import { createRule, type Finding } from "../src/create-rule.ts";
import type { NamedFunction } from "../src/fix/name-repair.ts";
import { mentionAs, mentionReference } from "../src/text/mention.ts";

type MessageId = "functionName" | "functionNameOnly" | "replaceName";

export default createRule<[], MessageId>({
  name: "no-string-function-reference",
  meta: {
    type: "suggestion",
    docs: {
      description: "Disallow names in strings where a function reference can stand",
      recommended: "strict",
      severity: "error",
      scope: "project",
      usesTypes: true,
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      functionName: "The name `{{name}}` is not type-checked; reference the function as `{{replacement}}`.",
      functionNameOnly: "The name `{{name}}` is not type-checked; reference the function through `api` or `internal`.",
      replaceName: "Replace `{{name}}` with `{{replacement}}`.",
    },
    schema: [],
  },
  defaultOptions: [],

  *find(file) {
    const { names } = file.workspace;
    const found = namesIn(file);
    // With several projects a name may be that of one function in each of them.
    const places = new Set(found.map(({ reference }) => reference.range[0]));
    for (const place of places) {
      const [named, ...others] = found.filter(({ reference }) => reference.range[0] === place);
      if (named) yield findingOf(file, named, others.length === 0 ? names.of(named) : "none", found);
    }
  },
});

function findingOf(file: FileAnalysis, named: NamedFunction, repair: "fix" | "suggestion" | "none", all: readonly NamedFunction[]): Finding<MessageId> {
  const { names } = file.workspace;
  const { target, reference } = named;
  const { range, path } = reference;
  const name = mentionReference(reference);
  const root = names.rootOf(target);
  if (!root) return { range, messageId: "functionNameOnly", data: { name } };
  const data = { name, replacement: mentionAs(root, path) };
  if (repair === "suggestion") return { range, messageId: "functionName", data, suggestions: [{ messageId: "replaceName", data, edits: () => names.editsOf(file.file, [named]) }] };
  if (repair === "none") return { range, messageId: "functionName", data };
  return { range, messageId: "functionName", data, fix: () => names.editsOf(file.file, all.filter((other) => names.of(other) === "fix")) };
}

/** The names given to an API that is declared to take references, in projects that have generated references. */
function namesIn(file: FileAnalysis): NamedFunction[] {
  return file.references.filter(
    ({ target, reference }) =>
      reference.isLiteral === true &&
      reference.expects?.takesNames === false &&
      file.workspace.snapshot.hasGeneratedApi(target.project) &&
      // A client that names an internal function has another problem, which `no-internal-in-client` reports.
      !(reference.class === "client" && file.registered(target)?.visibility === "internal"),
  );
}
