import type { Abstract, Frame } from "./abstract.ts";
import type { FlowValue } from "./flow-facts.ts";

/** Longer argument lists are followed anew. */
const MAX_LENGTH = 400;

/** Returns a key that runs of a function share when they are given the same; `undefined` where that cannot be told. */
export function keyOf(args: readonly Abstract[], own: string, inLoop: boolean): string | undefined {
  const keys: string[] = [];
  for (const arg of args) {
    const key = keyOfValue(arg, 0);
    if (key === undefined) return undefined;
    keys.push(key);
  }
  const all = keys.join(",");
  return all.length > MAX_LENGTH ? undefined : `${own}${inLoop ? "*" : ""}(${all})`;
}

function keyOfValue(value: Abstract, depth: number): string | undefined {
  if (depth > 3) return undefined;
  switch (value.kind) {
    case "context":
      return value.extras.length === 0 ? "ctx" : undefined;
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
      const inner = keyOfValue(value.value, depth + 1);
      return inner === undefined ? undefined : `await ${inner}`;
    }
    case "function":
      return isTop(value.frame) && value.self === null ? `${value.frame.flow.file}#${String(value.function)}` : undefined;
    case "several": {
      const inner = value.options.map((option) => keyOfValue(option, depth + 1));
      return inner.includes(undefined) ? undefined : inner.join("|");
    }
    case "object":
      return value.spreads.length === 0 && value.entries.length <= 12 && value.entries.every((entry) => isPlain(entry.value)) ? `{${value.entries.map(({ key }) => key ?? "?").join(";")}}` : undefined;
    default:
      return undefined;
  }
}

function isTop(frame: Frame): boolean {
  return frame.function === null;
}

function isPlain(value: FlowValue): boolean {
  return value.kind === "nothing" || value.kind === "string";
}
