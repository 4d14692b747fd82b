import { describe, expect, test } from "vitest";

import { indexOf, resolvedCallers } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const MESSAGES = `import { internalAction, query } from "./_generated/server";
import { api } from "./_generated/api";
export const list = query({});
export const get = query({});
export const run = internalAction(async (ctx) => { await ctx.runQuery(api.messages.list); });
`;
const USE = (source: string, name = "list"): string => `import { useQuery } from "convex/react";\nimport { api } from "${source}";\nuseQuery(api.messages.${name});\n`;

/** A Convex project in a directory. */
function backend(directory: string): WorkspaceFiles {
  return { [`${directory}/_generated/server.js`]: "", [`${directory}/_generated/api.js`]: "", [`${directory}/messages.ts`]: MESSAGES };
}

describe("the projects of a workspace", () => {
  test.each<[string, WorkspaceFiles, readonly string[]]>([
    ["convex/", backend("convex"), ["convex"]],
    ["generated code anywhere", backend("server/functions"), ["server/functions"]],
    ["several", { ...backend("demos/a/convex"), ...backend("demos/b/convex") }, ["demos/a/convex", "demos/b/convex"]],
    ["convex.json", { ...backend("src/convex"), "convex.json": '{ "functions": "src/convex" }' }, ["src/convex"]],
    ["convex.json without a word on functions", { "convex.json": "{}", "convex/messages.ts": MESSAGES }, ["convex"]],
    ["convex.json that leaves the package", { "app/convex.json": '{ "functions": "../docker-convex/convex/" }', "docker-convex/convex/messages.ts": MESSAGES }, ["docker-convex/convex"]],
    ["a copy in the usual place, beside a convex.json that names another one", { ...backend("web/convex"), "web/convex.json": '{ "functions": "../backend/convex/" }', ...backend("backend/convex") }, ["backend/convex"]],
    ["convex.json that names a directory beside the usual one, which another convex.json names", { ...backend("web/convex"), "web/convex.json": '{ "functions": "functions/" }', ...backend("web/functions"), "convex.json": '{ "functions": "web/convex" }' }, ["web/convex", "web/functions"]],
    ["convex.json that leaves the workspace", { "convex.json": '{ "functions": "../elsewhere/" }' }, []],
    ["convex.json among the functions, which nobody reads", { ...backend("convex"), "package.json": "{}", "convex/convex.json": '{ "functions": { "codegen": true } }' }, ["convex"]],
    ["convex.json with a byte order mark", { "convex.json": '\uFEFF{ "functions": "backend" }', "backend/messages.ts": MESSAGES }, ["backend"]],
    ["imports alone", { "convex/messages.ts": MESSAGES, "convex/deep/er/x.ts": 'import { query } from "../../_generated/server";\nexport const q = query({});\n' }, ["convex"]],
    ["an import that means the generated code above", { ...backend("convex"), "convex/lib/auth.ts": 'import { query } from "./_generated/server";\nexport const q = query({});\n' }, ["convex"]],
    ["a module that was put away", { ...backend("apps/web/convex"), "archive/admin/users.ts": 'import { query } from "./_generated/server";\nexport const q = query({});\n' }, ["apps/web/convex"]],
    ["imports alone, of a place that only a `convex.json` elsewhere names", { "server/functions/users.ts": 'import { query } from "./_generated/server";\nexport const q = query({});\n' }, ["server/functions"]],
    ["imports alone, beside another project", { ...backend("apps/web/convex"), "apps/docs/convex/users.ts": 'import { query } from "./_generated/server";\nexport const q = query({});\n' }, ["apps/docs/convex", "apps/web/convex"]],
    ["imports alone, and one of them wrong", { "convex/messages.ts": MESSAGES, "convex/lib/auth.ts": 'import { query } from "./_generated/server";\nexport const q = query({});\n' }, ["convex"]],
    ["generic builders beside a schema", { "convex/schema.ts": 'import { defineSchema } from "convex/server";\nexport default defineSchema({});\n', "convex/m.ts": 'import { queryGeneric } from "convex/server";\nexport const q = queryGeneric({});\n' }, ["convex"]],
    ["a component", { ...backend("convex"), "convex/counter/convex.config.ts": 'import { defineComponent } from "convex/server";\nexport default defineComponent("counter");\n', "convex/counter/public.ts": 'import { query } from "./_generated/server";\nexport const q = query({});\n' }, ["convex", "convex/counter (component)"]],
    ["an app's own convex.config.ts", { ...backend("convex"), "convex/convex.config.ts": 'import { defineApp } from "convex/server";\nexport default defineApp();\n' }, ["convex"]],
    ["a component in a package, with its example", { "src/component/convex.config.ts": 'import { defineComponent } from "convex/server";\nexport default defineComponent("x");\n', ...backend("src/component"), ...backend("example/convex") }, ["example/convex", "src/component (component)"]],
    ["a vendored copy", { ...backend("convex"), ...backend("vendor/other/convex"), "vendor/other/package.json": "{}" }, ["convex"]],
    ["a project in a directory that is called vendor", { ...backend("apps/vendor/convex") }, ["apps/vendor/convex"]],
    ["an import in a prompt", { "src/prompt.ts": 'export const PROMPT = `\nimport { query } from "./_generated/server";\nexport const q = query({});\n`;\n' }, []],
    ["an import in a comment of a library", { "src/server.ts": '/**\n * import { query } from "./_generated/server";\n */\nimport { queryGeneric } from "convex/server";\nexport const q = queryGeneric({});\n' }, []],
    ["a comment that quotes another import", { "convex/deep/x.ts": '// import { query } from "./_generated/server";\nimport { query } from "../_generated/server";\nexport const q = query({});\n' }, ["convex"]],
    ["an example that is written for another place", { ...backend("apps/a/convex"), "apps/a/package.json": "{}", "apps/a/kit/references/queries.example.ts": 'import { query } from "../../_generated/server";\nexport const q = query({});\n' }, ["apps/a/convex"]],
    ["no project at all", { "src/main.ts": "export {};\n" }, []],
    ["generated code without modules", { "convex/_generated/api.js": "" }, []],
  ])("%s", (_, files, expected) => {
    const { root, snapshot } = indexOf(files);

    expect(snapshot.projects.map(({ directory, isComponent }) => directory.slice(root.length + 1) + (isComponent ? " (component)" : ""))).toEqual(expected);
    expect(snapshot.problems).toEqual([]);
  });

  test.each<[string, string, RegExp]>([
    ["a syntax error", '{ "functions": ', /^is not valid JSON: /u],
    ["an array", "[]", /^must hold a JSON object$/u],
    ["a number of functions", '{ "functions": 1 }', /^has a `functions` that is not the path of a directory$/u],
  ])("convex.json with %s is a problem, and its functions are not guessed", (_, text, message) => {
    const { root, snapshot } = indexOf({ ...backend("convex"), "convex.json": text, ...backend("other/convex") });

    expect(snapshot.problems.map(({ file }) => file)).toEqual([`${root}/convex.json`]);
    expect(snapshot.problems[0]?.message).toMatch(message);
    expect(snapshot.projects.map(({ directory }) => directory)).toEqual([`${root}/other/convex`]);
  });
});

test.each<[string, string, readonly string[]]>([
  ["a directory that is not there", '{ "functions": "server/" }', ["names `server` as its functions directory, which is not there"]],
  ["the usual directory, which Convex makes", '{ "functions": "./convex" }', []],
  ["no directory", "{}", []],
])("convex.json that names %s", (_, text, expected) => {
  const { snapshot } = indexOf({ "package.json": "{}", "src/main.ts": "export {};", "convex.json": text });

  expect(snapshot.problems.map(({ message }) => message)).toEqual(expected);
});

describe("modules that collide", () => {
  test("a reference belongs to the project that its import leads to", () => {
    const index = indexOf({ ...backend("a/convex"), ...backend("b/convex"), "a/app/main.tsx": USE("../convex/_generated/api"), "b/app/main.tsx": USE("../convex/_generated/api", "get") });

    expect(index.verdict("a/convex messages:list")).toBe("client");
    expect(index.verdict("b/convex messages:list")).toBe("server-only");
    expect(index.callers("b/convex messages:list")).toEqual(["b/convex/messages.ts:5 server direct api"]);
    expect(index.callers("b/convex messages:get")).toEqual(["b/app/main.tsx:3 client direct api"]);
  });

  test("one client of two projects", () => {
    const index = indexOf({
      ...backend("a/convex"),
      ...backend("b/convex"),
      "app/main.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../a/convex/_generated/api";\nimport { api as other } from "../b/convex/_generated/api";\nuseQuery(api.messages.get);\nuseQuery(other.messages.list);\n',
    });

    expect(index.verdict("a/convex messages:list")).toBe("server-only");
    expect(index.verdict("b/convex messages:list")).toBe("client");
  });

  test("a name belongs to the project that its package imports api from", () => {
    const index = indexOf({
      "package.json": '{ "workspaces": ["*"] }',
      ...backend("a/convex"),
      ...backend("b/convex"),
      "web/package.json": '{ "dependencies": { "convex": "*" } }',
      "web/api.tsx": USE("../b/convex/_generated/api", "get"),
      "web/main.ts": 'import { useQuery } from "convex/react";\nuseQuery("messages:list");\n',
    });

    expect(index.callers("a/convex messages:list")).toEqual(["a/convex/messages.ts:5 server direct api"]);
    expect(index.callers("b/convex messages:list")).toEqual(["b/convex/messages.ts:5 server direct api", "web/main.ts:2 client direct name"]);
  });

  test("a name belongs to the nearest project above or beside it", () => {
    const index = indexOf({
      ...backend("a/convex"),
      ...backend("b/convex"),
      "a/ios/App.swift": 'client.subscribe(to: "messages:list")\n',
      "b/seed.sh": "npx convex run messages:list\n",
    });

    expect(index.callers("a/convex messages:list")).toEqual(["a/convex/messages.ts:5 server direct api", "a/ios/App.swift foreign direct name"]);
    expect(index.callers("b/convex messages:list")).toEqual(["b/convex/messages.ts:5 server direct api", "b/seed.sh operator direct name"]);
  });

  test("apps that share functions, each with a convex.json that names them, and copies of what is generated and of some modules", () => {
    const shared = '{ "functions": "../backend/convex/" }';
    const index = indexOf({
      ...backend("backend/convex"),
      ...backend("other/convex"),
      ...backend("web/convex"),
      "web/package.json": "{}",
      "web/convex.json": shared,
      "web/api.ts": 'import { anyApi } from "convex/server";\nexport const api = anyApi as unknown as PublicApi;\n',
      "web/main.tsx": USE("./api"),
      "web/copy.tsx": USE("./convex/_generated/api", "get"),
      "phone/package.json": "{}",
      "phone/convex.json": shared,
      "phone/api.ts": 'import { anyApi } from "convex/server";\nexport const api = anyApi as unknown as PublicApi;\n',
      "phone/main.tsx": USE("./api"),
    });

    expect(index.callers("backend/convex messages:list")).toEqual(["backend/convex/messages.ts:5 server direct api", "phone/main.tsx:3 client direct any", "web/convex/messages.ts:5 server direct api", "web/main.tsx:3 client direct any"]);
    expect(index.callers("backend/convex messages:get")).toEqual(["web/copy.tsx:3 client direct api"]);
    expect(index.callers("other/convex messages:list")).toEqual(["other/convex/messages.ts:5 server direct api"]);
  });

  test("a name that may belong to several projects silences all of them, and proves nothing", () => {
    const index = indexOf({ ...backend("a/convex"), ...backend("b/convex"), "ios/App.swift": 'client.subscribe(to: "messages:list")\n' });

    expect(index.callers("a/convex messages:list")).toEqual(["a/convex/messages.ts:5 server direct api", "ios/App.swift foreign possible name"]);
    expect(index.verdict("b/convex messages:list")).toBe("client");
    expect(index.verdict("b/convex messages:get")).toBe("silent: no-client-in-workspace");
  });

  test("the same names in one project", () => {
    const index = indexOf({
      ...backend("convex"),
      "convex/admin/messages.ts": 'import { query } from "../_generated/server";\nexport const list = query({});\n',
      "convex/admin.ts": 'import { query } from "./_generated/server";\nexport const messages = query({});\n',
      "app/main.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.admin.messages.list);\nuseQuery(api.messages.get);\n',
    });

    expect(index.verdict("messages:list")).toBe("server-only");
    expect(index.callers("admin/messages:list")).toEqual(["app/main.tsx:3 client direct api"]);
    expect(index.callers("admin:messages")).toEqual([]);
  });

  // The facts of a file keep the last names of chains that start at a name from another module.
  test("the same names in one project, through a barrel", () => {
    const index = indexOf({
      ...backend("convex"),
      "convex/admin/messages.ts": 'import { query } from "../_generated/server";\nexport const list = query({});\n',
      "app/api.ts": 'export { api } from "../convex/_generated/api";\n',
      "app/main.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "./api";\nuseQuery(api.admin.messages.list);\nuseQuery(api.messages.get);\n',
    });

    expect(index.verdict("messages:list")).toBe("server-only");
  });

  test("one definition under several names has the callers of all of them", () => {
    const index = indexOf({
      ...backend("convex"),
      "convex/all.ts": 'export { list as rows } from "./messages";\n',
      "convex/again.ts": 'import { list as impl } from "./messages";\nexport const list = impl;\n',
      "app/main.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.again.list);\nuseQuery(api.messages.get);\n',
    });

    expect(index.functions()).toEqual({ "messages:list": "public query", "messages:get": "public query", "messages:run": "internal action", "all:rows": "public query", "again:list": "public query" });
    expect(index.callers("messages:list")).toEqual(["app/main.tsx:3 client direct api", "convex/messages.ts:5 server direct api"]);
    expect(index.callers("all:rows")).toEqual(index.callers("messages:list"));
    expect(index.verdict("all:rows")).toBe("client");
  });
});

describe("components", () => {
  const COMPONENT: WorkspaceFiles = {
    "convex/counter/convex.config.ts": 'import { defineComponent } from "convex/server";\nexport default defineComponent("counter");\n',
    "convex/counter/messages.ts": 'import { query } from "./_generated/server";\nexport const list = query({});\nexport const total = query({});\n',
  };

  test("nothing is claimed about a component's functions", () => {
    const index = indexOf({ ...backend("convex"), ...COMPONENT, "app/main.tsx": USE("../convex/_generated/api", "get") });

    expect(index.verdict("convex/counter messages:list")).toBe("silent: component");
    expect(index.verdict("convex messages:list")).toBe("server-only");
  });

  test("component references are not references to the app's functions", () => {
    const index = indexOf({
      ...backend("convex"),
      ...COMPONENT,
      "convex/use.ts": 'import { internalAction } from "./_generated/server";\nimport { components } from "./_generated/api";\nexport const run = internalAction(async (ctx) => { await ctx.runQuery(components.counter.messages.total); await ctx.runQuery(components.counter.messages.get); });\n',
    });

    expect(index.callers("convex messages:get")).toEqual([]);
  });

  test("inside a component, api is the component's", () => {
    const index = indexOf({
      ...backend("convex"),
      ...COMPONENT,
      "convex/counter/use.ts": 'import { action } from "./_generated/server";\nimport { api } from "./_generated/api";\nexport const run = action(async (ctx) => { await ctx.runQuery(api.messages.list); });\n',
    });

    expect(index.callers("convex messages:list")).toEqual(["convex/messages.ts:5 server direct api"]);
    expect(index.callers("convex/counter messages:list")).toEqual(["convex/counter/use.ts:3 server direct api"]);
  });

  test("the example app of a component's package is an app", () => {
    const index = indexOf({
      "package.json": '{ "name": "@acme/counter", "exports": { "./react": "./src/react/index.ts" }, "dependencies": { "convex": "*" } }',
      "src/component/convex.config.ts": COMPONENT["convex/counter/convex.config.ts"] ?? "",
      "src/component/messages.ts": COMPONENT["convex/counter/messages.ts"] ?? "",
      "src/react/index.ts": 'import { useQuery } from "convex/react";\nexport function useCounter(module) { return useQuery(module.list); }\n',
      ...backend("example/convex"),
      "example/src/main.tsx": 'import { useCounter } from "@acme/counter/react";\nimport { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseCounter(api.messages);\nuseQuery(api.messages.get);\n',
    });

    expect(resolvedCallers(index.callers("example/convex messages:list"))).toEqual(["example/convex/messages.ts:5 server direct api", "example/src/main.tsx:4 client escape api"]);
    expect(index.verdict("src/component messages:list")).toBe("silent: component");
  });
});
