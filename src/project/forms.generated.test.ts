import { describe, expect, test } from "vitest";

import { type CallerForm, callersOf, expectedCallers } from "../testing/callers.ts";
import { indexOf } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const IMPORTS = 'import { useQuery } from "convex/react";\n';
const CALLED = "API direct; reported";
/** Where the file tells that it is a client. */
const BY_FILE = "client direct; reported";
/** Where the string that names the function is seen too. */
const NAMED = "API direct, client possible; reported";
/** Where nothing tells which function of a module is meant. */
const ESCAPE = "client escape";

/** What code generation writes for two modules, in each of its forms. */
const GENERATED: readonly (readonly [form: string, files: WorkspaceFiles])[] = [
  ["types of the modules", {
    "convex/_generated/api.d.ts": 'import type * as other from "../other.js";\nimport type { ApiFromModules, FilterApi, FunctionReference } from "convex/server";\ndeclare const fullApi: ApiFromModules<{ other: typeof other }>;\nexport declare const api: FilterApi<typeof fullApi, FunctionReference<any, "public">>;\nexport declare const internal: FilterApi<typeof fullApi, FunctionReference<any, "internal">>;\nexport declare const components: {};\n',
    "convex/_generated/api.js": 'import { anyApi, componentsGeneric } from "convex/server";\nexport const api = anyApi;\nexport const internal = anyApi;\nexport const components = componentsGeneric();\n',
    "convex/_generated/server.d.ts": 'import type { QueryBuilder } from "convex/server";\nexport declare const query: QueryBuilder<DataModel, "public">;\nexport declare const internalQuery: QueryBuilder<DataModel, "internal">;\n',
    "convex/_generated/server.js": 'import { internalQueryGeneric, queryGeneric } from "convex/server";\nexport const query = queryGeneric;\nexport const internalQuery = internalQueryGeneric;\n',
  }],
  ["TypeScript", {
    "convex.json": '{ "codegen": { "fileType": "ts" } }',
    "convex/_generated/api.ts": 'import type * as other from "../other.js";\nimport { anyApi, componentsGeneric, type ApiFromModules, type FilterApi, type FunctionReference } from "convex/server";\nconst fullApi: ApiFromModules<{ other: typeof other }> = anyApi as any;\nexport const api: FilterApi<typeof fullApi, FunctionReference<any, "public">> = anyApi as any;\nexport const internal: FilterApi<typeof fullApi, FunctionReference<any, "internal">> = anyApi as any;\nexport const components = componentsGeneric() as unknown as {};\n',
    "convex/_generated/server.ts": 'import { internalQueryGeneric, queryGeneric, type QueryBuilder } from "convex/server";\nexport const query: QueryBuilder<DataModel, "public"> = queryGeneric;\nexport const internalQuery: QueryBuilder<DataModel, "internal"> = internalQueryGeneric;\n',
  }],
  ["static types", {
    "convex.json": '{ "codegen": { "staticApi": true } }',
    "convex/_generated/api.d.ts": 'import type { FunctionReference } from "convex/server";\nexport declare const api: { other: { fn: FunctionReference<"query", "public", {}, any> } };\nexport declare const internal: { other: { own: FunctionReference<"query", "internal", {}, any> } };\n',
    "convex/_generated/api.js": 'import { anyApi } from "convex/server";\nexport const api = anyApi;\nexport const internal = anyApi;\n',
    "convex/_generated/server.js": "",
  }],
  ["CommonJS beside modules", {
    "convex.json": '{ "generateCommonJSApi": true }',
    "convex/_generated/api.js": "",
    "convex/_generated/api_cjs.cjs": 'const { anyApi } = require("convex/server");\nmodule.exports = { api: anyApi, internal: anyApi };\n',
    "convex/_generated/api_cjs.d.cts": 'export declare const api: {};\n',
    "convex/_generated/server.js": "",
  }],
  ["a stub", {
    "convex/_generated/api.d.ts": 'import type { AnyApi, AnyComponents } from "convex/server";\nexport declare const api: AnyApi;\nexport declare const internal: AnyApi;\nexport declare const components: AnyComponents;\n',
    "convex/_generated/api.js": "",
    "convex/_generated/server.js": "",
  }],
  ["JavaScript without types", { "convex/_generated/api.js": 'import { anyApi } from "convex/server";\nexport const api = anyApi;\nexport const internal = anyApi;\n', "convex/_generated/server.js": "" }],
  ["nothing, since it is not committed", { "convex.json": "{}", ".gitignore": "_generated\n" }],
];

/** A client that uses a hook. */
function app(form: string, body: string, callers = CALLED, imports = 'import { api } from "../convex/_generated/api";\n'): CallerForm {
  return [form, callers, { "app/$m.ts": `${IMPORTS}${imports}${body}\n` }];
}

const FORMS: readonly CallerForm[] = [
  app("a chain", "useQuery(api.$m.fn);"),
  app("a chain through directories", "useQuery(api.nested.dir.$m.fn);"),
  app("keys in brackets", 'useQuery(api["$m"]["fn"]);'),
  app("a key of a constant", 'const MODULE = "$m";\nuseQuery(api[MODULE].fn);'),
  app("a key with slashes", 'useQuery(api["nested/dir/$m"].fn);'),
  app("a namespace import", "useQuery(generated.api.$m.fn);", CALLED, 'import * as generated from "../convex/_generated/api";\n'),
  app("a default import of CommonJS", "useQuery(generated.api.$m.fn);", CALLED, 'import generated from "../convex/_generated/api_cjs.cjs";\n'),
  app("require of CommonJS", "useQuery(api.$m.fn);", CALLED, 'const { api } = require("../convex/_generated/api_cjs.cjs");\n'),
  app("a renamed import", "useQuery(backend.$m.fn);", CALLED, 'import { api as backend } from "../convex/_generated/api.js";\n'),
  app("assertions", "useQuery(api!.$m!.fn!);"),
  app("optional chaining", "useQuery(api?.$m?.fn);"),
  app("a module out of api", "const { $m } = api;\nuseQuery($m.fn);"),
  app("a function out of a module", "const { fn } = api.$m;\nuseQuery(fn);"),
  app("a function out of api, under another name", "const { $m: { fn: rows } } = api;\nuseQuery(rows);"),
  app("a constant", "const rows = api.$m.fn;\nuseQuery(rows);"),
  app("a property of an object", "useQuery({ rows: api.$m.fn }.rows);", BY_FILE),
  app("a field of a class", "class Rows { ref = api.$m.fn; static own = api.$m.fn; }\nuseQuery(Rows.own);", BY_FILE),
  app("a function of a spread module", "useQuery({ ...api.$m }.fn);", ESCAPE),
  app("a function of a module that is spread among others", "const all = { rows: api.$m.fn, ...api.$m };\nuseQuery(all.fn);\nuseQuery(all.rows);"),
  app("a ternary", "useQuery(Math.random() > 0.5 ? api.$m.fn : api.other.fn);"),
  app("a ternary in a constant", "const ref = Math.random() > 0.5 ? api.$m.fn : api.other.fn;\nuseQuery(ref);"),
  app("a module as a value", "useQuery(api.$m);", "API escape; reported"),
  app("a cast", "useQuery((api as any).$m.fn);"),
  app("anyApi", "useQuery(anyApi.$m.fn);", CALLED, 'import { anyApi } from "convex/server";\n'),
  app("anyApi of a namespace", "useQuery(server.anyApi.$m.fn);", CALLED, 'import * as server from "convex/server";\n'),
  app("filterApi", "useQuery(filterApi(api).$m.fn);", ESCAPE, 'import { filterApi } from "convex/server";\nimport { api } from "../convex/_generated/api";\n'),
  app("filterApi in a constant", "const own = filterApi<typeof api, any>(api);\nuseQuery(own.$m.fn);", "client escape, client possible, client type-escape", 'import { filterApi } from "convex/server";\nimport { api } from "../convex/_generated/api";\n'),
  app("a name", 'useQuery("$m:fn" as any);', CALLED, ""),
  app("makeFunctionReference", 'useQuery(makeFunctionReference<"query", {}, null>("$m:fn"));', NAMED, 'import { makeFunctionReference } from "convex/server";\n'),
  app("makeFunctionReference in a constant", 'const ref = makeFunctionReference<"query">("$m:fn");\nuseQuery(ref);', NAMED, 'import { makeFunctionReference } from "convex/server";\n'),
  app("makeFunctionReference with a cast", 'const ref = makeFunctionReference("$m:fn") as unknown as FunctionReference_future<"query">;\nuseQuery(ref);', NAMED, 'import { makeFunctionReference, type FunctionReference_future } from "convex/server";\n'),
];

describe.each(GENERATED)("generated code: %s", (_form, generated) => {
  test("each reference leads to its function", () => {
    const modules = Object.fromEntries(FORMS.flatMap(([form], index) => (/director|slashes/u.test(form) ? [`form${String(index)}`, `own${String(index)}`] : [])).map((module) => [`convex/nested/dir/${module}.ts`, `export * from "../../${module}";\n`]));
    expect(callersOf(FORMS, modules, generated)).toEqual(expectedCallers(FORMS));
  });
});

/** The snippet of all forms at once. */
const SNIPPET = `import { useQuery } from "convex/react";
import { api } from "../convex/_generated/api";
const mod = "keyed";
const { destructured: { list, send: sendIt }, def: { default: dq } } = api;
const obj = { l: api.held.list, ...api.spread };
const ref = Math.random() > .5 ? api.one.list : api.another.list;
export const all = [list, sendIt, dq, obj.l, obj.send, ref, api[mod].list, (api as any).cast.list];
`;

describe("references in one snippet", () => {
  const names = ["destructured:list", "destructured:send", "def:default", "held:list", "spread:send", "one:list", "another:list", "keyed:list", "cast:list"];
  const modules = Object.fromEntries(names.map((name) => name.split(":")[0] ?? "").map((module) => [`convex/${module}.ts`, 'import { mutation, query } from "./_generated/server";\nexport const list = query({});\nexport const send = mutation({});\nexport default query({});\n']));
  const files = { "convex/_generated/api.js": "", "convex/_generated/server.js": "", ...modules, "app/main.ts": SNIPPET };

  test.each(names)("%s", (name) => {
    const index = indexOf(files);

    expect(index.callers(name)).toContainEqual(expect.stringMatching(/^app\/main\.ts:\d client (?:direct|escape) api$/u));
  });

  test.each(["held:send", "one:send", "another:send", "cast:send", "cast:default", "keyed:send", "destructured:default", "def:list"])("%s is not in it", (name) => {
    expect(indexOf(files).callers(name)).toEqual([]);
  });
});

describe("module names that generated code has to change", () => {
  test.each<[string, string]>([
    ["a/b:fn", "api.a.b.fn"],
    ["a_b:fn", "api.a_b.fn"],
    ["delete:fn", "api.delete.fn"],
    ["new:fn", 'api["new"].fn'],
    ["api:fn", "api.api.fn"],
    ["internal:fn", "api.internal.fn"],
    ["components:fn", "api.components.fn"],
    ["fullApi:fn", "api.fullApi.fn"],
    ["index:fn", "api.index.fn"],
    ["admin/index:fn", "api.admin.index.fn"],
    ["_helpers/rows:fn", "api._helpers.rows.fn"],
    ["admin/_generated/rows:fn", "api.admin._generated.rows.fn"],
    ["http:fn", "api.http.fn"],
    ["crons:fn", "api.crons.fn"],
    ["script:fn", "api.script.fn"],
    ["def:default", "api.def.default"],
  ])("%s is %s", (name, reference) => {
    const modules = ["a/b", "a_b", "delete", "new", "api", "internal", "components", "fullApi", "index", "admin/index", "_helpers/rows", "admin/_generated/rows", "http", "crons", "def"];
    const text = 'import { queryGeneric } from "convex/server";\nexport const fn = queryGeneric({});\nexport default queryGeneric({});\n';
    const files = { "convex/_generated/api.js": "", ...Object.fromEntries(modules.map((module) => [`convex/${module}.ts`, text])), "convex/script.js": text };
    const index = indexOf({ ...files, "app/main.ts": `import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(${reference});\n` });

    expect(index.callers(name)).toEqual(["app/main.ts:3 client direct api"]);
    expect(modules.concat("script").map((module) => `${module}:fn`).filter((other) => index.callers(other).length > 0)).toEqual(name.endsWith(":fn") ? [name] : []);
  });
});

describe("the api of another repository", () => {
  const SPEC = 'import { type FunctionReference, anyApi } from "convex/server";\nexport const api: PublicApiType = anyApi as unknown as PublicApiType;\nexport type PublicApiType = { other: { fn: FunctionReference<"query", "public", {}, any> } };\n';
  const BACKEND = { "convex/_generated/api.js": "", "convex/_generated/server.js": "", "convex/other.ts": 'import { query } from "./_generated/server";\nexport const fn = query({});\nexport const rows = query({});\n' };

  test("a specification alone calls nothing", () => {
    expect(indexOf({ ...BACKEND, "app/convexApi1760809182085.ts": SPEC }).callers("other:fn")).toEqual([]);
  });

  test("what is called through it may be a function of this repository", () => {
    const index = indexOf({ ...BACKEND, "app/convexApi1760809182085.ts": SPEC, "app/main.ts": 'import { useQuery } from "convex/react";\nimport { api } from "./convexApi1760809182085";\nuseQuery(api.other.fn);\n' });

    expect(index.callers("other:fn")).toEqual(["app/main.ts:3 client direct any"]);
    expect(index.callers("other:rows")).toEqual([]);
  });
});
