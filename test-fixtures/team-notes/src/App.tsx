import { useMutation, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export function App() {
  const notes = useQuery(api.notes.mine) ?? [];
  const add = useMutation(api.notes.add);
  const archive = useMutation(api.notes.archive);
  const clear = useMutation(api.notes.clear);
  const edit = useMutation(api.notes.edit);
  const remove = useMutation(api.notes.remove);
  const requestAccount = useMutation(api.notes.requestAccount);
  useQuery(api.notes.ofMember, notes[0] ? { memberId: notes[0].ownerId } : "skip");

  return (
    <main>
      {notes.map(({ _id, body }) => (
        <p key={_id} onDoubleClick={() => edit({ id: _id, body: `${body}!` })}>
          {body} <button onClick={() => remove({ id: _id })}>Remove</button>
        </p>
      ))}
      <button onClick={() => add({ body: "New" })}>Add</button>
      <button onClick={() => archive()}>Archive</button>
      <button onClick={() => clear()}>Clear</button>
      <button onClick={() => requestAccount({ email: "ada@example.com" })}>
        Ask
      </button>
    </main>
  );
}
