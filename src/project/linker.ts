import { isWrittenName, mayBeName } from "../facts/strings.ts";
import type { FileFacts, Sink, UseFact, Value } from "../facts/types.ts";
import { classify, isHandedOutside, isUncertain, mayReachAdministrator, possibleReference } from "./caller-class.ts";
import { argumentsOf, chainNames, leavesOf, nameRangeOf, receiverOf, rootBinding, rootOf, stringsOf, writtenNames } from "./chains.ts";
import type { Denotation, ReferenceDenotation } from "./denotation.ts";
import { linkDirectCalls } from "./direct-calls.ts";
import { isMarkup } from "./file-kinds.ts";
import { isFollowedAlias, isFollowedExport, isNamedByCallers, isTakenByCallers, isWholeApi } from "./handed-on.ts";
import type { Expectation } from "./api-signatures.ts";
import type { LinkContext, LinkedFile, LinkSources } from "./link-context.ts";
import { linkConstantName, linkDynamic, linkNames, onlyProject } from "./name-links.ts";
import type { Certainty, Reference } from "./references.ts";

/** Choices nested deeper come from functions that return their own results. */
const MAX_DEPTH = 6;

/** Returns the references of one file, each with its function, caller class and certainty. */
export function linkFile(file: string, facts: FileFacts, sources: LinkSources): LinkedFile {
  const context: LinkContext = { file, facts, place: sources.places.of(file), sources, references: [], escapes: [], dangling: [] };
  const usedBindings = new Set(facts.uses.map(({ value }) => rootBinding(value)));
  for (const use of facts.uses) linkUse(context, use, usedBindings);
  linkDirectCalls(context);
  linkMentions(context);
  linkNames(context);
  for (const { parts, sink, range } of facts.dynamicNames) if (!parts.includes(null) || isWrittenName(parts) || takesNames(context, sink)) linkDynamic(context, parts, sink, range);
  linkLooseChains(context);
  // Without the facts, which may be let go of.
  const { references, escapes, dangling } = context;
  return { references, escapes, dangling };
}

function linkUse(context: LinkContext, use: UseFact, usedBindings: ReadonlySet<number | null>): void {
  const { file, sources } = context;
  if (use.sink.kind === "alias" && isFollowedAlias(context, use.sink, usedBindings)) return;
  if (use.sink.kind === "none" && use.value.kind === "binding") return;
  if (use.sink.kind === "export" && isFollowedExport(context, use)) return;
  const denotation = sources.denoter.denote(file, use.value);
  // Who exports `api` takes nothing of it.
  if (use.sink.kind === "export" && isWholeApi(denotation)) return;
  linkDenotation(context, use, denotation, "direct");
}

function linkDenotation(context: LinkContext, use: UseFact, denotation: Denotation, certainty: Certainty, depth = 0): void {
  if (depth > MAX_DEPTH) return;
  const { denoter } = context.sources;
  switch (denotation.kind) {
    case "reference":
      linkReference(context, denotation, use, certainty);
      break;
    case "several":
      for (const option of denotation.options) linkDenotation(context, use, option, denotation.certain ? certainty : "possible", depth + 1);
      break;
    case "value":
      switch (denotation.value.kind) {
        case "choice":
          for (const option of denotation.value.options) linkDenotation(context, use, denoter.denote(denotation.file, option), certainty, depth + 1);
          break;
        case "function":
          linkLeaves(context, use, leavesOf(denoter, denotation));
          break;
        case "object":
        case "array":
          linkLeaves(context, use, leavesOf(denoter, denotation), isGivenToClient(context, use) ? certainty : "possible");
          if (denotation.file !== context.file) for (const name of stringsOf(denoter, denotation)) linkConstantName(context, { ...use, sink: { kind: "other" } }, name);
          break;
        case "string":
          linkConstantName(context, use, denotation.value.value);
          break;
        case "template":
          // Keys of all kinds look like names of which nothing is written out; where an API takes names they are names.
          if (isWrittenName(denotation.value.parts) || (mayBeName(denotation.value.parts) && takesNames(context, use.sink))) linkDynamic(context, denotation.value.parts, use.sink, use.value.range);
          break;
        default:
          // In its own file, the call is what uses them.
          if (denotation.file !== context.file && context.place.kind === "outside") linkLeaves(context, use, argumentsOf(denoter, denotation));
          linkUnknown(context, use);
      }
      break;
    case "generated":
    case "namespace":
      linkLeaves(context, use, leavesOf(denoter, denotation));
      break;
    case "unknown":
      linkUnknown(context, use);
      break;
    default:
      break;
  }
}

/** Whether something takes the name of a function: an API, a helper that hands it to one, a raw request. */
function takesNames({ file, sources }: LinkContext, sink: Sink): boolean {
  if (sink.kind !== "argument") return false;
  return sources.sinks.read(file, sink).takesName === true || (sink.keys.at(-1) === "path" && sources.scanOf(file)?.requests === true);
}

function linkLeaves(context: LinkContext, { value: { range }, sink, owner }: UseFact, leaves: Iterable<ReferenceDenotation>, certainty: Certainty = "possible"): void {
  for (const leaf of leaves) linkReference(context, leaf, { value: { kind: "unknown", range }, sink, owner }, certainty);
}

/** Whether an API of clients takes something, and calls what is in it: `useQueries(queries)`. */
function isGivenToClient({ file, sources }: LinkContext, { sink }: UseFact): boolean {
  return sink.kind === "argument" && sink.index === 0 && sink.keys.length === 0 && sources.sinks.read(file, sink).isClientApi;
}

/**
 * Something imported that is mentioned where no use is kept, `tabs.map(…)` or a loop in a template, may be used whole.
 */
function linkMentions(context: LinkContext): void {
  const { file, facts, sources } = context;
  const kept = new Set(facts.uses.map(({ value }) => rootOf(value).range[0]));
  const specifiers = new Map(facts.imports.flatMap(({ source, specifiers: own }) => own.map((specifier) => [`${source}\0${specifier.local}`, specifier] as const)));
  for (const [id, { import: imported, name, range }] of facts.bindings.entries()) {
    if (!imported || imported.typeOnly) continue;
    const specifier = specifiers.get(`${imported.source}\0${name}`);
    const unkept = specifier?.references.find(([start]) => !kept.has(start)) ?? (isMarkup(file) ? range : undefined);
    if (!unkept) continue;
    const found = sources.denoter.denote(file, { kind: "binding", binding: id, range });
    const leaves = leavesOf(sources.denoter, found).filter(({ path }) => path.length > 0 || found.kind === "value");
    linkLeaves(context, { value: { kind: "unknown", range: unkept }, sink: { kind: "other" }, owner: null }, leaves);
  }
}

/** A method of a facade may use all of it: `tabs.map(…)`. */
function linkReceiver(context: LinkContext, use: UseFact): void {
  const { denoter } = context.sources;
  for (let inner = receiverOf(use.value); inner; inner = receiverOf(inner)) {
    const leaves = leavesOf(denoter, denoter.denote(context.file, inner));
    linkLeaves(context, use, leaves);
    if (leaves.length > 0) return;
  }
}

/** A chain from something that cannot be followed may still be a reference: `backend.messages.list`, `db.public.users.get()`. */
function linkUnknown(context: LinkContext, use: UseFact): void {
  if (use.sink.kind === "none") return;
  linkLostApi(context, use);
  linkReceiver(context, use);
  for (let step: Value | undefined = use.value; step; step = receiverOf(step)) {
    const isCall = step.kind === "call";
    if (!isCall && step !== use.value) continue;
    const names = chainNames(context.facts, step.kind === "call" ? step.callee : step);
    // `users.get(id)` is a method of some object far more often than a proxy of functions.
    if (names.length >= (isCall ? 4 : 2)) linkLoose(context, names.slice(-2).join("."));
    if (isCall && names.length >= 4) linkLoose(context, names.slice(-3, -1).join("."));
  }
}

/** Something called `api` of a module that is not found, handed on whole or by the directory: whoever gets it may use everything in it. */
function linkLostApi(context: LinkContext, { value, sink }: UseFact): void {
  const { file, sources } = context;
  const path = sources.scanOf(file)?.mentionsConvex ? pathFromLostApi(context, value) : undefined;
  if (!path) return;
  const start = rootBinding(value);
  const isConstant = start !== null && !context.facts.bindings[start]?.import;
  const reading = sources.sinks.read(file, sink);
  for (const group of sources.projectsOf(file)) {
    const found = group.map((project) => ({ project, target: sources.registryOf(project).resolve(path) }));
    for (const { project, target } of found) {
      const callerClass = classify(context, reading, project, sink);
      if (target.kind === "subtree") context.escapes.push({ file, range: value.range, project, prefix: target.prefix, root: "any", class: callerClass, isClientApi: false, typeOnly: sink.kind === "type", site: null });
      // By its names alone, a chain that starts at the import is linked already.
      else if (target.kind === "function" && isConstant) context.references.push({ target: target.function, reference: { ...possibleReference(context, value.range, path), class: callerClass } });
    }
    if (found.some(({ target }) => target.kind !== "missing")) break;
  }
}

/** The names that lead to a value from such an `api`, through constants of the file. */
function pathFromLostApi(context: LinkContext, value: Value, steps = 0): readonly string[] | undefined {
  const { file, facts, sources } = context;
  const root = rootOf(value);
  const binding = root.kind === "binding" ? facts.bindings[root.binding] : undefined;
  const [, ...names] = chainNames(facts, value);
  if (!binding || value.kind === "call" || names.length !== writtenNames(value).length || steps > MAX_DEPTH) return undefined;
  if (!binding.import) {
    const outer = binding.value ? pathFromLostApi(context, binding.value, steps + 1) : undefined;
    return outer && [...outer, ...names];
  }
  const { imported, typeOnly } = binding.import;
  return imported === "api" && !typeOnly && sources.denoter.denote(file, root).kind === "unknown" ? names : undefined;
}

function linkReference(context: LinkContext, denotation: ReferenceDenotation, use: UseFact, certainty: Certainty): void {
  const { value, sink, owner } = use;
  const { range } = value;
  if (denotation.dynamic) {
    if (!isNamedByCallers(context, denotation, sink)) linkDynamic(context, denotation.dynamic, sink, range);
    return;
  }
  const { sources, file } = context;
  const reading = sources.sinks.read(file, sink);
  const typeOnly = sink.kind === "type";
  const groups = denotation.project ? [[denotation.project]] : sources.projectsOf(file);
  const found = groups
    .map((group) => group.map((project) => ({ project, target: sources.registryOf(project).resolve(denotation.path) })).filter(({ target }) => target.kind !== "missing"))
    .find((group) => group.length > 0);
  if (!found) {
    // A promise of references: `loadApi().then((api) => …)`.
    if (/^(?:then|catch|finally)$/u.test(denotation.path.at(-1) ?? "")) {
      linkReference(context, { ...denotation, path: denotation.path.slice(0, -1) }, use, "possible");
      return;
    }
    if (certainty === "direct" && !denotation.isChosen) linkDangling(context, denotation, use, reading.expects ?? reading.mayExpect);
    return;
  }
  for (const { project, target } of found) {
    const isHandedOut = isHandedOutside(context, sources.places, reading, sink);
    const callerClass = isHandedOut ? "client" : classify(context, reading, project, sink);
    if (target.kind === "function") {
      const reference: Reference = {
        file,
        range,
        nameRange: nameRangeOf(value),
        root: denotation.root,
        form: denotation.root === "name" ? "name" : "chain",
        path: denotation.path.slice(0, target.length).filter((name) => name !== null),
        certainty: typeOnly ? "type" : found.length > 1 || isHandedOut || isUncertain(context, reading) ? "possible" : certainty,
        class: callerClass,
        isClientApi: reading.isClientApi,
        acceptsInternal: reading.acceptsInternal && !denotation.isTypedPublic && !denotation.isChosen,
        site: denotation.site,
        owner,
        ...(reading.expects && !denotation.isChosen ? { expects: reading.expects } : {}),
        ...(isUnchecked(denotation) ? { isUnchecked: true } : {}),
        ...(mayReachAdministrator(context, reading, sink) ? { mayReachAdministrator: true } : {}),
      };
      context.references.push({ target: target.function, reference });
    } else if (target.kind === "subtree" && !(certainty === "direct" && isTakenByCallers(context, use))) {
      // What takes a function fails when it is given a module, which others may take functions of; they may all be called.
      if (certainty === "direct" && reading.expects && !denotation.isChosen && found.length === 1) linkDangling(context, { ...denotation, lastName: { file, range } }, use, reading.expects);
      context.escapes.push({ file, range, project, prefix: target.prefix, root: denotation.root, class: callerClass, isClientApi: reading.isClientApi, typeOnly, site: denotation.site });
    }
  }
}

function linkLooseChains(context: LinkContext): void {
  for (const chain of context.facts.looseChains) {
    const names = chain.split(".");
    // What a function means by an `api` that its file does not import is clear, though that fails.
    if (names.length > 2) linkNearly(context, names);
    else linkLoose(context, chain);
  }
}

/** Server code that reaches a function some other way proves nothing, and cannot make it public either. */
function linkLoose(context: LinkContext, chain: string): void {
  if (context.place.kind === "outside") linkNearly(context, chain.split("."));
}

function linkNearly(context: LinkContext, names: readonly string[]): void {
  const [module = "", name = ""] = names.slice(-2);
  for (const group of context.sources.projectsOf(context.file)) {
    const found = group.flatMap((project) => context.sources.registryOf(project).endingWith(module, name));
    for (const target of found) context.references.push({ target, reference: possibleReference(context, [0, 0], [module, name]) });
    if (found.length > 0) break;
  }
}

/** Notes a complete path that leads to nothing, at the place where its last name is written. */
function linkDangling(context: LinkContext, denotation: ReferenceDenotation, { value, sink }: UseFact, expects: Expectation | undefined): void {
  const { root, lastName } = denotation;
  const path = denotation.path.filter((name) => name !== null);
  const project = denotation.project ?? onlyProject(context);
  if (!project || path.length < 2 || path.length !== denotation.path.length || sink.kind === "none" || sink.kind === "type") return;
  // What is handed on may still be a module, of which somebody takes functions later: only below a module that exists is it none.
  if (!expects && !project.modules.has(path.slice(0, -1).join("/"))) return;
  const place = lastName ?? { file: context.file, range: value.range };
  const isHere = place.file === context.file && value.range[0] <= place.range[0] && place.range[1] <= value.range[1];
  context.dangling.push({
    file: place.file,
    range: isHere ? value.range : place.range,
    project,
    path,
    root,
    nameRanges: isHere && root !== "name" ? writtenNames(value) : [place.range],
    class: classify(context, context.sources.sinks.read(context.file, sink), project, sink),
    isUnchecked: isUnchecked(denotation),
    ...(expects ? { expects } : {}),
  });
}

/** Whether nothing but running it tells that a reference leads nowhere: its type is `any`, or names nothing. */
function isUnchecked({ root, isCast }: ReferenceDenotation): boolean {
  return root === "any" || root === "name" || isCast === true;
}
