import type { Node } from "oxc-parser";

import { type Frame, keyName, rangeOf, wrapped } from "./ast.ts";
import { isExpectedToFail } from "./expectations.ts";
import { isGivenModule, isObjectCall, iteratedBy, iteratingSite } from "./iteration.ts";
import { valuesAssignedLater } from "./late-values.ts";
import type { Declaration, ScopeAnalysis } from "./scopes.ts";
import { enclosingFunction } from "./syntax.ts";
import type { ArgumentSink, Sink, Value } from "./types.ts";
import type { ValueReader } from "./values.ts";

/** What reading a sink needs of the file. */
export interface SinkContext {
  readonly reader: ValueReader;
  readonly scopes: ScopeAnalysis;
  readonly text: string;
  /** Whether the file may say of a call that it has to fail. */
  readonly mayExpectFailure: boolean;
}

/** Returns what consumes an expression. */
export function readSink(expression: Frame, context: SinkContext): Sink {
  const keys: string[] = [];
  let frame = wrapped(expression);
  if (isType(frame.node)) return { kind: "type" };
  for (let up = frame.up; up; frame = wrapped(up), up = frame.up) {
    const { node } = frame;
    const parent = up.node;
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
        keys.unshift(keyName(parent.key, parent.computed) ?? "*");
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
        if (isObjectCall(parent)) break;
        return argumentSink(context, up, parent, node, keys);
      case "JSXExpressionContainer": {
        const attribute = up.up?.node;
        if (!up.up || attribute?.type !== "JSXAttribute") return { kind: "other" };
        return jsxSink(context, up.up, attribute.name.type === "JSXIdentifier" ? attribute.name.name : "");
      }
      case "JSXSpreadAttribute":
        return jsxSink(context, up, keys.at(-1) ?? "...");
      case "VariableDeclarator":
        return parent.init === node ? aliasSink(context, parent) : { kind: "other" };
      case "ArrowFunctionExpression":
        // `import("./m").then((m) => m.api)` is what the promise gives.
        if (up.up && isGivenModule(up)) {
          up = up.up;
          break;
        }
        return parent.body === node ? { kind: "return", function: context.reader.functionOf(parent) } : { kind: "other" };
      case "ReturnStatement": {
        const owner = enclosingFunction(up);
        return owner ? { kind: "return", function: context.reader.functionOf(owner) } : { kind: "other" };
      }
      case "ExportDefaultDeclaration":
      case "ExportSpecifier":
        return { kind: "export" };
      case "MemberExpression":
      case "ForOfStatement": {
        if (isKey(parent, node)) return isCalled(up) ? { kind: "other" } : { kind: "none" };
        const site = iteratingSite(frame);
        return site ? aliasSink(context, site, (declaration) => iteratedBy(declaration) !== undefined) : { kind: "other" };
      }
      case "TSImportEqualsDeclaration":
        return aliasSink(context, parent);
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
        return parent.left === node ? { kind: "none" } : assignmentSink(context, parent);
      default:
        return { kind: "other" };
    }
  }
  return { kind: "other" };
}

/** `drafts[id]`: what is found under a name says by itself what it references, unless it is made of the name and called. */
function isKey(parent: Node, node: Node): boolean {
  return parent.type === "MemberExpression" && parent.computed && parent.property === node;
}

function isCalled(frame: Frame): boolean {
  const { node, up } = wrapped(frame);
  return up?.node.type === "CallExpression" && up.node.callee === node;
}

function isType({ type }: Node): boolean {
  return type === "TSTypeQuery" || type === "TSIndexedAccessType" || type === "TSImportType" || type === "TSParenthesizedType";
}

function argumentSink(context: SinkContext, frame: Frame, call: Extract<Node, { type: "CallExpression" | "NewExpression" }>, argument: Node, keys: readonly string[]): ArgumentSink {
  return {
    kind: "argument",
    callee: context.reader.valueOf(call.callee, "shallow"),
    construct: call.type === "NewExpression",
    index: keys[0] === "..." && call.arguments.some((item) => item.type === "SpreadElement" && item.argument === argument) ? -1 : call.arguments.indexOf(argument as never),
    keys,
    ...(context.mayExpectFailure && isExpectedToFail(frame, context) ? { isExpectedToFail: true } : {}),
  };
}

function jsxSink({ reader, scopes, text }: SinkContext, attribute: Frame, name: string): Sink {
  const opening = attribute.up?.node;
  const element = opening?.type === "JSXOpeningElement" ? text.slice(...rangeOf(opening.name)) : "";
  const root = element.split(".")[0] ?? "";
  const declaration = scopes.topLevel.get(root);
  const component: Value | null = declaration ? { kind: "binding", binding: reader.bindingOf(declaration), range: rangeOf(attribute.node) } : null;
  return { kind: "jsx", element, component, attribute: name };
}

/** `let api; api = module.api;` */
function assignmentSink({ reader, scopes }: SinkContext, { left }: Extract<Node, { type: "AssignmentExpression" }>): Sink {
  const declaration = left.type === "Identifier" ? scopes.resolved.get(left) : undefined;
  if (!declaration || valuesAssignedLater(declaration, scopes).length === 0) return { kind: "other" };
  const id = reader.bindingOf(declaration);
  return { kind: "alias", bindings: [id], unread: declaration.references.length === declaration.written?.length ? [id] : [] };
}

function aliasSink({ reader, scopes }: SinkContext, site: Node, receives: (declaration: Declaration) => boolean = () => true): Sink {
  const own = (scopes.bySite.get(site) ?? []).filter(receives);
  const followable = own.length > 0 && own.every(({ reassigned, inexact, path }) => !reassigned && !inexact && !path.includes(null));
  if (!followable) return { kind: "other" };
  const unread = own.filter(({ references }) => references.length === 0);
  return { kind: "alias", bindings: own.map((declaration) => reader.bindingOf(declaration)), unread: unread.map((declaration) => reader.bindingOf(declaration)) };
}
