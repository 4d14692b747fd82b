import type { Range } from "../facts/types.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { AccessStep } from "./access.ts";
import { type Abstract, CALLER, changesSomething, type Findings, type Frame, type FunctionAbstract, LOOKS, noFindings, opaque, several, type Traits, TRAITS, UNRESOLVED } from "./abstract.ts";
import { noteAssumedTest } from "./assumed.ts";
import { followCall } from "./calls.ts";
import { builderOf, runRegistered, takesBack } from "./builders.ts";
import { newFrame, type RunOptions } from "./frames.ts";
import { noteDeployment } from "./deployments.ts";
import { lastingWrites, lift, note, noteLook, noteThrowing } from "./findings.ts";
import type { FlowFacts } from "./flow-facts.ts";
import { asData, keyOf } from "./keys.ts";
import { modulePath } from "./module-path.ts";
import { neverReturns } from "./never.ts";
import { registeredTarget } from "./targets.ts";
import { testedTraits, traitsOf } from "./traits.ts";
import { awaited, evaluate } from "./values.ts";

/** No way from a client to a check is longer. */
const MAX_NESTING = 48;
/** A function may come up again inside itself, given another function; not more often. */
const MAX_RECURSION = 2;
/** A function that runs more often for one definition is told where data comes from, not what it holds. */
const MAX_EXACT_RUNS = 16;
/** More runs than any function of a real project needs. */
const MAX_RUNS = 6000;

const PACKAGE_NAME = /^(?:@[a-z\d][\w.-]*\/)?[a-z\d][\w.-]*(?:\/|$)/iu;
/** Expressions within expressions, through names and calls: what goes deeper has come round in a circle. */
const MAX_DEPTH = 400;
const MAX_STEPS = 150_000;

interface Definition {
  readonly file: string;
  readonly range: Range;
}

/** What a run of a function gives, and what it does. */
export interface Run {
  readonly result: Abstract;
  readonly findings: Findings;
}

/** Follows calls through the functions of the workspace. */
export class Follower {
  readonly snapshot: Snapshot;
  /** The helpers that the user names as checks, `lib/auth:requireUser`. */
  readonly #checks: ReadonlySet<string>;
  readonly #flowOf: (file: string) => FlowFacts | undefined;
  readonly #modules = new Map<string, Frame>();
  readonly #exports = new Map<string, Abstract>();
  readonly #runs = new Map<string, Run>();
  /** The runs that say something of what was made while the present definition is followed. */
  readonly #ownRuns = new Map<string, Run>();
  /** How often each function was run for the present definition. */
  #counts = new Map<string, number>();
  readonly #targets = new Map<string, Run>();
  readonly #stack: string[] = [];
  #budget = MAX_RUNS;
  #steps = MAX_STEPS;
  #depth = 0;
  /** How often something was asked for that is being worked out. */
  circles = 0;
  #definition: Definition | undefined;

  constructor(snapshot: Snapshot, checks: readonly string[], flowOf: (file: string) => FlowFacts | undefined) {
    this.snapshot = snapshot;
    this.#checks = new Set(checks);
    this.#flowOf = flowOf;
  }

  /** Whether there was more to follow than is reasonable since the last start. */
  gaveUp(): boolean {
    return this.#budget <= 0 || this.#steps <= 0;
  }

  /** Starts with another definition. */
  restart(definition: Definition): void {
    this.#budget = MAX_RUNS;
    this.#steps = MAX_STEPS;
    this.#ownRuns.clear();
    this.#counts.clear();
    this.#definition = definition;
  }

  /** Does a step of following, unless there were too many, or too many within one another. */
  within<Result>(step: () => Result): Result | undefined {
    if (this.#depth >= MAX_DEPTH || this.#steps <= 0) return undefined;
    this.#depth += 1;
    this.#steps -= 1;
    const result = step();
    this.#depth -= 1;
    return result;
  }

  /** Returns what something is, as long as it is being worked out. */
  comeRound(): Abstract {
    this.circles += 1;
    return opaque();
  }

  /** Whether a function is written inside the definition that is followed. */
  isWrittenInDefinition({ frame, function: id }: FunctionAbstract): boolean {
    const range = frame.flow.facts.functions[id]?.range;
    const definition = this.#definition;
    return definition !== undefined && range !== undefined && frame.flow.file === definition.file && definition.range[0] <= range[0] && range[1] <= definition.range[1];
  }

  /** Returns the top level of a module. */
  moduleFrame(file: string): Frame | undefined {
    const known = this.#modules.get(file);
    if (known) return known;
    const facts = this.#flowOf(file);
    if (!facts) return undefined;
    const frame: Frame = newFrame({ file, facts }, null, [], null, { inLoop: false, isRoot: false });
    this.#modules.set(file, frame);
    return frame;
  }

  /** Returns what an imported name is. */
  imported(file: string, source: string, name: string): Abstract {
    const target = this.snapshot.resolver.resolve(file, source);
    switch (target.kind) {
      case "external":
        return { kind: "package", source, path: name === "*" ? [] : [name], traits: 0 };
      case "generated":
        return this.generated({ kind: "generated", project: target.project, module: target.module, path: name === "*" ? [] : [name] });
      case "file":
        return name === "*" ? { kind: "namespace", file: target.path } : this.exported(target.path, name);
      case "unresolved":
        // Not every manifest lists every package.
        return PACKAGE_NAME.test(source) ? { kind: "package", source, path: name === "*" ? [] : [name], traits: 0 } : UNRESOLVED;
    }
  }

  /** Returns what a module is that is asked for by `import(…)`. */
  module(file: string, source: string): Abstract {
    return this.imported(file, source, "*");
  }

  /** Returns what a name of a generated module is. */
  generated(value: Extract<Abstract, { kind: "generated" }>): Abstract {
    return value.module === "server" ? (builderOf(value.path) ?? value) : value;
  }

  /** Returns what a file exports under a name. */
  exported(file: string, name: string, seen: readonly string[] = []): Abstract {
    const key = `${file}\0${name}`;
    const known = this.#exports.get(key);
    if (known) return known;
    const frame = seen.includes(key) ? undefined : this.moduleFrame(file);
    if (!frame) return UNRESOLVED;
    const found = this.#lookUpExport(frame, name, [...seen, key]);
    this.#exports.set(key, found);
    return found;
  }

  #lookUpExport(frame: Frame, name: string, seen: readonly string[]): Abstract {
    const { file, facts } = frame.flow;
    const own = facts.exports.get(name);
    if (own) return evaluate(own, frame, this);
    for (const reexport of facts.reexports) {
      if (reexport.name !== name && (reexport.name !== null || name === "default")) continue;
      const target = this.snapshot.resolver.resolve(file, reexport.source);
      const imported = reexport.name === null ? name : reexport.imported;
      const found = target.kind === "file" && imported !== "*" ? this.exported(target.path, imported, seen) : this.imported(file, reexport.source, imported);
      if (found !== UNRESOLVED && (reexport.name !== null || found.kind !== "package")) return found;
    }
    return UNRESOLVED;
  }

  /** Returns what a call gives, and notes what it does; each call of a run is followed once. */
  call(id: number, frame: Frame): Abstract {
    const known = frame.calls.get(id);
    if (known) return known;
    const key = `call ${String(id)}`;
    const call = frame.flow.facts.calls[id];
    if (!call) return opaque();
    if (frame.pending.has(key)) return this.comeRound();
    frame.pending.add(key);
    const { at } = frame;
    // What a module does when it is loaded is over before any function runs.
    frame.at = frame.function === null ? null : { end: call.range[1], region: call.region, isCertain: true, step: { name: call.calleeText, file: frame.flow.file, range: call.range } };
    const result = followCall(call, frame, this);
    frame.at = at;
    frame.pending.delete(key);
    frame.calls.set(id, result);
    return result;
  }

  /** Runs a function, adds what it does to what its caller does, and returns its result. */
  run(target: FunctionAbstract, args: readonly Abstract[], caller: Frame, options: RunOptions): Abstract {
    const facts = target.frame.flow.facts.functions[target.function];
    if (!facts) return opaque();
    const { result, findings } = this.#runOnce(target, args, options);
    lift(findings, caller, this.stepOf(target));
    return result;
  }

  /**
   * Runs a registered function that another one runs or schedules, given what has these traits. It is followed once,
   * however many functions lead to it; `undefined` where its builder cannot be followed.
   */
  runTarget(target: RegisteredFunction, traits: Traits): Run | undefined {
    const key = `${target.key}:${String(traits)}`;
    const known = this.#targets.get(key);
    if (known) return known;
    const registered = registeredTarget(target, this);
    const module = this.moduleFrame(target.file);
    if (!registered || !module || this.gaveUp()) return undefined;
    const nothing: Run = { result: opaque(), findings: noFindings() };
    // Functions that schedule each other come round again.
    this.#targets.set(key, nothing);
    const stack = this.#stack.splice(0);
    const counts = this.#counts;
    this.#counts = new Map();
    const frame = newFrame(module.flow, null, [], null, { inLoop: false, isRoot: false });
    const result = runRegistered(registered, [several([CALLER, opaque(traits & ~TRAITS.context)])], frame, false, this);
    this.#stack.splice(0, this.#stack.length, ...stack);
    this.#counts = counts;
    const { late } = frame.findings;
    if (late && takesBack(registered.registers)) {
      frame.findings.check ??= { what: late.what, chain: late.chain, throwsOnly: true };
      frame.findings.late = null;
    }
    const made = result && { result, findings: frame.findings };
    if (made && !this.gaveUp()) this.#targets.set(key, made);
    else this.#targets.delete(key);
    return made;
  }

  /** Returns the place of a function in a chain; `null` for one without a name. */
  stepOf({ frame, function: id }: FunctionAbstract): AccessStep | null {
    const facts = frame.flow.facts.functions[id];
    return facts === undefined || facts.name === null ? null : { name: facts.name, file: frame.flow.file, range: facts.range };
  }

  #runOnce(target: FunctionAbstract, args: readonly Abstract[], options: RunOptions): Run {
    const { frame, function: id } = target;
    const own = `${frame.flow.file}#${String(id)}`;
    if (this.#isNamedCheck(target)) {
      return { result: { kind: "promise", value: opaque(TRAITS.setting) }, findings: { ...noFindings(), check: { what: "setting", chain: [], throwsOnly: true } } };
    }
    const count = (this.#counts.get(own) ?? 0) + 1;
    this.#counts.set(own, count);
    const given = count > MAX_EXACT_RUNS ? args.map((arg) => asData(arg, this)) : args;
    const key = options.isRoot ? undefined : keyOf(target, given, options.inLoop, this);
    const runs = key?.isLasting ? this.#runs : this.#ownRuns;
    const known = key && runs.get(key.text);
    if (known) return known;
    const depth = this.#stack.filter((other) => other === own).length;
    if (depth >= MAX_RECURSION || this.#stack.length >= MAX_NESTING || this.gaveUp()) return { result: opaque(), findings: noFindings() };
    this.#budget -= 1;
    this.#stack.push(own);
    const made = this.#follow(target, given, options);
    this.#stack.pop();
    // Inside itself a function has told only a part.
    if (key && depth === 0 && !this.gaveUp()) runs.set(key.text, made);
    return made;
  }

  #follow(target: FunctionAbstract, args: readonly Abstract[], options: RunOptions): Run {
    const { flow } = target.frame;
    const facts = flow.facts.functions[target.function];
    const frame = newFrame(flow, target.function, args, target.frame, options, target.self);
    const { findings } = frame;
    if (!facts) return { result: opaque(), findings };
    for (const call of facts.calls) this.call(call, frame);
    for (const { value, range, region, ends, leaves, throws: throwsHere } of facts.tests) {
      const throws = throwsHere || ends.some((call) => neverReturns(call, frame, this));
      noteAssumedTest({ value, range, throws, leaves }, frame, this);
      const tested = testedTraits(evaluate(value, frame, this), this) & LOOKS;
      const step: AccessStep = { name: flow.facts.functions[target.function]?.name ?? "", file: flow.file, range };
      if (tested === 0 && throws && region.length === 0) noteDeployment(value, frame, this, step);
      if (tested === 0) continue;
      if (throws) noteThrowing(findings, tested, step, { end: range[0], region, isCertain: true, step: { ...step, name: "" } });
      else if (options.isRoot) note(findings, tested, step);
      else noteLook(findings, tested, step);
    }
    // `if (!user) return;` before a write decides about the write.
    const [looked] = findings.lookedAt;
    if (findings.looks !== 0 && looked && changesSomething(findings.danger)) note(findings, findings.looks, looked);
    const returned = facts.returns.map((value) => awaited(evaluate(value, frame, this)));
    const traits = returned.reduce((all, value) => all | traitsOf(value, this), 0) & LOOKS;
    if (options.isRoot && traits !== 0) note(findings, traits, { name: facts.name ?? "", file: flow.file, range: facts.range });
    findings.writes = lastingWrites(findings.writes, facts.firstExit);
    const result = several(findings.looks === 0 ? returned : [...returned, opaque(findings.looks)]);
    return { result: facts.isAsync ? { kind: "promise", value: result } : result, findings };
  }

  #isNamedCheck({ frame, function: id }: FunctionAbstract): boolean {
    if (this.#checks.size === 0) return false;
    const name = frame.flow.facts.functions[id]?.name;
    if (name === undefined || name === null) return false;
    return this.#checks.has(name) || this.#checks.has(`${modulePath(this.snapshot, frame.flow.file)}:${name}`);
  }
}
