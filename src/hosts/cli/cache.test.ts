import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { chatFiles } from "../../testing/command-line.ts";
import { createWorkspace, REPOSITORY, type WorkspaceFiles } from "../../testing/workspace.ts";

const PROGRAM = join(REPOSITORY, "dist/cli.js");
const CACHE = "node_modules/.cache/eslint-plugin-convex-boundary";
/** Enough files for their facts to be worth keeping. */
const MODULES: WorkspaceFiles = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`convex/module${String(index)}.ts`, `import { query } from "./_generated/server";\nexport const list = query({ args: {}, handler: async () => ${String(index)} });\n`]));

interface Project {
  readonly root: string;
  write(file: string, text: string): void;
  run(...argv: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string };
  kept(): string[];
}

function setUp({ installed = true } = {}): Project {
  if (!existsSync(PROGRAM)) throw new Error("dist/ is missing: run `npm run build` first (`npm test` does)");
  const workspace = createWorkspace({ ...chatFiles(), ...MODULES });
  onTestFinished(() => workspace.cleanup());
  if (installed) mkdirSync(join(workspace.root, "node_modules"));
  return {
    root: workspace.root,
    write: (file, text) => void workspace.write(file, text),
    run(...argv) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...argv], { cwd: workspace.root, encoding: "utf8" });
      // How long it took differs.
      return { status, stdout, stderr: stderr.replace(/ \([\d.]+ s\)/u, "") };
    },
    kept: () => (existsSync(join(workspace.root, CACHE)) ? readdirSync(join(workspace.root, CACHE)) : []),
  };
}

describe("the facts of a workspace", () => {
  test("are kept in node_modules/.cache, and the next run says the same", () => {
    const project = setUp();
    const first = project.run("check", "--format", "json");
    const kept = project.kept();
    const second = project.run("check", "--format", "json");

    expect(first.status).toBe(1);
    expect(kept).toEqual([expect.stringMatching(/^[\da-f]+\.bin$/u)]);
    expect(second).toEqual(first);
    expect(project.kept()).toEqual(kept);
  });

  test("do not hide what was edited between two runs", () => {
    const project = setUp();
    project.run("check");
    expect(project.run("explain", "module3:list").stdout).not.toContain("src/New.tsx");

    project.write("src/New.tsx", 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nexport const New = () => useQuery(api.module3.list);\n');
    expect(project.run("explain", "module3:list").stdout).toContain("src/New.tsx");
    rmSync(join(project.root, "src/New.tsx"));
    expect(project.run("explain", "module3:list").stdout).not.toContain("src/New.tsx");
  });

  test("serve every command", () => {
    const project = setUp();
    project.run("surface", "--write");
    expect(project.kept()).toHaveLength(1);
    expect(project.run("surface").status).toBe(0);
    expect(project.run("check", "--format", "json").stdout).toBe(project.run("check", "--no-cache", "--format", "json").stdout);
  });

  test.each([["check"], ["explain", "messages:list"], ["surface", "--write"]])("are not kept by `%s --no-cache`", (...command) => {
    const project = setUp();
    expect(project.run(...command, "--no-cache").status).not.toBe(2);
    expect(project.kept()).toEqual([]);
  });

  test("are not kept where nothing is installed", () => {
    const project = setUp({ installed: false });
    expect(project.run("check").status).toBe(1);
    expect(existsSync(join(project.root, "node_modules"))).toBe(false);
  });
});
