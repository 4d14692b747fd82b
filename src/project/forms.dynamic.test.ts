import { describe, expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

/** Two functions, one of which a client calls; the other has no caller that is written out. */
const PROJECT: WorkspaceFiles = {
  "convex/_generated/api.js": "",
  "convex/_generated/server.js": "",
  "convex/messages.ts": 'import { query } from "./_generated/server";\nexport const list = query({});\n',
  "convex/rows.ts": 'import { query } from "./_generated/server";\nexport const get = query({});\n',
  "app/rows.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nexport const Rows = () => useQuery(api.rows.get);\n',
};
const CLIENT = 'import { ConvexHttpClient } from "convex/browser";\nconst client = new ConvexHttpClient(url);\n';
const HANDS_ON = { "app/client.ts": `${CLIENT}export const call = (name, args) => client.query(name, args);\n` };

/** What is said about the function without a caller that is written out. */
function verdictWith(files: WorkspaceFiles): string {
  return indexOf({ ...PROJECT, ...files }).verdict("messages:list");
}

describe("names that a helper makes", () => {
  test.each<[form: string, helper: string, call: string]>([
    ["a slash that is replaced", 'const run = (name, args) => client.query(name.replace("/", ":"), args);', 'run("messages/list");'],
    ["a dot that is replaced", 'const run = (name, args) => client.query(name.replace(/\\.(?=[^.]*$)/, ":") as any, args);', 'run("messages.list");'],
    ["all that is replaced", 'const run = (name) => client.query(name.replaceAll("/", ":"));', 'run("messages/list");'],
    ["a list that is joined", 'const run = (path: string[]) => client.query(path.join(":") as any);', 'run(["messages", "list"]);'],
    ["a path that is split and joined", 'const run = (path) => client.query(path.split("/").join(":"));', 'run("messages/list");'],
    ["a path that is split", 'function run(path) { const [module, name] = path.split("/"); return client.query(`${module}:${name}`); }', 'run("messages/list");'],
    ["a name in a constant", 'function run(path) { const [module, name] = path.split("/"); const full = `${module}:${name}`; return client.query(full); }', 'run("messages/list");'],
    ["a replaced name in a constant", 'function run(path) { const name = path.replace("/", ":"); return client.query(name as any); }', 'run("messages/list");'],
    ["a computed method", 'const run = (kind, module, name) => client[kind](`${module}:${name}`);', 'run("query", "messages", "list");'],
    ["a computed method and a constant", 'function run(kind, path) { const name = path.replace("/", ":"); return (client as any)[kind](name); }', 'run("query", "messages/list");'],
    ["a function that makes the name", 'const toName = (path) => path.replace("/", ":");\nconst run = (path) => client.query(toName(path));', 'run("messages/list");'],
    ["a longer function that makes the name", 'function toName(path) { const [module, name] = path.split("/"); return `${module}:${name}`; }\nconst run = (path) => client.query(toName(path));', 'run("messages/list");'],
    ["a sum", 'const run = (module) => { const name = module + ":list"; return client.query(name); };', 'run("messages");'],
    ["a concatenation", 'const run = (module) => client.query(module.concat(":list"));', 'run("messages");'],
    ["makeFunctionReference", 'import { makeFunctionReference } from "convex/server";\nconst run = (path) => client.query(makeFunctionReference(path.replace("/", ":")));', 'run("messages/list");'],
    ["a look-up in api", 'import { api } from "../convex/_generated/api";\nconst run = (path) => { const [module, name] = path.split("."); return client.query((api as any)[module][name]); };', 'run("messages.list");'],
    ["a walk through api", 'import { api } from "../convex/_generated/api";\nconst run = (path) => client.query(path.split(".").reduce((found, key) => found[key], api));', 'run("messages.list");'],
    ["a package that walks through api", 'import get from "lodash/get";\nimport { api } from "../convex/_generated/api";\nconst run = (path) => client.query(get(api, path));', 'run("messages.list");'],
    ["a request", 'const run = (module, name, args) => fetch(`${url}/api/query`, { body: JSON.stringify({ path: `${module}:${name}`, args }) });', 'run("messages", "list");'],
    ["a request with a path that is replaced", 'const run = (path, args) => fetch(`${url}/api/query`, { body: JSON.stringify({ path: path.replace("/", ":"), args }) });', 'run("messages/list");'],
    ["a request with its path in the URL", "const run = (path) => fetch(`${url}/api/run/${path}`);", 'run("messages/list");'],
    ["a request with a part of its path in the URL", "const run = (name) => fetch(url + \"/api/run/messages/\" + name);", 'run("list");'],
  ])("%s", (_form, helper, call) => {
    expect(verdictWith({ "app/run.ts": `${CLIENT}${helper}\nexport { run };\n`, "app/main.ts": `import { run } from "./run";\n${call}\n` })).toBe("client");
  });

  test.each<[form: string, helper: string, call: string]>([
    ["a function", "export const rpc = (module, name, args) => call(`${module}:${name}`, args);", 'rpc("messages", "list");'],
    ["a function with a constant", "export function rpc(module, name) { const full = `${module}:${name}`; return call(full); }", 'rpc("messages", "list");'],
    ["a proxy", "export const rpc = new Proxy({}, { get: (_, module) => new Proxy({}, { get: (_, name) => (args) => call(`${String(module)}:${String(name)}`, args) }) });", "rpc.messages.list({});"],
    ["a class", "export class rpc { constructor(private module: string) {} run(name: string) { return call(`${this.module}:${name}`); } }", 'new rpc("messages").run("list");'],
    ["a module that is known", "export const rpc = (name) => call(`messages:${name}`);", 'rpc("list");'],
  ])("%s in a file that never mentions Convex", (_form, helper, call) => {
    expect(verdictWith({ ...HANDS_ON, "app/rpc.ts": `import { call } from "./client";\n${helper}\n`, "app/main.ts": `import { rpc } from "./rpc";\n${call}\n` })).toBe("client");
  });

  test.each<[form: string, code: string]>([
    ["the key of a cache", "const key = `${kind}:${id}`;\nexport const rows = cache.get(key) ?? cache.get(`${kind}:${name}`);"],
    ["a label", 'export const label = [hours, minutes].join(":") + time.replace(".", ":");'],
    ["an argument of a function", "export const rows = client.query(api.rows.get, { key: `${kind}:${id}` });"],
    ["a line of a log", "log(`${module}:${name}`);\nfunction log(line) { console.log(line); }"],
    ["another module", "export const rows = (name) => client.query(`rows:${name}`);"],
  ])("%s is none", (_form, code) => {
    expect(verdictWith({ "app/main.ts": `${CLIENT}import { api } from "../convex/_generated/api";\n${code}\n` })).toBe("unused");
  });

  test("on the server it leaves the function open", () => {
    expect(verdictWith({ "convex/run.ts": 'import { internalAction } from "./_generated/server";\nexport const run = internalAction(async (ctx, { path }) => ctx.runQuery(path.replace("/", ":")));\n' })).toBe("open");
  });
});

describe("names that other languages make", () => {
  test.each<[path: string, text: string]>([
    ["worker.py", 'client.query(f"{module}:{name}")\n'],
    ["worker.py", 'client.query(f"messages:{name}")\n'],
    ["worker.py", 'client.query("messages:" + name)\n'],
    ["worker.py", 'client.query("{}:{}".format(module, name))\n'],
    ["worker.py", 'from convex import ConvexClient\nPATH = f"{module}:list"\n'],
    ["App.swift", 'client.subscribe(to: "messages:\\(name)")\n'],
    ["App.swift", 'client.subscribe(to: "\\(module):list")\n'],
    ["App.kt", 'client.query("messages:$name")\n'],
    ["App.kt", 'client.query<List<Row>>("$module:list")\n'],
    ["App.kt", 'client.query("${module}:${name}")\n'],
    ["App.java", 'import dev.convex.Client;\nString name = "messages:" + name;\n'],
    ["App.cs", 'client.Query($"messages:{name}");\n'],
    ["main.dart", "client.query('$module:list', {});\n"],
    ["main.rs", 'client.query(&format!("{}:{}", module, name), args)\n'],
    ["main.go", 'client.Query(ctx, fmt.Sprintf("messages:%s", name)) // convex\n'],
    ["main.rb", 'client.query("messages:#{name}")\n'],
    ["run.sh", 'curl "$URL/api/run/messages/$name"\n'],
  ])("%s: %s", (path, text) => {
    expect(verdictWith({ [`other/${path}`]: text })).toBe("client");
  });

  test.each<[path: string, text: string]>([
    ["worker.py", 'from convex import ConvexClient\nprint(f"{host}:{port}")\n'],
    ["worker.py", 'client.query(f"rows:{name}")\n'],
    ["App.kt", 'client.query("rows:$name")\n'],
    ["worker.py", '# client.query(f"{module}:{name}")\n'],
    ["run.sh", 'curl "$URL/api/run/rows/$name"\n'],
  ])("%s: %s names another, or none", (path, text) => {
    expect(verdictWith({ [`other/${path}`]: text })).toBe("unused");
  });
});

describe("types in comments of JavaScript", () => {
  test.each<[form: string, text: string]>([
    ["typeof an import", 'import { api } from "../convex/_generated/api";\n/** @type {import("convex/server").FunctionReturnType<typeof api.messages.list>} */\nexport const rows = [];\n'],
    ["typeof an import type", '/** @typedef {import("convex/server").FunctionReturnType<typeof import("../convex/_generated/api").api.messages.list>} Rows */\n'],
    ["an import tag", '/** @import { api as backend } from "../convex/_generated/api" */\n/** @param {import("convex/server").FunctionArgs<typeof backend.messages.list>} args */\nexport function load(args) {}\n'],
    ["an indexed type", 'import { api } from "../convex/_generated/api";\n/**\n * @param {FunctionArgs<typeof api["messages"]["list"]>} args\n */\nexport function load(args) {}\n'],
  ])("%s", (_form, text) => {
    const index = indexOf({ ...PROJECT, "app/main.js": text });

    expect(index.callers("messages:list")).toEqual([expect.stringMatching(/^app\/main\.js:\d client type api$/u)]);
    expect(index.verdict("messages:list")).toBe("client");
  });

  test.each<[form: string, text: string]>([
    ["a comment without types", 'import { api } from "../convex/_generated/api";\n/** Rows of typeof api.messages.list */\nexport const rows = [api.rows.get];\n'],
    ["a comment of one line", 'import { api } from "../convex/_generated/api";\n// @type {typeof api.messages.list}\nexport const rows = [api.rows.get];\n'],
  ])("%s has none", (_form, text) => {
    expect(verdictWith({ "app/main.js": text })).toBe("unused");
  });
});

describe("calls that tests expect to fail", () => {
  const TEST = `${CLIENT}import { api } from "../convex/_generated/api";\n`;

  test.each<[form: string, body: string]>([
    ["a call", "await expect(client.query(api.messages.list)).rejects.toThrow();"],
    ["a function", "await expect(async () => { await client.query(api.messages.list); }).rejects.toThrow();"],
    ["a function without a block", "await expect(async () => await client.query(api.messages.list)).rejects.toThrow();"],
    ["the last of several calls", "await expect(async () => { await client.query(api.rows.get); await client.query(api.messages.list); }).rejects.toThrow();"],
    ["a promise in a constant", "const attempt = client.query(api.messages.list);\nawait expect(attempt).rejects.toThrow();"],
    ["a function in a constant", "const attempt = async () => { return await client.query(api.messages.list); };\nawait expect(attempt()).rejects.toThrow();"],
  ])("%s is no use", (_form, body) => {
    expect(verdictWith({ "e2e/rows.test.ts": `${TEST}test("it", async () => { ${body} });\n` })).toBe("unused");
  });

  test.each<[form: string, body: string]>([
    ["the first of several calls", "await expect(async () => { await client.query(api.messages.list); await client.query(api.rows.get); }).rejects.toThrow();"],
    ["what gives another call its arguments", "await expect(client.query(api.rows.get, { id: await client.query(api.messages.list) })).rejects.toThrow();"],
    ["what a constant gives another call", "const id = await client.query(api.messages.list);\nawait expect(client.query(api.rows.get, { id })).rejects.toThrow();"],
    ["a result that something else refuses", "const rows = await client.query(api.messages.list);\nexpect(() => parse(rows)).toThrow();"],
  ])("%s is one", (_form, body) => {
    expect(verdictWith({ "e2e/rows.test.ts": `${TEST}test("it", async () => { ${body} });\n` })).toBe("client");
  });
});
