import { describe, expect, test } from "vitest";

import { indexOf, resolvedCallers } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const FUNCTIONS = `import { internalAction, query } from "./_generated/server";
import { api } from "./_generated/api";
export const list = query({});
export const get = query({});
export const run = internalAction(async (ctx) => { await ctx.runQuery(api.messages.list); });
`;
const USE = (source: string): string => `import { useQuery } from "convex/react";\nimport { api } from "${source}";\nuseQuery(api.messages.list);\n`;
const MANIFEST = '{ "dependencies": { "convex": "*", "react": "*" } }';

/** A backend in one package and a client in another. */
function monorepo(source: string, files: WorkspaceFiles): WorkspaceFiles {
  return {
    "package.json": '{ "private": true, "workspaces": ["apps/*", "packages/*"] }',
    "packages/backend/package.json": '{ "name": "@acme/backend", "dependencies": { "convex": "*" } }',
    "packages/backend/convex/_generated/api.d.ts": "",
    "packages/backend/convex/_generated/server.d.ts": "",
    "packages/backend/convex/messages.ts": FUNCTIONS,
    "apps/web/package.json": '{ "name": "web", "dependencies": { "@acme/backend": "workspace:*", "convex": "*", "react": "*" } }',
    "apps/web/src/main.tsx": USE(source),
    ...files,
  };
}

test.each<[string, WorkspaceFiles]>([
  ["a package's path", monorepo("@acme/backend/convex/_generated/api", {})],
  ["a package's path with an extension", monorepo("@acme/backend/convex/_generated/api.js", {})],
  ["a package's exports", monorepo("@acme/backend/api", { "packages/backend/package.json": '{ "name": "@acme/backend", "exports": { "./api": { "types": "./convex/_generated/api.d.ts", "default": "./convex/_generated/api.js" } } }' })],
  ["a package's exports with a pattern", monorepo("@acme/backend/_generated/api", { "packages/backend/package.json": '{ "name": "@acme/backend", "exports": { "./*": "./convex/*.js" } }' })],
  ["a package's exports of source", monorepo("@acme/backend", { "packages/backend/package.json": '{ "name": "@acme/backend", "exports": { ".": { "import": "./src/index.ts" } } }', "packages/backend/src/index.ts": 'export { api } from "../convex/_generated/api";\n' })],
  ["a package's main", monorepo("@acme/backend", { "packages/backend/package.json": '{ "name": "@acme/backend", "main": "./src/index.ts" }', "packages/backend/src/index.ts": 'export * from "../convex/_generated/api";\n' })],
  ["a package's built exports", monorepo("@acme/backend", { "packages/backend/package.json": '{ "name": "@acme/backend", "exports": { ".": { "types": "./dist/index.d.ts", "default": "./dist/index.js" } } }', "packages/backend/src/index.ts": 'export { api } from "../convex/_generated/api";\n' })],
  ["a package that hands on another", monorepo("@acme/client", { "packages/client/package.json": '{ "name": "@acme/client", "main": "index.ts" }', "packages/client/index.ts": 'export * from "@acme/backend/convex/_generated/api";\n' })],
  ["a package whose functions directory is its root", { ...monorepo("@acme/convex/_generated/api", {}), "packages/convex/package.json": '{ "name": "@acme/convex" }', "packages/convex/_generated/api.d.ts": "", "packages/convex/messages.ts": FUNCTIONS, "packages/backend/convex/messages.ts": "export {};\n" }],
  ["imports", monorepo("#convex/api", { "apps/web/package.json": '{ "name": "web", "imports": { "#convex/*": "../../packages/backend/convex/_generated/*.js" } }' })],
  ["imports that name a package", monorepo("#api", { "apps/web/package.json": '{ "name": "web", "imports": { "#api": "@acme/backend/convex/_generated/api" } }' })],
  ["paths", monorepo("@convex/api", { "apps/web/tsconfig.json": '{ "compilerOptions": { "paths": { "@convex/*": ["../../packages/backend/convex/_generated/*"] } } }' })],
  ["paths with a baseUrl and comments", monorepo("@backend/api", { "apps/web/tsconfig.json": '{\n  // aliases\n  "compilerOptions": { "baseUrl": "../..", "paths": { "@backend/*": ["./packages/backend/convex/_generated/*"], },\n} }' })],
  ["a baseUrl alone", monorepo("packages/backend/convex/_generated/api", { "tsconfig.json": '{ "compilerOptions": { "baseUrl": "." } }' })],
  ["paths of an extended config", monorepo("@convex/api", { "tsconfig.base.json": '{ "compilerOptions": { "paths": { "@convex/*": ["./packages/backend/convex/_generated/*"] } } }', "apps/web/tsconfig.json": '{ "extends": "../../tsconfig.base.json" }' })],
  ["paths beside an extends that is not there", monorepo("@convex/api", { "apps/web/tsconfig.json": '{ "extends": "./.nuxt/tsconfig.json", "compilerOptions": { "paths": { "@convex/*": ["../../packages/backend/convex/_generated/*"] } } }' })],
  ["paths of a referenced project", monorepo("@convex/api", { "apps/web/tsconfig.json": '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }, { "path": "./tsconfig.node.json" }] }', "apps/web/tsconfig.app.json": '{ "compilerOptions": { "paths": { "@convex/*": ["../../packages/backend/convex/_generated/*"] } } }' })],
  ["paths of a jsconfig", monorepo("@convex/api", { "apps/web/jsconfig.json": '{ "compilerOptions": { "paths": { "@convex/*": ["../../packages/backend/convex/_generated/*"] } } }' })],
  ["an alias of SvelteKit", monorepo("$convex/api", { "apps/web/svelte.config.js": 'export default { kit: { alias: { $convex: "../../packages/backend/convex/_generated" } } };\n' })],
  ["an alias of SvelteKit with a star", monorepo("$backend/api", { "apps/web/svelte.config.js": 'const config = { kit: { alias: { "$backend/*": "../../packages/backend/convex/_generated/*" } } };\nexport default config;\n' })],
  ["an alias of Vite", monorepo("@backend/api", { "apps/web/vite.config.ts": 'import path from "node:path";\nexport default defineConfig({ resolve: { alias: { "@backend": path.resolve(__dirname, "../../packages", "backend/convex/_generated") } } });\n' })],
  ["an alias of Vite by URL", monorepo("~backend/api", { "apps/web/vite.config.mts": 'export default defineConfig(({ mode }) => ({ resolve: { alias: { "~backend": fileURLToPath(new URL("../../packages/backend/convex/_generated", import.meta.url)) } } }));\n' })],
  ["an alias of Vite in a list", monorepo("@backend/api", { "apps/web/vite.config.js": 'export default { resolve: { alias: [{ find: /^x$/, replacement: "y" }, { find: "@backend/", replacement: new URL("../../packages/backend/convex/_generated/", import.meta.url).pathname }] } };\n' })],
  ["an alias through constants", monorepo("@backend/api", { "apps/web/vite.config.ts": 'const packages = resolve(__dirname, "../../packages");\nexport default { resolve: { alias: { "@backend": `${packages}/backend/convex/_generated` } } };\n' })],
  ["an alias that is assigned", monorepo("@backend/api", { "apps/web/next.config.js": 'module.exports = { webpack: (config) => { config.resolve.alias["@backend"] = path.join(__dirname, "../../packages/backend/convex/_generated"); return config; } };\n' })],
  ["an alias that all packages share", monorepo("@backend/api", { "webpack.config.js": 'module.exports = { resolve: { alias: { "@backend$": "never", "@backend": "./packages/backend/convex/_generated" } } };\n' })],
  ["a path from the root that looks like the package", { "package.json": MANIFEST, "convex/messages.ts": FUNCTIONS, "app/src/main.tsx": USE("convex/_generated/api") }],
  ["an alias of a bundler", monorepo("$backend/_generated/api", {})],
  ["an alias below the name of the package", monorepo("convex/_generated/api", {})],
  ["the alias of a module for Nuxt", monorepo("#convex/api", {})],
  ["a path that leaves the package", monorepo("../../../packages/backend/convex/_generated/api", {})],
  ["a package that is missing from the workspace's manifests", monorepo("@acme/backend/convex/_generated/api", { "package.json": "{}", "apps/web/package.json": "{}" })],
  ["pnpm", { ...monorepo("@acme/backend/convex/_generated/api", {}), "package.json": "{}", "pnpm-workspace.yaml": "packages:\n  - apps/*\n" }],
  ["no _generated at all", { "package.json": MANIFEST, "convex/messages.ts": FUNCTIONS, "src/main.tsx": USE("../convex/_generated/api") }],
  ["@/ for the root", { "package.json": MANIFEST, "convex/messages.ts": FUNCTIONS, "src/main.tsx": USE("@/convex/_generated/api") }],
  ["@/ for src", { "package.json": MANIFEST, "src/convex/messages.ts": FUNCTIONS, "src/main.tsx": USE("@/convex/_generated/api") }],
  ["~/ for app", { "package.json": MANIFEST, "convex/messages.ts": FUNCTIONS, "app/api.ts": 'export { api } from "../convex/_generated/api";\n', "app/main.tsx": USE("~/api") }],
  ["$lib", { "package.json": MANIFEST, "src/lib/convex/messages.ts": FUNCTIONS, "src/routes/main.ts": USE("$lib/convex/_generated/api") }],
  ["$convex, as SvelteKit's config has it", { "package.json": MANIFEST, "convex/messages.ts": FUNCTIONS, "src/routes/main.ts": USE("$convex/_generated/api") }],
  ["src/convex/", { "package.json": MANIFEST, "convex.json": '{ "functions": "src/convex/" }', "src/convex/messages.ts": FUNCTIONS, "src/main.tsx": USE("./convex/_generated/api") }],
  ["./src/lib/convex without a slash", { "package.json": MANIFEST, "convex.json": '{ "functions": "./src/lib/convex" }', "src/lib/convex/messages.ts": FUNCTIONS, "src/main.tsx": USE("./lib/convex/_generated/api") }],
  ["../docker-convex/convex/", { "package.json": "{}", "app/package.json": MANIFEST, "app/convex.json": '{ "functions": "../docker-convex/convex/" }', "docker-convex/convex/messages.ts": FUNCTIONS, "app/main.tsx": USE("../docker-convex/convex/_generated/api") }],
  [".", { "package.json": "{}", "backend/package.json": MANIFEST, "backend/convex.json": '{ "functions": "." }', "backend/messages.ts": FUNCTIONS, "app/main.tsx": USE("../backend/_generated/api") }],
  ["fileType ts", { "package.json": MANIFEST, "convex.json": '{ "codegen": { "fileType": "ts" } }', "convex/messages.ts": FUNCTIONS, "convex/_generated/api.ts": "export const api = anyApi as any;\n", "convex/_generated/server.ts": "export const query = queryGeneric;\n", "src/main.tsx": USE("../convex/_generated/api") }],
  ["a stub of AnyApi", { "package.json": MANIFEST, "convex/messages.ts": FUNCTIONS, "convex/_generated/api.d.ts": "export declare const api: AnyApi;\n", "src/main.tsx": USE("../convex/_generated/api") }],
  ["staticApi", { "package.json": MANIFEST, "convex.json": '{ "codegen": { "staticApi": true } }', "convex/messages.ts": FUNCTIONS, "convex/_generated/api.d.ts": "export declare const api: { messages: {} };\n", "src/main.tsx": USE("../convex/_generated/api") }],
  ["a symbolic link that is part of the path", { "package.json": MANIFEST, "convex/messages.ts": FUNCTIONS, "src/main.tsx": USE("../convex/_generated/api.js?x") }],
])("a client reaches its functions through %s", (_, files) => {
  const index = indexOf(files);

  const name = Object.keys(index.functions()).find((candidate) => candidate.endsWith("messages:list")) ?? "";
  expect(resolvedCallers(index.callers(name).filter((caller) => caller.includes("client")))).toEqual([expect.stringMatching(/main\.tsx?:3 client direct api$/u)]);
  expect(index.verdict(name)).toBe("client");
});

test("an import of generated code that nothing resolves belongs to no project when there are several", () => {
  const index = indexOf({
    "package.json": MANIFEST,
    "a/convex/messages.ts": FUNCTIONS,
    "b/convex/messages.ts": FUNCTIONS,
    "src/main.tsx": USE("$convex/_generated/api"),
  });

  expect(index.callers("a/convex messages:list").filter((caller) => caller.includes("direct api") && caller.includes("client"))).toEqual([]);
  expect(index.verdict("a/convex messages:list")).toBe("client");
});

test("an alias that leads to something else is not the generated code", () => {
  const index = indexOf({
    "package.json": MANIFEST,
    "convex/messages.ts": FUNCTIONS,
    "src/real.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.messages.get);\n',
    "src/main.tsx": 'import { api } from "@acme/other/_generated/client";\nfetch(api.users.list);\n',
  });

  expect(index.verdict("messages:list")).toBe("server-only");
});

test("where Convex's own packages are developed, their APIs are known by their names", () => {
  const index = indexOf({
    "package.json": '{ "workspaces": ["packages/*", "demo"] }',
    "packages/convex/package.json": '{ "name": "convex", "exports": { "./browser": "./src/browser/index.ts", "./server": "./src/server/index.ts" } }',
    "packages/convex/src/browser/index.ts": "export class ConvexHttpClient { query(reference, args) { return request(reference, args); } }\n",
    "packages/convex/src/server/index.ts": "export const queryGeneric = (definition) => register(definition);\n",
    "demo/package.json": '{ "dependencies": { "convex": "*" } }',
    "demo/convex/_generated/api.js": "",
    "demo/convex/messages.ts": 'import { queryGeneric } from "convex/server";\nexport const list = queryGeneric({});\n',
    "demo/messages.test.ts": 'import { ConvexHttpClient } from "convex/browser";\nimport { api } from "./convex/_generated/api";\nconst client = new ConvexHttpClient("");\nawait client.query(api.messages.list);\n',
  });

  expect(index.functions()).toEqual({ "messages:list": "public query" });
  expect(index.callers("messages:list")).toEqual(["demo/messages.test.ts:4 client direct api"]);
});

describe("something called `api` of a module that is not found", () => {
  const FILES = {
    "package.json": MANIFEST,
    "convex/messages.ts": FUNCTIONS,
    "src/real.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.messages.get);\n',
  };
  const verdictWith = (text: string): string => indexOf({ ...FILES, "src/admin.ts": `import { useConvex } from "convex/react";\nimport { api } from "$lost/api";\n${text}` }).verdict("messages:list");

  test.each([
    "createAdmin({ api });\n",
    "createAdmin(new Proxy(api, {}));\n",
    "createAdmin(api.messages);\n",
    "export const modules = { messages: api.messages };\n",
    "const { messages } = api;\ncreateAdmin(messages);\n",
    "const rows = api.messages;\ncreateAdmin(rows.list);\n",
    "const fn = api;\ncreateAdmin(fn.messages.list);\n",
  ])("may be all of it: %j", (text) => {
    expect(verdictWith(text)).toBe("client");
  });

  test.each(["await api.get(\"/users\");\n", "createAdmin(api());\n", "createAdmin(api.users);\n"])("is something else: %j", (text) => {
    expect(verdictWith(text)).toBe("server-only");
  });

  test("hides what a file loses that hands it on, too", () => {
    const files = { ...FILES, "src/server.ts": 'import { fetchQuery } from "convex/nextjs";\nimport { api } from "$lost/api";\nexport { api, fetchQuery };\n', "src/page.ts": 'import { api, fetchQuery } from "./server";\nawait fetchQuery(api.messages.list);\n' };

    expect(indexOf(files).verdict("messages:list")).toBe("client");
  });
});

test("a module whose path ends like that of Convex's server makes no references of its own", () => {
  const index = indexOf({
    "package.json": MANIFEST,
    "convex/messages.ts": FUNCTIONS,
    "src/lib/convex/server.ts": 'import { fetchQuery } from "convex/nextjs";\nimport { api } from "../../../convex/_generated/api";\nexport { api, fetchQuery };\n',
    "src/main.tsx": 'import { api, fetchQuery } from "./lib/convex/server";\nawait fetchQuery(api.messages.list);\n',
  });

  expect(index.callers("messages:list").filter((caller) => caller.includes("client"))).toEqual(["src/main.tsx:2 client direct api"]);
});
