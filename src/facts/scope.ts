import type { Node } from "oxc-parser";

import type { Frame } from "./ast.ts";

/** One declared name and every place that mentions it. */
export interface Declaration {
  readonly name: string;
  readonly kind: "import" | "variable" | "parameter" | "function" | "class" | "other";
  /** The identifier that declares it. */
  readonly id: Node;
  /** The declarator, function, class, import specifier … that it belongs to. */
  readonly site: Node;
  /** Where the site hangs in the tree. */
  readonly frame: Frame;
  readonly top: boolean;
  readonly references: Frame[];
  /** For names in a destructuring pattern: the keys from the initialiser to the name; `null` where one is unknown. */
  readonly path: readonly (string | null)[];
  /** Whether the pattern gives a default or takes the rest, so that the value is not just the member. */
  readonly inexact: boolean;
  reassigned: boolean;
  /** Where it is written again, for the few names that are. */
  written: Frame[] | null;
}

export type Identifier = Node & { type: "Identifier"; name: string };

export interface ScopeAnalysis {
  readonly declarations: readonly Declaration[];
  readonly bySite: ReadonlyMap<Node, readonly Declaration[]>;
  readonly topLevel: ReadonlyMap<string, Declaration>;
  /** The declaration that an identifier in the program refers to; nothing for globals. */
  readonly resolved: ReadonlyMap<Identifier, Declaration>;
  readonly globals: readonly Frame[];
  readonly literals: readonly Frame[];
  /** `import(…)` and `require(…)` calls. */
  readonly requests: readonly Frame[];
  /** Every function, with its place in the tree. */
  readonly functions: ReadonlyMap<Node, Frame>;
  readonly names: ReadonlySet<string>;
}

/** A stretch of code in which declared names are visible. */
export interface Scope {
  readonly parent: Scope | null;
  readonly isFunction: boolean;
  readonly declarations: Map<string, Declaration>;
}

export function groupBySite(declarations: readonly Declaration[]): Map<Node, Declaration[]> {
  const bySite = new Map<Node, Declaration[]>();
  for (const declaration of declarations) {
    const known = bySite.get(declaration.site);
    if (known) known.push(declaration);
    else bySite.set(declaration.site, [declaration]);
  }
  return bySite;
}

export function childScope(parent: Scope, isFunction: boolean): Scope {
  return { parent, isFunction, declarations: new Map() };
}

export function functionScope(scope: Scope): Scope {
  let found = scope;
  while (!found.isFunction && found.parent) found = found.parent;
  return found;
}

export function lookUp(scope: Scope, name: string): Declaration | undefined {
  for (let current: Scope | null = scope; current; current = current.parent) {
    const found = current.declarations.get(name);
    if (found) return found;
  }
  return undefined;
}

/** `x = …`, `x++`, `[x] = …`, `for (x of …)`. */
export function isWritten(identifier: Frame): boolean {
  let { node } = identifier;
  for (let frame = identifier.up; frame; frame = frame.up) {
    const parent = frame.node;
    switch (parent.type) {
      case "AssignmentExpression":
      case "ForInStatement":
      case "ForOfStatement":
        return parent.left === node;
      case "UpdateExpression":
        return true;
      case "Property":
        if (parent.value !== node || frame.up?.node.type !== "ObjectPattern") return false;
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

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** Returns the items of a list that some parsers leave out: plain ESTree has no decorators, say. */
export function listed<T>(items: readonly T[] | null | undefined): readonly T[] {
  return items ?? [];
}

/** What holds types and nothing else. */
export const TYPES = new Set([
  "TSTypeAnnotation", "TSTypeParameterInstantiation", "TSTypeParameterDeclaration", "TSInterfaceDeclaration", "TSTypeAliasDeclaration", "TSClassImplements",
  "TSTypeReference", "TSTypeLiteral", "TSUnionType", "TSIntersectionType", "TSArrayType", "TSTupleType", "TSTypeOperator", "TSIndexedAccessType", "TSFunctionType",
]);
