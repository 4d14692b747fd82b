import type { Range } from "../facts/types.ts";
import type { ConvexProject } from "../project/convex-projects.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Scan } from "../project/scan.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { AccessAnswer, AccessStep, AccessVerdict, Danger } from "./access.ts";
import { CALLER, changesSomething, type Findings, type Frame, opaque } from "./abstract.ts";
import { withValidator } from "./assumed.ts";
import { functionsOf, runRegistered, takesBack } from "./builders.ts";
import type { FlowFacts } from "./flow-facts.ts";
import { Follower } from "./follower.ts";
import { newFrame } from "./frames.ts";
import { readFlow } from "./read-flow.ts";
import { modulePath } from "./module-path.ts";
import { definitionValue } from "./targets.ts";
import { evaluate } from "./values.ts";

/** An HTTP action, where it is made. */
export interface HttpAction {
  readonly file: string;
  /** The place of the call that makes it. */
  readonly range: Range;
  /** Its function builder, as the code has it: `httpAction`. */
  readonly builder: string;
  /** The name that it is declared with; `null` for one that is written where it is routed. */
  readonly name: string | null;
  /** Its name with its module, `http:hook`; `null` for one without a name. */
  readonly fullName: string | null;
  /** The text after the `@public` tag of its statement; `null` without one. */
  readonly publicTag: string | null;
  readonly answer: AccessAnswer;
}

/** The flow facts of files, for as long as the files stay as they are. */
const flows = new WeakMap<Scan, FlowFacts | null>();

const NO_DANGER: Danger = { rank: "nothing", does: null, chain: [] };

/** Tells who looks at the caller, and what a stranger could do, by following calls. */
export class AccessReader {
  readonly #snapshot: Snapshot;
  #follower: Follower;
  readonly #answers = new Map<string, AccessAnswer>();
  readonly #projects = new Map<ConvexProject, boolean>();
  readonly #checks: readonly string[];

  /** @param checks The helpers that the user names as checks: `requireUser`, `lib/auth:requireUser`. */
  constructor(snapshot: Snapshot, checks: readonly string[]) {
    this.#snapshot = snapshot;
    this.#checks = checks;
    this.#follower = this.#newFollower();
  }

  #newFollower(): Follower {
    return new Follower(this.#snapshot, this.#checks, (file) => flowOf(this.#snapshot, file));
  }

  /** Returns what is known of a registered function. */
  of(target: RegisteredFunction): AccessAnswer {
    const { key, file, definition } = target;
    const known = this.#answers.get(key);
    if (known) return known;
    const step: AccessStep = { name: target.names[0] ?? "", file, range: target.range };
    const answer = definition ? this.#read(file, definition.call.range, step) : { verdict: { kind: "unknown", because: "builder", chain: [step] } as const, danger: NO_DANGER, assumed: null };
    this.#answers.set(key, answer);
    return answer;
  }

  /** Returns the HTTP actions that a file makes. */
  httpActionsIn(file: string): readonly HttpAction[] {
    const frame = this.#follower.moduleFrame(file);
    if (!frame) return [];
    const { facts } = frame.flow;
    const inner = new Set(facts.functions.flatMap(({ calls }) => calls));
    return facts.calls.flatMap((call, id) => {
      if (inner.has(id) || call.construct) return [];
      const callee = evaluate(call.callee, frame, this.#follower);
      if (callee.kind !== "builder" || callee.registers !== "httpAction") return [];
      const name = facts.declarations.find(({ function: owner, values }) => owner === null && values.some(({ value }) => value.kind === "call" && value.call === id))?.name ?? null;
      const builder = call.calleeText;
      const range: Range = [call.range[0], call.range[0] + builder.length];
      const publicTag = facts.publicTags.find((statement) => statement.range[0] <= call.range[0] && call.range[1] <= statement.range[1])?.tag ?? null;
      return [{ file, range, builder, name, fullName: name && `${modulePath(this.#snapshot, file)}:${name}`, publicTag, answer: this.#read(file, call.range, { name: name ?? builder, file, range }) }];
    });
  }

  /** Whether any function of a project looks at its caller's identity. */
  usesIdentity(project: ConvexProject): boolean {
    let uses = this.#projects.get(project);
    if (uses === undefined) {
      // Where no text mentions what could look at the caller, following every call would find nothing.
      const functions = this.#checks.length > 0 || this.#isAuthMentioned() ? this.#likeliestFirst(project) : [];
      uses = functions.some((target) => {
        const { verdict } = this.of(target);
        return verdict.kind === "checked" && (verdict.by === "identity" || verdict.by === "setting");
      });
      this.#projects.set(project, uses);
    }
    return uses;
  }

  /** Returns the helpers that the user names as checks and that no file defines. */
  absentChecks(): readonly string[] {
    const absent = new Set(this.#checks);
    for (const file of this.#checks.length > 0 ? this.#snapshot.codeFiles() : []) {
      if (absent.size === 0) break;
      const text = this.#snapshot.store.textOf(file);
      const named = [...absent].filter((check) => text?.includes(nameOf(check)) === true);
      if (named.length === 0) continue;
      const names = new Set(flowOf(this.#snapshot, file)?.functions.map(({ name }) => name));
      for (const check of named) if (names.has(nameOf(check)) && (check === nameOf(check) || check === `${modulePath(this.#snapshot, file)}:${nameOf(check)}`)) absent.delete(check);
    }
    return [...absent];
  }

  #isAuthMentioned(): boolean {
    return this.#snapshot.codeFiles().some((file) => this.#mentionsAuth(file));
  }

  /** The functions of a project, those of files that mention what looks at the caller before the others. */
  #likeliestFirst(project: ConvexProject): RegisteredFunction[] {
    const functions = [...this.#snapshot.registryOf(project).functions.values()];
    return [...functions.filter(({ file }) => this.#mentionsAuth(file)), ...functions.filter(({ file }) => !this.#mentionsAuth(file))];
  }

  #mentionsAuth(file: string): boolean {
    return this.#snapshot.store.scanOf(file)?.mentionsAuth === true;
  }

  #read(file: string, range: Range, step: AccessStep): AccessAnswer {
    try {
      return this.#follow(file, range, step);
    } catch (error) {
      // Values that hold themselves in a way that no limit sees: what is not followed is not known.
      if (!(error instanceof RangeError)) throw error;
      this.#follower = this.#newFollower();
      return { verdict: { kind: "unknown", because: "size", chain: [step] }, danger: NO_DANGER, assumed: null };
    }
  }

  #follow(file: string, range: Range, step: AccessStep): AccessAnswer {
    const follower = this.#follower;
    follower.restart({ file, range });
    const module = follower.moduleFrame(file);
    const value = definitionValue(file, range[0], follower);
    if (!module || !value) return { verdict: { kind: "unknown", because: "builder", chain: [step] }, danger: NO_DANGER, assumed: null };
    const root = newFrame(module.flow, null, [], null, { inLoop: false, isRoot: true });
    const ran = value.kind === "registered" ? runRegistered(value, [CALLER], root, true, follower) : undefined;
    if (!ran) {
      this.#runAll(file, range[0], root);
      root.findings.unfollowed ??= { what: "builder", chain: [] };
    }
    const { findings } = root;
    if (follower.gaveUp()) findings.unfollowed ??= { what: "size", chain: [] };
    const found = findings.danger ? { ...findings.danger, chain: [step, ...findings.danger.chain] } : NO_DANGER;
    // What a helper would write it cannot write in a query.
    const danger: Danger = value.kind === "registered" && value.registers === "query" && changesSomething(found) ? { rank: "read", does: "reads documents", chain: [step] } : found;
    const verdict = verdictOf(findings, step, danger, value.kind === "registered" && takesBack(value.registers));
    const isAssumed = findings.assumed && !findings.isIdentityUsed && verdict.kind !== "unknown" && !(verdict.kind === "checked" && verdict.by !== "identity");
    return { verdict, danger, assumed: isAssumed && findings.assumed && value.kind === "registered" ? withValidator(findings.assumed, value.definition, follower) : null };
  }

  /** Where the builder tells nothing, whatever function it is given may hold a check. */
  #runAll(file: string, start: number, root: Frame): void {
    const follower = this.#follower;
    const module = follower.moduleFrame(file);
    for (const call of module?.flow.facts.calls ?? []) {
      if (!module || call.range[0] !== start) continue;
      for (const arg of call.args) {
        const value = evaluate(arg, module, follower);
        const handlers = value.kind === "object" ? value.entries.flatMap((entry) => functionsOf(evaluate(entry.value, value.frame, follower))) : functionsOf(value);
        for (const handler of handlers) follower.run(handler, [{ kind: "context", extras: [opaque()] }, CALLER], root, { inLoop: false, isRoot: true });
      }
    }
  }
}

function verdictOf({ check, late, unfollowed, asks }: Findings, step: AccessStep, danger: Danger, isTakenBack: boolean): AccessVerdict {
  if (check) return { kind: "checked", by: check.what, chain: [step, ...check.chain], late: null };
  if (late && isTakenBack) return { kind: "checked", by: late.what, chain: [step, ...late.chain], late };
  if (unfollowed) return { kind: "unknown", because: unfollowed.what, chain: [step, ...unfollowed.chain] };
  return { kind: "unchecked", isInVain: asks, chain: danger.chain.length > 0 ? danger.chain : [step], late };
}

/** The name of a helper that may be written with its module: `lib/auth:requireUser`. */
function nameOf(check: string): string {
  return check.slice(check.lastIndexOf(":") + 1);
}

function flowOf({ store }: Snapshot, file: string): FlowFacts | undefined {
  const scan = store.scanOf(file);
  if (!scan) return undefined;
  const known = flows.get(scan);
  if (known !== undefined) return known ?? undefined;
  const made = scan.minified ? undefined : readFlow(file, store.textOf(file));
  flows.set(scan, made ?? null);
  return made;
}
