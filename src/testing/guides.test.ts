import { ESLint, type Linter } from "eslint";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse as parseYaml } from "yaml";

import { chatFiles, gitIn } from "./command-line.ts";
import { copyFixture, installPackages } from "./fixtures.ts";
import { GuideProject } from "./guide-project.ts";
import { createWorkspace, REPOSITORY } from "./workspace.ts";

interface Block {
  readonly language: string;
  readonly title: string;
  readonly text: string;
  readonly line: number;
}

const GUIDES = join(REPOSITORY, "docs/guides");
const PAGES = ["README.md", "CONTRIBUTING.md", ...readdirSync(GUIDES).map((name) => `docs/guides/${name}`)];
const CLI = join(REPOSITORY, "dist/cli.js");
/** What installs packages, is about this repository, or starts a daemon: other tests run it, or the job that runs them. */
const NOT_RUN = /^(?:npm |npx vitest |npx eslint_d )/;
/** Their commands need projects of their own: `eslint-modes.test.ts` and `oxlint.test.ts` run each of them. */
const RUN_ELSEWHERE = new Set(["docs/guides/eslint.md", "docs/guides/oxlint.md"]);
const COMMANDS_TIMEOUT = 120_000;

describe.each(PAGES)("%s", (page) => {
  const file = join(REPOSITORY, page);
  const text = readFileSync(file, "utf8");
  const blocks = codeBlocks(text);

  test("links to files that are there", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)[^)]*\)/g)].map(([, path = ""]) => path);

    expect(links.filter((path) => path !== "" && !existsSync(join(dirname(file), path)))).toEqual([]);
  });

  test("has data that can be read", () => {
    for (const { language, text: data } of blocks) {
      if (language === "json") expect(() => JSON.parse(data) as unknown).not.toThrow();
      if (language === "yaml") expect(() => parseYaml(data) as unknown).not.toThrow();
    }
  });

  test("has commands that run", () => {
    const commands = RUN_ELSEWHERE.has(page) ? [] : blocks.flatMap(({ language, text: lines }) => (language === "sh" ? lines.trim().split("\n") : []));
    const project = new GuideProject();
    onTestFinished(() => project.cleanup());

    for (const command of commands) if (!NOT_RUN.test(command)) expectToRun(project, command);
  }, COMMANDS_TIMEOUT);

  test("has jobs whose commands run and write what they hand on", () => {
    for (const { language, text: yaml, title } of blocks) {
      if (language !== "yaml") continue;
      const project = new GuideProject();
      onTestFinished(() => project.cleanup());
      const { commands, files } = title === ".gitlab-ci.yml" ? readGitlabJobs(yaml) : readWorkflow(yaml);

      for (const command of commands) if (!NOT_RUN.test(command)) expectToRun(project, command);

      expect(files.filter((path) => !existsSync(join(project.root, path)))).toEqual([]);
      if (commands.some((command) => command.includes("GITHUB_STEP_SUMMARY"))) expect(readFileSync(project.summary, "utf8")).toMatch(/^## Convex boundary/);
    }
  }, COMMANDS_TIMEOUT);

  test("has configurations that ESLint takes", async () => {
    for (const { language, text: code, line } of blocks) {
      if (language !== "js" || !/^import .* from "eslint-plugin-convex-boundary"/m.test(code)) continue;
      const project = createWorkspace({ "package.json": `{ "type": "module" }\n`, "eslint.config.js": code, "convex/messages.js": "", "convex/messages.ts": "" });
      onTestFinished(() => project.cleanup());
      installPackages(project.root);

      const config = (await new ESLint({ cwd: project.root }).calculateConfigForFile("convex/messages.js")) as Linter.Config;

      expect(config.rules, `line ${String(line)}`).toMatchObject({ "convex-boundary/no-internal-in-client": [2], "convex-boundary/prefer-internal-function": [2] });
    }
  });
});

describe("docs/guides/ci.md", () => {
  const blocks = codeBlocks(readFileSync(join(GUIDES, "ci.md"), "utf8"));

  test("has a configuration of lint-staged that refuses a commit with a finding", () => {
    const project = new GuideProject();
    onTestFinished(() => project.cleanup());
    const { text = "" } = blocks.find(({ title }) => title === ".lintstagedrc.json") ?? {};
    writeFileSync(join(project.root, ".lintstagedrc.json"), text);
    writeFileSync(join(project.root, "src/App.tsx"), `${chatFiles()["src/App.tsx"] ?? ""}// Staged.\n`);
    gitIn(project.root, "add", "src/App.tsx");

    const { status, output } = project.run(`"${process.execPath}" "${join(REPOSITORY, "node_modules/lint-staged/bin/lint-staged.js")}"`);

    expect(output).toContain("convex-boundary/no-internal-in-client");
    expect(status).toBe(1);
  }, COMMANDS_TIMEOUT);

  test("has commands after which ESLint reports only what is beyond the record", () => {
    const project = new GuideProject();
    onTestFinished(() => project.cleanup());
    const [record = "", lint = ""] = blocks.find(({ text }) => text.includes("--suppress-rule"))?.text.trim().split("\n") ?? [];
    project.run(record);

    const { output } = project.run(lint);

    expect(output).not.toContain("prefer-internal-function");
    expect(output).toContain("no-internal-in-client");
  }, COMMANDS_TIMEOUT);
});

describe("docs/guides/migrating.md", () => {
  test("has a configuration that reports nothing twice", () => {
    const { text = "" } = codeBlocks(readFileSync(join(GUIDES, "migrating.md"), "utf8")).find(({ title }) => title === "eslint.config.js") ?? {};
    const project = createWorkspace({
      ...chatFiles(),
      "package.json": '{ "type": "module" }',
      "eslint.config.js": text,
      "convex/crons.ts": "export default {};\n",
      "convex/messages.ts": `import { mutation, query } from "./_generated/server";
export const list = query({ handler: async () => [] });
export const send = mutation(async () => {});
export const all = query({ args: {}, handler: async (ctx) => ctx.db.query("messages").filter((q) => q.eq(q.field("a"), 1)).take(5) });
`,
      "src/App.tsx": 'import { useMutation, useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.messages.list);\nuseQuery(api.messages.all);\nuseMutation(api.messages.send);\n',
    });
    onTestFinished(() => project.cleanup());
    installPackages(project.root);

    const { stdout, stderr } = spawnSync(process.execPath, [join(REPOSITORY, "node_modules/eslint/bin/eslint.js"), ".", "--format", "json"], { cwd: project.root, encoding: "utf8" });

    expect(stderr).toBe("");
    const found = (JSON.parse(stdout) as ESLint.LintResult[]).flatMap(({ messages }) => messages.map(({ line, ruleId, message }) => `${String(line)} ${ruleId ?? message}`));
    expect(found).toEqual(["2 convex-boundary/require-argument-validators", "3 convex-boundary/no-legacy-function-syntax", "3 convex-boundary/require-argument-validators", "4 @convex-dev/no-filter-in-query"]);
  }, COMMANDS_TIMEOUT);
});

describe("README.md", () => {
  const text = readFileSync(join(REPOSITORY, "README.md"), "utf8");

  test("shows what the command-line tool prints", () => {
    const project = copyFixture("stripe-upgrade");
    onTestFinished(() => project.cleanup());
    const shown = codeBlocks(text).find(({ language, text: output }) => language === "text" && output.startsWith("/home/ada/"));

    const { stdout } = spawnSync(process.execPath, [CLI, "check"], { cwd: project.root, encoding: "utf8" });

    expect(withoutPlaceAndTime(stdout, project.root)).toBe(withoutPlaceAndTime(shown?.text ?? "", "/home/ada/upgrade"));
  });

  test("links to every guide", () => {
    expect(readdirSync(GUIDES).filter((name) => !text.includes(`(docs/guides/${name})`))).toEqual([]);
  });

  test("needs two lines on a fresh machine", () => {
    const section = text.slice(text.indexOf("## On a fresh machine")).split(/\n## /)[0] ?? "";

    expect(codeBlocks(section).map(({ text: lines }) => lines.trim().split("\n"))).toEqual([[expect.stringContaining("check test-fixtures/"), expect.stringContaining("npm test")]]);
  });
});

function withoutPlaceAndTime(output: string, root: string): string {
  return output.trim().replaceAll(root, "").replace(/\([\d.]+ s\)/, "");
}

function codeBlocks(text: string): Block[] {
  return [...text.matchAll(/^```(\w*)(?: title="(.+)")?\n([\s\S]*?)^```$/gm)].map(({ index, 1: language = "", 2: title = "", 3: code = "" }) => ({
    language,
    title,
    text: code,
    line: text.slice(0, index).split("\n").length,
  }));
}

function expectToRun(project: GuideProject, command: string): void {
  const { status, output } = project.run(command);
  // 2 says that it could not.
  expect([0, 1], `${command}\n${output}`).toContain(status);
}

/** The commands of a workflow of GitHub Actions, and the files that its steps take. */
function readWorkflow(yaml: string): { readonly commands: readonly string[]; readonly files: readonly string[] } {
  const { on, jobs } = parseYaml(yaml) as { readonly on: unknown; readonly jobs: Readonly<Record<string, { readonly "runs-on": string; readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, string>> }[] }>> };
  expect(on).toBeTruthy();
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  for (const step of steps) expect([step.uses, step.run].filter((part) => part !== undefined)).toHaveLength(1);
  return { commands: steps.flatMap(({ run = "" }) => run.split("\n").filter((line) => line !== "")), files: steps.flatMap((step) => step.with?.["sarif_file"] ?? []) };
}

function readGitlabJobs(yaml: string): { readonly commands: readonly string[]; readonly files: readonly string[] } {
  const jobs = Object.values(parseYaml(yaml) as Readonly<Record<string, { readonly script: readonly string[]; readonly artifacts?: { readonly reports: Readonly<Record<string, string>> } }>>);
  return { commands: jobs.flatMap(({ script }) => script), files: jobs.flatMap(({ artifacts }) => Object.values(artifacts?.reports ?? {})) };
}
