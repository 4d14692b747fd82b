import { parseShape } from "./parse-shape.ts";
import { compareText } from "../text/compare.ts";
import type { FieldShape } from "./shape.ts";
import type { Surface, SurfaceAccess, SurfaceArguments, SurfaceCaller, SurfaceFunction, SurfaceRoute } from "./surface.ts";
import { SURFACE_VERSION } from "./surface-text.ts";

/** What the text of a surface file says, or what keeps it from saying anything. */
export type SurfaceReading =
  | { readonly kind: "surface"; readonly surface: Surface }
  /** `problem` goes on after the name of the file; `isNewer` where a newer release wrote it. */
  | { readonly kind: "broken"; readonly problem: string; readonly isNewer: boolean };

const ACCESS: readonly string[] = ["checked", "unchecked", "unknown"] satisfies SurfaceAccess[];
const TYPES: readonly string[] = ["query", "mutation", "action"];
const CALLER = /^(?:client|server|foreign|operator|test)\??$/u;
const CONFLICT = /^(?:<{7}|>{7})(?: |$)/mu;

/** What is wrong with the text, as the end of a sentence that starts with the file. */
class Broken extends Error {}

/** Reads the text of a surface file. */
export function readSurface(text: string): SurfaceReading {
  if (CONFLICT.test(text)) return broken("holds the markers of a merge conflict: merge the code, then let `--write` list it anew");
  try {
    return { kind: "surface", surface: surfaceOf(parse(text)) };
  } catch (error) {
    if (error instanceof NewerVersion) return { kind: "broken", problem: error.message, isNewer: true };
    if (error instanceof Broken) return broken(error.message);
    throw error;
  }
}

class NewerVersion extends Error {}

function broken(problem: string): SurfaceReading {
  return { kind: "broken", problem, isNewer: false };
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/u, ""));
  } catch (error) {
    throw new Broken(`is not JSON: ${error instanceof Error ? error.message.replace(/\.$/u, "") : String(error)}`);
  }
  return record(value, "it");
}

function surfaceOf(file: Record<string, unknown>): Surface {
  const { version } = file;
  if (typeof version === "number" && version > SURFACE_VERSION) throw new NewerVersion(`has version ${String(version)}, and this release of convex-boundary reads version ${String(SURFACE_VERSION)}: update eslint-plugin-convex-boundary`);
  if (version !== SURFACE_VERSION) throw new Broken(`has no \`"version": ${String(SURFACE_VERSION)}\``);
  return {
    functions: new Map(entries(file["functions"], "functions").map(([name, value]) => [name, functionOf(value, name)])),
    routes: new Map(entries(file["routes"], "routes").map(([name, value]): [string, SurfaceRoute] => [name, { access: access(record(value, name)["access"], name) }])),
    routesFrom: strings(file["routesFrom"], "routesFrom"),
  };
}

function functionOf(value: unknown, name: string): SurfaceFunction {
  const { type, validated, access: given, callers, args } = record(value, name);
  if (!isFunctionType(type)) throw new Broken(`says no function type of \`${name}\``);
  if (typeof validated !== "boolean" && validated !== "unknown") throw new Broken(`does not say of \`${name}\` whether its arguments are \`validated\``);
  return { type, validated, access: access(given, name), callers: strings(callers, `callers of ${name}`).filter(isCaller).sort(compareText), args: argumentsOf(args, name) };
}

function argumentsOf(args: unknown, name: string): SurfaceArguments {
  if (args === "anything" || args === "unknown") return args;
  const given = entries(args, `args of ${name}`);
  const fields = given.filter(([field]) => field !== "...").map(([field, text]): FieldShape => {
    const optional = field.endsWith("?");
    return { name: optional ? field.slice(0, -1) : field, optional, type: shape(text, `${name}: ${field}`) };
  });
  return { kind: "object", fields: fields.sort((left, right) => compareText(left.name, right.name)), open: given.length > fields.length };
}

function shape(text: unknown, place: string): FieldShape["type"] {
  if (typeof text !== "string") throw new Broken(`says no type of \`${place}\``);
  try {
    return parseShape(text);
  } catch (error) {
    throw new Broken(`says no type of \`${place}\`: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function access(value: unknown, name: string): SurfaceAccess {
  if (typeof value === "string" && isAccess(value)) return value;
  throw new Broken(`does not say of \`${name}\` whether \`access\` is checked`);
}

function isAccess(value: string): value is SurfaceAccess {
  return ACCESS.includes(value);
}

function isFunctionType(value: unknown): value is SurfaceFunction["type"] {
  return typeof value === "string" && TYPES.includes(value);
}

function isCaller(value: string): value is SurfaceCaller {
  return CALLER.test(value);
}

function entries(value: unknown, name: string): [string, unknown][] {
  return Object.entries(record(value, name));
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Broken(`has no object where \`${name}\` belongs`);
}

function strings(value: unknown, name: string): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new Broken(`has no list of names where \`${name}\` belongs`);
}
