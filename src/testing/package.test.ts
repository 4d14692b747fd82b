import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import packageJson from "../../package.json" with { type: "json" };
import { blocksOf, readGuide } from "./docs/guide.ts";
import { createTemporaryDirectory, createWorkspace, generated, REPOSITORY, type Workspace, type WorkspaceFiles } from "./workspace.ts";

const README = readFileSync(path.join(REPOSITORY, "README.md"), "utf8");
/** An install from a cold cache is mostly waiting for the registry. */
const INSTALL_TIMEOUT = 300_000;

const { convex, eslint, typescript, "typescript-eslint": typescriptEslint } = packageJson.devDependencies;

/** TypeScript 7 beside TypeScript 6, as docs/guides/eslint.md shows it. */
const [SIDE_BY_SIDE = "{}"] = blocksOf(readGuide("eslint"), "Versions", "json");

interface Installation {
  readonly name: string;
  /** The configuration that README.md shows for it. */
  readonly config: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
}

/** The newest versions and some before them; `versions.test.ts` has the oldest. */
const INSTALLATIONS: readonly Installation[] = [
  { name: "ESLint 10 with types", config: readmeConfig("with types"), versions: { eslint, typescript } },
  { name: "ESLint 9 without types", config: readmeConfig("without types"), versions: { eslint: "9.39.5", typescript: "5.9.3" } },
  { name: "TypeScript 6 and 7", config: readmeConfig("with types"), versions: { eslint, ...(JSON.parse(SIDE_BY_SIDE) as { devDependencies: object }).devDependencies } },
];

const PROJECT: WorkspaceFiles = {
  ...generated("convex", ["crons", "messages"]),
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      target: "es2022", lib: ["es2022", "dom"], module: "esnext", moduleResolution: "bundler",
      strict: true, noEmit: true, skipLibCheck: true, allowJs: true, types: [],
    },
    include: ["convex", "src", "eslint.config.js"],
  }),
  "convex/messages.ts": `import { internalMutation, mutation, query } from "./_generated/server";

export const list = query({ args: {}, handler: async (ctx) => ctx.db.query("messages").take(20) });

export const purge = internalMutation({ args: {}, handler: async () => {} });

export const sendDigest = mutation({ args: {}, handler: async () => {} });
`,
  "convex/crons.ts": `import { cronJobs } from "convex/server";
import { api } from "./_generated/api";

const crons = cronJobs();
crons.interval("send the digest", { hours: 24 }, api.messages.sendDigest);
export default crons;
`,
  "src/main.ts": `import { ConvexClient } from "convex/browser";
import { api, internal } from "../convex/_generated/api";

const client = new ConvexClient("https://example.convex.cloud");
client.onUpdate(api.messages.list, {}, (messages) => console.log(messages));
await client.mutation((internal as any).messages.purge, {});
`,
};
const EXPECTED = [
  "convex/crons.ts convex-boundary/prefer-internal-function",
  "convex/messages.ts convex-boundary/prefer-internal-function",
  "src/main.ts convex-boundary/no-internal-in-client",
];

let directory: string;
let tarball: string;
let packed: string[];

beforeAll(() => {
  if (!existsSync(path.join(REPOSITORY, "dist/cli.js"))) throw new Error("dist/ is missing: run `npm run build` first (`npm test` does)");

  directory = createTemporaryDirectory();
  // The build is there already, and another one would pull `dist/` from under tests that run beside this one.
  const output = run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", directory], REPOSITORY).stdout;
  const report = (JSON.parse(output) as { filename: string; files: { path: string }[] }[])[0];
  tarball = path.join(directory, report?.filename ?? "");
  packed = report?.files.map((file) => file.path) ?? [];
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("the package holds what it runs and what explains it, nothing else", () => {
  const others = packed.filter((file) => !/^(dist\/(.+\.(js|d\.ts)|surface-page\.css)|docs\/(?!_).+\.md)$/.test(file));

  expect(others.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
  expect(packed).toEqual(expect.arrayContaining(["dist/cli.js", "dist/index.d.ts", "dist/index.js"]));
});

describe.each(INSTALLATIONS)("installed beside $name", ({ config, versions }) => {
  let project: Workspace;

  beforeAll(() => {
    project = install({ "typescript-eslint": typescriptEslint, ...versions }, { "eslint.config.js": `// @ts-check\n${config}` });
  }, INSTALL_TIMEOUT);

  afterAll(() => project.cleanup());

  test("the recommended configuration reports in eslint", () => {
    const { status, stdout, stderr } = run("npx", ["eslint", ".", "--format", "json"], project.root);

    expect(findings(stdout, project.root), stderr).toEqual(EXPECTED);
    expect(status).toBe(1);
  });

  test("the command-line tool reports the same", () => {
    const { status, stdout, stderr } = run("npx", ["convex-boundary", "check", "--format", "json"], project.root);

    expect(findings(stdout, project.root), stderr).toEqual(EXPECTED);
    expect(status).toBe(1);
  });

  test("the types fit those of eslint and typescript", () => {
    const { stdout } = run("npx", ["tsc"], project.root);

    expect(stdout).toBe("");
  });
});

// Nothing but TypeScript 7 and Babel can parse TypeScript there, so that ESLint is left with JavaScript.
describe("installed beside TypeScript 7 alone", () => {
  let project: Workspace;

  beforeAll(() => {
    project = install(
      { eslint, typescript: "^7.0.0" },
      {
        "eslint.config.js": `import convexBoundary from "eslint-plugin-convex-boundary";\n\nexport default [convexBoundary.configs.recommended];\n`,
        "src/purge.js": `import { ConvexHttpClient } from "convex/browser";\nimport { internal } from "../convex/_generated/api";\n\nnew ConvexHttpClient("https://example.convex.cloud").mutation(internal.messages.purge, {});\n`,
        "convex/custom.ts": `import { adminMutation } from "@acme/builders";\n\nexport const seal = adminMutation({ args: {}, handler: async () => {} });\n`,
      },
    );
  }, INSTALL_TIMEOUT);

  afterAll(() => project.cleanup());

  test("the plugin loads in eslint", () => {
    const { stdout, stderr } = run("npx", ["eslint", "src", "--format", "json"], project.root);

    expect(findings(stdout, project.root), stderr).toEqual(["src/purge.js convex-boundary/no-internal-in-client"]);
  });

  test("the command-line tool works from syntax, and says what it does not know", () => {
    const { stdout, stderr } = run("npx", ["convex-boundary", "check", "--format", "json"], project.root);

    expect(findings(stdout, project.root), stderr).toEqual([...EXPECTED, "src/purge.js convex-boundary/no-internal-in-client"]);
    expect(stderr).toMatch(/\b1 export\b/u);
  });

  test("the types of the plugin fit the compiler", () => {
    const { stdout } = run("npx", ["tsc", "--ignoreConfig", "--noEmit", "--module", "nodenext", "--skipLibCheck", "--strict", "--allowJs", "--checkJs", "eslint.config.js"], project.root);

    expect(stdout).toBe("");
  });
});

/** Installs the package beside others in a project of its own, as users do, without `--force`. */
function install(versions: Installation["versions"], files: WorkspaceFiles): Workspace {
  const devDependencies = { convex, ...versions, [packageJson.name]: `file:${tarball}` };
  const project = createWorkspace({ ...PROJECT, ...files, "package.json": JSON.stringify({ name: "chat", private: true, type: "module", devDependencies }) });
  const { status, stderr } = run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], project.root);
  expect(status, stderr).toBe(0);
  return project;
}

/** Returns the README's `eslint.config.js` for projects with or without typed linting. */
function readmeConfig(kind: "with types" | "without types"): string {
  const block = README.split("```").find((text) => text.startsWith(`js\n// eslint.config.js, ${kind}\n`));
  if (block === undefined) throw new Error(`README.md shows no eslint.config.js ${kind}`);
  return block.slice("js\n".length);
}

/** Returns `file rule` for each message of an ESLint JSON report, or the output itself if it is no such report. */
function findings(report: string, project: string): string[] {
  if (!report.startsWith("[")) return [report];
  const results = JSON.parse(report) as { filePath: string; messages: { ruleId: string | null; message: string }[] }[];
  return results
    .flatMap(({ filePath, messages }) => messages.map(({ ruleId, message }) => `${path.relative(project, filePath)} ${ruleId ?? message}`))
    .sort();
}

function run(command: string, args: readonly string[], cwd: string): { status: number | null; stdout: string; stderr: string } {
  // What `npm test` tells its scripts (the package at hand, its folder) is not meant for another npm in another folder.
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|command|config_local_prefix)/.test(name));
  return spawnSync(command, args, { cwd, encoding: "utf8", env: Object.fromEntries(inherited), stdio: ["ignore", "pipe", "pipe"] });
}
