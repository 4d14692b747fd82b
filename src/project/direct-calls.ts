import type { FileFacts, Range, Sink, Value } from "../facts/types.ts";
import { possibleReference } from "./caller-class.ts";
import { receiverOf } from "./chains.ts";
import type { Denotation } from "./denotation.ts";
import type { LinkContext, LinkSources } from "./link-context.ts";
import type { RegisteredFunction } from "./registry.ts";

/**
 * A registered function that another file imports and uses by value (`await send(ctx, args)`, as older versions of
 * Convex allowed, or its handler in a test) is used somehow. Handing it on under another name is not a use.
 */
export function linkDirectCalls(context: LinkContext): void {
  const { facts } = context;
  for (const [id, { import: imported, value, range }] of facts.bindings.entries()) {
    const name: Value = { kind: "binding", binding: id, range };
    // `const { send } = await import("./messages")`
    if (value?.kind === "member" && isModule(facts, value.object) && !isExported(facts, id)) linkFunction(context, name, range);
    if (!imported || imported.typeOnly || imported.imported === "*" || !functionOf(context, name)) continue;
    const specifiers = facts.imports.filter(({ source }) => source === imported.source).flatMap((declaration) => declaration.specifiers.filter((specifier) => specifier.imported === imported.imported));
    const mentions = specifiers.reduce((total, { references }) => total + references.length, 0);
    const handedOn = facts.uses.filter(({ value: used, sink }) => used.kind === "binding" && used.binding === id && (sink.kind === "alias" || sink.kind === "export")).length;
    if (mentions > handedOn) linkFunction(context, name, range);
  }
  for (const { value, sink } of facts.uses) {
    if (isModule(facts, value) && isHandedOnWhole(facts, sink)) linkWhole(context, value);
    const member = memberOfModule(facts, value);
    const isHandedOn = member === value && (sink.kind === "alias" || sink.kind === "export");
    if (member && !isHandedOn && sink.kind !== "type") linkFunction(context, member, member.range);
  }
}

function linkFunction(context: LinkContext, value: Value, range: Range): void {
  link(context, context.sources.denoter.denote(context.file, value), range);
}

/** `Object.values({ messages, users })`, where these are modules: any of their functions may be called. */
function linkWhole(context: LinkContext, value: Value): void {
  const { denoter } = context.sources;
  const found = denoter.denote(context.file, value);
  if (found.kind === "namespace") for (const exported of denoter.exportsOf(found)) link(context, exported, value.range);
}

/** The registered function that a name stands for. */
function functionOf({ file, sources }: LinkContext, value: Value): RegisteredFunction | undefined {
  return functionAt(sources, sources.denoter.denote(file, value));
}

function functionAt(sources: LinkSources, found: Denotation): RegisteredFunction | undefined {
  return found.kind === "value" && found.value.kind === "call" ? sources.functionAt(found.file, found.value.range) : undefined;
}

function link(context: LinkContext, found: Denotation, range: Range): void {
  const target = functionAt(context.sources, found);
  // Whoever holds the function itself needs no permission of Convex to call it.
  if (target) context.references.push({ target, reference: { ...possibleReference(context, range, []), class: context.place.isTest ? "test" : "server" } });
}

/** Whether a module goes where its members cannot be told: not into names for it, or for members of it. */
function isHandedOnWhole(facts: FileFacts, sink: Sink): boolean {
  if (sink.kind === "type" || sink.kind === "export") return false;
  return sink.kind !== "alias" || sink.bindings.some((id) => {
    const value = facts.bindings[id]?.value;
    return value?.kind !== "module" && !(value?.kind === "member" && isModule(facts, value.object));
  });
}

function isExported(facts: FileFacts, id: number): boolean {
  return facts.exports.some(({ value }) => value.kind === "binding" && value.binding === id);
}

/** `messages.send` of `messages.send(ctx, args)`, where `messages` is a module. */
function memberOfModule(facts: FileFacts, value: Value): Value | undefined {
  for (let step: Value | undefined = value; step; step = receiverOf(step)) if (step.kind === "member" && isModule(facts, step.object)) return step;
  return undefined;
}

function isModule(facts: FileFacts, value: Value): boolean {
  if (value.kind !== "binding") return value.kind === "module";
  const binding = facts.bindings[value.binding];
  return binding?.value?.kind === "module" || (binding?.import?.imported === "*" && !binding.import.typeOnly);
}
