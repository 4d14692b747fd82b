import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { createWorkspace } from "../testing/workspace.ts";
import { scanText, takenNames } from "./scan.ts";
import { Workspace } from "./workspace.ts";

const SHARED = `
import { createContext, useContext } from "react";
import { api } from "../convex/_generated/api";
export type { Id } from "../convex/_generated/dataModel";
export interface Props { readonly id: string }
export type List = typeof api.messages.list;
export const LIMIT = 10;
export const COLUMNS = ["author", "body"];
export const list = api.messages.list;
export const queries = { rows: api.messages.list };
export const ApiContext = createContext(api);
export const useBackend = () => useContext(ApiContext);
export const format = (value: string) => value.trim();
export class Backend { readonly messages = api.messages; }
export { default as theme } from "./theme";
export * from "./more";
export default LIMIT;
`;

function workspaceWith(statement: string, main = "main.ts", others: Readonly<Record<string, string>> = {}): { readonly workspace: Workspace; readonly file: string } {
  const directory = createWorkspace({
    ...CHAT,
    "package.json": "{}",
    "app/shared.ts": SHARED,
    "app/more.ts": 'import { api } from "../convex/_generated/api";\nexport const more = { send: api.messages.send };\nexport const width = 3;\n',
    "app/theme.ts": "export default { color: 1 };\n",
    [`app/${main}`]: statement,
    ...others,
  });
  onTestFinished(() => directory.cleanup());
  return { workspace: new Workspace(directory.root), file: join(directory.root, "app", main) };
}

/** Whether a file that holds nothing but an import of the shared module takes part. */
function isRelevant(statement: string, main?: string): boolean {
  const { workspace, file } = workspaceWith(statement, main);
  return [...workspace.snapshot().linkedFiles()].includes(file);
}

test.each([
  'import { list } from "./shared";',
  'import { LIMIT, list as rows } from "./shared";',
  'import theme, { queries } from "./shared";',
  'import { ApiContext } from "./shared";',
  // What it returns of a call may be what the context holds.
  'import { useBackend } from "./shared";',
  // Nothing tells what a class holds.
  'import { Backend } from "./shared";',
  'import { more } from "./shared";',
  'import * as shared from "./shared";',
  'import theme, * as shared from "./shared";',
  'export { list } from "./shared";',
  'export * from "./shared";',
  'import shared = require("./shared");',
  'const shared = await import("./shared");',
  'import { LIMIT } from "./shared";\nconst late = () => import("./shared");',
  'import { LIMIT } from "./shared";\nimport { list } from "./shared";',
  'import type { list } from "./shared";',
  'import { type list } from "./shared";',
  'import { LIMIT, // and\n  list } from "./shared";',
  "// import\nimport {\n  LIMIT,\n  list,\n} from './shared';",
  "// import type\nimport { Backend } from './shared';",
])("takes what may lead to references: %s", (statement) => {
  expect(isRelevant(statement)).toBe(true);
});

test.each([
  'import type { Id } from "./shared";',
  'import { Id, Props } from "./shared";',
  'import { type Props, LIMIT } from "./shared";',
  'import type { Backend } from "./shared";',
  'import limit, { COLUMNS } from "./shared";',
  'import { format } from "./shared";',
  'import { theme, width } from "./shared";',
  'import limit from "./shared";',
])("takes nothing that leads to references: %s", (statement) => {
  expect(isRelevant(statement)).toBe(false);
});

test("a component whose script imports a name", () => {
  expect(isRelevant('<script setup lang="ts">\nimport { list } from "./shared";\n</script>\n', "Main.vue")).toBe(true);
});

test.each<[string, string[]]>([
  ['import { a, b as c, type D } from "m";', ["a", "b", "type D"]],
  ['import type { A, B } from "m";', ["type A", "type B"]],
  ['import type A from "m";', ["type default"]],
  ['import React, { useState } from "m";', ["default", "useState"]],
  ['import { default as A, } from "m";', ["default"]],
  ['import type from "m";', ["*"]],
  ['import { type as kind } from "m";', ["type"]],
  ['import {} from "m";', ["*"]],
  ['import "m";', ["*"]],
  ['import { "a-b" as c } from "m";', ["*"]],
  ['import { a } from "m";\nexport { b } from "m";', ["*"]],
  ['import { a } from "m";\nimport type { B } from "m";', ["a", "type B"]],
])("what is taken by %s", (text, expected) => {
  expect(takenNames(scanText("script", text), "m").map(({ name, typeOnly }) => (typeOnly ? `type ${name}` : name))).toEqual(expected);
});

test("files that take something else after an edit", () => {
  const { workspace, file } = workspaceWith('import { LIMIT } from "./shared";');
  const isLinked = (text: string): boolean => [...workspace.snapshotFor(file, text, undefined).linkedFiles()].includes(file);

  expect([isLinked('import { LIMIT } from "./shared";'), isLinked('import { list } from "./shared";\nlist;'), isLinked('import { LIMIT } from "./shared";\nLIMIT;')]).toEqual([false, true, false]);
});

test("files that take what leads to references since another was edited", () => {
  const { workspace, file } = workspaceWith('import { LIMIT } from "./shared";');
  const shared = join(file, "../shared.ts");
  const isLinked = (text: string): boolean => [...workspace.snapshotFor(shared, text, undefined).linkedFiles()].includes(file);

  expect([isLinked(SHARED), isLinked(SHARED.replace("LIMIT = 10", "LIMIT = api.messages.send")), isLinked(SHARED)]).toEqual([false, true, false]);
});

test("what one file takes does not decide about another", () => {
  const isLinked = (others: Readonly<Record<string, string>>): boolean => {
    const hooks = '// What the app takes of Convex.\nimport { useContext } from "react";\nimport { ApiContext } from "./shared";\nexport const useBackend = () => useContext(ApiContext);\n';
    const barrel = 'import { api } from "../convex/_generated/api";\nexport const list = api.messages.list;\nexport * as hooks from "./hooks";\n';
    const { workspace, file } = workspaceWith('import { useBackend } from "./hooks";', "main.ts", { "app/hooks.ts": hooks, "app/zzz.ts": barrel, ...others });
    return [...workspace.snapshot().linkedFiles()].includes(file);
  };

  expect(isLinked({ "app/other.ts": 'import { hooks } from "./zzz";' })).toBe(isLinked({}));
});
