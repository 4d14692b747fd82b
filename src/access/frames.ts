import { type Abstract, type FlowFile, type Frame, noFindings } from "./abstract.ts";

/** How a function is run. */
export interface RunOptions {
  readonly inLoop: boolean;
  readonly isRoot: boolean;
}

/** Returns a new run of a function. */
export function newFrame(flow: FlowFile, id: number | null, args: readonly Abstract[], parent: Frame | null, { inLoop, isRoot }: RunOptions, self: Abstract | null = null): Frame {
  return { flow, function: id, args, parent, self, calls: new Map(), names: new Map(), pending: new Set(), spreading: new Set(), traits: new Map(), findings: noFindings(), inLoop, isRoot, at: null };
}
