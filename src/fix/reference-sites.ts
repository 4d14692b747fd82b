import { lateImportAt } from "../facts/late-imports.ts";
import type { FileFacts } from "../facts/types.ts";
import type { RootSite } from "../project/denotation.ts";
import type { CallerClass } from "../project/references.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { isSuppressed } from "../project/suppressions.ts";
import { expectsTypeError } from "../text/expected-errors.ts";
import { isGeneratedText } from "../text/generated.ts";
import { type Edit, ordered } from "./edits.ts";
import { ImportEditor } from "./imports.ts";
import { relativeSpecifier } from "./internal-twin.ts";

/** What is reached through `api` at one place, here or, through constants, in other places and files. */
export interface SiteTarget {
  readonly path: readonly string[];
  readonly class: CallerClass;
  /** Whether each consumer is known to take internal functions too. */
  readonly acceptsInternal: boolean;
  /** Whether something takes the reference itself, not only its type or a larger object. */
  readonly isDirect: boolean;
}

/** A place where `api` starts references. */
export interface ReferenceSite {
  readonly site: RootSite;
  readonly targets: ReadonlyMap<RegisteredFunction, SiteTarget>;
  /** Whether something reaches the whole subtree, so that the root has to stay. */
  readonly escapes: boolean;
}

/** How far casts and patterns are looked for around a root. */
const MAX_LOOK = 100;

interface MutableSite extends ReferenceSite {
  readonly targets: Map<RegisteredFunction, SiteTarget>;
  escapes: boolean;
}

/** The places of the workspace where references start at `api`, and how to make them start at `internal`. */
export class ReferenceSites {
  readonly #snapshot: Snapshot;
  readonly #byFile = new Map<string, readonly ReferenceSite[]>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** Returns the places in a file. */
  in(file: string): readonly ReferenceSite[] {
    let sites = this.#byFile.get(file);
    if (!sites) {
      sites = this.#collect(file);
      this.#byFile.set(file, sites);
    }
    return sites;
  }

  /** Returns the places at which references to a function start. */
  of(target: RegisteredFunction): ReferenceSite[] {
    const files = new Set<string>();
    for (const { root, site } of this.#snapshot.callersOf(target).references) if (root === "api" && site) files.add(site.file);
    return [...files].flatMap((file) => this.in(file).filter(({ targets }) => targets.has(target)));
  }

  /** Whether a reference goes on where it starts, `api.messages.list`, and not where a constant is used that holds all of `api`. */
  goesOn({ file, range: [start, end] }: RootSite): boolean {
    const text = this.#snapshot.store.textOf(file) ?? "";
    return /^(?:\s+as\s+[\w.]+|\/\*.*?\*\/|\/\/.*|[\s!?)])*[.[]/u.test(text.slice(end, end + MAX_LOOK)) || /\}\s*(?::[^=]+)?=\s*$/u.test(text.slice(Math.max(0, start - MAX_LOOK), start));
  }

  /** Whether the root at a place can be replaced, no error is expected there, and the user has not turned the rule off. */
  canReplace(site: RootSite, ruleName: string): boolean {
    const facts = this.#snapshot.store.factsOf(site.file);
    const text = this.#snapshot.store.textOf(site.file) ?? "";
    if (expectsTypeError(text, site.range[0]) || isGeneratedText(text)) return false;
    return facts !== undefined && !this.#snapshot.isElsewhere(site.file) && !isSuppressed(facts, site.range[0], ruleName) && this.#isReplaceable(site, facts);
  }

  /** Whether another name can stand there: not in `{ api }`, nor where `api` comes out of a pattern. */
  #isReplaceable(site: RootSite, facts: FileFacts): boolean {
    const text = this.#snapshot.store.textOf(site.file);
    if (text === undefined || site.form === "shorthand") return false;
    if (site.form === "property") return text.slice(...site.range) === "api" && /\.\s*$/u.test(text.slice(0, site.range[0]));
    const late = lateImportAt(facts.lateImports, site.range);
    if (late) return canTake("internal", facts) && this.#internalSpecifiers(site, facts)[0] === late.source;
    const isImported = facts.imports.some(({ specifiers }) => specifiers.some(({ references }) => references.some((range) => range[0] === site.range[0])));
    return isImported && this.#internalSpecifiers(site, facts).length > 0;
  }

  /** Returns the edit that makes references start at `internal`, `undefined` where the file has no way to import it. */
  edit(site: RootSite, facts: FileFacts, imports: ImportEditor): Edit | undefined {
    if (!this.#isReplaceable(site, facts)) return undefined;
    const text = site.form === "property" ? "internal" : imports.useAt(site.range, this.#internalSpecifiers(site, facts), "internal");
    imports.replace(site.range);
    return { range: site.range, text };
  }

  /** Returns the edits of one file that make references at these places of it start at `internal`. */
  editsOf(file: string, sites: readonly RootSite[]): Edit[] {
    const facts = this.#snapshot.store.factsOf(file);
    const text = this.#snapshot.store.textOf(file);
    if (!facts || text === undefined) return [];
    const imports = new ImportEditor(facts, text);
    const edits = sites.flatMap((site) => this.edit(site, facts, imports) ?? []);
    return edits.length > 0 ? ordered([...edits, ...imports.edits()]) : [];
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

  #collect(file: string): ReferenceSite[] {
    const sites = new Map<number, MutableSite>();
    const siteAt = (site: RootSite): MutableSite => {
      let known = sites.get(site.range[0]);
      if (!known) {
        known = { site, targets: new Map(), escapes: false };
        sites.set(site.range[0], known);
      }
      return known;
    };
    for (const from of [file, ...this.#snapshot.filesStartingIn(file)]) {
      const linked = this.#snapshot.linkedFile(from);
      for (const { target, reference } of linked?.references ?? []) {
        if (reference.root !== "api" || reference.site?.file !== file) continue;
        const { targets } = siteAt(reference.site);
        const known = targets.get(target);
        // One client among the consumers makes the place a client's.
        const callerClass = known && known.class !== "server" ? known.class : reference.class;
        const acceptsInternal = reference.acceptsInternal && (known?.acceptsInternal ?? true);
        const isDirect = reference.certainty === "direct" || known?.isDirect === true;
        targets.set(target, { path: reference.path, class: callerClass, acceptsInternal, isDirect });
      }
      for (const escape of linked?.escapes ?? []) if (escape.root === "api" && escape.site?.file === file) siteAt(escape.site).escapes = true;
    }
    return [...sites.values()];
  }
}

/** Whether a pattern can take this name without hiding something else that goes by it. */
function canTake(name: string, { identifiers, imports, lateImports }: FileFacts): boolean {
  return !identifiers.has(name) || [...imports, ...lateImports].some(({ specifiers }) => specifiers.some(({ local, imported }) => local === name && imported === name));
}
