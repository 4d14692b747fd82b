import type { FileFacts, Sink, UseFact, Value } from "../facts/types.ts";

/**
 * Returns what other files can come to know of a file, wherever in its text that stands: its exports with all that they
 * lead to, and what it imports. An edit that leaves this as it is changes no other file's references.
 * `undefined` for a file that is nested too deep to say.
 */
export function interfaceOf(facts: FileFacts): string | undefined {
  try {
    return JSON.stringify(new Outline(facts).describe());
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Describes values without places; bindings and functions go by the order in which they are met. */
class Outline {
  readonly #facts: FileFacts;
  readonly #bindings = new Map<number, number>();
  readonly #functions = new Map<number, number>();
  readonly #usesOf = new Map<number, UseFact[]>();

  constructor(facts: FileFacts) {
    this.#facts = facts;
    for (const use of facts.uses) {
      if (use.value.kind !== "binding") continue;
      const known = this.#usesOf.get(use.value.binding);
      if (known) known.push(use);
      else this.#usesOf.set(use.value.binding, [use]);
    }
  }

  describe(): unknown {
    const { exports, reexports, definitions, bindings, sources, failed } = this.#facts;
    return [
      failed,
      sources,
      exports.map(({ name, value, typeOnly }) => [name, typeOnly, this.#value(value)]),
      reexports.map(({ source, imported, name, typeOnly }) => [source, imported, name, typeOnly]),
      definitions.map(({ call, isTyped, publicTag }) => [this.#value(call), isTyped, publicTag]),
      bindings.flatMap((binding) => (binding.import ? [`${binding.import.source}\0${binding.import.imported}`] : [])).sort(),
    ];
  }

  #value(value: Value): unknown {
    switch (value.kind) {
      case "binding":
        return ["b", this.#binding(value.binding), value.cast, value.shorthand];
      case "global":
        return ["g", value.name];
      case "member":
        return ["m", this.#value(value.object), value.property, value.cast];
      case "call":
        return ["c", this.#value(value.callee), value.args.map((argument) => this.#value(argument)), value.construct];
      case "object":
        return ["o", value.entries.map((entry) => [entry.key, this.#value(entry.value)]), value.spreads.map((spread) => this.#value(spread))];
      case "array":
        return ["a", value.elements.map((element) => this.#value(element))];
      case "choice":
        return ["?", value.options.map((option) => this.#value(option))];
      case "function":
        return ["f", this.#function(value.function)];
      case "string":
        return ["s", value.value];
      case "template":
        return ["t", value.parts];
      case "module":
        return ["i", value.source];
      case "unknown":
        return null;
    }
  }

  #binding(id: number | null): unknown {
    if (id === null) return null;
    const known = this.#bindings.get(id);
    if (known !== undefined) return known;
    this.#bindings.set(id, this.#bindings.size);
    const binding = this.#facts.bindings[id];
    if (!binding) return null;
    const { name, kind, top, import: imported, value, annotation, parameter } = binding;
    return [
      name, kind, top,
      imported && [imported.source, imported.imported, imported.typeOnly],
      value && this.#value(value),
      annotation && [annotation.text, annotation.name && this.#value(annotation.name)],
      parameter && [this.#function(parameter.function), parameter.index, parameter.path],
    ];
  }

  /** A function with what it returns, where it goes, and what it does with each of its parameters. */
  #function(id: number): unknown {
    const known = this.#functions.get(id);
    if (known !== undefined) return known;
    this.#functions.set(id, this.#functions.size);
    const described = this.#facts.functions[id];
    if (!described) return null;
    const { name, returns, argumentOf, parameters } = described;
    return [
      name,
      returns.map((returned) => this.#value(returned)),
      argumentOf && this.#sink(argumentOf),
      parameters.map((parameter) => [this.#binding(parameter), (parameter === null ? [] : (this.#usesOf.get(parameter) ?? [])).map(({ sink }) => this.#sink(sink))]),
    ];
  }

  #sink(sink: Sink): unknown {
    switch (sink.kind) {
      case "argument":
        return ["argument", this.#value(sink.callee), sink.construct, sink.index, sink.keys];
      case "jsx":
        return ["jsx", sink.element, sink.component && this.#value(sink.component), sink.attribute];
      case "return":
        return ["return", this.#function(sink.function)];
      default:
        return sink.kind;
    }
  }
}
