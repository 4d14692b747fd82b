import { spawn } from "node:child_process";
import { cpSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { installPackages } from "./fixtures.ts";
import { createWorkspace, REPOSITORY, type Workspace, type WorkspaceFiles } from "./workspace.ts";

/** What a command left behind. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CommandOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A project on disk with this repository's packages, the plugin's build and all their commands. */
export interface ProjectShell extends Workspace {
  /** Runs a command line as documentation shows it. The packages are there, so that `npx` has nothing to fetch. */
  run(command: string, options?: CommandOptions): Promise<Outcome>;
}

/** Creates a project whose commands can be run. */
export function createProjectShell(files: WorkspaceFiles): ProjectShell {
  const workspace = createWorkspace(files);
  const { root } = workspace;
  installPackages(root);
  symlinkSync(join(REPOSITORY, "node_modules/.bin"), join(root, "node_modules/.bin"), "dir");
  return { ...workspace, run: (command, options) => runCommand(root, command.replace(/^npx /u, ""), options) };
}

/** Gives a project a package of its own in the place of the link to ours, for tools that write into it. */
export function copyPackage({ root }: ProjectShell, name: string): void {
  const target = join(root, "node_modules", name);
  rmSync(target);
  cpSync(join(REPOSITORY, "node_modules", name), target, { recursive: true, dereference: true });
}

/** Runs a command line in a directory, with the commands of the packages that are installed there. */
export function runCommand(cwd: string, command: string, { stdin = "", env = {} }: CommandOptions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const PATH = `${join(cwd, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`;
    const child = spawn("sh", ["-c", command], { cwd, env: { ...inheritedEnvironment(), FORCE_COLOR: "0", ...env, PATH } });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...output }));
    child.stdin.end(stdin);
  });
}

/** Neither npm nor vitest may take a project of a test for a part of the run that the test belongs to. */
function inheritedEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:npm_(?:package|lifecycle|command|config_local_prefix)|VITEST|NODE_OPTIONS)/u.test(name)));
}
