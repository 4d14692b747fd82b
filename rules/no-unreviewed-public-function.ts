import { createRule, type Finding } from "../src/create-rule.ts";
import type { Difference } from "../src/surface/compare.ts";
import type { UnreviewedPlace } from "../src/surface/surface-review.ts";
import { mentionCount } from "../src/text/mention.ts";

type MessageId = "newFunction" | "newRoute" | "changedFunction" | "changedRoute" | "unreadableSurface";

export default createRule<[], MessageId>({
  name: "no-unreviewed-public-function",
  meta: {
    type: "suggestion",
    docs: {
      description: "Disallow public functions that differ from the reviewed surface",
      scope: "project",
      usesTypes: true,
    },
    messages: {
      newFunction: "Function `{{name}}` is public, and not in the reviewed surface. `npx convex-boundary surface --write` accepts it.",
      newRoute: "Route `{{name}}` is open to everyone, and not in the reviewed surface. `npx convex-boundary surface --write` accepts it.",
      changedFunction: "Function `{{name}}` {{change}}. `npx convex-boundary surface --write` accepts it.",
      changedRoute: "Route `{{name}}` {{change}}. `npx convex-boundary surface --write` accepts it.",
      unreadableSurface: "Nothing tells what was reviewed: `{{file}}` {{problem}}.",
    },
    schema: [],
  },
  defaultOptions: [],

  *find(file) {
    const [first] = file.functions;
    const unreadable = first && file.surfaceProblem(first);
    if (unreadable) yield { range: first.range, messageId: "unreadableSurface", data: unreadable };

    const reported = new Set<number>();
    for (const place of file.unreviewed) {
      // A definition that is re-exported has several names, and the same changes under each.
      const finding = reported.has(place.range[0]) ? undefined : findingOf(place);
      if (!finding) continue;
      reported.add(place.range[0]);
      yield finding;
    }
  },
});

function findingOf({ range, name, subject, differences }: UnreviewedPlace): Finding<MessageId> | undefined {
  // Who calls a function changes somewhere else: the definition is not the place to say so.
  const own = differences.filter(({ kind }) => kind !== "callers");
  const [worst] = own.toSorted((left, right) => ORDER.indexOf(left.kind) - ORDER.indexOf(right.kind));
  if (!worst) return undefined;
  const isFunction = subject === "function";
  const rest = own.length - 1;
  const data = { name: isFunction ? name.replace(/[/:]/gu, ".") : name, change: `${worst.text}${rest > 0 ? `, and there ${rest === 1 ? "is" : "are"} ${mentionCount(rest, "other change")}` : ""}` };
  if (worst.kind === "added") return { range, messageId: isFunction ? "newFunction" : "newRoute", data };
  return { range, messageId: isFunction ? "changedFunction" : "changedRoute", data };
}

/** What a reviewer must know first. */
const ORDER: readonly Difference["kind"][] = ["added", "access-lost", "validation-lost", "type", "arguments-wider", "arguments-changed", "arguments-narrower", "access-changed", "access-gained", "validation-gained"];
