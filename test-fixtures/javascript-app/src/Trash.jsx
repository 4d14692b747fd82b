import { useMutation } from 'convex/react'
import { anyApi } from 'convex/server'
import { internal } from '../convex/_generated/api'

// Nothing checks JavaScript: both functions are internal, and both calls fail.
export function Trash({ notes }) {
  const emptyTrash = useMutation(internal.notes.emptyTrash)
  const forget = useMutation(anyApi.notes.forget)
  return (
    <ul>
      {notes?.map((note) => (
        <li key={note._id} onClick={() => forget({ noteId: note._id })}>
          {note.text}
        </li>
      ))}
      <button onClick={() => emptyTrash()}>Empty</button>
    </ul>
  )
}
