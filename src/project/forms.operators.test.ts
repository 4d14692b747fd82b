import { describe, expect, test } from "vitest";

import { type CallerForm, callersOf, expectedCallers } from "../testing/callers.ts";
import { indexOf } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const OPERATOR = "operator direct";
const CHILD = 'import { execSync, spawn, spawnSync } from "node:child_process";\n';

/** A file of a package of the form's own. */
function file(path: string, text: string, callers = OPERATOR): CallerForm {
  return [`${path}: ${text}`, callers, { [`packages/$m/${path}`]: text }];
}

const COMMANDS: readonly CallerForm[] = [
  // The ways to write it.
  ...[
    "npx convex run $m:fn",
    "npx convex run $m:fn '{ \"a\": 1 }'",
    'npx convex run "$m:fn"',
    "npx convex run $m.ts:fn",
    "npx convex run convex/$m:fn",
    "npx convex run convex/$m.ts:fn",
    "npx convex run api.$m.fn",
    "npx convex run internal.$m.fn '{}'",
    "npx --yes convex@1.17 run $m:fn",
    "./node_modules/.bin/convex run $m:fn",
    "npm exec -- convex run $m:fn",
    "npm run convex -- run $m:fn",
    "pnpm convex run --prod $m:fn",
    "yarn convex run $m:fn --watch",
    "bunx convex run --env-file .env.local $m:fn",
    "dotenv -e .env.local -- convex run $m:fn",
    "convex dev --until-success --run $m:fn && vite",
    "convex dev --run=$m:fn",
    "convex deploy --cmd 'npm run build' --preview-run '$m:fn'",
  ].map((command) => file("seed.sh", `${command}\n`)),

  // The files that hold it.
  file("package.json", '{ "scripts": { "seed": "convex run $m:fn" } }'),
  file("package.json", '{ "scripts": { "seed": "npx convex run \\"$m:fn\\" \'{}\'" } }'),
  file("package.json", '{ "scripts": { "seed": "npx convex run api.$m.fn" } }'),
  file("vercel.json", '{ "buildCommand": "npx convex deploy && npx convex run $m:fn" }'),
  file("deno.json", '{ "tasks": { "seed": "npx convex run $m:fn" } }'),
  file("project.json", '{ "targets": { "seed": { "command": "npx convex run $m:fn" } } }'),
  file(".vscode/tasks.json", '{ "tasks": [{ "command": "npx convex run $m:fn" }] }'),
  file(".devcontainer/devcontainer.json", '{ "postCreateCommand": "npx convex run $m:fn" }'),
  file("netlify.toml", '[build]\ncommand = "npx convex run $m:fn"\n'),
  file("mise.toml", '[tasks.seed]\nrun = "npx convex run $m:fn"\n'),
  file("Taskfile.yml", "tasks:\n  seed: npx convex run $m:fn\n"),
  file("docker-compose.yml", "services:\n  seed:\n    command: npx convex run $m:fn\n"),
  file(".github/workflows/seed.yml", "jobs:\n  seed:\n    steps:\n      - run: |\n          npx convex run $m:fn \\\n            --prod\n"),
  file(".gitlab-ci.yml", "seed:\n  script: npx convex run $m:fn\n"),
  file(".circleci/config.yml", "jobs:\n  seed:\n    steps:\n      - run: npx convex run $m:fn\n"),
  file("Jenkinsfile", "sh 'npx convex run $m:fn'\n"),
  file("Procfile", "release: npx convex run $m:fn\n"),
  file("Makefile", "seed:\n\tnpx convex run $m:fn\n"),
  file("justfile", "seed:\n  npx convex run $m:fn\n"),
  file("Dockerfile.seed", "RUN npx convex run $m:fn\n"),
  file("flake.nix", "{ shellHook = ''npx convex run $m:fn''; }\n"),
  file("seed.ps1", "npx convex run $m:fn\r\n"),
  file("seed.bat", "npx convex run $m:fn\r\n"),
  file("seed.cmd", "npx convex run $m:fn\r\n"),
  file("bin/seed", "#!/bin/sh\nnpx convex run $m:fn\n"),
  file("README.md", "Then run `npx convex run $m:fn`.\n"),
  file("scripts/seed", "#!/usr/bin/env bash\nnpx convex run $m:fn\n"),
  file(".husky/pre-push", "npx convex run $m:fn\n"),

  // Comments of code.
  file("seed.ts", "/**\n * Run: npx convex run $m:fn '{\"hours\": 24}'\n */\nexport const seed = 1;\n"),
  file("seed.ts", "// pnpm convex run --prod $m:fn\nexport const seed = 1;\n"),
  file("convex/seeds.ts", "/* npx convex run $m.ts:fn */\nexport const seed = 1;\n"),

  // What code tells people to run.
  file("help.tsx", "export const Help = () => <code>npx convex run $m:fn</code>;\n"),
  file("gateway.ts", "if (agents.length === 0) console.error(\"No agents. Run 'npx convex run $m:fn' first.\");\n"),
  file("convex/checks.ts", "export const check = () => { throw new Error(`Run npx convex run $m:fn --prod`); };\n"),

  // Programs that start it.
  file("seed.ts", `${CHILD}execSync("npx convex run $m:fn");\n`),
  file("seed.ts", `${CHILD}execSync(\`npx convex run $m:fn '\${args}'\`);\n`),
  file("seed.ts", `${CHILD}spawn("npx", ["convex", "run", "$m:fn"]);\n`),
  file("seed.ts", `${CHILD}spawnSync("npx", ["convex", "run", "--prod", "$m:fn", JSON.stringify({})]);\n`),
  file("seed.ts", 'import { $ } from "bun";\nawait $`bunx convex run $m:fn`;\n'),
  file("seed.mjs", 'import { $ } from "zx";\nawait $`npx convex run $m:fn`;\n'),
  file("playwright.config.ts", 'export default { webServer: { command: "npx convex dev --run $m:fn" } };\n'),
  file("seed.py", 'os.system("npx convex run $m:fn")\n'),
  file("seed.py", 'subprocess.run(["npx", "convex", "run", "$m:fn"])\n'),
  file("seed.rb", 'system("npx convex run $m:fn")\n'),
  file("seed.go", 'exec.Command("npx", "convex", "run", "$m:fn")\n'),
  file("seed.rs", 'Command::new("npx").args(["convex", "run", "$m:fn"])\n'),

  file("seed.ts", `${CHILD}const run = (name) => execSync(\`npx convex run "\${name}"\`);\nrun("$m:fn");\n`, "operator possible"),
  file("seed.ts", `${CHILD}const run = (name: string, args: object) => spawnSync("npx", ["convex", "run", "--prod", name, JSON.stringify(args)]);\nrun("$m:fn", {});\n`, "operator possible"),
  file("seed.ts", `${CHILD}const run = (name: string) => execSync("npx convex run " + name);\nrun("$m:fn");\n`, "operator possible"),
  file("seed.ts", `${CHILD}const run = (module: string, fn: string) => spawn("bunx", ["convex", "run", \`\${module}:\${fn}\`]);\nrun("$m", "fn");\n`),
  file("seed.ts", `import { ConvexHttpClient } from "convex/browser";\n${CHILD}export const run = (name: string) => execSync(\`npx convex run \${name}\`);\nconst call = (name: any) => send(new ConvexHttpClient(url), name);\ncall("$m:fn");\n`, "client possible"),

  // What starts no command.
  file("seed.sh", "# npx convex run $m:fn\n", "nobody"),
  file("seed.py", "# npx convex run $m:fn\n", "nobody"),
];

describe("command lines", () => {
  test("each runs the function as an operator", () => {
    expect(callersOf(COMMANDS)).toEqual(expectedCallers(COMMANDS));
  });

  test("a command for a module runs its default export", () => {
    const index = indexOf({ "convex/_generated/server.js": "", "convex/seed.ts": 'import { mutation } from "./_generated/server";\nexport default mutation({});\nexport const fn = mutation({});\n', "seed.sh": "npx convex run convex/seed.ts\n" });

    expect(index.callers("seed:default")).toEqual(["seed.sh operator direct name"]);
    expect(index.callers("seed:fn")).toEqual([]);
  });

  test("a command for a module without a default export may mean any of its functions", () => {
    const index = indexOf({ "convex/_generated/server.js": "", "convex/seed.ts": 'import { mutation } from "./_generated/server";\nexport const fn = mutation({});\n', "convex/seeds/more.ts": 'import { mutation } from "../_generated/server";\nexport const fn = mutation({});\n', "seed.sh": "npx convex run seed\n" });

    expect(index.callers("seed:fn")).toEqual(["seed.sh operator possible name"]);
    expect(index.callers("seeds/more:fn")).toEqual([]);
  });
});

describe("commands that keep names in variables", () => {
  const PROJECT: WorkspaceFiles = {
    "convex/_generated/api.js": "",
    "convex/_generated/server.js": "",
    "convex/rows.ts": 'import { query } from "./_generated/server";\nexport const fn = query({});\nexport const get = query({});\n',
    "app/main.ts": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.rows.get);\n',
  };

  test.each<[string, string]>([
    ["seed.sh", "FN=rows:fn\nnpx convex run \"$FN\"\n"],
    ["seed.sh", "for fn in rows:fn rows:get; do npx convex run $fn; done\n"],
    ["Makefile", "FN ?= rows:fn\nseed:\n\tnpx convex run $(FN)\n"],
    ["commands.json", '{ "seed": "npx convex run rows:fn" }'],
  ])("%s: %s", (path, text) => {
    expect(indexOf({ ...PROJECT, [path]: text }).verdict("rows:fn")).toBe("silent: named-in-data");
  });

  test("a script of something else names nothing", () => {
    expect(indexOf({ ...PROJECT, "build.sh": "npm run rows:fn\n" }).verdict("rows:fn")).toBe("unused");
  });
});

/** A request of a script. */
function request(body: string, callers = "client direct"): CallerForm {
  return [body, callers, { "edge/$m.ts": `${body}\n` }];
}

/** A client in another language. */
function foreign(extension: string, text: string): CallerForm {
  return [`${extension}: ${text}`, "foreign direct", { [`other/$m.${extension}`]: `${text}\n` }];
}

const REQUESTS: readonly CallerForm[] = [
  ...["query", "mutation", "action", "function"].map((kind) => request(`await fetch(\`\${url}/api/${kind}\`, { method: "POST", body: JSON.stringify({ path: "$m:fn", args: {}, format: "json" }) });`)),
  request('await axios.post(url + "/api/action", { path: "$m:fn", args: {} });'),
  request('navigator.sendBeacon(`${url}/api/mutation`, JSON.stringify({ path: "$m:fn" }));'),
  request('http.post(`${__ENV.URL}/api/query`, JSON.stringify({ path: "$m:fn" }));'),
  request('await fetch(`${url}/api/query`, { body: JSON.stringify({ path: `$m:fn`, args: {} }) });'),
  request('const call = (path: string, args: object) => fetch(`${url}/api/query`, { body: JSON.stringify({ path, args }) });\nawait call("$m:fn", {});'),
  request('const call = (name, args) => fetch(`${url}/api/query`, { body: JSON.stringify({ "path": name, args }) });\nawait call("$m:fn", {});'),
  request('const call = (name) => fetch(`${url}/api/action`, { body: JSON.stringify({ path: "admin:run", args: { name } }) });\nawait call("$m:fn");', "client possible"),
  request("await fetch(`${url}/api/run/$m/fn`, { method: \"POST\", body: \"{}\" });", "foreign direct"),
  request('await fetch(`${url}/api/run/$m/fn`, { headers: { Authorization: `Convex ${key}` } });', OPERATOR),
  ...["query", "function"].map((kind) => request(`await fetch(\`\${url}/api/${kind}\`, { headers: { Authorization: \`Convex \${key}\` }, body: JSON.stringify({ path: "$m:fn" }) });`, OPERATOR)),

  foreign("swift", 'client.subscribe(to: "$m:fn", yielding: [Row].self)'),
  foreign("swift", 'enum Name: String { case rows = "$m:fn" }'),
  foreign("kt", 'client.subscribe<List<Row>>("$m:fn")'),
  foreign("java", 'client.query("$m:fn");'),
  foreign("scala", 'client.query("$m:fn")'),
  foreign("dart", "await client.query('$m:fn', {});"),
  foreign("py", "client.query('$m:fn')"),
  foreign("ipynb", '{ "source": ["client.query(\\"$m:fn\\")"] }'),
  foreign("rs", 'client.query("$m:fn", args).await'),
  foreign("cs", 'await client.Query("$m:fn");'),
  foreign("fs", 'client.Query "$m:fn"'),
  foreign("go", 'client.Query(ctx, "$m:fn")'),
  foreign("rb", "post('/api/query', path: '$m:fn')"),
  foreign("php", "<?php post($url . '/api/mutation', ['path' => '$m:fn']);"),
  foreign("ex", 'Convex.query(client, "$m:fn", %{})'),
  foreign("cpp", 'client->query("$m:fn");'),
  foreign("lua", "client:query('$m:fn')"),
  foreign("http", 'POST {{url}}/api/query\n\n{ "path": "$m:fn" }'),
  foreign("html", '<script type="module">client.onUpdate("$m:fn", {}, show);</script>'),
  foreign("html", '<script type="module">import { anyApi } from "https://esm.sh/convex/server";\nclient.onUpdate(anyApi.$m.fn, {}, show);</script>'),
  foreign("html", '<script type="module">import { api } from "../convex/_generated/api.js";\nclient.onUpdate(api.$m.fn, {}, show);</script>'),
];

describe("requests and other languages", () => {
  test("each is a client, but for those with a key", () => {
    expect(callersOf(REQUESTS)).toEqual(expectedCallers(REQUESTS));
  });
});

describe("directories whose names start with a dot", () => {
  test.each([".server", ".client"])("the code in %s takes part", (directory) => {
    const form: CallerForm = [directory, "API direct; reported", { [`app/${directory}/$m.ts`]: 'import { ConvexHttpClient } from "convex/browser";\nimport { api } from "../../convex/_generated/api";\nnew ConvexHttpClient(url).query(api.$m.fn);\n' }];

    expect(callersOf([form])).toEqual(expectedCallers([form]));
  });
});
