import type { ConvexProject } from "../project/convex-projects.ts";
import { type AccessCheck, type AccessStep, type AssumedIdentity, type Danger, isWorse, type LateCheck, type Unfollowed } from "./access.ts";
import type { FlowEntry, FlowFacts, FlowRegion, FlowValue } from "./flow-facts.ts";

/** What is known of where a value comes from; a sum of `TRAITS`. */
export type Traits = number;

/** Where a value comes from, one bit each. */
export const TRAITS = {
  /** From the caller's identity. */
  identity: 1,
  /** From what the caller sent. */
  caller: 2,
  /** From an environment variable. */
  environment: 4,
  /** It holds the context. */
  context: 8,
  /** From comparing what the caller sent with an environment variable. */
  secret: 16,
  /** From a helper that the user names as a check. */
  setting: 32,
  /** It is put together of something that looks like a credential: `salt + args.password`. */
  credential: 64,
} as const;

/** The traits that a look at the caller leaves. */
export const LOOKS: Traits = TRAITS.identity | TRAITS.secret | TRAITS.setting;

/** What a value is while calls are followed. */
export type Abstract =
  /** The context, with what customizations and wrappers put on it, the latest last. */
  | { readonly kind: "context"; readonly extras: readonly Abstract[] }
  /** A part of the context, or what its methods give: `["db", "query"]`. */
  | { readonly kind: "part"; readonly path: readonly string[]; readonly traits: Traits }
  | FunctionAbstract
  | { readonly kind: "object"; readonly frame: Frame; readonly entries: readonly FlowEntry[]; readonly spreads: readonly FlowValue[] }
  | { readonly kind: "list"; readonly frame: Frame; readonly items: readonly FlowValue[] }
  | ClassAbstract
  | { readonly kind: "instance"; readonly of: ClassAbstract; readonly frame: Frame }
  /** What a package exports (`path`), and what calls of it give (`()` in the path). */
  | { readonly kind: "package"; readonly source: string; readonly path: readonly string[]; readonly traits: Traits }
  | { readonly kind: "generated"; readonly project: ConvexProject; readonly module: string; readonly path: readonly string[] }
  | { readonly kind: "namespace"; readonly file: string }
  /** What the caller sent. */
  | { readonly kind: "args"; readonly path: readonly string[] }
  | { readonly kind: "global"; readonly path: readonly string[] }
  | { readonly kind: "promise"; readonly value: Abstract }
  | { readonly kind: "several"; readonly options: readonly Abstract[] }
  | { readonly kind: "builder"; readonly layers: readonly Abstract[]; readonly registers: Registers }
  | { readonly kind: "registered"; readonly layers: readonly Abstract[]; readonly definition: Abstract; readonly registers: Registers }
  /** `customCtx(fn)`: a customization whose `input` returns what is put on the context. */
  | { readonly kind: "customization"; readonly input: Abstract }
  | { readonly kind: "string"; readonly value: string }
  /** `isUnresolved`: an import or a name that nothing explains. */
  | { readonly kind: "opaque"; readonly traits: Traits; readonly isUnresolved?: true };

/** What a function builder makes. */
export type Registers = "query" | "mutation" | "action" | "httpAction";

export interface FunctionAbstract {
  readonly kind: "function";
  /** Where it was made: its free names live there. */
  readonly frame: Frame;
  readonly function: number;
  readonly self: Abstract | null;
}

interface ClassAbstract {
  readonly kind: "class";
  readonly frame: Frame;
  readonly class: number;
}

/** The flow facts of a file. */
export interface FlowFile {
  readonly file: string;
  readonly facts: FlowFacts;
}

/** One run of a function, or the top level of a module. */
export interface Frame {
  readonly flow: FlowFile;
  readonly function: number | null;
  readonly args: readonly Abstract[];
  readonly parent: Frame | null;
  readonly self: Abstract | null;
  readonly calls: Map<number, Abstract>;
  readonly names: Map<number, Abstract>;
  readonly pending: Set<string>;
  /** The spreads of objects that are being looked into. */
  readonly spreading: Set<readonly FlowValue[]>;
  /** Where the objects and lists that are written in it come from, as far as they were looked into; by their parts. */
  readonly traits: Map<object, { readonly traits: Traits; readonly depth: number }>;
  readonly findings: Findings;
  /** Whether it runs for each of several things. */
  readonly inLoop: boolean;
  /** Whether it is the handler, a customization of its builder, or a function inside one. */
  readonly isRoot: boolean;
  /** The call that is followed now. */
  at: Moment | null;
}

/** When something happens in a run of a function. */
export interface Moment {
  /** Where the call or test ends, or, for what is no call, its place in the order of what happens. */
  readonly end: number;
  readonly region: FlowRegion;
  /** Whether it happens whenever its region runs, and is over before the next. */
  readonly isCertain: boolean;
  /** The call; a test has no name. */
  readonly step: AccessStep | null;
}

/** Something that is written for certain, and that stays when the function throws later. */
export interface CertainWrite {
  readonly moment: Moment;
  readonly step: AccessStep;
}

/** A place with the way to it. */
interface Trail<What> {
  readonly what: What;
  readonly chain: readonly AccessStep[];
}

/** What following one function found; of each kind the first or the worst. */
export interface Findings {
  /** `throwsOnly`: nothing depends on it but that it throws for strangers. */
  check: (Trail<AccessCheck> & { readonly throwsOnly: boolean }) | null;
  /** A check that throws when something is written already. */
  late: (Trail<AccessCheck> & LateCheck) | null;
  /** What it has written for certain; when it is done, whenever it does not throw. */
  writes: CertainWrite[];
  unfollowed: Trail<Unfollowed> | null;
  danger: Danger | null;
  assumed: AssumedIdentity | null;
  /** Whether an identity was tested in a way that only its own result tells. */
  looks: Traits;
  lookedAt: readonly AccessStep[];
  /** Whether anything asks who calls, whatever becomes of the answer. */
  asks: boolean;
  /** Whether more is done with an identity than asking whether there is one. */
  isIdentityUsed: boolean;
}

/** What the caller sent, whole. */
export const CALLER: Abstract = { kind: "args", path: [] };

/** Returns findings of nothing yet. */
export function noFindings(): Findings {
  return { check: null, late: null, writes: [], unfollowed: null, danger: null, assumed: null, looks: 0, lookedAt: [], asks: false, isIdentityUsed: false };
}

/** Whether there is something that a stranger could change. */
export function changesSomething(danger: Danger | null): boolean {
  return danger !== null && isWorse(danger.rank, "read");
}

/** A value of which only its traits are known. */
export function opaque(traits: Traits = 0): Abstract {
  return { kind: "opaque", traits };
}

/** A value that cannot be explained. */
export const UNRESOLVED: Abstract = { kind: "opaque", traits: 0, isUnresolved: true };

/** The context as Convex gives it. */
export const CONTEXT: Abstract = { kind: "context", extras: [] };

/** More ways than these are not told apart. */
const MAX_OPTIONS = 12;

/** Returns what may be any of several. */
export function several(options: readonly Abstract[]): Abstract {
  const [first] = options;
  if (options.length === 1 && first) return first;
  const kept: Abstract[] = [];
  let traits: Traits | undefined;
  const keep = (option: Abstract): void => {
    if (option.kind === "opaque" && !option.isUnresolved) traits = (traits ?? 0) | option.traits;
    else if (kept.length < MAX_OPTIONS && !kept.some((other) => isSame(other, option))) kept.push(option);
  };
  for (const option of options) {
    if (option.kind === "several") option.options.forEach(keep);
    else keep(option);
  }
  if (traits !== undefined) kept.push(opaque(traits));
  const [only] = kept;
  if (!only) return opaque();
  return kept.length === 1 ? only : { kind: "several", options: kept };
}

function isSame(one: Abstract, other: Abstract): boolean {
  if (one === other) return true;
  switch (one.kind) {
    case "part":
      return other.kind === "part" && one.traits === other.traits && one.path.join() === other.path.join();
    case "args":
    case "global":
      return one.kind === other.kind && one.path.join() === (other).path.join();
    case "package":
      return other.kind === "package" && one.source === other.source && one.traits === other.traits && one.path.join() === other.path.join();
    case "function":
      return other.kind === "function" && one.frame === other.frame && one.function === other.function;
    case "object":
      return other.kind === "object" && one.frame === other.frame && one.entries === other.entries;
    case "list":
      return other.kind === "list" && one.frame === other.frame && one.items === other.items;
    case "context":
      return other.kind === "context" && one.extras.length === 0 && other.extras.length === 0;
    case "promise":
      return other.kind === "promise" && isSame(one.value, other.value);
    case "string":
      return other.kind === "string" && one.value === other.value;
    case "opaque":
      return other.kind === "opaque" && one.traits === other.traits && one.isUnresolved === other.isUnresolved;
    default:
      return false;
  }
}
