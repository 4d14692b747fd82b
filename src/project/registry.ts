import type { DefinitionFact, FileFacts, Range } from "../facts/types.ts";
import type { Builder, BuilderReader } from "./builders.ts";
import type { ConvexProject } from "./convex-projects.ts";
import type { Denotation, Denoter } from "./denotation.ts";
import { exportNames } from "./export-names.ts";
import type { Resolution } from "./resolver.ts";

/**
 * One definition that Convex registers, under one or several names: re-exports and re-registrations give the same
 * definition further names, and all of them have its visibility.
 */
export interface RegisteredFunction {
  readonly key: string;
  readonly project: ConvexProject;
  /** `messages:send`, the name of its own module first. */
  readonly names: string[];
  /** The file and place that define it. */
  readonly file: string;
  readonly range: Range;
  readonly definition: DefinitionFact | null;
  /** Where it is exported, for the questions that only the checker can answer. */
  readonly exportedAs: { readonly file: string; readonly exportName: string };
  readonly builder: Builder;
  /** The text after its `@public` tag; `null` without one. */
  readonly publicTag: string | null;
}

/** What the path of a function reference leads to. */
export type Target =
  | { readonly kind: "function"; readonly function: RegisteredFunction; /** How many names of the path belong to it. */ readonly length: number }
  /** A module or directory of modules, or a path that goes on with a computed name. */
  | { readonly kind: "subtree"; readonly prefix: readonly string[] }
  | { readonly kind: "missing" };

/** Every registered function of a Convex project, by name. */
export class Registry {
  readonly project: ConvexProject;
  readonly functions = new Map<string, RegisteredFunction>();
  readonly #byName = new Map<string, RegisteredFunction>();
  readonly #byEnding = new Map<string, RegisteredFunction[]>();
  /** Every module path and each of its parents. */
  readonly #nodes = new Set<string>([""]);

  constructor(project: ConvexProject, sources: RegistrySources) {
    this.project = project;
    for (const [module, file] of project.modules) {
      const segments = module.split("/");
      for (let length = 1; length <= segments.length; length += 1) this.#nodes.add(segments.slice(0, length).join("/"));
      this.#readModule(module, file, sources);
    }
  }

  /** Returns the function of a name: `messages:send`. */
  byName(name: string): RegisteredFunction | undefined {
    return this.#byName.get(name);
  }

  /** Returns what the names after `api` or `internal` lead to. */
  resolve(path: readonly (string | null)[]): Target {
    const known: string[] = [];
    for (const name of path) {
      if (name === null) break;
      known.push(name);
    }
    // `foo.ts` may export `bar` beside a module `foo/bar.ts`: the longest path is meant.
    for (let length = known.length - 1; length > 0; length -= 1) {
      const found = this.#byName.get(`${known.slice(0, length).join("/")}:${known[length] ?? ""}`);
      if (found) return { kind: "function", function: found, length: length + 1 };
    }
    if (this.#nodes.has(known.join("/"))) return { kind: "subtree", prefix: known };
    return { kind: "missing" };
  }

  /** Returns the functions whose module's last name and own name are these, `list` of `admin/messages` for `messages`, `list`. */
  endingWith(module: string, name: string): readonly RegisteredFunction[] {
    return this.#byEnding.get(`${module}.${name}`) ?? [];
  }

  /** Returns the functions whose names start with the path. */
  *below(prefix: readonly string[]): Generator<RegisteredFunction> {
    const start = prefix.join("/");
    for (const [name, found] of this.#byName) {
      if (start === "" || name.startsWith(`${start}/`) || name.startsWith(`${start}:`)) yield found;
    }
  }

  #readModule(module: string, file: string, sources: RegistrySources): void {
    for (const name of exportNames(file, sources)) {
      const denotation = sources.denoter.denoteExport(file, name);
      const key = definitionKey(denotation, file, name);
      if (key === undefined) continue;
      const fullName = `${module}:${name}`;
      let found = this.functions.get(key);
      if (!found) {
        const made = this.#define(key, denotation, file, name, sources);
        if (!made) continue;
        found = made;
        this.functions.set(key, found);
      }
      if (found.file === file) found.names.unshift(fullName);
      else found.names.push(fullName);
      this.#byName.set(fullName, found);
      const ending = `${module.slice(module.lastIndexOf("/") + 1)}.${name}`;
      this.#byEnding.set(ending, [...(this.#byEnding.get(ending) ?? []), found]);
    }
  }

  #define(key: string, denotation: Denotation, file: string, name: string, sources: RegistrySources): RegisteredFunction | undefined {
    const call = denotation.kind === "value" && denotation.value.kind === "call" ? denotation.value : undefined;
    const home = denotation.kind === "value" ? denotation.file : file;
    const facts = sources.factsOf(home);
    const definition = facts?.definitions.find((candidate) => candidate.call.range[0] === call?.range[0] && candidate.call.range[1] === call.range[1]) ?? null;
    // A name destructured from a library's result is registered by the library, whatever its visibility.
    const builder: Builder = call ? sources.builders.read(home, call.callee) : { kind: "unknown" };
    if (builder.kind === "none" || builder.kind === "httpAction") return undefined;
    const exported = sources.factsOf(file)?.exports.find((candidate) => candidate.name === name);
    return {
      key,
      project: this.project,
      names: [],
      file: home,
      range: definition?.calleeRange ?? exported?.range ?? [0, 0],
      definition,
      exportedAs: { file, exportName: name },
      builder,
      publicTag: definition?.publicTag ?? null,
    };
  }
}

export interface RegistrySources {
  readonly denoter: Denoter;
  readonly builders: BuilderReader;
  readonly factsOf: (file: string) => FileFacts | undefined;
  readonly resolve: (file: string, source: string) => Resolution;
}

/** Returns the key of the function that the call at a place of a file registers. */
export function definitionKeyOf(file: string, range: Range): string {
  return `${file}#${String(range[0])}`;
}

/** Identity of a definition; `undefined` for exports that cannot be functions. */
function definitionKey(denotation: Denotation, file: string, name: string): string | undefined {
  switch (denotation.kind) {
    case "value":
      switch (denotation.value.kind) {
        case "call":
          return denotation.value.construct ? undefined : definitionKeyOf(denotation.file, denotation.value.range);
        case "member":
          // `export const { signIn } = convexAuth(…)`
          return isOfCall(denotation.value) ? `${file}#${name}` : undefined;
        default:
          return undefined;
      }
    case "external":
      return `${file}#${name}`;
    default:
      return undefined;
  }
}

function isOfCall(value: Extract<Denotation, { kind: "value" }>["value"]): boolean {
  let current = value;
  while (current.kind === "member") current = current.object;
  return current.kind === "call";
}
