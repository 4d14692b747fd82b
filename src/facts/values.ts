import type { Node } from "oxc-parser";

import { castOf, isDocumentId, readAnnotation, resultTypeOf } from "./annotations.ts";
import { type Frame, isFunction, keyName, literalString, rangeOf, unwrap } from "./ast.ts";
import { isGivenModule, isObjectCall, iteratedBy } from "./iteration.ts";
import { valuesAssignedLater } from "./late-values.ts";
import type { Declaration, Identifier, ScopeAnalysis } from "./scopes.ts";
import { mayExpectFailure } from "./expectations.ts";
import { readSink, type SinkContext } from "./sinks.ts";
import { readString } from "./strings.ts";
import { contains, functionName, importedName, isCallOfParameter, isDescribed, literalType, qualifiedNames, requestedSource, returnedExpressions } from "./syntax.ts";
import type { BindingFact, Depth, FunctionFact, ParameterFact, Sink, Value } from "./types.ts";

/** Deeper expressions are taken as unknown: no hand-written reference nests like that. */
const MAX_DEPTH = 24;
/** Larger literals are data tables, not facades of function references. */
const MAX_ENTRIES = 400;

/** Functions that put a name together take a module and a function, sometimes a directory. */
const MAX_NAME_PARTS = 3;

/** Calls whose arguments say which function is meant. */
const NAMING_CALLS = new Set(["makeFunctionReference"]);

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads expressions into values and numbers the bindings and functions that they mention. */
export class ValueReader {
  readonly bindings: BindingFact[] = [];
  readonly functions: FunctionFact[] = [];
  readonly #bindingIds = new Map<Declaration, number>();
  readonly #functionIds = new Map<Node, number>();
  readonly #hasValidators: boolean;
  readonly #context: SinkContext;
  /** The declarations behind `bindings`, by number. */
  readonly declarations: Declaration[] = [];

  /** @param hasValidators Whether the file imports what validators and schemas are made with. */
  constructor(text: string, scopes: ScopeAnalysis, hasValidators: boolean) {
    this.#hasValidators = hasValidators;
    this.#context = { reader: this, scopes, text, mayExpectFailure: mayExpectFailure(text) };
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
    fact.annotation = readAnnotation(declaration.id, this.#context.text, (name) => this.#typeName(name));
    fact.parameter = declaration.kind === "parameter" ? this.#parameter(declaration) : null;
    return id;
  }

  /** Returns the number of a function, describing it at its first mention. */
  functionOf(node: Node): number {
    const known = this.#functionIds.get(node);
    if (known !== undefined) return known;
    const id = this.functions.length;
    const frame = this.#context.scopes.functions.get(node);
    this.#functionIds.set(node, id);
    const fact: Mutable<FunctionFact> = {
      name: functionName(node, frame), range: rangeOf(node), ...resultTypeOf(node, this.#context.text),
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
        const declaration = this.#context.scopes.resolved.get(node);
        if (declaration) return { kind: "binding", binding: this.bindingOf(declaration), range, ...(node === expression ? {} : castOf(expression, this.#context.text)) };
        return node.name === "undefined" ? unknown : { kind: "global", name: node.name, range };
      }
      case "MemberExpression":
        return {
          kind: "member",
          object: this.valueOf(node.object, kept, depth + 1),
          property: keyName(node.property, node.computed) ?? this.#constantString(node.property) ?? null,
          range,
          propertyRange: rangeOf(node.property),
          ...(node === expression ? {} : castOf(expression, this.#context.text)),
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
        if (request !== undefined) return { kind: "module", source: request, range, cast: "any" };
        if (kept === "argument-object") return unknown;
        const same = this.#sameAs(node, kept, depth);
        if (same) return same;
        return {
          kind: "call",
          callee: this.valueOf(node.callee, kept, depth + 1),
          args: this.#argumentsOf(node, kept, depth),
          construct: node.type === "NewExpression",
          range,
          calleeRange: rangeOf(node.callee),
          ...(node === expression ? {} : castOf(expression, this.#context.text)),
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
      case "BinaryExpression":
      case "TemplateLiteral":
        return isDocumentId(expression, this.#context.text) ? unknown : readString(node, { valueOf: (part) => this.valueOf(part, kept, depth + 1), bindings: this.bindings }) ?? unknown;
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
      case "TSTypeQuery":
        return this.valueOf(node.exprName, kept, depth + 1);
      case "TSParenthesizedType":
        return this.valueOf(node.typeAnnotation, kept, depth + 1);
      case "TSIndexedAccessType":
        return { kind: "member", object: this.valueOf(node.objectType, kept, depth + 1), property: literalType(node.indexType) ?? null, range, propertyRange: rangeOf(node.indexType) };
      case "TSImportType": {
        let value: Value = { kind: "module", source: requestedSource(node) ?? "", range };
        for (const name of qualifiedNames(node.qualifier)) value = { kind: "member", object: value, property: name.name, range, propertyRange: rangeOf(name) };
        return value;
      }
      default:
        return unknown;
    }
  }

  /** Returns what consumes the expression. */
  sinkOf(expression: Frame): Sink {
    return readSink(expression, this.#context);
  }

  /** Returns the declarations that an alias sink names. */
  aliases(sink: Sink): readonly Declaration[] {
    if (sink.kind !== "alias") return [];
    return sink.bindings.flatMap((id) => this.declarations[id] ?? []);
  }

  #initialValue(declaration: Declaration): Value | null {
    const { site, kind } = declaration;
    if (kind === "function") return isFunction(site) ? { kind: "function", function: this.functionOf(site), range: rangeOf(site) } : null;
    const later = valuesAssignedLater(declaration, this.#context.scopes);
    if (later.length > 0) return { kind: "choice", options: later.map((value) => this.valueOf(value, "shallow")), range: rangeOf(declaration.id) };
    if (declaration.reassigned || declaration.inexact) return null;
    if (site.type === "TSImportEqualsDeclaration" && kind === "variable") return this.valueOf(site.moduleReference);
    const iterated = iteratedBy(declaration);
    const init = iterated?.node ?? (kind === "variable" && site.type === "VariableDeclarator" ? site.init : null);
    if (!init) return null;
    let value = this.valueOf(init, declaration.top ? this.depthOf(init) : "shallow");
    if (iterated?.isElement) value = { kind: "member", object: value, property: null, range: rangeOf(init), propertyRange: rangeOf(init) };
    if (!declaration.top && isCallOfParameter(value, this.bindings)) return null;
    const range = rangeOf(declaration.id);
    for (const property of declaration.path) value = { kind: "member", object: value, property, range, propertyRange: range };
    return value;
  }

  #typeName(name: Identifier): Value {
    const [declaration, range] = [this.#context.scopes.topLevel.get(name.name), rangeOf(name)];
    return declaration ? { kind: "binding", binding: this.bindingOf(declaration), range } : { kind: "global", name: name.name, range };
  }

  #parameter(declaration: Declaration): ParameterFact | null {
    const { site } = declaration;
    if (!isFunction(site)) return null;
    const index = (site as unknown as { params: readonly Node[] }).params.findIndex((param) => contains(param, declaration.id));
    return { function: this.functionOf(site), index, path: declaration.path.map((key) => key ?? "*") };
  }

  #parameters(node: Node): (number | null)[] {
    const byId = new Map((this.#context.scopes.bySite.get(node) ?? []).map((declaration) => [declaration.id, declaration]));
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

  /** What calls give whose result is what they are given, or says as much. */
  #sameAs(call: Extract<Node, { type: "CallExpression" | "NewExpression" }>, kept: Depth, depth: number): Value | undefined {
    const [first] = call.arguments;
    if (first && isObjectCall(call, ["freeze"])) return this.valueOf(first, kept, depth + 1);
    const text = readString(call, { valueOf: (part) => this.valueOf(part, kept, depth + 1), bindings: this.bindings });
    if (text) return text;
    // `import("./m").then((m) => m.api)`
    const callback = first && this.#context.scopes.functions.get(first);
    return first?.type === "ArrowFunctionExpression" && callback && isGivenModule(callback) ? this.valueOf(first.body, kept, depth + 1) : undefined;
  }

  #argumentsOf(call: Extract<Node, { type: "CallExpression" | "NewExpression" }>, kept: Depth, depth: number): Value[] {
    if (kept === "shallow" && !this.#isTelling(call)) return [];
    return call.arguments.map((argument) => this.valueOf(argument.type === "SpreadElement" ? argument.argument : argument, kept === "whole" || kept === "validator" ? "validator" : "argument", depth + 1));
  }

  /** Whether what a call is given says which function is meant. */
  #isTelling(call: Extract<Node, { type: "CallExpression" | "NewExpression" }>): boolean {
    const callee = unwrap(call.callee);
    const declaration = callee.type === "Identifier" ? this.#context.scopes.resolved.get(callee) : undefined;
    const imported = declaration?.kind === "import" ? importedName(declaration)?.imported : undefined;
    const name = callee.type === "Identifier" ? (imported ?? callee.name) : callee.type === "MemberExpression" ? keyName(callee.property, callee.computed) : undefined;
    return NAMING_CALLS.has(name ?? "") || isObjectCall(call) || (call.arguments.length > 0 && call.arguments.length <= MAX_NAME_PARTS && call.arguments.every((argument) => literalString(argument) !== undefined));
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
    const declaration = this.#context.scopes.resolved.get(unwrap(key) as Identifier);
    if (!declaration || declaration.reassigned || declaration.path.length > 0 || declaration.site.type !== "VariableDeclarator") return undefined;
    return declaration.site.init ? literalString(unwrap(declaration.site.init)) : undefined;
  }
}
