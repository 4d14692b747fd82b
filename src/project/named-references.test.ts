import { describe, expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const HOOKS = [
  'import { useQuery } from "convex/react";',
  'import { makeFunctionReference, type FunctionReference } from "convex/server";',
  'export function queryNamed<Args>(name: string) { return makeFunctionReference<"query">(name) as FunctionReference<"query", "public", Args>; }',
  "export const named = <Args,>(name: string) => queryNamed<Args>(name);",
  'export const queryOf = (module: string, fn: string) => makeFunctionReference<"query">(`${module}:${fn}`);',
  "export function useNamed(ref: FunctionReference<\"query\">) { return useQuery(ref as never); }",
  "",
].join("\n");

const PROJECT: WorkspaceFiles = {
  "package.json": '{ "dependencies": { "convex": "*", "react": "*" } }',
  "convex/_generated/api.js": "",
  "convex/_generated/server.js": "",
  "convex/rows.ts": 'import { query } from "./_generated/server";\nexport const list = query({});\nexport const get = query({});\n',
};

function callersOf(code: string, head = 'import { named, queryNamed, queryOf, useNamed } from "./hooks";\nimport { useQuery } from "convex/react";\n'): Record<string, string[]> {
  const index = indexOf({ ...PROJECT, "app/hooks.ts": HOOKS, "app/Rows.tsx": `${head}${code}\n` });
  return Object.fromEntries(["rows:list", "rows:get"].map((name) => [name, index.callers(name).filter((caller) => !caller.includes("possible"))]));
}

describe("names that a function makes references of", () => {
  test.each([
    ["in a constant", 'const LIST = queryNamed("rows:list");\nexport const Rows = () => <p>{useQuery(LIST)}</p>;'],
    ["given to a hook of one's own", 'const LIST = queryNamed("rows:list");\nexport const Rows = () => <p>{useNamed(LIST)}</p>;'],
    ["through another function", 'const LIST = named("rows:list");\nexport const Rows = () => <p>{useQuery(LIST)}</p>;'],
    ["where it is used", 'export const Rows = () => <p>{useQuery(queryNamed("rows:list"))}</p>;'],
  ])("%s", (_form, code) => {
    const index = indexOf({ ...PROJECT, "app/hooks.ts": HOOKS.replace(/.*queryOf.*\n/u, ""), "app/Rows.tsx": `import { named, queryNamed, useNamed } from "./hooks";\nimport { useQuery } from "convex/react";\n${code}\n` });

    expect(index.callers("rows:list")).toContainEqual(expect.stringMatching(/Rows\.tsx:\d client direct/u));
    expect(index.callers("rows:get")).toEqual([]);
  });

  test("put together of what it is given", () => {
    expect(callersOf('const LIST = queryOf("rows", "list");\nexport const Rows = () => <p>{useQuery(LIST)}</p>;')).toEqual({ "rows:list": [expect.stringMatching(/Rows\.tsx:\d client direct/u)], "rows:get": [] });
  });

  test.each([
    ["a name that is not known", "export const Rows = ({ name }: { name: string }) => <p>{useQuery(queryNamed(name))}</p>;"],
    ["the function handed on", 'export const Rows = ({ names }: { names: string[] }) => <p>{names.map(queryNamed).length}</p>;'],
    ["the function in an object", "export const tools = { queryNamed };"],
  ])("%s may be any", (_form, code) => {
    const index = indexOf({ ...PROJECT, "app/hooks.ts": HOOKS.replace(/.*queryOf.*\n/u, ""), "app/Rows.tsx": `import { queryNamed } from "./hooks";\nimport { useQuery } from "convex/react";\n${code}\n` });

    expect(index.callers("rows:get")).toContainEqual(expect.stringMatching(/Rows\.tsx(?::\d)? client possible/u));
  });
});
