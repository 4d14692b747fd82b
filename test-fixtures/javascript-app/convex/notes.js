import { v } from 'convex/values'
import { internal } from './_generated/api'
import { internalMutation, mutation, query } from './_generated/server'

export const list = query({
  args: {},
  handler: async (ctx) => ctx.db.query('notes').collect(),
})

export const add = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    const noteId = await ctx.db.insert('notes', {
      text,
      trashed: false,
      tags: [],
    })
    await ctx.scheduler.runAfter(0, internal.tagging.suggest, { noteId, text })
  },
})

export const emptyTrash = internalMutation({
  args: {},
  handler: async (ctx) => {
    for (const note of await ctx.db.query('notes').collect()) {
      if (note.trashed) await ctx.db.delete(note._id)
    }
  },
})

export const forget = internalMutation({
  args: { noteId: v.id('notes') },
  handler: async (ctx, { noteId }) => {
    await ctx.db.delete(noteId)
  },
})

// The action in `tagging.js` alone calls it.
export const setTags = mutation({
  args: { noteId: v.id('notes'), tags: v.array(v.string()) },
  handler: async (ctx, { noteId, tags }) => {
    await ctx.db.patch(noteId, { tags })
  },
})
