import type { InternalBuilders } from "./fix/internal-twin.ts";
import type { ClientsSetting } from "./project/verdict.ts";
import { joinEnglishList } from "./text/mention.ts";
import { nearestName } from "./text/nearest.ts";

/** What users set under `settings["convex-boundary"]`. */
export interface Settings {
  /**
   * Where the clients are: `"auto"` claims that no client calls a function only if the workspace holds clients of its
   * project, `"workspace"` says that all of them are here, `"elsewhere"` that they are not.
   */
  readonly clients: ClientsSetting;
  /** The internal twin of each custom function builder that the search does not find. */
  readonly internalBuilders: InternalBuilders;
  /** Directories outside the workspace that hold clients too, as seen from its root. */
  readonly clientRoots?: readonly string[];
  /** Helpers that make sure who calls, by name or by module and name: `requireUser`, `lib/auth:requireUser`. */
  readonly accessChecks?: readonly string[];
  /** `false` keeps nothing in `node_modules/.cache` between two runs. */
  readonly cache?: false;
}

export const SETTINGS_KEY = "convex-boundary";

const CLIENTS: readonly ClientsSetting[] = ["auto", "workspace", "elsewhere"];
const DEFAULTS: Settings = { clients: "auto", internalBuilders: {} };
/** Says nothing to the rules: what stands there makes the cache of ESLint notice that the rest of the workspace changed. */
const CACHE_KEY = "cacheKey";
const NAMES = ["clients", "internalBuilders", "clientRoots", "accessChecks", "cache", CACHE_KEY];
const parsed = new WeakMap<object, Settings>();

/**
 * Returns the settings of a lint run.
 * @throws Error that names the setting and what it may be, for one that is not understood.
 */
export function readSettings(settings: Readonly<Record<string, unknown>>): Settings {
  const own = settings[SETTINGS_KEY];
  if (own === undefined) return DEFAULTS;
  if (typeof own !== "object" || own === null || Array.isArray(own)) throw invalid("", "an object");
  let known = parsed.get(own);
  if (!known) {
    known = parse(own as Readonly<Record<string, unknown>>);
    parsed.set(own, known);
  }
  return known;
}

function parse(own: Readonly<Record<string, unknown>>): Settings {
  for (const name of Object.keys(own)) {
    if (!NAMES.includes(name)) throw new Error(`settings["${SETTINGS_KEY}"].${name} is not a setting${suggestion(name)}; there are ${joinEnglishList(NAMES.map((known) => `"${known}"`))}.`);
  }
  const { clients = DEFAULTS.clients, internalBuilders = DEFAULTS.internalBuilders, clientRoots, accessChecks, cache = true } = own;
  const found = CLIENTS.find((candidate) => candidate === clients);
  if (!found) throw invalid(".clients", `one of ${CLIENTS.map((candidate) => `"${candidate}"`).join(", ")}`);
  if (!isStringRecord(internalBuilders)) throw invalid(".internalBuilders", "an object from builder names to the names of their internal twins");
  if (typeof (own[CACHE_KEY] ?? "") !== "string") throw invalid(".cacheKey", "what `cacheKey()` returns, a string");
  if (clientRoots !== undefined && !isStringArray(clientRoots)) throw invalid(".clientRoots", "an array of directories, as seen from the root of the workspace");
  if (accessChecks !== undefined && !isStringArray(accessChecks)) throw invalid(".accessChecks", "an array of names of functions, such as `requireUser` or `lib/auth:requireUser`");
  if (typeof cache !== "boolean") throw invalid(".cache", "`true` or `false`");
  return { clients: found, internalBuilders, ...(clientRoots && { clientRoots }), ...(accessChecks && { accessChecks }), ...(!cache && { cache }) };
}

function suggestion(name: string): string {
  const nearest = nearestName(name, NAMES);
  return nearest === undefined ? "" : ` (did you mean "${nearest}"?)`;
}

function isStringArray(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}

function isStringRecord(value: unknown): value is Record<string, string> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every((item) => typeof item === "string");
}

function invalid(path: string, expected: string): Error {
  return new Error(`settings["${SETTINGS_KEY}"]${path} must be ${expected}.`);
}
