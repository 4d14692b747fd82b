import { describe, expect, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { indexOf } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

/** Who references a function from outside the functions directory, in a project whose functions call each other. */
function outsideCallers(name: string, files: WorkspaceFiles): { callers: string[]; verdict: string } {
  const index = indexOf({ ...CHAT, ...files });
  return { callers: index.callers(name).filter((caller) => !caller.startsWith("convex/")), verdict: index.verdict(name) };
}

/** A client that calls another function and does something else. */
function besideACall(code: string): WorkspaceFiles {
  return { "app/main.tsx": `import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.users.get);\n${code}\n` };
}

describe("names in scripts", () => {
  test.each<[string, string, string]>([
    ["a hook", 'import { useQuery } from "convex/react";\nuseQuery("messages:list");\n', "client direct"],
    ["a hook of old generated code", 'import { useQuery } from "../convex/_generated/react";\nuseQuery("messages:list");\n', "client direct"],
    ["a cast", 'import { useQuery } from "convex/react";\nuseQuery("messages:list" as any);\n', "client direct"],
    ["a renamed hook", 'import { useQuery as useConvexQuery } from "convex/react";\nuseConvexQuery("messages:list");\n', "client direct"],
    ["a Nuxt hook that nobody imports", 'const { data } = useConvexQuery("messages:list");\n', "client direct"],
    ["a client", 'import { ConvexHttpClient } from "convex/browser";\nawait new ConvexHttpClient("").query("messages:list");\n', "client direct"],
    ["a client that is not known", 'export const load = (client) => client.query("messages:list");\n', "client possible"],
    ["a constant map", 'const NAMES = { list: "messages:list" as const };\nexport const load = (client, key) => client.query(NAMES[key]);\n', "client possible"],
    ["a helper", 'import { runConvex } from "./helper";\nrunConvex("messages:list", {});\n', "client possible"],
    ["the name with an extension", 'import { runConvex } from "./helper";\nrunConvex("messages.js:list", {});\n', "client possible"],
    ["a template", "import { runConvex } from './helper';\nrunConvex(`messages:list`, {});\n", "client possible"],
    ["a request with a deploy key's name in its arguments", 'const adminToken = read();\nawait fetch(url + "/api/query", { body: JSON.stringify({ path: "messages:list", args: { adminToken } }) });\n', "client possible"],
    ["a page in a template", "export const page = (title) => `<h1>${title}</h1><script>client.query(\"messages:list\")</script>`;\n", "client possible"],
    ["a request that is shown", "console.log(`fetch('/api/query', { body: JSON.stringify({ path: \"messages:list\" }) })`);\n", "client possible"],
    ["a page in a string", 'export const page = "<script>client.query(\\"messages:list\\")</script>";\n', "client possible"],
    ["a raw request", 'await fetch(url + "/api/query", { method: "POST", body: JSON.stringify({ path: "messages:list", args: {} }) });\n', "client direct"],
    ["a request to /api/run", 'await fetch(`${url}/api/run/messages/list`, { method: "POST", body: "{}" });\n', "foreign direct"],
    ["sendBeacon", "navigator.sendBeacon(`${url}/api/mutation`, JSON.stringify({ path: 'messages:list', args: {} }));\n", "client direct"],
    ["an admin's raw request", 'const adminToken = process.env.KEY;\nawait fetch(url + "/api/query", { headers: { Authorization: `Convex ${adminToken}` }, body: JSON.stringify({ path: "messages:list" }) });\n', "operator direct"],
  ])("%s", (_form, text, expected) => {
    const { callers, verdict } = outsideCallers("messages:list", { "app/main.ts": text });

    expect(callers.map((caller) => caller.replace(/:\d/u, ""))).toEqual([`app/main.ts ${expected} name`]);
    expect(verdict).toBe(expected.startsWith("operator") ? "server-only" : "client");
  });

  test.each<[string, string]>([
    ["a template of the function", 'import { useQuery } from "convex/react";\nuseQuery(`messages:${name}`);\n'],
    ["a template of the module", 'import { useQuery } from "convex/react";\nuseQuery(`${module}:list` as any);\n'],
    ["a concatenation", 'import { makeFunctionReference } from "convex/server";\nconst ref = makeFunctionReference("messages:" + name);\nuse(ref);\n'],
    ["a variable", 'import { makeFunctionReference } from "convex/server";\nexport const refOf = (name) => makeFunctionReference(name);\n'],
    ["a path of variables", "import { makeFunctionReference } from 'convex/server';\nexport const refOf = (a, b) => makeFunctionReference<'query'>(`${a}:${b}`);\n"],
    ["computed names after anyApi", 'import { anyApi } from "convex/server";\nexport const refOf = (a, b) => run(anyApi[a][b]);\n'],
  ])("%s may be the name of any function it could build", (_form, text) => {
    expect(outsideCallers("messages:list", { "app/main.ts": text }).verdict).toBe("client");
  });

  test("a page that an HTTP action sends may call the function", () => {
    const page = 'import { httpAction } from "./_generated/server";\nexport const page = httpAction(async () => new Response(`<script>client.query("messages:list", {})</script>`));\n';
    const index = indexOf({ ...CHAT, "convex/pages.ts": page });

    expect(index.callers("messages:list")).toContain("convex/pages.ts:2 client possible name");
    expect(index.verdict("messages:list")).toBe("client");
  });

  test.each<[string, string]>([
    ["in a comment", '// client.query("messages:list")\nexport {};\n'],
    ["that goes on", 'export const text = "<b>messages:list</b> and \'messages:list.\'";\n'],
  ])("a name %s is none", (_form, text) => {
    expect(outsideCallers("messages:list", { "app/main.ts": text }).callers).toEqual([]);
  });

  test.each<[string, string]>([
    ["an id", "export const rows = items.map((item) => ({ id: `messages:${item.id}`, text: item.text }));"],
    ["an id of something", "await send({ request_id: `messages:${id}`, cacheKey: `messages:${id}` });"],
    ["a key of an element", "export const Rows = () => items.map((item) => <Row key={`messages:${item.id}`} item={item} />);"],
    ["a class of an element", "export const Row = ({ size }) => <div className={`messages:${size}`} />;"],
  ])("%s builds no name", (_form, code) => {
    expect(outsideCallers("messages:list", besideACall(code))).toEqual({ callers: [], verdict: "server-only" });
  });

  test.each<[string, string]>([
    ["a value of an element", "export const Choice = ({ name }) => <option value={`messages:${name}`} />;"],
    ["an attribute of a component", "export const Choice = ({ name }) => <Call of={`messages:${name}`} />;"],
    ["a property that may be a name", "export const calls = names.map((name) => ({ fn: `messages:${name}` }));"],
  ])("%s may build a name", (_form, code) => {
    expect(outsideCallers("messages:list", besideACall(code)).verdict).toBe("client");
  });

  test.each<[string, string]>([
    ["a client gives a function", "await client.mutation(api.users.get, { text: `${text}` });"],
    ["a hook gives a function", "useQuery(api.users.get, { text: `${text}`, table: \"messages\" });"],
    ["the scheduler gives a function", "await ctx.scheduler.runAfter(0, api.users.get, { text: `${text}` });"],
    ["is the name of a cron job", "crons.daily(`${name}`, {}, api.users.get);"],
  ])("a string that %s builds no name", (_form, code) => {
    const files = { "app/main.ts": `import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\n${code}\n` };

    expect(outsideCallers("messages:list", files)).toEqual({ callers: [], verdict: "server-only" });
    expect(outsideCallers("messages:default", files).callers).toEqual([]);
  });

  test("a name with a known part builds no other", () => {
    const text = 'import { useQuery } from "convex/react";\nuseQuery(`messages:${name}`);\n';

    expect(outsideCallers("users:list", { "app/main.ts": text }).verdict).toBe("server-only");
  });

  test.each<[string, string, string]>([
    ["a comment", "app/main.ts", '// useQuery("messages:list")\n/* "messages:list" convex */\nexport {};\n'],
    ["a sentence", "app/main.ts", 'export const text = "convex: see messages:list for more";\n'],
    ["a prompt", "app/prompt.ts", "export const PROMPT = `Use convex.\nconst rows = useQuery(api.messages.list);\nawait client.query('messages:list');\n`;\n"],
    ["a README file", "README.md", 'Call `useQuery(api.messages.list)` or `"messages:list"`.\n'],
    ["an object key that looks like one", "app/main.ts", 'import "convex";\nexport const icons = { "messages:other": 1 };\n'],
    ["a bundle", "app/bundle.js", `${"x=1;".repeat(6000)}useQuery("messages:list")`],
    ["a built directory", "dist/main.js", 'import { useQuery } from "convex/react";\nuseQuery("messages:list");\n'],
    ["an ignored directory", "out/main.js", 'import { useQuery } from "convex/react";\nuseQuery("messages:list");\n'],
    ["an installed package", "node_modules/x/main.js", 'import { useQuery } from "convex/react";\nuseQuery("messages:list");\n'],
  ])("%s is no reference", (_form, path, text) => {
    expect(outsideCallers("messages:list", { ".gitignore": "out\n", [path]: text })).toEqual({ callers: [], verdict: "server-only" });
  });
});

describe("names in other languages", () => {
  test.each([
    ["ios/App.swift", 'let rows = client.subscribe(to: "messages:list")\n'],
    ["android/App.kt", 'client.subscribe<List<Row>>("messages:list")\n'],
    ["android/App.java", 'client.query("messages:list");\n'],
    ["main.py", "client.query('messages:list')\n"],
    ["src-tauri/src/main.rs", 'client.query("messages:list", args).await\n'],
    ["lib/main.dart", "await client.query('messages:list', {});\n"],
    ["main.go", 'client.Query(ctx, "messages:list")\n'],
    ["App.cs", 'await client.Query("messages:list");\n'],
    ["index.html", '<script>client.query("messages:list")</script>\n'],
    ["main.rb", "post('/api/query', path: 'messages:list')\n"],
    ["ios/App.swift", 'let rows = client.subscribe(to: "messages.js:list")\n'],
    ["main.go", 'body := "{\\"path\\": \\"messages:list\\", \\"args\\": {}}"\n'],
    ["main.py", 'requests.post(f"{url}/api/run/messages/list", json={})\n'],
    ["index.html", '<script>client.onUpdate(convex.anyApi.messages.list, {}, show)</script>\n'],
    ["load.sh", 'curl "$URL/api/query" -d \'{"path": "messages:list"}\'\n'],
    ["load.yaml", 'command: curl $URL/api/query -d "{\\"path\\": \\"messages:list\\"}"\n'],
  ])("%s is a foreign client", (path, text) => {
    expect(outsideCallers("messages:list", { [path]: text })).toEqual({ callers: [`${path} foreign direct name`], verdict: "client" });
  });

  test.each([
    ["main.py", "# client.query('messages:list')\nprint('x')\n"],
    ["ios/App.swift", "// subscribe(to: \"messages:list\")\n"],
  ])("a comment in %s is none", (path, text) => {
    expect(outsideCallers("messages:list", { [path]: text })).toEqual({ callers: [], verdict: "server-only" });
  });

  test.each([
    ["App.cs", 'await Convex.Client.Mutate<object>("messages").Execute();\n'],
    ["main.py", 'from convex import ConvexClient\nclient.query("messages", {})\n'],
    ["ios/App.swift", 'import ConvexMobile\nlet rows = client.subscribe(to: "messages")\n'],
    ["lib/main.dart", 'import "package:convex_flutter/convex_flutter.dart";\nawait client.query("messages", {});\n'],
  ])("%s names a default export", (path, text) => {
    expect(outsideCallers("messages:default", { [path]: text }).callers).toEqual([`${path} foreign direct name`]);
  });

  test.each([
    ["a word that is no argument of a client's method", 'from convex import ConvexClient\nlog("messages")\n'],
    ["a query of another database", 'db.query("messages")\n'],
  ])("%s is no default export", (_form, text) => {
    expect(outsideCallers("messages:default", { "main.py": text }).callers).toEqual([]);
  });

  test("a client in another language is evidence of clients", () => {
    const index = indexOf({ ...CHAT, "app/user.tsx": "export {};\n", "ios/App.swift": 'client.subscribe(to: "users:get")\n' });

    expect(index.verdict("messages:list")).toBe("server-only");
  });
});

describe("operators", () => {
  test.each([
    ["package.json", '{ "dependencies": { "convex": "*" }, "scripts": { "seed": "npx convex run messages:list" } }'],
    ["package.json", '{ "dependencies": { "convex": "*" }, "scripts": { "seed": "convex run --prod messages:list \'{}\'" } }'],
    ["package.json", '{ "dependencies": { "convex": "*" }, "scripts": { "seed": "convex run --env-file .env.local messages:list --push" } }'],
    ["scripts/seed.sh", "#!/bin/sh\nset -e\nnpx convex run messages:list '{\"a\": 1}'\n"],
    ["scripts/seed.sh", "bunx convex@latest run --component auth --prod messages:list\n"],
    ["scripts/seed.sh", 'npx convex run "messages:list"\n'],
    ["scripts/seed.sh", "npx convex run messages.js:list\n"],
    ["scripts/seed.sh", "npx convex run \\\n  --prod \\\n  messages:list\n"],
    ["Dockerfile", "RUN npm ci\nRUN npx convex run messages:list\n"],
    ["apps/api/project.json", '{ "targets": { "seed": { "command": "npx convex run messages:list" } } }'],
    ["vercel.json", '{ "buildCommand": "npx convex deploy --cmd \'npm run build\' --preview-run messages:list" }'],
    ["deno.json", '{ "tasks": { "seed": "npx convex run messages:list" } }'],
    ["netlify.toml", "[build]\ncommand = \"npx convex deploy --preview-run 'messages:list'\"\n"],
    [".husky/pre-push", "npx convex run messages:list\n"],
    [".vscode/tasks.json", '{ "tasks": [{ "command": "npx convex run messages:list" }] }'],
    ["Procfile", "release: npx convex run messages:list\n"],
    ["Makefile", "seed:\n\tnpx convex run messages:list\n"],
    [".github/workflows/deploy.yml", "jobs:\n  seed:\n    steps:\n      - run: npx convex run messages:list\n"],
    ["deploy.yaml", "script:\n  - pnpm exec convex run messages:list\n"],
    ["scripts/seed.ts", 'import { execSync } from "node:child_process";\nexecSync("npx convex run messages:list");\n'],
    ["scripts/seed.ts", 'import { spawn } from "node:child_process";\nspawn("npx", ["convex", "run", "messages:list"]);\n'],
    ["scripts/seed.sh", 'curl "$URL/api/query" -H "Authorization: Convex $KEY" -d \'{"path": "messages:list"}\'\n'],
    ["README.md", "# Set up\n\n```sh\nnpm install\nnpx convex run messages:list\n```\n"],
    ["docs/keys.md", 'Ask as an administrator: `curl $URL/api/query -H "Authorization: Convex $KEY" -d \'{"path": "messages:list"}\'`\n'],
    ["scripts/seed.mjs", 'import { $ } from "zx";\nawait $`npx convex run messages:list`;\n'],
  ])("%s: %s", (path, text) => {
    const { callers, verdict } = outsideCallers("messages:list", { [path]: text });

    expect(callers.map((caller) => caller.replace(/:\d+ /u, " "))).toEqual([`${path} operator direct name`]);
    expect(verdict).toBe("server-only");
  });

  test.each([
    ["scripts/seed.sh", "# npx convex run messages:list\necho done\n"],
    [".github/workflows/deploy.yml", "# - run: npx convex run messages:list\njobs: {}\n"],
    ["docs/guide.md", "A function `messages:list` is run by `npx convex run`.\n"],
    ["convex/notes.ts", "// npx convex run messages:list\nexport {};\n"],
  ])("a hint in %s is none", (path, text) => {
    expect(outsideCallers("messages:list", { [path]: text }).callers).toEqual([]);
  });

  test("a request that documentation shows may be what others send, and is no evidence of clients", () => {
    const files = { ...CHAT, "app/user.tsx": "export {};\n", "docs/http.md": '`curl $URL/api/query -d \'{"path": "messages:list"}\'`\n' };

    expect(indexOf(files).callers("messages:list")).toContain("docs/http.md foreign possible name");
    expect(indexOf({ ...files, "docs/http.md": '`curl $URL/api/query -d \'{"path": "users:get"}\'`\n' }).verdict("messages:list")).toBe("silent: no-client-in-workspace");
  });

  test("an operator alone does not need a function to be public", () => {
    const index = indexOf({
      "convex/_generated/server.js": "",
      "convex/messages.ts": 'import { query, mutation } from "./_generated/server";\nexport const list = query({});\nexport const seed = mutation({});\nexport default mutation({});\n',
      "app/main.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.messages.list);\n',
      "seed.sh": "npx convex run messages:seed\nnpx convex run messages\n",
    });

    expect(index.verdict("messages:seed")).toBe("server-only");
    expect(index.callers("messages:seed")).toEqual(["seed.sh operator direct name"]);
    expect(index.callers("messages:default")).toEqual(["seed.sh operator direct name"]);
  });
});

describe("files with markup", () => {
  test.each<[string, string, string, string]>([
    ["a Svelte script", "app/Main.svelte", '<script lang="ts">\n  import { useQuery } from "convex-svelte";\n  import { api } from "../convex/_generated/api";\n  const rows = useQuery(api.messages.list, {});\n</script>\n<p>{rows}</p>\n', ":4 client direct api"],
    ["a Svelte template", "app/Main.svelte", '<script lang="ts">\n  import { api } from "../convex/_generated/api";\n  import List from "./List.svelte";\n</script>\n<List query={api.messages.list} />\n', ":5 client direct api"],
    ["a Svelte module script", "app/Main.svelte", '<script context="module">\n  import { api } from "../convex/_generated/api";\n  export const ref = api.messages.list;\n</script>\n<script>\n  load(ref);\n</script>\n', ":6 client direct api"],
    ["a Vue script", "app/Main.vue", '<template>\n  <p>{{ rows }}</p>\n</template>\n<script setup lang="ts">\nimport { useConvexQuery } from "convex-vue";\nimport { api } from "../convex/_generated/api";\nconst { data: rows } = useConvexQuery(api.messages.list, {});\n</script>\n', ":7 client direct api"],
    ["a Vue template above its script", "app/Main.vue", '<template>\n  <ConvexQuery :query="api.messages.list" :args="{}" />\n</template>\n<script setup>\nimport { api } from "../convex/_generated/api";\n</script>\n', ":2 client direct api"],
    ["two Vue scripts", "app/Main.vue", '<script>\nimport { api } from "../convex/_generated/api";\n</script>\n<script setup>\nuseConvexQuery(api.messages.list)\n</script>\n', ":5 client direct api"],
    ["an Astro component", "src/pages/index.astro", '---\nimport { ConvexHttpClient } from "convex/browser";\nimport { api } from "../../convex/_generated/api";\nconst rows = await new ConvexHttpClient("").query(api.messages.list);\n---\n<p>{rows}</p>\n', ":4 client direct api"],
    ["an Astro template", "src/pages/index.astro", '---\nimport { api } from "../../convex/_generated/api";\n---\n<List query={api?.messages?.list} client:load />\n', ":4 client direct api"],
    ["an Astro script", "src/pages/index.astro", '---\n---\n<p />\n<script>\n  import { api } from "../../convex/_generated/api";\n  load(api.messages.list);\n</script>\n', ":6 client direct api"],
    ["MDX", "docs/page.mdx", 'import { List } from "./list";\nimport { api } from "../convex/_generated/api";\n\n# Rows\n\n<List query={api.messages.list} />\n', ":6 client direct api"],
    ["a name in a template", "app/Main.vue", '<template>\n  <Rows query="messages:list" :name="\'messages:list\'" />\n</template>\n', ":2 client possible name"],
    ["Windows line ends", "app/Main.vue", '<script setup>\r\nimport { api } from "../convex/_generated/api";\r\nload(api.messages.list)\r\n</script>\r\n', ":3 client direct api"],
  ])("%s", (_form, path, text, expected) => {
    expect(outsideCallers("messages:list", { [path]: text })).toEqual({ callers: [`${path}${expected}`], verdict: "client" });
  });
});

test("a string that is cast to the ID of a document is no name that is made at run time", () => {
  const text = 'import type { Id } from "./_generated/dataModel";\nexport const standIn = (key) => ({ _id: `messages:${key}` as Id<"messages"> });\nexport const use = (ctx, key) => ctx.db.get(standIn(key)._id);\n';
  const index = indexOf({ "convex/_generated/api.js": "", "convex/messages.ts": 'import { query } from "./_generated/server";\nexport const list = query({});\n', "convex/lib/ids.ts": text.replaceAll('"./_gen', '"../_gen'), "convex/lib/names.ts": text.replaceAll('"./_gen', '"../_gen').replace(' as Id<"messages">', "") });

  expect([...new Set(index.callers("messages:list").map((caller) => caller.replace(/:.*/u, "")))]).toEqual(["convex/lib/names.ts"]);
});
