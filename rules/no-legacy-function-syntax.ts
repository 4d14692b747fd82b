import { createRule } from "../src/create-rule.ts";
import { mentionFunction } from "../src/text/mention.ts";

export default createRule<[], "positional">({
  name: "no-legacy-function-syntax",
  meta: {
    type: "suggestion",
    docs: {
      description: "Disallow function builders that are given a handler in place of an object",
      recommended: "strict",
      severity: "error",
      scope: "project",
      usesTypes: true,
    },
    fixable: "code",
    messages: {
      positional: "Function `{{name}}` is written in the old syntax, which has no place for validators. Give `{{builder}}` an object with a `handler`.",
    },
    schema: [],
  },
  defaultOptions: [],

  *find(file) {
    const { arguments: plans } = file.workspace;
    const targets = file.functions.filter((target) => plans.isPositional(target) && file.registered(target) !== undefined);
    for (const target of targets) {
      const data = { name: mentionFunction(target), builder: target.definition?.calleeText ?? "" };
      yield { range: target.range, messageId: "positional", data, fix: () => file.workspace.argumentsWriter.modernize(file.file, targets) };
    }
  },
});
