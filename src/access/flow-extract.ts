import type { Node } from "oxc-parser";

import { type Frame, isFunction, keyName, literalString, rangeOf, type SourceTree, unwrap } from "../facts/ast.ts";
import { publicTagBefore } from "../facts/comments.ts";
import { analyzeScopes, type Declaration, type Identifier } from "../facts/scopes.ts";
import { functionName, importedName, methodName, requestedSource } from "../facts/syntax.ts";
import type { FlowCall, FlowClass, FlowDeclaration, FlowEntry, FlowFacts, FlowFunction, FlowValue } from "./flow-facts.ts";
import type { CallNode } from "./flow-statements.ts";
import { calleeText, walkProgram } from "./flow-walk.ts";

/** Deeper expressions say nothing. */
const MAX_DEPTH = 60;
const NOTHING: FlowValue = { kind: "nothing" };
/** What puts something into a collection. */
const FILLING: ReadonlySet<string> = new Set(["push", "unshift", "add", "set"]);
const COLLECTIONS: ReadonlySet<string> = new Set(["Array", "Set", "Map"]);
const COMPARISONS: ReadonlySet<string> = new Set(["===", "!==", "==", "!="]);

/**
 * Returns what the functions of one file do. Pure: no other file is looked at.
 * @throws RangeError for trees nested deeper than the stack allows.
 */
export function extractFlow(tree: SourceTree): FlowFacts {
  const { program, text } = tree;
  const scopes = analyzeScopes(program);
  const walked = walkProgram(program);
  const functionIds = new Map([...walked.functions.keys()].map((node, index) => [node, index]));
  const classIds = new Map([...walked.classes.keys()].map((node, index) => [node, index]));
  const callIds = new Map(walked.calls.map(({ node }, index) => [node as Node, index]));
  const declarationIds = new Map(scopes.declarations.map((declaration, index) => [declaration, index]));
  const assigned = new Map<Declaration, Node[]>();
  for (const { name, value } of walked.assignments) {
    const declaration = scopes.resolved.get(name as Identifier);
    if (declaration) assigned.set(declaration, [...(assigned.get(declaration) ?? []), value]);
  }
  // `names.push(user.name)`: what a list of the function's own is filled with is in it.
  const filling = new Set<Node>();
  const fillings = new Map<Declaration, CallNode[]>();
  for (const { node } of walked.calls) {
    const declaration = filledBy(node);
    if (!declaration) continue;
    filling.add(node);
    fillings.set(declaration, [...(fillings.get(declaration) ?? []), node]);
  }
  const exports = new Map<string, FlowValue>();
  const reexports: FlowFacts["reexports"][number][] = [];
  for (const statement of program.body) readExports(statement);
  return {
    declarations: scopes.declarations.map(describeDeclaration),
    functions: [...walked.functions.values()].map(describeFunction),
    calls: walked.calls.map((call): FlowCall => ({
      callee: valueOf(call.node.callee),
      args: argumentsOf(call.node),
      construct: call.node.type === "NewExpression",
      range: rangeOf(call.node),
      calleeText: calleeText(call.node.callee, text),
      isFloating: call.isFloating,
      isCaught: call.isCaught,
      isDropped: call.isDropped,
      isFilling: filling.has(call.node),
      inLoop: call.inLoop,
      region: call.region,
    })),
    classes: [...walked.classes.keys()].map(describeClass),
    exports,
    publicTags: program.body.flatMap((statement) => {
      const range = rangeOf(statement);
      const tag = publicTagBefore(tree, range[0]);
      return tag === null ? [] : [{ range, tag }];
    }),
    reexports,
  };

  function describeDeclaration(declaration: Declaration): FlowDeclaration {
    const { name, kind, site, frame, path, inexact } = declaration;
    const values: { value: FlowValue; path: readonly (string | null)[] }[] = (assigned.get(declaration) ?? []).map((value) => ({ value: valueOf(value), path: [] }));
    for (const call of fillings.get(declaration) ?? []) values.push({ value: { kind: "list", items: argumentsOf(call) }, path: [] });
    if (kind === "function" && isFunction(site)) values.push({ value: functionValue(site), path: [] });
    if (kind === "class") values.push({ value: valueOf(site), path: [] });
    if (kind === "variable" && site.type === "VariableDeclarator") {
      const list = walked.loops.get(site);
      if (site.init) values.push({ value: valueOf(site.init), path });
      else if (list) values.push({ value: valueOf(list), path: [null, ...path] });
    }
    const owner = ownerOf(kind === "parameter" ? frame : frame.up);
    const isParameter = kind === "parameter" && isFunction(site);
    const parameter = isParameter ? parameterOf(site, declaration) : undefined;
    if (parameter?.type === "AssignmentPattern" && path.length === 0) values.push({ value: valueOf(parameter.right), path: [] });
    return {
      name,
      function: owner === null ? null : (functionIds.get(owner) ?? null),
      import: kind === "import" ? importedName(declaration) : null,
      values,
      parameter: isParameter ? { index: parameterIndex(site, declaration), path, isRest: inexact && path.length === 0 && parameter?.type === "RestElement" } : null,
    };
  }

  /** The list, set or map of the file's own that a call puts something into. */
  function filledBy({ callee }: CallNode): Declaration | undefined {
    if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier" || !FILLING.has(keyName(callee.property, callee.computed) ?? "")) return undefined;
    const declaration = scopes.resolved.get(callee.object);
    const init = declaration?.kind === "variable" && declaration.path.length === 0 && declaration.site.type === "VariableDeclarator" && declaration.site.init ? unwrap(declaration.site.init) : undefined;
    const isCollection = init?.type === "ArrayExpression" || (init?.type === "NewExpression" && init.callee.type === "Identifier" && COLLECTIONS.has(init.callee.name));
    return isCollection ? declaration : undefined;
  }

  function argumentsOf(call: CallNode): FlowValue[] {
    return call.arguments.map((argument) => valueOf(argument.type === "SpreadElement" ? argument.argument : argument));
  }

  function ownerOf(start: Frame | null): Node | null {
    for (let frame = start; frame; frame = frame.up) if (isFunction(frame.node)) return frame.node;
    return null;
  }

  function describeFunction({ node, parent, calls, tests, throws, returns, lastCall, firstExit, class: owner }: ReturnType<typeof walkProgram>["functions"] extends ReadonlyMap<Node, infer F> ? F : never): FlowFunction {
    return {
      name: functionName(node, scopes.functions.get(node)) ?? methodName(scopes.functions.get(node)),
      range: rangeOf(node),
      parent: parent === null ? null : (functionIds.get(parent) ?? null),
      isAsync: (node as { async?: boolean }).async === true,
      neverReturns: isOfNever(node) || (firstExit === Infinity && returns.length === 0 && throws.some(({ region }) => region.length === 0)),
      lastCall: lastCall === null || returns.length > 0 || firstExit !== Infinity ? null : (callIds.get(lastCall) ?? null),
      calls: calls.flatMap((call) => callIds.get(call) ?? []),
      tests: tests.map((test) => ({ value: valueOf(test.node), range: rangeOf(test.node), throws: test.throws, ends: test.ends.flatMap((call) => callIds.get(call) ?? []), leaves: test.leftAt !== null, region: test.region })),
      returns: returns.map((returned) => valueOf(returned)),
      firstExit: firstExit === Infinity ? null : firstExit,
      class: owner === null ? null : (classIds.get(owner) ?? null),
    };
  }

  function describeClass(node: Node): FlowClass {
    const { id, superClass, body } = node as Extract<Node, { type: "ClassDeclaration" | "ClassExpression" }>;
    const members: FlowClass["members"][number][] = [];
    const fields = walked.fields.filter((field) => field.class === node).map(({ key, value }) => ({ key, value: valueOf(value) }));
    let constructorFunction: number | null = null;
    for (const member of body.body) {
      if (member.type === "MethodDefinition") {
        if (member.kind === "constructor") {
          constructorFunction = functionIds.get(member.value) ?? null;
          for (const param of member.value.params as readonly Node[]) if (param.type === "TSParameterProperty") fields.push(...parameterField(param));
        } else members.push({ key: keyName(member.key, member.computed) ?? null, isStatic: member.static, value: functionValue(member.value) });
      } else if (member.type === "PropertyDefinition" && member.value) members.push({ key: keyName(member.key, member.computed) ?? null, isStatic: member.static, value: valueOf(member.value) });
    }
    const parent = walked.classes.get(node)?.parent ?? null;
    return { name: id?.name ?? null, function: parent && (functionIds.get(parent) ?? null), superClass: superClass ? valueOf(superClass) : null, members, fields, constructorFunction };
  }

  function parameterField(param: Extract<Node, { type: "TSParameterProperty" }>): { key: string; value: FlowValue }[] {
    const target = param.parameter.type === "AssignmentPattern" ? (param.parameter.left as Node) : (param.parameter as Node);
    if (target.type !== "Identifier") return [];
    const declaration = scopes.declarations.find(({ id }) => id === target);
    return declaration ? [{ key: target.name, value: { kind: "name", declaration: declarationIds.get(declaration) ?? -1, range: rangeOf(target) } }] : [];
  }

  function functionValue(node: Node): FlowValue {
    const id = functionIds.get(node);
    return id === undefined ? NOTHING : { kind: "function", function: id };
  }

  function valueOf(node: Node, depth = 0): FlowValue {
    if (depth > MAX_DEPTH) return NOTHING;
    const inner = (child: Node): FlowValue => valueOf(child, depth + 1);
    switch (node.type) {
      case "Identifier": {
        const declaration = scopes.resolved.get(node);
        const id = declaration && declarationIds.get(declaration);
        return id === undefined ? { kind: "global", name: node.name } : { kind: "name", declaration: id, range: rangeOf(node) };
      }
      case "ThisExpression":
        return { kind: "this" };
      case "MemberExpression": {
        const property = keyName(node.property, node.computed) ?? null;
        return { kind: "member", object: inner(node.object), property, key: property === null ? inner(node.property) : null, range: rangeOf(node) };
      }
      case "CallExpression":
      case "NewExpression": {
        const source = requestedSource(node);
        if (source !== undefined) return { kind: "module", source };
        const id = callIds.get(node);
        return id === undefined ? NOTHING : { kind: "call", call: id };
      }
      case "ImportExpression": {
        const source = requestedSource(node);
        return source === undefined ? NOTHING : { kind: "module", source };
      }
      case "ArrowFunctionExpression":
      case "FunctionExpression":
      case "FunctionDeclaration":
        return functionValue(node);
      case "ClassDeclaration":
      case "ClassExpression": {
        const id = classIds.get(node);
        return id === undefined ? NOTHING : { kind: "class", class: id };
      }
      case "ObjectExpression":
        return objectValue(node, inner);
      case "ArrayExpression":
        return { kind: "list", items: node.elements.flatMap((element) => (element ? [inner(element.type === "SpreadElement" ? element.argument : element)] : [])) };
      case "ConditionalExpression":
        return { kind: "choice", options: [inner(node.consequent), inner(node.alternate)] };
      case "LogicalExpression":
        return { kind: "choice", options: [inner(node.left), inner(node.right)] };
      case "BinaryExpression":
        if (COMPARISONS.has(node.operator)) return { kind: "comparison", left: inner(node.left), right: inner(node.right) };
        return { kind: "mixture", parts: [inner(node.left), inner(node.right)] };
      case "UnaryExpression":
        return node.operator === "typeof" || node.operator === "delete" ? NOTHING : { kind: "mixture", parts: [inner(node.argument)] };
      case "TemplateLiteral": {
        const text = literalString(node);
        return text === undefined ? { kind: "mixture", parts: node.expressions.map(inner) } : { kind: "string", value: text };
      }
      case "Literal":
        return typeof node.value === "string" ? { kind: "string", value: node.value } : NOTHING;
      case "AwaitExpression":
        return { kind: "awaited", value: inner(node.argument) };
      case "SequenceExpression": {
        const last = node.expressions.at(-1);
        return last ? inner(last) : NOTHING;
      }
      case "AssignmentExpression":
        return inner(node.right);
      case "TSAsExpression":
      case "TSNonNullExpression":
      case "TSSatisfiesExpression":
      case "TSTypeAssertion":
      case "TSInstantiationExpression":
      case "ChainExpression":
      case "ParenthesizedExpression":
        return inner(node.expression);
      default:
        return NOTHING;
    }
  }

  function objectValue(node: Extract<Node, { type: "ObjectExpression" }>, inner: (child: Node) => FlowValue): FlowValue {
    const entries: FlowEntry[] = [];
    const spreads: FlowValue[] = [];
    for (const property of node.properties) {
      if (property.type === "SpreadElement") spreads.push(inner(property.argument));
      else entries.push({ key: keyName(property.key, property.computed) ?? null, value: inner(property.value) });
    }
    return { kind: "object", entries, spreads };
  }

  function readExports(statement: Node): void {
    switch (statement.type) {
      case "ExportAllDeclaration":
        reexports.push({ source: statement.source.value, imported: "*", name: statement.exported ? nameOf(statement.exported) : null });
        return;
      case "ExportDefaultDeclaration":
        exports.set("default", valueOf(statement.declaration));
        return;
      case "ExportNamedDeclaration": {
        for (const { local, exported } of statement.specifiers) {
          if (statement.source) reexports.push({ source: statement.source.value, imported: nameOf(local), name: nameOf(exported) });
          else exports.set(nameOf(exported), valueOf(local));
        }
        const declaration = statement.declaration as Node | null;
        const sites = declaration?.type === "VariableDeclaration" ? declaration.declarations : declaration ? [declaration] : [];
        for (const site of sites) for (const declared of scopes.bySite.get(site) ?? []) exports.set(declared.name, { kind: "name", declaration: declarationIds.get(declared) ?? -1, range: rangeOf(declared.id) });
        return;
      }
      case "ExpressionStatement":
        readCommonJsExport(statement.expression);
        return;
    }
  }

  /** `module.exports = { … }`, `exports.list = …` */
  function readCommonJsExport(expression: Node): void {
    if (expression.type !== "AssignmentExpression" || expression.left.type !== "MemberExpression") return;
    const { object, property } = expression.left;
    const target = text.slice(...rangeOf(object));
    const value = valueOf(expression.right);
    if (target === "module" && value.kind === "object") for (const entry of value.entries) if (entry.key !== null) exports.set(entry.key, entry.value);
    if ((target === "exports" || target === "module.exports") && property.type === "Identifier") exports.set(property.name, value);
  }
}

function parameterIndex(site: Node, { id }: Declaration): number {
  const [start, end] = rangeOf(id);
  return (site as unknown as { params: readonly Node[] }).params.findIndex((param) => rangeOf(param)[0] <= start && end <= rangeOf(param)[1]);
}

function parameterOf(site: Node, declaration: Declaration): Node | undefined {
  return (site as unknown as { params: readonly Node[] }).params[parameterIndex(site, declaration)];
}

/** `(): never`, `async (): Promise<never>` */
function isOfNever(node: Node): boolean {
  const type = (node as { returnType?: { typeAnnotation?: Node } | null }).returnType?.typeAnnotation;
  if (type?.type !== "TSTypeReference") return type?.type === "TSNeverKeyword";
  return type.typeName.type === "Identifier" && type.typeName.name === "Promise" && type.typeArguments?.params[0]?.type === "TSNeverKeyword";
}

function nameOf(node: Node): string {
  return node.type === "Identifier" ? node.name : node.type === "Literal" ? String(node.value) : "";
}
