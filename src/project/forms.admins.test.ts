import { describe, expect, test } from "vitest";

import { type CallerForm, callersOf, expectedCallers } from "../testing/callers.ts";
import { indexOf } from "../testing/index-of.ts";

const API = 'import { api } from "../convex/_generated/api";\n';

function app(form: string, imports: string, body: string, callers: string): CallerForm {
  return [form, callers, { "app/$m.ts": `${imports}\n${API}${body}\n` }];
}

const ADMIN = 'import { ConvexHttpClient } from "convex/browser";';
const OPERATOR = "operator direct";

const CLIENTS: readonly CallerForm[] = [
  app("setAdminAuth", ADMIN, "const admin = new ConvexHttpClient(url);\nadmin.setAdminAuth(key);\nexport const it = () => admin.query(api.$m.fn as any, {});", OPERATOR),
  app("setAdminAuth behind a cast", ADMIN, "const admin = new ConvexHttpClient(url);\n(admin as any).setAdminAuth(key, identity);\nexport const it = () => admin.mutation(api.$m.fn, {});", OPERATOR),
  app("setAdminAuth in a function", ADMIN, "function connect() { const admin = new ConvexHttpClient(url); admin.setAdminAuth(key); return admin; }\nexport const it = () => connect().action(api.$m.fn, {});", OPERATOR),
  app("setAdminAuth of another file", 'import { connect } from "./admin";', "export const it = async () => { const admin = await connect(); await admin.mutation(api.$m.fn, {}); };", OPERATOR),
  app("setAdminAuth of a field", ADMIN, "export class Admin { #client = new ConvexHttpClient(url); constructor(key) { this.#client.setAdminAuth(key); } it() { return this.#client.query(api.$m.fn, {}); } }", "client possible"),
  ...["ConvexReactClient", "ConvexClient"].map((name) => app(`setAdminAuth of ${name}`, `import { ${name} } from "${name === "ConvexClient" ? "convex/browser" : "convex/react"}";`, `const admin = new ${name}(url);\nadmin.setAdminAuth(key);\nexport const it = () => admin.query(api.$m.fn, {});`, OPERATOR)),
  app("setAdminAuth of BaseConvexClient", 'import { BaseConvexClient } from "convex/browser";', 'const admin = new BaseConvexClient(url, () => {});\nadmin.setAdminAuth(key);\nexport const it = () => admin.mutation("$m:fn", {});', OPERATOR),
  app("function", ADMIN, "export const it = () => new ConvexHttpClient(url).function(api.$m.fn, undefined, {});", OPERATOR),
  app("function with a name", ADMIN, 'export const it = () => (new ConvexHttpClient(url) as any).function("$m:fn", undefined, {});', OPERATOR),
  app("a token of an administrator", 'import { fetchMutation } from "convex/nextjs";', "export const it = () => fetchMutation(api.$m.fn, {}, { adminToken: key } as any);", "client possible"),
];


/** Modules that hold an administrator's client. */
const MODULES = {
  "app/admin.ts": `${ADMIN}\nexport async function connect() {\n  const admin = new ConvexHttpClient(url);\n  admin.setAdminAuth(key);\n  return admin;\n}\nexport async function run(kind, ref, args) {\n  const admin = await connect();\n  return admin[kind](ref, args);\n}\n`,
  "app/holder.ts": `${ADMIN}\nexport class Admin {\n  #client = new ConvexHttpClient(url);\n  constructor() { this.#client.setAdminAuth(key); }\n  mutation(ref, args) { return this.#client.mutation(ref, args); }\n}\nexport const admin = new Admin();\n`,
  "app/extended.ts": `${ADMIN}\nexport class AdminClient extends ConvexHttpClient { constructor() { super(url); this.setAdminAuth(key); } }\n`,
  "app/lazy.ts": `${ADMIN}\nlet admin;\nexport const client = () => {\n  if (!admin) { admin = new ConvexHttpClient(url); admin.setAdminAuth(key); }\n  return admin;\n};\n`,
  "app/authenticate.ts": "export const authenticate = (client) => client.setAdminAuth(process.env.KEY);\n",
  "app/index.ts": 'export * from "./admin";\n',
};

/** A page, which may run on a server; the administrator's client is out of sight there. */
function page(form: string, imports: string, body: string, callers = "client direct"): CallerForm {
  return [form, callers, { "app/$m.tsx": `${imports}\n${API}export default async () => { ${body} };\n` }];
}

const PAGES: readonly CallerForm[] = [
  page("a function", 'import { run } from "./admin";', 'await run("mutation", api.$m.fn, {});', "operator direct"),
  page("a function of a barrel", 'import { run } from "./index";', 'await run("mutation", api.$m.fn, {});'),
  page("an object", 'import { admin } from "./holder";', "await admin.mutation(api.$m.fn, {});", "client possible"),
  page("an object that is handed on", 'import type { Admin } from "./holder";', "const run = (admin: Admin) => admin.mutation(api.$m.fn, {});", "client possible"),
  page("a class of one's own", 'import { AdminClient } from "./extended";', "const admin = new AdminClient(); await admin.mutation(api.$m.fn, {});", "client possible"),
  page("a client that is made once", 'import { client } from "./lazy";', "await client().mutation(api.$m.fn, {});", "client possible"),
  page("a client that another module gives the key", `import { authenticate } from "./authenticate";\n${ADMIN}`, "const client = new ConvexHttpClient(url); authenticate(client); await client.mutation(api.$m.fn, {});", "client possible"),
  page("a client of a framework's context", "", "const loader = ({ context }) => context.admin.mutation(api.$m.fn, {});"),
  page("a hook", 'import { useStable } from "./hooks";', "useStable(api.$m.fn);", "client direct; reported"),
  page("a hook of Convex", 'import { useMutation } from "convex/react";', "useMutation(api.$m.fn);", "API direct; reported"),
  page("a property", "", "return <Form mutation={api.$m.fn} />;", "client direct; reported"),
];

describe("administrators' clients", () => {
  test("they may call internal functions", () => {
    expect(callersOf(CLIENTS, MODULES)).toEqual(expectedCallers(CLIENTS));
  });

  test("where one exists, a page may hand a function to it", () => {
    expect(callersOf(PAGES, MODULES)).toEqual(expectedCallers(PAGES));
  });

  test("where none exists, a page is a client", () => {
    const form: CallerForm = page("a function that is not known", 'import { run } from "./unknown";', 'await run("mutation", api.$m.fn, {});', "client direct; reported");

    expect(callersOf([form])).toEqual(expectedCallers([form]));
  });

  test("beside one, a query of a table is no call of a function", () => {
    const index = indexOf({
      "convex/_generated/api.js": "",
      "convex/_generated/server.js": "",
      "convex/lib/admin.ts": `${ADMIN}\nexport const admin = new ConvexHttpClient(url);\nadmin.setAdminAuth(key);\n`,
      "convex/rows.ts": 'import { query } from "./_generated/server";\nimport { admin } from "./lib/admin";\nexport const list = query(async (ctx) => ctx.db.query("rows").collect());\n',
    });

    expect(index.snapshot.danglingIn(`${index.root}/convex/rows.ts`)).toEqual([]);
  });
});
