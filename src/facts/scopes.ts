import type { Node, Program } from "oxc-parser";
import { visitorKeys } from "oxc-parser";

import { keyName, parentOf } from "./ast.ts";

/** One declared name and every place that mentions it. */
export interface Declaration {
  readonly name: string;
  readonly kind: "import" | "variable" | "parameter" | "function" | "class" | "other";
  /** The identifier that declares it. */
  readonly id: Node;
  /** The declarator, function, class, import specifier … that it belongs to. */
  readonly site: Node;
  readonly top: boolean;
  readonly references: Identifier[];
  /** For names in a destructuring pattern: the keys from the initialiser to the name; `null` where one is unknown. */
  readonly path: readonly (string | null)[];
  /** Whether the pattern gives a default or takes the rest, so that the value is not just the member. */
  readonly inexact: boolean;
  reassigned: boolean;
}

export type Identifier = Node & { type: "Identifier"; name: string };

export interface ScopeAnalysis {
  readonly declarations: readonly Declaration[];
  readonly bySite: ReadonlyMap<Node, readonly Declaration[]>;
  readonly topLevel: ReadonlyMap<string, Declaration>;
  /** The declaration that an identifier in the program refers to; nothing for globals. */
  readonly resolved: ReadonlyMap<Identifier, Declaration>;
  readonly globals: readonly Identifier[];
  readonly literals: readonly Node[];
  /** `import(…)` and `require(…)` calls. */
  readonly requests: readonly Node[];
  readonly names: ReadonlySet<string>;
}

interface Scope {
  readonly parent: Scope | null;
  readonly isFunction: boolean;
  readonly declarations: Map<string, Declaration>;
}

const SKIPPED_KEYS = new Set(["parent", "loc", "range", "tokens", "comments", "start", "end"]);

/**
 * Returns which name refers to which declaration, for values only: types are not resolved, but for `typeof x`.
 *
 * Written for this plugin because it runs on every relevant file of a workspace, where a full scope manager would
 * cost more than parsing does; it also sets `parent` on trees whose parser did not.
 */
export function analyzeScopes(program: Program): ScopeAnalysis {
  const declarations: Declaration[] = [];
  const pending: { identifier: Identifier; scope: Scope }[] = [];
  const literals: Node[] = [];
  const requests: Node[] = [];
  const names = new Set<string>();
  const root: Scope = { parent: null, isFunction: true, declarations: new Map() };

  visitChildren(program, root);

  const resolved = new Map<Identifier, Declaration>();
  const globals: Identifier[] = [];
  for (const { identifier, scope } of pending) {
    const declaration = lookUp(scope, identifier.name);
    if (declaration) {
      resolved.set(identifier, declaration);
      declaration.references.push(identifier);
      if (isWritten(identifier)) declaration.reassigned = true;
    } else globals.push(identifier);
  }
  return { declarations, bySite: groupBySite(declarations), topLevel: root.declarations, resolved, globals, literals, requests, names };

  function visit(node: Node | null | undefined, parent: Node, scope: Scope): void {
    if (!node) return;
    if (parentOf(node) === undefined) (node as { parent?: Node }).parent = parent;
    switch (node.type) {
      case "Identifier":
        names.add(node.name);
        pending.push({ identifier: node as Identifier, scope });
        return;
      case "Literal":
      case "TemplateLiteral":
        literals.push(node);
        break;
      case "ImportExpression":
        requests.push(node);
        break;
      case "CallExpression":
        if (node.callee.type === "Identifier" && node.callee.name === "require") requests.push(node);
        break;
      case "MemberExpression":
        visit(node.object, node, scope);
        if (node.computed) visit(node.property, node, scope);
        else setParent(node.property, node);
        return;
      case "Property":
        if (node.computed) visit(node.key, node, scope);
        else setParent(node.key, node);
        visit(node.value, node, scope);
        return;
      case "PropertyDefinition":
      case "MethodDefinition":
      case "AccessorProperty":
        for (const decorator of node.decorators ?? []) visit(decorator, node, scope);
        if (node.computed) visit(node.key, node, scope);
        if ("typeAnnotation" in node) visit(node.typeAnnotation, node, scope);
        visit(node.value, node, scope);
        return;
      case "ImportDeclaration":
        for (const specifier of node.specifiers ?? []) {
          setParent(specifier, node);
          declare(specifier.local as Identifier, "import", specifier, scope, [], false);
        }
        return;
      case "ExportNamedDeclaration":
        if (node.source) return;
        visit(node.declaration, node, scope);
        for (const specifier of node.specifiers) {
          setParent(specifier, node);
          visit(specifier.local as Node, specifier, scope);
        }
        return;
      case "ExportAllDeclaration":
        return;
      case "VariableDeclarator": {
        const declaration = parent.type === "VariableDeclaration" ? parent : undefined;
        declarePattern(node.id, "variable", node, declaration?.kind === "var" ? functionScope(scope) : scope, [], false, scope);
        visit(node.init, node, scope);
        return;
      }
      case "FunctionDeclaration":
      case "TSDeclareFunction":
        if (node.id) declare(node.id as Identifier, "function", node, scope, [], false);
        visitFunction(node, scope);
        return;
      case "FunctionExpression": {
        const own = node.id ? childScope(scope, false) : scope;
        if (node.id) declare(node.id as Identifier, "function", node, own, [], false);
        visitFunction(node, own);
        return;
      }
      case "ArrowFunctionExpression":
        visitFunction(node, scope);
        return;
      case "ClassDeclaration":
      case "ClassExpression": {
        const own = node.type === "ClassExpression" ? childScope(scope, false) : scope;
        if (node.id) declare(node.id as Identifier, "class", node, own, [], false);
        visit(node.superClass, node, own);
        for (const decorator of node.decorators ?? []) visit(decorator, node, own);
        visit(node.body, node, own);
        return;
      }
      case "CatchClause": {
        const own = childScope(scope, false);
        if (node.param) declarePattern(node.param, "other", node, own, [], false, own);
        visit(node.body, node, own);
        return;
      }
      case "BlockStatement":
      case "StaticBlock":
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
      case "SwitchStatement":
        visitChildren(node, childScope(scope, node.type === "StaticBlock"));
        return;
      case "LabeledStatement":
        visit(node.body, node, scope);
        return;
      case "BreakStatement":
      case "ContinueStatement":
      case "MetaProperty":
      case "ImportSpecifier":
      case "TSTypePredicate":
      case "TSImportType":
        return;
      case "TSEnumDeclaration":
        declare(node.id as Identifier, "other", node, scope, [], false);
        for (const member of node.body?.members ?? []) visit(member.initializer, member as Node, scope);
        return;
      case "TSModuleDeclaration":
        if (node.id.type === "Identifier") declare(node.id as Identifier, "other", node, scope, [], false);
        if (node.body) visitChildren(node.body, childScope(scope, true));
        return;
      case "TSImportEqualsDeclaration":
        declare(node.id as Identifier, "import", node, scope, [], false);
        return;
      // Names in types are not values; what stands in their type arguments may be (`typeof api.a.b`).
      case "TSTypeReference":
        visit(node.typeArguments, node, scope);
        return;
      case "TSInterfaceHeritage":
      case "TSClassImplements":
        visit(node.typeArguments, node, scope);
        return;
      case "TSQualifiedName":
        visit(node.left, node, scope);
        return;
      case "TSTypeQuery":
        if (node.exprName.type !== "TSImportType") visit(node.exprName, node, scope);
        visit(node.typeArguments, node, scope);
        return;
      case "TSTypeAliasDeclaration":
        visit(node.typeAnnotation, node, scope);
        return;
      case "TSInterfaceDeclaration":
        for (const heritage of node.extends ?? []) visit(heritage, node, scope);
        visit(node.body, node, scope);
        return;
      case "TSTypeParameter":
        visit(node.constraint, node, scope);
        visit(node.default, node, scope);
        return;
      case "TSPropertySignature":
        visit(node.typeAnnotation, node, scope);
        return;
      case "TSNamedTupleMember":
        visit(node.elementType, node, scope);
        return;
      case "TSFunctionType":
      case "TSConstructorType":
      case "TSMethodSignature":
      case "TSCallSignatureDeclaration":
      case "TSConstructSignatureDeclaration":
      case "TSIndexSignature":
        visitSignature(node, scope);
        return;
    }
    visitChildren(node, scope);
  }

  function visitChildren(node: Node, scope: Scope): void {
    const keys = visitorKeys[node.type] ?? Object.keys(node).filter((key) => !SKIPPED_KEYS.has(key));
    for (const key of keys) {
      const child = (node as unknown as Record<string, unknown>)[key];
      if (Array.isArray(child)) {
        for (const item of child) if (isNode(item)) visit(item, node, scope);
      } else if (isNode(child)) visit(child, node, scope);
    }
  }

  function visitFunction(node: Extract<Node, { params: unknown }>, scope: Scope): void {
    const own = childScope(scope, true);
    const { params, returnType, typeParameters, body } = node as unknown as {
      params: readonly Node[];
      returnType?: Node | null;
      typeParameters?: Node | null;
      body?: Node | null;
    };
    for (const param of params) declarePattern(param, "parameter", node as Node, own, [], false, own);
    visit(typeParameters, node as Node, own);
    visit(returnType, node as Node, own);
    if (!body) return;
    setParent(body, node as Node);
    if (body.type === "BlockStatement") visitChildren(body, own);
    else visit(body, node as Node, own);
  }

  /** Parameters in types declare no values; only their types can hold a `typeof`. */
  function visitSignature(node: Node, scope: Scope): void {
    const { params, parameters, returnType, typeAnnotation } = node as unknown as Record<string, unknown>;
    for (const list of [params, parameters]) {
      if (!Array.isArray(list)) continue;
      for (const param of list) {
        const annotation = isNode(param) ? (param as { typeAnnotation?: unknown }).typeAnnotation : undefined;
        if (isNode(annotation)) visit(annotation, node, scope);
      }
    }
    if (isNode(returnType)) visit(returnType, node, scope);
    if (isNode(typeAnnotation)) visit(typeAnnotation, node, scope);
  }

  function declarePattern(
    pattern: Node,
    kind: Declaration["kind"],
    site: Node,
    scope: Scope,
    path: readonly (string | null)[],
    inexact: boolean,
    expressions: Scope,
    parent: Node = site,
  ): void {
    setParent(pattern, parent);
    const annotation = (pattern as { typeAnnotation?: Node | null }).typeAnnotation;
    if (annotation) visit(annotation, pattern, expressions);
    switch (pattern.type) {
      case "Identifier":
        declare(pattern as Identifier, kind, site, scope, path, inexact);
        return;
      case "ObjectPattern":
        for (const property of pattern.properties) {
          setParent(property, pattern);
          if (property.type === "RestElement") declarePattern(property.argument, kind, site, scope, path, true, expressions, property);
          else {
            if (property.computed) visit(property.key, property, expressions);
            const name = keyName(property.key as Node, property.computed) ?? null;
            declarePattern(property.value as Node, kind, site, scope, [...path, name], inexact, expressions, property);
          }
        }
        return;
      case "ArrayPattern":
        for (const [index, element] of pattern.elements.entries()) {
          if (element) declarePattern(element as Node, kind, site, scope, [...path, String(index)], inexact, expressions, pattern);
        }
        return;
      case "AssignmentPattern":
        declarePattern(pattern.left as Node, kind, site, scope, path, true, expressions, pattern);
        visit(pattern.right, pattern, expressions);
        return;
      case "RestElement":
        declarePattern(pattern.argument, kind, site, scope, path, true, expressions, pattern);
        return;
      case "TSParameterProperty":
        declarePattern(pattern.parameter as Node, kind, site, scope, path, inexact, expressions, pattern);
        return;
      default:
        visit(pattern, parent, expressions);
    }
  }

  function declare(id: Identifier, kind: Declaration["kind"], site: Node, scope: Scope, path: Declaration["path"], inexact: boolean): void {
    setParent(id, site);
    names.add(id.name);
    // Overloads and merged declarations keep the first: the value is the same.
    const known = scope.declarations.get(id.name);
    if (known) {
      if (kind === "variable") known.reassigned = true;
      return;
    }
    const declaration: Declaration = { name: id.name, kind, id, site, top: scope === root, references: [], path, inexact, reassigned: false };
    scope.declarations.set(id.name, declaration);
    declarations.push(declaration);
  }
}

function groupBySite(declarations: readonly Declaration[]): Map<Node, Declaration[]> {
  const bySite = new Map<Node, Declaration[]>();
  for (const declaration of declarations) {
    const known = bySite.get(declaration.site);
    if (known) known.push(declaration);
    else bySite.set(declaration.site, [declaration]);
  }
  return bySite;
}

function childScope(parent: Scope, isFunction: boolean): Scope {
  return { parent, isFunction, declarations: new Map() };
}

function functionScope(scope: Scope): Scope {
  let found = scope;
  while (!found.isFunction && found.parent) found = found.parent;
  return found;
}

function lookUp(scope: Scope, name: string): Declaration | undefined {
  for (let current: Scope | null = scope; current; current = current.parent) {
    const found = current.declarations.get(name);
    if (found) return found;
  }
  return undefined;
}

function setParent(node: Node, parent: Node): void {
  if (parentOf(node) === undefined) (node as { parent?: Node }).parent = parent;
}

/** `x = …`, `x++`, `[x] = …`, `for (x of …)`. */
function isWritten(identifier: Identifier): boolean {
  let node: Node = identifier;
  for (let parent = parentOf(node); parent; parent = parentOf(node)) {
    switch (parent.type) {
      case "AssignmentExpression":
      case "ForInStatement":
      case "ForOfStatement":
        return parent.left === node;
      case "UpdateExpression":
        return true;
      case "Property":
        if (parent.value !== node || parentOf(parent)?.type !== "ObjectPattern") return false;
        break;
      case "ArrayPattern":
      case "ObjectPattern":
      case "RestElement":
      case "AssignmentPattern":
        break;
      default:
        return false;
    }
    node = parent;
  }
  return false;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}
