import { describe, expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const GENERATED: WorkspaceFiles = { "convex/_generated/api.js": "", "convex/_generated/server.js": "" };
const COMPONENT = 'import { defineComponent } from "convex/server";\nexport default defineComponent("counter");\n';

/** A module that is so deep below its functions directory. */
function list(up = "."): string {
  return `import { query } from "${up}/_generated/server";\nexport const list = query({});\n`;
}

function use(code: string, source = "../convex/_generated/api"): string {
  return `import { useQuery } from "convex/react";\nimport { api } from "${source}";\n${code}\n`;
}

/** The names of all functions; projects other than a lone one are named. */
function namesOf(files: WorkspaceFiles): string[] {
  return Object.keys(indexOf(files).functions()).sort();
}

// `entryPoints` of the bundler of the `convex` package, `src/bundler/index.ts`.
describe("which files are modules", () => {
  test.each<[string, WorkspaceFiles, readonly string[]]>([
    ["every extension", { ...GENERATED, ...Object.fromEntries(["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"].map((extension) => [`convex/${extension}_.${extension}`, list()])) }, ["cjs_:list", "cts_:list", "js_:list", "jsx_:list", "mjs_:list", "mts_:list", "ts_:list", "tsx_:list"]],
    ["extensions in capitals", { ...GENERATED, "convex/a.ts": list(), "convex/B.TS": list(), "convex/C.JS": list() }, ["a:list"]],
    ["generated code at the top only", { ...GENERATED, "convex/_generated/a.ts": list(".."), "convex/sub/_generated/b.ts": list("../..") }, ["sub/_generated/b:list"]],
    ["names that start with a dot or a number sign", { ...GENERATED, "convex/a.ts": list(), "convex/.b.ts": list(), "convex/#c.ts": list(), "convex/_d.ts": list(), "convex/_e/f.ts": list("..") }, ["_d:list", "_e/f:list", "a:list"]],
    ["schemas", { ...GENERATED, "convex/schema.ts": list(), "convex/sub/schema.js": list(".."), "convex/sub/schema.tsx": list(".."), "convex/schemas.ts": list() }, ["schemas:list", "sub/schema:list"]],
    ["names with several dots", { ...GENERATED, "convex/a.ts": list(), "convex/a.test.ts": list(), "convex/auth.config.ts": list(), "convex/b.d.ts": list() }, ["a:list"]],
    ["paths with spaces", { ...GENERATED, "convex/a.ts": list(), "convex/my file.ts": list(), "convex/my folder/b.ts": list("..") }, ["a:list"]],
    ["a project in a directory with a space", { "my app/convex/_generated/server.js": "", "my app/convex/a.ts": list() }, ["a:list"]],
    ["TypeScript without import and export", { ...GENERATED, "convex/a.ts": 'const { query } = require("./_generated/server");\nmodule.exports.list = query({});\n', "convex/b.mts": 'const { query } = require("./_generated/server");\nmodule.exports.list = query({});\n', "convex/c.ts": list() }, ["b:list", "c:list"]],
    ["directories with convex.config.ts, of whatever", { ...GENERATED, "convex/a.ts": list(), "convex/sub/convex.config.ts": 'export { default } from "somewhere";\n', "convex/sub/b.ts": list("..") }, ["a:list"]],
    ["directories with convex.config.js", { ...GENERATED, "convex/a.ts": list(), "convex/sub/convex.config.js": COMPONENT, "convex/sub/b.ts": list("..") }, ["a:list", "sub/b:list"]],
    ["_deps", { ...GENERATED, "convex/a.ts": list(), "convex/_deps/b.ts": list(".."), "convex/sub/_deps/c.ts": list("../..") }, ["a:list", "sub/_deps/c:list"]],
    ["index, http and crons", { ...GENERATED, "convex/index.ts": list(), "convex/sub/index.ts": list(".."), "convex/http.ts": list(), "convex/sub/http.ts": list(".."), "convex/crons.ts": list() }, ["crons:list", "http:list", "index:list", "sub/http:list", "sub/index:list"]],
    ["a file beside a directory of its name", { ...GENERATED, "convex/foo.ts": list(), "convex/foo/bar.ts": list("..") }, ["foo/bar:list", "foo:list"]],
    ["a dash", { ...GENERATED, "convex/foo-bar.ts": list() }, ["foo-bar:list"]],
    ["modules of Node.js", { ...GENERATED, "convex/a.ts": `"use node";\n${list().replaceAll("query", "action")}`, "convex/actions/b.ts": `"use node";\n${list("..").replaceAll("query", "action")}` }, ["a:list", "actions/b:list"]],
  ])("%s", (_, files, expected) => {
    expect(namesOf(files)).toEqual(expected);
  });

  test("references to modules with odd names", () => {
    const index = indexOf({
      ...GENERATED,
      "convex/foo-bar.ts": list(),
      "convex/foo.ts": `${list()}export const bar = query({});\n`,
      "convex/foo/bar.ts": list(".."),
      "convex/index.ts": list(),
      "convex/sub/index.ts": list(".."),
      "app/main.tsx": use('useQuery(api["foo-bar"].list);\nuseQuery(api.foo.bar);\nuseQuery(api.foo.bar.list);\nuseQuery(api.index.list);\nuseQuery(api.sub.index.list);\nuseQuery(api["sub/index"].list);'),
    });
    const callers = Object.fromEntries(Object.keys(index.functions()).map((name) => [name, index.callers(name).map((caller) => caller.slice("app/main.tsx:".length, -" client direct api".length))]));

    expect(callers).toEqual({ "foo-bar:list": ["3"], "foo:list": [], "foo:bar": ["4"], "foo/bar:list": ["5"], "index:list": ["6"], "sub/index:list": ["7", "8"] });
  });
});

describe("convex.json", () => {
  test.each<[string, string, WorkspaceFiles, readonly string[]]>([
    ["keys of old versions", '{ "project": "p", "team": "t", "prodUrl": "u", "authInfo": [], "functions": "backend/" }', { "backend/a.ts": list() }, ["a:list"]],
    ["every key of this version", '{ "$schema": "s", "node": { "externalPackages": ["*"], "nodeVersion": "22" }, "codegen": { "staticApi": true, "staticDataModel": true, "legacyComponentApi": true, "fileType": "ts" }, "typescriptCompiler": "tsgo", "bundler": {}, "authKit": {}, "aiFiles": {} }', { "convex/a.ts": list() }, ["a:list"]],
    ["a CommonJS API", '{ "generateCommonJSApi": true }', { "convex/a.ts": list(), "convex/_generated/api_cjs.cjs": "" }, ["a:list"]],
    ["a codegen that is none", '{ "codegen": null }', { "convex/a.ts": list() }, ["a:list"]],
    ["the directory itself", '{ "functions": "./" }', { "a.ts": list(), "lib/b.ts": list("..") }, ["a:list", "lib/b:list"]],
    ["backslashes", '{ "functions": "src\\\\convex" }', { "src/convex/a.ts": list() }, ["a:list"]],
    ["a directory that is not there, beside the usual one, which Convex does not take in its place", '{ "functions": "gone" }', { ...GENERATED, "convex/a.ts": list() }, []],
  ])("%s", (_, config, files, expected) => {
    expect(namesOf({ "convex.json": config, ...files })).toEqual(expected);
  });

  test("two that name one directory name one project", () => {
    const { root, snapshot } = indexOf({ "convex.json": '{ "functions": "packages/backend/convex" }', "packages/backend/convex.json": "{}", "packages/backend/convex/a.ts": list() });

    expect(snapshot.projects.map(({ directory }) => directory.slice(root.length + 1))).toEqual(["packages/backend/convex"]);
  });

  test("only staticApi changes what a repair may do", () => {
    const files: WorkspaceFiles = {
      "convex/a.ts": list(),
      "convex/b.ts": list(),
      "convex/jobs.ts": 'import { internalAction } from "./_generated/server";\nimport { api } from "./_generated/api";\nexport const run = internalAction(async (ctx) => { await ctx.runQuery(api.a.list); });\n',
      "app/main.tsx": use("useQuery(api.b.list);"),
    };
    const repairability = (config: string): string => indexOf({ ...files, "convex.json": config }).repairability("a:list");

    expect(repairability('{ "codegen": { "fileType": "ts" }, "generateCommonJSApi": true }')).toBe("fix");
    expect(repairability('{ "codegen": { "staticApi": true } }')).toBe("suggestion");
  });

  test("create-react-app keeps the functions in src", () => {
    const index = indexOf({ "package.json": '{ "dependencies": { "convex": "*", "react-scripts": "*" } }', "src/convex/a.ts": list(), "src/App.js": use("useQuery(api.a.list);", "./convex/_generated/api") });

    expect(index.callers("a:list")).toEqual(["src/App.js:3 client direct api"]);
  });
});

describe("components", () => {
  const FILES: WorkspaceFiles = {
    ...GENERATED,
    "convex/convex.config.ts": 'import { defineApp } from "convex/server";\nimport counter from "./counter/convex.config";\nconst app = defineApp();\napp.use(counter, { name: "clicks" });\nexport default app;\n',
    "convex/a.ts": 'import { action, query } from "./_generated/server";\nimport { components } from "./_generated/api";\nexport const list = query({});\nexport const run = action(async (ctx) => { await ctx.runQuery(components.clicks.a.count); await ctx.runQuery(components.counter.a.list); });\n',
    "convex/counter/convex.config.ts": COMPONENT,
    "convex/counter/a.ts": 'import { internalAction, internalMutation, query } from "./_generated/server";\nimport { api, internal } from "./_generated/api";\nexport const count = query({});\nexport const list = query({});\nexport const reset = internalMutation({});\nexport const run = internalAction(async (ctx) => { await ctx.runQuery(api.a.list); await ctx.runMutation(internal.a.reset); });\n',
    "convex/counter/inner/convex.config.ts": COMPONENT,
    "convex/counter/inner/deep.ts": list(),
    "app/main.tsx": use("useQuery(api.a.run);"),
  };

  test("each is a project of its own, a component in a component too", () => {
    const index = indexOf(FILES);

    expect(Object.entries(index.functions()).map(([name, registered]) => `${name} = ${registered}, ${index.verdict(name)}`)).toEqual([
      "convex a:list = public query, unused",
      "convex a:run = public action, client",
      "convex/counter a:count = public query, silent: component",
      "convex/counter a:list = public query, silent: component",
      "convex/counter a:reset = internal mutation, silent: component",
      "convex/counter a:run = internal action, silent: component",
      "convex/counter/inner deep:list = public query, silent: component",
    ]);
    expect([index.callers("convex a:list"), index.callers("convex/counter a:list"), index.callers("convex/counter a:reset")]).toEqual([[], ["convex/counter/a.ts:6 server direct api"], ["convex/counter/a.ts:6 server direct internal"]]);
  });

  test("a function that a library puts into a component is the component's", () => {
    const index = indexOf({ "package.json": '{ "dependencies": { "convex": "*", "@convex-dev/better-auth": "*" } }', ...FILES, "convex/counter/adapter.ts": 'import { createApi } from "@convex-dev/better-auth";\nexport const { create } = createApi(schema, createAuth);\n' });

    expect([index.functions()["convex/counter adapter:create"], index.verdict("convex/counter adapter:create")]).toEqual(["public mutation", "silent: component"]);
  });
});
