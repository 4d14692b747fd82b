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

/** A project on disk with this repository's packages, the plugin's build and all their commands. */
export interface ProjectShell extends Workspace {
  /** Runs a command line as documentation shows it. The packages are there, so that `npx` has nothing to fetch. */
  run(command: string, options?: { readonly stdin?: string; readonly env?: Readonly<Record<string, string>> }): Promise<Outcome>;
}

/** Creates a project whose commands can be run. */
export function createProjectShell(files: WorkspaceFiles): ProjectShell {
  const workspace = createWorkspace(files);
  const { root } = workspace;
  installPackages(root);
  symlinkSync(join(REPOSITORY, "node_modules/.bin"), join(root, "node_modules/.bin"), "dir");
  return { ...workspace, run: (command, options = {}) => run(root, command.replace(/^npx /u, ""), options) };
}

/** Gives a project a package of its own in the place of the link to ours, for tools that write into it. */
export function copyPackage({ root }: ProjectShell, name: string): void {
  const target = join(root, "node_modules", name);
  rmSync(target);
  cpSync(join(REPOSITORY, "node_modules", name), target, { recursive: true, dereference: true });
}

function run(cwd: string, command: string, { stdin = "", env = {} }: { readonly stdin?: string; readonly env?: Readonly<Record<string, string>> }): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const PATH = `${join(cwd, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`;
    const child = spawn("sh", ["-c", command], { cwd, env: { ...process.env, FORCE_COLOR: "0", ...env, PATH } });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...output }));
    child.stdin.end(stdin);
  });
}
