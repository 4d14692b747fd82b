import { type Abstract, type Traits, TRAITS } from "./abstract.ts";
import type { FlowValue } from "./flow-facts.ts";
import type { Follower } from "./follower.ts";
import { evaluate } from "./values.ts";

/** Objects nested deeper are not looked into. */
const MAX_DEPTH = 4;

/** Returns where a value comes from, with all that it holds. */
export function traitsOf(value: Abstract, follower: Follower, depth = 0): Traits {
  if (depth > MAX_DEPTH) return 0;
  const inner = (part: FlowValue, frame: Parameters<typeof evaluate>[1]): Traits => traitsOf(evaluate(part, frame, follower), follower, depth + 1);
  switch (value.kind) {
    case "context":
      return TRAITS.context;
    case "part":
      return value.path[0] === "auth" ? value.traits | TRAITS.context : value.traits;
    case "object":
    case "list": {
      const parts = value.kind === "object" ? value.entries : value.items;
      const known = value.frame.traits.get(parts);
      if (known && known.depth <= depth) return known.traits;
      const { circles } = follower;
      const all = value.kind === "object" ? [...value.entries.map((entry) => entry.value), ...value.spreads] : value.items;
      const traits = all.reduce((sum, part) => sum | inner(part, value.frame), 0);
      // What came round to itself on the way has told only a part.
      if (follower.circles === circles) value.frame.traits.set(parts, { traits, depth });
      return traits;
    }
    case "instance":
      return value.frame.args.reduce((all, arg) => all | traitsOf(arg, follower, depth + 1), 0);
    case "package":
    case "opaque":
      return value.traits;
    case "args":
      return TRAITS.caller;
    case "global":
      return value.path[0] === "process" && value.path[1] === "env" && value.path.length > 2 ? TRAITS.environment : 0;
    case "promise":
      // A promise is always there, whoever calls.
      return traitsOf(value.value, follower, depth + 1);
    case "several":
      return value.options.reduce((all, option) => all | traitsOf(option, follower, depth + 1), 0);
    default:
      return 0;
  }
}

/** Returns the traits of a value that is tested as it is: a promise that nobody waits for tells nothing. */
export function testedTraits(value: Abstract, follower: Follower): Traits {
  switch (value.kind) {
    case "promise":
      return 0;
    case "several":
      return value.options.reduce((all, option) => all | testedTraits(option, follower), 0);
    default:
      return traitsOf(value, follower);
  }
}
