import type { HandlerFact } from "../facts/handler-types.ts";
import type { Value } from "../facts/types.ts";
import type { Denotation } from "../project/denotation.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { TypeFiles } from "./type-files.ts";

/** A function of the workspace, as a handler. */
interface FoundHandler {
  readonly file: string;
  readonly handler: HandlerFact;
}

/** Helpers of convex-helpers whose result is a handler when they are given one. */
const HANDLER_WRAPPERS = /^with(?:Query|Mutation|Session|User)\w*$/u;

/** Finds the functions that handlers by name are: of modules, objects and classes. */
export class HandlerFinder {
  readonly #snapshot: Snapshot;
  readonly #files: TypeFiles;

  constructor(snapshot: Snapshot, files: TypeFiles) {
    this.#snapshot = snapshot;
    this.#files = files;
  }

  /** Returns the function that an expression is; `undefined` where its declaration cannot be followed. */
  find(file: string, value: Value): FoundHandler | undefined {
    const found = this.#snapshot.denoter.denote(file, value);
    if (found.kind === "value" && found.value.kind === "function") return this.#at(found.file, this.#files.of(found.file)?.handlerAt(found.value.range));
    return value.kind === "member" && value.property !== null ? this.#member(this.#snapshot.denoter.denote(file, value.object), value.property) : undefined;
  }

  /** Whether an expression is certainly a function: one of the workspace, or what a helper makes of one. */
  isFunction(file: string, value: Value): boolean {
    if (this.find(file, value)) return true;
    if (value.kind === "choice") return value.options.every((option) => this.isFunction(file, option));
    const found = this.#snapshot.denoter.denote(file, value);
    if (found.kind !== "value") return false;
    // It is one all the same where its file cannot be read a second time.
    if (found.value.kind === "function") return true;
    return found.value.kind === "call" && this.#makesFunction(found.file, found.value);
  }

  /** `query(withQueryRLS(async (ctx) => …))`, `query(handlers.list.bind(handlers))` */
  #makesFunction(file: string, { callee }: Extract<Value, { kind: "call" }>): boolean {
    if (callee.kind === "member" && callee.property === "bind" && this.isFunction(file, callee.object)) return true;
    const wrapper = this.#snapshot.denoter.denote(file, callee);
    if (wrapper.kind === "external") return wrapper.source.startsWith("convex-helpers/server") && HANDLER_WRAPPERS.test(wrapper.path.at(-1) ?? "");
    if (wrapper.kind !== "value" || wrapper.value.kind !== "function") return false;
    const returned = this.#snapshot.store.factsOf(wrapper.file)?.functions[wrapper.value.function]?.returns ?? [];
    return returned.length > 0 && returned.every((result) => result.kind === "function");
  }

  /** `handlers.create` of an object literal, `Messages.create` of a class, `messages.create` of what it makes. */
  #member(owner: Denotation, name: string): FoundHandler | undefined {
    if (owner.kind !== "value") return undefined;
    const { file, value } = owner;
    if (value.kind === "object") return this.#at(file, this.#files.of(file)?.memberOfObject(value.range, name));
    if (value.kind === "call") return value.construct ? this.#classMember(this.#snapshot.denoter.denote(file, value.callee), name, false) : undefined;
    return this.#classMember(owner, name, true);
  }

  #classMember(owner: Denotation, name: string, isStatic: boolean): FoundHandler | undefined {
    if (owner.kind !== "value" || owner.binding === null) return undefined;
    const binding = this.#snapshot.store.factsOf(owner.file)?.bindings[owner.binding];
    return binding?.kind === "class" && binding.top ? this.#at(owner.file, this.#files.of(owner.file)?.memberOfClass(binding.name, name, isStatic)) : undefined;
  }

  #at(file: string, handler: HandlerFact | undefined): FoundHandler | undefined {
    return handler && { file, handler };
  }
}
