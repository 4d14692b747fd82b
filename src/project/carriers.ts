import { FUNCTION_NAME } from "../facts/names.ts";
import { mayBeName } from "../facts/strings.ts";
import type { FileFacts, Value } from "../facts/types.ts";
import type { Denotation, Denoter } from "./denotation.ts";
import type { FactStore } from "./fact-store.ts";
import type { Resolver } from "./resolver.ts";
import type { Taken } from "./scan.ts";

/** Deeper expressions hold no references that anybody hands on. */
const MAX_DEPTH = 8;

interface Sources {
  readonly store: FactStore;
  readonly denoter: Denoter;
  readonly resolver: Resolver;
}

/** Whether a file hands references on, and through which of its exports that were asked for. */
export interface Answer {
  readonly carries: boolean;
  readonly names: Map<string, boolean>;
}

/** What was asked on the way to an answer. */
class Way {
  readonly #seen = new Set<string>();
  /** Whether what a function returns of other calls counts too: `return useContext(ApiContext)`. */
  readonly throughCalls: boolean;

  constructor(throughCalls: boolean) {
    this.throughCalls = throughCalls;
  }

  get isNew(): boolean {
    return this.#seen.size === 0;
  }

  /** Whether a key is met for the first time. */
  meets(key: string): boolean {
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }
}

/** The files that export something through which function references can be reached. */
export class Carriers {
  readonly #sources: Sources;
  readonly #known: Map<string, Answer>;

  constructor(sources: Sources, known: Map<string, Answer>) {
    this.#sources = sources;
    this.#known = known;
  }

  /** Whether anything that a file exports leads to references. */
  has(file: string): boolean {
    return this.#has(file, new Way(false));
  }

  /**
   * Whether something that others take of a file may lead to references, or cannot be read: a class may. To be asked
   * only about files that have such exports.
   */
  mayCarry(file: string, { name, typeOnly }: Taken): boolean {
    if (name === "*") return true;
    const names = this.#known.get(file)?.names;
    const key = `${typeOnly ? "type " : ""}${name}`;
    const known = names?.get(key);
    if (known !== undefined) return known;
    const found = this.#sources.denoter.denoteExport(file, name);
    const carries = (!typeOnly && isUnread(found)) || this.#isReference(found, 0, new Way(true));
    names?.set(key, carries);
    return carries;
  }

  #has(file: string, way: Way): boolean {
    // What counts for one name is no answer about the file.
    const known = way.throughCalls ? undefined : this.#known.get(file);
    if (known !== undefined) return known.carries;
    const isFirst = way.isNew;
    if (!way.meets(file)) return false;
    const facts = this.#sources.store.factsOf(file);
    const carries =
      facts !== undefined &&
      (facts.reexports.some(({ source, imported }) => this.#leadsToReferences(file, source, imported, way)) ||
        facts.exports.some(({ value }) => this.#mentionsReference(file, facts, value, 0, way)));
    // On the way, "no" may only mean that a file of the same circle has not answered yet.
    if (!way.throughCalls && (carries || isFirst)) this.#known.set(file, { carries, names: new Map() });
    return carries;
  }

  #leadsToReferences(file: string, source: string, imported: string, way: Way): boolean {
    const target = this.#sources.resolver.resolve(file, source);
    if (target.kind === "generated") return target.module === "api";
    if (target.kind !== "file") return false;
    return imported === "*" ? this.#has(target.path, way) : this.#isReference(this.#sources.denoter.denoteExport(target.path, imported), 0, way);
  }

  #isReference(found: Denotation, depth: number, way: Way): boolean {
    switch (found.kind) {
      case "reference":
        return true;
      case "generated":
        return found.module === "api";
      case "several":
        return found.options.some((option) => this.#isReference(option, depth, way));
      case "namespace":
        return this.#has(found.file, way);
      case "value": {
        const facts = this.#sources.store.factsOf(found.file);
        return facts !== undefined && this.#mentionsReference(found.file, facts, found.value, depth + 1, way);
      }
      default:
        return false;
    }
  }

  #mentionsReference(file: string, facts: FileFacts, value: Value, depth: number, way: Way): boolean {
    if (depth > MAX_DEPTH || (value.kind === "function" && !way.meets(`${file}#${String(value.function)}`))) return false;
    const recurse = (part: Value): boolean => this.#mentionsReference(file, facts, part, depth + 1, way);
    switch (value.kind) {
      case "binding": {
        const binding = facts.bindings[value.binding];
        if (binding?.import) return this.#isReference(this.#sources.denoter.denote(file, value), depth, way);
        return binding?.value ? recurse(binding.value) : false;
      }
      case "member":
        return recurse(value.object);
      case "call":
        return recurse(value.callee) || value.args.some(recurse);
      case "object":
        return value.entries.some((entry) => recurse(entry.value)) || value.spreads.some(recurse);
      case "array":
        return value.elements.some(recurse);
      case "choice":
        return value.options.some(recurse);
      case "function":
        // A hook calls `useQuery(api.a.b)` and returns its result, which is no reference; `makeFunctionReference(name)` gives one.
        return (facts.functions[value.function]?.returns ?? []).some((returned) => (returned.kind === "call" && this.#sources.denoter.denote(file, returned).kind === "reference") || ((way.throughCalls || returned.kind !== "call") && recurse(returned)));
      case "module":
        return this.#leadsToReferences(file, value.source, "*", way);
      case "string":
        return FUNCTION_NAME.test(value.value);
      case "template":
        return mayBeName(value.parts);
      default:
        return false;
    }
  }
}

/** Whether something exists of which the facts do not tell what it is. */
function isUnread(found: Denotation): boolean {
  return found.kind === "several" ? found.options.some(isUnread) : found.kind === "value" && found.value.kind === "unknown";
}
