import { describe, expect, test } from "vitest";

import { accessOf, mutationModule } from "../testing/access-of.ts";

function dangerOf(body: string, head = ""): string {
  return accessOf({ "m.ts": mutationModule(body, head) }).danger("m:f");
}

describe("what a stranger could do", () => {
  test.each([
    ["nothing", `return 1;`],
    ["read: reads documents", `return await ctx.db.get(args.id);`],
    ["read: reads documents", `return await ctx.db.query("m").collect();`],
    ["read: asks other servers", `await fetch("https://example.com/weather");`],
    ["read: asks other servers", `const signal = AbortSignal.timeout(5); await fetch("https://example.com", { ...{ headers: {} }, signal });`],
    ["sweep: sends requests to other servers", `const base = { method: "POST" }; await fetch("https://example.com", { ...base });`],
    ["write: inserts documents", `await ctx.db.insert("m", {});`],
    ["write: changes documents", `await ctx.db.patch(args.id, {});`],
    ["write: changes documents", `await ctx.db.replace(args.id, {});`],
    ["write: schedules functions", `await ctx.scheduler.runAfter(0, internal.elsewhere.f, {});`],
    ["write: stores files", `return await ctx.storage.generateUploadUrl();`],
    ["write: runs mutations", `await ctx.runMutation(components.counter.add, {});`],
    ["sweep: deletes documents", `await ctx.db.delete(args.id);`],
    ["sweep: deletes files", `await ctx.storage.delete(args.id);`],
    ["sweep: changes documents in bulk", `for (const id of args.ids) await ctx.db.patch(id, {});`],
    ["sweep: inserts documents in bulk", `await Promise.all(args.items.map(async (item) => { await ctx.db.insert("m", item); }));`],
    ["sweep: sends requests to other servers", `await fetch(args.url, { method: "POST" });`],
  ])("%s: %s", (danger, body) => {
    expect(dangerOf(body)).toBe(danger);
  });

  test.each([
    ["sends e-mail", `import { Resend } from "resend"; const resend = new Resend("k");`, `await resend.emails.send({ to: args.to });`],
    ["sends e-mail", `import { Resend } from "@convex-dev/resend"; const resend = new Resend(components.resend, {});`, `await resend.sendEmail(ctx, { to: args.to });`],
    ["spends on a model", `import OpenAI from "openai";`, `const openai = new OpenAI({ apiKey: process.env.KEY }); await openai.chat.completions.create({ prompt: args.prompt });`],
  ])("sweep: %s through a package", (does, head, body) => {
    expect(dangerOf(body, head)).toBe(`sweep: ${does}`);
  });

  test("is that of a helper as it is called", () => {
    const head = `async function ask(url, init = {}) { return await fetch(url, { ...init, signal: null }); }`;

    expect(dangerOf(`await ask(args.url);`, head)).toBe("read: asks other servers");
    expect(dangerOf(`await ask(args.url, { method: "PUT" });`, head)).toBe("sweep: sends requests to other servers");
    expect(dangerOf(`await ask(args.url, args.init);`, head)).toBe("sweep: sends requests to other servers");
  });

  test.each([
    ["nothing", `if (typeof window !== "undefined") await fetch(args.url, { method: "POST" });`],
    ["nothing", `if (typeof window === "undefined" || !args.sent) return null; await fetch(args.url, { method: "POST" });`],
    ["nothing", `if (!(typeof document !== "undefined")) { return null; } await fetch(args.url, { method: "POST" });`],
    ["nothing", `return typeof window !== "undefined" && args.sent ? fetch(args.url, { method: "POST" }) : null;`],
    ["nothing", `typeof localStorage !== "undefined" && fetch(args.url, { method: "POST" });`],
    ["write: inserts documents", `if (typeof window === "undefined") { await ctx.db.insert("m", {}); } else { await fetch(args.url, { method: "POST" }); }`],
    ["write: inserts documents", `if (typeof window !== "undefined") return null; await ctx.db.insert("m", {});`],
    ["write: inserts documents", `if (typeof window === "undefined" && args.sent) return null; await ctx.db.insert("m", {});`],
    ["write: inserts documents", `if (typeof process !== "undefined") await ctx.db.insert("m", {});`],
  ])("%s, where there is no browser: %s", (danger, body) => {
    expect(dangerOf(body)).toBe(danger);
  });

  test("is no more than reading in a query", () => {
    const index = accessOf({ "m.ts": `
      import { query } from "./_generated/server";
      export const f = query({ args: {}, handler: async (ctx, args) => { const row = await ctx.db.get(args.id); await touch(ctx, row); return row; } });
      async function touch(ctx, row) { if (ctx.db.patch) await ctx.db.patch(row._id, { seen: 1 }); }
    ` });

    expect(index.danger("m:f")).toBe("read: reads documents");
  });

  test("is not what strings of rows do", () => {
    const head = `async function names(db) { const found = []; for await (const row of db.query("m")) found.push(row.path.replace(/x/u, "y")); return found; }`;

    expect(dangerOf(`return await names(ctx.db);`, head)).toBe("read: reads documents");
    expect(dangerOf(`await ctx.db.replace(args.id, { path: "x" });`)).toBe("write: changes documents");
  });

  test("is the worst of all that it does", () => {
    expect(dangerOf(`await ctx.db.get(args.id); await ctx.db.insert("m", {}); await ctx.db.delete(args.id); return 1;`)).toBe("sweep: deletes documents");
  });

  test("is a part of the context through names and wrappers", () => {
    expect(dangerOf(`const { db } = ctx; await db.delete(args.id);`)).toBe("sweep: deletes documents");
    expect(dangerOf(`await remove({ ...ctx, now: 1 }, args.id);`, `async function remove({ db }, id) { await db.delete(id); }`)).toBe("sweep: deletes documents");
    expect(dangerOf(`const list = new Map(); list.delete(args.id); const db = { insert() {} }; db.insert("m", {});`)).toBe("nothing");
  });

  test("is what helpers, run functions and scheduled functions do", () => {
    const index = accessOf({
      "jobs.ts": `
        import { internalMutation, internalAction } from "./_generated/server"; import { internal } from "./_generated/api"; import { purge } from "./lib/purge";
        export const clean = internalMutation({ args: {}, handler: async (ctx) => { await purge(ctx); } });
        export const mail = internalAction({ args: {}, handler: async (ctx) => { await fetch("https://mail", { method: "POST" }); await ctx.scheduler.runAfter(0, internal.jobs.mail, {}); } });
        export const note = internalMutation({ args: {}, handler: async (ctx) => { await ctx.db.insert("m", {}); } });
      `,
      "lib/purge.ts": `export async function purge(ctx) { for await (const doc of ctx.db.query("m")) await ctx.db.delete(doc._id); }`,
      "m.ts": `
        import { mutation, action } from "./_generated/server"; import { internal } from "./_generated/api";
        export const run = action(async (ctx) => { await ctx.runMutation(internal.jobs.clean, {}); });
        export const later = mutation(async (ctx) => { await ctx.scheduler.runAfter(0, internal.jobs.mail, {}); });
        export const named = mutation(async (ctx) => { await ctx.scheduler.runAfter(0, "jobs:mail", {}); });
        export const many = action(async (ctx, { ids }) => { for (const id of ids) await ctx.runMutation(internal.jobs.note, { id }); });
      `,
    });

    expect(index.danger("m:run")).toBe("sweep: deletes documents");
    expect(index.chain("m:run")).toEqual(["m:run m.ts:3", "ctx.runMutation m.ts:3", "purge lib/purge.ts:1", "ctx.db.delete lib/purge.ts:1"]);
    expect(index.danger("m:later")).toBe("sweep: sends requests to other servers");
    expect(index.danger("m:named")).toBe("sweep: sends requests to other servers");
    expect(index.danger("m:many")).toBe("sweep: inserts documents in bulk");
    expect(index.danger("jobs:note")).toBe("write: inserts documents");
  });
});

describe("an identity from an argument", () => {
  const assumed = (body: string, head = ""): string | null => accessOf({ "m.ts": mutationModule(body, head) }).assumed("m:f");

  test.each([
    ["an index", `return await ctx.db.query("m").withIndex("by_user", (q) => q.eq("userId", args.userId)).collect();`],
    ["a filter", `return await ctx.db.query("m").filter((q) => q.eq(q.field("userId"), 1)).withIndex("by_user", (q) => q.eq("ownerId", args.userId)).collect();`],
    ["a new document", `await ctx.db.insert("m", { authorId: args.userId });`],
    ["a test of a document", `const doc = await ctx.db.get(args.id); if (!doc || doc.ownerId !== args.userId) throw new Error("no"); return doc;`],
    ["a test of a document, from the other side", `const doc = await ctx.db.get(args.id); if (args.userId === doc.ownerId) return doc; throw new Error("no");`],
    ["its own document", `await ctx.db.patch(args.userId, { name: args.name });`],
    ["its own document, with the table", `await ctx.db.delete("users", args.userId);`],
    ["a changed document", `await ctx.db.patch(args.id, { ownerId: args.userId });`],
  ])("is the owner in %s", (_, body) => {
    expect(assumed(body)).toBe("args.userId m.ts:5");
  });

  test("is the owner in the filter of a vector search", () => {
    const index = accessOf({ "m.ts": `import { v } from "convex/values"; import { action } from "./_generated/server"; export const f = action({ args: { userId: v.string(), vector: v.array(v.float64()) }, handler: async (ctx, args) => await ctx.vectorSearch("m", "by_embedding", { vector: args.vector, limit: 5, filter: (q) => q.eq("userId", args.userId) }) });` });

    expect(index.assumed("m:f")).toBe("args.userId m.ts:1");
  });

  test("is known to be one that callers may leave out", () => {
    const index = accessOf({ "m.ts": `import { v } from "convex/values"; import { query } from "./_generated/server"; export const f = query({ args: { userId: v.optional(v.string()) }, handler: async (ctx, args) => await ctx.db.query("m").withIndex("by_user", (q) => q.eq("userId", args.userId)).collect() });` });

    expect(index.assumed("m:f")).toBe("args.userId? m.ts:1");
  });

  test("may be destructured", () => {
    expect(assumed(`const { userId } = args; await ctx.db.insert("m", { userId });`)).toBe("args.userId m.ts:5");
  });

  test("stands beside a check that only asks whether somebody is there", () => {
    expect(assumed(`if (!(await ctx.auth.getUserIdentity())) throw new Error("no"); await ctx.db.insert("m", { authorId: args.userId });`)).toBe("args.userId m.ts:5");
  });

  test.each([
    ["is compared with the caller", `const me = await ctx.auth.getUserIdentity(); if (me?.subject !== args.userId) throw new Error("no"); await ctx.db.insert("m", { authorId: args.userId });`],
    ["comes beside a caller whose role is asked", `const me = await ctx.auth.getUserIdentity(); if (me.role !== "admin") throw new Error("no"); await ctx.db.insert("m", { authorId: args.userId });`],
    ["is compared for what is shown", `const doc = await ctx.db.get(args.id); return { ...doc, isMine: doc.ownerId === args.userId };`],
    ["is compared with another argument", `if (args.ownerId !== args.userId) throw new Error("no"); await ctx.db.insert("m", {});`],
    ["is read as a document", `return await ctx.db.get(args.userId);`],
    ["says something else", `await ctx.db.insert("m", { messageId: args.messageId, author: args.author });`],
    ["does not go there directly", `const id = await resolveUser(ctx, args.userId); await ctx.db.insert("m", { userId: id });`],
    ["goes to another place", `await ctx.db.insert("m", { title: args.userId });`],
    ["comes with a secret", `if (args.secret !== process.env.SECRET) throw new Error("no"); await ctx.db.insert("m", { userId: args.userId });`],
  ])("is none where it %s", (_, body) => {
    expect(assumed(body, `async function resolveUser(ctx, id) { const user = await ctx.db.get(id); return user._id; }`)).toBeNull();
  });
});
