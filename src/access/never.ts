import type { Frame } from "./abstract.ts";
import type { Follower } from "./follower.ts";
import { evaluate } from "./values.ts";

/** Errors are thrown by helpers of helpers, not of more. */
const MAX_DEPTH = 4;

/** Whether nothing comes after a call: that of `function forbid(): never`, or of a function that throws whenever it is called. */
export function neverReturns(id: number, frame: Frame, follower: Follower, depth = 0): boolean {
  const call = frame.flow.facts.calls[id];
  if (!call || call.isCaught || depth > MAX_DEPTH) return false;
  const callee = evaluate(call.callee, frame, follower);
  if (callee.kind !== "function") return false;
  const target = callee.frame.flow.facts.functions[callee.function];
  // A promise that nobody waits for stops nothing.
  if (!target || (target.isAsync && call.isFloating)) return false;
  return target.neverReturns || (target.lastCall !== null && neverReturns(target.lastCall, callee.frame, follower, depth + 1));
}
