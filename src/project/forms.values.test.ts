import { describe, expect, test } from "vitest";

import { API, BACKEND, expectedVerdicts, type Form, HOOKS, inAction, scheduled, server, SERVER, verdictsOf, web } from "../testing/forms.ts";

const GENERATED = "@acme/backend/convex/_generated/api";
const CLIENT = 'import { client } from "./convex";\n';
const CRONS = `import { cronJobs } from "convex/server";\n${SERVER}`;

/** A client that takes names from a module of the functions directory. */
function shared(form: string, exported: string, body: string): Form {
  const files = { [`${BACKEND}/shared/$m.ts`]: `${exported}\n`, "apps/web/src/$m.ts": `import { it } from "@acme/backend/convex/shared/$m";\n${CLIENT}${body}\n` };
  return [form, "client", { ...files, ...scheduled() }];
}

const FORMS: readonly Form[] = [
  // Modules that are imported late.
  web("an import as a value", `await client.query((await import("${GENERATED}")).api.$m.fn);`, ""),
  web("an import in a constant", `const ref = (await import("${GENERATED}")).api.$m.fn;\nuseQuery(ref);`),
  web("an import that is destructured", `export async function run() { const { api: backend } = await import("${GENERATED}");\nreturn client.query(backend.$m.fn); }`, ""),
  web("an import and then", `export const run = () => import("${GENERATED}").then(({ api }) => client.query(api.$m.fn));`, ""),
  web("an import and then a module", `export const run = () => import("${GENERATED}").then((m) => client.query(m.api.$m.fn));`, ""),
  web("an import, then api", `const api = await import("${GENERATED}").then((m) => m.api);\nawait client.query(api.$m.fn);`, ""),
  inAction("an import on the server", 'const { api } = await import("../_generated/api");\nawait ctx.runQuery(api.$m.fn);'),
  inAction("an import and then on the server", 'await import("../_generated/api").then(({ api }) => ctx.runQuery(api.$m.fn));'),
  inAction("an import and then a function", 'await import("../_generated/api").then(function (m) { return ctx.runQuery(m.api.$m.fn); });'),
  inAction("an import and then the reference", 'await ctx.runQuery(await import("../_generated/api").then((m) => m.api.$m.fn));'),

  // Types.
  web("an imported type", `export type Rows = FunctionReturnType<typeof import("${GENERATED}").api.$m.fn>;`, ""),
  web("an imported type with indexes", `export type Rows = FunctionReturnType<(typeof import("${GENERATED}"))["api"]["$m"]["fn"]>;`, ""),
  web("a type with indexes", 'export type Rows = FunctionArgs<(typeof api)["$m"]["fn"]>;', API),
  web("the default of a type parameter", "export type Rows<T = typeof api.$m.fn> = T;", API),

  // `import name = …`
  web("an alias of a module", "import rows = api.$m;\nuseQuery(rows.fn);"),
  web("an alias of a function", "import rows = api.$m.fn;\nuseQuery(rows);"),
  web("an alias of an alias", "import rows = api.$m;\nimport all = rows.fn;\nuseQuery(all);"),
  web("an exported alias", "export import rows = api.$m.fn;", API),
  web("an alias of require", `import generated = require("${GENERATED}");\nuseQuery(generated.api.$m.fn);`),
  server("an alias on the server", "import rows = api.$m.fn;\nexport const run = internalAction(async (ctx) => ctx.runQuery(rows));"),
  server("an alias of internal", "import rows = internal.$m;\nexport const run = internalAction(async (ctx) => ctx.runQuery(rows.fn));"),

  // Lists and records that are gone through.
  web("a loop", "for (const ref of [api.$m.fn, api.form0.fn]) await client.query(ref, {});", API),
  web("a list of modules", "const modules = [api.$m];\nfor (const { fn } of modules) await client.query(fn, {});", API),
  web("entries", "Object.entries({ rows: api.$m.fn }).map(([, ref]) => client.query(ref));", API),
  web("a frozen record", "export const QUERIES = Object.freeze({ rows: { all: api.$m.fn } });", API),
  inAction("a loop on the server", "for (const ref of [api.$m.fn, api.form0.fn]) await ctx.runMutation(ref, {});"),
  inAction("a loop over a constant", "const refs = [api.$m.fn, api.form0.fn] as const;\nfor (const ref of refs) await ctx.runMutation(ref, {});"),
  inAction("a loop over pairs", "for (const [ref, own] of [[api.$m.fn, {}]] as const) await ctx.runMutation(ref, own);"),
  inAction("a loop over objects", "for (const step of [{ ref: api.$m.fn, own: {} }]) await ctx.runMutation(step.ref, step.own);"),
  inAction("a loop over modules", "for (const module of [api.$m, api.form0]) await ctx.runMutation(module.fn, {});"),
  inAction("map", "const refs = [api.$m.fn];\nawait Promise.all(refs.map((ref) => ctx.runMutation(ref, {})));"),
  inAction("forEach with a block", "[api.$m.fn].forEach(async (ref) => { await ctx.runMutation(ref, {}); });"),
  inAction("values", "const refs = { a: api.$m.fn };\nfor (const ref of Object.values(refs)) await ctx.runMutation(ref, {});"),
  inAction("values that are mapped", "await Promise.all(Object.values({ a: api.$m.fn }).map((ref) => ctx.runMutation(ref, {})));"),
  inAction("a record", "const refs = { a: api.$m.fn, b: api.form0.fn };\nawait ctx.runMutation(refs[args.key], {});"),
  inAction("a map", 'const refs = new Map([["a", api.$m.fn]]);\nawait ctx.runMutation(refs.get(args.key), {});'),
  server("cron jobs of a list", 'const crons = cronJobs();\nconst jobs = [{ name: "a", ref: api.$m.fn }];\njobs.forEach(({ name, ref }) => crons.interval(name, { minutes: 1 }, ref));\nexport default crons;', CRONS),
  server("cron jobs of a record", "const crons = cronJobs();\nfor (const [name, ref] of Object.entries({ a: api.$m.fn })) crons.interval(name, { minutes: 1 }, ref);\nexport default crons;", CRONS),
  ["a client in a loop on the server", "client", { [`${BACKEND}/calls/$m.ts`]: `import { ConvexHttpClient } from "convex/browser";\n${SERVER.replaceAll('"./', '"../')}const client = new ConvexHttpClient(url);\nexport const run = internalAction(async (ctx) => { for (const ref of [api.$m.fn]) await client.query(ref, {}); });\n`, ...scheduled() }],

  // Names that are put together.
  web("a name of two constants", 'const MODULE = "$m";\nconst FN = "fn";\nclient.query(`${MODULE}:${FN}`);', CLIENT),
  web("a name that is joined", 'client.query(["$m", "fn"].join(":"));', CLIENT),
  web("a name that is concatenated", 'client.query("$m".concat(":fn"));', CLIENT),
  web("a name that is added up", 'client.query("$m" + ":" + "fn");', CLIENT),
  web("a name that a function makes", 'const name = (module, fn) => `${module}:${fn}`;\nclient.query(name("$m", "fn"));', CLIENT),
  web("a name of which a function makes a part", 'const name = (fn) => `$m:${fn}`;\nclient.query(name("fn"));', CLIENT),
  web("makeFunctionReference of a namespace", 'export const run = () => client.query(server.makeFunctionReference("$m:fn"));', 'import * as server from "convex/server";\n'),
  web("makeFunctionReference under another name", 'export const run = () => client.query(named("$m:fn"));', 'import { makeFunctionReference as named } from "convex/server";\n'),
  web("a path in a string", 'await runConvex("api.$m.fn", {});', 'import { runConvex } from "./run";\n'),
  inAction("a variable that is assigned late on the server", "let module;\nmodule = api.$m;\nawait ctx.runMutation(module.fn, {});"),
  inAction("a name of constants on the server", 'const MODULE = "$m";\nawait ctx.runMutation(`${MODULE}:fn`, {});'),
  inAction("a name that is joined on the server", 'await ctx.runMutation(["$m", "fn"].join(":") as any, {});'),
  inAction("a constant map of names on the server", 'const NAMES = { rows: "$m:fn" } as const;\nawait ctx.runMutation(NAMES.rows, {});'),
  server("a function that makes names on the server", 'const name = (module, fn) => `${module}:${fn}`;\nexport const run = internalAction(async (ctx) => ctx.runQuery(name("$m", "fn")));'),

  // Names and references that clients take from the functions directory.
  shared("a shared name", 'export const it = "$m:fn";', "client.query(it);"),
  shared("a shared record of names", 'export const it = { rows: "$m:fn" } as const;', "client.query(it[key]);"),
  shared("a shared record of names, whole", 'export const it = { rows: "$m:fn" };', "runAll(client, it);"),
  shared("a shared record of references", 'import { api } from "../_generated/api";\nexport const it = { rows: api.$m.fn };', "client.query(it[key]);"),
  shared("a shared function", 'import { api } from "../_generated/api";\nexport const it = () => api.$m.fn;', "client.query(it());"),
  shared("a shared reference by name", 'import { makeFunctionReference } from "convex/server";\nexport const it = makeFunctionReference("$m:fn");', "client.query(it);"),
];

describe("values and types that lead to functions", () => {
  test("each has its own verdict", () => {
    expect(verdictsOf(FORMS)).toEqual(expectedVerdicts(FORMS));
  });

  test("a key of two parts is no name", () => {
    const keys = server("a key", "const make = (kind, id) => `${kind}:${id}`;\nexport const run = internalAction(async (ctx, args) => { await ctx.runMutation(internal.form1.fn, { key: make(args.kind, args.id) }); });");
    const constant = inAction("a key among arguments", "const key = `${args.kind}:${args.id}`;\nawait ctx.runMutation(internal.form1.fn, { key });");
    for (const [, , files] of [keys, constant]) expect(verdictsOf([["nobody", "unused", files], web("a client", "useQuery(api.$m.fn);")])[0]).toBe("nobody: unused");
  });

  test.each<Form>([
    inAction("a path in a string on the server", 'await runConvex("internal.$m.fn", {});', 'import { runConvex } from "./helpers";\n'),
    inAction("a name of which a part is known", "const name = `${args.module}:fn`;\nawait ctx.runMutation(name, {});"),
    inAction("the functions of a module", "for (const ref of Object.values(api.$m)) await ctx.runMutation(ref, {});"),
    inAction("a variable that is assigned again", "let module = api.$m;\nmodule = pick(module);\nawait ctx.runMutation(module.fn, {});"),
    inAction("several imports at once", 'const [{ api }] = await Promise.all([import("../_generated/api")]);\nawait ctx.runQuery(api.$m.fn);'),
  ])("%s leaves it open", (form, _verdict, files) => {
    expect(verdictsOf([[form, "open", files], web("a client of another function", `${HOOKS}useQuery(api.$m.fn);`, "")])[0]).toBe(`${form}: open`);
  });
});
