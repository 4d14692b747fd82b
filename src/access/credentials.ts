import { type Abstract, type Frame, TRAITS } from "./abstract.ts";
import type { Follower } from "./follower.ts";
import { evaluate } from "./values.ts";

/**
 * Names of arguments by which callers prove something without `ctx.auth`: sessions of the project's own, keys, codes.
 * A name can only silence a report.
 */
const CREDENTIAL =
  /(?:token|secret|passw(?:or)?d|passphrase|passcode|otp|(?:api|admin|access|auth|private|share|service|owner|edit|manage|master|licen[cs]e|activation)_?key|(?:access|invite|invitation|verification|share|join)_?code|signature|credentials?|session(?:_?id)?|jwt|headers)$|^(?:code|state)$/iu;
/** Tokens that address a device or a page of results. */
const NO_CREDENTIAL = /(?:push|device|fcm|apns|page|expo|next|continue|continuation|color)_?tokens?$/iu;

/** Names of functions that compare what a caller sent with a secret; `getSignatures` and `createSignedUrl` do not. */
export const COMPARING = /verif|validat|equal|compar|match|authenticat|authoriz|constructEvent|(?<!as|de|get)sign(?!al|ed|ific|in|out|up)|digest|decrypt/iu;

/** Objects nested deeper, or in themselves, are not looked into. */
const MAX_DEPTH = 4;

/** Headers that say what is sent and wanted, not by whom. */
const PLAIN_HEADER = /^(?:accept(?:-.+)?|access-control-request-.+|cache-control|connection|content-.+|date|host|if-.+|origin|range|referer|user-agent)$/iu;

/** Whether a value is the name of a header that proves nothing. */
export function isPlainHeader(name: Abstract | undefined): boolean {
  return name?.kind === "string" && PLAIN_HEADER.test(name.value);
}

/** Whether a value is an argument that looks like a credential, or is put together of one. */
export function isCredential(value: Abstract): boolean {
  if (value.kind === "args") return value.path.some((name) => CREDENTIAL.test(name) && !NO_CREDENTIAL.test(name));
  return value.kind === "opaque" && (value.traits & TRAITS.credential) !== 0;
}

/**
 * Notes that an argument that looks like a credential is looked up, tested or given to something.
 * @param follower Given where objects are looked into.
 */
export function readCredential(value: Abstract, frame: Frame, follower?: Follower, depth = 0): void {
  switch (value.kind) {
    case "args":
    case "opaque":
      if (isCredential(value)) frame.findings.unfollowed ??= { what: "credential", chain: [] };
      return;
    case "several":
      for (const option of value.options) readCredential(option, frame, follower, depth);
      return;
    case "object":
      if (follower && depth < MAX_DEPTH) for (const { value: entry } of value.entries) readCredential(evaluate(entry, value.frame, follower), frame, follower, depth + 1);
      return;
    default:
  }
}
