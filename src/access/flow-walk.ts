import type { Node } from "oxc-parser";

import { keyName, rangeOf, unwrap } from "../facts/ast.ts";
import { deadPart, endsAtServer } from "./browser-tests.ts";
import { type CallNode, childrenOf, containsReturn, containsThrow, isIdle, lastCalls, swallowedStatement } from "./flow-statements.ts";

/** A function of a file with the nodes that say what it does. */
interface WalkedFunction {
  readonly node: Node;
  readonly parent: Node | null;
  readonly calls: CallNode[];
  readonly tests: WalkedTest[];
  /** Where it throws, in the order of the text. */
  readonly throws: { readonly start: number; readonly region: readonly number[] }[];
  readonly returns: Node[];
  /** The call that it ends with, whatever comes before. */
  lastCall: CallNode | null;
  /** Where it may first end early, other than by a `throw`; `Infinity` if it runs to its end. */
  firstExit: number;
  readonly class: Node | null;
}

interface WalkedTest {
  readonly node: Node;
  readonly region: readonly number[];
  throws: boolean;
  /** The calls that depend on it and that it would end with, if what they call never returns. */
  ends: readonly CallNode[];
  /** Where the statement ends, if some of its branches leave the function. */
  readonly leftAt: number | null;
}

interface WalkedCall {
  readonly node: CallNode;
  readonly region: readonly number[];
  readonly isFloating: boolean;
  isCaught: boolean;
  readonly isDropped: boolean;
  readonly inLoop: boolean;
}

export interface Walked {
  readonly functions: ReadonlyMap<Node, WalkedFunction>;
  readonly calls: readonly WalkedCall[];
  readonly classes: ReadonlyMap<Node, { readonly parent: Node | null }>;
  /** `x = …` for plain names. */
  readonly assignments: readonly { readonly name: Node; readonly value: Node }[];
  /** `this.x = …`, by class. */
  readonly fields: readonly { readonly class: Node; readonly key: string; readonly value: Node }[];
  /** The lists that loops go through, by the declaration of their variable. */
  readonly loops: ReadonlyMap<Node, Node>;
}

interface Position {
  readonly function: WalkedFunction | null;
  readonly class: Node | null;
  readonly inLoop: boolean;
  /** The parts of the function around it that do not run whenever the function does, the outermost first. */
  readonly region: readonly number[];
}

/** The parts of a statement or expression that may be left out when it runs. */
const OPTIONAL_PARTS: Readonly<Partial<Record<Node["type"], readonly string[]>>> = {
  IfStatement: ["consequent", "alternate"],
  ConditionalExpression: ["consequent", "alternate"],
  LogicalExpression: ["right"],
  AssignmentPattern: ["right"],
  SwitchCase: ["consequent"],
  ForStatement: ["update", "body"],
  ForInStatement: ["body"],
  ForOfStatement: ["body"],
  WhileStatement: ["body"],
  DoWhileStatement: ["body"],
  TryStatement: ["block", "handler"],
};

/** Finds, in one pass over a tree, what functions call, test, return and assign. */
export function walkProgram(program: Node): Walked {
  const functions = new Map<Node, WalkedFunction>();
  const calls: WalkedCall[] = [];
  const classes = new Map<Node, { parent: Node | null }>();
  const assignments: { name: Node; value: Node }[] = [];
  const fields: { class: Node; key: string; value: Node }[] = [];
  const loops = new Map<Node, Node>();
  const floating = new Set<Node>();
  const dropped = new Set<Node>();
  const caught = new Set<Node>();
  /** The blocks whose errors are caught and go nowhere, with the start of the statement that is the last in each. */
  const swallowing = new Map<number, number>();
  let regions = 0;
  visit(program, { function: null, class: null, inLoop: false, region: [] });
  // `try { await requireUser(ctx); } catch {}`: what throws keeps nothing from running.
  for (const call of calls) call.isCaught ||= isLastOfSwallowing(call.region, rangeOf(call.node)[1]);
  for (const { tests } of functions.values()) {
    const swallowed = new Set(tests.filter(({ node, region }) => isLastOfSwallowing(region, rangeOf(node)[1])));
    for (const test of swallowed) test.ends = [];
    tests.splice(0, tests.length, ...tests.filter((test) => !test.throws || !swallowed.has(test)));
  }
  return { functions, calls, classes, assignments, fields, loops };

  function visit(node: Node, position: Position): void {
    if (node.type.startsWith("TS") && !/^TS(?:As|NonNull|Satisfies|Instantiation|TypeAssertion|ParameterProperty|ModuleBlock|ModuleDeclaration|ExportAssignment)/u.test(node.type)) return;
    const own = position.function;
    switch (node.type) {
      case "ArrowFunctionExpression":
      case "FunctionExpression":
      case "FunctionDeclaration":
        visitFunction(node, position);
        return;
      case "ClassDeclaration":
      case "ClassExpression":
        classes.set(node, { parent: own?.node ?? null });
        visitChildren(node, { ...position, class: node });
        return;
      case "CallExpression":
      case "NewExpression": {
        noteCatch(node);
        // The callee and what is given come first, as they do when the program runs.
        visitChildren(node, position);
        calls.push({ node, isFloating: floating.has(node), isCaught: caught.has(node), isDropped: dropped.has(node), inLoop: position.inLoop, region: position.region });
        own?.calls.push(node);
        return;
      }
      case "ExpressionStatement": {
        const expression = unwrapStatement(node.expression);
        if (expression.type === "CallExpression") {
          dropped.add(expression);
          float(node.expression);
        }
        break;
      }
      case "IfStatement":
        float(node.test);
        // `if (!user) console.warn("…");`
        if (isIdle(node.consequent) && (node.alternate === null || isIdle(node.alternate))) break;
        own?.tests.push({ node: node.test, region: position.region, throws: containsThrow(node), ends: lastCalls([node.consequent, node.alternate]), leftAt: containsReturn(node) ? rangeOf(node)[1] : null });
        break;
      case "ConditionalExpression":
        own?.tests.push({ node: node.test, region: position.region, throws: false, ends: lastCalls([node.consequent, node.alternate]), leftAt: null });
        break;
      case "WhileStatement":
      case "DoWhileStatement":
        own?.tests.push({ node: node.test, region: position.region, throws: false, ends: [], leftAt: null });
        break;
      case "LogicalExpression":
        own?.tests.push({ node: node.left, region: position.region, throws: false, ends: lastCalls([node.right]), leftAt: null });
        break;
      case "SwitchStatement":
        own?.tests.push({ node: node.discriminant, region: position.region, throws: containsThrow(node), ends: [], leftAt: containsReturn(node) ? rangeOf(node)[1] : null });
        break;
      case "ThrowStatement":
        own?.throws.push({ start: rangeOf(node)[0], region: position.region });
        break;
      // `if (!isAdmin(ctx))`: a promise is always there.
      case "UnaryExpression":
        float(node.argument);
        break;
      case "BinaryExpression":
        float(node.left);
        float(node.right);
        break;
      case "ReturnStatement":
        if (node.argument) own?.returns.push(node.argument);
        if (own) own.firstExit = Math.min(own.firstExit, rangeOf(node)[1]);
        break;
      case "AssignmentExpression": {
        const target = unwrap(node.left);
        if (target.type === "Identifier") assignments.push({ name: target, value: node.right });
        else if (target.type === "MemberExpression" && target.object.type === "ThisExpression" && own?.class) {
          const key = keyName(target.property, target.computed);
          if (key !== undefined) fields.push({ class: own.class, key, value: node.right });
        }
        break;
      }
      case "ForOfStatement":
        if (node.left.type === "VariableDeclaration" && node.left.declarations[0]) loops.set(node.left.declarations[0], node.right);
        break;
    }
    visitChildren(node, /^(?:For|While|DoWhile)/u.test(node.type) ? { ...position, inLoop: true } : position);
  }

  function isLastOfSwallowing(region: readonly number[], end: number): boolean {
    return region.some((part) => (swallowing.get(part) ?? Infinity) < end);
  }

  /** Notes a call that nothing waits for. */
  function float(expression: Node): void {
    const call = unwrapStatement(expression);
    if (call.type !== "CallExpression" || hasAwait(expression)) return;
    floating.add(call);
    // `requireUser(ctx).catch(report);`
    const chained = chainedOn(call);
    if (chained) float(chained);
  }

  /** `requireUser(ctx).catch(() => null)`, in which nothing throws. */
  function noteCatch(node: CallNode): void {
    const { callee, arguments: given } = node;
    if (callee.type !== "MemberExpression" || given.length === 0 || keyName(callee.property, callee.computed) !== "catch") return;
    for (let call = unwrapStatement(callee.object); call.type === "CallExpression"; ) {
      caught.add(call);
      const next = chainedOn(call);
      if (!next) return;
      call = unwrapStatement(next);
    }
  }

  function visitFunction(node: Node, { function: parent, class: owner }: Position): void {
    const bindsThis = node.type !== "ArrowFunctionExpression";
    const own: WalkedFunction = { node, parent: parent?.node ?? null, calls: [], tests: [], throws: [], returns: [], lastCall: null, firstExit: Infinity, class: bindsThis ? owner : (parent?.class ?? owner) };
    functions.set(node, own);
    const { params, body } = node as unknown as { params: readonly Node[]; body: Node | null };
    const position: Position = { function: own, class: bindsThis ? null : owner, inLoop: false, region: [] };
    for (const param of params) visit(param, position);
    if (!body) return;
    if (!isBlock(body)) own.returns.push(body);
    visit(body, position);
    if (isBlock(body)) [own.lastCall = null] = lastCalls([body]);
    // `if (isAdmin) return; throw new Error("…");`
    for (const test of own.tests) test.throws ||= test.leftAt !== null && own.throws.some(({ start, region }) => start >= (test.leftAt ?? 0) && region.every((part, index) => test.region[index] === part));
  }

  function visitChildren(node: Node, position: Position): void {
    const optional = OPTIONAL_PARTS[node.type];
    let part: Position = position;
    const dead = deadPart(node);
    let name: string | undefined;
    for (const [key, child] of childrenOf(node)) {
      if (key === dead) continue;
      // The statements of a `case` are one part.
      const swallowed = key === "block" && node.type === "TryStatement" ? swallowedStatement(node) : undefined;
      if (swallowed) swallowing.set(regions + 1, rangeOf(swallowed)[0]);
      if (key !== name) part = optional?.includes(key) ? { ...position, region: [...position.region, (regions += 1)] } : position;
      name = key;
      visit(child, part);
      // `if (typeof window === "undefined") return;`
      if (key === "body" && isBlock(node) && endsAtServer(child)) break;
    }
  }
}

function isBlock(node: Node): boolean {
  return node.type === "BlockStatement" || (node.type as string) === "FunctionBody";
}

/** The call inside `await`, `void`, casts and the like. */
function unwrapStatement(node: Node): Node {
  const inner = unwrap(node);
  return inner.type === "UnaryExpression" && inner.operator === "void" ? unwrapStatement(inner.argument) : inner;
}

/** Returns what `then`, `catch` or `finally` is called on. */
function chainedOn({ callee }: CallNode): Node | undefined {
  return callee.type === "MemberExpression" && /^(?:then|catch|finally)$/u.test(keyName(callee.property, callee.computed) ?? "") ? callee.object : undefined;
}

function hasAwait(node: Node): boolean {
  if (node.type === "AwaitExpression") return true;
  switch (node.type) {
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
    case "ChainExpression":
    case "ParenthesizedExpression":
      return hasAwait(node.expression);
    default:
      return false;
  }
}

/** Returns the text of a callee on one line and without its casts, short enough for a message. */
export function calleeText(node: Node, text: string): string {
  const [start, end] = rangeOf(node);
  const line = text.slice(start, Math.min(end, start + 200)).replace(/\(([\w$.?!]+)\s+as\s+[^()]*\)/gu, "$1").replace(/\s+/gu, "");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
