import type { Node } from "oxc-parser";

import { keyName, rangeOf } from "./ast.ts";
import type { Declaration, ScopeAnalysis } from "./scope.ts";
import { requestedSource } from "./syntax.ts";
import type { LateImportFact, Range, SpecifierFact } from "./types.ts";

type Declarator = Extract<Node, { type: "VariableDeclarator" }>;

/**
 * Returns what is taken out of modules by name where they are loaded late: `const { api } = await import("./_generated/api")`.
 * Patterns that hold anything else, a default or the rest, are left alone.
 */
export function collectLateImports({ requests, bySite }: ScopeAnalysis): LateImportFact[] {
  return requests.flatMap(({ node, up }) => {
    const source = requestedSource(node);
    let frame = up;
    while (frame?.node.type === "AwaitExpression" || frame?.node.type === "ParenthesizedExpression") frame = frame.up;
    const site = frame?.node;
    if (source === undefined || site?.type !== "VariableDeclarator" || site.id.type !== "ObjectPattern" || site.id.typeAnnotation) return [];
    // Other files may take an exported name from here.
    if (frame?.up?.up?.node.type === "ExportNamedDeclaration") return [];
    const specifiers = specifiersOf(site, bySite.get(site) ?? []);
    return specifiers.length === site.id.properties.length ? [{ source, range: rangeOf(site.id), specifiers }] : [];
  });
}

/** Returns the pattern that takes the name at this place out of a module: `{ api }` in `const { api } = await import("…")`. */
export function lateImportAt(lateImports: readonly LateImportFact[], { 0: start }: Range): LateImportFact | undefined {
  return lateImports.find(({ specifiers }) => specifiers.some(({ references }) => references.some((range) => range[0] === start)));
}

/** The names of a pattern that are just what the module exports; those with defaults and inner patterns are not. */
function specifiersOf({ id }: Declarator, declarations: readonly Declaration[]): SpecifierFact[] {
  const properties = id.type === "ObjectPattern" ? id.properties : [];
  return properties.flatMap((property) => {
    if (property.type !== "Property" || property.value.type !== "Identifier") return [];
    const imported = keyName(property.key, property.computed);
    const declaration = declarations.find(({ id: own }) => own === property.value);
    if (imported === undefined || !declaration || declaration.reassigned) return [];
    return [{ local: declaration.name, imported, typeOnly: false, range: rangeOf(property), references: declaration.references.map((reference) => rangeOf(reference.node)) }];
  });
}
