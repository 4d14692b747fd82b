import { describe, expect, test } from "vitest";

import { accessOf, mutationModule } from "../testing/access-of.ts";

const INSERT = `await ctx.db.insert("messages", {});`;

function verdictOf(body: string, head = ""): string {
  return accessOf({ "m.ts": mutationModule(body, head) }).verdict("m:f");
}

describe("a use of ctx.auth in the handler", () => {
  test.each([
    ["throws when nobody is there", `const identity = await ctx.auth.getUserIdentity(); if (!identity) throw new Error("no"); ${INSERT}`],
    ["returns when nobody is there", `const identity = await ctx.auth.getUserIdentity(); if (identity === null) return null; ${INSERT}`],
    ["is written as the owner", `const identity = await ctx.auth.getUserIdentity(); await ctx.db.insert("messages", { owner: identity!.subject });`],
    ["is compared with a document", `const identity = await ctx.auth.getUserIdentity(); const doc = await ctx.db.get(args.id); if (doc.owner !== identity?.subject) throw new Error("no"); await ctx.db.delete(args.id);`],
    ["is destructured from the context", `const { auth, db } = ctx; const { subject } = await auth.getUserIdentity(); await db.insert("messages", { subject });`],
    ["chooses the documents of an index", `const me = await ctx.auth.getUserIdentity(); return await ctx.db.query("m").withIndex("by_user", (q) => q.eq("user", me.subject)).collect();`],
    ["is read together with others", `const [me, doc] = await Promise.all([ctx.auth.getUserIdentity(), ctx.db.get(args.id)]); if (!me) throw new Error("no"); await ctx.db.delete(doc._id);`],
    ["goes through then", `await ctx.auth.getUserIdentity().then((me) => { if (!me) throw new Error("no"); }); ${INSERT}`],
    ["is assigned later", `let me = null; me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); ${INSERT}`],
    ["throws into a catch that returns", `try { const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); } catch (error) { return null; } ${INSERT}`],
    ["throws in a block that writes too", `try { const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); ${INSERT} } catch (error) { console.error(error); }`],
    ["is put into a list that is looked at", `const me = await ctx.auth.getUserIdentity(); const roles: string[] = []; roles.push(me.role); if (!roles.includes("admin")) throw new Error("no"); ${INSERT}`],
    ["is put into a map that is written", `const me = await ctx.auth.getUserIdentity(); const row = new Map(); row.set("owner", me.subject); await ctx.db.insert("messages", Object.fromEntries(row));`],
    ["is put into a list of somebody else", `const me = await ctx.auth.getUserIdentity(); args.users.push(me.subject); ${INSERT}`],
    ["is tested in a branch", `const me = await ctx.auth.getUserIdentity(); switch (me?.role) { case "admin": ${INSERT} }`],
  ])("counts when it %s", (_, body) => {
    expect(verdictOf(body)).toBe("checked: identity");
  });

  test.each([
    ["is thrown away", `await ctx.auth.getUserIdentity(); ${INSERT}`],
    ["is never read", `const identity = await ctx.auth.getUserIdentity(); ${INSERT}`],
    ["is put into a list that nothing looks at", `const me = await ctx.auth.getUserIdentity(); const users = []; users.push(me.subject); ${INSERT}`],
    ["is not waited for", `const identity = ctx.auth.getUserIdentity(); if (!identity) throw new Error("no"); ${INSERT}`],
    ["is only printed", `const identity = await ctx.auth.getUserIdentity(); console.log(identity); ${INSERT}`],
    ["only decides what is printed", `const identity = await ctx.auth.getUserIdentity(); if (!identity) { console.warn("nobody"); } else console.log("somebody"); ${INSERT}`],
    ["throws into a catch that goes on", `try { const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); } catch (error) { console.error(error); } ${INSERT}`],
    ["is of something that is no context", `const fake = { auth: { getUserIdentity: () => null } }; if (fake.auth.getUserIdentity()) throw new Error("no"); ${INSERT}`],
  ])("does not count when it %s", (_, body) => {
    expect(verdictOf(body)).toBe("unchecked");
  });
});

test("a list that a helper fills says nothing until somebody looks at it", () => {
  const head = `async function namesOf(ctx) { const me = await ctx.auth.getUserIdentity(); const found: string[] = []; if (me) found.push(me.subject); return found; }`;

  expect(verdictOf(`await namesOf(ctx); ${INSERT}`, head)).toBe("unchecked");
  expect(verdictOf(`const names = await namesOf(ctx); if (names.length === 0) throw new Error("no"); ${INSERT}`, head)).toBe("checked: identity");
});

describe("a helper", () => {
  const HELPERS = `
    async function requireUser(ctx) { const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); return me; }
    async function findUser(ctx) { const me = await ctx.auth.getUserIdentity(); if (!me) return null; return await ctx.db.query("users").first(); }
    async function isAdmin(ctx) { const me = await ctx.auth.getUserIdentity(); return me?.role === "admin"; }
    function assertUser(user) { if (!user) throw new Error("no"); }
    async function audit(ctx) { const me = await ctx.auth.getUserIdentity(); console.log(me); }
    async function requireAdmin(ctx) { const me = await ctx.auth.getUserIdentity(); if (me?.role === "admin") return; throw new Error("no"); }
    async function requireRole(ctx) { const me = await ctx.auth.getUserIdentity(); for (const role of ["a", "b"]) { if (me?.role === role) return me; } throw new Error("no"); }
    async function requireSwitch(ctx) { const me = await ctx.auth.getUserIdentity(); switch (me?.role) { case "admin": return true; } throw new Error("no"); }
    async function greet(ctx, name) { const me = await ctx.auth.getUserIdentity(); if (me) return null; if (!name) throw new Error("no"); }
    const LIMITS = { free: { canWrite: false }, pro: { canWrite: true } };
    async function limitsOf(ctx) { const plan = (await findUser(ctx)) ? "pro" : "free"; return LIMITS[plan]; }
    async function requireOverloaded(ctx): Promise<object>;
    async function requireOverloaded(ctx, strict: boolean): Promise<object>;
    async function requireOverloaded(ctx, strict = true) { const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); return me; }
    function raise(message) { throw new Error(message); }
    function forbid(message): never { raise(message); }
    function reject() { console.log("no"); raise("no"); }
    async function requireRejecting(ctx) { const me = await ctx.auth.getUserIdentity(); if (!me) reject(); return me; }
    function collect(): Array<never> { return []; }
    async function collectOnly(ctx) { const me = await ctx.auth.getUserIdentity(); if (!me) collect(); }
    function refuse() { console.log("no"); throw new Error("no"); }
    function complain(strict) { if (strict) throw new Error("no"); }
    async function forbidLater(): Promise<never> { throw new Error("no"); }
    async function requireForbidding(ctx) { const me = await ctx.auth.getUserIdentity(); if (!me) { forbid("no"); } return me; }
    async function requireRefusing(ctx) { const me = await ctx.auth.getUserIdentity(); if (!me) return refuse(); }
    async function requireWaiting(ctx) { const me = await ctx.auth.getUserIdentity(); if (!me) await forbidLater(); }
    async function requireEither(ctx) { const me = (await ctx.auth.getUserIdentity()) ?? forbid("no"); return me; }
    async function requireChosen(ctx) { const me = await ctx.auth.getUserIdentity(); return me ? me : forbid("no"); }
    async function complainOnly(ctx) { const me = await ctx.auth.getUserIdentity(); if (!me) complain(false); }
    async function forbidUnawaited(ctx) { const me = await ctx.auth.getUserIdentity(); if (!me) forbidLater(); }
    async function forbidInTry(ctx) { const me = await ctx.auth.getUserIdentity(); try { if (!me) forbid("no"); } catch {} }
    async function remove(ctx, id) { const me = await findUser(ctx); if (!me) return; await ctx.db.delete(id); }
  `;

  test.each([
    ["throws", `await requireUser(ctx); ${INSERT}`],
    ["gives a user who is tested", `const user = await findUser(ctx); if (!user) throw new Error("no"); ${INSERT}`],
    ["gives a user who is asserted", `assertUser(await findUser(ctx)); ${INSERT}`],
    ["gives a user who is written", `const user = await findUser(ctx); await ctx.db.insert("m", { user: user._id });`],
    ["says who is an admin", `if (!(await isAdmin(ctx))) throw new Error("no"); ${INSERT}`],
    ["throws in a promise that is waited for", `await requireUser(ctx).then(() => null); ${INSERT}`],
    ["throws into a catch that throws", `try { await requireUser(ctx); } catch (error) { throw new Error("no", { cause: error }); } ${INSERT}`],
    ["throws in a block that writes too", `try { await requireUser(ctx); ${INSERT} } catch (error) { console.error(error); }`],
    ["decides, where it does not throw, what is remembered", `let isMine = false; try { await requireUser(ctx); isMine = true; } catch {} if (!isMine) return; ${INSERT}`],
    ["decides, where it throws, what is remembered", `let isMine = true; try { await requireUser(ctx); } catch { isMine = false; } if (!isMine) return; ${INSERT}`],
    ["gives somebody who is tested behind the block", `let me = null; try { me = await requireUser(ctx); } catch {} if (!me) return; ${INSERT}`],
    ["gives nobody where its errors are caught, and that is tested", `const me = await requireUser(ctx).catch(() => null); if (!me) return; ${INSERT}`],
    ["does everything in a promise whose errors are caught", `await remove(ctx, args.id).catch(console.error);`],
    ["leaves for the permitted, and throws for the others", `await requireAdmin(ctx); ${INSERT}`],
    ["leaves a loop for the permitted, and throws for the others", `await requireRole(ctx); ${INSERT}`],
    ["leaves a switch for the permitted, and throws for the others", `await requireSwitch(ctx); ${INSERT}`],
    ["looks something up by who it is", `const limits = await limitsOf(ctx); if (!limits.canWrite) return; ${INSERT}`],
    ["writes only for somebody", `await remove(ctx, args.id);`],
    ["calls what never returns", `await requireForbidding(ctx); ${INSERT}`],
    ["has overloads", `await requireOverloaded(ctx); ${INSERT}`],
    ["calls what calls what never returns", `await requireRejecting(ctx); ${INSERT}`],
    ["returns what throws whenever it is called", `await requireRefusing(ctx); ${INSERT}`],
    ["waits for what throws", `await requireWaiting(ctx); ${INSERT}`],
    ["has somebody or never returns", `await requireEither(ctx); ${INSERT}`],
    ["gives somebody or never returns", `await requireChosen(ctx); ${INSERT}`],
    ["does everything and is not waited for", `void remove(ctx, args.id);`],
  ])("counts when it %s", (_, body) => {
    expect(verdictOf(body, HELPERS)).toBe("checked: identity");
  });

  test.each([
    ["throws in a call that nobody waits for", `requireUser(ctx); ${INSERT}`],
    ["throws in a call that is only tested", `if (!requireUser(ctx)) return; ${INSERT}`],
    ["says who is an admin, and a promise is tested", `if (!isAdmin(ctx)) throw new Error("no"); ${INSERT}`],
    ["gives a user whom nobody reads", `await findUser(ctx); ${INSERT}`],
    ["leaves for somebody, and throws for another reason", `await greet(ctx, args.name); ${INSERT}`],
    ["throws in a promise that nobody waits for", `requireUser(ctx).catch(console.error); ${INSERT}`],
    ["throws in a promise whose errors are caught", `await requireUser(ctx).catch(() => null); ${INSERT}`],
    ["throws in a promise that goes on and whose errors are caught", `await requireUser(ctx).then(() => 1).catch(() => null); ${INSERT}`],
    ["throws into a catch that goes on", `try { await requireUser(ctx); } catch {} ${INSERT}`],
    ["throws in what nobody waits for", `ctx.auth.getUserIdentity().then((me) => { if (!me) throw new Error("no"); }); ${INSERT}`],
    ["only prints who it is", `await audit(ctx); ${INSERT}`],
    ["calls what returns a list of nothing", `await collectOnly(ctx); ${INSERT}`],
    ["calls what returns sometimes", `await complainOnly(ctx); ${INSERT}`],
    ["throws in what nobody waits for, in a helper", `await forbidUnawaited(ctx); ${INSERT}`],
    ["never returns into a catch that goes on", `await forbidInTry(ctx); ${INSERT}`],
    ["asserts something else", `assertUser(args.user); ${INSERT}`],
  ])("does not count when it %s", (_, body) => {
    expect(verdictOf(body, HELPERS)).toBe("unchecked");
  });

  test("is followed through modules, re-exports, namespaces, objects and classes", () => {
    const index = accessOf({
      "lib/auth.ts": `export async function requireUser(ctx) { const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); }`,
      "lib/index.ts": `export { requireUser as signedIn } from "./auth"; export * from "./guards"; export * as guards from "./guards"; export { default as Guard } from "./guard";`,
      "lib/guards.ts": `import { requireUser } from "./auth"; export const admin = { only: (ctx) => requireUser(ctx) }; export class Access { static async check(ctx) { await requireUser(ctx); } }`,
      "lib/guard.ts": `import { requireUser } from "./auth"; export default class { constructor(private readonly ctx) {} async run() { await requireUser(this.ctx); } }`,
      "m.ts": `
        import { mutation } from "./_generated/server"; import { signedIn, admin, Access, guards, Guard } from "./lib"; import * as lib from "./lib";
        export const renamed = mutation(async (ctx) => { await signedIn(ctx); await ctx.db.insert("m", {}); });
        export const namespace = mutation(async (ctx) => { await lib.signedIn(ctx); await ctx.db.insert("m", {}); });
        export const object = mutation(async (ctx) => { await admin.only(ctx); await ctx.db.insert("m", {}); });
        export const nested = mutation(async (ctx) => { await guards.admin.only(ctx); await ctx.db.insert("m", {}); });
        export const statics = mutation(async (ctx) => { await Access.check(ctx); await ctx.db.insert("m", {}); });
        export const instance = mutation(async (ctx) => { await new Guard(ctx).run(); await ctx.db.insert("m", {}); });
        export const none = mutation(async (ctx) => { new Guard(ctx); await ctx.db.insert("m", {}); });
      `,
    });

    for (const name of ["renamed", "namespace", "object", "nested", "statics", "instance"]) expect(`${name}: ${index.verdict(`m:${name}`)}`).toBe(`${name}: checked: identity`);
    expect(index.verdict("m:none")).toBe("unchecked");
    expect(index.chain("m:renamed")).toEqual(["m:renamed m.ts:3", "requireUser lib/auth.ts:1", "requireUser lib/auth.ts:1"]);
  });

  test("is what asks; what the answer is given to is not", () => {
    const index = accessOf({
      "m.ts": `
        import { mutation } from "./_generated/server";
        export const send = mutation(async (ctx) => {
          const me = await ctx.auth.getUserIdentity();
          await (ctx.db as any).insert("m", { me: me.subject });
        });
      `,
    });

    expect(index.chain("m:send")).toEqual(["m:send m.ts:3", "given to ctx.db.insert m.ts:5"]);
  });

  test("is followed where it is given a function", () => {
    const head = `
      async function asUser(ctx, run) { const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); return run(me); }
      async function retry(run) { return await run(); }
    `;

    expect(verdictOf(`return await asUser(ctx, async (me) => { ${INSERT} });`, head)).toBe("checked: identity");
    expect(verdictOf(`return await retry(async () => { ${INSERT} });`, head)).toBe("unchecked");
  });

  test("may call itself", () => {
    expect(verdictOf(`await walk(ctx, 3);`, `async function walk(ctx, n) { if (n > 0) await walk(ctx, n - 1); ${INSERT} }`)).toBe("unchecked");
  });
});

describe("functions that run others", () => {
  const OTHERS = `
    import { internalMutation, internalQuery } from "./_generated/server";
    export const me = internalQuery({ args: {}, handler: async (ctx) => { const me = await ctx.auth.getUserIdentity(); return me && me.subject; } });
    export const guarded = internalMutation({ args: {}, handler: async (ctx) => { const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); ${INSERT} } });
    export const required = internalQuery({ args: {}, handler: async (ctx) => { const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); } });
    export const plain = internalMutation({ args: {}, handler: async (ctx) => { ${INSERT} } });
  `;
  const verdict = (body: string): string => accessOf({ "others.ts": OTHERS, "m.ts": mutationModule(body) }).verdict("m:f");

  test("are checked where the called function is, whose caller it is too", () => {
    expect(verdict(`await ctx.runMutation(internal.others.guarded, {});`)).toBe("checked: identity");
    expect(verdict(`const me = await ctx.runQuery(internal.others.me); if (!me) throw new Error("no"); await ctx.runMutation(internal.others.plain, {});`)).toBe("checked: identity");
    expect(verdict(`ctx.runMutation(internal.others.guarded, {});`)).toBe("checked: identity");
    expect(verdict(`ctx.runQuery(internal.others.required); await ctx.runMutation(internal.others.plain, {});`)).toBe("unchecked");
    expect(verdict(`await ctx.runQuery(internal.others.required); await ctx.runMutation(internal.others.plain, {});`)).toBe("checked: identity");
    expect(verdict(`await ctx.runQuery(internal.others.me); await ctx.runMutation(internal.others.plain, {});`)).toBe("unchecked");
  });

  test("are not checked where the called function runs later, when there is no caller", () => {
    expect(verdict(`await ctx.scheduler.runAfter(0, internal.others.guarded, {});`)).toBe("unchecked");
  });
});
