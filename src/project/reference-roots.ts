import { lateImportAt } from "../facts/late-imports.ts";
import type { FileFacts, Value } from "../facts/types.ts";
import type { ConvexProject } from "./convex-projects.ts";
import type { Denotation, RootSite } from "./denotation.ts";

/**
 * Returns a reference that a type was written for: `const ref: FunctionReference<"query"> = api.users.get`. Without the word
 * "internal" in it, that type is public.
 */
export function typedAs(type: string | undefined, found: Denotation): Denotation {
  if (found.kind !== "reference" || type === undefined) return found;
  const isPublic = /\bFunctionReference\b/u.test(type) && !/"internal"|'internal'|\bany\b|FunctionVisibility/u.test(type);
  return { ...found, isCast: true, ...(isPublic ? { isTypedPublic: true } : {}) };
}

/** Returns the type that a value is cast to. */
export function typeOf(value: Value): string | undefined {
  return "cast" in value ? value.cast : undefined;
}

/** Returns `api` as handed on by another module, which starts where it is used: that name is the root that a repair replaces. */
export function rooted(found: Denotation, site: RootSite): Denotation {
  return found.kind === "reference" && found.path.length === 0 && found.site !== null ? { ...found, site } : found;
}

/** Returns `api` that comes out of a module which is loaded late as what starts where it is used, as an import does. */
export function lateRooted(found: Denotation, place: Omit<RootSite, "source">, facts: FileFacts | undefined): Denotation {
  if (found.kind !== "reference" || found.path.length > 0 || found.site?.form !== "property") return found;
  const late = lateImportAt(facts?.lateImports ?? [], place.range);
  return late ? rooted(found, { ...place, source: late.source }) : found;
}

/** Returns what a name exported by a generated `api` module means. */
export function generatedReference(project: ConvexProject, name: string, site: RootSite): Denotation | undefined {
  if (name !== "api" && name !== "internal") return name === "default" ? { kind: "generated", project, module: "api", path: [] } : undefined;
  return { kind: "reference", project, root: name, path: [], site };
}

/** Returns what makes references out of nothing: `anyApi`. */
export function specialExport(source: string, path: readonly string[]): Denotation | undefined {
  if (source !== "convex/server" || path[0] !== "anyApi") return undefined;
  return { kind: "reference", project: null, root: "any", path: path.slice(1), site: null };
}
