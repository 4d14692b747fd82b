import type { BindingFact, FileFacts } from "../facts/types.ts";
import type { Denotation } from "../project/denotation.ts";
import type { Snapshot } from "../project/snapshot.ts";

/** Enough text behind a function to hold a cast. */
const CAST_LENGTH = 200;
const BUILDER_TYPE = /^(?:Query|Mutation|Action)Builder(?:WithTable)?$/u;

/**
 * Whether a function of the project is declared to be a function builder as Convex's own are: `args` is then what its
 * callers give it, whatever it does beside.
 * @example const observed = ((definition) => mutation(observe(definition))) as typeof mutation;
 */
export function isTypedAsConvex(found: Denotation, snapshot: Snapshot): boolean {
  if (found.kind !== "value" || found.binding === null || found.value.kind !== "function") return false;
  const facts = snapshot.store.factsOf(found.file);
  const binding = facts?.bindings[found.binding];
  if (!facts || binding?.kind !== "variable") return false;
  const type = binding.annotation?.text ?? castOf(binding, snapshot.store.textOf(found.file) ?? "");
  const names = /^typeof\s+([\w$.]+)\s*(?:[;\n]|$)/u.exec(type)?.[1]?.split(".");
  return names ? isConvexBuilder(denoteName(found.file, facts, names, snapshot)) : isBuilderType(type, facts);
}

/** Whether something is one of the builders that Convex makes. */
export function isConvexBuilder(found: Denotation): boolean {
  return found.kind === "generated" || (found.kind === "external" && found.source === "convex/server");
}

/** The type behind `as`: the range of a function ends where the cast of it begins. */
function castOf({ value }: BindingFact, text: string): string {
  const behind = value ? text.slice(value.range[1], value.range[1] + CAST_LENGTH) : "";
  return /^[\s)]*\sas\s+(?:(?:unknown|any)\s+as\s+)?([\s\S]*)$/u.exec(behind)?.[1] ?? "";
}

function denoteName(file: string, facts: FileFacts, [first = "", ...rest]: readonly string[], { denoter }: Snapshot): Denotation {
  const binding = facts.bindings.findIndex(({ name, top }) => top && name === first);
  const range = facts.bindings[binding]?.range;
  if (!range) return { kind: "unknown" };
  let found = denoter.denote(file, { kind: "binding", binding, range });
  for (const name of rest) found = denoter.member(found, name, { file, range });
  return found;
}

/** `MutationBuilder<DataModel, "public">` */
function isBuilderType(type: string, { imports }: FileFacts): boolean {
  const name = /^([\w$]+)\s*</u.exec(type)?.[1];
  return imports.some(({ source, specifiers }) => source === "convex/server" && specifiers.some(({ local, imported }) => local === name && BUILDER_TYPE.test(imported)));
}
