import { type Abstract, changesSomething, type Findings, opaque, type Traits, TRAITS } from "./abstract.ts";
import type { Danger, DangerRank } from "./access.ts";
import { noteAssumedIdentity } from "./assumed.ts";
import { type FollowedCall, placeOf, runCallbacks, withoutThrows } from "./calls.ts";
import { readCredential } from "./credentials.ts";
import { note, noteCheck, noteDanger, noteWrite } from "./findings.ts";
import type { Follower } from "./follower.ts";
import { targetOf } from "./targets.ts";

type Part = Extract<Abstract, { kind: "part" }>;

/** What a callback that builds a range or filter is given. */
const RANGE: Part = { kind: "part", path: ["db", "range"], traits: 0 };
/** What ends a chain of `ctx.db.query(…)`. */
const TERMINALS = /^(?:collect|first|unique|take|paginate|get|getX|firstX|uniqueX|findMany|findFirst|count)$/u;

/** Returns what a call of a part of the context gives, and notes what it does. */
export function followContextCall(callee: Part, followed: FollowedCall, follower: Follower): Abstract {
  const [part = "", ...rest] = callee.path;
  const method = rest.at(-1) ?? "";
  switch (part) {
    case "auth":
      followed.frame.findings.asks = true;
      return { kind: "promise", value: opaque(TRAITS.identity) };
    case "db":
    case "table":
      return followDatabaseCall(callee, method, followed, follower);
    case "storage":
      note_(followed, method === "delete" ? "sweep" : /^(?:generateUploadUrl|store)$/u.test(method) ? "write" : "read", method === "delete" ? "deletes files" : "stores files");
      if (method === "delete" || method === "store") noteWrite(followed.frame.findings, followed.frame.at, placeOf(followed));
      return { kind: "promise", value: opaque(followed.traits & ~TRAITS.context) };
    case "scheduler":
      return followSchedulerCall(method, followed, follower);
    case "runQuery":
    case "runMutation":
    case "runAction":
      return followRun(part, followed, follower);
    case "vectorSearch": {
      // `{ filter: (q) => q.eq("userId", …) }`
      const filters = runCallbacks(followed, [RANGE], false, follower);
      note_(followed, "read", "reads documents");
      return { kind: "promise", value: opaque((followed.traits | filters) & ~TRAITS.context) };
    }
    default:
      return opaque(callee.traits);
  }
}

const WRITES: ReadonlyMap<string, string> = new Map([
  ["insert", "inserts documents"],
  ["insertMany", "inserts documents"],
  ["patch", "changes documents"],
  ["replace", "changes documents"],
  ["delete", "deletes documents"],
  ["deleteAll", "deletes documents"],
]);

function followDatabaseCall(callee: Part, method: string, followed: FollowedCall, follower: Follower): Abstract {
  const { args, frame, inLoop, call } = followed;
  const own = (callee.traits | followed.traits) & ~TRAITS.context;
  // `row.path.replace(/\/$/, "")` is a method of a string.
  const isOfText = method === "replace" && args.length === 2 && (args[1]?.kind === "string" || args[1]?.kind === "function");
  const does = isOfText ? undefined : WRITES.get(method);
  if (does !== undefined) {
    note_(followed, method === "delete" || method === "deleteAll" || method === "insertMany" || inLoop ? "sweep" : "write", inLoop && !does.startsWith("deletes") ? `${does} in bulk` : does);
    if (own & TRAITS.identity) note(frame.findings, TRAITS.identity, placeOf(followed));
    noteWrite(frame.findings, frame.at, placeOf(followed));
    noteAssumedIdentity(followed, method, follower);
    return { kind: "promise", value: opaque(own) };
  }
  // `(q) => q.eq("userId", …)` runs while the query is built.
  const callbacks = runCallbacks(followed, [callee.path[0] === "table" ? { ...RANGE, path: ["table", "range"] } : RANGE], false, follower) & ~TRAITS.context;
  for (const arg of args) if (method === "eq" || method === "get") readCredential(arg, frame);
  if (method === "eq" || method === "get") noteAssumedIdentity(followed, method, follower);
  const traits: Traits = own | callbacks;
  if (callee.path[1] === "range") return { kind: "part", path: callee.path, traits };
  note_(followed, "read", "reads documents");
  if (callee.path[0] === "table") return { kind: "part", path: ["table"], traits };
  return TERMINALS.test(method) || callee.path.length <= 2 && method !== "query" ? { kind: "promise", value: opaque(traits) } : { kind: "part", path: ["db", call.calleeText.endsWith("query") ? "query" : method, ""], traits };
}

/** What is scheduled runs without the caller's identity. */
function followSchedulerCall(method: string, followed: FollowedCall, follower: Follower): Abstract {
  const { args, frame } = followed;
  note_(followed, "write", method === "cancel" ? "cancels scheduled functions" : "schedules functions");
  if (followed.traits & TRAITS.identity) note(frame.findings, TRAITS.identity, placeOf(followed));
  const target = targetOf(args[1], frame.flow.file, follower);
  if (target.kind === "function") {
    const run = follower.runTarget(target.function, 0);
    if (run?.findings.danger) noteDanger(frame.findings, throughReference(run.findings.danger, followed));
    if (changesSomething(run?.findings.danger ?? null)) noteWrite(frame.findings, frame.at, placeOf(followed));
  }
  return { kind: "promise", value: opaque() };
}

const UNKNOWN_RUNS: Readonly<Record<string, readonly [DangerRank, string]>> = {
  runQuery: ["read", "runs queries"],
  runMutation: ["write", "runs mutations"],
  runAction: ["sweep", "runs actions"],
};

function followRun(part: string, followed: FollowedCall, follower: Follower): Abstract {
  const { args, frame, traits } = followed;
  const own = traits & ~TRAITS.context;
  if (own & TRAITS.identity && part !== "runQuery") note(frame.findings, TRAITS.identity, placeOf(followed));
  const [rank = "read", does = ""] = UNKNOWN_RUNS[part] ?? [];
  const target = targetOf(args[0], frame.flow.file, follower);
  switch (target.kind) {
    case "function": {
      const run = follower.runTarget(target.function, own);
      if (!run) {
        frame.findings.unfollowed ??= { what: "builder", chain: [placeOf(followed)] };
        note_(followed, rank, does);
        return { kind: "promise", value: opaque(own) };
      }
      hoist(run.findings, followed);
      return run.result.kind === "promise" ? run.result : { kind: "promise", value: run.result };
    }
    case "component":
      // A component knows nothing of the caller's identity, but may know a token.
      for (const arg of args) readCredential(arg, frame, follower);
      note_(followed, rank, target.sends ?? does);
      return { kind: "promise", value: opaque(own) };
    case "unknown":
      frame.findings.unfollowed ??= { what: "dynamic", chain: [placeOf(followed)] };
      note_(followed, rank, does);
      return { kind: "promise", value: opaque(own) };
  }
}

function hoist(target: Findings, followed: FollowedCall): void {
  const { findings: own, at } = followed.frame;
  const findings = followed.call.isFloating || followed.call.isCaught ? withoutThrows(target) : target;
  const step = placeOf(followed);
  if (findings.check) noteCheck(own, at, { ...findings.check, chain: [step, ...findings.check.chain] });
  if (findings.late) own.late ??= { ...findings.late, chain: [step, ...findings.late.chain] };
  if (findings.writes.length > 0) noteWrite(own, at, step);
  if (findings.unfollowed) own.unfollowed ??= { ...findings.unfollowed, chain: [step, ...findings.unfollowed.chain] };
  if (findings.danger) noteDanger(own, throughReference(findings.danger, followed));
  own.asks ||= findings.asks;
  own.isIdentityUsed ||= findings.isIdentityUsed;
}

function throughReference(danger: Danger, followed: FollowedCall): Danger {
  if (followed.inLoop && danger.rank === "write") return { rank: "sweep", does: `${danger.does ?? "writes"} in bulk`, chain: [placeOf(followed), ...danger.chain] };
  return { ...danger, chain: [placeOf(followed), ...danger.chain] };
}

function note_(followed: FollowedCall, rank: DangerRank, does: string): void {
  noteDanger(followed.frame.findings, { rank, does, chain: [placeOf(followed)] });
}
