import type { Node, Program } from "oxc-parser";

import { rangeOf, type SourceTree, unwrap } from "./ast.ts";
import { collectSuppressions, publicTagBefore } from "./comments.ts";
import { collectCommentTypes } from "./comment-types.ts";
import { readDefinitionOptions } from "./handlers.ts";
import { collectLateImports } from "./late-imports.ts";
import { collectNames } from "./names.ts";
import { collectRoutes } from "./routes.ts";
import { listed } from "./scope.ts";
import { analyzeScopes, type Identifier, type ScopeAnalysis } from "./scopes.ts";
import { collectNamesInStrings, collectTemplateNames, collectTemplateUses } from "./templates.ts";
import type { DefinitionFact, ExportFact, FileFacts, ImportFact, OwnerFact, ReexportFact, SpecifierFact } from "./types.ts";
import { collectLooseChains, collectUses } from "./uses.ts";
import { requestedSource } from "./syntax.ts";
import { ValueReader } from "./values.ts";

/** What validators and schemas are made with. */
const VALIDATOR_SOURCE = /^convex(?:\/(?:values|server)|-helpers\/.*|-ents)$/u;

/** A string that may be the name of a function. */
const QUOTED_NAME = /["'`][A-Za-z_][\w./-]*:[A-Za-z_]\w*\\?["'`]/u;

export interface ExtractOptions {
  /** Whether a module specifier certainly names a package outside the workspace; uses of its exports are not kept. */
  readonly isExternal?: (source: string) => boolean;
}

/**
 * Returns the facts of one file. Pure: the same tree gives the same facts, and no other file is looked at.
 * @throws RangeError for trees nested deeper than the stack allows; callers treat such a file as unreadable.
 */
export function extractFacts(tree: SourceTree, options: ExtractOptions = {}): FileFacts {
  const { program, text } = tree;
  const hasNames = QUOTED_NAME.test(text);
  const scopes = analyzeScopes(program, hasNames || text.includes("typeof"));
  const reader = new ValueReader(text, scopes, program.body.some((statement) => statement.type === "ImportDeclaration" && VALIDATOR_SOURCE.test(statement.source.value)));
  const owners = collectOwners(program);
  const ownerOf = (node: Node): number | null => findOwner(owners, rangeOf(node)[0]);
  const imports: ImportFact[] = [];
  const exports: ExportFact[] = [];
  const reexports: ReexportFact[] = [];
  const definitions: DefinitionFact[] = [];
  const sources = new Set<string>();

  for (const statement of program.body) {
    switch (statement.type) {
      case "ImportDeclaration":
        imports.push(importFact(statement, scopes));
        sources.add(statement.source.value);
        break;
      case "ExportAllDeclaration":
        sources.add(statement.source.value);
        reexports.push({
          source: statement.source.value,
          imported: "*",
          name: statement.exported ? moduleExportName(statement.exported) : null,
          typeOnly: statement.exportKind === "type",
        });
        break;
      case "ExportNamedDeclaration":
        readNamedExport(statement);
        break;
      case "ExportDefaultDeclaration": {
        const declaration = statement.declaration as Node;
        exports.push({ name: "default", value: reader.valueOf(declaration, reader.depthOf(declaration)), range: rangeOf(statement), typeOnly: declaration.type === "TSInterfaceDeclaration" });
        define(declaration, statement);
        break;
      }
      case "VariableDeclaration":
        for (const declarator of statement.declarations) if (declarator.init) define(declarator.init, statement, isAnnotated(declarator));
        break;
      case "ExpressionStatement":
        readCommonJsExport(statement.expression, statement);
        break;
    }
  }
  for (const request of scopes.requests) {
    const source = requestedSource(request.node);
    if (source !== undefined) sources.add(source);
  }

  const { uses, roots } = collectUses(scopes, reader, ownerOf, options.isExternal ?? (() => false), tree.text);
  const looseChains = new Set(collectLooseChains(scopes, roots));
  collectTemplateUses(tree, scopes, reader, uses, looseChains);
  collectCommentTypes(tree, scopes, reader, uses);
  const { names, dynamicNames } = collectNames(scopes, reader, ownerOf);
  const { routes, mounts } = collectRoutes(text, scopes, reader);
  return {
    imports,
    lateImports: collectLateImports(scopes),
    bindings: reader.bindings,
    functions: reader.functions,
    exports,
    reexports,
    definitions,
    uses,
    names: [...names, ...collectTemplateNames(tree), ...(hasNames ? collectNamesInStrings(text, scopes, ownerOf) : [])],
    dynamicNames,
    looseChains: [...looseChains],
    routes,
    mounts,
    owners,
    suppressions: collectSuppressions(tree),
    identifiers: scopes.names,
    sources: [...sources],
    directives: directivesOf(program),
    failed: tree.failed,
  };

  function readNamedExport(statement: Extract<Node, { type: "ExportNamedDeclaration" }>): void {
    const typeOnly = statement.exportKind === "type";
    if (statement.source) {
      sources.add(statement.source.value);
      for (const specifier of statement.specifiers) {
        reexports.push({
          source: statement.source.value,
          imported: moduleExportName(specifier.local),
          name: moduleExportName(specifier.exported),
          typeOnly: typeOnly || specifier.exportKind === "type",
        });
      }
      return;
    }
    for (const specifier of statement.specifiers) {
      exports.push({
        name: moduleExportName(specifier.exported),
        value: reader.valueOf(specifier.local),
        range: rangeOf(specifier),
        typeOnly: typeOnly || specifier.exportKind === "type",
      });
    }
    const declaration = statement.declaration as Node | null;
    if (declaration?.type === "VariableDeclaration") {
      for (const declarator of declaration.declarations) {
        exportDeclared(declarator, statement);
        if (declarator.init) define(declarator.init, statement, isAnnotated(declarator));
      }
    } else if (declaration) exportDeclared(declaration, statement);
  }

  function exportDeclared(site: Node, statement: Node): void {
    for (const declared of scopes.bySite.get(site) ?? []) {
      const range = rangeOf(declared.id);
      exports.push({ name: declared.name, value: { kind: "binding", binding: reader.bindingOf(declared), range }, range: rangeOf(statement), typeOnly: false });
    }
  }

  /** `module.exports = { … }`, `exports.list = …` */
  function readCommonJsExport(expression: Node, statement: Node): void {
    if (expression.type !== "AssignmentExpression" || expression.left.type !== "MemberExpression") return;
    const { object, property } = expression.left;
    const target = text.slice(...rangeOf(object));
    const range = rangeOf(statement);
    if (target === "module" && property.type === "Identifier" && property.name === "exports") {
      const value = reader.valueOf(expression.right);
      if (expression.right.type === "ObjectExpression") for (const property of expression.right.properties) if (property.type === "Property") define(property.value, statement);
      if (value.kind === "object") for (const entry of value.entries) if (entry.key !== null) exports.push({ name: entry.key, value: entry.value, range, typeOnly: false });
    } else if ((target === "exports" || target === "module.exports") && property.type === "Identifier") {
      exports.push({ name: property.name, value: reader.valueOf(expression.right), range, typeOnly: false });
      define(expression.right, statement);
    }
  }

  function define(expression: Node, statement: Node, annotated = false): void {
    const call = unwrap(expression);
    if (call.type !== "CallExpression") return;
    const value = reader.valueOf(call);
    if (value.kind !== "call") return;
    const calleeRange = rangeOf(unwrap(call.callee));
    definitions.push({
      call: value,
      calleeText: text.slice(...calleeRange),
      calleeRange,
      statementRange: rangeOf(statement),
      isTyped: annotated || isCast(expression),
      publicTag: publicTagBefore(tree, rangeOf(statement)[0]),
      options: readDefinitionOptions(call, value, { ...tree, reader }),
    });
  }

  function collectOwners(root: Program): OwnerFact[] {
    return root.body.map((statement) => ({ names: declaredNames(statement, scopes), range: rangeOf(statement) }));
  }
}

function findOwner(owners: readonly OwnerFact[], offset: number): number | null {
  let low = 0;
  let high = owners.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const owner = owners[middle];
    if (!owner) return null;
    if (offset < owner.range[0]) high = middle - 1;
    else if (offset >= owner.range[1]) low = middle + 1;
    else return middle;
  }
  return null;
}

function declaredNames(statement: Node, scopes: ScopeAnalysis): string[] {
  if (statement.type === "ExportDefaultDeclaration") {
    const id = (statement.declaration as { id?: Identifier | null }).id;
    return id ? ["default", id.name] : ["default"];
  }
  const declaration: Node | null = statement.type === "ExportNamedDeclaration" ? (statement.declaration) : statement;
  if (!declaration) return [];
  const sites: readonly Node[] = declaration.type === "VariableDeclaration" ? declaration.declarations : [declaration];
  return sites.flatMap((site) => (scopes.bySite.get(site) ?? []).map(({ name }) => name));
}

function importFact(statement: Extract<Node, { type: "ImportDeclaration" }>, scopes: ScopeAnalysis): ImportFact {
  const specifiers = listed(statement.specifiers).map((specifier): SpecifierFact => ({
    local: specifier.local.name,
    imported: specifier.type === "ImportSpecifier" ? moduleExportName(specifier.imported as Node) : specifier.type === "ImportDefaultSpecifier" ? "default" : "*",
    typeOnly: specifier.type === "ImportSpecifier" && specifier.importKind === "type",
    range: rangeOf(specifier),
    references: (scopes.bySite.get(specifier)?.[0]?.references ?? []).map((reference) => rangeOf(reference.node)),
  }));
  return {
    source: statement.source.value,
    range: rangeOf(statement),
    sourceRange: rangeOf(statement.source),
    typeOnly: statement.importKind === "type",
    specifiers,
  };
}

function moduleExportName(node: Node): string {
  if (node.type === "Identifier") return node.name;
  return node.type === "Literal" ? String(node.value) : "";
}

function directivesOf(program: Program): string[] {
  const directives: string[] = [];
  for (const statement of program.body) {
    if (statement.type !== "ExpressionStatement" || statement.expression.type !== "Literal" || typeof statement.expression.value !== "string") break;
    if (typeof (statement as { directive?: string | null }).directive === "string") directives.push(statement.expression.value);
  }
  return directives;
}

/** `const send: RegisteredMutation<…> = …` */
function isAnnotated(declarator: Node): boolean {
  const annotation = declarator.type === "VariableDeclarator" ? (declarator.id as { typeAnnotation?: { typeAnnotation?: Node } | null }).typeAnnotation?.typeAnnotation : undefined;
  return annotation !== undefined && annotation.type !== "TSAnyKeyword";
}

/** `mutation(…) as RegisteredMutation<…>` */
function isCast(expression: Node): boolean {
  switch (expression.type) {
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
      return expression.typeAnnotation.type !== "TSAnyKeyword" || isCast(expression.expression);
    case "ParenthesizedExpression":
    case "TSNonNullExpression":
      return isCast(expression.expression);
    default:
      return false;
  }
}
