import { spawnSync } from "node:child_process";
import { devNull } from "node:os";

import { CannotRun } from "../cannot-run.ts";

/** Whatever a repository sets up to be run beside git is left out: hooks, and the monitor of its files. */
const NOTHING_ELSE_RUNS = ["-c", `core.hooksPath=${devNull}`, "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "--no-pager"];
/** What git sets for its hooks, and would make it look at another repository or index than that of the directory. */
const LOCAL_VARIABLES = /^GIT_(?:DIR|WORK_TREE|IMPLICIT_WORK_TREE|COMMON_DIR|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|PREFIX|NAMESPACE|GRAFT_FILE|SHALLOW_FILE|REPLACE_REF_BASE|EXTERNAL_DIFF|CONFIG_PARAMETERS|CONFIG_COUNT)$/u;
const MAX_OUTPUT = 2 ** 31 - 1;

interface Input {
  readonly stdin?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A git repository, which is only read. */
export class Git {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Returns what a command prints, `undefined` when git refuses. */
  try(args: readonly string[], input: Input = {}): Buffer | undefined {
    const { status, stdout } = this.#spawn(args, input);
    return status === 0 ? stdout : undefined;
  }

  /**
   * Returns what a command prints.
   * @throws CannotRun with what git says when it refuses.
   */
  run(args: readonly string[], input: Input = {}): Buffer {
    const { status, stdout, stderr } = this.#spawn(args, input);
    if (status === 0) return stdout;
    throw new CannotRun(`\`git ${commandOf(args)}\` failed: ${firstLine(stderr.toString("utf8"))}`);
  }

  /** Returns the paths that a command with `-z` lists. */
  list(args: readonly string[], input: Input = {}): string[] {
    return this.run(args, input).toString("utf8").split("\0").filter((path) => path !== "");
  }

  /** Returns what git says of why a command fails, in one line. */
  complaint(args: readonly string[]): string {
    return firstLine(this.#spawn(args, {}).stderr.toString("utf8"));
  }

  #spawn(args: readonly string[], { stdin = "", environment = {} }: Input): { readonly status: number | null; readonly stdout: Buffer; readonly stderr: Buffer } {
    const inherited = Object.entries(process.env).filter(([name]) => !LOCAL_VARIABLES.test(name));
    const { error, status, stdout, stderr } = spawnSync("git", [...NOTHING_ELSE_RUNS, ...args], {
      cwd: this.#directory,
      input: stdin,
      maxBuffer: MAX_OUTPUT,
      // Messages are looked at, and questions cannot be answered.
      env: { ...Object.fromEntries(inherited), LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", ...environment },
    });
    if (error && "code" in error && error.code === "ENOENT") throw new CannotRun("`--since` asks git, which is not installed.");
    if (error) throw new CannotRun(`\`git ${commandOf(args)}\` failed: ${error.message}`);
    return { status, stdout, stderr };
  }
}

function firstLine(text: string): string {
  return text.replace(/^(?:fatal|error): /u, "").trim().split("\n")[0] ?? "";
}

/** The name of a command that options of git itself may precede. */
function commandOf(args: readonly string[]): string {
  return args.find((argument, index) => argument !== "-c" && args[index - 1] !== "-c") ?? "";
}
