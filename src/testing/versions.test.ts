import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import packageJson from "../../package.json" with { type: "json" };
import { runCommand } from "./project-shell.ts";
import { createTemporaryDirectory, REPOSITORY } from "./workspace.ts";

/**
 * The oldest versions that we support. The newest are those of this repository, with which every other test runs, and
 * `package.test.ts` tries those between.
 */
const OLDEST = { eslint: "9.0.0", typescript: "5.0.4" };
/** What has to find those versions, and so is installed beside them. */
const BESIDE = ["@typescript-eslint/parser", "@typescript-eslint/rule-tester", "@typescript-eslint/utils", "typescript-eslint"] as const;
const TESTS = ["rules", "src/testing/fixtures.test.ts"];
const SOURCES = ["bench", "docs", "rules", "src", "test-fixtures", "package.json", "README.md", "CONTRIBUTING.md", "tsconfig.json", "vitest.config.ts"];
/** Installing waits for the registry, and the tests of all rules and fixtures take their time on two slow cores. */
const TIMEOUT = 900_000;

let copy: string;

beforeAll(async () => {
  copy = createTemporaryDirectory();
  const declared: Readonly<Record<string, string>> = { ...packageJson.devDependencies, ...packageJson.dependencies };
  const versions = { ...Object.fromEntries(BESIDE.map((name) => [name, declared[name]])), ...OLDEST };
  writeFileSync(path.join(copy, "package.json"), JSON.stringify({ private: true, type: "module", dependencies: versions }));
  const { status, stderr } = await runCommand(copy, "npm install --prefer-offline --no-audit --no-fund --no-package-lock");
  expect(status, stderr).toBe(0);
  for (const name of SOURCES) cpSync(path.join(REPOSITORY, name), path.join(copy, name), { recursive: true });
  linkPackages(path.join(REPOSITORY, "node_modules"), path.join(copy, "node_modules"));
}, TIMEOUT);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

test("rules and fixtures with the oldest versions of ESLint and TypeScript", async () => {
  const { status, stdout, stderr } = await runCommand(copy, `node node_modules/vitest/vitest.mjs run ${TESTS.join(" ")} --testTimeout=300000`);

  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toMatch(/^[1-9]\d{2,} passed, 0 failed/mu);
}, TIMEOUT);

test("the copy runs what it is meant to run", async () => {
  const code = `import { ESLint } from "eslint"; import ts from "typescript"; console.log(JSON.stringify({ eslint: ESLint.version, typescript: ts.version }));`;

  expect(JSON.parse((await runCommand(copy, "node --input-type=module -", { stdin: code })).stdout)).toEqual(OLDEST);
});

/** Adds the packages that are not installed there, as links. */
function linkPackages(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    if (name.startsWith(".")) continue;
    const target = path.join(to, name);
    if (name.startsWith("@") && existsSync(target)) linkPackages(path.join(from, name), target);
    else if (!existsSync(target)) {
      mkdirSync(path.dirname(target), { recursive: true });
      symlinkSync(realpathSync(path.join(from, name)), target, "dir");
    }
  }
}
