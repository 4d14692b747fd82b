import type { FileAnalysis } from "../src/analysis.ts";
import { createRule, type Finding } from "../src/create-rule.ts";
import type { SiteTarget } from "../src/fix/reference-sites.ts";
import type { RootSite } from "../src/project/denotation.ts";
import { isCommandLine } from "../src/project/references.ts";
import type { RegisteredFunction } from "../src/project/registry.ts";
import type { Verdict } from "../src/project/verdict.ts";
import { mentionAs, mentionBuilder, mentionCallers, mentionCount, mentionFunction } from "../src/text/mention.ts";

type MessageId = "publicFunction" | "operatedFunction" | "publicFunctionWithoutTwin" | "publicReference" | "startedReference" | "operatorReference" | "makeInternal" | "replaceReference";
type ServerOnly = Extract<Verdict, { kind: "server-only" }>;

export default createRule<[], MessageId>({
  name: "prefer-internal-function",
  meta: {
    type: "problem",
    docs: {
      description: "Enforce that functions which only server code calls are internal",
      recommended: "recommended",
      severity: "error",
      scope: "project",
      usesTypes: true,
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      publicFunction: "Function `{{name}}` is public, but only {{callers}} {{call}}; no client in {{files}} does.",
      operatedFunction: "Function `{{name}}` is public, but only operators run it, as {{callers}} {{call}}; they can run internal functions too, and no client in {{files}} calls it.",
      publicFunctionWithoutTwin: "Function `{{name}}` is public, but only {{callers}} {{call}}. {{builder}} has no internal twin; name one in the setting `internalBuilders`.",
      publicReference: "`{{reference}}` is a public function that only server code calls; make it internal, and this `{{replacement}}`.",
      startedReference: "This `api` leads to `{{reference}}`, a public function that only server code calls; make it internal, and reference it as `{{replacement}}`.",
      operatorReference: "`{{reference}}` is public, but only administrators and server code call it; make it internal, and this `{{replacement}}`, with a cast where the client's types take public functions only.",
      makeInternal: "Make `{{name}}` internal.",
      replaceReference: "Replace `{{reference}}` with `{{replacement}}`.",
    },
    schema: [],
  },
  defaultOptions: [],

  *find(file) {
    for (const target of file.functions) {
      const verdict = file.verdict(target);
      if (verdict.kind === "server-only") yield definitionFinding(file, target, verdict);
    }
    // `internal.a.b`, names in strings and `anyApi` stay as they are; constants are reported where `api` is written.
    for (const { site, targets } of file.workspace.sites.in(file.file)) {
      const [found] = [...targets].filter(([target, reached]) => file.verdict(target).kind === "server-only" && !file.workspace.repair.isKept(target) && !isTestedClient(reached));
      if (found) yield referenceFinding(file, found[0], found[1], site);
    }
  },
});

function definitionFinding(file: FileAnalysis, target: RegisteredFunction, { callers, perhaps }: ServerOnly): Finding<MessageId> {
  const { repair, clientFileCount } = file.workspace;
  const repairability = repair.of(target);
  // Command lines and clients with an administrator's key may call internal functions too, whatever else their files hold.
  const isOperated = repairability !== "none" && [...callers, ...perhaps].every((caller) => caller.class === "operator");
  const data = {
    name: mentionFunction(target),
    ...(isOperated ? { callers: mentionCallers(callers, perhaps, file), call: `show${ending(callers, perhaps)}` } : mentionCalls(file, callers, perhaps)),
    files: clientFileCount === 0 ? "the workspace" : mentionCount(clientFileCount, "file"),
    builder: mentionBuilder(target),
  };
  return {
    range: target.range,
    messageId: isOperated ? "operatedFunction" : repairability === "none" ? "publicFunctionWithoutTwin" : "publicFunction",
    data,
    ...repairOf(file, target, "makeInternal", data),
  };
}

/** Returns who calls a function, and where it is shown how operators run it: a text that shows a command calls nothing. */
function mentionCalls(file: FileAnalysis, callers: ServerOnly["callers"], perhaps: ServerOnly["perhaps"]): { readonly callers: string; readonly call: string } {
  const shown = callers.filter(isCommandLine);
  const code = callers.filter((caller) => !isCommandLine(caller));
  const calls = { callers: mentionCallers(code, perhaps, file), call: `call${ending(code, perhaps)} it` };
  if (shown.length === 0) return calls;
  const runs = `run it, as ${mentionCallers(shown, [], file)} show${ending(shown, [])}`;
  if (code.length > 0) return { ...calls, call: `${calls.call}, and operators ${runs}` };
  return { callers: "operators", call: perhaps.length === 0 ? runs : `${runs}, and perhaps ${mentionCallers(perhaps, [], file)} call${ending(perhaps, [])} it` };
}

function ending(callers: readonly unknown[], perhaps: readonly unknown[]): string {
  return callers.length + perhaps.length === 1 ? "s" : "";
}

function referenceFinding(file: FileAnalysis, target: RegisteredFunction, { path, class: callerClass, acceptsInternal }: SiteTarget, site: RootSite): Finding<MessageId> {
  const data = { reference: mentionAs("api", path), replacement: mentionAs("internal", path), name: mentionFunction(target) };
  return { range: site.range, messageId: callerClass === "operator" && !acceptsInternal ? "operatorReference" : file.workspace.sites.goesOn(site) ? "publicReference" : "startedReference", data, ...repairOf(file, target, "replaceReference", data) };
}

/** A test of what a client of the real deployment gets, whose call would fail. */
function isTestedClient({ class: callerClass, acceptsInternal }: SiteTarget): boolean {
  return callerClass === "test" && !acceptsInternal;
}

/** The fix of the whole file, where every file can follow; the suggestion repairs this function alone. */
function repairOf(file: FileAnalysis, target: RegisteredFunction, messageId: MessageId, data: Finding<MessageId>["data"]): Partial<Finding<MessageId>> {
  const { repair } = file.workspace;
  const repairability = repair.of(target);
  if (repairability === "none") return {};
  const suggestions = [{ messageId, data, edits: () => repair.editsFor(target, file.file) }];
  return repairability === "fix" ? { fix: () => repair.editsOf(file.file), suggestions } : { suggestions };
}
