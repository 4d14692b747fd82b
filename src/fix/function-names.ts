import type { Range } from "../facts/types.ts";
import { fullName } from "../project/function-names.ts";
import type { Dangling } from "../project/references.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { VisibilityReader } from "../project/visibility.ts";
import { isAlike, nearestName } from "../text/nearest.ts";
import type { Edit } from "./edits.ts";

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/u;

/**
 * Returns the path of the function that a path which leads nowhere may mean: of those that its place can reference, the
 * only one of the module that it names instead, else the one whose name is nearest, else the only one of another module
 * that is called the same.
 */
export function nearestPath({ project, path, root, class: callerClass, expects }: Dangling, snapshot: Snapshot, visibility: VisibilityReader): readonly string[] | undefined {
  const wanted = root === "internal" ? "internal" : root === "api" || callerClass === "client" ? "public" : undefined;
  const registry = snapshot.registryOf(project);
  const names = new Set([...registry.functions.values()].flatMap((target) => target.names));
  // What only types tell is asked about the few that are near.
  const canBeMeant = (name: string): boolean => {
    const target = registry.byName(name);
    const registered = target && visibility.of(target);
    return !registered || ((!wanted || registered.visibility === wanted) && (!expects || expects.types.includes(registered.functionType)));
  };
  const [module = "", own = ""] = fullName(path).split(":");
  // Of paths that differ little, one part may have nothing in common with what is written.
  const isNear = (name: string): boolean => {
    const [otherModule = "", other = ""] = name.split(":");
    return isAlike(module, otherModule) && isAlike(own, other) && canBeMeant(name);
  };
  const same = own === "default" ? [] : [...names].filter((name) => name.endsWith(`:${own}`) && canBeMeant(name));
  const related = same.filter((name) => name.startsWith(`${module}/`));
  const within = [...names].filter((name) => name.startsWith(`${path.join("/")}:`) && canBeMeant(name));
  const certain = within.length === 1 ? within : related;
  const nearest = certain.length > 0 ? undefined : nearestName(fullName(path), names, isNear);
  const [only, ...others] = nearest === undefined ? (certain.length > 0 ? certain : same) : [nearest];
  return others.length === 0 ? only?.split(/[/:]/u) : undefined;
}

/** Returns the edits that write another path where a path leads nowhere; none where not all that differs is written there. */
export function pathEdits({ path, root, nameRanges }: Dangling, replacement: readonly string[], text: string): readonly Edit[] {
  const [literal] = nameRanges;
  if (root === "name") {
    if (!literal) return [];
    const name = replacement.at(-1) === "default" ? replacement.slice(0, -1).join("/") : fullName(replacement);
    return [{ range: [literal[0] + 1, literal[1] - 1], text: name }];
  }
  const isBelow = path.length + 1 === replacement.length && path.every((name, index) => name === replacement[index]);
  if (isBelow) return addedName(text, nameRanges.at(-1), replacement.at(-1) ?? "");
  if (path.length !== replacement.length) return [];
  const edits = path.map((name, index) => (name === replacement[index] ? null : nameEdit(text, nameRanges[index - path.length + nameRanges.length], replacement[index] ?? "")));
  return edits.includes(undefined) ? [] : edits.filter((edit) => edit !== null && edit !== undefined);
}

/** Writes one more name after `.name`. */
function addedName(text: string, last: Range | undefined, name: string): readonly Edit[] {
  if (!last || !/\.\s*$/u.test(text.slice(0, last[0])) || !IDENTIFIER.test(name)) return [];
  return [{ range: [last[1], last[1]], text: `.${name}` }];
}

/** Writes another name in `.name` or `["name"]`; a name out of a pattern is that of a variable too. */
function nameEdit(text: string, range: Range | undefined, name: string): Edit | undefined {
  if (!range) return undefined;
  if (/^["'`]/u.test(text.slice(...range))) return { range: [range[0] + 1, range[1] - 1], text: name };
  return /\.\s*$/u.test(text.slice(0, range[0])) && IDENTIFIER.test(name) ? { range, text: name } : undefined;
}
