import { ESLint } from "eslint";
import { spawnSync } from "node:child_process";
import fs, { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join, relative } from "node:path";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";

import packageJson from "../../../package.json" with { type: "json" };
import { createWorkspace, generated, REPOSITORY, type Workspace, type WorkspaceFiles } from "../../testing/workspace.ts";
import { run } from "./run.ts";

/** A public function that a client calls, one that only a cron job calls, and an internal one that a client calls. */
const CHAT: WorkspaceFiles = {
  "package.json": "{}",
  ...generated("convex", ["crons", "messages"]),
  "convex/messages.ts": `import { internalMutation, mutation, query } from "./_generated/server";

export const list = query({ args: {}, handler: async () => [] });

export const purge = internalMutation({ args: {}, handler: async () => {} });

export const digest = mutation({ args: {}, handler: async () => {} });
`,
  "convex/crons.ts": `import { cronJobs } from "convex/server";
import { api } from "./_generated/api";

const crons = cronJobs();
crons.interval("digest", { hours: 24 }, api.messages.digest);
export default crons;
`,
  "src/App.tsx": `import { useMutation, useQuery } from "convex/react";
import { api, internal } from "../convex/_generated/api";

export function App() {
  const messages = useQuery(api.messages.list);
  const purge = useMutation((internal as any).messages.purge);
  return <button onClick={() => void purge()}>{messages?.length}</button>;
}
`,
};
const CHAT_FINDINGS = [
  "convex/crons.ts:5 prefer-internal-function",
  "convex/messages.ts:7 prefer-internal-function",
  "src/App.tsx:6 no-internal-in-client",
];
/** The functions alone. */
const BACKEND: WorkspaceFiles = Object.fromEntries(Object.entries(CHAT).filter(([path]) => !path.startsWith("src/")));
const CLEAN: WorkspaceFiles = {
  ...CHAT,
  "convex/crons.ts": "export default {};\n",
  "src/App.tsx": 'import { useMutation, useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.messages.list);\nuseMutation(api.messages.digest);\n',
};

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

let workspace: Workspace | undefined;
afterEach(() => {
  vi.restoreAllMocks();
  workspace?.cleanup();
});

function setUp(files: WorkspaceFiles): Workspace {
  workspace = createWorkspace(files);
  return workspace;
}

async function runIn(workingDirectory: string, ...argv: string[]): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  const status = await run(argv, {
    workingDirectory,
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { status, stdout, stderr };
}

/** Returns `file:line rule` for each message of a JSON report. */
function findingsOf({ stdout }: Outcome, root: string): string[] {
  const results = JSON.parse(stdout) as ESLint.LintResult[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId, message }) => `${relative(root, filePath)}:${line} ${ruleId?.replace("convex-boundary/", "") ?? message}`),
  );
}

async function findings(root: string, ...argv: string[]): Promise<string[]> {
  return findingsOf(await runIn(root, "--format", "json", ...argv), root);
}

describe("exit status", () => {
  test("is 0 when nothing is found", async () => {
    const outcome = await runIn(setUp(CLEAN).root);

    expect(outcome).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^No findings\.\nLooked at \d+ files, 3 functions \(2 public, 1 internal\) and 2 references in 1 Convex project \(\d+\.\d s\)\.\n$/) as string,
      stderr: "",
    });
  });

  test("is 1 when an error is found", async () => {
    const { root } = setUp(CHAT);

    const { status, stdout, stderr } = await runIn(root, "check");

    expect(stdout).toContain(join(root, "convex/messages.ts"));
    expect(stdout).toMatch(/7:23 +error +Function `messages\.digest` is public/);
    expect(stdout).toMatch(/\n✖ 3 problems \(3 errors, 0 warnings\)\n.*\n\nLooked at .* 3 references .*\n$/);
    expect(stderr).toBe("");
    expect(status).toBe(1);
  });

  test("what ESLint warns of at its start is left out: a `.eslintignore` plays no part", async () => {
    const emitWarning = vi.spyOn(process, "emitWarning");
    onTestFinished(() => emitWarning.mockRestore());

    const { stdout } = await runIn(setUp({ ...CHAT, ".eslintignore": "convex\n" }).root);

    expect(stdout).toContain("✖ 3 problems");
    expect(emitWarning).not.toHaveBeenCalled();
  });

  test("is 0 when only warnings are found", async () => {
    const { status, stdout } = await runIn(setUp(CHAT).root, "--rule", "no-internal-in-client:off", "--rule=prefer-internal-function:warn");

    expect(stdout).toContain("✖ 2 problems (0 errors, 2 warnings)");
    expect(status).toBe(0);
  });

  test.each<{ name: string; files: WorkspaceFiles; argv: string[]; message: string | RegExp }>([
    { name: "there is no such directory", files: CHAT, argv: ["nowhere"], message: "There is no directory `nowhere`." },
    { name: "it is a file", files: CHAT, argv: ["check", "package.json"], message: "`package.json` is not a directory." },
    { name: "there is no Convex project", files: { "package.json": "{}", "src/main.ts": "export {};" }, argv: [], message: /^No Convex project found in \/.*: there is no directory of Convex functions/ },
    { name: "the directory is empty", files: {}, argv: [], message: /^No Convex project found in / },
    {
      name: "the directory has nothing to do with the Convex project of its workspace",
      files: { ...CHAT, ".git/HEAD": "", "docs/guide.ts": "export const answer = 42;" },
      argv: ["docs"],
      message: /^No Convex project found in \/.*\/docs: it holds no Convex functions, and no code that calls those of its workspace\.$/,
    },
    { name: "`convex.json` is not JSON", files: { ...CHAT, "convex.json": '{ "functions": ' }, argv: [], message: /^\/.*\/convex\.json is not valid JSON: .*end of JSON input/ },
    { name: "`convex.json` above the directory is broken", files: { ...CHAT, ".git/HEAD": "", "convex.json": "[" }, argv: ["convex"], message: /^\/.*\/convex\.json is not valid JSON/ },
    {
      name: "`convex.json` names a directory that is not there",
      files: { ...CHAT, "convex.json": '{ "functions": "server/" }' },
      argv: [],
      message: /^\/.*\/convex\.json names `server` as its functions directory, which is not there$/,
    },
    { name: "an option is not known", files: CHAT, argv: ["--fast"], message: "Unknown option `--fast`. `convex-boundary check --help` lists the options." },
    { name: "an option has no value", files: CHAT, argv: ["--format"], message: "`--format` needs a value: `--format <format>`." },
    { name: "a format is not known", files: CHAT, argv: ["--format", "html"], message: "`--format` takes stylish, json, sarif, github, gitlab or markdown, not `html`." },
    { name: "two formats are to be printed", files: CHAT, argv: ["--format", "json", "--format", "stylish"], message: "Only one report can be printed, not `json` and `stylish`; the others go to files: `--format stylish=<file>`." },
    { name: "a place of clients is not known", files: CHAT, argv: ["--clients", "here"], message: "`--clients` takes auto, workspace or elsewhere, not `here`." },
    { name: "a rule is not known", files: CHAT, argv: ["--rule", "no-public:off"], message: /^There is no rule `no-public`; there are .*`no-internal-in-client`, .*`prefer-internal-function`/ },
    { name: "a severity is missing", files: CHAT, argv: ["--rule", "no-internal-in-client"], message: "`--rule no-internal-in-client` is not understood: it takes `name:severity` with the severity off, warn or error." },
    { name: "a severity is not known", files: CHAT, argv: ["--rule", "no-internal-in-client:loud"], message: /^`--rule no-internal-in-client:loud` is not understood/ },
    { name: "two directories are given", files: CHAT, argv: ["check", "convex", "src"], message: "Only one directory can be looked at at a time, not `convex` and `src`." },
  ])("is 2 when $name", async ({ files, argv, message }) => {
    const { status, stdout, stderr } = await runIn(setUp(files).root, ...argv);

    const [line = "", ...rest] = stderr.split("\n");
    expect(line.startsWith("convex-boundary: ")).toBe(true);
    const said = line.slice("convex-boundary: ".length);
    if (typeof message === "string") expect(said).toBe(message);
    else expect(said).toMatch(message);
    expect(rest).toEqual([""]);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  test("is 2, with a hint, when something unexpected happens", async () => {
    vi.spyOn(ESLint.prototype, "lintFiles").mockRejectedValue(new Error("the moon is full"));

    const { status, stdout, stderr } = await runIn(setUp(CHAT).root);

    expect(stderr).toMatch(/^convex-boundary: unexpected error: the moon is full \(at .*\)\nThis is a bug in convex-boundary\. Please report it: https:.*\n$/);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  test("is 2 when the repaired text cannot be written", async () => {
    vi.spyOn(ESLint, "outputFixes").mockRejectedValue(new Error("EROFS: read-only file system"));

    const { status, stderr } = await runIn(setUp(CHAT).root, "--fix");

    expect(stderr).toBe("convex-boundary: The repaired text could not be written: EROFS: read-only file system.\n");
    expect(status).toBe(2);
  });
});

describe("--help and --version", () => {
  test.each(["--help", "-h"])("%s names the options and the rules", async (option) => {
    const { status, stdout } = await runIn("/", "check", option);

    for (const word of ["--fix", "--format", "--rule", "--clients", "--version", "prefer-internal-function"]) expect(stdout).toContain(word);
    expect(status).toBe(0);
  });

  test.each(["--version", "-v"])("%s prints the version", async (option) => {
    expect(await runIn("/", option)).toEqual({ status: 0, stdout: `${packageJson.version}\n`, stderr: "" });
  });
});

describe("--format json", () => {
  test("prints nothing but the report of ESLint's own formatter", async () => {
    const { root } = setUp(CHAT);

    const outcome = await runIn(root, "--format", "json");

    const formatter = await new ESLint({ overrideConfigFile: true }).loadFormatter("json");
    const results = JSON.parse(outcome.stdout) as ESLint.LintResult[];
    expect(outcome.stdout).toBe(`${await formatter.format(results)}\n`);
    expect(findingsOf(outcome, root)).toEqual(CHAT_FINDINGS);
    expect(results.map(({ errorCount, fixableErrorCount }) => [errorCount, fixableErrorCount])).toEqual([[1, 1], [1, 1], [1, 0]]);
    expect(outcome.stderr).toMatch(/^Looked at .*\n$/);
    expect(outcome.status).toBe(1);
  });

  test("prints an empty list when nothing is found", async () => {
    const { status, stdout } = await runIn(setUp(CLEAN).root, "--format", "json");

    expect(stdout).toBe("[]\n");
    expect(status).toBe(0);
  });
});

describe("--rule", () => {
  test.each([
    { argv: ["--rule", "prefer-internal-function:off"], expected: [2] },
    { argv: ["--rule", "prefer-internal-function:0"], expected: [2] },
    { argv: ["--rule", "convex-boundary/no-internal-in-client:warn"], expected: [2, 2, 1] },
    { argv: ["--rule", "no-internal-in-client:1", "--rule", "prefer-internal-function:1"], expected: [1, 1, 1] },
    { argv: ["--rule", "no-internal-in-client:off", "--rule", "no-internal-in-client:2"], expected: [2, 2, 2] },
  ])("$argv", async ({ argv, expected }) => {
    const { stdout } = await runIn(setUp(CHAT).root, "--format", "json", ...argv);

    const severities = (JSON.parse(stdout) as ESLint.LintResult[]).flatMap(({ messages }) => messages.map(({ severity }) => severity));
    expect(severities).toEqual(expected);
  });
});

describe("--clients", () => {
  const NOTE = "No client of `convex` is in this workspace, so nothing is said about which of its functions need not be public. If every client is here, run with `--clients workspace`.";

  test("a backend without clients gets no claim, and is told why", async () => {
    const { status, stdout } = await runIn(setUp(BACKEND).root);

    expect(stdout.split("\n")).toEqual(["No findings.", expect.stringMatching(/^Looked at /), NOTE, ""]);
    expect(status).toBe(0);
  });

  test("a copy of a backend, of which only other copies have clients, is told of", async () => {
    const modules = (directory: string, names: readonly string[]): WorkspaceFiles =>
      Object.fromEntries(["messages", "rooms", "users"].map((module) => [`${directory}/${module}.ts`, `import { query } from "./_generated/server";\n${names.map((name) => `export const ${name} = query({ args: {}, handler: async () => [] });\n`).join("")}`]));
    const names = ["list", "get", "count", "find"];
    const { root } = setUp({
      "package.json": "{}",
      ...generated("app/convex", ["messages", "rooms", "users"]), ...modules("app/convex", names),
      ...generated("backend/convex", ["messages", "rooms", "users"]), ...modules("backend/convex", [...names, "own"]),
      "app/app.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "./convex/_generated/api";\nuseQuery(api.messages.list);\n',
    });

    expect((await runIn(root)).stdout).toContain("\nOnly clients of its copies use `backend/convex` in this workspace, so nothing is said about which of the functions that these do not have need not be public. If every client is here, run with `--clients workspace`.\n");
    expect((await runIn(root, "--clients", "workspace")).stdout).not.toContain("Only clients of its copies");
  });

  test("where something may use many functions, it says what", async () => {
    const hidden = (count: number): WorkspaceFiles => ({
      ...CHAT,
      "convex/old.ts": `import { query } from "./_generated/server";\n${Array.from({ length: count }, (_, index) => `export const list${String(index)} = query({ args: {}, handler: async () => [] });\n`).join("")}`,
      "src/run.ts": 'import { api } from "../convex/_generated/api";\nimport { start } from "unheard-of";\nstart(api.old);\n',
    });

    expect((await runIn(setUp(hidden(5)).root)).stdout).toContain("\nNothing is said about who calls 5 of 7 public functions, because `src/run.ts:3` may use any of them, in a way that cannot be followed.\n");
    expect((await runIn(setUp(hidden(4)).root)).stdout).not.toContain("Nothing is said");
  });

  test("where server code may use many functions, it says what", async () => {
    const files = {
      ...CHAT,
      "convex/old.ts": `import { query } from "./_generated/server";\n${Array.from({ length: 5 }, (_, index) => `export const list${String(index)} = query({ args: {}, handler: async () => [] });\n`).join("")}`,
      "convex/run.ts": 'import { internalAction } from "./_generated/server";\nimport { api } from "./_generated/api";\nexport const run = internalAction(async (ctx, { name }: { name: string }) => { await ctx.runQuery((api.old as any)[name], {}); });\n',
    };

    expect((await runIn(setUp(files).root)).stdout).toContain("\nNothing is said about who calls 5 of 7 public functions, because `convex/run.ts:3` may use any of them, in a way that cannot be followed.\n");
  });

  test("where clients call so little that some must be elsewhere, it says what to do", async () => {
    const forgotten = (count: number): WorkspaceFiles => ({ ...CHAT, "convex/old.ts": `import { query } from "./_generated/server";\n${Array.from({ length: count }, (_, index) => `export const list${String(index)} = query({ args: {}, handler: async () => [] });\n`).join("")}` });
    const remark = "Nothing here calls 10 of 12 public functions. If some of their clients are in another repository, name it with `--client-root`, or run with `--clients elsewhere`.";

    const { root } = setUp(forgotten(10));
    expect((await runIn(root)).stdout).toContain(`\n${remark}\n`);
    expect((await runIn(root, "--clients", "elsewhere")).stdout).not.toContain("Nothing here calls");
    expect((await runIn(root, "--rule", "no-unused-public-function:off")).stdout).not.toContain("Nothing here calls");
    expect((await runIn(setUp(forgotten(9)).root)).stdout).not.toContain("Nothing here calls");
  });

  test("a backend whose api is published gets no claim, and is told why", async () => {
    const { stdout } = await runIn(setUp({ ...CHAT, "package.json": '{ "name": "@acme/api", "publishConfig": { "access": "public" }, "dependencies": { "convex": "*" } }', "src/api.ts": 'export * from "../convex/_generated/api";\n' }).root);

    expect(stdout).toContain("\nA package that is published hands on the `api` of `convex`, so nothing is said about which of its functions need not be public. If every client is here, run with `--clients workspace`.\n");
  });

  test("many such projects are told of in one line", async () => {
    const files = ["a", "b", "c", "d", "e"].flatMap((name) => Object.entries(BACKEND).map(([path, text]) => [`${name}/${path}`, text] as const));

    const { stdout } = await runIn(setUp(Object.fromEntries(files)).root);

    expect(stdout).toContain("\nNo client of `a/convex`, `b/convex`, `c/convex` and 2 more is in this workspace, so nothing is said about which of their functions");
  });

  test("`workspace` claims without evidence", async () => {
    const { root } = setUp(BACKEND);

    const { status, stdout } = await runIn(root, "--clients", "workspace");

    expect(stdout).toContain("Function `messages.digest` is public");
    expect(stdout).not.toContain(NOTE);
    expect(status).toBe(1);
  });

  test("`elsewhere` never claims", async () => {
    const { root } = setUp(CHAT);

    expect(await findings(root, "--clients", "elsewhere")).toEqual(["src/App.tsx:6 no-internal-in-client"]);
    expect((await runIn(root, "--clients", "elsewhere")).stdout).not.toContain(NOTE);
  });
});

describe("--fix", () => {
  test("repairs definitions and references in one run", async () => {
    const { root } = setUp(CHAT);

    const { status, stdout } = await runIn(root, "--fix");

    expect(readFileSync(join(root, "convex/messages.ts"), "utf8")).toContain("export const digest = internalMutation({");
    expect(readFileSync(join(root, "convex/crons.ts"), "utf8")).toContain("internal.messages.digest);");
    expect(stdout).toContain("✖ 1 problem (1 error, 0 warnings)");
    expect(stdout).toMatch(/\nRepaired 2 files\.\nLooked at .* in 1 Convex project before the repair \(/);
    expect(status).toBe(1);
  });

  test("keeps the findings of a repaired file that it cannot repair", async () => {
    const { root } = setUp({ ...CHAT, "convex/jobs.ts": 'import { internalMutation, query } from "./_generated/server";\nexport const names = query(async () => []);\nexport const run = internalMutation({ args: {}, handler: async (ctx) => { await ctx.scheduler.runAfter(0, "nowhere:run" as any, {}); } });\n' });

    const { status, stdout } = await runIn(root, "--fix");

    expect(readFileSync(join(root, "convex/jobs.ts"), "utf8")).toContain("export const names = query({\n  args: {},");
    expect(stdout).toContain('`"nowhere:run"` names no function in `convex`');
    expect(status).toBe(1);
  });

  test("leaves nothing to say when everything can be repaired", async () => {
    const { root } = setUp(CHAT);

    const { status, stdout } = await runIn(root, "--fix", "--rule", "no-internal-in-client:off");

    expect(stdout).toMatch(/^No findings\.\nRepaired 2 files\.\nLooked at /);
    expect(status).toBe(0);
  });

  test("applies no fix of a rule that a comment in a file turns on", async () => {
    const files = { ...CHAT, "convex/crons.ts": `/* eslint no-extra-boolean-cast: error, missing/rule: error */\nif (!!1) {}\n${CHAT["convex/crons.ts"] ?? ""}` };
    const { root } = setUp(files);

    const { stdout } = await runIn(root, "--fix");

    expect(readFileSync(join(root, "convex/crons.ts"), "utf8")).toContain("if (!!1) {}");
    expect(stdout).not.toMatch(/no-extra-boolean-cast|missing\/rule/);
  });

  test("says when callers outside the directory would have to follow", async () => {
    const { root } = setUp({ ...CHAT, ".git/HEAD": "", "jobs/digest.ts": 'import { api } from "../convex/_generated/api";\nimport type { ActionCtx } from "../convex/_generated/server";\nexport const run = (ctx: ActionCtx) => ctx.runMutation(api.messages.digest);\n' });

    const { stdout } = await runIn(root, "--fix", "convex");

    expect(stdout).toContain(`\n2 files outside ${root}/convex have findings too, and a repair may span files: run it in ${root}.\n`);
  });
});

describe("what is looked at", () => {
  const MONOREPO = {
    ...Object.fromEntries(Object.entries(CHAT).map(([path, text]) => [path.replace(/^convex\//, "packages/backend/convex/").replace(/^src\//, "apps/web/src/"), text.replace('"../convex/', '"../../../packages/backend/convex/')])),
    "package.json": '{ "workspaces": ["apps/*", "packages/*"] }',
    "apps/web/package.json": '{ "name": "web" }',
    "packages/backend/package.json": '{ "name": "backend" }',
  };

  test("callers in the whole workspace, reports below the directory", async () => {
    const { root } = setUp(MONOREPO);

    expect(await findings(join(root, "packages/backend"))).toEqual(["convex/crons.ts:5 prefer-internal-function", "convex/messages.ts:7 prefer-internal-function"]);
    expect(await findings(join(root, "apps/web"))).toEqual(["src/App.tsx:6 no-internal-in-client"]);
    expect(await findings(root)).toHaveLength(3);
  });

  test("the checkout that holds the directory", async () => {
    const { root } = setUp({ ...CHAT, ".git/HEAD": "" });

    expect(await findings(root, "convex")).toEqual(CHAT_FINDINGS.slice(0, 2));
  });

  test("the package above the directory, if it uses Convex", async () => {
    const { root } = setUp({ ...CHAT, "package.json": '{ "dependencies": { "convex": "^1.0.0" } }' });

    expect(await findings(root, "convex")).toEqual(CHAT_FINDINGS.slice(0, 2));
  });

  test("no unrelated package above the directory", async () => {
    const { root } = setUp({ ...BACKEND, "other/main.ts": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.messages.list);\n' });

    const { stdout } = await runIn(root, "convex");

    expect(stdout).toContain("No client of ");
  });

  test("a broken `convex.json` beside the directory does not matter", async () => {
    const { root } = setUp({ ...MONOREPO, "packages/other/convex.json": "{" });

    expect(await findings(join(root, "packages/backend"))).toHaveLength(2);
  });

  test("a broken `convex.json` beside the directory matters to code that may call its project", async () => {
    const { root } = setUp({ ...MONOREPO, "packages/backend/convex.json": "{" });

    const { status, stderr } = await runIn(join(root, "apps/web"));

    expect(stderr).toMatch(/^convex-boundary: \/.*\/packages\/backend\/convex\.json is not valid JSON: /);
    expect(status).toBe(2);
  });

  test("a `convex.json` that names a missing directory is told of where there is another project", async () => {
    const { root } = setUp({ ...MONOREPO, "packages/other/convex.json": '{ "functions": "server" }' });

    const { status, stdout } = await runIn(root);

    expect(stdout).toMatch(/^\/.*\/packages\/other\/convex\.json names `server` as its functions directory, which is not there\. It is left out\.$/mu);
    expect(status).toBe(1);
  });

  test("exports that only types could tell are counted apart when no rule has to know", async () => {
    const { root } = setUp({
      ...BACKEND,
      "convex/builders.ts": 'import { wrap } from "wrappers";\nimport { mutation } from "./_generated/server";\nexport const own = wrap(mutation);\n',
      "convex/notes.ts": 'import { own } from "./builders";\nexport const clear = own({ args: {}, handler: async () => {} });\n',
    });

    expect((await runIn(root)).stdout).toContain("3 functions (2 public, 1 internal), 2 exports that may be functions and 1 reference in");
  });

  test("functions that only types can tell, by a program that is built when they are asked about", async () => {
    const { root } = setUp({
      ...CHAT,
      "tsconfig.json": '{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "skipLibCheck": true } }',
      "convex/builders.ts": 'import { mutation } from "./_generated/server";\nconst builders: Record<"own", typeof mutation> = JSON.parse("{}");\nexport const own = builders.own;\n',
      "convex/notes.ts": 'import { own } from "./builders";\nexport const clear = own({ args: {}, handler: async () => {} });\n',
      "convex/crons.ts": (CHAT["convex/crons.ts"] ?? "").replace("api.messages.digest", "api.notes.clear"),
    });
    symlinkSync(join(REPOSITORY, "node_modules"), join(root, "node_modules"), "dir");

    const { stdout } = await runIn(root);

    expect(stdout).toContain("Function `notes.clear` is public");
    expect(stdout).toContain("4 functions (3 public, 1 internal)");
  });
});

describe("as users know ESLint", () => {
  test("disable comments hold, and are not reported when they are unused", async () => {
    const { root } = setUp({
      ...CHAT,
      "convex/crons.ts": `// eslint-disable-next-line no-alert, other/rule -- nothing is here\n${CHAT["convex/crons.ts"] ?? ""}`,
      "src/App.tsx": `/* eslint-disable convex-boundary/no-internal-in-client */\n${CHAT["src/App.tsx"] ?? ""}`,
    });

    expect(await findings(root)).toEqual(["convex/crons.ts:6 prefer-internal-function", "convex/messages.ts:7 prefer-internal-function"]);
  });

  test("a comment that configures rules configures ours, and turns on no other", async () => {
    const configuration = '/* eslint indent: ["error", "tab"], "convex-boundary/prefer-internal-function": "warn", no-undef: 2, missing/rule: error */';
    const { root } = setUp({ ...CHAT, "convex/crons.ts": `${configuration}\n/* eslint-env node */ /* global window: maybe */\n${CHAT["convex/crons.ts"] ?? ""}` });

    const { stdout } = await runIn(root, "--format", "json");

    const [result] = JSON.parse(stdout) as ESLint.LintResult[];
    expect(result?.messages).toEqual([expect.objectContaining({ ruleId: "convex-boundary/prefer-internal-function", severity: 1, line: 7 })]);
    expect(result).toMatchObject({ errorCount: 0, warningCount: 1, fixableErrorCount: 0, fixableWarningCount: 1 });
  });

  test("no configuration of the project is loaded, and nothing that it ignores is ignored", async () => {
    const { root } = setUp({ ...CHAT, "eslint.config.js": 'throw new Error("loaded");', "dotted/.eslintrc.json": "{" });

    expect(await findings(root)).toEqual(CHAT_FINDINGS);
  });

  test("the ESLint of the project is used if it is recent enough", async () => {
    const { root } = setUp({
      ...CHAT,
      "node_modules/eslint/package.json": '{ "name": "eslint", "version": "9.99.0", "main": "index.js" }',
      "node_modules/eslint/index.js": 'exports.ESLint = class { static version = "9.99.0"; async lintFiles() { throw new Error("the project\'s own"); } };',
    });

    expect((await runIn(root)).stderr).toContain("the project's own");
  });

  test("an older ESLint of the project is passed over", async () => {
    const { root } = setUp({
      ...CHAT,
      "node_modules/eslint/package.json": '{ "name": "eslint", "version": "8.57.1", "main": "index.js" }',
      "node_modules/eslint/index.js": 'exports.ESLint = class { static version = "8.57.1"; };',
    });

    expect(await findings(root)).toEqual(CHAT_FINDINGS);
  });
});

describe("markup", () => {
  const VUE = `<template>
  <p @click="purge()">Purge</p>
</template>

<script setup lang="ts">
import { useConvexMutation } from "convex-vue";
import { internal } from "../convex/_generated/api";

const purge = useConvexMutation(internal.messages.purge);
</script>
`;

  test("is reported, without a parser of its framework", async () => {
    const { root } = setUp({ ...CHAT, "src/Purge.vue": VUE });

    const { stdout } = await runIn(root, "--format", "json");

    const [result] = (JSON.parse(stdout) as ESLint.LintResult[]).filter(({ filePath }) => filePath.endsWith(".vue"));
    expect(result?.messages).toEqual([
      expect.objectContaining({
        ruleId: "convex-boundary/no-internal-in-client",
        message: expect.stringMatching(/^`internal\.messages\.purge` is an internal function/) as string,
        line: 9,
        column: 33,
        endLine: 9,
        endColumn: 56,
      }),
    ]);
  });

  test("in a script of an unknown language is left alone", async () => {
    const { root } = setUp({ ...CHAT, "src/Purge.vue": '<script lang="coffee">\nimport { internal } from "../convex/_generated/api"\npurge = -> useConvexMutation internal.messages.purge\n</script>\n' });

    expect(await findings(root)).toEqual(CHAT_FINDINGS);
  });

  test("keeps a disable comment", async () => {
    const { root } = setUp({ ...CHAT, "src/Purge.vue": VUE.replace("const purge", "// eslint-disable-next-line convex-boundary/no-internal-in-client\nconst purge") });

    expect(await findings(root)).toEqual(CHAT_FINDINGS);
  });
});

describe("input of any kind", () => {
  test("a syntax error is reported, and everything else still works", async () => {
    const { root } = setUp({ ...CHAT, "convex/broken.ts": 'import { query } from "./_generated/server";\nexport const list = query({{\n' });

    const { status, stdout } = await runIn(root, "--format", "json");

    const [broken] = JSON.parse(stdout) as ESLint.LintResult[];
    expect(broken?.messages).toEqual([expect.objectContaining({ fatal: true, severity: 2, line: 2, column: 28, message: expect.stringMatching(/^Parsing error: /) as string })]);
    expect(findingsOf({ status, stdout, stderr: "" }, root).slice(1)).toEqual(CHAT_FINDINGS);
    expect(status).toBe(1);
  });

  test("code nested beyond any stack says nothing, and everything else still works", async () => {
    const { root } = setUp({
      ...CHAT,
      "src/arrows.ts": `import { other } from "../convex/_generated/api";\nexport const arrows = ${"a =>\n".repeat(30_000)}other;\n`,
      "src/elements.tsx": `import { other } from "../convex/_generated/api";\nexport const elements = ${"<p>\n".repeat(30_000)}${"</p>\n".repeat(30_000)};\n`,
      "convex/branches.ts": `import { mutation } from "./_generated/server";\nexport const run = mutation({ handler: async () => { if (a) {}${"\nelse if (b) {}".repeat(30_000)} } });\n`,
    });

    expect(await findings(root)).toEqual(CHAT_FINDINGS);
  });

  test("paths with spaces, brackets and letters of any language", async () => {
    const { root } = setUp(Object.fromEntries(Object.entries(CHAT).map(([path, text]) => [`Meine Äpfel (日本)/[id] {x} !y/${path}`, text])));

    expect(await findings(root, "Meine Äpfel (日本)/[id] {x} !y")).toEqual(CHAT_FINDINGS.map((finding) => `Meine Äpfel (日本)/[id] {x} !y/${finding}`));
  });

  test("byte order marks and CRLF stay", async () => {
    const { root } = setUp(Object.fromEntries(Object.entries(CHAT).map(([path, text]) => [path, path.endsWith(".json") ? text : `\uFEFF${text.replaceAll("\n", "\r\n")}`])));
    expect(await findings(root)).toEqual(CHAT_FINDINGS);

    await runIn(root, "--fix");

    const text = readFileSync(join(root, "convex/messages.ts"), "utf8");
    expect(text).toBe(`\uFEFF${(CHAT["convex/messages.ts"] ?? "").replaceAll("\n", "\r\n").replace("digest = mutation(", "digest = internalMutation(").replace("internalMutation, mutation, query", "internalMutation, query")}`);
  });

  test("symbolic links that lead back to where they are", async () => {
    const { root } = setUp({ ...CHAT, ".git/HEAD": "" });
    symlinkSync(root, join(root, "src/loop"), "dir");
    symlinkSync("self", join(root, "convex/self"));
    symlinkSync("nowhere", join(root, "convex/dangling.ts"));

    expect(await findings(root)).toEqual(CHAT_FINDINGS);
    expect(await findings(root, "src/loop/src")).toEqual(CHAT_FINDINGS.slice(2));
    expect((await runIn(root, "convex/self")).stderr).toMatch(/^convex-boundary: The directory `convex\/self` cannot be read: ELOOP/);
  });

  test("a directory that is reached through a symbolic link", async () => {
    const { root } = setUp({ "elsewhere/readme.md": "" });
    const project = createWorkspace(CHAT);
    try {
      symlinkSync(project.root, join(root, "link"), "dir");

      expect(findingsOf(await runIn(root, "link", "--format", "json"), project.root)).toEqual(CHAT_FINDINGS);
    } finally {
      project.cleanup();
    }
  });

  test("files that cannot be read are left out, and named", async () => {
    const { root } = setUp({ ...CHAT, "src/secret.ts": CHAT["src/App.tsx"] ?? "" });
    const original = fs.readFileSync;
    // Permissions do not keep an administrator from reading, and tests may run as one.
    fs.readFileSync = ((path: string, ...rest: [BufferEncoding]) => {
      if (path.endsWith("/secret.ts")) throw Object.assign(new Error(`EACCES: permission denied, open '${path}'`), { code: "EACCES" });
      return original(path, ...rest);
    }) as typeof fs.readFileSync;
    syncBuiltinESMExports();
    try {
      const { status, stdout, stderr } = await runIn(root, "--format", "json");

      expect(findingsOf({ status, stdout, stderr }, root)).toEqual(CHAT_FINDINGS);
      expect(stderr).toContain("\n1 file could not be read: src/secret.ts.\n");
    } finally {
      fs.readFileSync = original;
      syncBuiltinESMExports();
    }
  });

  test("files that git ignores are not looked at", async () => {
    const { root } = setUp({ ...CHAT, ".gitignore": "src/\n" });
    mkdirSync(join(root, ".git"));

    expect(await findings(root)).toEqual([]);
    expect((await runIn(root, "src")).stderr).toContain("No Convex project found");
  });
});

describe("as a program", () => {
  const program = join(REPOSITORY, "dist/cli.js");

  function spawn(cwd: string, ...argv: string[]): Outcome {
    if (!existsSync(program)) throw new Error("dist/ is missing: run `npm run build` first (`npm test` does)");
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...argv], { cwd, encoding: "utf8" });
    return { status: status ?? -1, stdout, stderr };
  }

  test("checks, repairs, and has nothing left to repair", () => {
    const { root } = setUp(CHAT);

    const before = spawn(root, "check", ".", "--format", "json");
    const repair = spawn(root, "--fix", "--format", "json");
    const after = spawn(root, "--fix");

    expect(findingsOf(before, root)).toEqual(CHAT_FINDINGS);
    expect(before.status).toBe(1);
    expect(findingsOf(repair, root)).toEqual(CHAT_FINDINGS.slice(2));
    expect(after.stdout).toContain("✖ 1 problem");
    expect(after.stdout).not.toContain("Repaired");
    expect(after.status).toBe(1);
  });

  test("says on stderr alone why it could not run", () => {
    const { root } = setUp({ "package.json": "{}" });

    expect(spawn(root, "--format", "json")).toEqual({ status: 2, stdout: "", stderr: expect.stringMatching(/^convex-boundary: No Convex project found in .*\n$/) as string });
  });
});
