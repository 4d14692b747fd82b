import type { Node } from "oxc-parser";

import { type Frame, keyName, rangeOf, unwrap } from "./ast.ts";
import type { ScopeAnalysis } from "./scopes.ts";

/** What a test says of something that has to fail: `expect(…).rejects`, `assert.rejects(…)`, `expect(() => …).toThrow()`. */
const FAILS = /^(?:rejects|throws(?:Async)?|toThrow\w*|toReject\w*|rejected\w*)$/u;
/** Whether a text can hold any of these at all. */
const MAY_FAIL = /\b(?:reject|throws|toThrow|toReject)|@ts-expect-error/u;
/** A call that is expected to fail may be made in a function, and that function in another. */
const MAX_HOPS = 3;

interface Context {
  readonly scopes: ScopeAnalysis;
  readonly text: string;
}

/** Whether anything in a file can be expected to fail: a look at its text spares a look at what stands around each call. */
export function mayExpectFailure(text: string): boolean {
  return MAY_FAIL.test(text);
}

/** Whether a test expects a call to fail, or says that its types forbid it. */
export function isExpectedToFail(call: Frame, { scopes, text }: Context): boolean {
  return followsExpectedError(text, rangeOf(call.node)) || isHandedToExpectation(call, scopes, 0);
}

function isHandedToExpectation(start: Frame, scopes: ScopeAnalysis, hops: number): boolean {
  if (hops > MAX_HOPS) return false;
  for (let frame = start; frame.up; frame = frame.up) {
    const { node, up } = frame;
    if (isSurvived(frame, up)) return false;
    if (up.node.type === "CallExpression" && up.node.callee !== node && isExpectation(up)) return true;
    if (up.node.type === "VariableDeclarator" && up.node.init === node) {
      return (scopes.bySite.get(up.node) ?? []).some(({ references }) => references.some((reference) => isHandedToExpectation(reference, scopes, hops + 1)));
    }
  }
  return false;
}

/** Whether code goes on after something, so that it cannot be what fails: `const id = await create(); await expect(remove(id)).rejects…`. */
function isSurvived({ node }: Frame, up: Frame): boolean {
  if (up.node.type === "BlockStatement") return up.node.body.at(-1) !== node;
  return node.type === "AwaitExpression" && up.node.type !== "ExpressionStatement" && up.node.type !== "ReturnStatement" && up.node.type !== "ArrowFunctionExpression";
}

/** Whether a call, or what is called on its result, says that something fails. */
function isExpectation(call: Frame): boolean {
  if (call.node.type === "CallExpression" && FAILS.test(lastName(call.node.callee))) return true;
  let frame = call;
  for (let { up } = frame; up && (up.node.type === "MemberExpression" ? up.node.object : up.node.type === "CallExpression" ? up.node.callee : null) === frame.node; { up } = frame) {
    if (up.node.type === "MemberExpression" && FAILS.test(lastName(up.node))) return true;
    frame = up;
  }
  return false;
}

function lastName(callee: Node): string {
  const node = unwrap(callee);
  if (node.type === "Identifier") return node.name;
  return node.type === "MemberExpression" ? (keyName(node.property, node.computed) ?? "") : "";
}

/** Whether the line before something, or before a line of it, expects an error of the compiler. */
function followsExpectedError(text: string, [start, end]: readonly [number, number]): boolean {
  const from = text.lastIndexOf("\n", text.lastIndexOf("\n", start - 1) - 1) + 1;
  return text.slice(from, end).includes("@ts-expect-error");
}
