import type { Analysis } from "../../../analysis.ts";
import { describeIdleSettings } from "../../../idle-settings.ts";
import type { ClientsSetting } from "../../../project/verdict.ts";
import type { Settings } from "../../../settings.ts";
import { CannotRun } from "../cannot-run.ts";
import type { Given, Option } from "../command.ts";
import type { findPlace } from "../place.ts";

const CLIENTS: readonly ClientsSetting[] = ["auto", "workspace", "elsewhere"];

/** The options that say what users of ESLint say by settings. */
export const SETTINGS_OPTIONS: readonly Option[] = [
  {
    name: "clients",
    value: "where",
    description: ["auto (default): judge by the clients that are found;", "workspace: every client is here; elsewhere: none is"],
  },
  {
    name: "access-check",
    value: "name",
    isRepeatable: true,
    description: ["a helper that makes sure who calls: requireUser or", "lib/auth:requireUser; may be repeated"],
  },
];

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

const HELPER = /^(?:[^\s:]+:)?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * Returns the settings that a command is given.
 * @throws CannotRun for values that are not understood.
 */
export function givenSettings(given: Given): Partial<Settings> {
  const clients = given.choice("clients", CLIENTS);
  const accessChecks = given.values("access-check");
  const wrong = accessChecks.find((name) => !HELPER.test(name));
  if (wrong !== undefined) throw new CannotRun(`\`--access-check\` takes the name of a function, such as \`requireUser\` or \`lib/auth:requireUser\`, not \`${wrong}\`.`);
  return { ...(clients && { clients }), ...(accessChecks.length > 0 && { accessChecks }) };
}

/** Returns a line about each helper that the options name and that is not there. */
export function describeIdleOptions(analysis: Analysis): readonly string[] {
  return describeIdleSettings(analysis, () => "`--access-check`");
}

/**
 * Returns the directory that a command is given, by default the working directory.
 * @throws CannotRun for more than one.
 */
export function onlyDirectory({ positionals }: Given): string {
  if (positionals.length > 1) throw new CannotRun(`Only one directory can be looked at at a time, not ${positionals.map((name) => `\`${name}\``).join(" and ")}.`);
  return positionals[0] ?? ".";
}
