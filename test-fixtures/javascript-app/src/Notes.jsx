import { useMutation, useQuery } from 'convex/react'
import { api } from '../convex/_generated/api'
import { Trash } from './Trash.jsx'

export function Notes() {
  const notes = useQuery(api.notes.list)
  const add = useMutation(api.notes.add)
  return (
    <main>
      <button onClick={() => add({ text: 'untitled' })}>New note</button>
      {notes?.map((note) => (
        <article key={note._id}>
          {note.text} {note.tags.join(' ')}
        </article>
      ))}
      <Trash notes={notes?.filter((note) => note.trashed)} />
    </main>
  )
}
