import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";

/** `action: ActionBuilder<DataModel, "public">`; earlier versions gave builders other type arguments, which are errors today. */
const DECLARATIONS = {
  query: /\bQueryBuilder(?:WithTable)?<[^,"'<>]+,\s*["']/u,
  mutation: /\bMutationBuilder(?:WithTable)?<[^,"'<>]+,\s*["']/u,
  action: /\bActionBuilder(?:WithTable)?<[^,"'<>]+,\s*["']/u,
};

/**
 * Whether the generated code of a function's project gives its handler's parameters a type. Without it, or with some
 * that is too old for the installed package, a builder is `any`, and a parameter without an annotation an error.
 */
export function hasGeneratedTypes({ project, builder }: RegisteredFunction, { store }: Snapshot): boolean {
  if (builder.kind === "function" && builder.origin.kind === "generic") return true;
  const text = [".d.ts", ".ts", ".d.cts"].map((extension) => store.textOf(`${project.directory}/_generated/server${extension}`)).find((found) => found !== undefined);
  if (text === undefined) return false;
  const declarations = builder.kind === "function" ? [DECLARATIONS[builder.functionType]] : Object.values(DECLARATIONS);
  return declarations.every((declaration) => declaration.test(text));
}
