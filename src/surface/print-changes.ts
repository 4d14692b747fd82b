import type { Difference, SurfaceChange } from "./compare.ts";

/** Where something stands, for people: `convex/messages.ts:12`; `undefined` for what is gone. */
export type PlaceOf = (change: SurfaceChange) => string | undefined;

const MARKS: Readonly<Partial<Record<Difference["kind"], string>>> = { added: "+", removed: "-", "made-internal": "-" };

/** Returns the differences from what was reviewed, as lines for a reviewer. */
export function printChanges(changes: readonly SurfaceChange[], placeOf: PlaceOf): string[] {
  return changes.flatMap((change) => {
    const place = placeOf(change);
    const [first] = change.differences;
    const mark = (first && MARKS[first.kind]) ?? "~";
    const sentences = change.differences.map(({ text, detail }) => `${text}${detail === undefined ? "" : `: ${detail}`}.`);
    const at = place === undefined ? [] : [`    ${place}`];
    if (sentences.length === 1) return [`${mark} ${change.name} ${sentences.join("")}`, ...at];
    return [`${mark} ${change.name}`, ...sentences.map((sentence) => `    ${sentence}`), ...at];
  });
}
