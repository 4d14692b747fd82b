import type { Abstract } from "./abstract.ts";
import type { FollowedCall } from "./calls.ts";
import type { Range } from "../facts/types.ts";
import type { FlowValue } from "./flow-facts.ts";
import type { Follower } from "./follower.ts";
import { evaluate } from "./values.ts";

/** Names under which documents say whose they are, and arguments say who calls: IDs, not names of people. */
const OWNER = /^(?:(?:user|owner|author|creator|sender|account|member|customer|clerk|auth|caller)(?:_?user)?_?(?:id|identifier)|created_?by|token_?identifier)$/iu;

/** Notes an argument that is used as the owner of what is read or written, where it goes there directly. */
export function noteAssumedIdentity({ call, args, frame }: FollowedCall, method: string, follower: Follower): void {
  if (!frame.isRoot) return;
  const found = method === "eq" ? ownerCompared(args, call.args) : method === "insert" || method === "patch" || method === "replace" ? ownerWritten(args.at(-1), follower) : undefined;
  if (found) frame.findings.assumed ??= { argument: `args.${found.name}`, file: frame.flow.file, range: found.range ?? call.range };
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
