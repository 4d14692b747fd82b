import { setFlagsFromString } from "node:v8";

/** Trees die young, and threads that look for what is left of them cost more time than they save. */
const COLLECT_ALONE = "--no-parallel-scavenge";

/**
 * Returns what makes V8 of a version optimise later and collect garbage in one thread; nothing for versions on which
 * that was not measured.
 * @param version `process.versions.v8`
 */
export function flagsFor(version: string): readonly string[] {
  const major = Number(version.split(".")[0]);
  if (major === 11) return ["--interrupt-budget=1000000", COLLECT_ALONE];
  // The names of such flags are V8's own business and change; it prints an error about those that it does not know.
  return major === 12 || major === 13 ? ["--invocation-count-for-turbofan=20000", COLLECT_ALONE] : [];
}

/**
 * Makes V8 optimise later in this process. A check runs each piece of its code for a second or so, on trees of ever new
 * shapes: by default more time goes into compiling it, and compiling it again, than the compiled code saves.
 */
export function tuneEngine(): void {
  for (const flag of flagsFor(process.versions.v8)) setFlagsFromString(flag);
}
