import { type Abstract, type Frame, type FunctionAbstract, opaque } from "./abstract.ts";
import type { FlowValue } from "./flow-facts.ts";
import type { Follower } from "./follower.ts";
import { traitsOf } from "./traits.ts";
import { evaluate } from "./values.ts";

/** Longer argument lists are followed anew, and larger values told apart by where they were made. */
const MAX_LENGTH = 400;
const MAX_ENTRIES = 12;
const MAX_DEPTH = 3;

/** What runs of a function share when they are given the same. */
export interface RunKey {
  readonly text: string;
  /** Whether it means the same whatever definition is followed: it names nothing that was made on the way. */
  readonly isLasting: boolean;
}

const ids = new WeakMap<object, number>();
let lastId = 0;

/** Returns a key of a run of a function, `undefined` where there is none. */
export function keyOf({ frame, function: id, self }: FunctionAbstract, args: readonly Abstract[], inLoop: boolean, follower: Follower): RunKey | undefined {
  const writer = new KeyWriter(follower);
  const own = frame.function === null ? `${frame.flow.file}#${String(id)}` : `${writer.idOf(frame)}#${String(id)}`;
  const parts: string[] = [];
  for (const value of self === null ? args : [self, ...args]) {
    const part = writer.keyOf(value, 0);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const all = parts.join(",");
  return all.length > MAX_LENGTH ? undefined : { text: `${own}${inLoop ? "*" : ""}${self === null ? "" : "."}(${all})`, isLasting: writer.isLasting };
}

class KeyWriter {
  /** Whether nothing so far was told apart by its identity. */
  isLasting = true;
  readonly #follower: Follower;

  constructor(follower: Follower) {
    this.#follower = follower;
  }

  /** Returns the number of something that is only the same as itself. */
  idOf(thing: object): string {
    this.isLasting = false;
    let id = ids.get(thing);
    if (id === undefined) {
      id = lastId += 1;
      ids.set(thing, id);
    }
    return `@${String(id)}`;
  }

  keyOf(value: Abstract, depth: number): string | undefined {
    switch (value.kind) {
      case "context":
        return value.extras.length === 0 ? "ctx" : `ctx+${value.extras.map((extra) => this.idOf(extra)).join("+")}`;
      case "part":
        return `ctx.${value.path.join(".")}:${String(value.traits)}`;
      case "opaque":
        return `?${String(value.traits)}${value.isUnresolved ? "!" : ""}`;
      case "args":
        return `args.${value.path.join(".")}`;
      case "string":
        return JSON.stringify(value.value);
      case "global":
        return `global.${value.path.join(".")}`;
      case "package":
        return `${value.source}#${value.path.join(".")}:${String(value.traits)}`;
      case "namespace":
        return `*${value.file}`;
      case "generated":
        return `${value.project.directory}/${value.module}#${value.path.join(".")}`;
      case "promise": {
        const inner = this.keyOf(value.value, depth + 1);
        return inner === undefined ? undefined : `await ${inner}`;
      }
      case "function": {
        const self = value.self === null ? "" : this.keyOf(value.self, depth + 1);
        return self === undefined ? undefined : `${this.#homeOf(value.frame)}#${String(value.function)}${self === "" ? "" : `.${self}`}`;
      }
      case "class":
        return `class ${this.#homeOf(value.frame)}#${String(value.class)}`;
      case "instance":
        return `new ${this.#homeOf(value.of.frame)}#${String(value.of.class)}${this.idOf(value.frame)}`;
      case "several": {
        const inner = value.options.map((option) => this.keyOf(option, depth + 1));
        return inner.includes(undefined) ? undefined : inner.join("|");
      }
      case "object": {
        const isSmall = value.spreads.length === 0 && value.entries.length <= MAX_ENTRIES;
        const parts = isSmall ? this.#partsOf(value.entries.map((entry) => entry.value), value.frame, depth) : undefined;
        return parts ? `{${parts.map((part, index) => `${value.entries[index]?.key ?? "?"}:${part}`).join(";")}}` : `{${this.idOf(value.frame)}${this.idOf(value.entries)}}`;
      }
      case "list": {
        const parts = value.items.length <= MAX_ENTRIES ? this.#partsOf(value.items, value.frame, depth) : undefined;
        return parts ? `[${parts.join(";")}]` : `[${this.idOf(value.frame)}${this.idOf(value.items)}]`;
      }
      default:
        return undefined;
    }
  }

  /** The keys of what stands in an object or a list. */
  #partsOf(values: readonly FlowValue[], frame: Frame, depth: number): string[] | undefined {
    if (depth >= MAX_DEPTH) return undefined;
    const { isLasting } = this;
    const parts = values.map((value) => this.keyOf(evaluate(value, frame, this.#follower), depth + 1));
    if (parts.every((part) => part !== undefined) && parts.reduce((total, part) => total + part.length, 0) <= MAX_LENGTH / 2) return parts;
    this.isLasting = isLasting;
    return undefined;
  }

  #homeOf(frame: Frame): string {
    return frame.function === null ? frame.flow.file : this.idOf(frame);
  }
}

/** Returns a value with no more known of it than where it comes from, if it is data: nothing in it can be called. */
export function asData(value: Abstract, follower: Follower): Abstract {
  return isData(value, follower, 0) ? opaque(traitsOf(value, follower)) : value;
}

function isData(value: Abstract, follower: Follower, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const areData = (values: readonly FlowValue[], frame: Frame): boolean => values.every((part) => isData(evaluate(part, frame, follower), follower, depth + 1));
  switch (value.kind) {
    case "object":
      return areData([...value.entries.map((entry) => entry.value), ...value.spreads], value.frame);
    case "list":
      return areData(value.items, value.frame);
    case "several":
      return value.options.every((option) => isData(option, follower, depth + 1));
    case "args":
    case "string":
    case "opaque":
      return true;
    default:
      return false;
  }
}
