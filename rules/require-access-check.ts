import type { AccessAnswer, AccessStep } from "../src/access/access.ts";
import type { FileAnalysis } from "../src/analysis.ts";
import { createRule, type Finding } from "../src/create-rule.ts";
import type { RegisteredFunction } from "../src/project/registry.ts";
import { mentionFunction } from "../src/text/mention.ts";
import { matchesName } from "../src/text/name-patterns.ts";

type MessageId = "assumed" | "assumedRead" | "inVain" | "late" | "lateInTransaction" | "unchecked" | "uncheckedHelper" | "uncheckedHelpers" | "unknown";
type Options = readonly [
  {
    readonly reads: "ignore" | "by-argument" | "report";
    readonly httpActions: boolean;
    readonly lateChecks: "in-actions" | "everywhere";
    readonly strict: boolean;
    readonly projectsWithoutIdentity: "ignore" | "report";
    readonly ignore: readonly string[];
  },
];

/** Longer ways are shortened in messages. */
const MAX_HELPERS = 2;

export default createRule<Options, MessageId>({
  name: "require-access-check",
  meta: {
    type: "problem",
    docs: {
      description: "Require public functions to look at who calls them",
      recommended: "strict",
      severity: "error",
      scope: "project",
      usesTypes: false,
    },
    messages: {
      assumed: "`{{name}}` believes its caller: `{{argument}}` says whose documents it writes, and nothing compares that with `ctx.auth`.",
      assumedRead: "Callers of `{{name}}` can read what belongs to others: `{{argument}}` says to whom, and nothing compares that with `ctx.auth`. If everyone may, say why: `@public <reason>`.",
      inVain: "Anyone can call {{chain}}, which {{does}}: `ctx.auth` is asked who calls, but nothing depends on the answer.",
      late: "Anyone can call `{{name}}`: {{write}} has written before {{check}} asks who calls, and what an action has written stays.",
      lateInTransaction: "`{{name}}` asks late: {{write}} has written before {{check}} asks who calls.",
      unchecked: "Anyone can call `{{name}}`, and it {{does}}: it never looks at `ctx.auth`. If everyone may, say why: `@public <reason>`.",
      uncheckedHelper: "Anyone can call {{chain}}, which {{does}}: neither looks at `ctx.auth`. If everyone may, say why: `@public <reason>`.",
      uncheckedHelpers: "Anyone can call {{chain}}, which {{does}}: none of them looks at `ctx.auth`. If everyone may, say why: `@public <reason>`.",
      unknown: "Nothing shows that `{{name}}` looks at `ctx.auth`: {{because}}.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          reads: { type: "string", enum: ["ignore", "by-argument", "report"], description: "Which functions are reported that only read." },
          httpActions: { type: "boolean", description: "Whether HTTP actions are reported too." },
          lateChecks: { type: "string", enum: ["in-actions", "everywhere"], description: "Where a check is reported that throws only after something is written." },
          strict: { type: "boolean", description: "Whether functions are reported that cannot be followed to the end." },
          projectsWithoutIdentity: { type: "string", enum: ["ignore", "report"], description: "Whether projects are reported in which no function looks at who calls." },
          ignore: { type: "array", items: { type: "string" }, uniqueItems: true, description: "Names of functions that are meant for everyone, with `*` for any part." },
        },
      },
    ],
  },
  defaultOptions: [{ reads: "by-argument", httpActions: false, lateChecks: "in-actions", strict: false, projectsWithoutIdentity: "ignore", ignore: [] }],

  *find(file, [options]) {
    for (const target of file.functions) {
      if (!isConcerned(file, target, options)) continue;
      const finding = findingOf(file, file.workspace.access.of(target), { name: mentionFunction(target), range: target.range }, options);
      if (finding) yield finding;
    }
    if (!options.httpActions || !file.isFunctionsFile) return;
    for (const action of file.workspace.access.httpActionsIn(file.file)) {
      if (isForEveryone(action.publicTag, action.fullName === null ? [] : [action.fullName], options)) continue;
      const finding = findingOf(file, action.answer, { name: action.name ?? "an HTTP action", range: action.range }, options);
      if (finding) yield finding;
    }
  },
});

function isConcerned(file: FileAnalysis, target: RegisteredFunction, options: Options[0]): boolean {
  const { definition, project, publicTag } = target;
  if (!definition || project.isComponent || file.registered(target)?.visibility !== "public") return false;
  if (isForEveryone(publicTag, target.names, options)) return false;
  return options.projectsWithoutIdentity === "report" || file.workspace.access.usesIdentity(project);
}

function isForEveryone(publicTag: string | null, names: readonly string[], { ignore }: Options[0]): boolean {
  // A reason says why it is for everyone; the bare tag says only that it is public.
  return (publicTag !== null && publicTag !== "") || names.some((name) => ignore.some((pattern) => matchesName(name, pattern)));
}

function findingOf(file: FileAnalysis, { verdict, danger, assumed }: AccessAnswer, { name, range }: { name: string; range: Finding<MessageId>["range"] }, options: Options[0]): Finding<MessageId> | undefined {
  const changes = danger.rank === "sweep" || danger.rank === "write";
  if (!changes && options.reads === "ignore") return undefined;
  if (assumed && assumed.file === file.file && (changes || !assumed.isOptional)) return { range: assumed.range, messageId: changes ? "assumed" : "assumedRead", data: { name, argument: assumed.argument } };
  if (verdict.kind === "unknown" && options.strict) return { range, messageId: "unknown", data: { name, because: mentionUnfollowed(file, verdict) } };
  const late = verdict.kind === "unknown" ? null : verdict.late;
  if (late && (verdict.kind === "unchecked" || options.lateChecks === "everywhere")) {
    const messageId = verdict.kind === "unchecked" ? "late" : "lateInTransaction";
    return { range, messageId, data: { name, write: mentionStep(file, late.write), check: mentionStep(file, late.check) } };
  }
  if (verdict.kind !== "unchecked" || danger.does === null || (!changes && options.reads !== "report")) return undefined;
  const helpers = danger.chain.slice(1, -1);
  const named = helpers.map((step) => mentionStep(file, step));
  // The first shows where to go on, the last where it happens.
  const chain = [`\`${name}\``, ...(named.length > MAX_HELPERS ? [...named.slice(0, 1), "…", ...named.slice(-1)] : named)].join(" → ");
  const messageId = verdict.isInVain ? "inVain" : helpers.length === 0 ? "unchecked" : helpers.length === 1 ? "uncheckedHelper" : "uncheckedHelpers";
  return { range, messageId, data: { name, chain, does: danger.does } };
}

function mentionStep(file: FileAnalysis, step: AccessStep): string {
  const place = `\`${file.mentionPlace(step.file, step.range[0])}\``;
  return step.name === "" ? place : `\`${step.name}\` (${place})`;
}

function mentionUnfollowed(file: FileAnalysis, { because, chain }: Extract<AccessAnswer["verdict"], { kind: "unknown" }>): string {
  const last = chain.at(-1);
  const place = last ? mentionStep(file, last) : "";
  switch (because) {
    case "package":
      return `${place} is of a package, which is given the context`;
    case "dynamic":
      return `${place} cannot be followed and is given the context`;
    case "builder":
      return "its function builder cannot be followed";
    case "credential":
      return "it takes something that may be a credential";
    case "size":
      return "there is too much to follow";
  }
}
