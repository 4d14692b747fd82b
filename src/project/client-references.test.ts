import { describe, expect, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { indexOf, resolvedCallers } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const API = 'import { api } from "../convex/_generated/api";\n';
const HOOKS = `import { useAction, useMutation, useQuery } from "convex/react";\n${API}`;

/** Who references a function from outside the functions directory, with a client file added to the project. */
function clientsOf(name: string, main: string, others: WorkspaceFiles = {}): { callers: string[]; verdict: string } {
  const index = indexOf({ ...CHAT, ...others, "app/main.tsx": main });
  const callers = index.callers(name).filter((caller) => !caller.startsWith("convex/"));
  return { callers: resolvedCallers(callers), verdict: index.verdict(name) };
}

test("without a client, a function that server code calls is server-only", () => {
  expect(clientsOf("messages:list", "export {};\n")).toEqual({ callers: [], verdict: "server-only" });
});

describe("a client that references one function", () => {
  test.each<[string, string, readonly string[]]>([
    ["a hook", `${HOOKS}useQuery(api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["a renamed hook", `import { useQuery as useConvexQuery } from "convex/react";\n${API}useConvexQuery(api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["a hook of a namespace", `import * as convex from "convex/react";\n${API}convex.useQuery(api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["a hook of one's own", `import { useStable } from "./hooks";\n${API}useStable(api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["a hook that an object holds", `${HOOKS}useQuery({ query: api.messages.list, args: {} });\n`, ["app/main.tsx:3 client direct api"]],
    ["useQueries", `import { useQueries } from "convex/react";\n${API}useQueries({ a: { query: api.messages.list, args: {} } });\n`, ["app/main.tsx:3 client direct api"]],
    ["fetchQuery", `import { fetchQuery } from "convex/nextjs";\n${API}await fetchQuery(api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["convexQuery", `import { convexQuery } from "@convex-dev/react-query";\n${API}const options = convexQuery(api.messages.list, {});\n`, ["app/main.tsx:3 client direct api"]],
    ["ConvexHttpClient", `import { ConvexHttpClient } from "convex/browser";\n${API}const client = new ConvexHttpClient("");\nawait client.query(api.messages.list);\n`, ["app/main.tsx:4 client direct api"]],
    ["a client of another module", `import { client } from "./client";\n${API}await client.query(api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["a client that a function takes", `import type { ConvexHttpClient } from "convex/browser";\n${API}export const load = (client: ConvexHttpClient) => client.query(api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["an optimistic update", `${HOOKS}useMutation(api.users.list).withOptimisticUpdate((store) => { store.getQuery(api.messages.list); });\n`, ["app/main.tsx:3 client direct api"]],
    ["a slash key", `${HOOKS}useQuery(api["messages"].list);\n`, ["app/main.tsx:3 client direct api"]],
    ["a template key", `${HOOKS}useQuery(api[\`messages\`]["list"]);\n`, ["app/main.tsx:3 client direct api"]],
    ["a constant key", `${HOOKS}const module = "messages";\nuseQuery(api[module].list);\n`, ["app/main.tsx:4 client direct api"]],
    ["optional chaining", `${HOOKS}useQuery(api?.messages?.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["non-null assertions", `${HOOKS}useQuery(api!.messages!.list!);\n`, ["app/main.tsx:3 client direct api"]],
    ["line breaks and comments in the chain", `${HOOKS}useQuery(\n  api\n    // the module\n    .messages\n    .list,\n);\n`, ["app/main.tsx:4 client direct api"]],
    ["a cast of the root", `${HOOKS}useQuery((api as any).messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["a cast of a part", `${HOOKS}useQuery(((api as unknown as Record<string, any>).messages as any).list as any);\n`, ["app/main.tsx:3 client direct api"]],
    ["api under another type", `${HOOKS}const typed = api as unknown as { messages: { list: any } };\nuseQuery(typed.messages.list);\n`, ["app/main.tsx:4 client direct api"]],
    ["a renamed import", `import { useQuery } from "convex/react";\nimport { api as backend } from "../convex/_generated/api";\nuseQuery(backend.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["a namespace import", `import { useQuery } from "convex/react";\nimport * as gen from "../convex/_generated/api";\nuseQuery(gen.api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["a dynamic import", `import { useQuery } from "convex/react";\nconst { api } = await import("../convex/_generated/api");\nuseQuery(api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["require", `const { useQuery } = require("convex/react");\nconst { api } = require("../convex/_generated/api");\nuseQuery(api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["require of the CommonJS module", `const { useQuery } = require("convex/react");\nconst gen = require("../convex/_generated/api_cjs.cjs");\nuseQuery(gen.api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["the extension", `import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api.js";\nuseQuery(api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["a constant", `${HOOKS}const ref = api.messages.list;\nuseQuery(ref);\n`, ["app/main.tsx:4 client direct api"]],
    ["a constant that is not used", `${HOOKS}const ref = api.messages.list;\n`, ["app/main.tsx:3 client direct api"]],
    ["a subtree alias", `${HOOKS}const m = api.messages;\nuseQuery(m.list);\n`, ["app/main.tsx:4 client direct api"]],
    ["destructuring", `${HOOKS}const { messages: { list } } = api;\nuseQuery(list);\n`, ["app/main.tsx:4 client direct api"]],
    ["destructuring of a module", `${HOOKS}const { list: rows } = api.messages;\nuseQuery(rows);\n`, ["app/main.tsx:4 client direct api"]],
    ["an alias in a component", `${HOOKS}export function Main() {\n  const m = api.messages;\n  return useQuery(m.list);\n}\n`, ["app/main.tsx:5 client direct api"]],
    ["a facade object", `${HOOKS}const refs = { list: api.messages.list, other: api.users.get };\nuseQuery(refs.list);\n`, ["app/main.tsx:4 client direct api"]],
    ["a nested facade", `${HOOKS}const refs = { chat: { list: api.messages.list } } as const;\nuseQuery(refs.chat.list);\n`, ["app/main.tsx:4 client direct api"]],
    ["a facade with a spread", `${HOOKS}const refs = { ...api.messages };\nuseQuery(refs.list);\n`, ["app/main.tsx:4 client direct api"]],
    ["an array", `${HOOKS}const refs = [api.users.get, api.messages.list];\nuseQuery(refs[1]);\n`, ["app/main.tsx:4 client direct api"]],
    ["a record of references", `${HOOKS}const refs = { list: api.messages.list, get: api.users.get };\nexport const Main = ({ name }) => useQuery(refs[name]);\n`, ["app/main.tsx:4 client direct api"]],
    ["a record of modules", `${HOOKS}const refs = { users: api.users, messages: api.messages };\nexport const Main = ({ name }) => useQuery(refs[name].list);\n`, ["app/main.tsx:4 client direct api"]],
    ["a record of records", `${HOOKS}const refs = { chat: { list: { query: api.messages.list } }, other: { list: { query: api.users.list } } };\nexport const Main = ({ a, b }) => useQuery(refs[a][b].query);\n`, ["app/main.tsx:4 client direct api"]],
    ["a record with computed keys", `${HOOKS}const refs = { [KEYS.list]: api.messages.list, get: api.users.get };\nuseQuery(refs.rows);\n`, ["app/main.tsx:4 client possible api"]],
    ["a ternary of modules", `${HOOKS}useQuery((flag ? api.users : api.messages).list);\n`, ["app/main.tsx:3 client escape api"]],
    ["a constant that is a ternary of modules", `${HOOKS}const m = flag ? api.users : api.messages;\nuseQuery(m.list);\n`, ["app/main.tsx:4 client direct api"]],
    ["destructuring of a ternary", `${HOOKS}const { list } = flag ? api.users : api.messages;\nuseQuery(list);\n`, ["app/main.tsx:4 client direct api"]],
    ["a ternary", `${HOOKS}useQuery(flag ? api.messages.list : api.users.get);\n`, ["app/main.tsx:3 client direct api"]],
    ["a ternary in a constant", `${HOOKS}const ref = flag ? api.messages.list : api.users.get;\nuseQuery(ref);\n`, ["app/main.tsx:4 client direct api"]],
    ["a logical expression", `${HOOKS}useQuery(custom ?? api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["a component's property", `${API}import { List } from "./list";\nexport const Main = () => <List query={api.messages.list} />;\n`, ["app/main.tsx:3 client direct api"]],
    ["a component's properties in an object", `${API}import { List } from "./list";\nexport const Main = () => <List refs={{ list: api.messages.list }} {...{ query: api.messages.list }} />;\n`, ["app/main.tsx:3 client direct api"]],
    ["a class field", `${API}class Store { ref = api.messages.list; static other = api.users.get; }\n`, ["app/main.tsx:2 client direct api"]],
    ["a default value", `${HOOKS}export function Main({ query = api.messages.list }) { return useQuery(query); }\n`, ["app/main.tsx:3 client direct api"]],
    ["a return value", `${API}export const getRef = () => api.messages.list;\nexport function other() { return api.messages.list; }\n`, ["app/main.tsx:2 client direct api", "app/main.tsx:3 client direct api"]],
    ["a function that gives api", `${HOOKS}const getApi = () => api;\nuseQuery(getApi().messages.list);\n`, ["app/main.tsx:4 client direct api"]],
    ["an assignment", `${HOOKS}let ref;\nref = api.messages.list;\nuseQuery(ref);\n`, ["app/main.tsx:5 client direct api"]],
    ["an api that is loaded late", 'import { ConvexHttpClient } from "convex/browser";\nlet api;\ntry {\n  const found = await import(`file://${path}`);\n  api = found.api;\n} catch {\n  const found = await import("../convex/_generated/api");\n  api = found.api;\n}\nconst client = new ConvexHttpClient(url);\nawait client.query(api.messages.list, {});\n', ["app/main.tsx:11 client direct api"]],
    ["an api that is required late", 'import { ConvexHttpClient } from "convex/browser";\nlet api = null;\napi = require("../convex/_generated/api").api;\nawait new ConvexHttpClient(url).query(api.messages.list, {});\n', ["app/main.tsx:4 client direct api"]],
    ["an api that Nuxt imports by itself", `const { data } = useConvexQuery(api.messages.list);\n`, ["app/main.tsx client possible any"]],
    ["a proxy that a package makes", `import { database } from "@acme/convex-database";\nexport const rows = await database.public.messages.list();\n`, ["app/main.tsx client possible any"]],
    ["anyApi", `import { useQuery } from "convex/react";\nimport { anyApi } from "convex/server";\nuseQuery(anyApi.messages.list);\n`, ["app/main.tsx:3 client direct any"]],
    ["anyApi under a name", `import { useQuery } from "convex/react";\nimport { anyApi } from "convex/server";\nconst api = anyApi as any;\nuseQuery(api.messages.list);\n`, ["app/main.tsx:4 client direct any"]],
    ["makeFunctionReference", `import { useQuery } from "convex/react";\nimport { makeFunctionReference } from "convex/server";\nuseQuery(makeFunctionReference<"query">("messages:list"));\n`, ["app/main.tsx:3 client direct name", "app/main.tsx:3 client possible name"]],
    ["makeFunctionReference in a constant", `import { useQuery } from "convex/react";\nimport { makeFunctionReference } from "convex/server";\nconst LIST = "messages:list";\nconst list = makeFunctionReference<"query">(LIST);\nuseQuery(list);\n`, ["app/main.tsx:3 client possible name", "app/main.tsx:5 client direct name"]],
    ["typeof in a type", `import type { FunctionReturnType } from "convex/server";\nimport type { api } from "../convex/_generated/api";\nexport type Rows = FunctionReturnType<typeof api.messages.list>;\n`, ["app/main.tsx:3 client type api"]],
    ["typeof of a constant", `import type { FunctionReturnType } from "convex/server";\n${API}const list = api.messages.list;\nexport type Rows = FunctionReturnType<typeof list>;\n`, ["app/main.tsx:4 client type api"]],
    ["typeof with an index", `${API}export type List = (typeof api)["messages"]["list"];\n`, ["app/main.tsx:2 client type api"]],
    ["a type argument", `${HOOKS}const rows = useThing<typeof api.messages.list>();\n`, ["app/main.tsx:3 client type api"]],
    ["a parameter's type", `${API}export function show(rows: Return<typeof api.messages.list>) {}\n`, ["app/main.tsx:2 client type api"]],
    ["getFunctionName", `import { getFunctionName } from "convex/server";\n${API}export const name = getFunctionName(api.messages.list);\n`, ["app/main.tsx:3 client direct api"]],
    ["a promise", `${API}export const refs = [Promise.resolve(api.messages.list)];\n`, ["app/main.tsx:2 client direct api"]],
    ["a name in a template literal", `${API}export const x = \`\${api.messages.list}\`;\n`, ["app/main.tsx:2 client direct api"]],
  ])("%s", (_, main, callers) => {
    const others = {
      "app/client.ts": 'import { ConvexHttpClient } from "convex/browser";\nexport const client = new ConvexHttpClient("");\n',
      "app/hooks.ts": 'import { useQuery } from "convex/react";\nexport const useStable = (query, args) => useQuery(query, args);\n',
      "app/list.tsx": "export const List = (props) => null;\n",
    };

    expect(clientsOf("messages:list", main, others)).toEqual({ callers, verdict: "client" });
  });

  test.each<[string, string]>([
    ["the default export", `${HOOKS}useQuery(api.messages.default);\n`],
    ["the default export by its name", `import { useQuery } from "convex/react";\nuseQuery("messages");\n`],
    ["the default export by its whole name", `import { useQuery } from "convex/react";\nuseQuery("messages:default");\n`],
  ])("%s", (_, main) => {
    expect(clientsOf("messages:default", main).verdict).toBe("client");
    expect(clientsOf("messages:list", main).verdict).toBe("server-only");
  });

  test.each<[string, string]>([
    ["a path through a directory", `${HOOKS}useQuery(api.shop.categories.tree);\n`],
    ["a key with a slash", `${HOOKS}useQuery(api["shop/categories"].tree);\n`],
    ["an alias of a directory", `${HOOKS}const { shop } = api;\nuseQuery(shop.categories.tree);\n`],
    ["a name with a slash", `${HOOKS}useQuery("shop/categories:tree");\n`],
    ["a name with the extension", `${HOOKS}useQuery("shop/categories.js:tree" as any);\n`],
  ])("%s", (_, main) => {
    expect(clientsOf("shop/categories:tree", main)).toEqual({ callers: [expect.stringMatching(/^app\/main\.tsx:\d client direct /u)], verdict: "client" });
  });
});

describe("a client that hands a whole subtree on", () => {
  test.each<[string, string, readonly string[]]>([
    ["a module to a hook", `import { usePresence } from "@convex-dev/presence/react";\n${API}usePresence(api.messages, "room");\n`, ["app/main.tsx:3 client escape api"]],
    ["a module to a function of one's own", `import { makeStore } from "./store";\n${API}makeStore(api.messages);\n`, ["app/main.tsx:3 client escape api"]],
    ["a module in a property", `${API}import { Panel } from "./panel";\nexport const Main = () => <Panel polarApi={api.messages} />;\n`, ["app/main.tsx:3 client escape api"]],
    ["a spread", `${API}import { make } from "./store";\nmake({ ...api.messages });\n`, ["app/main.tsx:3 client escape api"]],
    ["a computed name", `${HOOKS}export const Main = ({ name }) => useQuery(api.messages[name]);\n`, ["app/main.tsx:3 client escape api"]],
    ["api whole", `import { make } from "./store";\n${API}make({ api });\n`, ["app/main.tsx:3 client escape api"]],
    ["a computed module", `${HOOKS}export const Main = ({ name }) => useQuery(api[name].list);\n`, ["app/main.tsx:3 client escape api"]],
    ["typeof of a module", `${API}export type Messages = typeof api.messages;\n`, ["app/main.tsx:2 client type-escape api"]],
    ["a module that is cast", `import { autumn } from "autumn";\n${API}autumn({ convexApi: (api as any).messages });\n`, ["app/main.tsx:3 client escape api"]],
    ["anyApi", `import { anyApi } from "convex/server";\nimport { make } from "./store";\nmake(anyApi.messages);\n`, ["app/main.tsx:3 client escape any"]],
    ["a rest pattern", `${HOOKS}const { users, ...rest } = api;\nuseQuery(rest.messages.list);\n`, ["app/main.tsx:3 client escape api"]],
    ["the whole generated module", `import * as gen from "../convex/_generated/api";\nimport { make } from "./store";\nmake(gen);\n`, ["app/main.tsx:3 client escape api", "app/main.tsx:3 client escape internal"]],
    ["Object.values", `${API}for (const ref of Object.values(api.messages)) run(ref);\n`, ["app/main.tsx:2 client escape api"]],
  ])("%s", (_, main, callers) => {
    const others = { "app/store.ts": "export const makeStore = (x) => x;\nexport const make = (x) => x;\n", "app/panel.tsx": "export const Panel = (props) => null;\n" };

    expect(clientsOf("messages:list", main, others)).toEqual({ callers, verdict: "client" });
  });

  test("a cast to the type of the same part and more is no use of the part", () => {
    const more = `${HOOKS}const more = api.messages as typeof api.messages & { extra: { list: string } };\n`;

    expect(clientsOf("messages:list", `${more}useQuery(more.list);\n`).callers).toEqual(["app/main.tsx:4 client direct api"]);
    expect(clientsOf("messages:list", `${more}useQuery(more.extra.list);\n`)).toEqual({ callers: [], verdict: "server-only" });
    expect(clientsOf("messages:list", `${API}const more = api.users as typeof api.messages & { extra: string };\n`).callers).toEqual(["app/main.tsx:2 client type-escape api"]);
  });

  test("an escape of one module says nothing about another", () => {
    expect(clientsOf("users:list", `import { usePresence } from "@convex-dev/presence/react";\n${API}usePresence(api.messages);\n`).verdict).toBe("server-only");
  });

  test.each<[string, string]>([
    ["an escape of internal", 'import { usePresence } from "@convex-dev/presence/react";\nimport { internal } from "../convex/_generated/api";\nusePresence(internal.messages);\n'],
    ["typeof internal", 'import { internal } from "../convex/_generated/api";\nexport type M = typeof internal.messages;\nexport type F = typeof internal.messages.list;\n'],
  ])("%s is no use of a public function", (_, main) => {
    expect(clientsOf("messages:list", main).verdict).toBe("server-only");
  });
});

describe("references that reach a client through other modules", () => {
  test.each<[string, WorkspaceFiles, string, readonly string[]]>([
    ["api from a barrel", { "app/api.ts": 'export { api } from "../convex/_generated/api";\n' }, 'import { api } from "./api";\nimport { useQuery } from "convex/react";\nuseQuery(api.messages.list);\n', ["app/main.tsx:3 client direct api"]],
    ["api from export *", { "app/api.ts": 'export * from "../convex/_generated/api";\n' }, 'import { api } from "./api";\nimport { useQuery } from "convex/react";\nuseQuery(api.messages.list);\n', ["app/main.tsx:3 client direct api"]],
    ["api renamed on the way", { "app/api.ts": 'import { api } from "../convex/_generated/api";\nexport const convexApi = api;\n' }, 'import { convexApi } from "./api";\nimport { useQuery } from "convex/react";\nuseQuery(convexApi.messages.list);\n', ["app/main.tsx:3 client direct api"]],
    ["api as a default export", { "app/api.ts": 'import { api } from "../convex/_generated/api";\nexport default api;\n' }, 'import backend from "./api";\nimport { useQuery } from "convex/react";\nuseQuery(backend.messages.list);\n', ["app/main.tsx:3 client direct api"]],
    ["api in an object", { "app/api.ts": 'import { api } from "../convex/_generated/api";\nexport const convexApi = { api };\n' }, 'import { convexApi } from "./api";\nimport { useQuery } from "convex/react";\nuseQuery(convexApi.api.messages.list);\n', ["app/main.tsx:3 client direct api"]],
    ["a subtree", { "app/api.ts": 'import { api } from "../convex/_generated/api";\nexport const messages = api.messages;\n' }, 'import { messages } from "./api";\nimport { useQuery } from "convex/react";\nuseQuery(messages.list);\n', ["app/main.tsx:3 client direct api"]],
    ["a facade", { "app/api.ts": 'import { api } from "../convex/_generated/api";\nexport const refs = { list: api.messages.list, get: api.users.get };\n' }, 'import { refs } from "./api";\nimport { useQuery } from "convex/react";\nuseQuery(refs.list);\n', ["app/main.tsx:3 client direct api"]],
    ["a facade with nested spreads", { "app/chat.ts": 'import { api } from "../convex/_generated/api";\nexport const chat = { list: api.messages.list };\n', "app/api.ts": 'import { chat } from "./chat";\nexport const refs = { ...chat, other: 1 };\n' }, 'import { refs } from "./api";\nimport { useQuery } from "convex/react";\nuseQuery(refs.list);\n', ["app/main.tsx:3 client direct api"]],
    ["a namespace of references", { "app/refs.ts": 'import { api } from "../convex/_generated/api";\nexport const list = api.messages.list;\n' }, 'import * as refs from "./refs";\nimport { useQuery } from "convex/react";\nuseQuery(refs.list);\n', ["app/main.tsx:3 client direct api"]],
    ["export * as", { "app/refs.ts": 'import { api } from "../convex/_generated/api";\nexport const list = api.messages.list;\n', "app/index.ts": 'export * as refs from "./refs";\n' }, 'import { refs } from "./index";\nimport { useQuery } from "convex/react";\nuseQuery(refs.list);\n', ["app/main.tsx:3 client direct api"]],
    ["a namespace of references as a value", { "app/refs.ts": `${API}export const list = api.messages.list;\nexport const other = { get: api.users.get };\n` }, 'import * as refs from "./refs";\nmake(refs);\n', ["app/main.tsx:2 client possible api"]],
    ["a namespace of references with a computed name", { "app/refs.ts": `${API}export const list = api.messages.list;\nexport const get = api.users.get;\n` }, 'import * as refs from "./refs";\nexport const Main = ({ name }) => useQuery(refs[name]);\n', ["app/main.tsx:2 client possible api"]],
    ["an object of references as a default export", { "app/refs.ts": `${API}export default { list: api.messages.list, get: api.users.get };\n` }, 'import refs from "./refs";\nimport { useQuery } from "convex/react";\nuseQuery(refs.list);\n', ["app/main.tsx:3 client direct api"]],
    ["an export list", { "app/refs.ts": `${API}const list = api.messages.list;\nexport { list, api };\n` }, 'import { list } from "./refs";\nimport { useQuery } from "convex/react";\nuseQuery(list);\n', ["app/main.tsx:3 client direct api"]],
    ["a hook factory", { "app/refs.ts": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nexport const useMessages = () => useQuery(api.messages.list);\n' }, 'import { useMessages } from "./refs";\nuseMessages();\n', ["app/refs.ts:3 client direct api"]],
    ["a callback that receives api", { "app/load.ts": `${API}export const load = (fn) => fn({ api });\n` }, 'import { load } from "./load";\nload(({ api }) => api.messages.list);\nload((api) => api.messages.list);\n', ["app/load.ts:2 client escape api"]],
    ["a proxy of one's own", { "app/refs.ts": 'import { api } from "../convex/_generated/api";\nexport const database = makeProxy({ public: api });\n' }, 'import { database } from "./refs";\nawait database.public.messages.list();\n', ["app/refs.ts:2 client escape api"]],
  ])("%s", (_, others, main, callers) => {
    expect(clientsOf("messages:list", main, others)).toEqual({ callers, verdict: "client" });
  });
});

describe("references that a client can only be reached by", () => {
  test.each<[string, WorkspaceFiles]>([
    ["a spread of arguments", { "app/main.tsx": `${HOOKS}const args = [api.messages.list, {}] as const;\nuseQuery(...args);\n` }],
    ["Reflect", { "app/main.tsx": `${HOOKS}useQuery(Reflect.get(api, "messages").list);\n` }],
    ["a name that is put together", { "app/main.tsx": `${HOOKS}useQuery(api.messages["li" + "st"]);\n` }],
    ["a key from another module", { "app/key.ts": 'export const KEY = "list";\n', "app/main.tsx": `import { KEY } from "./key";\n${HOOKS}useQuery(api.messages[KEY]);\n` }],
    ["a variable that is written late, once more", { "app/main.tsx": `${HOOKS}let ref;\nref = api.users.get;\nref = pick(api.messages);\nuseQuery(ref);\n` }],
    ["a variable that is written late and handed on", { "app/main.tsx": `${HOOKS}let refs;\nrefs = api.messages;\nrun(refs);\n` }],
    ["a variable that is written again", { "app/main.tsx": `${HOOKS}let ref = api.users.get;\nif (flag) ref = api.messages.list;\nuseQuery(ref);\n` }],
    ["a property that is written", { "app/main.tsx": `${HOOKS}const refs = {};\nrefs.list = api.messages.list;\nuseQuery(refs.list);\n` }],
    ["CommonJS exports", { "app/main.js": 'const { api } = require("../convex/_generated/api");\nmodule.exports = { list: api.messages.list };\n' }],
    ["an instance's field", { "app/main.tsx": `${HOOKS}class Store { api = api; rows() { return useQuery(this.api.messages.list); } }\n` }],
    ["a context provider", { "app/main.tsx": `${API}export const Main = () => <Refs.Provider value={{ list: api.messages.list }} />;\n` }],
    ["then()", { "app/main.tsx": 'import("../convex/_generated/api").then(({ api }) => run(api.messages.list));\n' }],
    ["import = require()", { "app/main.ts": 'import gen = require("../convex/_generated/api");\nrun(gen.api.messages.list);\n' }],
    ["Object.assign", { "app/main.tsx": `${HOOKS}const refs = Object.assign({}, api.messages);\nuseQuery(refs.list);\n` }],
    ["the rest of a module", { "app/main.tsx": `${HOOKS}const { send, ...rest } = api.messages;\nuseQuery(rest.list);\n` }],
    ["a generator", { "app/main.tsx": `${API}export function* refs() { yield api.messages.list; }\n` }],
    ["a list that is mapped", { "app/main.tsx": `${HOOKS}const refs = [api.messages.list, api.users.get];\nrefs.map((ref) => useQuery(ref));\n` }],
    ["a list of another module that is mapped", { "app/tabs.ts": `${API}export const tabs = [{ label: "Rows", query: api.messages.list }];\n`, "app/main.tsx": 'import { tabs } from "./tabs";\nexport const Main = () => tabs.map((tab) => <Tab {...tab} />);\n' }],
    ["a list of another module in a loop of a template", { "app/tabs.ts": `${API}export const tabs = [{ label: "Rows", query: api.messages.list }];\n`, "app/Main.svelte": '<script>\n  import { tabs } from "./tabs";\n</script>\n{#each tabs as tab}<Tab query={tab.query} />{/each}\n' }],
    ["a Map of another module", { "app/tabs.ts": `${API}export const tabs = new Map([["rows", api.messages.list]]);\n`, "app/main.tsx": 'import { tabs } from "./tabs";\nuseIt(tabs.get("rows"));\n' }],
    ["a part of another module's facade", { "app/refs.ts": `${API}export const refs = { chat: { list: api.messages.list } };\n`, "app/main.tsx": 'import { refs } from "./refs";\nmake(refs.chat);\n' }],
    ["a getter", { "app/main.tsx": `${API}export const refs = { get list() { return api.messages.list; } };\nuseIt(refs.list);\n` }],
    ["an api that may be missing", { "app/api.ts": `${API}export const backend = flag ? api : null;\n`, "app/main.tsx": 'import { backend } from "./api";\nuseIt(backend?.messages.list);\n' }],
    ["a function expression that is called at once", { "app/main.tsx": `${API}((a) => useIt(a.messages.list))(api);\n` }],
    ["typeof in a declared client", { "app/main.ts": 'import type { api } from "../convex/_generated/api";\ntype Api = typeof api;\nexport declare const client: { api: Api };\n' }],
    ["an admin's word among the arguments", { "app/main.tsx": `${HOOKS}const adminToken = localStorage.token;\nuseQuery(api.messages.list, { adminToken });\n` }],
    ["one of two clients, the other an administrator's", { "app/main.ts": `import { ConvexHttpClient } from "convex/browser";\n${API}const admin = new ConvexHttpClient("");\nadmin.setAdminAuth("");\nawait new ConvexHttpClient("").query(api.messages.list);\n` }],
    ["a page about vendors", { "app/package.json": "{}", "app/shop/vendor/page.tsx": `${HOOKS.replace("../", "../../../")}useQuery(api.messages.list);\n` }],
    ["a page about coverage", { "app/coverage/page.tsx": `${HOOKS.replace("../", "../../")}useQuery(api.messages.list);\n` }],
    ["a page about tests", { "app/tests/page.tsx": `${API.replace("../", "../../")}export default () => <List query={api.messages.list} />;\n` }],
  ])("%s", (_, files) => {
    const index = indexOf({ ...CHAT, ...files });

    expect(index.verdict("messages:list")).toBe("client");
  });

  test.each<[string, string, string]>([
    ["a facade", "export const refs = { list: api.messages.list };", "refs.list"],
    ["a factory's result", "export const refs = createRefs({ list: api.messages.list });", "refs.list"],
    ["a facade of functions", "export const refs = { list: () => api.messages.list };", "refs.list()"],
    ["a function", "export function refs() { return api.messages.list; }", "refs()"],
    ["a function with several results", "export function refs(flag) { if (flag) return api.users.get; return api.messages.list; }", "refs(true)"],
    ["a class", "export class refs { static list = api.messages.list; }", "refs.list"],
    ["a hook", 'import { useStable } from "stable-hooks";\nexport const refs = () => useStable(api.messages.list);', "refs()"],
  ])("%s in the functions directory", (_, code, use) => {
    const index = indexOf({ ...CHAT, "convex/refs.ts": `import { api } from "./_generated/api";\n${code}\n`, "app/main.tsx": `import { refs } from "../convex/refs";\nuseIt(${use});\n` });

    expect(index.verdict("messages:list")).toBe("client");
  });
});
