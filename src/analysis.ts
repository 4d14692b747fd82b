import { AccessReader } from "./access/access-reader.ts";
import { ArgumentsWriter } from "./fix/arguments-repair.ts";
import type { Edit } from "./fix/edits.ts";
import { nearestPath, pathEdits } from "./fix/function-names.ts";
import { publicCounterpart, publicReferenceEdits } from "./fix/public-reference.ts";
import { ReferenceSites } from "./fix/reference-sites.ts";
import { InternalRepair } from "./fix/internal-repair.ts";
import { NameRepair } from "./fix/name-repair.ts";
import { NearMisses } from "./fix/near-misses.ts";
import { mayBeTyped } from "./project/compiled-files.ts";
import type { ConvexProject } from "./project/convex-projects.ts";
import { isMockFile } from "./project/file-kinds.ts";
import type { LinkedFile } from "./project/link-context.ts";
import type { Dangling, Escape, FunctionCallers, Reference } from "./project/references.ts";
import type { RegisteredFunction } from "./project/registry.ts";
import type { Snapshot } from "./project/snapshot.ts";
import { type Verdict, Verdicts } from "./project/verdict.ts";
import { type Registered, VisibilityReader } from "./project/visibility.ts";
import type { Settings } from "./settings.ts";
import { SurfaceReview, type UnreviewedPlace } from "./surface/surface-review.ts";
import { tagEdit } from "./fix/public-tag.ts";
import { handlesMissingFunctions, ignoresTypeErrors } from "./text/expected-errors.ts";
import { isGeneratedText } from "./text/generated.ts";
import { lineOf } from "./text/places.ts";
import type { Registration, TypeOracle } from "./types/type-oracle.ts";
import { type AnyPlace, typeAt } from "./validators/any-places.ts";
import { assess, assessField } from "./validators/assess.ts";
import { ArgumentPlans } from "./validators/plans.ts";

/** The rule whose report, turned off at a definition, keeps the function public. */
const VISIBILITY_RULE = "prefer-internal-function";
/** The rule whose report, turned off at a name in a string, keeps it there. */
const NAME_RULE = "no-string-function-reference";

/** The workspace as rules see it, with types as far as the host has them. */
export class Analysis {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
  readonly visibility: VisibilityReader;
  readonly verdicts: Verdicts;
  #sites: ReferenceSites | undefined;
  readonly #oracle: TypeOracle;
  #repair: InternalRepair | undefined;
  #names: NameRepair | undefined;
  #nearMisses: NearMisses | undefined;
  #arguments: ArgumentPlans | undefined;
  #argumentsWriter: ArgumentsWriter | undefined;
  #access: AccessReader | undefined;
  #surface: SurfaceReview | undefined;
  #fileCount: number | undefined;
  #clientFileCount: number | undefined;

  constructor(snapshot: Snapshot, settings: Settings, oracle: TypeOracle, answers: Map<string, Registration>) {
    this.snapshot = snapshot;
    this.settings = settings;
    this.#oracle = oracle;
    this.visibility = new VisibilityReader(snapshot, oracle, answers);
    this.verdicts = new Verdicts(snapshot, this.visibility, settings.clients);
  }

  /** The places where references start at `api`. */
  get sites(): ReferenceSites {
    this.#sites ??= new ReferenceSites(this.snapshot);
    return this.#sites;
  }

  /** The plan that makes server-only functions internal. */
  get repair(): InternalRepair {
    this.#repair ??= new InternalRepair(this.snapshot, this.visibility, this.verdicts, this.sites, this.settings.internalBuilders, VISIBILITY_RULE);
    return this.#repair;
  }

  /** Replaces names in strings by references. */
  get names(): NameRepair {
    this.#names ??= new NameRepair(this.snapshot, this.visibility, NAME_RULE);
    return this.#names;
  }

  /** References that lead nowhere, by what they may mean. */
  get nearMisses(): NearMisses {
    this.#nearMisses ??= new NearMisses(this.snapshot, this.visibility);
    return this.#nearMisses;
  }

  /** How many files of the workspace were looked at for callers. */
  get fileCount(): number {
    this.#fileCount ??= this.snapshot.callerFiles().length;
    return this.#fileCount;
  }

  /** Who looks at the caller, and what a stranger could do. Functions are followed when somebody asks about them. */
  get access(): AccessReader {
    this.#access ??= new AccessReader(this.snapshot, this.settings.accessChecks ?? []);
    return this.#access;
  }

  /** The public surface of the projects, and what was reviewed of it. */
  get surface(): SurfaceReview {
    this.#surface ??= new SurfaceReview(this);
    return this.#surface;
  }

  /** How functions take their arguments. */
  get arguments(): ArgumentPlans {
    this.#arguments ??= new ArgumentPlans(this.snapshot, this.#oracle);
    return this.#arguments;
  }

  /** Writes argument validators. */
  get argumentsWriter(): ArgumentsWriter {
    this.#argumentsWriter ??= new ArgumentsWriter(this.arguments);
    return this.#argumentsWriter;
  }

  /** Returns the edits that put the validator of what a function's handler declares in the place of a `v.any()`. */
  betterValidator(target: RegisteredFunction, { path, site }: AnyPlace): (() => readonly Edit[]) | undefined {
    const declared = this.arguments.declaredType(target);
    const type = declared && typeAt(declared, path);
    const isArgs = path.length === 0;
    if (!type || (isArgs ? assess(type) : assessField(path.at(-1) ?? "", type)).kind !== "exact") return undefined;
    return () => this.argumentsWriter.replace(target.file, { position: target.definition?.statementRange[0] ?? 0, range: site.range, type, isArgs });
  }

  /** How many of them could hold a client. */
  get clientFileCount(): number {
    this.#clientFileCount ??= this.snapshot.clientFiles().length;
    return this.#clientFileCount;
  }

  /** The registered functions that a file defines. */
  functionsIn(file: string): readonly RegisteredFunction[] {
    return this.snapshot.definedIn(file);
  }
}

/** What a rule may ask about the file it reports on: facts of the workspace, never the tree. */
export class FileAnalysis {
  readonly file: string;
  readonly workspace: Analysis;

  constructor(file: string, workspace: Analysis) {
    this.file = file;
    this.workspace = workspace;
  }

  /** The registered functions that the file defines. */
  get functions(): readonly RegisteredFunction[] {
    return this.workspace.functionsIn(this.file);
  }

  /** The references and escapes that stand in the file. */
  get references(): LinkedFile["references"] {
    return this.workspace.snapshot.linkedFile(this.file)?.references ?? [];
  }

  get escapes(): LinkedFile["escapes"] {
    return this.workspace.snapshot.linkedFile(this.file)?.escapes ?? [];
  }

  /** The references in the file that lead to no function, as far as is known. */
  get dangling(): readonly Dangling[] {
    return this.workspace.snapshot.danglingIn(this.file);
  }

  /** Whether it is certain that a reference leads to no function. */
  isMissing(found: Dangling): boolean {
    return this.workspace.snapshot.isMissing(found);
  }

  /** Whether the types of the generated code say nothing about a reference. */
  isApiUntyped({ project }: Dangling): boolean {
    return this.workspace.snapshot.isApiUntyped(project);
  }

  /** Returns the function that a reference which leads nowhere may mean, by its path, and the edits that write it. */
  nearest(found: Dangling): { readonly path: readonly string[]; readonly edits: readonly Edit[] } | undefined {
    const { snapshot, visibility } = this.workspace;
    const path = nearestPath(found, snapshot, visibility);
    const edits = path ? pathEdits(found, path, snapshot.store.textOf(this.file) ?? "") : [];
    return path && edits.length > 0 ? { path, edits } : undefined;
  }

  /** The functions and routes written in the file that differ from what was reviewed. */
  get unreviewed(): readonly UnreviewedPlace[] {
    return this.workspace.surface.unreviewedIn(this.file, this.functions);
  }

  /** What keeps the surface file of the project that a function belongs to from being read. */
  surfaceProblem({ project }: RegisteredFunction): { readonly file: string; readonly problem: string } | undefined {
    const { surface, snapshot } = this.workspace;
    const reviewed = surface.reviewed(project);
    return reviewed?.kind === "broken" ? { file: snapshot.relativePath(surface.fileOf(project)), problem: reviewed.problem } : undefined;
  }

  /** Whether no compiler checks the types of the file: JavaScript, components whose scripts are, and TypeScript that is left out. */
  get isUntyped(): boolean {
    const { snapshot } = this.workspace;
    return !mayBeTyped(this.file, snapshot.store.textOf(this.file) ?? "") || (/\.[cm]?tsx?$/u.test(this.file) && snapshot.isLeftOut(this.file));
  }

  /** Whether the compiler is told to say nothing about a place of the file. */
  isIgnoredByCompiler({ range }: Pick<Reference, "range">): boolean {
    return ignoresTypeErrors(this.workspace.snapshot.store.textOf(this.file) ?? "", range[0]);
  }

  /** Whether the code looks for the error that Convex answers with where a client calls what it cannot. */
  get handlesMissingFunctions(): boolean {
    return handlesMissingFunctions(this.workspace.snapshot.store.textOf(this.file) ?? "");
  }

  /** Whether a program writes the file, which takes back what is changed in it. */
  get isGenerated(): boolean {
    return isGeneratedText(this.workspace.snapshot.store.textOf(this.file) ?? "");
  }

  /** Whether the file is a test, or stands in for another file in tests. */
  get isTest(): boolean {
    const { places, root } = this.workspace.snapshot;
    return places.of(this.file).isTest || isMockFile(this.file.slice(root.length + 1));
  }

  /** Returns what a function is, `undefined` where that is unknown. */
  registered(target: RegisteredFunction): Registered | undefined {
    return this.workspace.visibility.of(target);
  }

  /** Returns who needs a function to be public. */
  verdict(target: RegisteredFunction): Verdict {
    return this.workspace.verdicts.of(target);
  }

  /** Returns everything that references a function. */
  callers(target: RegisteredFunction): FunctionCallers {
    return this.workspace.snapshot.callersOf(target);
  }

  /** Returns the function whose statement holds a place of the file. */
  functionAt(offset: number): RegisteredFunction | undefined {
    return this.functions.find(({ definition }) => definition !== null && definition.statementRange[0] <= offset && offset < definition.statementRange[1]);
  }

  /** Whether the file lies in a functions directory. */
  get isFunctionsFile(): boolean {
    return this.workspace.snapshot.places.of(this.file).kind === "functions";
  }

  /** Whether the file is part of a user interface or holds a Convex client. */
  get isClientSide(): boolean {
    const place = this.workspace.snapshot.places.of(this.file);
    return place.kind === "outside" && place.isClientSide;
  }

  /** Returns a function below an escape that is known to be internal. */
  internalFunctionBelow({ project, prefix }: Escape): RegisteredFunction | undefined {
    for (const target of this.workspace.snapshot.registryOf(project).below(prefix)) {
      if (this.registered(target)?.visibility === "internal") return target;
    }
    return undefined;
  }

  /**
   * Returns the public function that a client could have meant: the one of the same type in the same module whose name
   * is the same but for the word "internal" (`listInternal` and `list`).
   */
  publicCounterpart(target: RegisteredFunction): { readonly path: readonly string[]; readonly name: string } | undefined {
    return publicCounterpart(target, this.workspace.snapshot, this.workspace.visibility);
  }

  /** Returns the edit that marks a function as public by design. */
  publicTagEdits({ definition }: RegisteredFunction): readonly Edit[] {
    const text = this.workspace.snapshot.store.textOf(this.file);
    return definition && text !== undefined ? [tagEdit(text, definition.statementRange[0])] : [];
  }

  /**
   * Returns the edits that make a reference to an internal function one to a public function of the same module; none
   * where the root or the name stands apart from the reference, or starts other references too.
   */
  publicReferenceEdits(reference: Reference, name: string): readonly Edit[] {
    return publicReferenceEdits(this.workspace.snapshot, this.file, reference, name);
  }

  /** Returns the functions directory of a project, as messages have it: `packages/backend/convex`. */
  mentionDirectory({ directory }: ConvexProject): string {
    return directory.slice(this.workspace.snapshot.root.length + 1) || ".";
  }

  /** Returns a place in another file, as messages have it: `shared.ts:4`. */
  mentionPlace(file: string, offset: number): string {
    const { snapshot } = this.workspace;
    const project = snapshot.places.projectOf(file);
    const path = project ? file.slice(project.directory.length + 1) : snapshot.relativePath(file);
    return `${path}:${String(this.lineOf(file, offset))}`;
  }

  /** Returns the 1-based line of an offset in a file of the workspace, or 1 when it cannot be read. */
  lineOf(file: string, offset: number): number {
    return lineOf(this.workspace.snapshot.store.textOf(file) ?? "", offset);
  }
}
