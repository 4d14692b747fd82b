import { type CertainWrite, type Findings, type Frame, type Moment, type Traits, TRAITS } from "./abstract.ts";
import { type AccessCheck, type AccessStep, type Danger, isWorse } from "./access.ts";
import type { FlowRegion } from "./flow-facts.ts";

/** Adds what a called function does to what its caller does. */
export function lift(from: Findings, { findings: to, at }: Frame, step: AccessStep | null): void {
  const through = (chain: readonly AccessStep[]): readonly AccessStep[] => (step ? [step, ...chain] : chain);
  if (from.check) noteCheck(to, at, { ...from.check, chain: through(from.check.chain) });
  if (from.late && !to.late) to.late = { ...from.late, chain: through(from.late.chain) };
  if (from.unfollowed && !to.unfollowed) to.unfollowed = { ...from.unfollowed, chain: through(from.unfollowed.chain) };
  if (from.danger) noteDanger(to, { ...from.danger, chain: through(from.danger.chain) });
  if (from.assumed && !to.assumed && step === null) to.assumed = from.assumed;
  for (const write of from.writes) noteWrite(to, at, write.step);
  to.asks ||= from.asks;
  to.isIdentityUsed ||= from.isIdentityUsed;
}

/** Notes that something looks at the caller, and that something depends on the answer. */
export function note(findings: Findings, traits: Traits, step: AccessStep): void {
  noteCheck(findings, null, { what: checkOf(traits), chain: [step], throwsOnly: false });
}

/** Notes that something looks at the caller, and throws for strangers. */
export function noteThrowing(findings: Findings, traits: Traits, step: AccessStep, at: Moment | null): void {
  noteCheck(findings, at, { what: checkOf(traits), chain: [step], throwsOnly: true });
}

/** Notes that a helper looks at the caller, which decides about what it does later. */
export function noteLook(findings: Findings, traits: Traits, step: AccessStep): void {
  findings.looks |= traits;
  findings.lookedAt = [step];
}

/** Notes a check at its time. */
export function noteCheck(findings: Findings, at: Moment | null, check: NonNullable<Findings["check"]>): void {
  const write = check.throwsOnly && at ? findings.writes.find(({ moment }) => isOver(moment, at)) : undefined;
  const step = at?.step ?? check.chain[0];
  if (write && step) findings.late ??= { what: check.what, chain: check.chain, write: write.step, check: step };
  else findings.check = findings.check ? { ...findings.check, throwsOnly: findings.check.throwsOnly && check.throwsOnly } : check;
}

/** Notes that something is written, if it is for certain. */
export function noteWrite(findings: Findings, at: Moment | null, step: AccessStep): void {
  if (at?.isCertain) findings.writes.push({ moment: at, step });
}

/** Returns the first of what a function has written whenever it ends without throwing. */
export function lastingWrites(writes: readonly CertainWrite[], firstExit: number | null): CertainWrite[] {
  return writes.filter(({ moment }) => moment.region.length === 0 && (firstExit === null || moment.end <= firstExit)).slice(0, 1);
}

/** Notes what a function does, if it is the worst so far. */
export function noteDanger(findings: Findings, danger: Danger): void {
  if (!findings.danger || isWorse(danger.rank, findings.danger.rank)) findings.danger = danger;
}

/** Whether something is over whenever something else happens. */
function isOver(one: Moment, at: Moment): boolean {
  return one.end < at.end && isAround(one.region, at.region);
}

function isAround(outer: FlowRegion, inner: FlowRegion): boolean {
  return outer.every((part, index) => inner[index] === part);
}

function checkOf(traits: Traits): AccessCheck {
  return traits & TRAITS.identity ? "identity" : traits & TRAITS.setting ? "setting" : "secret";
}
