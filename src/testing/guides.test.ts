import { ESLint, type Linter } from "eslint";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse as parseYaml } from "yaml";

import { copyFixture, installPackages } from "./fixtures.ts";
import { createWorkspace, REPOSITORY } from "./workspace.ts";

interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

const GUIDES = join(REPOSITORY, "docs/guides");
const PAGES = ["README.md", "CONTRIBUTING.md", ...readdirSync(GUIDES).map((name) => `docs/guides/${name}`)];
const CLI = join(REPOSITORY, "dist/cli.js");

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
    const commands = blocks.flatMap(({ language, text: lines }) => (language === "sh" ? lines.trim().split("\n") : [])).filter((line) => line.startsWith("npx convex-boundary "));
    const project = copyFixture("react-app");
    onTestFinished(() => project.cleanup());

    for (const command of commands) {
      const { status, stderr } = spawnSync(process.execPath, [CLI, ...command.split(" ").slice(2)], { cwd: project.root, encoding: "utf8" });
      // 2 says that it could not.
      expect([0, 1], `${command}\n${stderr}`).toContain(status);
    }
  });

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

describe("README.md", () => {
  const text = readFileSync(join(REPOSITORY, "README.md"), "utf8");

  test("shows what the command-line tool prints", () => {
    const project = copyFixture("stripe-upgrade");
    onTestFinished(() => project.cleanup());
    const shown = codeBlocks(text).find(({ language, text: output }) => language === "text" && output.startsWith("/home/ada/"));

    const { stdout } = spawnSync(process.execPath, [CLI, "check"], { cwd: project.root, encoding: "utf8" });

    expect(withoutPlaceAndTime(stdout, project.root)).toBe(withoutPlaceAndTime(shown?.text ?? "", "/home/ada/upgrade"));
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
  return [...text.matchAll(/^```(\w*)(?: title=".+")?\n([\s\S]*?)^```$/gm)].map(({ index, 1: language = "", 2: code = "" }) => ({
    language,
    text: code,
    line: text.slice(0, index).split("\n").length,
  }));
}
