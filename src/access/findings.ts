import { type Findings, type Traits, TRAITS } from "./abstract.ts";
import { type AccessCheck, type AccessStep, type Danger, isWorse } from "./access.ts";

/** Adds what a called function does to what its caller does. */
export function lift(from: Findings, to: Findings, step: AccessStep | null): void {
  const through = (chain: readonly AccessStep[]): readonly AccessStep[] => (step ? [step, ...chain] : chain);
  if (from.check && !to.check) to.check = { ...from.check, chain: through(from.check.chain) };
  if (from.unfollowed && !to.unfollowed) to.unfollowed = { ...from.unfollowed, chain: through(from.unfollowed.chain) };
  if (from.danger) noteDanger(to, { ...from.danger, chain: through(from.danger.chain) });
  if (from.assumed && !to.assumed && step === null) to.assumed = from.assumed;
  to.asks ||= from.asks;
  to.isIdentityUsed ||= from.isIdentityUsed;
}

/** Notes that something looks at the caller, in a way that matters. */
export function note(findings: Findings, traits: Traits, step: AccessStep): void {
  const what: AccessCheck = traits & TRAITS.identity ? "identity" : traits & TRAITS.setting ? "setting" : "secret";
  findings.check ??= { what, chain: [step] };
}

/** Notes what a function does, if it is the worst so far. */
export function noteDanger(findings: Findings, danger: Danger): void {
  if (!findings.danger || isWorse(danger.rank, findings.danger.rank)) findings.danger = danger;
}
