import { mutation } from './_generated/server'

export const load = mutation({
  args: {},
  handler: async (ctx) => {
    for (const text of ['Heron by the weir', 'Two kingfishers']) {
      await ctx.db.insert('notes', { text, trashed: false, tags: [] })
    }
  },
})
