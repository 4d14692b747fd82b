import { readFileSync } from "node:fs";
import { join } from "node:path";

import { stripByteOrderMark } from "../facts/parse.ts";

/** What a `package.json` says of modules. */
export interface Manifest {
  readonly directory: string;
  readonly name: string | undefined;
  readonly json: Record<string, unknown>;
  readonly dependencies: ReadonlySet<string>;
}

/** Returns the manifest in a directory, `undefined` if it cannot be read. */
export function readManifest(directory: string): Manifest | undefined {
  try {
    const parsed: unknown = JSON.parse(stripByteOrderMark(readFileSync(join(directory, "package.json"), "utf8")));
    if (typeof parsed !== "object" || parsed === null) return undefined;
    const json = parsed as Record<string, unknown>;
    const dependencies = new Set<string>();
    for (const field of ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]) {
      const listed = json[field];
      if (typeof listed === "object" && listed !== null) for (const name of Object.keys(listed)) dependencies.add(name);
    }
    const name = json["name"];
    return { directory, name: typeof name === "string" && name !== "" ? name : undefined, json, dependencies };
  } catch {
    // A manifest that cannot be read names nothing.
    return undefined;
  }
}
