import type { FileFacts } from "../facts/types.ts";
import type { RootSite } from "../project/denotation.ts";
import type { Reference } from "../project/references.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { isSuppressed } from "../project/suppressions.ts";
import type { Verdicts } from "../project/verdict.ts";
import type { VisibilityReader } from "../project/visibility.ts";
import { type Edit, ordered } from "./edits.ts";
import { ImportEditor } from "./imports.ts";
import { type BuilderReplacement, type InternalBuilders, relativeSpecifier, TwinFinder } from "./internal-twin.ts";

/** How far making one function internal can go by itself. */
export type Repairability =
  /** Every file can be edited, and all of them type-check afterwards. */
  | "fix"
  /** It can be done, but something beside it needs a look. */
  | "suggestion"
  /** The definition cannot be edited: no internal twin of its builder is known. */
  | "none";

interface Site {
  readonly site: RootSite;
  /** The functions, each with the path by which it is reached. */
  readonly targets: Map<RegisteredFunction, readonly string[]>;
  escapes: boolean;
}

/** A place where `api` starts references, with the functions that are reached through it, here or in other files. */
export interface ReferenceSite {
  readonly site: RootSite;
  readonly targets: ReadonlyMap<RegisteredFunction, readonly string[]>;
}

/**
 * The plan that makes all server-only functions of the workspace internal at once. Each file's edits are derived from
 * the same state, so that they are right in whatever order the files are written.
 */
export class InternalRepair {
  readonly #snapshot: Snapshot;
  readonly #visibility: VisibilityReader;
  readonly #twins: TwinFinder;
  readonly #ruleName: string;
  readonly #sites = new Map<string, Site>();
  readonly #replacements = new Map<RegisteredFunction, BuilderReplacement>();
  readonly #verdicts: Verdicts;
  readonly #fixable: ReadonlySet<RegisteredFunction>;

  constructor(snapshot: Snapshot, visibility: VisibilityReader, verdicts: Verdicts, named: InternalBuilders, ruleName: string) {
    this.#snapshot = snapshot;
    this.#visibility = visibility;
    this.#verdicts = verdicts;
    this.#twins = new TwinFinder(snapshot, named);
    this.#ruleName = ruleName;
    this.#collectSites();
    this.#fixable = this.#planFixes();
  }

  /** Returns how far the repair of one function goes. */
  of(target: RegisteredFunction): Repairability {
    if (!this.#replacements.has(target)) return "none";
    return this.#fixable.has(target) ? "fix" : "suggestion";
  }

  /** Returns the places in a file where references start. */
  sitesIn(file: string): ReferenceSite[] {
    return [...this.#sites.values()].filter(({ site }) => site.file === file);
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
    for (const { site, targets: reached, escapes } of this.#sites.values()) {
      if (site.file !== file || escapes || ![...reached.keys()].some((target) => targets.has(target))) continue;
      if (![...reached.keys()].every((target) => targets.has(target) || this.#isInternal(target))) continue;
      const name = this.#internalRoot(site, facts, imports);
      if (name === undefined) continue;
      edits.push({ range: site.range, text: name });
      imports.replace(site.range);
    }
    return edits.length > 0 ? ordered([...edits, ...imports.edits()]) : [];
  }

  /** The name that replaces `api` at a site. */
  #internalRoot(site: RootSite, facts: FileFacts, imports: ImportEditor): string | undefined {
    if (site.form === "property") return "internal";
    const specifiers = this.#internalSpecifiers(site, facts);
    return specifiers.length > 0 ? imports.use(specifiers, "internal") : undefined;
  }

  /** From where a file can import `internal`: from where it has `api`, if that exports both. */
  #internalSpecifiers(site: RootSite, facts: FileFacts): string[] {
    const target = this.#snapshot.resolver.resolve(site.file, site.source);
    if (target.kind === "generated") return [site.source];
    if (target.kind !== "file") return [];
    const handedOn = this.#snapshot.denoter.denoteExport(target.path, "internal");
    if (handedOn.kind === "reference" && handedOn.root === "internal" && handedOn.path.length === 0) return [site.source];
    const project = this.#snapshot.places.projectOf(site.file);
    return project ? [relativeSpecifier(site.file, `${project.directory}/_generated/api`, facts)] : [];
  }

  #collectSites(): void {
    const note = (site: RootSite | null, target: RegisteredFunction | null, path: readonly string[] = []): void => {
      if (!site) return;
      const key = `${site.file}:${String(site.range[0])}`;
      let known = this.#sites.get(key);
      if (!known) {
        known = { site, targets: new Map(), escapes: false };
        this.#sites.set(key, known);
      }
      if (target) known.targets.set(target, path);
      else known.escapes = true;
    };
    for (const file of this.#snapshot.linkedFiles()) {
      const linked = this.#snapshot.linkedFile(file);
      for (const { target, reference } of linked?.references ?? []) if (reference.root === "api") note(reference.site, target, reference.path);
      for (const escape of linked?.escapes ?? []) if (escape.root === "api") note(escape.site, null);
    }
  }

  /** The functions whose every definition, reference and import can be repaired; sharing a site makes them stand or fall together. */
  #planFixes(): Set<RegisteredFunction> {
    const fixable = new Set<RegisteredFunction>();
    for (const target of this.#snapshot.functions()) {
      const verdict = this.#verdicts.of(target);
      if (verdict.kind !== "server-only") continue;
      const replacement = this.#twins.find(target, verdict.registered.functionType);
      if (!replacement || !this.#matchesText(target, replacement)) continue;
      this.#replacements.set(target, replacement);
      if (this.#isKept(target) || target.project.staticApi || verdict.escapes.length > 0) continue;
      if (this.#snapshot.callersOf(target).references.every((reference) => this.#canFollow(reference))) fixable.add(target);
    }
    for (let dropped = true; dropped; ) {
      dropped = false;
      for (const { targets, escapes } of this.#sites.values()) {
        if (!escapes && [...targets.keys()].every((target) => fixable.has(target) || this.#isInternal(target))) continue;
        for (const target of targets.keys()) if (fixable.delete(target)) dropped = true;
      }
    }
    return fixable;
  }

  /** Whether a reference keeps working and type-checking once its function is internal and its root is `internal`. */
  #canFollow(reference: Reference): boolean {
    if (reference.form === "name" || reference.root === "internal" || reference.root === "any") return reference.root === "internal" || reference.form === "name" || reference.class === "test";
    if (reference.certainty !== "direct" || !reference.acceptsInternal || !reference.site) return false;
    const { site } = reference;
    const facts = this.#snapshot.store.factsOf(site.file);
    const text = this.#snapshot.store.textOf(site.file);
    if (!facts || text === undefined || site.form === "shorthand") return false;
    if (isSuppressed(facts, site.range[0], this.#ruleName)) return false;
    if (site.form === "property") return text.slice(...site.range) === "api" && /\.\s*$/u.test(text.slice(0, site.range[0]));
    return facts.imports.some(({ specifiers }) => specifiers.some(({ references }) => references.some((range) => range[0] === site.range[0]))) && this.#internalSpecifiers(site, facts).length > 0;
  }

  /** The user turned the rule off at the definition, which keeps the function public. */
  #isKept({ file, range }: RegisteredFunction): boolean {
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
