import type { Node, Program } from "oxc-parser";
import { visitorKeys } from "oxc-parser";

import { type Frame, keyName } from "./ast.ts";
import { childScope, type Declaration, functionScope, groupBySite, type Identifier, isNode, isWritten, listed, lookUp, TYPES, type Scope, type ScopeAnalysis } from "./scope.ts";

export type { Declaration, Identifier, ScopeAnalysis } from "./scope.ts";

const SKIPPED_KEYS = new Set(["parent", "loc", "range", "tokens", "comments", "start", "end"]);

/**
 * Returns which name refers to which declaration, for values only: types are not resolved, but for `typeof x`.
 *
 * Written for this plugin because it runs on every relevant file of a workspace, where a full scope manager would use
 * up most of the time that the budget leaves beside parsing.
 *
 * @param readsTypes Whether types can mention values or names of functions; by far most of them do not.
 */
export function analyzeScopes(program: Program, readsTypes = true): ScopeAnalysis {
  const declarations: Declaration[] = [];
  const pending: Frame[] = [];
  const pendingScopes: Scope[] = [];
  const literals: Frame[] = [];
  const requests: Frame[] = [];
  const functions = new Map<Node, Frame>();
  const names = new Set<string>();
  const root: Scope = { parent: null, isFunction: true, declarations: new Map() };

  visitChildren(program, { node: program, up: null }, root);

  const resolved = new Map<Identifier, Declaration>();
  const globals: Frame[] = [];
  for (const [index, frame] of pending.entries()) {
    const identifier = frame.node as Identifier;
    const declaration = lookUp(pendingScopes[index] ?? root, identifier.name);
    if (declaration) {
      resolved.set(identifier, declaration);
      declaration.references.push(frame);
      if (isWritten(frame)) declaration.reassigned = true;
    } else globals.push(frame);
  }
  return { declarations, bySite: groupBySite(declarations), topLevel: root.declarations, resolved, globals, literals, requests, functions, names };

  function visit(node: Node | null | undefined, up: Frame, scope: Scope): void {
    if (!node || (!readsTypes && TYPES.has(node.type))) return;
    const frame: Frame = { node, up };
    switch (node.type) {
      case "Identifier":
        names.add(node.name);
        pending.push(frame);
        pendingScopes.push(scope);
        return;
      case "Literal":
      case "TemplateLiteral":
        literals.push(frame);
        break;
      case "ImportExpression":
      case "TSExternalModuleReference":
        requests.push(frame);
        break;
      case "CallExpression":
        if (node.callee.type === "Identifier" && node.callee.name === "require") requests.push(frame);
        break;
      case "MemberExpression":
        visit(node.object, frame, scope);
        if (node.computed) visit(node.property, frame, scope);
        return;
      case "Property":
        if (node.computed) visit(node.key, frame, scope);
        visit(node.value, frame, scope);
        return;
      case "PropertyDefinition":
      case "MethodDefinition":
      case "AccessorProperty":
        for (const decorator of listed(node.decorators)) visit(decorator, frame, scope);
        if (node.computed) visit(node.key, frame, scope);
        if ("typeAnnotation" in node) visit(node.typeAnnotation, frame, scope);
        visit(node.value, frame, scope);
        return;
      case "ImportDeclaration":
        for (const specifier of listed(node.specifiers)) declare(specifier.local, "import", { node: specifier, up: frame }, scope, [], false);
        return;
      case "ExportNamedDeclaration":
        if (node.source) return;
        visit(node.declaration, frame, scope);
        for (const specifier of node.specifiers) visit(specifier.local, { node: specifier, up: frame }, scope);
        return;
      case "VariableDeclarator": {
        const declaration = up.node.type === "VariableDeclaration" ? up.node : undefined;
        declarePattern(node.id, "variable", frame, declaration?.kind === "var" ? functionScope(scope) : scope, [], false, scope);
        visit(node.init, frame, scope);
        return;
      }
      case "FunctionDeclaration":
      case "TSDeclareFunction":
        if (node.id) declare(node.id, "function", frame, scope, [], false);
        visitFunction(frame, scope);
        return;
      case "FunctionExpression": {
        const own = node.id ? childScope(scope, false) : scope;
        if (node.id) declare(node.id, "function", frame, own, [], false);
        visitFunction(frame, own);
        return;
      }
      case "ArrowFunctionExpression":
        visitFunction(frame, scope);
        return;
      case "ClassDeclaration":
      case "ClassExpression": {
        const own = node.type === "ClassExpression" ? childScope(scope, false) : scope;
        if (node.id) declare(node.id, "class", frame, own, [], false);
        visit(node.superClass, frame, own);
        for (const decorator of listed(node.decorators)) visit(decorator, frame, own);
        visit(node.body, frame, own);
        return;
      }
      case "CatchClause": {
        const own = childScope(scope, false);
        if (node.param) declarePattern(node.param, "other", frame, own, [], false, own);
        visit(node.body, frame, own);
        return;
      }
      case "BlockStatement":
      case "StaticBlock":
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
      case "SwitchStatement":
        visitChildren(node, frame, childScope(scope, node.type === "StaticBlock"));
        return;
      case "LabeledStatement":
        visit(node.body, frame, scope);
        return;
      case "ExportAllDeclaration":
      case "BreakStatement":
      case "ContinueStatement":
      case "MetaProperty":
      case "ImportSpecifier":
      case "TSTypePredicate":
        return;
      case "TSImportType":
        requests.push(frame);
        return;
      case "TSEnumDeclaration":
        declare(node.id, "other", frame, scope, [], false);
        for (const member of listed((node.body as { members?: typeof node.body.members } | undefined)?.members)) visit(member.initializer, { node: member, up: frame }, scope);
        return;
      case "TSModuleDeclaration":
        if (node.id.type === "Identifier") declare(node.id, "other", frame, scope, [], false);
        if (node.body) visitChildren(node.body, { node: node.body, up: frame }, childScope(scope, true));
        return;
      case "TSImportEqualsDeclaration":
        declare(node.id, node.moduleReference.type === "TSExternalModuleReference" ? "import" : "variable", frame, scope, [], false);
        visit(node.moduleReference, frame, scope);
        return;
      // Names in types are not values; what stands in their type arguments may be (`typeof api.a.b`).
      case "TSTypeReference":
      case "TSInterfaceHeritage":
      case "TSClassImplements":
        visit(node.typeArguments, frame, scope);
        return;
      case "TSQualifiedName":
        visit(node.left, frame, scope);
        return;
      case "TSTypeQuery":
        visit(node.exprName, frame, scope);
        visit(node.typeArguments, frame, scope);
        return;
      case "TSTypeAliasDeclaration":
        visit(node.typeParameters, frame, scope);
        visit(node.typeAnnotation, frame, scope);
        return;
      case "TSInterfaceDeclaration":
        visit(node.typeParameters, frame, scope);
        for (const heritage of listed(node.extends)) visit(heritage, frame, scope);
        visit(node.body, frame, scope);
        return;
      case "TSTypeParameter":
        for (const type of [node.constraint, node.default]) visit(type, frame, scope);
        return;
      case "TSPropertySignature":
        visit(node.typeAnnotation, frame, scope);
        return;
      case "TSNamedTupleMember":
        visit(node.elementType, frame, scope);
        return;
      case "TSFunctionType":
      case "TSConstructorType":
      case "TSMethodSignature":
      case "TSCallSignatureDeclaration":
      case "TSConstructSignatureDeclaration":
      case "TSIndexSignature":
        visitSignature(frame, scope);
        return;
    }
    visitChildren(node, frame, scope);
  }

  function visitChildren(node: Node, frame: Frame, scope: Scope): void {
    const keys = visitorKeys[node.type] ?? Object.keys(node).filter((key) => !SKIPPED_KEYS.has(key));
    for (const key of keys) {
      const child = (node as unknown as Record<string, unknown>)[key];
      if (Array.isArray(child)) {
        for (const item of child) if (isNode(item)) visit(item, frame, scope);
      } else if (isNode(child)) visit(child, frame, scope);
    }
  }

  function visitFunction(frame: Frame, scope: Scope): void {
    const own = childScope(scope, true);
    functions.set(frame.node, frame);
    const { params, returnType, typeParameters, body } = frame.node as unknown as {
      params: readonly Node[];
      returnType?: Node | null;
      typeParameters?: Node | null;
      body?: Node | null;
    };
    for (const param of params) declarePattern(param, "parameter", frame, own, [], false, own);
    visit(typeParameters, frame, own);
    visit(returnType, frame, own);
    if (!body) return;
    if (body.type === "BlockStatement") visitChildren(body, { node: body, up: frame }, own);
    else visit(body, frame, own);
  }

  /** Parameters in types declare no values; only their types can hold a `typeof`. */
  function visitSignature(frame: Frame, scope: Scope): void {
    const { params, parameters, returnType, typeAnnotation } = frame.node as unknown as Record<string, unknown>;
    for (const list of [params, parameters]) {
      if (!Array.isArray(list)) continue;
      for (const param of list) {
        const annotation = isNode(param) ? (param as { typeAnnotation?: unknown }).typeAnnotation : undefined;
        if (isNode(annotation)) visit(annotation, frame, scope);
      }
    }
    if (isNode(returnType)) visit(returnType, frame, scope);
    if (isNode(typeAnnotation)) visit(typeAnnotation, frame, scope);
  }

  function declarePattern(
    pattern: Node,
    kind: Declaration["kind"],
    site: Frame,
    scope: Scope,
    path: readonly (string | null)[],
    inexact: boolean,
    expressions: Scope,
    up: Frame = site,
  ): void {
    const frame: Frame = { node: pattern, up };
    const annotation = (pattern as { typeAnnotation?: Node | null }).typeAnnotation;
    if (annotation) visit(annotation, frame, expressions);
    switch (pattern.type) {
      case "Identifier":
        declare(pattern, kind, site, scope, path, inexact);
        return;
      case "ObjectPattern":
        for (const property of pattern.properties) {
          const inner: Frame = { node: property, up: frame };
          if (property.type === "RestElement") declarePattern(property.argument, kind, site, scope, path, true, expressions, inner);
          else {
            if (property.computed) visit(property.key, inner, expressions);
            const name = keyName(property.key, property.computed) ?? null;
            declarePattern(property.value, kind, site, scope, [...path, name], inexact, expressions, inner);
          }
        }
        return;
      case "ArrayPattern":
        for (const [index, element] of pattern.elements.entries()) {
          if (element) declarePattern(element, kind, site, scope, [...path, String(index)], inexact, expressions, frame);
        }
        return;
      case "AssignmentPattern":
        declarePattern(pattern.left, kind, site, scope, path, true, expressions, frame);
        visit(pattern.right, frame, expressions);
        return;
      case "RestElement":
        declarePattern(pattern.argument, kind, site, scope, path, true, expressions, frame);
        return;
      case "TSParameterProperty":
        declarePattern(pattern.parameter, kind, site, scope, path, inexact, expressions, frame);
        return;
      default:
        visit(pattern, up, expressions);
    }
  }

  function declare(id: Identifier, kind: Declaration["kind"], frame: Frame, scope: Scope, path: Declaration["path"], inexact: boolean): void {
    names.add(id.name);
    // Overloads and merged declarations keep the first: the value is the same.
    const known = scope.declarations.get(id.name);
    if (known) {
      if (kind === "variable") known.reassigned = true;
      return;
    }
    const declaration: Declaration = { name: id.name, kind, id, site: frame.node, frame, top: scope === root, references: [], path, inexact, reassigned: false };
    scope.declarations.set(id.name, declaration);
    declarations.push(declaration);
  }
}
