import type { Range } from "../facts/types.ts";

/** A place on the way that was followed, with the name that the code has for it: `insertMessage`. */
export interface AccessStep {
  readonly name: string;
  /** Whether it is what the identity of the caller is given to, rather than what asks for it. */
  readonly isGiven?: true;
  readonly file: string;
  readonly range: Range;
}

/** What was accepted as a look at who calls. */
export type AccessCheck =
  /** A use of `ctx.auth`, or of what a library documents in its place. */
  | "identity"
  /** An argument, or a header of the request, compared with an environment variable. */
  | "secret"
  /** A helper that the setting `accessChecks` names. */
  | "setting"
  /** An environment variable compared with what deployments for tests are called: the function throws in others. */
  | "deployment";

/** Why it is not known whether a function looks at its caller. */
export type Unfollowed =
  /** A package that is given the context. */
  | "package"
  /** A call or import that cannot be resolved is given the context. */
  | "dynamic"
  /** A library registers the function, or its function builder cannot be followed. */
  | "builder"
  /** An argument that looks like a credential (`token`, `apiKey`) is used for something. */
  | "credential"
  /** There is too much code to follow. */
  | "size";

/** A check that throws only when something is written already. */
export interface LateCheck {
  /** Where it is written. */
  readonly write: AccessStep;
  /** Where it is asked who calls; a test has no name. */
  readonly check: AccessStep;
}

/** Whether anything on the way from a client to what a function does looks at who calls. */
export type AccessVerdict =
  /**
   * `chain` leads from the function to the check; the last step is the check itself. `late`: it comes after a write, which
   * Convex takes back when it throws.
   */
  | { readonly kind: "checked"; readonly by: AccessCheck; readonly chain: readonly AccessStep[]; readonly late: LateCheck | null }
  /**
   * `chain` leads to the most dangerous thing that the function does, through the helpers in between. `isInVain`: something
   * asks who calls, but is not waited for, or nothing depends on the answer. `late`: it throws after a write that stays.
   */
  | { readonly kind: "unchecked"; readonly isInVain: boolean; readonly chain: readonly AccessStep[]; readonly late: LateCheck | null }
  /** `chain` leads to what could not be followed; the last step is that place. */
  | { readonly kind: "unknown"; readonly because: Unfollowed; readonly chain: readonly AccessStep[] };

/**
 * What a stranger could do with a function, the worst first: `sweep` is to send something to the outside, to delete, or
 * to write in bulk.
 */
export type DangerRank = "sweep" | "write" | "read" | "nothing";

/** The ranks, the most dangerous first. */
const DANGER_RANKS: readonly DangerRank[] = ["sweep", "write", "read", "nothing"];

/** Whether one rank is worse than another. */
export function isWorse(rank: DangerRank, than: DangerRank): boolean {
  return DANGER_RANKS.indexOf(rank) < DANGER_RANKS.indexOf(than);
}

/** What a function is known to do; more may hide in what cannot be followed. */
export interface Danger {
  readonly rank: DangerRank;
  /** What gives it its rank, in words: `deletes documents`; `null` for `nothing`. */
  readonly does: string | null;
  /** Where it does it, through the helpers in between; the last step is the place itself. */
  readonly chain: readonly AccessStep[];
}

/** An identity that a function takes from its caller's words. */
export interface AssumedIdentity {
  /** The argument, as the code has it: `args.userId`. */
  readonly argument: string;
  /** Whether callers may leave it out: then it is one way among others to choose what is read. */
  readonly isOptional: boolean;
  readonly file: string;
  readonly range: Range;
}

/** Everything that following a function's calls told. */
export interface AccessAnswer {
  readonly verdict: AccessVerdict;
  readonly danger: Danger;
  /** An argument used as the owner of what is read or written, with no comparison with the caller. */
  readonly assumed: AssumedIdentity | null;
}
