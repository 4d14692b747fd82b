import { publicTagIn } from "../facts/comments.ts";
import { BackendCopies } from "./backend-copies.ts";
import type { ConvexProject } from "./convex-projects.ts";
import { type Escape, type FunctionCallers, isCommandLine, type Reference } from "./references.ts";
import type { RegisteredFunction } from "./registry.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Registered, VisibilityReader } from "./visibility.ts";

/** Where the clients of the Convex projects are: see the `clients` setting. */
export type ClientsSetting = "auto" | "workspace" | "elsewhere";

/** Why nothing is claimed about a function's callers. */
export type Silence =
  | "not-public"
  | "unknown-visibility"
  | "library"
  | "made-elsewhere"
  | "component"
  | "tagged-public"
  | "named-in-data"
  | "shown-to-clients"
  | "clients-elsewhere"
  | "published"
  | "no-client-in-workspace";

/** Who needs a public function to be public. */
export type Verdict =
  | { readonly kind: "silent"; readonly because: Silence }
  /** A client, or something that may be one, references it. */
  | { readonly kind: "client"; readonly by: Reference | Escape }
  /** Only server code, operators and perhaps tests reference it; `perhaps` is server code in other files that may. */
  | { readonly kind: "server-only"; readonly registered: Registered; readonly callers: readonly Reference[]; readonly perhaps: readonly (Reference | Escape)[]; readonly tests: readonly Reference[]; readonly escapes: readonly Escape[] }
  /** Nothing but itself, tests, or functions that nothing else enters references it. */
  | { readonly kind: "unused"; readonly registered: Registered; readonly tests: readonly Reference[] }
  /** Server code may reach it through an escape, and nothing else is known. */
  | { readonly kind: "open"; readonly by: Reference | Escape };

/** Whether a client is one that may use a function, in a way that cannot be followed. */
export function isPossible(by: Reference | Escape): boolean {
  return !("certainty" in by) || by.certainty === "possible";
}

/** Decides who needs each public function, from all of its callers. */
export class Verdicts {
  readonly #snapshot: Snapshot;
  readonly #visibility: VisibilityReader;
  readonly #clients: ClientsSetting;
  readonly #copies: BackendCopies;
  readonly #cache = new Map<string, Verdict>();

  constructor(snapshot: Snapshot, visibility: VisibilityReader, clients: ClientsSetting) {
    this.#snapshot = snapshot;
    this.#visibility = visibility;
    this.#clients = clients;
    this.#copies = new BackendCopies(snapshot);
  }

  /** Returns the verdict on a function. */
  of(target: RegisteredFunction): Verdict {
    let verdict = this.#cache.get(target.key);
    if (!verdict) {
      verdict = this.#decide(target);
      this.#cache.set(target.key, verdict);
    }
    return verdict;
  }

  /** Whether claims that no client calls something can be made about a project, and if not, why. */
  silenceOf(project: ConvexProject): Silence | undefined {
    if (project.isComponent) return "component";
    if (this.#clients === "elsewhere") return "clients-elsewhere";
    if (this.#clients === "auto" && this.#snapshot.isPublished(project)) return "published";
    if (this.#clients === "auto" && ![project, ...this.#copies.ofProject(project)].some((copy) => this.#snapshot.hasClientOf(copy))) return "no-client-in-workspace";
    return undefined;
  }

  #decide(target: RegisteredFunction): Verdict {
    const { references, escapes } = this.#snapshot.callersOf(target);
    // The cheap questions first: whether a client references it needs no types.
    const client = clientIn({ references, escapes }) ?? this.#clientOfCopies(target);
    if (client) return { kind: "client", by: client };
    const silences = this.#snapshot.sharersOf(target).map(({ project }) => this.silenceOf(project));
    const silence = silences.find((found) => found !== undefined) ?? this.#evidenceSilence(target) ?? makerSilence(target) ?? (this.#isTaggedPublic(target) ? "tagged-public" : undefined);
    if (silence) return { kind: "silent", because: silence };
    const registered = this.#visibility.of(target);
    if (registered?.visibility === undefined || registered.visibility === "ambiguous") return { kind: "silent", because: "unknown-visibility" };
    if (registered.visibility === "internal") return { kind: "silent", because: "not-public" };

    const direct = references.filter(({ certainty }) => certainty === "direct");
    const tests = references.filter((reference) => reference.class === "test" && isTested(reference));
    const callers = direct.filter((reference) => reference.class !== "test");
    const serverEscapes = escapes.filter((escape) => escape.root !== "internal" && escape.class !== "test");
    // What a test says of the types of a whole module may not hold once one of its functions is internal.
    const fixedTypes = escapes.filter((escape) => escape.root !== "internal" && escape.class === "test" && escape.typeOnly);
    const perhaps = [...references, ...serverEscapes.filter(({ typeOnly }) => !typeOnly)].filter((by) => isPossible(by) && by.class !== "test");
    if (callers.some((caller) => !this.#isWithinCycle(target, caller))) {
      if (this.#snapshot.dataNaming(target).length > 0) return { kind: "silent", because: "named-in-data" };
      // What one text tells people to run, another may show to clients.
      if (callers.every(isCommandLine) && this.#snapshot.documentsShowing(target).length > 0) return { kind: "silent", because: "shown-to-clients" };
      // The name that a constant holds is used where the file uses the constant.
      const elsewhere = perhaps.filter(({ file }) => !callers.some((caller) => caller.file === file));
      return { kind: "server-only", registered, callers, perhaps: elsewhere, tests, escapes: [...serverEscapes, ...fixedTypes] };
    }
    const [open = perhaps[0]] = serverEscapes;
    if (open) return { kind: "open", by: open };
    if (this.#snapshot.dataNaming(target).length > 0) return { kind: "silent", because: "named-in-data" };
    return { kind: "unused", registered, tests };
  }

  /** Clients of a copy of the backend tell about the functions that the copy has. */
  #evidenceSilence(target: RegisteredFunction): Silence | undefined {
    const alike = [...this.#snapshot.sharersOf(target), ...this.copiesOf(target)];
    return this.#clients === "auto" && !alike.some(({ project }) => this.#snapshot.hasClientOf(project)) ? "no-client-in-workspace" : undefined;
  }

  /** Returns what the function is in copies of its backend that other places of the workspace have. */
  copiesOf(target: RegisteredFunction): readonly RegisteredFunction[] {
    return this.#copies.of(target);
  }

  /** What may be a client of the same function in a copy of the backend, which may be what is deployed. */
  #clientOfCopies(target: RegisteredFunction): Reference | Escape | undefined {
    for (const copy of this.copiesOf(target)) {
      const client = clientIn(this.#snapshot.callersOf(copy));
      if (client) return client;
    }
    return undefined;
  }

  /** Whether its own statement has the tag, or the one that exports what a function of the project makes. */
  #isTaggedPublic({ publicTag, made, exportedAs }: RegisteredFunction): boolean {
    if (publicTag !== null) return true;
    if (!made) return false;
    const { store } = this.#snapshot;
    const statement = store.factsOf(exportedAs.file)?.exports.find(({ name }) => name === exportedAs.exportName)?.range[0];
    return statement !== undefined && publicTagIn(store.textOf(exportedAs.file) ?? "", statement) !== null;
  }

  /** Whether a caller is the function itself, or one that only a circle of calls back to it enters. */
  #isWithinCycle(target: RegisteredFunction, caller: Reference): boolean {
    const owners = this.ownersOf(caller);
    if (owners.length === 0) return false;
    return owners.every((owner) => owner.key === target.key || !this.#isEnteredWithout(owner, target));
  }

  /** Whether something that `target` does not lead to references a function, or a function that leads to it. */
  #isEnteredWithout(start: RegisteredFunction, target: RegisteredFunction): boolean {
    const callersByKey = new Map<string, Set<string>>([[start.key, new Set()]]);
    const pending = [start];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { references, escapes } = this.#snapshot.callersOf(next);
      if (escapes.length > 0) return true;
      for (const reference of references) {
        if (reference.class === "test" || reference.certainty === "type") continue;
        const owners = this.ownersOf(reference);
        if (owners.length === 0) return true;
        for (const owner of owners) {
          callersByKey.get(next.key)?.add(owner.key);
          if (owner.key === target.key || callersByKey.has(owner.key)) continue;
          callersByKey.set(owner.key, new Set());
          pending.push(owner);
        }
      }
    }
    return !areLedToBy(target.key, callersByKey);
  }

  /** The functions in whose definition a reference stands. */
  ownersOf({ file, owner }: Reference): readonly RegisteredFunction[] {
    const range = owner === null ? undefined : this.#snapshot.store.factsOf(file)?.owners[owner]?.range;
    if (!range) return [];
    const owners = this.#snapshot.projects.flatMap((project) => this.#snapshot.registryOf(project).definedIn(file));
    return owners.filter(({ definition }) => definition !== null && definition.statementRange[0] >= range[0] && definition.statementRange[1] <= range[1]);
  }
}

/** Returns what makes a function public: a client that surely calls it, or one that may. */
function clientIn({ references, escapes }: Pick<FunctionCallers, "references" | "escapes">): Reference | Escape | undefined {
  return references.find((reference) => reference.certainty === "direct" && isClientUse(reference)) ?? references.find(isClientUse) ?? escapes.find(isClientEscape);
}

/** What is not defined by a call in the functions of the project is nobody's to change. */
function makerSilence({ definition, made, library, builder }: RegisteredFunction): Silence | undefined {
  if (!library && (definition || made)) return undefined;
  return !library && builder.kind === "function" ? "made-elsewhere" : "library";
}

/** Whether one function leads to all of these. Otherwise some of them are entered elsewhere, if only by code that nobody calls. */
function areLedToBy(start: string, callersByKey: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const reached = new Set([start]);
  for (let size = 0; size !== reached.size; ) {
    size = reached.size;
    for (const [key, callers] of callersByKey) if ([...callers].some((caller) => reached.has(caller))) reached.add(key);
  }
  return [...callersByKey.keys()].every((key) => reached.has(key));
}

/** A reference that needs the function to be public, or may. What only a test says of its type does not. */
function isClientUse(reference: Reference): boolean {
  return reference.certainty === "type" ? reference.root !== "internal" && reference.class !== "test" : isClientClass(reference.class);
}

/** Whether a test names just this function, or holds the function itself: names that are made at run time, and chains of an unknown root, may be others'. */
function isTested({ certainty, form, root, path }: Reference): boolean {
  return certainty !== "possible" || (form === "chain" ? path.length === 0 || root !== "any" : path.length > 0);
}

/** An escape that may be a use by a client, or needs the types of what is public; what only a test says of types does not. */
function isClientEscape({ root, class: callerClass, typeOnly }: Escape): boolean {
  return root !== "internal" && (isClientClass(callerClass) || (typeOnly && callerClass !== "test"));
}

function isClientClass(callerClass: Reference["class"]): boolean {
  return callerClass === "client" || callerClass === "foreign";
}
