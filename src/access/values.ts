import { type Abstract, type Frame, LOOKS, opaque, several, type Traits, TRAITS, UNRESOLVED } from "./abstract.ts";
import { isCredential, readCredential } from "./credentials.ts";
import type { FlowValue } from "./flow-facts.ts";
import type { Follower } from "./follower.ts";
import { testedTraits, traitsOf } from "./traits.ts";

/** Longer chains of names come round in circles. */
const MAX_EXTRAS = 12;
/** Spreads within spreads. */
const MAX_SPREADS = 12;

/** Returns what an expression is in a run of its function. */
export function evaluate(value: FlowValue, frame: Frame, follower: Follower): Abstract {
  return follower.within(() => evaluateOnce(value, frame, follower)) ?? opaque();
}

function evaluateOnce(value: FlowValue, frame: Frame, follower: Follower): Abstract {
  switch (value.kind) {
    case "name":
      return evaluateName(value.declaration, frame, follower);
    case "global":
      return value.name === "undefined" ? opaque() : { kind: "global", path: [value.name] };
    case "this":
      return selfOf(frame) ?? opaque();
    case "member": {
      const object = evaluate(value.object, frame, follower);
      noteIdentityUse(object, frame);
      const found = member(object, value.property, follower);
      // `LIMITS[plan]` tells of the plan.
      const looks = value.key ? testedTraits(evaluate(value.key, frame, follower), follower) & LOOKS : 0;
      return looks === 0 ? found : several([found, opaque(looks)]);
    }
    case "call":
      return follower.call(value.call, frame);
    case "function":
      return { kind: "function", frame, function: value.function, self: null };
    case "class":
      return { kind: "class", frame, class: value.class };
    case "object":
      return { kind: "object", frame, entries: value.entries, spreads: value.spreads };
    case "list":
      return { kind: "list", frame, items: value.items };
    case "choice":
      return several(value.options.map((option) => evaluate(option, frame, follower)));
    case "mixture": {
      const parts = value.parts.map((part) => evaluate(part, frame, follower));
      const credential = parts.some(isCredential) ? TRAITS.credential : 0;
      return opaque((unite(parts.map((part) => testedTraits(part, follower))) | credential) & ~TRAITS.context);
    }
    case "comparison":
      // `identity === null` asks only whether there is somebody.
      if (!isNullish(value.left) && !isNullish(value.right)) {
        for (const side of [value.left, value.right].map((part) => evaluate(part, frame, follower))) {
          noteIdentityUse(side, frame);
          readCredential(side, frame);
        }
      }
      return compare(evaluate(value.left, frame, follower), evaluate(value.right, frame, follower), follower);
    case "awaited":
      return awaited(evaluate(value.value, frame, follower));
    case "string":
      return { kind: "string", value: value.value };
    case "module":
      return follower.module(frame.flow.file, value.source);
    case "nothing":
      return opaque();
  }
}

/** Returns a value once nothing has to be waited for. */
export function awaited(value: Abstract): Abstract {
  if (value.kind === "promise") return awaited(value.value);
  return value.kind === "several" ? several(value.options.map(awaited)) : value;
}

/** Returns what a property of a value is. */
export function member(object: Abstract, property: string | null, follower: Follower): Abstract {
  return follower.within(() => memberOnce(object, property, follower)) ?? opaque();
}

function memberOnce(object: Abstract, property: string | null, follower: Follower): Abstract {
  switch (object.kind) {
    case "context":
      return memberOfContext(object, property, follower);
    case "part":
      return { ...object, path: property === null ? object.path : [...object.path, property] };
    case "object":
      return memberOfObject(object, property, follower);
    case "list":
      return several([...object.items.map((item) => evaluate(item, object.frame, follower))]);
    case "instance":
      return memberOfInstance(object, property, follower);
    case "class":
      return memberOfClass(object, property, true, follower) ?? opaque();
    case "package":
      return { ...object, path: [...object.path, property ?? "*"] };
    case "generated":
      return property === null ? opaque() : follower.generated({ ...object, path: [...object.path, property] });
    case "namespace":
      return property === null ? UNRESOLVED : follower.exported(object.file, property);
    case "args":
      return { kind: "args", path: [...object.path, property ?? "*"] };
    case "global":
      return { kind: "global", path: [...object.path, property ?? "*"] };
    case "promise":
      return /^(?:then|catch|finally)$/u.test(property ?? "") ? opaque(traitsOf(object.value, follower)) : opaque(traitsOf(object.value, follower) & ~TRAITS.identity);
    case "several":
      return several(object.options.map((option) => member(option, property, follower)));
    case "customization":
      return property === "input" ? object.input : opaque();
    case "registered":
      return property === "_handler" ? member(object.definition, "handler", follower) : opaque();
    case "function":
      // `helper.call(…)`, `helper.bind(…)`
      return /^(?:call|apply|bind)$/u.test(property ?? "") ? object : opaque();
    case "opaque":
      return object;
    default:
      return opaque(traitsOf(object, follower));
  }
}

const STANDARD_PARTS: ReadonlySet<string> = new Set(["auth", "db", "meta", "runAction", "runMutation", "runQuery", "scheduler", "storage", "table", "vectorSearch"]);

function memberOfContext({ extras }: Extract<Abstract, { kind: "context" }>, property: string | null, follower: Follower): Abstract {
  const found: Abstract[] = [];
  for (const extra of extras.slice(-MAX_EXTRAS)) {
    const added = lookUp(extra, property, follower);
    if (added) found.unshift(added);
  }
  if (found[0]) return found[0];
  if (property !== null && STANDARD_PARTS.has(property)) return { kind: "part", path: [property], traits: 0 };
  // What was put there by something that cannot be followed.
  return opaque(unite(extras.map((extra) => traitsOf(extra, follower))) & ~TRAITS.context);
}

/** Returns a property if the value has it, as far as is known. */
function lookUp(object: Abstract, property: string | null, follower: Follower, depth = 0): Abstract | undefined {
  if (depth > MAX_SPREADS) return undefined;
  switch (object.kind) {
    case "object": {
      if (property === null) return undefined;
      const entry = object.entries.findLast(({ key }) => key === property);
      if (entry) return evaluate(entry.value, object.frame, follower);
      return throughSpreads(object, () => {
        for (const spread of object.spreads.toReversed()) {
          const found = lookUp(evaluate(spread, object.frame, follower), property, follower, depth + 1);
          if (found) return found;
        }
        return undefined;
      });
    }
    case "several": {
      const found = object.options.flatMap((option) => lookUp(option, property, follower, depth + 1) ?? []);
      return found.length > 0 ? several(found) : undefined;
    }
    case "promise":
      return lookUp(object.value, property, follower, depth + 1);
    case "context": {
      const standard = memberOfContext(object, property, follower);
      return standard.kind === "opaque" ? undefined : standard;
    }
    case "instance":
      return memberOfInstance(object, property, follower);
    default:
      return undefined;
  }
}

/** Looks into what an object takes over of others: of `row = { ...row, done: true }` in a loop not again inside itself. */
function throughSpreads<Found>({ frame, spreads }: Extract<Abstract, { kind: "object" }>, look: () => Found): Found | undefined {
  if (frame.spreading.has(spreads)) return undefined;
  frame.spreading.add(spreads);
  const found = look();
  frame.spreading.delete(spreads);
  return found;
}

function memberOfObject(object: Extract<Abstract, { kind: "object" }>, property: string | null, follower: Follower): Abstract {
  const { frame, entries, spreads } = object;
  const found = lookUp(object, property, follower);
  if (found) return found;
  if (property === null) return several([...entries.map(({ value }) => evaluate(value, frame, follower)), ...spreads.map((spread) => member(evaluate(spread, frame, follower), null, follower))]);
  const others = throughSpreads(object, () => spreads.map((spread) => member(evaluate(spread, frame, follower), property, follower))) ?? [];
  const computed = entries.filter(({ key }) => key === null).map(({ value }) => evaluate(value, frame, follower));
  return several([...others, ...computed]);
}

function memberOfInstance({ of, frame }: Extract<Abstract, { kind: "instance" }>, property: string | null, follower: Follower): Abstract {
  const self: Abstract = { kind: "instance", of, frame };
  const method = memberOfClass(of, property, false, follower);
  if (method?.kind === "function") return { ...method, self };
  if (method) return method;
  const facts = of.frame.flow.facts.classes[of.class];
  const field = facts?.fields.findLast(({ key }) => key === property);
  return field ? evaluate(field.value, frame, follower) : opaque();
}

function memberOfClass(of: Extract<Abstract, { kind: "class" }>, property: string | null, isStatic: boolean, follower: Follower): Abstract | undefined {
  const facts = of.frame.flow.facts.classes[of.class];
  const found = facts?.members.find((candidate) => candidate.key === property && candidate.isStatic === isStatic);
  if (found) {
    const value = evaluate(found.value, of.frame, follower);
    return value.kind === "function" && isStatic ? { ...value, self: of } : value;
  }
  const parent = facts?.superClass && evaluate(facts.superClass, of.frame, follower);
  return parent?.kind === "class" ? memberOfClass(parent, property, isStatic, follower) : undefined;
}

function selfOf(frame: Frame): Abstract | null {
  for (let current: Frame | null = frame; current; current = current.parent) if (current.self) return current.self;
  return null;
}

function evaluateName(id: number, frame: Frame, follower: Follower): Abstract {
  const declaration = frame.flow.facts.declarations[id];
  if (!declaration) return opaque();
  let home: Frame | null = frame;
  while (home && home.function !== declaration.function) home = home.parent;
  if (!home) return opaque();
  const known = home.names.get(id);
  if (known) return known;
  const key = `name ${String(id)}`;
  if (home.pending.has(key)) return follower.comeRound();
  home.pending.add(key);
  const own = home;
  let found: Abstract;
  if (declaration.import) found = follower.imported(own.flow.file, declaration.import.source, declaration.import.imported);
  else if (declaration.parameter) {
    const { index, path, isRest } = declaration.parameter;
    const given = isRest ? several(own.args.slice(index)) : (own.args[index] ?? opaque());
    const defaults = declaration.values.map(({ value }) => evaluate(value, own, follower));
    // What is not given is what it is by default.
    found = several(own.args.length <= index && path.length === 0 && defaults.length > 0 ? defaults : [along(given, path, follower), ...defaults]);
  } else {
    found = several(
      declaration.values.map(({ value, path }) => {
        const given = evaluate(value, own, follower);
        if (path.length > 0) noteIdentityUse(given, own);
        return along(given, path, follower);
      }),
    );
  }
  own.pending.delete(key);
  own.names.set(id, found);
  return found;
}

/** `identity.subject`: who it is matters, not only that there is somebody. */
function noteIdentityUse(object: Abstract, frame: Frame): void {
  const isIdentity = object.kind === "several" ? object.options.some(isOfIdentity) : isOfIdentity(object);
  if (isIdentity) frame.findings.isIdentityUsed = true;
}

function isOfIdentity(value: Abstract): boolean {
  return value.kind === "opaque" && (value.traits & TRAITS.identity) !== 0;
}

function along(value: Abstract, path: readonly (string | null)[], follower: Follower): Abstract {
  return path.reduce((object, property) => member(object, property, follower), value);
}

function isNullish(value: FlowValue): boolean {
  return value.kind === "nothing" || (value.kind === "global" && value.name === "undefined");
}

/** What the caller sent, compared with a secret of the environment, tells who calls. */
function compare(left: Abstract, right: Abstract, follower: Follower): Abstract {
  const [one, other] = [testedTraits(left, follower), testedTraits(right, follower)];
  const both = one | other;
  const isSecret = Boolean((one & TRAITS.environment && other & TRAITS.caller) || (other & TRAITS.environment && one & TRAITS.caller));
  return opaque((isSecret ? both | TRAITS.secret : both) & ~TRAITS.context);
}

function unite(traits: readonly Traits[]): Traits {
  return traits.reduce((all, next) => all | next, 0);
}
