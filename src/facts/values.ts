import type { Node } from "oxc-parser";

import { type Frame, isFunction, keyName, literalString, rangeOf, unwrap } from "./ast.ts";
import type { Declaration, Identifier, ScopeAnalysis } from "./scopes.ts";
import { readSink } from "./sinks.ts";
import { contains, functionName, importedName, isCallOfParameter, isDescribed, nameParts, requestedSource, returnedExpressions } from "./syntax.ts";
import type { AnnotationFact, BindingFact, Depth, FunctionFact, ParameterFact, Sink, Value } from "./types.ts";

/** Deeper expressions are taken as unknown: no hand-written reference nests like that. */
const MAX_DEPTH = 24;
/** Enough of a type's text to tell what kind of function reference it describes. */
const MAX_TYPE_TEXT = 200;
/** Larger literals are data tables, not facades of function references. */
const MAX_ENTRIES = 400;

/** Calls whose arguments say which function is meant. */
const NAMING_CALLS = new Set(["makeFunctionReference"]);

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads expressions into values and numbers the bindings and functions that they mention. */
export class ValueReader {
  readonly bindings: BindingFact[] = [];
  readonly functions: FunctionFact[] = [];
  readonly #bindingIds = new Map<Declaration, number>();
  readonly #functionIds = new Map<Node, number>();
  readonly #text: string;
  readonly #scopes: ScopeAnalysis;
  readonly #hasValidators: boolean;
  /** The declarations behind `bindings`, by number. */
  readonly declarations: Declaration[] = [];

  /** @param hasValidators Whether the file imports what validators and schemas are made with. */
  constructor(text: string, scopes: ScopeAnalysis, hasValidators: boolean) {
    this.#text = text;
    this.#scopes = scopes;
    this.#hasValidators = hasValidators;
  }

  /** Returns how much is kept of what a name at the top level is initialised with. */
  depthOf(initializer: Node): Depth {
    if (!this.#hasValidators) return "full";
    const node = unwrap(initializer);
    // `v.object(…)`, `defineTable(…).index(…)`, `{ name: v.string() }`, `customMutation(mutation, { args: { … } })`
    if (node.type === "ObjectExpression" || (node.type === "CallExpression" && node.callee.type === "MemberExpression")) return "whole";
    return node.type === "CallExpression" && node.callee.type === "Identifier" && /^(?:define|z?[cC]ustom)/u.test(node.callee.name) ? "whole" : "full";
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
      import: declaration.kind === "import" ? importedName(declaration) : null,
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
    const frame = this.#scopes.functions.get(node);
    this.#functionIds.set(node, id);
    const fact: Mutable<FunctionFact> = {
      name: functionName(node, frame),
      range: rangeOf(node),
      returns: [],
      argumentOf: null,
      parameters: [],
    };
    this.functions.push(fact);
    const sink = node.type === "FunctionDeclaration" || !frame ? undefined : this.sinkOf(frame);
    fact.argumentOf = sink?.kind === "argument" ? sink : null;
    if (!frame || !isDescribed(frame)) return id;
    fact.returns = this.#returns(node);
    fact.parameters = this.#parameters(node);
    return id;
  }

  /** Returns what an expression says. */
  valueOf(expression: Node, kept: Depth = "full", depth = 0): Value {
    const node = unwrap(expression);
    const range = rangeOf(node);
    const unknown: Value = { kind: "unknown", range };
    if (depth > MAX_DEPTH) return unknown;
    switch (node.type) {
      case "Identifier": {
        const declaration = this.#scopes.resolved.get(node);
        if (declaration) return { kind: "binding", binding: this.bindingOf(declaration), range, ...(node === expression ? {} : this.#castOf(expression)) };
        return node.name === "undefined" ? unknown : { kind: "global", name: node.name, range };
      }
      case "MemberExpression":
        return {
          kind: "member",
          object: this.valueOf(node.object, kept, depth + 1),
          property: keyName(node.property, node.computed) ?? this.#constantString(node.property) ?? null,
          range,
          propertyRange: rangeOf(node.property),
          ...(node === expression ? {} : this.#castOf(expression)),
        };
      case "TSQualifiedName":
        return {
          kind: "member",
          object: this.valueOf(node.left, kept, depth + 1),
          property: node.right.name,
          range,
          propertyRange: rangeOf(node.right),
        };
      case "CallExpression":
      case "NewExpression": {
        const request = requestedSource(node);
        if (request !== undefined) return { kind: "module", source: request, range };
        if (kept === "argument-object") return unknown;
        return {
          kind: "call",
          callee: this.valueOf(node.callee, kept, depth + 1),
          args: this.#argumentsOf(node, kept, depth),
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
        return this.#objectValue(node, kept === "argument" ? "argument-object" : kept, depth);
      case "ArrayExpression":
        if (node.elements.length > MAX_ENTRIES) return unknown;
        return {
          kind: "array",
          elements: node.elements.flatMap((element) => (element ? [this.valueOf(element.type === "SpreadElement" ? element.argument : element, kept, depth + 1)] : [])),
          range,
        };
      case "ConditionalExpression":
        return { kind: "choice", options: [this.valueOf(node.consequent, kept, depth + 1), this.valueOf(node.alternate, kept, depth + 1)], range };
      case "LogicalExpression":
        return { kind: "choice", options: [this.valueOf(node.left, kept, depth + 1), this.valueOf(node.right, kept, depth + 1)], range };
      case "BinaryExpression": {
        if (node.operator !== "+") return unknown;
        const parts = [...nameParts(this.valueOf(node.left, kept, depth + 1)), ...nameParts(this.valueOf(node.right, kept, depth + 1))];
        return parts.some((part) => part !== null) ? { kind: "template", parts, range } : unknown;
      }
      case "SequenceExpression": {
        const last = node.expressions.at(-1);
        return last ? this.valueOf(last, kept, depth + 1) : unknown;
      }
      case "AssignmentExpression":
        return this.valueOf(node.right, kept, depth + 1);
      case "ArrowFunctionExpression":
      case "FunctionExpression":
      case "FunctionDeclaration":
        return kept === "full" || kept === "whole" ? { kind: "function", function: this.functionOf(node), range } : unknown;
      case "Literal":
        return typeof node.value === "string" ? { kind: "string", value: node.value, range } : unknown;
      case "TemplateLiteral": {
        const text = literalString(node);
        if (text !== undefined) return { kind: "string", value: text, range };
        const parts = node.quasis.flatMap((quasi, index) => {
          const expression = node.expressions[index];
          return [quasi.value.cooked ?? null, ...(expression ? nameParts(this.valueOf(expression, kept, depth + 1)) : [])];
        });
        return { kind: "template", parts, range };
      }
      default:
        return unknown;
    }
  }

  /** Returns what consumes the expression. */
  sinkOf(expression: Frame): Sink {
    return readSink(expression, { reader: this, scopes: this.#scopes, text: this.#text });
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
    let value = this.valueOf(site.init, declaration.top ? this.depthOf(site.init) : "shallow");
    if (!declaration.top && isCallOfParameter(value, this.bindings)) return null;
    const range = rangeOf(declaration.id);
    for (const property of declaration.path) value = { kind: "member", object: value, property, range, propertyRange: range };
    return value;
  }

  #annotation(id: Node): AnnotationFact | null {
    const annotation = (id as { typeAnnotation?: { typeAnnotation?: Node } | null }).typeAnnotation?.typeAnnotation;
    if (!annotation) return null;
    const [start, end] = rangeOf(annotation);
    return { name: this.#typeName(annotation), text: this.#text.slice(start, Math.min(end, start + MAX_TYPE_TEXT)) };
  }

  #typeName(type: Node): Value | null {
    if (type.type !== "TSTypeReference") return null;
    const path: Node[] = [];
    let name: Node = type.typeName;
    while (name.type === "TSQualifiedName") {
      path.unshift(name.right);
      name = name.left;
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
      const declaration = byId.get(param.type === "AssignmentPattern" ? (param.left) : param);
      return declaration ? this.bindingOf(declaration) : null;
    });
  }

  #returns(node: Node): Value[] {
    const { body } = node as unknown as { body: Node | null };
    if (!body) return [];
    if (body.type !== "BlockStatement") return [this.valueOf(body)];
    return returnedExpressions(body).map((expression) => (expression ? this.valueOf(expression) : { kind: "unknown", range: rangeOf(body) }));
  }

  /** The outermost type that casts around an expression give it. */
  #castOf(expression: Node): { cast?: string } {
    if (expression.type === "TSNonNullExpression" || expression.type === "AwaitExpression") return this.#castOf(expression.type === "AwaitExpression" ? expression.argument : expression.expression);
    if (expression.type !== "TSAsExpression" && expression.type !== "TSSatisfiesExpression" && expression.type !== "TSTypeAssertion") return {};
    const [start, end] = rangeOf(expression.typeAnnotation);
    return { cast: this.#text.slice(start, Math.min(end, start + MAX_TYPE_TEXT)) };
  }

  #argumentsOf(call: Extract<Node, { type: "CallExpression" | "NewExpression" }>, kept: Depth, depth: number): Value[] {
    if (kept === "shallow" && !(call.callee.type === "Identifier" && NAMING_CALLS.has(call.callee.name))) return [];
    return call.arguments.map((argument) => this.valueOf(argument.type === "SpreadElement" ? argument.argument : argument, kept === "whole" || kept === "validator" ? "validator" : "argument", depth + 1));
  }

  #objectValue(node: Extract<Node, { type: "ObjectExpression" }>, kept: Depth, depth: number): Value {
    const range = rangeOf(node);
    if (node.properties.length > MAX_ENTRIES) return { kind: "unknown", range };
    const entries: { key: string | null; value: Value }[] = [];
    const spreads: Value[] = [];
    for (const property of node.properties) {
      if (property.type === "SpreadElement") spreads.push(this.valueOf(property.argument, kept, depth + 1));
      else {
        const key = keyName(property.key, property.computed) ?? null;
        // A method or a value that says nothing is as good as absent.
        if (isFunction(property.value)) continue;
        const value = this.valueOf(property.value, kept, depth + 1);
        if (value.kind === "unknown" && kept !== "whole" && kept !== "validator") continue;
        entries.push({ key, value: property.shorthand && value.kind === "binding" ? { ...value, shorthand: true } : value });
      }
    }
    if (kept === "argument-object" && entries.length === 0 && spreads.length === 0) return { kind: "unknown", range };
    return { kind: "object", entries, spreads, range };
  }

  /** The string that a computed key is, when it is a constant of this file. */
  #constantString(key: Node): string | undefined {
    const node = unwrap(key);
    if (node.type !== "Identifier") return undefined;
    const declaration = this.#scopes.resolved.get(node);
    if (!declaration || declaration.reassigned || declaration.path.length > 0 || declaration.site.type !== "VariableDeclarator") return undefined;
    return declaration.site.init ? literalString(unwrap(declaration.site.init)) : undefined;
  }
}
