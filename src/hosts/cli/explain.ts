import type { Analysis } from "../../analysis.ts";
import { fullName, namePath } from "../../project/function-names.ts";
import type { Escape, Reference } from "../../project/references.ts";
import type { RegisteredFunction } from "../../project/registry.ts";
import { isPossible, type Verdict } from "../../project/verdict.ts";
import type { Registered } from "../../project/visibility.ts";
import { handlesMissingFunctions } from "../../text/expected-errors.ts";
import { joinEnglishList, mentionAs, mentionReference } from "../../text/mention.ts";
import { lineOf } from "../../text/places.ts";
import { CannotRun } from "./cannot-run.ts";
import { describeAccess, describeDanger } from "./explain-access.ts";

/** How many other backends with a function of the same name are listed. */
const MAX_ALIKE = 3;

/** What each verdict means for the rules, in words. */
const SILENCES: Readonly<Record<Extract<Verdict, { kind: "silent" }>["because"], string>> = {
  "not-public": "It is internal, so the rules about public functions do not apply.",
  "unknown-visibility": "Nothing proves whether it is public, so nothing is said. With type information its builder may tell.",
  library: "A library, or code that is not followed, registers it and decides its visibility.",
  "made-elsewhere": "Code elsewhere, or one of several calls, makes it, so nothing is claimed.",
  component: "It belongs to a component, where public means callable by the app that uses it.",
  "tagged-public": "Its comment has the tag `@public`: it is public by design.",
  "named-in-data": "Data names it that a program may read and call it by, so nothing is claimed.",
  "shown-to-clients": "Only commands in texts run it, and another text shows clients that call it, so nothing is claimed.",
  "clients-elsewhere": "The setting `clients` says that clients are elsewhere, so nothing is claimed.",
  published: "A package that is published hands its `api` on, so that clients may be anywhere. If there are none elsewhere, set `clients` to `workspace`.",
  "no-client-in-workspace": "No client of this project is in the workspace, so nothing is claimed. If there is none elsewhere, set `clients` to `workspace`.",
};

const DECISIONS: Readonly<Record<Registered["decidedBy"], string>> = {
  builder: "what its builder is, by its imports",
  library: "what the library is known to register",
  types: "the type of its builder",
};

/**
 * Returns everything that the index knows about the functions of a name: definition, visibility and how it was
 * decided, callers with place and class, escapes that could reach it, and what the visibility rules make of it.
 * @throws CannotRun when no function has the name.
 */
export function explain(analysis: Analysis, name: string): string {
  const functions = [...analysis.snapshot.functions()];
  const found = namesMeantBy(name).map((wanted) => functions.filter(({ names }) => names.includes(wanted))).find(({ length }) => length > 0);
  if (!found) {
    const wanted = namesMeantBy(name).at(-1) ?? name;
    throw new CannotRun(`There is no function \`${wanted}\`.${similar(analysis, wanted)}`);
  }
  return found.map((target) => explainFunction(analysis, target)).join("\n");
}

/** `messages:send` is how Convex has it, `api.messages.send` how the code does, `messages.send` how messages do. */
function namesMeantBy(name: string): string[] {
  if (!/^[\w.]+\.\w+$/u.test(name)) return [fullName(namePath(name))];
  const [chain, rest] = [name, name.replace(/^(?:api|internal)\./u, "")].map((path) => path.replaceAll(".", "/").replace(/\/([^/]*)$/u, ":$1"));
  return [...new Set([fullName(namePath(name)), chain ?? "", rest ?? ""])];
}

function explainFunction(analysis: Analysis, target: RegisteredFunction): string {
  const { snapshot, visibility, verdicts } = analysis;
  const registered = visibility.of(target);
  const { references, escapes } = snapshot.callersOf(target);
  const verdict = verdicts.of(target);
  const [name = "", ...others] = target.names;
  const what = registered ? `${registered.visibility} ${registered.functionType}` : target.definition ? "perhaps a function: nothing proves what makes it" : "function of unknown visibility";
  const lines = [
    name,
    `  defined    ${place(analysis, target.file, target.range[0])}${describeMaker(target)}`,
    ...(others.length > 0 ? [`  also       ${others.join(", ")}`] : []),
    `  is         ${what}${registered ? `, decided by ${DECISIONS[registered.decidedBy]}` : ""}`,
    ...(target.publicTag === null ? [] : [`  tagged     @public ${target.publicTag}`.trimEnd()]),
    ...describeSharers(analysis, target),
    ...describeAlike(analysis, target),
    references.length > 0 ? "  references" : "  references none",
    ...references.map((reference) => `    ${describeReference(analysis, reference)}`),
    ...(verdict.kind === "silent" && verdict.because === "named-in-data" ? ["  named in data", ...snapshot.dataNaming(target).map((file) => `    ${snapshot.relativePath(file)}`)] : []),
    ...(verdict.kind === "silent" && verdict.because === "shown-to-clients" ? ["  shown in", ...snapshot.documentsShowing(target).map((file) => `    ${snapshot.relativePath(file)}`)] : []),
    ...(escapes.length > 0 ? ["  escapes that may reach it", ...escapes.map((escape) => `    ${describeEscape(analysis, escape)}`)] : []),
    `  verdict    ${registered?.visibility === "internal" ? describeInternal(analysis, verdict, references) : describeVerdict(analysis, verdict, { isProven: registered !== undefined, isCalled: references.some(({ certainty, class: callerClass }) => certainty === "direct" && callerClass !== "test") })}`,
    ...(registered?.visibility === "public" ? describeAsWhom(analysis, target) : []),
    "",
  ];
  return lines.join("\n");
}

function describeMaker({ definition, made, library, builder }: RegisteredFunction): string {
  if (library) return ", made by a library";
  if (definition) return ` by a call of \`${shorten(definition.calleeText)}\``;
  if (made) return " by a call in a function that makes it";
  return builder.kind === "function" ? ", made by one of several calls or by code elsewhere" : ", made by a library or by code that is not followed";
}

/** A definition that several projects register is judged once. */
function describeSharers({ snapshot }: Analysis, target: RegisteredFunction): string[] {
  const others = snapshot.sharersOf(target).filter(({ project }) => project !== target.project);
  return others.map(({ project, names }) => `  shared     \`${snapshot.relativePath(project.directory)}\` registers the same definition, as ${names.join(", ")}`);
}

/** Who calls a function of this name in another project calls this one too if the two are copies of one backend. */
function describeAlike({ snapshot, verdicts }: Analysis, target: RegisteredFunction): string[] {
  const { key, project, names } = target;
  const copies = verdicts.copiesOf(target);
  const others = [...snapshot.functions()].filter((other) => other.key !== key && other.project !== project && !copies.includes(other) && other.names.some((name) => names.includes(name)));
  const line = (label: string, found: readonly RegisteredFunction[], counted: string): string[] => {
    const directories = [...new Set(found.map((other) => `\`${snapshot.relativePath(other.project.directory)}\``))];
    if (directories.length === 0) return [];
    return [`  ${label} ${joinEnglishList(directories.length <= MAX_ALIKE ? directories : [...directories.slice(0, MAX_ALIKE), `${directories.length - MAX_ALIKE} more`])} ${directories.length === 1 ? "has" : "have"} ${counted}`];
  };
  return [...line("copied    ", copies, "a copy of it, whose clients count as its own"), ...line("alike     ", others, "a function of this name too, whose callers count apart")];
}

function describeAsWhom(analysis: Analysis, target: RegisteredFunction): string[] {
  const answer = analysis.access.of(target);
  const at = (file: string, start: number): string => place(analysis, file, start);
  return [`  access     ${describeAccess(answer, at)}`, `  does       ${describeDanger(answer, at)}`];
}

function describeReference(analysis: Analysis, reference: Reference): string {
  const kind = reference.certainty === "direct" ? reference.class : reference.certainty === "type" ? `${reference.class}, type only` : `${reference.class}, possible`;
  return `${kind.padEnd(18)} ${placeOf(analysis, reference)} ${describePath(reference)}`;
}

/** What is written there, as far as it was read: of some places only the last names are known. */
function describePath(reference: Reference): string {
  const { certainty, root, form, path, range } = reference;
  if (path.length === 0) return form === "name" ? "a name made at run time" : "the function itself, imported";
  return certainty === "possible" && root === "any" && range[1] === 0 ? `${path.join(".")} of something unknown` : mentionReference(reference);
}

function describeEscape(analysis: Analysis, { file, range, root, prefix, class: callerClass }: Escape): string {
  return `${callerClass.padEnd(18)} ${place(analysis, file, range[0])} ${root === "internal" || root === "api" ? mentionAs(root, prefix) : ["anyApi", ...prefix].join(".")}`;
}

/** Clients decide about public functions; an internal one is out of their reach. */
function describeInternal(analysis: Analysis, verdict: Verdict, references: readonly Reference[]): string {
  const call = references.find(({ file, certainty, class: callerClass, isClientApi }) => certainty === "direct" && callerClass === "client" && (isClientApi || analysis.snapshot.places.of(file).isClientSide));
  if (call) {
    const expected = handlesMissingFunctions(analysis.snapshot.store.textOf(call.file) ?? "");
    return `It is internal, and a client at ${placeOf(analysis, call)} cannot call it${expected ? ", which that code is prepared for" : ": `no-internal-in-client` reports it"}.`;
  }
  const alarm = verdict.kind === "client" ? ` What may be a client, at ${placeOf(analysis, verdict.by)}, could not call it.` : "";
  return `${SILENCES["not-public"]}${alarm}`;
}

/** @param known `isCalled`: whether there are callers at all, tests left out. */
function describeVerdict(analysis: Analysis, verdict: Verdict, { isProven, isCalled }: { readonly isProven: boolean; readonly isCalled: boolean }): string {
  switch (verdict.kind) {
    case "silent":
      return SILENCES[verdict.because];
    case "client": {
      if (isPossible(verdict.by)) return `Whether a client calls it is not known: what may be one is at ${placeOf(analysis, verdict.by)}.`;
      const client = "certainty" in verdict.by && verdict.by.certainty === "type" ? "mention of its type" : "client, or what may be one,";
      return `${isProven ? "It has to stay public" : "If it is public, it has to stay so"}: a ${client} is at ${placeOf(analysis, verdict.by)}.`;
    }
    case "server-only":
      return "Only server code or operators call it: `prefer-internal-function` reports it.";
    case "unused":
      return `Nothing calls it${isCalled ? " but itself and functions that nothing else calls" : ""}${verdict.tests.length > 0 ? " except tests" : ""}: \`no-unused-public-function\` reports it.`;
    case "open":
      return `Server code or operators may reach it at ${placeOf(analysis, verdict.by)}, and nothing else is known: no rule about visibility reports it.`;
  }
}

/** Returns where something is referenced: `src/App.tsx:4`. */
export function placeOf(analysis: Analysis, { file, range }: Reference | Escape): string {
  return place(analysis, file, range[0], range[1]);
}

/** Returns `path:line`; a file whose text was only searched has no line. */
function place({ snapshot }: Analysis, file: string, start: number, end = start + 1): string {
  const path = snapshot.relativePath(file);
  return end === 0 ? path : `${path}:${String(lineOf(snapshot.store.textOf(file) ?? "", start))}`;
}

function similar(analysis: Analysis, wanted: string): string {
  const own = wanted.split(":")[1] ?? "";
  const found = [...analysis.snapshot.functions()].flatMap((target) => target.names).filter((name) => name.endsWith(`:${own}`) || name.startsWith(`${wanted.split(":")[0] ?? ""}:`));
  const names = [...new Set(found)].sort();
  return names.length > 0 ? ` There ${names.length === 1 ? "is" : "are"} ${names.slice(0, 8).map((name) => `\`${name}\``).join(", ")}.` : "";
}

function shorten(text: string): string {
  const line = text.replace(/\s+/gu, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
