import type { ESLint } from "eslint";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

import { BUTTON, CRONS, CRONS_INTERNAL, DIGEST_PROJECT, DIGESTS, DIGESTS_INTERNAL } from "../testing/digest-project.ts";
import { blocksOf, readGuide } from "../testing/docs/guide.ts";
import { copyPackage, createProjectShell, type ProjectShell } from "../testing/project-shell.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const GUIDE = readGuide("eslint");
const [CONFIG = ""] = blocksOf(GUIDE, "ESLint's modes", "js");
const FILES = ["convex/crons.ts", "convex/digests.ts"];
const FOUND = ["convex/crons.ts prefer-internal-function", "convex/digests.ts prefer-internal-function"];

function open(files: WorkspaceFiles = {}): ProjectShell {
  const project = createProjectShell({ ...DIGEST_PROJECT, "eslint.config.js": `${CONFIG}\n`, ...files });
  onTestFinished(() => project.cleanup());
  return project;
}

/** The one command that a section of the guide shows, without ESLint's own format where findings are compared. */
function commandOf(section: string, index = 0): string {
  const command = blocksOf(GUIDE, section, "sh")[index];
  if (command === undefined) throw new Error(`the guide has no such command in "${section}"`);
  return command;
}

function asJson(command: string): string {
  return command.includes("--format") ? command : `${command} --format json`;
}

function resultsOf(stdout: string): ESLint.LintResult[] {
  return JSON.parse(stdout) as ESLint.LintResult[];
}

/** Returns `path rule` for each finding of a JSON report. */
function found({ root }: ProjectShell, stdout: string): string[] {
  return resultsOf(stdout).flatMap(({ filePath, messages }) => messages.map(({ ruleId, message }) => `${filePath.slice(root.length + 1)} ${ruleId?.replace("convex-boundary/", "") ?? message}`));
}

function read({ root }: ProjectShell): string[] {
  return FILES.map((file) => readFileSync(join(root, file), "utf8"));
}

test("every command of the guide is run here", () => {
  expect([...new Set(GUIDE.filter(({ language }) => language === "sh").map(({ section }) => section))]).toEqual(["Workers", "Fix without writing", "Standard input", "Staged files", "A background process", "A baseline"]);
});

test("workers find the same", async () => {
  const project = open();

  const { stdout, stderr } = await project.run(asJson(commandOf("Workers")));

  expect(found(project, stdout), stderr).toEqual(FOUND);
});

test("a dry run fixes nothing on disk", async () => {
  const project = open();

  const { stdout } = await project.run(commandOf("Fix without writing"));

  expect(resultsOf(stdout).flatMap(({ output }) => output ?? [])).toEqual([CRONS_INTERNAL, DIGESTS_INTERNAL]);
  expect(read(project)).toEqual([CRONS, DIGESTS]);
});

describe("standard input", () => {
  const command = asJson(commandOf("Standard input"));

  test("stands for the file of its name", async () => {
    const project = open();

    expect(found(project, (await project.run(command, { stdin: DIGESTS_INTERNAL })).stdout)).toEqual([]);
    expect(found(project, (await project.run(command, { stdin: DIGESTS })).stdout)).toEqual(["convex/digests.ts prefer-internal-function"]);
  });

  test("for a file that is not there", async () => {
    const project = open();
    const stdin = DIGESTS.replaceAll("api.digests", "api.other");

    const { stdout } = await project.run(command.replace("digests.ts", "nested/weekly.ts"), { stdin: stdin.replace("./_gen", "../_gen") });

    // Nothing references its functions.
    expect(found(project, stdout)).toEqual(["convex/nested/weekly.ts no-unused-public-function", "convex/nested/weekly.ts no-unused-public-function"]);
  });
});

describe("lint-staged", () => {
  const [manifest = ""] = blocksOf(GUIDE, "Staged files", "json");
  const staged = (project: ProjectShell, files: string): Promise<unknown> => project.run(`printf "\\n" | tee -a ${files} && git add ${files}`);

  async function openRepository(): Promise<ProjectShell> {
    const project = open({ "package.json": JSON.stringify({ ...(JSON.parse(DIGEST_PROJECT["package.json"] ?? "") as object), ...(JSON.parse(manifest) as object) }), ".gitignore": "node_modules\n" });
    const { status, stderr } = await project.run("git init -q && git config user.name Ada && git config user.email ada@example.com && git add . && git commit -qm start");
    expect(status, stderr).toBe(0);
    return project;
  }

  test("repairs the two halves of a repair that are staged", async () => {
    const project = await openRepository();
    await staged(project, FILES.join(" "));

    const { status, stderr } = await project.run(commandOf("Staged files"));

    expect(status, stderr).toBe(0);
    expect(read(project)).toEqual([`${CRONS_INTERNAL}\n`, `${DIGESTS_INTERNAL}\n`]);
  });

  test("repairs one half, which leaves the other to the next run", async () => {
    const project = await openRepository();
    await staged(project, "convex/crons.ts");

    await project.run(commandOf("Staged files"));
    expect(read(project)).toEqual([`${CRONS_INTERNAL}\n`, DIGESTS]);

    await project.run("eslint . --fix");
    expect(read(project)).toEqual([`${CRONS_INTERNAL}\n`, DIGESTS_INTERNAL]);
  });
});

test("eslint_d sees what changed between two calls", async () => {
  const project = open();
  // It writes down where its process listens in the directory of the ESLint that it runs.
  copyPackage(project, "eslint");
  const env = { ESLINT_D_MISS: "fail", ESLINT_D_PPID: String(process.pid) };
  onTestFinished(async () => {
    await project.run("eslint_d stop", { env });
  });
  const lint = async (): Promise<string[]> => found(project, (await project.run(asJson(commandOf("A background process")), { env })).stdout);
  expect(await lint()).toEqual(FOUND);
  const { stdout: status } = await project.run("eslint_d status", { env });
  expect(status).toContain("Running");

  project.write("src/Button.tsx", BUTTON);
  expect(await lint()).toEqual([]);

  project.remove("src/Button.tsx");
  expect(await lint()).toEqual(FOUND);
  expect((await project.run("eslint_d status", { env })).stdout).toBe(status);
});

test("a baseline lets through what is there, and nothing new", async () => {
  const project = open();
  await project.run(commandOf("A baseline"));

  expect(await project.run("eslint .")).toMatchObject({ status: 0, stdout: "" });

  project.write("convex/digests.ts", `${DIGESTS}export const purge = mutation({ args: {}, handler: async () => {} });\n`);
  project.write("convex/crons.ts", CRONS.replace("export", 'crons.interval("purge", { hours: 1 }, api.digests.purge);\nexport'));
  expect((await project.run("eslint .")).status).toBe(1);

  project.write("convex/digests.ts", DIGESTS_INTERNAL);
  project.write("convex/crons.ts", CRONS_INTERNAL);
  await project.run(commandOf("A baseline", 1));
  expect(JSON.parse(readFileSync(join(project.root, "eslint-suppressions.json"), "utf8"))).toEqual({});
});
