import type { FileAnalysis } from "../analysis.ts";
import type { Reference } from "../project/references.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { FunctionType } from "../types/type-oracle.ts";
import { compareText } from "./compare.ts";

/** How many callers a message names. */
const MAX_NAMED = 3;

type Place = Pick<Reference, "file" | "range">;

/** Returns a function as its users write it, without the root: `messages.send`. */
export function mentionFunction({ names }: RegisteredFunction): string {
  return names[0]?.replace(/[/:]/gu, ".") ?? "";
}

/** Returns the builder of a function by its name, or in words where the code has no short one. */
export function mentionBuilder({ definition }: RegisteredFunction): string {
  const text = definition?.calleeText ?? "";
  return /^[\w$.]{1,40}$/u.test(text) ? `\`${text}\`` : "Its builder";
}

/** Returns a number of things: `1 file`, `214 files`. */
export function mentionCount(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/**
 * Returns a reference as the code has it: `api.messages.send`, or the name in quotes.
 * @param anyApi The name that `anyApi` goes by in the file.
 */
export function mentionReference({ root, path }: Pick<Reference, "root" | "path">, anyApi = "anyApi"): string {
  // The default export goes by the name of its module.
  if (root === "name") return `"${path.slice(0, -1).join("/")}${path.at(-1) === "default" ? "" : `:${path.at(-1) ?? ""}`}"`;
  return mentionAs(root === "any" ? anyApi : root, path);
}

/** Returns the name that `anyApi` goes by where a reference is written: `api` after `export const api = anyApi`. */
export function nameOfAnyApi({ workspace, file }: FileAnalysis, { range, path }: Pick<Reference, "range" | "path">): string {
  const written = workspace.snapshot.store.textOf(file)?.slice(...range) ?? "";
  const name = /^[A-Za-z_$][\w$]*/u.exec(written)?.[0] ?? "";
  return written === mentionAs(name, path) ? name : "anyApi";
}

/** Returns a reference with its root replaced: `internal.messages.send`. */
export function mentionAs(root: string, path: readonly string[]): string {
  return root + path.map(memberAccess).join("");
}

/**
 * Returns the places of callers, the first few by name: `` `crons.ts:4`, `http.ts:12` and 3 more places ``.
 * @param perhaps Those that may call it, which are named after the others: `` … and perhaps `sync.ts:7` ``.
 */
export function mentionCallers(callers: readonly Place[], perhaps: readonly Place[], file: FileAnalysis): string {
  const certain = placesOf(callers, file);
  const others = placesOf(perhaps, file).filter((place) => !certain.includes(place));
  return others.length === 0 ? mentionFew(certain) : `${mentionFew(certain)} and perhaps ${mentionFew(others)}`;
}

function placesOf(callers: readonly Place[], file: FileAnalysis): string[] {
  const { snapshot } = file.workspace;
  const inOrder = callers.toSorted((left, right) => compareText(left.file, right.file) || left.range[0] - right.range[0]);
  const places = inOrder.map((caller) => {
    const project = snapshot.places.projectOf(caller.file);
    const path = project ? caller.file.slice(project.directory.length + 1) : snapshot.relativePath(caller.file);
    const line = caller.range[1] === 0 ? "" : `:${String(file.lineOf(caller.file, caller.range[0]))}`;
    return `\`${path}${line}\``;
  });
  return [...new Set(places)];
}

function mentionFew(places: readonly string[]): string {
  const named = places.slice(0, MAX_NAMED);
  const rest = places.length - named.length;
  if (rest > 0) named.push(`${String(rest)} more ${rest === 1 ? "place" : "places"}`);
  return joinEnglishList(named);
}

/** Returns `a`, `a and b`, or `a, b and c`. */
export function joinEnglishList(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}

/** Returns function types as a sentence has them: `a mutation or an action`. */
export function mentionTypes(types: readonly FunctionType[]): string {
  return types.map((type) => (type === "action" ? "an action" : `a ${type}`)).join(" or ");
}

function memberAccess(name: string): string {
  return /^[A-Za-z_$][\w$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
