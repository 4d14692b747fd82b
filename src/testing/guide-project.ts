import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { chatFiles, createRepository, gitIn } from "./command-line.ts";
import { installPackages } from "./fixtures.ts";
import { createTemporaryDirectory, REPOSITORY } from "./workspace.ts";

const CONFIG = `import convexBoundary from "eslint-plugin-convex-boundary";
import tseslint from "typescript-eslint";

export default [
  { ignores: ["**/_generated/"] },
  convexBoundary.configs.recommended,
  { files: ["**/*.{ts,tsx}"], languageOptions: { parser: tseslint.parser } },
];
`;

const LIMIT = 60_000;
const ESLINT = `exec "${process.execPath}" "${join(REPOSITORY, "node_modules/eslint/bin/eslint.js")}" "$@"`;
/** `npx` without the registry: it knows the programs that guides run. */
const NPX = `#!/bin/sh
[ "$1" = --yes ] && shift
name=$1
shift
case "$name" in
  convex-boundary | eslint-plugin-convex-boundary) exec "${process.execPath}" "${join(REPOSITORY, "dist/cli.js")}" "$@" ;;
  eslint) ${ESLINT} ;;
  # Programs that end by themselves; a daemon would outlive the test.
  lint-staged | oxlint) exec "${join(REPOSITORY, "node_modules/.bin")}/$name" "$@" ;;
esac
echo "npx: unknown program $name" >&2
exit 127
`;

/** A project in a checkout of a CI system, in which the commands of a guide run as they stand there. */
export class GuideProject {
  readonly root: string;
  /** Where the summary of a GitHub job goes. */
  readonly summary: string;
  readonly #outside: string;
  readonly #environment: Readonly<Record<string, string | undefined>>;

  constructor() {
    const repository = createRepository({ ...chatFiles(), "package.json": '{ "type": "module" }\n', "eslint.config.js": CONFIG, ".gitignore": "node_modules\n" });
    this.root = repository.root;
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD");
    installPackages(this.root);
    this.#outside = createTemporaryDirectory();
    this.summary = join(this.#outside, "summary.md");
    const programs = join(this.#outside, "programs");
    mkdirSync(programs);
    writeFileSync(join(programs, "npx"), NPX, { mode: 0o755 });
    writeFileSync(join(programs, "eslint"), `#!/bin/sh\n${ESLINT}\n`, { mode: 0o755 });
    this.#environment = {
      ...process.env,
      PATH: `${programs}:${process.env["PATH"] ?? ""}`,
      GITHUB_WORKSPACE: this.root,
      GITHUB_BASE_REF: "main",
      GITHUB_STEP_SUMMARY: this.summary,
      CI_MERGE_REQUEST_DIFF_BASE_SHA: gitIn(this.root, "rev-parse", "HEAD"),
    };
  }

  /** Runs a line as a shell does. */
  run(command: string): { readonly status: number | null; readonly output: string } {
    const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: this.root, encoding: "utf8", env: this.#environment, timeout: LIMIT });
    return { status, output: `${stdout}\n${stderr}` };
  }

  /** Removes the project and what it wrote. */
  cleanup(): void {
    for (const directory of [this.root, this.#outside]) rmSync(directory, { recursive: true, force: true });
  }
}
