import { visitorKeys, type Node } from "oxc-parser";

import { type Frame, keyName } from "./ast.ts";
import { childScope, type Declaration, type Identifier, isNode, type Scope, TYPES } from "./scope.ts";

/** What a walk does at nodes of one type instead of going on to their children. */
export type Visit = (walk: ScopeWalk, frame: Frame, scope: Scope) => void;

/** Nodes below which no value is named. Most nodes of a file with markup are such. */
const NAMELESS = [
  "JSXText", "JSXIdentifier", "JSXNamespacedName", "JSXMemberExpression", "JSXClosingElement", "JSXOpeningFragment", "JSXClosingFragment", "JSXEmptyExpression",
  "TemplateElement", "ThisExpression", "Super", "PrivateIdentifier", "EmptyStatement", "DebuggerStatement",
  "ExportAllDeclaration", "BreakStatement", "ContinueStatement", "MetaProperty", "ImportSpecifier", "TSTypePredicate",
];
/** Keys of the nodes that hold no others. */
const SKIPPED_KEYS = new Set(["parent", "loc", "range", "tokens", "comments", "start", "end"]);
/** Keys under which only types and what cannot name a value stand. */
const TYPE_KEYS = new Set(["typeAnnotation", "typeArguments", "typeParameters", "returnType"]);

/** How a walk goes on from a node: what it does there, nothing at all, or, where the map has none, with its children. */
export type Visits = ReadonlyMap<string, Visit | null>;

/** Returns the visits of a walk through everything, and of one that leaves types out. */
export function visitsOf(own: readonly (readonly [type: string, visit: Visit])[]): { readonly all: Visits; readonly values: Visits } {
  const all = [...NAMELESS.map((type) => [type, null] as const), ...own];
  return { all: new Map(all), values: new Map([...all, ...[...TYPES].map((type) => [type, null] as const)]) };
}

/** One pass over a tree that notes what is declared and what is mentioned, and in which scope. */
export class ScopeWalk {
  readonly declarations: Declaration[] = [];
  readonly pending: Frame[] = [];
  readonly pendingScopes: Scope[] = [];
  readonly literals: Frame[] = [];
  readonly requests: Frame[] = [];
  readonly functions = new Map<Node, Frame>();
  readonly names = new Set<string>();
  readonly root: Scope = { parent: null, isFunction: true, declarations: new Map() };
  /** Whether types are looked at. */
  readonly readsTypes: boolean;
  readonly #visits: Visits;
  readonly #keys: Map<string, readonly string[]>;

  constructor(visits: { readonly all: Visits; readonly values: Visits }, readsTypes: boolean) {
    this.readsTypes = readsTypes;
    this.#visits = readsTypes ? visits.all : visits.values;
    this.#keys = readsTypes ? KEYS : VALUE_KEYS;
  }

  visit(node: Node | null | undefined, up: Frame, scope: Scope): void {
    if (!node) return;
    const visit = this.#visits.get(node.type);
    if (visit === null) return;
    if (visit === undefined) this.visitChildren(node, { node, up }, scope);
    else visit(this, { node, up }, scope);
  }

  /** Visits the items of a list that some parsers leave out. */
  visitAll(nodes: readonly (Node | null)[] | null | undefined, up: Frame, scope: Scope): void {
    if (!nodes) return;
    for (let index = 0; index < nodes.length; index += 1) this.visit(nodes[index], up, scope);
  }

  visitChildren(node: Node, frame: Frame, scope: Scope): void {
    const keys = this.#keysOf(node);
    for (let index = 0; index < keys.length; index += 1) {
      const child = (node as unknown as Record<string, unknown>)[keys[index] ?? ""];
      if (typeof child !== "object" || child === null) continue;
      if (Array.isArray(child)) {
        for (let item = 0; item < child.length; item += 1) if (isNode(child[item])) this.visit(child[item] as Node, frame, scope);
      } else if (isNode(child)) this.visit(child, frame, scope);
    }
  }

  /** Visits a function's parameters and body, in a scope of their own. */
  visitFunction(frame: Frame, scope: Scope): void {
    const own = childScope(scope, true);
    this.functions.set(frame.node, frame);
    const { params, returnType, typeParameters, body } = frame.node as unknown as {
      params: readonly Node[];
      returnType?: Node | null;
      typeParameters?: Node | null;
      body?: Node | null;
    };
    for (const param of params) this.declarePattern(param, "parameter", frame, own, NO_PATH, false, own);
    this.visit(typeParameters, frame, own);
    this.visit(returnType, frame, own);
    if (!body) return;
    if (body.type === "BlockStatement") this.visitChildren(body, { node: body, up: frame }, own);
    else this.visit(body, frame, own);
  }

  /** Declares the names of a pattern, and visits the expressions in it. */
  declarePattern(
    pattern: Node,
    kind: Declaration["kind"],
    site: Frame,
    scope: Scope,
    path: Declaration["path"],
    inexact: boolean,
    expressions: Scope,
    up: Frame = site,
  ): void {
    const frame: Frame = { node: pattern, up };
    if (this.readsTypes) this.visit((pattern as { typeAnnotation?: Node | null }).typeAnnotation, frame, expressions);
    switch (pattern.type) {
      case "Identifier":
        this.declare(pattern, kind, site, scope, path, inexact);
        return;
      case "ObjectPattern":
        for (const property of pattern.properties) {
          const inner: Frame = { node: property, up: frame };
          if (property.type === "RestElement") this.declarePattern(property.argument, kind, site, scope, path, true, expressions, inner);
          else {
            if (property.computed) this.visit(property.key, inner, expressions);
            const name = keyName(property.key, property.computed) ?? null;
            this.declarePattern(property.value, kind, site, scope, [...path, name], inexact, expressions, inner);
          }
        }
        return;
      case "ArrayPattern":
        for (const [index, element] of pattern.elements.entries()) {
          if (element) this.declarePattern(element, kind, site, scope, [...path, String(index)], inexact, expressions, frame);
        }
        return;
      case "AssignmentPattern":
        this.declarePattern(pattern.left, kind, site, scope, path, true, expressions, frame);
        this.visit(pattern.right, frame, expressions);
        return;
      case "RestElement":
        this.declarePattern(pattern.argument, kind, site, scope, path, true, expressions, frame);
        return;
      case "TSParameterProperty":
        this.declarePattern(pattern.parameter, kind, site, scope, path, inexact, expressions, frame);
        return;
      default:
        this.visit(pattern, up, expressions);
    }
  }

  declare(id: Identifier, kind: Declaration["kind"], frame: Frame, scope: Scope, path: Declaration["path"] = NO_PATH, inexact = false): void {
    this.names.add(id.name);
    // Overloads and merged declarations keep the first: the value is the same.
    const known = scope.declarations.get(id.name);
    if (known) {
      if (kind === "variable") known.reassigned = true;
      // Of an overloaded function it is the one with a body.
      if (kind === "function" && known.site.type === "TSDeclareFunction") Object.assign(known, { id, site: frame.node, frame } satisfies Partial<Declaration>);
      return;
    }
    const declaration: Declaration = { name: id.name, kind, id, site: frame.node, frame, top: scope === this.root, references: [], path, inexact, reassigned: false, written: null };
    scope.declarations.set(id.name, declaration);
    this.declarations.push(declaration);
  }

  #keysOf(node: Node): readonly string[] {
    const known = this.#keys.get(node.type);
    if (known) return known;
    const own = visitorKeys[node.type];
    // Parsers of markup have nodes of their own, and not always the same keys.
    if (!own) return Object.keys(node).filter((key) => !SKIPPED_KEYS.has(key));
    const keys = this.readsTypes || node.type.startsWith("TS") ? own : own.filter((key) => !TYPE_KEYS.has(key));
    this.#keys.set(node.type, keys);
    return keys;
  }
}

const NO_PATH: Declaration["path"] = [];
const KEYS = new Map<string, readonly string[]>();
const VALUE_KEYS = new Map<string, readonly string[]>();
