import { describe, expect, test } from "vitest";

import { accessOf } from "../testing/access-of.ts";

const HELPERS = `
  import { mutation, action, httpAction, internalMutation, internalQuery, internalAction } from "./_generated/server";
  import { internal, components } from "./_generated/api";
  import { RateLimiter } from "@convex-dev/rate-limiter";
  const limiter = new RateLimiter(components.rateLimiter, {});
  export const store = internalMutation(async (ctx) => { await ctx.db.insert("m", {}); });
  export const maybe = internalMutation(async (ctx, args) => { if (args.first) return; await ctx.db.insert("m", {}); });
  export const read = internalQuery(async (ctx) => await ctx.db.query("m").collect());
  export const count = internalMutation(async (ctx) => { await limiter.limit(ctx, "send"); });
  export const guarded = internalMutation(async (ctx) => { await requireUser(ctx); await ctx.db.insert("m", {}); });
  export const guardedLate = internalMutation(async (ctx) => { await ctx.db.insert("m", {}); await requireUser(ctx); });
  export const guardedLateAction = internalAction(async (ctx) => { await ctx.runMutation(internal.m.store); await requireUser(ctx); });
  async function requireUser(ctx) { const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); return me; }
  async function findUser(ctx) { return await ctx.auth.getUserIdentity(); }
  async function save(ctx) { await ctx.runMutation(internal.m.store); }
  async function saveMaybe(ctx, some) { if (!some) return; await ctx.runMutation(internal.m.store); }
  async function each(list, run) { for (const item of list) await run(item); }
`;
const CHECK = `await requireUser(ctx);`;
const WRITE = `await ctx.runMutation(internal.m.store);`;

function verdictOf(body: string, builder = "action"): string {
  return accessOf({ "m.ts": `${HELPERS}\nexport const f = ${builder}(async (ctx, args) => {\n${body}\n});\n` }).verdict("m:f");
}

describe("a check of an action that only throws", () => {
  test.each([
    ["a mutation has run", `${WRITE} ${CHECK}`],
    ["a mutation has run, and the test stands in the handler", `${WRITE} const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no");`],
    ["a helper has run one", `await save(ctx); ${CHECK}`],
    ["an action that runs one has run", `await ctx.runAction(internal.m.guardedLateAction);`],
    ["a function that writes is scheduled", `await ctx.scheduler.runAfter(0, internal.m.store, {}); ${CHECK}`],
    ["a file is stored", `await ctx.storage.store(args.blob); ${CHECK}`],
    ["a file is deleted", `await ctx.storage.delete(args.id); ${CHECK}`],
    ["both stand in a branch", `if (args.all) { ${WRITE} ${CHECK} }`],
    ["it stands in a branch behind the write", `${WRITE} if (args.all) { ${CHECK} }`],
    ["it is in a function that is run then", `${WRITE} await ctx.runMutation(internal.m.guarded);`],
    ["its answer is kept, but not used", `${WRITE} const user = await requireUser(ctx); return args.id;`],
    ["a way out before both does nothing", `if (args.none) return; ${WRITE} ${CHECK}`],
    ["it waits for the write", `await requireUser(ctx, await save(ctx));`],
  ])("does not count when %s", (_, body) => {
    expect(verdictOf(body)).toBe("unchecked: late");
  });

  test.each([
    ["it comes first", `${CHECK} ${WRITE}`],
    ["it is what the write waits for", `await ctx.runMutation(internal.m.store, { me: await requireUser(ctx) });`],
    ["another comes first", `${CHECK} ${WRITE} ${CHECK}`],
    ["only documents are read before", `await ctx.runQuery(internal.m.read); ${CHECK} ${WRITE}`],
    ["only a rate limiter runs before", `await limiter.limit(ctx, "send"); await ctx.runMutation(internal.m.count); await ctx.runMutation(components.rateLimiter.limit); ${CHECK} ${WRITE}`],
    ["only a request is sent before", `await fetch("https://example.com", { method: "POST" }); ${CHECK} ${WRITE}`],
    ["the write may not happen", `if (args.draft) { ${WRITE} } ${CHECK}`],
    ["the write may not happen, in a short circuit", `args.draft && (${WRITE.slice(0, -1)}); ${CHECK}`],
    ["the write may not happen, in a loop", `for (const id of args.ids) { ${WRITE} } ${CHECK}`],
    ["the write may not happen, in a callback", `await Promise.all(args.ids.map(async () => { ${WRITE} })); ${CHECK}`],
    ["the write may not happen, in a helper's callback", `await each(args.ids, async () => { ${WRITE} }); ${CHECK}`],
    ["the write may not happen, in a helper that may return", `await saveMaybe(ctx, args.some); ${CHECK}`],
    ["the write may not happen, in a mutation that may return", `await ctx.runMutation(internal.m.maybe, { first: true }); ${CHECK}`],
    ["the write may not happen, where it throws", `try { ${WRITE} } catch { } ${CHECK}`],
    ["it may be another function that writes", `await (args.all ? save : findUser)(ctx); ${CHECK}`],
    ["the write ends in a return", `if (args.draft) { ${WRITE} return; } ${CHECK}`],
    ["they stand in different branches", `if (args.draft) { ${WRITE} } else { ${CHECK} }`],
    ["the function that writes has asked before", `await ctx.runMutation(internal.m.guarded); ${CHECK}`],
    ["the mutation that writes asks late itself, and takes it back", `await ctx.runMutation(internal.m.guardedLate);`],
    ["nobody waits for the write", `void save(ctx); ${CHECK}`],
  ])("counts when %s", (_, body) => {
    expect(verdictOf(body)).toBe("checked: identity");
  });

  test("counts when more is done with its answer", () => {
    expect(verdictOf(`${WRITE} const me = await requireUser(ctx); await ctx.runMutation(internal.m.store, { owner: me.subject });`)).toBe("checked: identity");
    expect(verdictOf(`${WRITE} return await findUser(ctx);`)).toBe("checked: identity");
    expect(verdictOf(`${WRITE} const me = await findUser(ctx); if (me) await ctx.runMutation(internal.m.store);`)).toBe("checked: identity");
  });

  test("may compare a secret", () => {
    expect(verdictOf(`${WRITE} if (args.key !== process.env.KEY) throw new Error("no");`)).toBe("unchecked: late");
  });

  test("does not hide what cannot be followed", () => {
    expect(verdictOf(`await args.guard(ctx); ${WRITE} await ctx.runMutation(args.handle, {}); ${CHECK}`)).toBe("unknown: dynamic");
  });
});

test("a check of a mutation that only throws counts wherever it stands, and is known to be late", () => {
  expect(verdictOf(`await ctx.db.insert("m", {}); ${CHECK}`, "mutation")).toBe("checked: identity, late");
  expect(verdictOf(`await ctx.runMutation(internal.m.store); ${CHECK}`, "mutation")).toBe("checked: identity, late");
  expect(verdictOf(`${CHECK} await ctx.db.insert("m", {});`, "mutation")).toBe("checked: identity");
  expect(verdictOf(`await ctx.db.insert("m", {}); const me = await requireUser(ctx); await ctx.db.insert("m", { me });`, "mutation")).toBe("checked: identity");
});

test("a check of an HTTP action that only throws is one of an action", () => {
  const index = accessOf({ "m.ts": `${HELPERS}\nexport const late = httpAction(async (ctx) => { ${WRITE} ${CHECK} return new Response(); });\nexport const early = httpAction(async (ctx) => { ${CHECK} ${WRITE} return new Response(); });\n` });

  expect(index.httpActions("m.ts")).toEqual({ late: "unchecked: late", early: "checked: identity" });
});

test("a function builder asks before the handler", () => {
  const index = accessOf({
    "m.ts": `${HELPERS}
      import { customAction, customCtx } from "convex-helpers/server/customFunctions";
      const asking = customAction(action, customCtx(async (ctx) => { await requireUser(ctx); return {}; }));
      const writing = customAction(action, customCtx(async (ctx) => { ${WRITE} return {}; }));
      export const early = asking({ args: {}, handler: async (ctx) => { ${WRITE} } });
      export const late = writing({ args: {}, handler: async (ctx) => { ${CHECK} } });
    `,
  });

  expect(index.verdict("m:early")).toBe("checked: identity");
  expect(index.verdict("m:late")).toBe("unchecked: late");
});
