import type { Reference } from "../project/references.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { isSuppressed } from "../project/suppressions.ts";
import type { Verdicts } from "../project/verdict.ts";
import type { VisibilityReader } from "../project/visibility.ts";
import { type Edit, ordered } from "./edits.ts";
import { ImportEditor } from "./imports.ts";
import { type BuilderReplacement, type InternalBuilders, TwinFinder } from "./internal-twin.ts";
import type { ReferenceSites } from "./reference-sites.ts";

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
  readonly #replacements = new Map<RegisteredFunction, BuilderReplacement>();
  readonly #verdicts: Verdicts;
  readonly #fixable: ReadonlySet<RegisteredFunction>;

  constructor(snapshot: Snapshot, visibility: VisibilityReader, verdicts: Verdicts, sites: ReferenceSites, named: InternalBuilders, ruleName: string) {
    this.#snapshot = snapshot;
    this.#visibility = visibility;
    this.#verdicts = verdicts;
    this.#twins = new TwinFinder(snapshot, named);
    this.#ruleName = ruleName;
    this.#sites = sites;
    this.#fixable = this.#planFixes();
  }

  /** Returns how far the repair of one function goes. */
  of(target: RegisteredFunction): Repairability {
    if (!this.#replacements.has(target)) return "none";
    return this.#fixable.has(target) ? "fix" : "suggestion";
  }

  /** Returns the edits of one file that make all fixable functions internal. */
  editsOf(file: string): Edit[] {
    return this.#edits(file, this.#fixable);
  }

  /** Returns the edits of one file that make one function internal. */
  editsFor(target: RegisteredFunction, file: string): Edit[] {
    return this.#edits(file, new Set([target]));
  }

  #edits(file: string, targets: ReadonlySet<RegisteredFunction>): Edit[] {
    const facts = this.#snapshot.store.factsOf(file);
    const text = this.#snapshot.store.textOf(file);
    if (!facts || text === undefined) return [];
    const imports = new ImportEditor(facts, text);
    const edits: Edit[] = [];
    for (const target of targets) {
      const replacement = target.file === file ? this.#replacements.get(target) : undefined;
      if (!replacement) continue;
      const name = replacement.specifiers.length > 0 ? imports.use(replacement.specifiers, replacement.name) : replacement.name;
      edits.push({ range: replacement.range, text: name });
      imports.replace(replacement.range);
    }
    for (const { site, targets: reached, escapes } of this.#sites.in(file)) {
      if (escapes || ![...reached.keys()].some((target) => targets.has(target))) continue;
      if (![...reached.keys()].every((target) => targets.has(target) || this.#isInternal(target))) continue;
      const edit = this.#sites.edit(site, facts, imports);
      if (edit) edits.push(edit);
    }
    return edits.length > 0 ? ordered([...edits, ...imports.edits()]) : [];
  }

  /** The functions whose every definition, reference and import can be repaired; sharing a site makes them stand or fall together. */
  #planFixes(): Set<RegisteredFunction> {
    const fixable = new Set<RegisteredFunction>();
    for (const target of this.#snapshot.functions()) {
      const verdict = this.#verdicts.of(target);
      if (verdict.kind !== "server-only" && verdict.kind !== "unused") continue;
      const replacement = this.#twins.find(target, verdict.registered.functionType);
      if (!replacement || !this.#matchesText(target, replacement)) continue;
      this.#replacements.set(target, replacement);
      // Nobody may need an unused function, or somebody outside the workspace does: that is for a person to say.
      if (verdict.kind === "unused" || target.definition?.isTyped || this.isKept(target) || target.project.staticApi || verdict.escapes.length > 0) continue;
      if (this.#snapshot.callersOf(target).references.every((reference) => this.#canFollow(reference))) fixable.add(target);
    }
    for (let dropped = true; dropped; ) {
      dropped = false;
      for (const { targets, escapes } of this.#sites.all()) {
        if (!escapes && [...targets.keys()].every((target) => fixable.has(target) || this.#isInternal(target))) continue;
        for (const target of targets.keys()) if (fixable.delete(target)) dropped = true;
      }
    }
    return fixable;
  }

  /** Whether a reference keeps working and type-checking once its function is internal and its root is `internal`. */
  #canFollow(reference: Reference): boolean {
    // Names have no types, and `internal` and `anyApi` are right already.
    if (reference.form === "name" || reference.root !== "api") return true;
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
