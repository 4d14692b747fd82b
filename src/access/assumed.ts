import type { Abstract, Frame } from "./abstract.ts";
import type { AssumedIdentity } from "./access.ts";
import type { FollowedCall } from "./calls.ts";
import type { Range } from "../facts/types.ts";
import type { FlowTest, FlowValue } from "./flow-facts.ts";
import type { Follower } from "./follower.ts";
import { evaluate, member } from "./values.ts";

/** Names under which documents say whose they are, and arguments say who calls: IDs, not names of people. */
const OWNER = /^(?:(?:user|owner|author|creator|sender|account|member|customer|clerk|auth|caller)(?:_?user)?_?(?:id|identifier)|created_?by|token_?identifier)$/iu;
/** Methods whose last argument is the document, or a part of it. */
const HOLDS_DOCUMENT = /^(?:insert|patch|replace)$/u;

/** Notes an argument that is used as the owner of what is read or written, where it goes there directly. */
export function noteAssumedIdentity({ call, args, frame }: FollowedCall, method: string, follower: Follower): void {
  if (!frame.isRoot) return;
  const found = method === "eq" ? ownerCompared(args, call.args) : (ownerChanged(method, args, call.args) ?? (HOLDS_DOCUMENT.test(method) ? ownerWritten(args.at(-1), follower) : undefined));
  if (found) assume(found, frame, call.range);
}

/** Notes an argument that decides, as the owner of a document, whether a function goes on: `if (post.authorId !== args.userId) throw …`. */
export function noteAssumedTest(test: Pick<FlowTest, "value" | "range" | "throws" | "leaves">, frame: Frame, follower: Follower): void {
  if (!frame.isRoot || !(test.throws || test.leaves)) return;
  for (const [left, right] of comparisonsIn(test.value)) {
    const found = ownerBeside(left, right, frame, follower) ?? ownerBeside(right, left, frame, follower);
    if (found) assume(found, frame, test.range);
  }
}

function assume({ name, range }: Owner, { findings, flow }: Frame, otherwise: Range): void {
  findings.assumed ??= { argument: `args.${name}`, isOptional: false, file: flow.file, range: range ?? otherwise };
}

function comparisonsIn(value: FlowValue): (readonly [FlowValue, FlowValue])[] {
  switch (value.kind) {
    case "comparison":
      return [[value.left, value.right]];
    case "choice":
      return value.options.flatMap(comparisonsIn);
    case "mixture":
      return value.parts.flatMap(comparisonsIn);
    default:
      return [];
  }
}

/** `post.authorId` beside `args.userId` */
function ownerBeside(document: FlowValue, written: FlowValue, frame: Frame, follower: Follower): Owner | undefined {
  if (document.kind !== "member" || document.property === null || !OWNER.test(document.property)) return undefined;
  return evaluate(document.object, frame, follower).kind === "args" ? undefined : ownerIn(evaluate(written, frame, follower), written);
}

/** `patch(args.userId, { … })`, and since Convex 1.31 `patch("users", args.userId, { … })` */
function ownerChanged(method: string, args: readonly Abstract[], written: readonly FlowValue[]): Owner | undefined {
  if (!/^(?:patch|replace|delete)$/u.test(method)) return undefined;
  const at = args[0]?.kind === "string" ? 1 : 0;
  return ownerIn(args[at], written[at]);
}

/** Returns an identity from an argument with what the validators of a definition say of the argument. */
export function withValidator(assumed: AssumedIdentity, definition: Abstract, follower: Follower): AssumedIdentity {
  const validator = member(member(definition, "args", follower), assumed.argument.slice("args.".length), follower);
  return { ...assumed, isOptional: validator.kind === "package" && validator.path.includes("optional") };
}

interface Owner {
  readonly name: string;
  readonly range: Range | undefined;
}

/** `q.eq("userId", args.userId)` */
function ownerCompared([field, value]: readonly Abstract[], [, written]: readonly FlowValue[]): Owner | undefined {
  return field?.kind === "string" && OWNER.test(field.value) ? ownerIn(value, written) : undefined;
}

/** `insert("posts", { authorId: args.userId })` */
function ownerWritten(document: Abstract | undefined, follower: Follower): Owner | undefined {
  if (document?.kind !== "object") return undefined;
  for (const { key, value } of document.entries) {
    const owner = key !== null && OWNER.test(key) ? ownerIn(evaluate(value, document.frame, follower), value) : undefined;
    if (owner) return owner;
  }
  return undefined;
}

function ownerIn(value: Abstract | undefined, written: FlowValue | undefined): Owner | undefined {
  if (value?.kind !== "args" || value.path.length !== 1) return undefined;
  const [name = ""] = value.path;
  return OWNER.test(name) ? { name, range: written?.kind === "member" || written?.kind === "name" ? written.range : undefined } : undefined;
}
