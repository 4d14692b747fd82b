import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";

/** `action: ActionBuilder<"public">`, as it was generated before actions had a data model: with a later package an error, and `any`. */
const OLD_ACTION = /\bActionBuilder<\s*["']/u;

/**
 * Whether the generated code of a function's project gives its handler's parameters a type. Without it, or with some
 * that is too old for the installed package, a builder is `any`, and a parameter without an annotation an error.
 */
export function hasGeneratedTypes({ project, builder }: RegisteredFunction, { store }: Snapshot): boolean {
  if (builder.kind === "function" && builder.origin.kind === "generic") return true;
  const text = [".d.ts", ".ts", ".d.cts"].map((extension) => store.textOf(`${project.directory}/_generated/server${extension}`)).find((found) => found !== undefined);
  if (text === undefined) return false;
  const isAction = builder.kind !== "function" || builder.functionType === "action";
  return !(isAction && OLD_ACTION.test(text));
}
