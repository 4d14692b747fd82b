import type { FileAnalysis } from "../src/analysis.ts";
import { createRule, type Finding } from "../src/create-rule.ts";
import type { ReferenceSite, SiteTarget } from "../src/fix/reference-sites.ts";
import type { RootSite } from "../src/project/denotation.ts";
import type { RegisteredFunction } from "../src/project/registry.ts";
import { mentionAs } from "../src/text/mention.ts";

type Options = readonly [{ readonly sharedFunctions?: boolean }];
type MessageId = "internalFunction" | "sharedFunction" | "replaceReference";

const NAME = "prefer-internal-reference";

export default createRule<Options, MessageId>({
  name: NAME,
  meta: {
    type: "problem",
    docs: {
      description: "Enforce that server code references internal functions through `internal`",
      recommended: "recommended",
      severity: "error",
      strictOptions: [{ sharedFunctions: true }],
      scope: "project",
      usesTypes: true,
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      internalFunction: "`{{reference}}` is an internal function; its types are in `internal` only, so reference it as `{{replacement}}`.",
      sharedFunction: "`{{reference}}` is public because clients call it; let server code call an internal function of its own.",
      replaceReference: "Replace `{{reference}}` with `{{replacement}}`.",
    },
    schema: [
      {
        type: "object",
        properties: {
          sharedFunctions: {
            type: "boolean",
            description: "Whether to report server code that references a public function which clients call too.",
          },
        },
        additionalProperties: false,
      },
    ],
  },
  defaultOptions: [{ sharedFunctions: false }],

  *find(file, [{ sharedFunctions = false }]) {
    for (const site of file.workspace.sites.in(file.file)) {
      const internal = internalFinding(file, site);
      if (internal) yield internal;
      else if (sharedFunctions) yield* sharedFinding(file, site);
    }
  },
});

/** `api.users.sync` in server code, where `sync` is internal. */
function internalFinding(file: FileAnalysis, place: ReferenceSite): Finding<MessageId> | undefined {
  const found = [...place.targets].find(([target, use]) => isServerUseOfInternal(file, target, use));
  if (!found) return undefined;
  const { sites } = file.workspace;
  const [, { path }] = found;
  const data = { reference: mentionAs("api", path), replacement: mentionAs("internal", path) };
  const finding = { range: place.site.range, messageId: "internalFunction", data } as const;
  // A constant that carries public functions too has to stay at `api`.
  if (!isWhollyInternal(file, place)) return finding;
  if (!canFix(file, place)) return { ...finding, suggestions: [{ messageId: "replaceReference", data, edits: () => sites.editsOf(file.file, [place.site]) }] };
  const fixable = (): RootSite[] => sites.in(file.file).filter((other) => isWhollyInternal(file, other) && canFix(file, other)).map(({ site }) => site);
  return { ...finding, fix: () => sites.editsOf(file.file, fixable()) };
}

function isServerUseOfInternal(file: FileAnalysis, target: RegisteredFunction, { class: callerClass, acceptsInternal, isDirect }: SiteTarget): boolean {
  // A test may prove that clients cannot call it: `await expect(client.query(api.users.sync)).rejects`, `void api.users.sync`.
  const isServer = callerClass === "server" || (callerClass === "test" && acceptsInternal);
  return isDirect && isServer && file.registered(target)?.visibility === "internal";
}

function isWhollyInternal(file: FileAnalysis, { targets, escapes }: ReferenceSite): boolean {
  return !escapes && [...targets].every(([target, use]) => isServerUseOfInternal(file, target, use));
}

function canFix(file: FileAnalysis, { site, targets }: ReferenceSite): boolean {
  return [...targets.values()].every(({ acceptsInternal }) => acceptsInternal) && file.workspace.sites.canReplace(site, NAME);
}

/** `api.users.get` in server code, where clients call `get` too. */
function* sharedFinding(file: FileAnalysis, { site, targets }: ReferenceSite): Generator<Finding<MessageId>> {
  for (const [target, { path, class: callerClass, isDirect }] of targets) {
    if (!isDirect || callerClass !== "server" || file.verdict(target).kind !== "client" || file.registered(target)?.visibility !== "public") continue;
    yield { range: site.range, messageId: "sharedFunction", data: { reference: mentionAs("api", path), replacement: "" } };
    return;
  }
}
