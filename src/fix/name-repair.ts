import type { FileFacts } from "../facts/types.ts";
import type { ConvexProject } from "../project/convex-projects.ts";
import type { Reference } from "../project/references.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { isMarkup } from "../project/file-kinds.ts";
import { isSuppressed } from "../project/suppressions.ts";
import type { VisibilityReader } from "../project/visibility.ts";
import { mentionAs } from "../text/mention.ts";
import { type Edit, ordered } from "./edits.ts";
import { ImportEditor } from "./imports.ts";
import { relativeSpecifier } from "./internal-twin.ts";
import { factsAt } from "./visible-imports.ts";

/** A function name in a string, given to an API that takes a function reference. */
export interface NamedFunction {
  readonly target: RegisteredFunction;
  readonly reference: Reference;
}

/** Replaces the names of functions in strings by references through generated code. */
export class NameRepair {
  readonly #snapshot: Snapshot;
  readonly #visibility: VisibilityReader;
  readonly #ruleName: string;

  constructor(snapshot: Snapshot, visibility: VisibilityReader, ruleName: string) {
    this.#snapshot = snapshot;
    this.#visibility = visibility;
    this.#ruleName = ruleName;
  }

  /** Returns where references to a function start; `undefined` where its visibility is not known. */
  rootOf(target: RegisteredFunction): "api" | "internal" | undefined {
    const visibility = this.#visibility.of(target)?.visibility;
    return visibility === "public" ? "api" : visibility === "internal" ? "internal" : undefined;
  }

  /** Returns how far the replacement of a name goes by itself. */
  of({ target, reference }: NamedFunction): "fix" | "suggestion" | "none" {
    const root = this.rootOf(target);
    const facts = this.#factsAt(reference);
    // Clients take public functions only; what calls others without a type error is a name.
    if (!root || !facts || reference.certainty !== "direct" || (root === "internal" && reference.class !== "server" && reference.class !== "test")) return "none";
    if (this.#specifiers(reference.file, facts, target.project, root).length === 0) return "none";
    // The result type of a function of the same module may come to depend on itself, where the types follow the reference.
    const isCircular = reference.file === target.file && /\.[cm]?tsx?$/u.test(reference.file) && /^run(?:Query|Mutation|Action)$/u.test(reference.expects?.api ?? "");
    return isCircular ? "suggestion" : "fix";
  }

  /** Returns the edits of one file that replace these names, but for those where the user has turned the rule off. */
  editsOf(file: string, names: readonly NamedFunction[]): Edit[] {
    const text = this.#snapshot.store.textOf(file);
    if (text === undefined) return [];
    const imports = new Map<string, ImportEditor>();
    // In the order of their names, `api` before `internal`, as everybody imports them.
    const edits = (["api", "internal"] as const).flatMap((root) =>
      names.flatMap(({ target, reference }): Edit[] => {
        const facts = this.#factsAt(reference);
        if (!facts || this.rootOf(target) !== root || isSuppressed(facts, reference.range[0], this.#ruleName)) return [];
        const scope = facts.imports.map(({ range }) => range[0]).join();
        const editor = imports.get(scope) ?? new ImportEditor(facts, text);
        imports.set(scope, editor);
        return [{ range: reference.range, text: mentionAs(editor.use(this.#specifiers(file, facts, target.project, root), root), reference.path) }];
      }),
    );
    return ordered([...edits, ...[...imports.values()].flatMap((editor) => editor.edits())]);
  }

  #factsAt({ file, range }: Reference): FileFacts | undefined {
    const { store } = this.#snapshot;
    const facts = store.factsOf(file);
    return facts && factsAt(facts, file, store.textOf(file) ?? "", range[0]);
  }

  /** From where a file can import `api` or `internal`: from where it imports either already, else by a relative path within the package. */
  #specifiers(file: string, facts: FileFacts, project: ConvexProject, root: "api" | "internal"): string[] {
    const known = new Set<string>();
    // A new import stands behind those that are there; a script of markup without any has no place for it.
    if (isMarkup(file) && facts.imports.length === 0) return [];
    for (const { source } of facts.imports) if (this.#exportsRoot(file, source, project, root)) known.add(source);
    if (known.size > 0) return [...known];
    const { resolver } = this.#snapshot;
    const isOwn = file.startsWith(`${project.directory}/`);
    if (!isOwn && (resolver.packageOf(file) !== resolver.packageOf(`${project.root}/package.json`) || !mayImport(file, facts))) return [];
    // Generated code is JavaScript, whatever the extensions of the file's other imports.
    return [relativeSpecifier(file, `${project.directory}/_generated/api`, facts).replace(/\.[cm]?[jt]sx?$/u, ".js")];
  }

  #exportsRoot(file: string, source: string, project: ConvexProject, root: "api" | "internal"): boolean {
    const target = this.#snapshot.resolver.resolve(file, source);
    if (target.kind === "generated") return target.project === project && target.module === "api";
    if (target.kind !== "file") return false;
    const exported = this.#snapshot.denoter.denoteExport(target.path, root);
    return exported.kind === "reference" && exported.project === project && exported.root === root && exported.path.length === 0 && exported.isCast !== true;
  }
}

/** Whether an import of generated code can stand in a file: Node runs scripts as they are, and may take it for CommonJS. */
function mayImport(file: string, { imports }: FileFacts): boolean {
  if (imports.length === 0 || /\.[cm][jt]s$/u.test(file)) return false;
  return !file.endsWith(".js") || !imports.some(({ source }) => source === "convex/browser");
}
