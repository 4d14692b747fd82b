import type { FileFacts, Range, Value } from "../facts/types.ts";
import { possibleReference } from "./caller-class.ts";
import { receiverOf } from "./chains.ts";
import type { LinkContext } from "./link-context.ts";

/**
 * A registered function that another file imports and uses by value (`await send(ctx, args)`, as older versions of
 * Convex allowed, or its handler in a test) is used somehow. Handing it on under another name is not a use.
 */
export function linkDirectCalls(context: LinkContext): void {
  const { facts } = context;
  for (const [id, { import: imported, value, range }] of facts.bindings.entries()) {
    const name: Value = { kind: "binding", binding: id, range };
    // `const { send } = await import("./messages")`
    if (value?.kind === "member" && value.object.kind === "module") linkFunction(context, name, range);
    if (!imported || imported.typeOnly || imported.imported === "*") continue;
    const mentions = facts.imports.flatMap(({ source, specifiers }) => specifiers.filter((specifier) => source === imported.source && specifier.imported === imported.imported)).reduce((total, { references }) => total + references.length, 0);
    const handedOn = facts.uses.filter(({ value: used, sink }) => used.kind === "binding" && used.binding === id && (sink.kind === "alias" || sink.kind === "export")).length;
    if (mentions > handedOn) linkFunction(context, name, range);
  }
  for (const { value, sink } of facts.uses) {
    const member = memberOfModule(facts, value);
    const isHandedOn = member === value && (sink.kind === "alias" || sink.kind === "export");
    if (member && !isHandedOn && sink.kind !== "type") linkFunction(context, member, member.range);
  }
}

function linkFunction(context: LinkContext, value: Value, range: Range): void {
  const { file, sources } = context;
  const found = sources.denoter.denote(file, value);
  if (found.kind !== "value" || found.value.kind !== "call") return;
  const target = sources.functionAt(found.file, found.value.range);
  // Whoever holds the function itself needs no permission of Convex to call it.
  if (target) context.references.push({ target, reference: { ...possibleReference(context, range, []), class: context.place.isTest ? "test" : "server" } });
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
