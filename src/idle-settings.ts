import { relative } from "node:path";

import type { Analysis } from "./analysis.ts";
import { type AbsentTwin, absentTwins } from "./fix/named-twins.ts";
import { nearestName } from "./text/nearest.ts";

/** Returns what settings name that is not in the workspace, in words: it has no effect, which its author cannot see. */
export function describeIdleSettings(analysis: Analysis, setting: (name: "accessChecks" | "internalBuilders") => string): readonly string[] {
  const { access, snapshot, settings } = analysis;
  return [
    ...access.absentChecks().map((check) => `${setting("accessChecks")} names \`${check}\`, but ${describeMissingCheck(check)} It has no effect.`),
    ...absentTwins(snapshot, settings.internalBuilders).map((absent) => `${setting("internalBuilders")} names ${describeMissingTwin(absent, snapshot.root)} It has no effect.`),
  ];
}

function describeMissingCheck(check: string): string {
  const colon = check.lastIndexOf(":");
  if (colon === -1) return "no function here has that name.";
  return `no module \`${check.slice(0, colon)}\` with a function \`${check.slice(colon + 1)}\` is here; a module is named as it is seen from the functions directory.`;
}

function describeMissingTwin(absent: AbsentTwin, root: string): string {
  const wanted = absent.kind === "builder" ? absent.builder : absent.twin;
  const nearest = nearestName(wanted, absent.names);
  const mend = nearest === undefined ? "" : ` Did you mean \`${nearest}\`?`;
  if (absent.kind === "builder") return `the builder \`${absent.builder}\`, but no function here is made with a builder of that name.${mend}`;
  return `\`${absent.twin}\` as the internal twin of \`${absent.builder}\`, but ${relative(root, absent.file)} does not export it.${mend}`;
}
