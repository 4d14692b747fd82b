import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { chatFiles, findingsIn, runIn } from "./testing/command-line.ts";
import { installPackages } from "./testing/fixtures.ts";
import { createTemporaryDirectory, createWorkspace, REPOSITORY, type Workspace } from "./testing/workspace.ts";
import { cacheKey } from "./cache-key.ts";

const FILES: Record<string, string> = {
  ...chatFiles(),
  "convex/helpers.ts": `import { isAllowed } from "../lib/allowed";\nexport const check = () => isAllowed;\n`,
  "convex/guarded.ts": `import { check } from "./helpers";\nimport { query } from "./_generated/server";\nexport const get = query({ args: {}, handler: async () => check() });\n`,
  "lib/allowed.ts": "export const isAllowed = true;\n",
  "src/Digest.tsx": `import { useMutation } from "convex/react";
import { api } from "../convex/_generated/api";

export function Digest() {
  const digest = useMutation(api.messages.digest);
  return <button onClick={() => void digest()}>Digest</button>;
}
`,
  "src/Button.tsx": "export const Button = () => <button>Send</button>;\n",
  "jobs/nightly.ts": `import { internal } from "../convex/_generated/api";\nimport type { ActionCtx } from "../convex/_generated/server";\nexport const nightly = (ctx: ActionCtx) => ctx.runMutation(internal.messages.purge);\n`,
  "app/Client.swift": 'client.subscribe(to: "messages:list")\n',
};

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace(FILES);
});
afterEach(() => workspace.cleanup());

/** The key of a copy, since the index of a workspace waits a little before it looks at the files again. */
function key(): string {
  const copy = createTemporaryDirectory();
  try {
    cpSync(workspace.root, copy, { recursive: true });
    return cacheKey(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function edit(path: string, from: string, to: string): void {
  const text = FILES[path] ?? "";
  expect(text).toContain(from);
  workspace.write(path, text.replace(from, to));
}

describe("the key changes with", () => {
  test.each<{ what: string; change: () => void }>([
    { what: "a client that no longer calls a function", change: () => edit("src/Digest.tsx", "api.messages.digest", "api.messages.list") },
    { what: "a client that calls another one too", change: () => edit("src/Digest.tsx", "  return", "  useMutation(api.messages.purge);\n  return") },
    { what: "a client that hands a whole module on", change: () => edit("src/Digest.tsx", "  return", "  usePresence(api.messages);\n  return") },
    { what: "a client in another language", change: () => edit("app/Client.swift", "list", "digest") },
    { what: "documentation of how a function is run", change: () => void workspace.write("README.md", "`npx convex run messages:list`\n") },
    { what: "a file that is new", change: () => void workspace.write("src/New.tsx", "") },
    { what: "a file that is gone", change: () => workspace.remove("src/Button.tsx") },
    { what: "a function that becomes internal", change: () => edit("convex/messages.ts", "digest = mutation(", "digest = internalMutation(") },
    { what: "what a handler does", change: () => edit("convex/messages.ts", "handler: async () => []", "handler: async (ctx) => ctx.auth.getUserIdentity()") },
    { what: "a comment in the functions directory, which may be a tag", change: () => edit("convex/messages.ts", "export const digest", "/** @public */\nexport const digest") },
    { what: "a line of server code that messages name", change: () => edit("convex/crons.ts", "const crons", "\nconst crons") },
    { what: "a helper that functions import from elsewhere", change: () => edit("lib/allowed.ts", "true", "false") },
    { what: "server code outside the functions directory", change: () => edit("jobs/nightly.ts", "export", "\nexport") },
    { what: "how imports are resolved", change: () => void workspace.write("tsconfig.json", '{ "compilerOptions": { "paths": {} } }') },
    { what: "an alias of a bundler", change: () => void workspace.write("vite.config.ts", 'export default { resolve: { alias: { "@": "./app" } } };') },
    { what: "what a package depends on", change: () => void workspace.write("package.json", '{ "dependencies": { "convex": "^1.0.0" } }') },
    { what: "where the functions are", change: () => void workspace.write("convex.json", '{ "functions": "convex" }') },
  ])("$what", ({ change }) => {
    const before = key();

    change();

    expect(key()).not.toBe(before);
  });
});

test("the key changes with what a published package hands on", () => {
  workspace.write("package.json", '{ "dependencies": { "convex": "^1.0.0" }, "publishConfig": {} }');
  workspace.write("src/api.ts", 'import { api } from "../convex/_generated/api";\nexport type Api = typeof api;\n');
  const before = key();

  workspace.write("src/api.ts", 'import { api } from "../convex/_generated/api";\nexport type Api = typeof api;\nexport { api } from "../convex/_generated/api";\n');

  expect(key()).not.toBe(before);
});

describe("the key stays with", () => {
  test.each<{ what: string; change: () => void }>([
    { what: "no change", change: () => undefined },
    { what: "a comment in a component", change: () => edit("src/Digest.tsx", "export function", "// Sends the digest.\nexport function") },
    { what: "what a component renders", change: () => edit("src/Digest.tsx", "<button onClick", "<button className={`a ${String(1 + 1)}`} onClick") },
    { what: "code of a component that has nothing to do with Convex", change: () => edit("src/Digest.tsx", "  return", "  const [open, setOpen] = useState(false);\n  useEffect(() => setOpen(!open), [open]);\n  return") },
    { what: "a file that takes no part", change: () => edit("src/Button.tsx", "Send", "Write") },
    { what: "text that is no source", change: () => void workspace.write("notes.md", "Nothing.") },
  ])("$what", ({ change }) => {
    const before = key();

    change();

    expect(key()).toBe(before);
  });
});

test("the key is the same from the command line, from below the root, and in another checkout", async () => {
  const { root } = workspace;

  const { stdout, status } = await runIn(root, ["cache-key"]);

  expect(stdout).toBe(`${cacheKey(root)}\n`);
  expect(cacheKey(join(root, "src"))).toBe(cacheKey(root));
  expect(`${key()}\n`).toBe(stdout);
  expect(status).toBe(0);
});

test("a workspace inside the workspace counts", () => {
  workspace.write("nested/package.json", '{ "workspaces": ["packages/*"] }');
  for (const [path, text] of Object.entries(FILES)) if (path !== "package.json") workspace.write(`nested/${path}`, text);
  const before = key();

  workspace.write("nested/src/Digest.tsx", FILES["src/Digest.tsx"]?.replace("messages.digest", "messages.list") ?? "");

  expect(key()).not.toBe(before);
});

test("a client root counts, if it is named", () => {
  const outside = createTemporaryDirectory();
  try {
    const [without, before] = [cacheKey(workspace.root), cacheKey(workspace.root, { clientRoots: [outside] })];
    writeFileSync(join(outside, "main.ts"), 'import { useQuery } from "convex/react";\nuseQuery("messages:list");\n');

    expect(cacheKey(workspace.root, { clientRoots: [`${outside}/`, outside] })).not.toBe(before);
    expect(cacheKey(workspace.root, { clientRoots: [] })).toBe(without);
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
});

test("a directory without any workspace has a key", () => {
  expect(cacheKey("/")).toMatch(/^[\da-f]{32}$/);
});

describe("eslint --cache", () => {
  const CONFIG = `import convexBoundary from "eslint-plugin-convex-boundary";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig([
  convexBoundary.configs.recommended,
  { files: ["**/*.{ts,tsx}"], languageOptions: { parser: tseslint.parser } },
]);
`;
  const KEYED = `import { cacheKey } from "eslint-plugin-convex-boundary/cache-key";\n${CONFIG.replace("]);", '  { settings: { "convex-boundary": { cacheKey: cacheKey(import.meta.dirname) } } },\n]);')}`;

  function lint(...argv: string[]): string[] {
    const { stdout, stderr } = spawnSync(process.execPath, [join(REPOSITORY, "node_modules/eslint/bin/eslint.js"), "convex", "src", "--format", "json", ...argv], { cwd: workspace.root, encoding: "utf8" });
    expect(stderr).toBe("");
    return findingsIn({ stdout }, workspace.root);
  }

  test.each([
    { name: "without the key keeps a result that is no longer true", config: CONFIG, fresh: false },
    { name: "with the key does not", config: KEYED, fresh: true },
  ])("$name", ({ config, fresh }) => {
    workspace.write("package.json", '{ "type": "module" }');
    workspace.write("eslint.config.js", config);
    workspace.write("convex/crons.ts", "export default {};\n");
    workspace.remove("convex/guarded.ts");
    installPackages(workspace.root);
    // The way back and forth: a finding that goes, and one that comes.
    edit("src/Digest.tsx", "api.messages.digest", "api.messages.list");
    const unused = lint("--cache");
    workspace.write("src/Digest.tsx", FILES["src/Digest.tsx"] ?? "");
    const used = lint("--cache");

    expect(unused).toContain("convex/messages.ts:7 no-unused-public-function");
    expect(used.includes("convex/messages.ts:7 no-unused-public-function")).toBe(!fresh);
    expect(lint()).not.toContain("convex/messages.ts:7 no-unused-public-function");
  });

  test("with the key keeps the results of all other files when a component changes", () => {
    workspace.write("package.json", '{ "type": "module" }');
    workspace.write("eslint.config.js", KEYED);
    installPackages(workspace.root);
    lint("--cache");
    const cached = (): string[] => readFileSync(join(workspace.root, ".eslintcache"), "utf8").match(/"hashOfConfig":"[^"]*"/g) ?? [];
    const before = cached();

    edit("src/Digest.tsx", "Digest</button>", "Send the digest</button>");
    lint("--cache");

    expect(cached()).toEqual(before);
    expect(before.length).toBeGreaterThan(3);
  });
});
