import type { FileAnalysis } from "../src/analysis.ts";
import { createRule, type Finding } from "../src/create-rule.ts";
import type { Escape, Reference } from "../src/project/references.ts";
import type { RegisteredFunction } from "../src/project/registry.ts";
import { mentionAs, mentionFunction, mentionReference, nameOfAnyApi } from "../src/text/mention.ts";

type MessageId = "internalFunction" | "internalModule" | "replaceReference";

export default createRule<[], MessageId>({
  name: "no-internal-in-client",
  meta: {
    type: "problem",
    docs: {
      description: "Disallow references to internal functions in client code",
      recommended: "recommended",
      severity: "error",
      scope: "project",
      usesTypes: true,
    },
    hasSuggestions: true,
    messages: {
      internalFunction: "`{{reference}}` is an internal function, which a client cannot call: it fails with `Could not find public function`.",
      internalModule: "`{{reference}}` goes to a client, which cannot call the internal functions in it, such as `{{name}}`.",
      replaceReference: "Replace `{{reference}}` with the public function `{{replacement}}`.",
    },
    schema: [],
  },
  defaultOptions: [],

  *find(file) {
    for (const { target, reference } of file.references) {
      if (isClientCall(file, reference) && file.registered(target)?.visibility === "internal" && !file.handlesMissingFunctions) yield callFinding(file, target, reference);
    }
    for (const escape of file.escapes) {
      const target = isClientEscape(escape) ? file.internalFunctionBelow(escape) : undefined;
      if (target && !file.handlesMissingFunctions) yield escapeFinding(escape, target);
    }
  },
});

/** A client API takes the reference, or code that runs in a client's user interface has it. */
function isClientCall(file: FileAnalysis, { certainty, class: callerClass, isClientApi, mayReachAdministrator }: Reference): boolean {
  return certainty === "direct" && callerClass === "client" && (isClientApi || (file.isClientSide && !mayReachAdministrator));
}

/** `usePresence(internal.presence)` */
function isClientEscape({ root, class: callerClass, isClientApi, typeOnly }: Escape): boolean {
  return root === "internal" && callerClass === "client" && isClientApi && !typeOnly;
}

function callFinding(file: FileAnalysis, target: RegisteredFunction, reference: Reference): Finding<MessageId> {
  const data = { reference: mentionReference(reference, nameOfAnyApi(file, reference)), name: mentionFunction(target) };
  const twin = reference.form === "chain" ? file.publicCounterpart(target) : undefined;
  if (!twin) return { range: reference.range, messageId: "internalFunction", data };
  const replacement = mentionAs("api", twin.path);
  return {
    range: reference.range,
    messageId: "internalFunction",
    data,
    suggestions: [{ messageId: "replaceReference", data: { ...data, replacement }, edits: () => file.publicReferenceEdits(reference, twin.name) }],
  };
}

function escapeFinding(escape: Escape, target: RegisteredFunction): Finding<MessageId> {
  return {
    range: escape.range,
    messageId: "internalModule",
    data: { reference: mentionAs("internal", escape.prefix), name: mentionFunction(target) },
  };
}
