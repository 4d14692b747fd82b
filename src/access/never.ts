import type { Frame } from "./abstract.ts";
import type { Follower } from "./follower.ts";
import { evaluate } from "./values.ts";

/** Whether nothing comes after a call: that of `function forbid(): never`, or of a function that throws whenever it is called. */
export function neverReturns(id: number, frame: Frame, follower: Follower): boolean {
  const call = frame.flow.facts.calls[id];
  if (!call || call.isCaught) return false;
  const callee = evaluate(call.callee, frame, follower);
  const target = callee.kind === "function" ? callee.frame.flow.facts.functions[callee.function] : undefined;
  // A promise that nobody waits for stops nothing.
  return target?.neverReturns === true && !(target.isAsync && call.isFloating);
}
