import { type Abstract, changesSomething, type Findings, type Frame, type FunctionAbstract, opaque, several, type Traits, TRAITS } from "./abstract.ts";
import { functionsOf, runRegistered } from "./builders.ts";
import { followContextCall } from "./context-calls.ts";
import { COMPARING, isPlainHeader, readCredential } from "./credentials.ts";
import { lift, note, noteDanger } from "./findings.ts";
import type { FlowCall } from "./flow-facts.ts";
import type { Follower } from "./follower.ts";
import { newFrame } from "./frames.ts";
import { followPackageCall } from "./package-calls.ts";
import { traitsOf } from "./traits.ts";
import { evaluate } from "./values.ts";

/** A call whose parts are known. */
export interface FollowedCall {
  readonly call: FlowCall;
  readonly args: readonly Abstract[];
  /** The traits of all that it is given. */
  readonly traits: Traits;
  readonly frame: Frame;
  readonly inLoop: boolean;
}

/** Methods of lists that call what they are given once for each item. */
const EACH = /^(?:map|forEach|flatMap|filter|reduce|reduceRight|some|every|find|findLast|sort|asyncMap)$/u;
/** What only prints, or only makes an error, does nothing with an identity. */
const IDLE_GLOBALS: ReadonlySet<string> = new Set(["console", "Error", "TypeError", "RangeError"]);
/** Helpers of the workspace go by plainer names too. */
const COMPARING_HELPER = new RegExp(`${COMPARING.source}|check|assert`, "iu");

/** Returns what a call gives, and notes in its frame what it does. */
export function followCall(call: FlowCall, frame: Frame, follower: Follower): Abstract {
  const callee = evaluate(call.callee, frame, follower);
  const args = call.args.map((arg) => evaluate(arg, frame, follower));
  const traits = args.reduce((all, arg) => all | traitsOf(arg, follower), 0);
  const followed: FollowedCall = { call, args, traits, frame, inLoop: call.inLoop || frame.inLoop };
  noteIdentityUse(callee, followed);
  return dispatch(callee, followed, follower);
}

function dispatch(callee: Abstract, followed: FollowedCall, follower: Follower): Abstract {
  const { call, args, frame, inLoop } = followed;
  switch (callee.kind) {
    case "function": {
      const facts = callee.frame.flow.facts.functions[callee.function];
      const options = { inLoop, isRoot: isRoot(callee, frame, follower) };
      if (!call.isFloating && !call.isCaught) return secretly(follower.run(callee, args, frame, options), followed, follower);
      const apart = newFrame(frame.flow, frame.function, [], null, { inLoop, isRoot: false });
      const result = follower.run(callee, args, apart, options);
      lift(call.isCaught || facts?.isAsync === true || result.kind === "promise" ? withoutThrows(apart.findings) : apart.findings, frame, null);
      return secretly(result, followed, follower);
    }
    case "class": {
      if (!call.construct) return opaque();
      return instantiate(callee, followed, follower);
    }
    case "part":
      return followContextCall(callee, followed, follower);
    case "package":
      return followPackageCall(callee, followed, follower);
    case "builder":
      return { kind: "registered", layers: callee.layers, definition: args[0] ?? opaque(), registers: callee.registers };
    case "registered":
      return runRegistered(callee, args.slice(1), frame, false, follower) ?? opaque();
    case "several":
      return perhaps(frame, () => several(callee.options.map((option) => dispatch(option, followed, follower))));
    default:
      return followUnknownCall(callee, followed, follower);
  }
}

/** What throws in a call that nobody waits for, or whose errors are caught, stops nothing but that call. */
export function withoutThrows(findings: Findings): Findings {
  return { ...findings, check: findings.check?.throwsOnly === true && !changesSomething(findings.danger) ? null : findings.check, writes: [] };
}

/** A call of a method of some value, of a global, or of something that nothing explains. */
function followUnknownCall(callee: Abstract, followed: FollowedCall, follower: Follower): Abstract {
  const { call, args, frame, traits } = followed;
  const name = lastName(call.calleeText);
  const object = call.callee.kind === "member" ? traitsOf(evaluate(call.callee.object, frame, follower), follower) : 0;
  // What is only logged is looked at by nobody who decides.
  const isLogged = callee.kind === "global" && callee.path[0] === "console";
  for (const arg of isLogged ? [] : args) readCredential(arg, frame, follower);
  // `request.headers.get("authorization")`
  if (callee.kind === "args" && callee.path.includes("headers") && !isPlainHeader(args[0])) readCredential(callee, frame);
  const apart = call.isFloating ? newFrame(frame.flow, frame.function, [], null, { inLoop: frame.inLoop, isRoot: frame.isRoot }) : frame;
  const results = runCallbacks({ ...followed, frame: apart }, [opaque(object)], EACH.test(name), follower);
  if (apart !== frame) lift(withoutThrows(apart.findings), frame, null);
  let all = (object | traits | results | traitsOf(callee, follower)) & ~TRAITS.context;
  if (callee.kind === "global") {
    if (callee.path.join(".") === "fetch") {
      const danger = isPlainRequest(args[1], follower) ? ({ rank: "read", does: "asks other servers" } as const) : ({ rank: "sweep", does: "sends requests to other servers" } as const);
      noteDanger(frame.findings, { ...danger, chain: [placeOf(followed)] });
      return opaque(all & ~TRAITS.environment);
    }
    // `Object.assign({}, ctx)`: what holds the context is handed on.
    if (traits & TRAITS.context) return several(args);
  } else if (traits & TRAITS.context && !isPlainMethod(callee)) frame.findings.unfollowed ??= { what: "dynamic", chain: [placeOf(followed)] };
  if (all & TRAITS.environment && all & TRAITS.caller && COMPARING.test(name)) all |= TRAITS.secret;
  return opaque(all);
}

/** `fetch(url)`, and with options that leave it a `GET`. */
function isPlainRequest(options: Abstract | undefined, follower: Follower): boolean {
  if (!options) return true;
  if (options.kind === "several") return options.options.every((option) => isPlainRequest(option, follower));
  if (options.kind !== "object") return false;
  const method = options.entries.findLast(({ key }) => key === "method");
  if (!method) return options.spreads.every((spread) => isPlainRequest(evaluate(spread, options.frame, follower), follower));
  const value = evaluate(method.value, options.frame, follower);
  return value.kind === "string" && /^(?:get|head)$/iu.test(value.value);
}

/** Methods of what the caller sent are those of strings and lists. */
function isPlainMethod(callee: Abstract): boolean {
  return callee.kind === "args" || callee.kind === "string" || callee.kind === "list";
}

/** Calls the functions among the arguments, alone or in objects, and returns the traits of what they give. */
export function runCallbacks(followed: FollowedCall, given: readonly Abstract[], inLoop: boolean, follower: Follower): Traits {
  const { args, frame } = followed;
  return perhaps(frame, () => {
    let traits = 0;
    for (const arg of args) {
      for (const callback of callbacksOf(arg, follower, 0)) {
        traits |= traitsOf(follower.run(callback, given, frame, { inLoop: inLoop || followed.inLoop, isRoot: isRoot(callback, frame, follower) }), follower);
      }
    }
    return traits;
  });
}

/** Follows what may run, or run later. */
function perhaps<Result>(frame: Frame, follow: () => Result): Result {
  const { at } = frame;
  frame.at = at && { ...at, isCertain: false };
  const result = follow();
  frame.at = at;
  return result;
}

function callbacksOf(value: Abstract, follower: Follower, depth: number): ReturnType<typeof functionsOf> {
  if (value.kind === "object" && depth < 3) return value.entries.flatMap((entry) => callbacksOf(evaluate(entry.value, value.frame, follower), follower, depth + 1));
  if (value.kind === "list" && depth < 3) return value.items.flatMap((item) => callbacksOf(evaluate(item, value.frame, follower), follower, depth + 1));
  return functionsOf(value);
}

function instantiate(of: Extract<Abstract, { kind: "class" }>, { args, frame }: FollowedCall, follower: Follower): Abstract {
  const facts = of.frame.flow.facts.classes[of.class];
  const constructed = facts?.constructorFunction ?? null;
  const own = newFrame(of.frame.flow, constructed, args, of.frame, { inLoop: false, isRoot: false });
  const instance: Abstract = { kind: "instance", of, frame: own };
  if (constructed !== null) follower.run({ kind: "function", frame: of.frame, function: constructed, self: instance }, args, frame, { inLoop: false, isRoot: false });
  else if (facts?.superClass) {
    const parent = evaluate(facts.superClass, of.frame, follower);
    if (parent.kind === "class") return { ...instance, frame: newFrame(parent.frame.flow, parent.frame.flow.facts.classes[parent.class]?.constructorFunction ?? null, args, parent.frame, { inLoop: false, isRoot: false }) };
  }
  return instance;
}

/** A helper of the workspace that is given a secret of the environment and what the caller sent, to compare them in its own way. */
function secretly(result: Abstract, { call, args }: FollowedCall, follower: Follower): Abstract {
  const own = args.map((arg) => (arg.kind === "object" ? 0 : traitsOf(arg, follower)));
  const isSecret = own.some((traits) => traits & TRAITS.environment) && own.some((traits) => traits & TRAITS.caller) && COMPARING_HELPER.test(lastName(call.calleeText));
  if (!isSecret) return result;
  const looked = opaque(TRAITS.secret);
  return result.kind === "promise" ? { kind: "promise", value: several([result.value, looked]) } : several([result, looked]);
}

/** In the handler itself, an identity that is given to something is used. */
function noteIdentityUse(callee: Abstract, { call, traits, frame }: FollowedCall): void {
  const looks = traits & (TRAITS.identity | TRAITS.setting);
  // What is put into a list waits there for what happens with the list.
  if (looks === 0 || call.isFilling || (callee.kind === "global" && IDLE_GLOBALS.has(callee.path[0] ?? ""))) return;
  frame.findings.isIdentityUsed = true;
  if (frame.isRoot || (call.isDropped && callee.kind !== "function")) note(frame.findings, looks, { name: call.calleeText, isGiven: true, file: frame.flow.file, range: call.range });
}

/** Functions that a root function makes, or that are written in the definition itself, are part of it. */
function isRoot(target: FunctionAbstract, frame: Frame, follower: Follower): boolean {
  return frame.isRoot && (isInside(target.frame, frame) || follower.isWrittenInDefinition(target));
}

/** Whether functions made in one run belong to another: it is that run, or one around it. */
function isInside(home: Frame, frame: Frame): boolean {
  for (let current: Frame | null = home; current; current = current.parent) if (current === frame && current.function !== null) return true;
  return false;
}

/** Returns the place of a call, as a step of a chain. */
export function placeOf({ call, frame }: FollowedCall): { readonly name: string; readonly file: string; readonly range: FlowCall["range"] } {
  return { name: call.calleeText, file: frame.flow.file, range: call.range };
}

/** Returns the last name of a callee: `insert` of `ctx.db.insert`. */
export function lastName(text: string): string {
  return /([\w$]+)[^\w$]*$/u.exec(text)?.[1] ?? "";
}
