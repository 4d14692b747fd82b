import { spawnSync } from "node:child_process";
import type { ESLint } from "eslint";
import { relative } from "node:path";

import { run } from "../hosts/cli/run.ts";
import { createWorkspace, generated, type Workspace, type WorkspaceFiles } from "./workspace.ts";

/** What a run of the command-line tool leaves behind. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command-line tool in this process. */
export async function runIn(workingDirectory: string, argv: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  const status = await run(argv, {
    workingDirectory,
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    environment,
  });
  return { status, stdout, stderr };
}

/** Returns `file:line rule` for each message of a JSON report. */
export function findingsIn({ stdout }: Pick<Outcome, "stdout">, root: string): string[] {
  const results = JSON.parse(stdout) as ESLint.LintResult[];
  return results.flatMap(({ filePath, messages }) => messages.map(({ line, ruleId, message }) => `${relative(root, filePath)}:${String(line)} ${ruleId?.replace("convex-boundary/", "") ?? message}`));
}

/** Returns a chat application: a public function that a client calls, one that only a cron job calls, and an internal one that a client calls. */
export function chatFiles(): Record<string, string> {
  return {
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
}

/** A workspace in a git repository of its own. */
export interface Repository extends Workspace {
  /** Runs git, and returns what it prints. */
  git(...args: readonly string[]): string;
  /** Commits everything that is there. */
  commit(message: string): void;
}

/** Creates a workspace with one commit that holds its files. */
export function createRepository(files: WorkspaceFiles, options: { readonly installed?: boolean } = {}): Repository {
  const workspace = createWorkspace(files, options);
  const git = (...args: readonly string[]): string => gitIn(workspace.root, ...args);
  const commit = (message: string): void => {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
  };
  git("init", "--quiet", "--initial-branch", "main");
  commit("Start");
  return { ...workspace, git, commit };
}

/** Runs git in a directory, without the configuration of whoever runs the tests, and returns what it prints. */
export function gitIn(directory: string, ...args: readonly string[]): string {
  const identity = { GIT_AUTHOR_NAME: "Ada", GIT_AUTHOR_EMAIL: "ada@example.com", GIT_COMMITTER_NAME: "Ada", GIT_COMMITTER_EMAIL: "ada@example.com" };
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: directory, encoding: "utf8", env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null", ...identity } });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout.trim();
}
