import { useMutation, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export function Guestbook() {
  const entries = useQuery(api.entries.list) ?? [];
  const count = useQuery(api.entries.count);
  const sign = useMutation(api.entries.sign);
  const remove = useMutation(api.entries.remove);
  return (
    <section>
      <h1>{count} entries</h1>
      <button onClick={() => void sign({ body: "I was here.", mood: "glad" })}>Sign</button>
      {entries.map(({ _id, author, body }) => (
        <p key={_id}>
          {author}: {body} <button onClick={() => void remove({ id: _id })}>Remove</button>
        </p>
      ))}
    </section>
  );
}
