import { describe, expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const API = 'import { api } from "../convex/_generated/api";\n';
const GETTER = `${API}export function getApi(): any {\n  return api;\n}\n`;
const BACKEND: WorkspaceFiles = {
  "convex/_generated/api.d.ts": "export declare const api: AnyApi;\n",
  "convex/_generated/server.d.ts": "",
  "convex/messages.ts": 'import { mutation, query } from "./_generated/server";\nexport const list = query({});\nexport const send = mutation({});\n',
  "app/send.tsx": `import { useMutation } from "convex/react";\n${API}useMutation(api.messages.send);\n`,
};

function verdictOf(files: WorkspaceFiles): string {
  return indexOf({ ...BACKEND, ...files }).verdict("messages:list");
}

describe("functions that return api", () => {
  test.each<[string, WorkspaceFiles]>([
    ["called by nobody", { "app/api.ts": GETTER }],
    ["that returns a part of it, called by nobody", { "app/api.ts": `${API}export const getMessages = () => (api as any).messages;\n` }],
    ["called for another function", { "app/api.ts": GETTER, "app/main.tsx": 'import { useMutation } from "convex/react";\nimport { getApi } from "./api";\nconst api = getApi() as any;\nuseMutation(api.messages.send);\n' }],
    ["called by another function of the file", { "app/api.ts": `${GETTER}export const getBackend = () => getApi();\n`, "app/main.tsx": 'import { useMutation } from "convex/react";\nimport { getBackend } from "./api";\nuseMutation(getBackend().messages.send);\n' }],
    ["called in several ways for other functions", { "app/api.ts": GETTER, "app/main.tsx": 'import { useMutation } from "convex/react";\nimport { getApi } from "./api";\nexport const useSend = () => useMutation(getApi().messages.send);\nexport const Main = () => { const { messages } = getApi(); return useMutation(messages.send); };\n' }],
  ])("%s", (_, files) => {
    expect(verdictOf(files)).toBe("unused");
  });

  test.each<[string, WorkspaceFiles]>([
    ["called", { "app/api.ts": GETTER, "app/main.tsx": 'import { useQuery } from "convex/react";\nimport { getApi } from "./api";\nconst api = getApi() as any;\nuseQuery(api.messages.list);\n' }],
    ["called where it is used", { "app/api.ts": GETTER, "app/main.tsx": 'import { getApi } from "./api";\nrun(getApi().messages.list);\n' }],
    ["called for the whole", { "app/api.ts": GETTER, "app/main.tsx": 'import { getApi } from "./api";\nrun(getApi());\n' }],
    ["called for an attribute", { "app/api.ts": GETTER, "app/main.tsx": 'import { getApi } from "./api";\nimport { List } from "./list";\nexport const Main = () => <List api={getApi()} />;\n' }],
    ["called for what is assigned", { "app/api.ts": GETTER, "app/main.tsx": 'import { getApi } from "./api";\nlet backend;\nbackend = getApi();\nrun(backend);\n' }],
    ["called for a default", { "app/api.ts": GETTER, "app/main.tsx": 'import { getApi } from "./api";\nexport const load = (backend = getApi()) => run(backend.messages.list);\n' }],
    ["called with a computed name", { "app/api.ts": GETTER, "app/main.tsx": 'import { getApi } from "./api";\nexport const load = (name) => run(getApi().messages[name]);\n' }],
    ["handed on", { "app/api.ts": GETTER, "app/main.tsx": 'import { getApi } from "./api";\nprovide(getApi);\n' }],
    ["handed on in an object", { "app/api.ts": GETTER, "app/main.tsx": 'import { getApi } from "./api";\nprovide({ getApi });\n' }],
    ["handed on with its module", { "app/api.ts": GETTER, "app/main.tsx": 'import * as lib from "./api";\nprovide(lib);\n' }],
    ["kept by an object", { "app/api.ts": `${GETTER}export const helpers = { getApi };\n`, "app/main.tsx": 'import { helpers } from "./api";\nprovide(helpers);\n' }],
    ["under another name", { "app/api.ts": GETTER, "app/main.tsx": 'import { getApi } from "./api";\nconst get = getApi;\nrun(get().messages.list);\n' }],
    ["through a barrel", { "app/api.ts": GETTER, "app/index.ts": 'export { getApi as backend } from "./api";\n', "app/main.tsx": 'import { backend } from "./index";\nrun(backend().messages.list);\n' }],
    ["as a default export", { "app/api.ts": GETTER.replace("export function", "export default function"), "app/main.tsx": 'import backend from "./api";\nrun(backend().messages.list);\n' }],
    ["that is called in another file's function", { "app/api.ts": GETTER, "app/use-api.ts": 'import { getApi } from "./api";\nexport const useApi = () => getApi();\n', "app/main.tsx": 'import { useApi } from "./use-api";\nrun(useApi().messages.list);\n' }],
    ["used in its own file", { "app/api.ts": `${GETTER}const backend = getApi();\nrun(backend.messages.list);\n` }],
    ["handed on in its own file", { "app/api.ts": `${GETTER}provide(getApi);\n` }],
    ["assigned in its own file", { "app/api.ts": `${GETTER}globalThis.backend = getApi();\n` }],
    ["given as an attribute in its own file", { "app/api.tsx": `${GETTER}export const Main = () => <List api={getApi()} />;\n` }],
    ["inside another function", { "app/api.ts": `${API}export const make = () => { const get = () => api; return { get }; };\n` }],
    ["inside an object", { "app/api.ts": `${API}export const lib = { get: () => api };\n` }],
    ["that is a callback", { "app/api.ts": `${API}export const backend = lazy(() => api);\n` }],
    ["that promises it", { "app/api.ts": 'export async function loadApi() {\n  const { api } = await import("../convex/_generated/api");\n  return api;\n}\n', "app/main.ts": 'import { loadApi } from "./api";\nloadApi().then((api) => run(api.messages.list));\n' }],
    ["that promises it, awaited", { "app/api.ts": 'export async function loadApi() {\n  const { api } = await import("../convex/_generated/api");\n  return api;\n}\n', "app/main.ts": 'import { loadApi } from "./api";\nconst rows = loadApi().then((backend) => backend.messages);\nconst api = await loadApi();\nrun(api.messages.list);\n' }],
    ["that a framework imports by itself", { "app/composables/use-api.ts": GETTER.replace("../", "../../").replace("getApi", "useApi"), "app/Main.vue": '<script setup>\nimport { useConvexQuery } from "convex-vue";\nuseConvexQuery(useApi().messages.list);\n</script>\n' }],
    ["that a template calls", { "app/api.ts": GETTER, "app/Main.svelte": '<script>\n  import { getApi } from "./api";\n</script>\n<List api={getApi()} />\n' }],
  ])("%s, may be a use of all of it", (_, files) => {
    expect(verdictOf(files)).toBe("client");
  });
});
