import { setFlagsFromString } from "node:v8";

/**
 * Returns what makes V8 of a version optimise later, or `undefined` for versions on which that was not measured.
 * @param version `process.versions.v8`
 */
export function flagFor(version: string): string | undefined {
  const major = Number(version.split(".")[0]);
  if (major === 11) return "--interrupt-budget=1000000";
  // The names of such flags are V8's own business and change; it prints an error about those that it does not know.
  return major === 12 || major === 13 ? "--invocation-count-for-turbofan=20000" : undefined;
}

/**
 * Makes V8 optimise later in this process. A check runs each piece of its code for a second or so, on trees of ever new
 * shapes: by default more time goes into compiling it, and compiling it again, than the compiled code saves.
 */
export function tuneEngine(): void {
  const flag = flagFor(process.versions.v8);
  if (flag !== undefined) setFlagsFromString(flag);
}
