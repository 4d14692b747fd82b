import { compareText } from "../text/compare.ts";
import { printShape } from "./shape.ts";
import type { Surface, SurfaceArguments, SurfaceFunction } from "./surface.ts";

/** The version of the format that this release reads and writes. */
export const SURFACE_VERSION = 1;

const REVIEW = "Review each change, then run `npx convex-boundary surface --write`.";
const ABOUT = `What strangers can call. ${REVIEW}`;
/** Clients cannot reach a component (https://docs.convex.dev/components/using). */
const ABOUT_COMPONENT = `What an app that uses this component can call. ${REVIEW}`;
/** Where formatters break a list into lines. */
const MAX_WIDTH = 80;

/**
 * Returns a surface as the text of its file: sorted, a line for each thing that can change, and laid out as formatters
 * lay out JSON, so that they leave it alone.
 */
export function printSurface({ functions, routes, routesFrom }: Surface, { isComponent = false }: { readonly isComponent?: boolean } = {}): string {
  const sections = [
    `  "version": ${String(SURFACE_VERSION)}`,
    `  "about": ${JSON.stringify(isComponent ? ABOUT_COMPONENT : ABOUT)}`,
    `  "functions": ${block(sorted(functions).map(([name, found]) => `    ${JSON.stringify(name)}: ${printFunction(found)}`), "  ")}`,
    `  "routes": ${block(sorted(routes).map(([name, { access }]) => `    ${JSON.stringify(name)}: ${block([`      "access": ${JSON.stringify(access)}`], "    ")}`), "  ")}`,
    `  "routesFrom": ${list(routesFrom, "  ", '"routesFrom": '.length + 2)}`,
  ];
  return `{\n${sections.join(",\n")}\n}\n`;
}

function printFunction({ type, validated, access, callers, args }: SurfaceFunction): string {
  const lines = [
    `"type": ${JSON.stringify(type)}`,
    `"validated": ${JSON.stringify(validated)}`,
    `"access": ${JSON.stringify(access)}`,
    `"callers": ${list(callers, "      ", '"callers": '.length + 6)}`,
    `"args": ${printArguments(args)}`,
  ];
  return block(lines.map((line) => `      ${line}`), "    ");
}

function printArguments(args: SurfaceArguments): string {
  if (typeof args === "string") return JSON.stringify(args);
  const entries = args.fields.map(({ name, optional, type }) => [`${name}${optional ? "?" : ""}`, printShape(type)] as const);
  if (args.open) entries.push(["...", "unknown"]);
  return block(entries.map(([name, text]) => `        ${JSON.stringify(name)}: ${JSON.stringify(text)}`), "      ");
}

function block(lines: readonly string[], indentation: string): string {
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indentation}}`;
}

function list(items: readonly string[], indentation: string, column: number): string {
  const texts = items.map((item) => JSON.stringify(item));
  const flat = `[${texts.join(", ")}]`;
  // A comma may follow.
  if (column + flat.length + 1 <= MAX_WIDTH || items.length === 0) return flat;
  return `[\n${texts.map((text) => `${indentation}  ${text}`).join(",\n")}\n${indentation}]`;
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([left], [right]) => compareText(left, right));
}
