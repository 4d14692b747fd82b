import { describe, expect, test } from "vitest";

import { API, BACKEND, defined, expectedVerdicts, type Form, HOOKS, scheduled, SERVER, verdictsOf } from "../testing/forms.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const QUERY = 'import { query } from "./_generated/server";\n';
const GENERATED = "@acme/backend/convex/_generated/api";
const HAND_ON = `export { api } from "${GENERATED}";\n`;

/** A client of which a way of importing is all that matters. */
function client(form: string, files: WorkspaceFiles): Form {
  return [form, "client", { ...files, ...scheduled() }];
}

function use(source: string, specifiers = "{ api }", reference = "api.$m.fn"): string {
  return `import { useQuery } from "convex/react";\nimport ${specifiers} from "${source}";\nexport const A = () => useQuery(${reference});\n`;
}

const FORMS: readonly Form[] = [
  client("paths of a tsconfig that name one file", { "apps/$m/package.json": '{ "name": "$m" }', "apps/$m/tsconfig.json": '{ "compilerOptions": { "paths": { "~api": ["../../packages/backend/convex/_generated/api"] } } }', "apps/$m/src/a.tsx": use("~api") }),
  client("paths of a tsconfig that is extended", { "tsconfig.$m.json": '{ "compilerOptions": { "paths": { "#$m/*": ["./packages/backend/convex/*"] } } }', "apps/$m/package.json": '{ "name": "$m" }', "apps/$m/tsconfig.json": '{ "extends": "../../tsconfig.$m.json" }', "apps/$m/src/a.tsx": use("#$m/_generated/api") }),
  client("a base URL", { "apps/$m/package.json": '{ "name": "$m" }', "apps/$m/tsconfig.json": '{ "compilerOptions": { "baseUrl": "../../packages" } }', "apps/$m/src/a.tsx": use("backend/convex/_generated/api") }),
  client("the imports of a package", { "apps/$m/package.json": '{ "name": "$m", "imports": { "#gen/*": "./src/gen/*.ts" } }', "apps/$m/src/gen/api.ts": HAND_ON, "apps/$m/src/a.tsx": use("#gen/api") }),
  client("an export of a package", { "packages/$m/package.json": '{ "name": "@acme/$m", "exports": { "./api": { "types": "./src/api.ts", "default": "./dist/api.js" } }, "dependencies": { "@acme/backend": "workspace:*" } }', "packages/$m/src/api.ts": HAND_ON, "apps/web/src/$m.tsx": use("@acme/$m/api") }),
  client("an export of a package that is built", { "packages/$m/package.json": '{ "name": "@acme/$m", "exports": { ".": { "types": "./dist/index.d.ts", "import": "./dist/index.js" } } }', "packages/$m/src/index.ts": HAND_ON, "apps/web/src/$m.tsx": use("@acme/$m") }),
  client("exports of a package with a wildcard", { "packages/$m/package.json": '{ "name": "@acme/$m", "exports": { "./*": "./src/*.ts" } }', "packages/$m/src/api.ts": HAND_ON, "apps/web/src/$m.tsx": use("@acme/$m/api") }),
  client("two barrels", { "apps/web/src/$m-a.ts": 'export * from "./$m-b";\n', "apps/web/src/$m-b.ts": `export { api as backend } from "${GENERATED}";\n`, "apps/web/src/$m.tsx": use("./$m-a", "{ backend }", "backend.$m.fn") }),
  client("a default export", { "apps/web/src/$m-a.ts": `${API}export default api;\n`, "apps/web/src/$m.tsx": use("./$m-a", "backend", "backend.$m.fn") }),
  client("a default re-export", { "apps/web/src/$m-a.ts": `export { api as default } from "${GENERATED}";\n`, "apps/web/src/$m.tsx": use("./$m-a", "backend", "backend.$m.fn") }),
  client("a namespace re-export", { "apps/web/src/$m-a.ts": `export * as generated from "${GENERATED}";\n`, "apps/web/src/$m.tsx": use("./$m-a.js", "{ generated }", "generated.api.$m.fn") }),
  client("a directory", { "apps/web/src/$m-a/index.ts": HAND_ON, "apps/web/src/$m.tsx": use("./$m-a") }),
  client("a relative path out of the package", { "apps/web/src/$m.tsx": use("../../../packages/backend/convex/_generated/api.js") }),
  client("CommonJS", { "apps/web/src/$m-a.cjs": `const { api } = require("${GENERATED}");\nmodule.exports = { rows: api.$m.fn };\n`, "apps/web/src/$m.cjs": 'const { rows } = require("./$m-a.cjs");\nmodule.exports = (client) => client.query(rows);\n' }),
  client("generated CommonJS", { [`${BACKEND}/_generated/api_cjs.cjs`]: "", "apps/web/src/$m.cjs": 'const { api } = require("@acme/backend/convex/_generated/api_cjs.cjs");\nmodule.exports = (client) => client.query(api.$m.fn);\n' }),
  client("hooks that are handed on", { "apps/web/src/$m-a.ts": 'export { useQuery as useRows } from "convex/react";\n', "apps/web/src/$m.tsx": `import { useRows } from "./$m-a";\n${API}useRows(api.$m.fn, {});\n` }),
  client("a field of a class", { "apps/web/src/$m.ts": `import { ConvexHttpClient } from "convex/browser";\n${API}export class Rows { client = new ConvexHttpClient(url); ref = api.$m.fn; list() { return this.client.query(this.ref); } }\n` }),
  client("a story", { "apps/web/src/$m.stories.tsx": `${API}export default { args: { query: api.$m.fn } };\n` }),
  client("a Svelte block", { "apps/site/src/$m.svelte": `<script>\n${API}import { client } from "./client";\n</script>\n{#await client.query(api.$m.fn)}…{/await}\n` }),
  client("the options of a Vue component", { "apps/site/src/$m.vue": `<script>\n${API}export default { data: () => ({ query: api.$m.fn }) };\n</script>\n` }),
  client("Java", { "apps/android/$m.java": 'client.query("$m:fn");\n' }),
  client("Objective-C", { "apps/ios/$m.m": '[client query:@"$m:fn"];\n' }),
  client("PHP", { "apps/php/$m.php": "<?php post($url . '/api/mutation', ['path' => '$m:fn']);\n" }),
  client("a shell script with a request", { "scripts/$m.sh": "curl $URL/api/query -d '{\"path\": \"$m:fn\", \"args\": {}}'\n" }),

  defined("a wrapper factory that is imported under the builder's name", "server-only", 'import { observedQuery as query } from "./lib/$m";\nexport const fn = query({});\n', { ...scheduled(), [`${BACKEND}/lib/$m.ts`]: 'import { query } from "../_generated/server";\nimport { customQuery, customCtx } from "convex-helpers/server/customFunctions";\nexport const observedQuery = customQuery(query, customCtx(async () => ({})));\n' }),
  defined("a builder of a barrel", "server-only", 'import { query } from "./lib/$m";\nexport const fn = query({});\n', { ...scheduled(), [`${BACKEND}/lib/$m.ts`]: 'export { query } from "../_generated/server";\n' }),
  defined("a builder of a namespace", "server-only", 'import * as server from "./_generated/server";\nexport const fn = server.query({});\n'),
  defined("a builder out of a namespace", "server-only", 'import * as server from "./_generated/server";\nconst { query } = server;\nexport const fn = query({});\n'),
  defined("zod", "server-only", `import { zCustomQuery } from "convex-helpers/server/zod4";\nimport { NoOp } from "convex-helpers/server/customFunctions";\n${QUERY}const zodQuery = zCustomQuery(query, NoOp);\nexport const fn = zodQuery({});\n`),
  defined("a handler that is wrapped", "server-only", `${QUERY}const withUser = (handler) => handler;\nexport const fn = query(withUser(async (ctx, args) => []));\n`),
  defined("several names of one function", "server-only", `${QUERY}const rows = query({});\nexport { rows as fn, rows as all };\n`),
  defined("a default in an export list", "server-only", `${QUERY}const rows = query({});\nexport { rows as default };\nexport const fn = 1;\n`, { [`${BACKEND}/calls/$m.ts`]: `${SERVER.replaceAll('"./', '"../')}export const run = internalAction({ handler: async (ctx) => { await ctx.runQuery(api.$m.default); } });\n` }),
  defined("a function that a module outside defines", "server-only", 'export { fn } from "../lib/$m";\n', { ...scheduled(), "packages/backend/lib/$m.ts": 'import { query } from "../convex/_generated/server";\nexport const fn = query({});\n' }),
  defined("three names through star exports", "client", 'export * from "./middle/$m";\n', { ...scheduled(), [`${BACKEND}/middle/$m.ts`]: 'export { rows as fn } from "../live/$m";\n', [`${BACKEND}/live/$m.ts`]: 'import { query } from "../_generated/server";\nexport const rows = query({});\n', "apps/web/src/$m.tsx": `${HOOKS}useQuery(api.middle.$m.fn);\n` }),
  defined("CommonJS in the functions directory", "server-only", 'const { query } = require("./_generated/server");\nexports.fn = query({});\nexport {};\n'),
  defined("a visibility that a flag decides", "silent: unknown-visibility", 'import { internalQuery, query } from "./_generated/server";\nexport const fn = (flag ? query : internalQuery)({});\n'),
  defined("a builder that is called at once", "silent: unknown-visibility", `${QUERY}export const fn = (() => query({}))();\n`),
  defined("crud", "silent: library", `import { crud } from "convex-helpers/server/crud";\nimport { mutation, query } from "./_generated/server";\nimport schema from "./schema";\nexport const { read: fn } = crud(schema, "rows", query, mutation);\n`),
];

describe("imports and definitions", () => {
  test("each has its own verdict", () => {
    const evidence: WorkspaceFiles = { [`${BACKEND}/evidence.ts`]: `${QUERY}export const fn = query({});\n`, "apps/web/src/evidence.tsx": use(GENERATED, "{ api }", "api.evidence.fn") };

    expect(verdictsOf(FORMS, evidence)).toEqual(expectedVerdicts(FORMS));
  });
});
