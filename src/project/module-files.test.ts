import { expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";
import { modulePath } from "./module-files.ts";

// Convex's bundler, `entryPoints` in `convex/src/bundler/index.ts`.
test.each([
  ["messages.ts", "messages"],
  ["messages.js", "messages"],
  ["messages.mjs", "messages"],
  ["messages.cjs", "messages"],
  ["messages.tsx", "messages"],
  ["messages.mts", "messages"],
  ["messages.cts", "messages"],
  ["messages.jsx", "messages"],
  ["a/b/c.ts", "a/b/c"],
  ["index.ts", "index"],
  ["http.ts", "http"],
  ["crons.ts", "crons"],
  ["a/crons.ts", "a/crons"],
  ["_helpers/x.ts", "_helpers/x"],
  ["_x.ts", "_x"],
  ["sub/_generated/z.ts", "sub/_generated/z"],
  ["sub/_deps/z.ts", "sub/_deps/z"],
  ["schema.tsx", "schema"],
  ["schema.mjs", "schema"],
  ["my-module.ts", "my-module"],
  ["#folder/x.ts", "#folder/x"],
])("%s is the module %s", (path, module) => {
  expect(modulePath(path)).toBe(module);
});

test.each([
  "K.JS",
  "U.TS",
  "data.json",
  "README.md",
  "page.vue",
  "_generated/api.js",
  "_generated/sub/x.ts",
  ".hidden.ts",
  ".x.ts",
  "#x.ts",
  "a/#x.ts",
  "schema.ts",
  "schema.js",
  "sub/schema.ts",
  "x.test.ts",
  "auth.config.ts",
  "convex.config.ts",
  "foo.d.ts",
  "my file.ts",
  "my folder/x.ts",
  "_deps/x.ts",
])("%s is no module", (path) => {
  expect(modulePath(path)).toBeUndefined();
});

const DEFINITION = 'import { query } from "convex/server";\nimport { query as q } from "./_generated/server";\nexport const list = q({ handler: async () => 1 });\n';

test.each([
  ["a line that starts with import", 'import { queryGeneric } from "convex/server";\nmodule.exports.list = queryGeneric({});\n', "messages.ts", true],
  ["an indented export", 'const { queryGeneric } = require("convex/server");\n  export const list = queryGeneric({});\n', "messages.ts", true],
  ["neither import nor export in .ts", 'const { queryGeneric } = require("convex/server");\nmodule.exports.list = queryGeneric({});\n', "messages.ts", false],
  ["neither import nor export in .js", 'const { queryGeneric } = require("convex/server");\nmodule.exports.list = queryGeneric({});\n', "messages.js", true],
])("%s makes a module or not", (_, text, name, isModule) => {
  const index = indexOf({ "convex/other.ts": DEFINITION, [`convex/${name}`]: text });

  expect(Object.keys(index.functions()).includes("messages:list")).toBe(isModule);
});

test("http and crons modules may hold ordinary functions, schema modules may not", () => {
  const index = indexOf({
    "convex/http.ts": DEFINITION,
    "convex/crons.ts": DEFINITION,
    "convex/schema.ts": DEFINITION,
    "convex/sub/schema.ts": DEFINITION.replace("./_", "../_"),
    "convex/list.test.ts": DEFINITION,
    "convex/foo.ts": DEFINITION,
    "convex/foo/bar.ts": DEFINITION.replace("./_", "../_"),
  });

  expect(index.functions()).toEqual({
    "http:list": "public query",
    "crons:list": "public query",
    "foo:list": "public query",
    "foo/bar:list": "public query",
  });
});
