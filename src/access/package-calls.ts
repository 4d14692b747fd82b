import { builderMaker } from "../project/builder-makers.ts";
import { type Abstract, CONTEXT, opaque, several, TRAITS } from "./abstract.ts";
import { genericBuilderOf } from "./builders.ts";
import { type FollowedCall, lastName, placeOf, runCallbacks } from "./calls.ts";
import { COMPARING, readCredential } from "./credentials.ts";
import { note, noteDanger, noteThrowing } from "./findings.ts";
import type { Follower } from "./follower.ts";
import { asksForIdentity, isHarmless, outsideEffect, throwsForNobody } from "./packages.ts";
import { traitsOf } from "./traits.ts";

type PackageValue = Extract<Abstract, { kind: "package" }>;

const HELPERS = /^(?:convex-helpers|zodvex)(?:\/|$)/u;

/** Packages that compute with keys, or hold the settings of a deployment. */
const HOLDS_KEYS = /crypt|hash|hmac|jose|jwt|jsonwebtoken|noble|scure|argon|buffer|env|conf|secret|vault|convex|auth|webhook|svix/iu;
/** Names of methods that read a setting. */
const READS = /^(?:get|read|load|parse|to[A-Z])|secret|key/u;

/** Returns what a call into a package gives, and notes what it does. */
export function followPackageCall(callee: PackageValue, followed: FollowedCall, follower: Follower): Abstract {
  const { source, path } = callee;
  const { args, frame, traits, call } = followed;
  const name = path.at(-1) ?? "";
  const special = followSpecial(callee, followed, follower);
  if (special) return special;
  if (asksForIdentity(source, name)) {
    frame.findings.asks = true;
    if (throwsForNobody(source, name) && !call.isFloating && !call.isCaught) noteThrowing(frame.findings, TRAITS.identity, placeOf(followed), frame.at);
    return { kind: "promise", value: opaque(TRAITS.identity) };
  }
  const effect = call.construct ? undefined : outsideEffect(source, name);
  if (effect) noteDanger(frame.findings, { ...effect, chain: [placeOf(followed)] });
  if (traits & TRAITS.context && !isHarmless(source)) frame.findings.unfollowed ??= { what: "package", chain: [placeOf(followed)] };
  for (const arg of args) readCredential(arg, frame, follower);

  const callbacks = runCallbacks(followed, HELPERS.test(source) ? [CONTEXT, { kind: "args", path: [] }] : [opaque()], true, follower);
  // Rules of row-level security, and the like, look at the caller when a document is read.
  if (callbacks & TRAITS.identity) note(frame.findings, TRAITS.identity, placeOf(followed));
  let all = (callee.traits | traits | callbacks) & ~TRAITS.context;
  if (isAnswer(callee, name)) all &= ~TRAITS.environment;
  if (isSecretCompared(callee, followed, follower)) all |= TRAITS.secret;
  // `triggers.wrapDB(ctx)` and the like give back the context, or a part of it.
  const [first] = args;
  if (traits & TRAITS.context && first && isHarmless(source) && HELPERS.test(source)) return several([first, { ...callee, path: [...path, "()"], traits: all }]);
  return { ...callee, path: [...path, "()"], traits: all };
}

function followSpecial({ source, path }: PackageValue, { args, frame, call }: FollowedCall, follower: Follower): Abstract | undefined {
  const [name = "", ...rest] = path;
  if (rest.length > 0) return undefined;
  if (source === "convex/server") {
    const builder = genericBuilderOf(name);
    if (builder?.kind === "builder") return { kind: "registered", layers: [], definition: args[0] ?? opaque(), registers: builder.registers };
    return name === "makeFunctionReference" ? args[0] : undefined;
  }
  if (source === "convex-ents" && name === "entsTableFactory") return { kind: "part", path: ["table"], traits: 0 };
  if (!HELPERS.test(source)) return undefined;
  const maker = builderMaker(source, path);
  if (maker) {
    const [inner = opaque(), layer = opaque()] = args;
    return customized(inner, maker.isCustomized ? [layer] : []);
  }
  if (name === "customCtx") return { kind: "customization", input: args[0] ?? opaque() };
  if (name === "customCtxAndArgs") return args[0];
  // `query(withQueryRLS(async (ctx, args) => …))`
  if (/^with(?:Query|Mutation)RLS$/u.test(name)) return args[0];
  if (/^wrapDatabase(?:Reader|Writer)$/u.test(name)) {
    const rules = args[2] ?? opaque();
    const looked = traitsOf(rules, follower) | runCallbacks({ call, args: [rules], traits: 0, frame, inLoop: false }, [CONTEXT, opaque()], false, follower);
    if (looked & TRAITS.identity) note(frame.findings, TRAITS.identity, { name: call.calleeText, file: frame.flow.file, range: call.range });
    return { kind: "part", path: ["db"], traits: 0 };
  }
  return undefined;
}

function customized(inner: Abstract, layers: readonly Abstract[]): Abstract {
  switch (inner.kind) {
    case "builder":
      return { ...inner, layers: [...inner.layers, ...layers] };
    case "several":
      return several(inner.options.map((option) => customized(option, layers)));
    case "package": {
      const builder = inner.source === "convex/server" ? genericBuilderOf(inner.path[0] ?? "") : undefined;
      return builder ? customized(builder, layers) : opaque();
    }
    default:
      return opaque();
  }
}

/**
 * Whether a call gives what somebody answers to whoever holds a key, not the key: `new OpenAI({ apiKey }).responses.create(…)`.
 * What computes with keys, and what reads settings, may give the key itself.
 */
function isAnswer({ source, path, traits }: PackageValue, name: string): boolean {
  return Boolean(traits & TRAITS.environment) && path.includes("()") && !COMPARING.test(name) && !READS.test(name) && !HOLDS_KEYS.test(source);
}

/** `timingSafeEqual(args.secret, process.env.SECRET)`, `new Webhook(process.env.SECRET).verify(body, headers)` */
function isSecretCompared(callee: PackageValue, { call, args }: FollowedCall, follower: Follower): boolean {
  if (!COMPARING.test(lastName(call.calleeText))) return false;
  const own = args.reduce((all, arg) => all | (arg.kind === "object" ? 0 : traitsOf(arg, follower)), callee.traits);
  return Boolean(own & TRAITS.environment && own & TRAITS.caller);
}
