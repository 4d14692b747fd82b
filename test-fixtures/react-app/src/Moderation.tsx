import { useMutation, useQuery } from "convex/react";
import { makeFunctionReference } from "convex/server";
import { api, internal } from "../convex/_generated/api";

const countFlagged = makeFunctionReference<"query", Record<string, never>, number>(
  "messages:countFlagged",
);

// Every function below is internal: the deployment refuses all of these calls,
// and the casts hide it from the type checker.
export function Moderation() {
  const flagged: { body: string }[] | undefined = useQuery(
    "messages:secret" as any,
  );
  const count = useQuery(countFlagged, {});
  const purge = useMutation((api as any).messages.purgeFlagged);
  const flag = useMutation(internal.messages.flag as any);
  return (
    <aside>
      <h2>{count} flagged</h2>
      {flagged?.map(({ body }) => <p key={body}>{body}</p>)}
      <button onClick={() => purge({})}>Delete all</button>
      <button onClick={() => flag({ messageId: flagged?.[0] })}>Flag</button>
    </aside>
  );
}
