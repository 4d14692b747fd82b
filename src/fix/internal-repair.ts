import type { Reference } from "../project/references.ts";
import type { Range } from "../facts/types.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { isSuppressed } from "../project/suppressions.ts";
import type { Verdicts } from "../project/verdict.ts";
import type { VisibilityReader } from "../project/visibility.ts";
import { expectsTypeError } from "../text/expected-errors.ts";
import { isGeneratedText } from "../text/generated.ts";
import { type Edit, ordered } from "./edits.ts";
import { ImportEditor } from "./imports.ts";
import { type BuilderReplacement, type InternalBuilders, TwinFinder } from "./internal-twin.ts";
import type { ReferenceSite, ReferenceSites } from "./reference-sites.ts";

/** How far making one function internal can go by itself. */
export type Repairability =
  /** Every file can be edited, and all of them type-check afterwards. */
  | "fix"
  /** It can be done, but something beside it needs a look. */
  | "suggestion"
  /** The definition cannot be edited: no internal twin of its builder is known. */
  | "none";

/**
 * The plan that makes all server-only functions of the workspace internal at once. Each file's edits are derived from
 * the same state, so that they are right in whatever order the files are written.
 */
export class InternalRepair {
  readonly #snapshot: Snapshot;
  readonly #visibility: VisibilityReader;
  readonly #twins: TwinFinder;
  readonly #ruleName: string;
  readonly #sites: ReferenceSites;
  readonly #replacements = new Map<RegisteredFunction, BuilderReplacement | null>();
  readonly #verdicts: Verdicts;
  readonly #fixable = new Map<RegisteredFunction, boolean>();

  constructor(snapshot: Snapshot, visibility: VisibilityReader, verdicts: Verdicts, sites: ReferenceSites, named: InternalBuilders, ruleName: string) {
    this.#snapshot = snapshot;
    this.#visibility = visibility;
    this.#verdicts = verdicts;
    this.#twins = new TwinFinder(snapshot, named);
    this.#ruleName = ruleName;
    this.#sites = sites;
  }

  /** Returns how far the repair of one function goes. */
  of(target: RegisteredFunction): Repairability {
    if (!this.#replacementOf(target)) return "none";
    return this.#isFixable(target) ? "fix" : "suggestion";
  }

  /** Returns the edits of one file that make all fixable functions internal. */
  editsOf(file: string): Edit[] {
    const own = this.#snapshot.definedIn(file).filter((target) => this.#isFixable(target));
    return this.#edits(file, own, (target) => this.#isFixable(target));
  }

  /** Returns the edits of one file that make one function internal. */
  editsFor(target: RegisteredFunction, file: string): Edit[] {
    return this.#edits(file, [target], (other) => other === target);
  }

  #edits(file: string, targets: readonly RegisteredFunction[], isTarget: (target: RegisteredFunction) => boolean): Edit[] {
    const facts = this.#snapshot.store.factsOf(file);
    const text = this.#snapshot.store.textOf(file);
    if (!facts || text === undefined) return [];
    const imports = new ImportEditor(facts, text);
    const edits: Edit[] = [];
    for (const target of targets) {
      const replacement = target.file === file ? this.#replacementOf(target) : undefined;
      if (!replacement) continue;
      const name = replacement.specifiers.length > 0 ? imports.use(replacement.specifiers, replacement.name) : replacement.name;
      edits.push({ range: replacement.range, text: name });
      imports.replace(replacement.range);
      for (const edit of annotationEdits(text, target, replacement.range, name)) {
        edits.push(edit);
        if (edit.text === name) imports.replace(edit.range);
      }
    }
    for (const { site, targets: reached, escapes } of this.#sites.in(file)) {
      if (escapes || ![...reached.keys()].some(isTarget)) continue;
      if (![...reached.keys()].every((target) => isTarget(target) || this.#isInternal(target))) continue;
      const edit = this.#sites.edit(site, facts, imports);
      if (edit) edits.push(edit);
    }
    return edits.length > 0 ? ordered([...edits, ...imports.edits()]) : [];
  }

  /** How the builder of a function that need not be public is replaced; `null` where it cannot be. */
  #replacementOf(target: RegisteredFunction): BuilderReplacement | null {
    let replacement = this.#replacements.get(target);
    if (replacement === undefined) {
      const verdict = this.#verdicts.of(target);
      const found = verdict.kind === "server-only" || verdict.kind === "unused" ? this.#twins.find(target, verdict.registered.functionType) : undefined;
      replacement = found && this.#matchesText(target, found) ? found : null;
      this.#replacements.set(target, replacement);
    }
    return replacement;
  }

  /** Whether every definition, reference and import of a function can be repaired; sharing a site makes functions stand or fall together. */
  #isFixable(target: RegisteredFunction): boolean {
    const known = this.#fixable.get(target);
    if (known !== undefined) return known;
    const sites = new Set<ReferenceSite>();
    const group = new Set<RegisteredFunction>();
    const pending = [target];
    for (let next = pending.pop(); next; next = pending.pop()) {
      if (group.has(next) || !this.#isFixableAlone(next)) continue;
      group.add(next);
      for (const site of this.#sites.of(next)) {
        if (sites.has(site)) continue;
        sites.add(site);
        pending.push(...site.targets.keys());
      }
    }
    for (let size = -1; size !== group.size; ) {
      size = group.size;
      for (const { targets, escapes } of sites) {
        if (!escapes && [...targets.keys()].every((other) => group.has(other) || this.#isInternal(other))) continue;
        for (const other of targets.keys()) group.delete(other);
      }
    }
    for (const other of group) this.#fixable.set(other, true);
    if (!group.has(target)) this.#fixable.set(target, false);
    return group.has(target);
  }

  #isFixableAlone(target: RegisteredFunction): boolean {
    const verdict = this.#verdicts.of(target);
    // Nobody may need an unused function, or somebody outside the workspace does: that is for a person to say.
    if (verdict.kind !== "server-only") return false;
    // What a program writes it writes again as it was.
    if (isGeneratedText(this.#snapshot.store.textOf(target.file) ?? "")) return false;
    if (!this.#isOwnBuilder(target) || target.definition?.isTyped || this.isKept(target) || target.project.staticApi || verdict.escapes.length > 0) return false;
    return this.#snapshot.callersOf(target).references.every((reference) => this.#canFollow(reference));
  }

  /** Whether what is replaced is what the definition calls; what another function makes or hands on has a type that nobody looked at. */
  #isOwnBuilder(target: RegisteredFunction): boolean {
    const [start, end] = target.definition?.calleeRange ?? [0, 0];
    const range = this.#replacementOf(target)?.range;
    return range !== undefined && start <= range[0] && range[1] <= end;
  }

  /** Whether a reference keeps working and type-checking once its function is internal and its root is `internal`. */
  #canFollow(reference: Reference): boolean {
    // Names have no types, and `internal` and `anyApi` are right already, unless somebody expects that they are not.
    if (reference.form === "name" || reference.root !== "api") return !expectsTypeError(this.#snapshot.store.textOf(reference.file) ?? "", reference.range[0]);
    if (reference.certainty !== "direct" || !reference.acceptsInternal || !reference.site) return false;
    return this.#sites.canReplace(reference.site, this.#ruleName);
  }

  /** Whether the user turned the rule off at the definition, which keeps the function public. */
  isKept({ file, range }: RegisteredFunction): boolean {
    const facts = this.#snapshot.store.factsOf(file);
    return facts !== undefined && isSuppressed(facts, range[0], this.#ruleName);
  }

  #matchesText({ file }: RegisteredFunction, { range }: BuilderReplacement): boolean {
    const text = this.#snapshot.store.textOf(file);
    return text !== undefined && /^[\w$]+$/u.test(text.slice(...range));
  }

  #isInternal(target: RegisteredFunction): boolean {
    return this.#visibility.of(target)?.visibility === "internal";
  }
}

/** Returns the edits of the type that a definition is declared with: `RegisteredMutation<"public", …>`, `ReturnType<typeof mutation>`. */
function annotationEdits(text: string, { definition }: RegisteredFunction, [start, end]: Range, name: string): Edit[] {
  const from = definition?.statementRange[0] ?? start;
  const head = text.slice(from, start);
  const callee = text.slice(start, end);
  const found: Edit[] = [];
  for (const { index, 0: whole } of head.matchAll(/\bRegistered(?:Query|Mutation|Action)<\s*["']public(?=["'])/gu)) {
    found.push({ range: [from + index + whole.length - "public".length, from + index + whole.length], text: "internal" });
  }
  for (const { index, 0: whole, 1: builder = "" } of head.matchAll(/\btypeof\s+([\w$]+)/gu)) {
    if (builder === callee) found.push({ range: [from + index + whole.length - builder.length, from + index + whole.length], text: name });
  }
  return found;
}
