import type { Node } from "oxc-parser";

import { isFunction, keyName, literalString, parentOf, rangeOf, unwrap, wrapped } from "./ast.ts";
import type { Declaration, Identifier, ScopeAnalysis } from "./scopes.ts";
import type { AnnotationFact, ArgumentSink, BindingFact, FunctionFact, ImportedName, ParameterFact, Sink, Value } from "./types.ts";

/** Deeper expressions are taken as unknown: no hand-written reference nests like that. */
const MAX_DEPTH = 24;
/** Larger literals are data tables, not facades of function references. */
const MAX_ENTRIES = 400;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads expressions into values and numbers the bindings and functions that they mention. */
export class ValueReader {
  readonly bindings: BindingFact[] = [];
  readonly functions: FunctionFact[] = [];
  readonly #bindingIds = new Map<Declaration, number>();
  readonly #functionIds = new Map<Node, number>();
  readonly #text: string;
  readonly #scopes: ScopeAnalysis;
  /** The declarations behind `bindings`, by number. */
  readonly declarations: Declaration[] = [];

  constructor(text: string, scopes: ScopeAnalysis) {
    this.#text = text;
    this.#scopes = scopes;
  }

  /** Returns the number of a binding, describing it at its first mention. */
  bindingOf(declaration: Declaration): number {
    const known = this.#bindingIds.get(declaration);
    if (known !== undefined) return known;
    const id = this.bindings.length;
    this.#bindingIds.set(declaration, id);
    this.declarations.push(declaration);
    const fact: Mutable<BindingFact> = {
      name: declaration.name,
      kind: declaration.kind,
      range: rangeOf(declaration.id),
      top: declaration.top,
      import: declaration.kind === "import" ? importedName(declaration.site) : null,
      value: null,
      annotation: null,
      parameter: null,
    };
    this.bindings.push(fact);
    fact.value = this.#initialValue(declaration);
    fact.annotation = this.#annotation(declaration.id);
    fact.parameter = declaration.kind === "parameter" ? this.#parameter(declaration) : null;
    return id;
  }

  /** Returns the number of a function, describing it at its first mention. */
  functionOf(node: Node): number {
    const known = this.#functionIds.get(node);
    if (known !== undefined) return known;
    const id = this.functions.length;
    this.#functionIds.set(node, id);
    const fact: Mutable<FunctionFact> = {
      name: functionName(node),
      range: rangeOf(node),
      returns: [],
      argumentOf: null,
      parameters: [],
    };
    this.functions.push(fact);
    const sink = node.type === "FunctionDeclaration" ? undefined : this.sinkOf(node);
    fact.argumentOf = sink?.kind === "argument" ? sink : null;
    fact.returns = this.#returns(node);
    fact.parameters = this.#parameters(node);
    return id;
  }

  /** Returns what an expression says. */
  valueOf(expression: Node, depth = 0): Value {
    const node = unwrap(expression);
    const range = rangeOf(node);
    const unknown: Value = { kind: "unknown", range };
    if (depth > MAX_DEPTH) return unknown;
    switch (node.type) {
      case "Identifier": {
        const declaration = this.#scopes.resolved.get(node as Identifier);
        if (declaration) return { kind: "binding", binding: this.bindingOf(declaration), range };
        return node.name === "undefined" ? unknown : { kind: "global", name: node.name, range };
      }
      case "MemberExpression":
        return {
          kind: "member",
          object: this.valueOf(node.object, depth + 1),
          property: keyName(node.property as Node, node.computed) ?? this.#constantString(node.property as Node) ?? null,
          range,
          propertyRange: rangeOf(node.property as Node),
        };
      case "TSQualifiedName":
        return {
          kind: "member",
          object: this.valueOf(node.left as Node, depth + 1),
          property: node.right.name,
          range,
          propertyRange: rangeOf(node.right as Node),
        };
      case "CallExpression":
      case "NewExpression": {
        const request = requestedSource(node);
        if (request !== undefined) return { kind: "module", source: request, range };
        return {
          kind: "call",
          callee: this.valueOf(node.callee, depth + 1),
          args: node.arguments.map((argument) => (isFunction(argument as Node) ? { kind: "unknown", range: rangeOf(argument as Node) } : this.valueOf(argument as Node, depth + 1))),
          construct: node.type === "NewExpression",
          range,
          calleeRange: rangeOf(node.callee),
        };
      }
      case "ImportExpression": {
        const request = requestedSource(node);
        return request === undefined ? unknown : { kind: "module", source: request, range };
      }
      case "ObjectExpression":
        return this.#objectValue(node, depth);
      case "ArrayExpression":
        if (node.elements.length > MAX_ENTRIES) return unknown;
        return {
          kind: "array",
          elements: node.elements.flatMap((element) => (element ? [this.valueOf(element.type === "SpreadElement" ? element.argument : element, depth + 1)] : [])),
          range,
        };
      case "ConditionalExpression":
        return { kind: "choice", options: [this.valueOf(node.consequent, depth + 1), this.valueOf(node.alternate, depth + 1)], range };
      case "LogicalExpression":
        return { kind: "choice", options: [this.valueOf(node.left, depth + 1), this.valueOf(node.right, depth + 1)], range };
      case "BinaryExpression": {
        if (node.operator !== "+") return unknown;
        const parts = [...nameParts(this.valueOf(node.left as Node, depth + 1)), ...nameParts(this.valueOf(node.right, depth + 1))];
        return parts.some((part) => part !== null) ? { kind: "template", parts, range } : unknown;
      }
      case "SequenceExpression": {
        const last = node.expressions.at(-1);
        return last ? this.valueOf(last, depth + 1) : unknown;
      }
      case "AssignmentExpression":
        return this.valueOf(node.right, depth + 1);
      case "ArrowFunctionExpression":
      case "FunctionExpression":
      case "FunctionDeclaration":
        return { kind: "function", function: this.functionOf(node), range };
      case "Literal":
        return typeof node.value === "string" ? { kind: "string", value: node.value, range } : unknown;
      case "TemplateLiteral": {
        const text = literalString(node);
        if (text !== undefined) return { kind: "string", value: text, range };
        const parts = node.quasis.flatMap((quasi, index) => {
          const expression = node.expressions[index];
          return [quasi.value.cooked ?? null, ...(expression ? nameParts(this.valueOf(expression, depth + 1)) : [])];
        });
        return { kind: "template", parts, range };
      }
      default:
        return unknown;
    }
  }

  /** Returns what consumes the expression. */
  sinkOf(expression: Node): Sink {
    const keys: string[] = [];
    let node = wrapped(expression);
    for (let parent = parentOf(node); parent; node = wrapped(parent), parent = parentOf(node)) {
      switch (parent.type) {
        case "ConditionalExpression":
          if (parent.test === node) return { kind: "none" };
          break;
        case "LogicalExpression":
          break;
        case "SequenceExpression":
          if (parent.expressions.at(-1) !== node) return { kind: "none" };
          break;
        case "Property":
          keys.unshift(keyName(parent.key as Node, parent.computed) ?? "*");
          break;
        case "SpreadElement":
          keys.unshift("...");
          break;
        case "ArrayExpression":
          keys.unshift(String(parent.elements.indexOf(node as never)));
          break;
        case "ObjectExpression":
          break;
        case "CallExpression":
        case "NewExpression":
          if (parent.callee === node) return { kind: "none" };
          return this.#argumentSink(parent, node, keys);
        case "JSXExpressionContainer": {
          const attribute = parentOf(parent);
          if (attribute?.type !== "JSXAttribute") return { kind: "other" };
          return this.#jsxSink(attribute, attribute.name.type === "JSXIdentifier" ? attribute.name.name : "");
        }
        case "JSXSpreadAttribute":
          return this.#jsxSink(parent, keys.at(-1) ?? "...");
        case "VariableDeclarator":
          return this.#aliasSink(parent, node);
        case "ArrowFunctionExpression":
          return parent.body === node ? { kind: "return", function: this.functionOf(parent) } : { kind: "other" };
        case "ReturnStatement": {
          const owner = enclosingFunction(parent);
          return owner ? { kind: "return", function: this.functionOf(owner) } : { kind: "other" };
        }
        case "ExportDefaultDeclaration":
        case "ExportSpecifier":
          return { kind: "export" };
        case "TSTypeQuery":
        case "TSLiteralType":
        case "TSQualifiedName":
          return { kind: "type" };
        case "ExpressionStatement":
        case "IfStatement":
        case "UnaryExpression":
        case "TemplateLiteral":
          return { kind: "none" };
        case "AssignmentExpression":
          return parent.left === node ? { kind: "none" } : { kind: "other" };
        default:
          return { kind: "other" };
      }
    }
    return { kind: "other" };
  }

  /** Returns the declarations that an alias sink names. */
  aliases(sink: Sink): readonly Declaration[] {
    if (sink.kind !== "alias") return [];
    return sink.bindings.flatMap((id) => this.declarations[id] ?? []);
  }

  #initialValue(declaration: Declaration): Value | null {
    const { site, kind } = declaration;
    if (kind === "function") return isFunction(site) ? { kind: "function", function: this.functionOf(site), range: rangeOf(site) } : null;
    if (kind !== "variable" || declaration.reassigned || declaration.inexact) return null;
    if (site.type !== "VariableDeclarator" || !site.init) return null;
    let value = this.valueOf(site.init);
    const range = rangeOf(declaration.id);
    for (const property of declaration.path) value = { kind: "member", object: value, property, range, propertyRange: range };
    return value;
  }

  #annotation(id: Node): AnnotationFact | null {
    const annotation = (id as { typeAnnotation?: { typeAnnotation?: Node } | null }).typeAnnotation?.typeAnnotation;
    if (!annotation) return null;
    const [start, end] = rangeOf(annotation);
    return { name: this.#typeName(annotation), text: this.#text.slice(start, Math.min(end, start + 200)) };
  }

  #typeName(type: Node): Value | null {
    if (type.type !== "TSTypeReference") return null;
    const path: Node[] = [];
    let name: Node = type.typeName as Node;
    while (name.type === "TSQualifiedName") {
      path.unshift(name.right as Node);
      name = name.left as Node;
    }
    if (name.type !== "Identifier") return null;
    const text = name.name;
    const declaration = this.#scopes.topLevel.get(text);
    let value: Value = declaration
      ? { kind: "binding", binding: this.bindingOf(declaration), range: rangeOf(name) }
      : { kind: "global", name: text, range: rangeOf(name) };
    for (const part of path) {
      value = { kind: "member", object: value, property: (part as Identifier).name, range: rangeOf(part), propertyRange: rangeOf(part) };
    }
    return value;
  }

  #parameter(declaration: Declaration): ParameterFact | null {
    const { site } = declaration;
    if (!isFunction(site)) return null;
    const index = (site as unknown as { params: readonly Node[] }).params.findIndex((param) => contains(param, declaration.id));
    return { function: this.functionOf(site), index, path: declaration.path.map((key) => key ?? "*") };
  }

  #parameters(node: Node): (number | null)[] {
    const byId = new Map((this.#scopes.bySite.get(node) ?? []).map((declaration) => [declaration.id, declaration]));
    return (node as unknown as { params: readonly Node[] }).params.map((param) => {
      const declaration = byId.get(param.type === "AssignmentPattern" ? (param.left as Node) : param);
      return declaration ? this.bindingOf(declaration) : null;
    });
  }

  #returns(node: Node): Value[] {
    const { body } = node as unknown as { body: Node | null };
    if (!body) return [];
    if (body.type !== "BlockStatement") return [this.valueOf(body)];
    return returnedExpressions(body).map((expression) => (expression ? this.valueOf(expression) : { kind: "unknown", range: rangeOf(body) }));
  }

  #objectValue(node: Extract<Node, { type: "ObjectExpression" }>, depth: number): Value {
    const range = rangeOf(node);
    if (node.properties.length > MAX_ENTRIES) return { kind: "unknown", range };
    const entries: { key: string | null; value: Value }[] = [];
    const spreads: Value[] = [];
    for (const property of node.properties) {
      if (property.type === "SpreadElement") spreads.push(this.valueOf(property.argument, depth + 1));
      else {
        const key = keyName(property.key as Node, property.computed) ?? null;
        const value: Value = isFunction(property.value as Node)
          ? { kind: "unknown", range: rangeOf(property.value as Node) }
          : this.valueOf(property.value as Node, depth + 1);
        entries.push({ key, value: property.shorthand && value.kind === "binding" ? { ...value, shorthand: true } : value });
      }
    }
    return { kind: "object", entries, spreads, range };
  }

  /** The string that a computed key is, when it is a constant of this file. */
  #constantString(key: Node): string | undefined {
    const node = unwrap(key);
    if (node.type !== "Identifier") return undefined;
    const declaration = this.#scopes.resolved.get(node as Identifier);
    if (!declaration || declaration.reassigned || declaration.path.length > 0 || declaration.site.type !== "VariableDeclarator") return undefined;
    return declaration.site.init ? literalString(unwrap(declaration.site.init)) : undefined;
  }

  #argumentSink(call: Extract<Node, { type: "CallExpression" | "NewExpression" }>, argument: Node, keys: readonly string[]): ArgumentSink {
    return {
      kind: "argument",
      callee: this.valueOf(call.callee),
      construct: call.type === "NewExpression",
      index: keys[0] === "..." && call.arguments.some((item) => item.type === "SpreadElement" && item.argument === argument) ? -1 : call.arguments.indexOf(argument as never),
      keys,
    };
  }

  #jsxSink(attribute: Node, name: string): Sink {
    const opening = parentOf(attribute);
    const element = opening?.type === "JSXOpeningElement" ? this.#text.slice(...rangeOf(opening.name as Node)) : "";
    const root = element.split(".")[0] ?? "";
    const declaration = this.#scopes.topLevel.get(root);
    const component: Value | null = declaration ? { kind: "binding", binding: this.bindingOf(declaration), range: rangeOf(attribute) } : null;
    return { kind: "jsx", element, component, attribute: name };
  }

  #aliasSink(declarator: Node, init: Node): Sink {
    const own = this.#scopes.bySite.get(declarator) ?? [];
    const followable = own.length > 0 && own.every(({ reassigned, inexact, path }) => !reassigned && !inexact && !path.includes(null));
    if ((declarator as { init?: Node | null }).init !== init || !followable) return { kind: "other" };
    return { kind: "alias", bindings: own.map((declaration) => this.bindingOf(declaration)) };
  }
}

function nameParts(value: Value): (string | null)[] {
  if (value.kind === "string") return [value.value];
  if (value.kind === "template") return [...value.parts];
  return [null];
}

/** `import("./m")` and `require("./m")`. */
export function requestedSource(node: Node): string | undefined {
  if (node.type === "ImportExpression") return literalString(node.source);
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier" || node.callee.name !== "require") return undefined;
  const argument = node.arguments[0];
  return argument ? literalString(argument as Node) : undefined;
}

function importedName(site: Node): ImportedName | null {
  const declaration = parentOf(site);
  if (declaration?.type !== "ImportDeclaration") return null;
  const typeOnly = declaration.importKind === "type";
  const source = declaration.source.value;
  switch (site.type) {
    case "ImportSpecifier": {
      const imported = site.imported.type === "Identifier" ? site.imported.name : String((site.imported as { value: unknown }).value);
      return { source, imported, typeOnly: typeOnly || site.importKind === "type" };
    }
    case "ImportDefaultSpecifier":
      return { source, imported: "default", typeOnly };
    case "ImportNamespaceSpecifier":
      return { source, imported: "*", typeOnly };
    default:
      return null;
  }
}

function functionName(node: Node): string | null {
  const id = (node as { id?: Node | null }).id;
  if (id?.type === "Identifier") return id.name;
  const parent = parentOf(wrapped(node));
  return parent?.type === "VariableDeclarator" && parent.id.type === "Identifier" ? parent.id.name : null;
}

function enclosingFunction(node: Node): Node | undefined {
  let current = parentOf(node);
  while (current && !isFunction(current)) current = parentOf(current);
  return current;
}

function contains(outer: Node, inner: Node): boolean {
  const [start, end] = rangeOf(outer);
  const [from, to] = rangeOf(inner);
  return start <= from && to <= end;
}

/** The arguments of the `return`s of a function body, those of inner functions left out; `null` for a bare `return`. */
function returnedExpressions(body: Node): (Node | null)[] {
  const found: (Node | null)[] = [];
  const pending: unknown[] = [body];
  while (pending.length > 0) {
    const item = pending.pop();
    if (Array.isArray(item)) {
      pending.push(...item);
      continue;
    }
    if (typeof item !== "object" || item === null || typeof (item as Node).type !== "string") continue;
    const node = item as Node;
    if (node.type === "ReturnStatement") found.push(node.argument);
    else if (/Statement$|^SwitchCase$|^CatchClause$/u.test(node.type)) {
      for (const [key, child] of Object.entries(node)) if (key !== "parent" && typeof child === "object") pending.push(child);
    }
  }
  return found;
}
