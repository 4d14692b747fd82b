import { describe, expect, test } from "vitest";

import { accessOf, mutationModule } from "../testing/access-of.ts";

const INSERT = `await ctx.db.insert("messages", {});`;

function verdictOf(body: string, head = "", settings: Readonly<Record<string, unknown>> = {}): string {
  return accessOf({ "m.ts": mutationModule(body, head) }, settings).verdict("m:f");
}

describe("what libraries document", () => {
  test.each([
    ["Convex Auth", `import { getAuthUserId } from "@convex-dev/auth/server";`, `const id = await getAuthUserId(ctx); if (id === null) throw new Error("no"); ${INSERT}`],
    ["Convex Auth, older", `import { convexAuth } from "@convex-dev/auth/server"; const { auth } = convexAuth({ providers: [] });`, `const id = await auth.getUserId(ctx); if (id === null) throw new Error("no"); ${INSERT}`],
    ["Better Auth", `import { createClient } from "@convex-dev/better-auth"; const authComponent = createClient(components.betterAuth);`, `const user = await authComponent.safeGetAuthUser(ctx); if (!user) return; ${INSERT}`],
    ["Better Auth, which throws", `import { createClient } from "@convex-dev/better-auth"; const authComponent = createClient(components.betterAuth);`, `await authComponent.getAuthUser(ctx); ${INSERT}`],
    ["WorkOS AuthKit", `import { AuthKit } from "@convex-dev/workos-authkit"; const authKit = new AuthKit(components.workOSAuthKit, {});`, `const user = await authKit.getAuthUser(ctx); if (!user) throw new Error("no"); ${INSERT}`],
    ["better-convex", `import { getAuthUserId } from "better-convex/auth";`, `const id = await getAuthUserId(ctx); if (!id) throw new Error("no"); ${INSERT}`],
    ["Better Auth's own", `import { createClient } from "@convex-dev/better-auth"; const authComponent = createClient(components.betterAuth);`, `const { auth, headers } = await authComponent.getAuth(() => null, ctx); await auth.api.changePassword({ headers }); ${INSERT}`],
    ["Clerk", `import { verifyToken } from "@clerk/backend";`, `await verifyToken(args.jwt, { secretKey: "k" }); ${INSERT}`],
  ])("counts: %s", (_, head, body) => {
    expect(verdictOf(body, head)).toBe("checked: identity");
  });

  test("does not count where the answer is thrown away, or the function is another", () => {
    const head = `import { getAuthUserId, createAccount } from "@convex-dev/auth/server";`;

    expect(verdictOf(`await getAuthUserId(ctx); ${INSERT}`, head)).toBe("unchecked");
    expect(verdictOf(`authComponent.getAuthUser(ctx); ${INSERT}`, `import { createClient } from "@convex-dev/better-auth"; const authComponent = createClient(components.betterAuth);`)).toBe("unchecked");
    expect(verdictOf(`await authKit.getAuthUser(ctx); ${INSERT}`, `import { AuthKit } from "@convex-dev/workos-authkit"; const authKit = new AuthKit(components.workOSAuthKit, {});`)).toBe("unchecked");
    expect(verdictOf(`const account = await createAccount(ctx, {}); if (!account) throw new Error("no"); ${INSERT}`, head)).toBe("unknown: package");
  });

  test("goes by the package, not by the name", () => {
    expect(verdictOf(`const id = await getAuthUserId(ctx); if (id === null) throw new Error("no"); ${INSERT}`, `async function getAuthUserId(ctx) { return 1; }`)).toBe("unchecked");
  });
});

describe("a secret of the environment", () => {
  test.each([
    ["compared", `if (args.secret !== process.env.SECRET) throw new Error("no"); ${INSERT}`, ""],
    ["compared through names", `const { secret } = args; const expected = process.env["SECRET"]; if (!expected || secret !== expected) throw new Error("no"); ${INSERT}`, ""],
    ["compared in a helper", `assertSecret(args.secret); ${INSERT}`, `function assertSecret(given) { if (given !== process.env.SECRET) throw new Error("no"); }`],
    ["compared in constant time", `if (!timingSafeEqual(Buffer.from(args.secret), Buffer.from(process.env.SECRET))) throw new Error("no"); ${INSERT}`, `import { timingSafeEqual } from "node:crypto";`],
    ["compared by a helper of its own", `if (!safeEqual(args.secret, process.env.SECRET)) throw new Error("no"); ${INSERT}`, `function safeEqual(a, b) { let out = 0; for (let i = 0; i < a.length; i++) out |= a.charCodeAt(i) ^ b.charCodeAt(i); return out === 0; }`],
    ["that a signature is verified with", `const payload = new Webhook(process.env.SECRET).verify(args.body, args.headers); if (!payload) throw new Error("no"); ${INSERT}`, `import { Webhook } from "svix";`],
  ])("counts when it is %s", (_, body, head) => {
    expect(verdictOf(body, head)).toBe("checked: secret");
  });

  test.each([
    ["a test", `if (process.env["NODE_ENV"] !== "test") throw new Error("no"); ${INSERT}`, ""],
    ["a helper that throws", `requireTests(); ${INSERT}`, `function requireTests() { const isTest = process.env.NODE_ENV === "test" || process.env.TEST_MODE === "true"; if (!isTest) throw new Error("no"); }`],
  ])("tells a deployment for tests, by %s", (_, body, head) => {
    expect(verdictOf(body, head)).toBe("checked: deployment");
  });

  test.each([
    ["chooses what is written", `const isTest = process.env.NODE_ENV === "test"; if (isTest) console.log("test"); ${INSERT}`],
    ["stands in for a key", `const isTest = process.env.NODE_ENV === "test"; const key = process.env.KEY ?? (isTest ? "test" : undefined); if (!key) throw new Error("no"); ${INSERT}`],
    ["lets a missing key pass", `const isTest = process.env.NODE_ENV === "test"; const key = process.env.KEY; if (!key) { if (isTest) { return "test"; } throw new Error("no"); } ${INSERT}`],
    ["is asked beside something else", `if (process.env.NODE_ENV !== "test" && !args.force) throw new Error("no"); ${INSERT}`],
  ])("a word that only %s is no check", (_, body) => {
    expect(verdictOf(body)).toBe("unchecked");
  });

  test("does not count when signatures are only looked up with it", () => {
    const body = (call: string): string => `const found = ${call}(args.text, process.env.RPC); if (!found) throw new Error("no"); ${INSERT}`;
    const head = `import { getSignaturesForAddress, createSignedUrl, verifySignature } from "somewhere"; function getSignatures(a, b) { return list(b, a); }`;

    expect(verdictOf(body("getSignatures"), head)).toBe("unchecked");
    expect(verdictOf(body("getSignaturesForAddress"), head)).not.toBe("checked: secret");
    expect(verdictOf(body("createSignedUrl"), head)).not.toBe("checked: secret");
    expect(verdictOf(body("verifySignature"), head)).toBe("checked: secret");
  });

  test.each([
    ["of the deployment is tested", `if (!process.env.READY) throw new Error("no"); ${INSERT}`],
    ["is compared with a literal", `if (process.env.STAGE !== "production") throw new Error("no"); ${INSERT}`],
    ["is given to another server", `const done = await fetch(args.url, { method: "POST", headers: { key: process.env.KEY } }); if (!done.ok) throw new Error("no"); ${INSERT}`],
  ])("does not count when it %s", (_, body) => {
    expect(verdictOf(body)).toBe("unchecked");
  });
});

test("a secret that opens the way to a model is not compared where its answer is", () => {
  const body = `const { choices } = await new OpenAI({ apiKey: process.env.KEY }).chat.completions.create({}); if (choices[0].text === args.text) throw new Error("no"); ${INSERT}`;

  expect(verdictOf(body, 'import OpenAI from "openai";')).toBe("unchecked");
});

describe("the setting accessChecks", () => {
  const head = `async function requireKey(ctx, key) { const found = await ctx.db.query("keys").first(); if (!found) throw new Error("no"); }`;

  test("names helpers that count", () => {
    expect(verdictOf(`await requireKey(ctx, args.id); ${INSERT}`, head)).toBe("unchecked");
    expect(verdictOf(`await requireKey(ctx, args.id); ${INSERT}`, head, { accessChecks: ["requireKey"] })).toBe("checked: setting");
    expect(verdictOf(`await requireKey(ctx, args.id); ${INSERT}`, head, { accessChecks: ["m:requireKey"] })).toBe("checked: setting");
    expect(verdictOf(`await requireKey(ctx, args.id); ${INSERT}`, head, { accessChecks: ["lib/keys:requireKey"] })).toBe("unchecked");
  });

  test("must be a list of names", () => {
    expect(() => verdictOf(INSERT, "", { accessChecks: "requireKey" })).toThrow('settings["convex-boundary"].accessChecks must be an array of names of functions');
  });
});

describe("what is not known", () => {
  test.each([
    ["a package that is given the context", "package", `await guard(ctx); ${INSERT}`, `import { guard } from "unheard-of";`],
    ["a package that is given the context in an object", "package", `await guard({ ctx, id: args.id }); ${INSERT}`, `import { guard } from "unheard-of";`],
    ["a class of a package that holds the context", "package", `const service = new Service(ctx); ${INSERT}`, `import { Service } from "unheard-of";`],
    ["a module that is not there", "dynamic", `await guard(ctx); ${INSERT}`, `import { guard } from "./missing";`],
    ["a function that is chosen at run time", "dynamic", `await (args.steps[0])(ctx) ; ${INSERT}`.replace("args.steps", "registry()"), `import { registry } from "./missing";`],
    ["a function handle", "dynamic", `await ctx.runMutation(args.handle, {}); ${INSERT}`, ""],
    ["a credential that is looked up", "credential", `const session = await ctx.db.query("sessions").withIndex("by_token", (q) => q.eq("token", args.sessionToken)).unique(); if (!session) throw new Error("no"); ${INSERT}`, ""],
    ["a credential that is compared", "credential", `const doc = await ctx.db.get(args.id); if (doc.unsubscribeToken !== args.token) throw new Error("no"); ${INSERT}`, ""],
    ["a credential that another server is asked about", "credential", `const res = await fetch("https://example.com", { method: "POST", body: JSON.stringify({ code: args.code }) }); ${INSERT}`, ""],
    ["a password that is salted first", "credential", `const board = await ctx.db.get(args.id); if ((await hash(board.salt, args.password)) !== board.hash) throw new Error("no"); ${INSERT}`, 'const hash = async (salt: string, password: string) => new TextDecoder().decode(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(salt + password)));\n'],
    ["a password in a text that is hashed", "credential", `const board = await ctx.db.get(args.id); if (digest(\`\${board.salt}:\${args.password}\`) !== board.hash) throw new Error("no"); ${INSERT}`, 'import { digest } from "tiny-digest";\n'],
    ["a key of a licence", "credential", `const key = await ctx.db.query("keys").withIndex("by_key", (q) => q.eq("key", args.licenseKey)).unique(); if (!key) throw new Error("no"); ${INSERT}`, ""],
    ["a credential that a component takes", "credential", `await ctx.runMutation(components.files.finish, { uploadToken: args.uploadToken }); ${INSERT}`, ""],
  ])("%s", (_, because, body, head) => {
    expect(verdictOf(body, head)).toBe(`unknown: ${because}`);
  });

  test("does not hide a check beside it", () => {
    expect(verdictOf(`await guard(ctx); const me = await ctx.auth.getUserIdentity(); if (!me) throw new Error("no"); ${INSERT}`, `import { guard } from "unheard-of";`)).toBe("checked: identity");
  });

  test("is not a package that is known not to ask, or that gets only values", () => {
    expect(verdictOf(`await limiter.limit(ctx, "send"); ${INSERT}`, `import { RateLimiter } from "@convex-dev/rate-limiter"; const limiter = new RateLimiter(components.rateLimiter, {});`)).toBe("unchecked");
    expect(verdictOf(`render(args.text); ${INSERT}`, `import { render } from "unheard-of";`)).toBe("unchecked");
  });

  test("is not a credential that is only stored, or the token of a device", () => {
    expect(verdictOf(`await ctx.db.insert("keys", { apiKey: args.apiKey });`)).toBe("unchecked");
    expect(verdictOf(`console.log("code", args.code, \`for \${args.token}\`); ${INSERT}`)).toBe("unchecked");
    expect(verdictOf(`await ctx.db.query("devices").withIndex("t", (q) => q.eq("token", args.pushToken)).first(); ${INSERT}`)).toBe("unchecked");
  });

  test("is a function that a library makes", () => {
    const index = accessOf({ "m.ts": mutationModule(INSERT), "auth.ts": `import { convexAuth } from "@convex-dev/auth/server"; export const { auth, signIn } = convexAuth({ providers: [] });` });

    expect(index.verdict("auth:signIn")).toBe("unknown: builder");
  });
});

test("HTTP actions are followed wherever they are made", () => {
  const index = accessOf({
    "http.ts": `
      import { httpRouter } from "convex/server";
      import { httpAction } from "./_generated/server";
      const http = httpRouter();
      http.route({ path: "/a", method: "POST", handler: httpAction(async (ctx, request) => { await ctx.runMutation(ctx.x, {}); return new Response(); }) });
      export const open = httpAction(async (ctx, request) => { await ctx.storage.store(await request.blob()); return new Response(); });
      export const mine = httpAction(async (ctx, request) => { const me = await ctx.auth.getUserIdentity(); if (!me) return new Response(null, { status: 401 }); return new Response(); });
      export const signed = httpAction(async (ctx, request) => { if (request.headers.get("x-secret") !== process.env.SECRET) return new Response(); return new Response(); });
      export const hook = httpAction(async (ctx, request) => { const signature = request.headers.get("signature"); await ctx.storage.store(await request.blob()); return new Response(); });
      export const typed = httpAction(async (ctx, request) => { const type = request.headers.get("Content-Type"); if (type !== "image/png") return new Response(); await ctx.storage.store(await request.blob()); return new Response(); });
      export const cors = httpAction(async (ctx, { headers }) => { await ctx.storage.delete("a"); return new Response(null, { headers: { "Access-Control-Allow-Origin": headers.get("origin") } }); });
      export const named = httpAction(async (ctx, request) => { const name = "user-agent"; request.headers.get(name); await ctx.storage.delete("a"); return new Response(); });
      export const computed = httpAction(async (ctx, request) => { request.headers.get(ctx.x); await ctx.storage.delete("a"); return new Response(); });
      export const forwarded = httpAction(async (ctx, request) => { verify(request.headers); await ctx.storage.delete("a"); return new Response(); });
      export default http;
    `,
  });

  expect(index.httpActions("http.ts")).toEqual({ httpAction: "unknown: dynamic", open: "unchecked", mine: "checked: identity", signed: "checked: secret", hook: "unknown: credential", typed: "unchecked", cors: "unchecked", named: "unchecked", computed: "unknown: credential", forwarded: "unknown: credential" });
});
