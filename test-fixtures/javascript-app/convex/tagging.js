import { v } from 'convex/values'
import { api } from './_generated/api'
import { internalAction } from './_generated/server'

export const suggest = internalAction({
  args: { noteId: v.id('notes'), text: v.string() },
  handler: async (ctx, { noteId, text }) => {
    const response = await fetch('https://tags.example/suggest', {
      method: 'POST',
      body: text,
    })
    const tags = (await response.text()).split(',')
    await ctx.runMutation(api.notes.setTags, { noteId, tags })
  },
})
