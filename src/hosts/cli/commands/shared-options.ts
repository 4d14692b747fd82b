import type { ClientsSetting } from "../../../project/verdict.ts";
import { CannotRun } from "../cannot-run.ts";
import type { Given, Option } from "../command.ts";
import type { findPlace } from "../place.ts";

export const CLIENTS: readonly ClientsSetting[] = ["auto", "workspace", "elsewhere"];

export const CLIENTS_OPTION: Option = {
  name: "clients",
  value: "where",
  description: ["auto (default): judge by the clients that are found;", "workspace: every client is here; elsewhere: none is"],
};

export const CLIENT_ROOT_OPTION: Option = {
  name: "client-root",
  value: "dir",
  isRepeatable: true,
  description: ["a directory outside the workspace that holds clients too;", "may be repeated"],
};

export const CACHE_OPTION: Option = {
  name: "no-cache",
  description: ["read every file anew, and keep nothing for the next run", "in node_modules/.cache"],
};

/** Returns what the options say of the place to look at. */
export function placeOptions(given: Given): NonNullable<Parameters<typeof findPlace>[2]> {
  return { clientRoots: given.values("client-root"), isCached: !given.has("no-cache") };
}

/**
 * Returns the directory that a command is given, by default the working directory.
 * @throws CannotRun for more than one.
 */
export function onlyDirectory({ positionals }: Given): string {
  if (positionals.length > 1) throw new CannotRun(`Only one directory can be looked at at a time, not ${positionals.map((name) => `\`${name}\``).join(" and ")}.`);
  return positionals[0] ?? ".";
}
