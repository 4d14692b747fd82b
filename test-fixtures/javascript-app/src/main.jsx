import { ConvexProvider, ConvexReactClient } from 'convex/react'
import { Notes } from './Notes.jsx'

const convex = new ConvexReactClient(import.meta.env.VITE_CONVEX_URL)

export default function Main() {
  return (
    <ConvexProvider client={convex}>
      <Notes />
    </ConvexProvider>
  )
}
