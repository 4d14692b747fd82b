import { describe, expect, test } from "vitest";

import { accessOf, mutationModule } from "../testing/access-of.ts";

/** Returns a text with a number in the place of `#`, once for each number. */
function repeated(text: string, count: number): string {
  return Array.from({ length: count }, (_, index) => text.replaceAll("#", String(index))).join("\n");
}

describe("what would take too long to follow", () => {
  test("objects that hold themselves and are given away", () => {
    const index = accessOf({
      "m.ts": `import { render } from "unheard-of"; import { mutation } from "./_generated/server";
        export const f = mutation({ handler: async (ctx, args) => {
          let node = { id: args.id, parent: null };
          for (const id of args.ids) node = { id, parent: node, children: { first: node } };
          render(node);
          await ctx.db.insert("m", { id: node.parent.parent.id });
        } });`,
    });

    expect(index.verdict("m:f")).toBe("unchecked");
  });

  test("objects that take themselves over in a loop", () => {
    const head = `
      function grow(row, step) {
        let next = row;
        for (const key of step.keys) next = { ...next, ...step[key], ...(step.more ? { ...next, more: 1 } : {}), key };
        return { ...next, done: next.done, late: next.late, size: next.size };
      }
    `;
    const index = accessOf({ "m.ts": mutationModule(`const row = grow(grow(grow(args.row, args), args), args);\nawait ctx.db.patch(args.id, { size: row.size.whole.parts });\nawait ctx.db.delete(args.id);`, head) });

    expect(index.verdict("m:f")).toBe("unchecked");
    expect(index.danger("m:f")).toBe("sweep: deletes documents");
  });

  test("a helper with a wrapped context that everything goes through, given something else each time", () => {
    const head = `
      function wrapped(ctx) {
        return { ...ctx, db: { ...ctx.db, insert: async (table, doc) => { await log(ctx, { table, doc, at: 1 }); return await ctx.db.insert(table, doc); } } };
      }
      async function log(ctx, entry) { await index(ctx, { ...entry, kind: "log" }); await index(ctx, { ...entry, kind: "audit" }); }
      async function index(ctx, entry) { ${repeated("await put(ctx, { name: \"#\", entry });", 12)} }
      async function put(ctx, row) { ${repeated("if (row.name === \"#\") await ctx.db.get(row.entry.doc.id#);", 12)} }
    `;
    const index = accessOf({ "m.ts": mutationModule(`const own = wrapped(ctx);\n${repeated("await own.db.insert(\"m#\", { id#: args.id });", 60)}\nif (!(await ctx.auth.getUserIdentity())) throw new Error("no");\nawait ctx.db.delete(args.id);`, head) });

    expect(index.verdict("m:f")).toBe("checked: identity, late");
    expect(index.danger("m:f")).toBe("sweep: deletes documents");
  });

  test("a helper that often runs, with what it calls", () => {
    const head = `
      async function each(ctx, { rows, run }) { for (const row of rows) await run(ctx, row); }
    `;
    const index = accessOf({ "m.ts": mutationModule(`${repeated("await each(ctx, { rows: args.rows#, run: async () => {} });", 40)}\nawait each(ctx, { rows: args.rows, run: async (ctx, row) => { await ctx.db.delete(row); } });`, head) });

    expect(index.danger("m:f")).toBe("sweep: deletes documents");
  });
});
