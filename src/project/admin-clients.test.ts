import { describe, expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";

const BACKEND = {
  "convex/_generated/api.d.ts": "export declare const api: AnyApi;\n",
  "convex/_generated/server.d.ts": "",
  "convex/messages.ts": 'import { internalMutation } from "./_generated/server";\nexport const purge = internalMutation({});\n',
};
/** A client that is made when it is first asked for, with an administrator's key where there is one. */
const LAZY_CLIENT = 'import { ConvexHttpClient } from "convex/browser";\nlet client: ConvexHttpClient | null = null;\nexport function getClient() {\n  if (!client) { client = new ConvexHttpClient(""); if (process.env.KEY) (client as any).setAdminAuth(process.env.KEY); }\n  return client;\n}\n';
const ROUTE = 'import { internal } from "../../convex/_generated/api";\nimport { NextResponse } from "next/server";\n';

/** What is known of a route that gives `internal.messages.purge` to something. */
function callersOf(files: Readonly<Record<string, string>>): string[] {
  return indexOf({ ...BACKEND, ...files }).callers("messages:purge");
}

describe("a client that may hold an administrator's key", () => {
  test.each<[string, Record<string, string>]>([
    ["made when it is first asked for", { "lib/convex.ts": LAZY_CLIENT, "app/purge/route.ts": `${ROUTE}import { getClient } from "../../lib/convex";\nexport const POST = async () => { await getClient().mutation(internal.messages.purge); };\n` }],
    ["behind a helper of the same file", { "lib/convex.ts": `${LAZY_CLIENT}export const mutateInternal = (ref: any, args: any) => getClient().mutation(ref, args);\n`, "app/purge/route.ts": `${ROUTE}import { mutateInternal } from "../../lib/convex";\nexport const POST = async () => { await mutateInternal(internal.messages.purge, {}); };\n` }],
    ["behind a helper of another file", { "lib/convex.ts": LAZY_CLIENT, "lib/mutate.ts": 'import { getClient } from "./convex";\nexport const mutateInternal = (ref: any, args: any) => getClient().mutation(ref, args);\n', "app/purge/route.ts": `${ROUTE}import { mutateInternal } from "../../lib/mutate";\nexport const POST = async () => { await mutateInternal(internal.messages.purge, {}); };\n` }],
    ["of no type that is written out", { "lib/convex.ts": LAZY_CLIENT.replace(": ConvexHttpClient | null", ""), "app/purge/route.ts": `${ROUTE}import { getClient } from "../../lib/convex";\nexport const POST = async () => { const client = getClient(); await client.mutation(internal.messages.purge); };\n` }],
    ["kept by an object", { "lib/convex.ts": `${LAZY_CLIENT}export const clients = { get: getClient, admin: globalThis.admin };\n`, "app/purge/route.ts": `${ROUTE}import { clients } from "../../lib/convex";\nexport const POST = async () => { await clients.admin.mutation(internal.messages.purge); };\n` }],
  ])("%s", (_, files) => {
    expect(callersOf(files)).toEqual([expect.stringMatching(/^app\/purge\/route\.ts:\d client possible internal$/u)]);
  });

  test("is a client for what it calls publicly", () => {
    const index = indexOf({
      ...BACKEND,
      "convex/users.ts": 'import { query } from "./_generated/server";\nexport const get = query({});\n',
      "lib/convex.ts": LAZY_CLIENT,
      "app/users/route.ts": 'import { api } from "../../convex/_generated/api";\nimport { getClient } from "../../lib/convex";\nexport const GET = () => getClient().query(api.users.get);\n',
    });

    expect(index.verdict("users:get")).toBe("client");
  });
});

test("a client that nobody gives a key is none", () => {
  const files = { "lib/convex.ts": LAZY_CLIENT.replace(/if \(process.*KEY\);/u, ""), "app/purge/route.ts": `${ROUTE}import { getClient } from "../../lib/convex";\nexport const POST = async () => { await getClient().mutation(internal.messages.purge); };\n` };

  expect(callersOf(files)).toEqual(["app/purge/route.ts:4 client direct internal"]);
});

test("a test may hold a key or none", () => {
  const files = { "tests/setup.ts": LAZY_CLIENT.replace(": ConvexHttpClient | null", ": any"), "tests/purge.test.ts": 'import { internal } from "../convex/_generated/api";\nimport { getClient } from "./setup";\nawait getClient().mutation(internal.messages.purge);\n' };

  expect(callersOf(files)).toEqual(["tests/purge.test.ts:3 test direct internal"]);
});
