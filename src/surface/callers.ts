import type { CallerClass } from "../project/references.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { Verdicts } from "../project/verdict.ts";
import { compareText } from "../text/compare.ts";
import type { SurfaceCaller } from "./surface.ts";

/**
 * Returns the classes of what calls a function, apart from itself; those that only may call it have a question mark.
 * That a test may call it tells a reviewer nothing.
 */
export function callerClasses(target: RegisteredFunction, snapshot: Snapshot, verdicts: Verdicts): SurfaceCaller[] {
  const sure = new Set<CallerClass>();
  const possible = new Set<CallerClass>();
  const { references, escapes } = snapshot.callersOf(target);
  for (const reference of references) {
    const owners = verdicts.ownersOf(reference);
    if (owners.length > 0 && owners.every(({ key }) => key === target.key)) continue;
    (reference.certainty === "direct" ? sure : possible).add(reference.class);
  }
  for (const escape of escapes) possible.add(escape.class);
  const uncertain = [...possible].filter((callerClass) => !sure.has(callerClass) && callerClass !== "test").map((callerClass): SurfaceCaller => `${callerClass}?`);
  return [...sure, ...uncertain].sort(compareText);
}
