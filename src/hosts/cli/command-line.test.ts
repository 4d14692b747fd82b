import { spawn, spawnSync } from "node:child_process";
import fs, { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";

import { chatFiles, createRepository, findingsIn, runIn } from "../../testing/command-line.ts";
import { createTemporaryDirectory, createWorkspace, REPOSITORY, type Workspace } from "../../testing/workspace.ts";
import { COMMANDS } from "./command-line.ts";
import { HELP, VERSION } from "./command.ts";

const PROGRAM = join(REPOSITORY, "dist/cli.js");
const CHAT_FINDINGS = ["convex/crons.ts:5 prefer-internal-function", "convex/messages.ts:7 prefer-internal-function", "src/App.tsx:6 no-internal-in-client"];

const cleanups: (() => void)[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function setUp(files: Readonly<Record<string, string>> = chatFiles()): Workspace {
  const workspace = createWorkspace(files);
  cleanups.push(() => workspace.cleanup());
  return workspace;
}

describe("--help", () => {
  test("of the tool names every command, and the options of the one that runs without a name", async () => {
    const { status, stdout } = await runIn("/", ["--help"]);

    for (const { name } of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(stdout).toContain("--since <revision>");
    expect(status).toBe(0);
  });

  test.each(COMMANDS.map((command) => [command.name, command] as const))("of `%s` names what it takes", async (name, { parameters, options }) => {
    const { status, stdout } = await runIn("/", [name, "-h"]);

    expect(stdout.split("\n")[0]).toBe(`Usage: convex-boundary ${name} ${parameters} [options]`);
    for (const option of [...options, HELP, VERSION]) expect(stdout).toMatch(new RegExp(`^  .*--${option.name}\\b`, "m"));
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(85);
    expect(status).toBe(0);
  });

  test("may be asked for with `help`", async () => {
    expect((await runIn("/", ["help", "explain"])).stdout).toBe((await runIn("/", ["explain", "--help"])).stdout);
    expect((await runIn("/", ["help"])).stdout).toBe((await runIn("/", ["--help"])).stdout);
  });

  test("README.md has every command and every option of `check`", () => {
    const readme = readFileSync(join(REPOSITORY, "README.md"), "utf8");

    for (const { name } of COMMANDS) expect(readme).toContain(`convex-boundary ${name}`);
    for (const { name } of COMMANDS[0].options) expect(readme).toMatch(new RegExp(`^\\| \`--${name}\\b`, "m"));
  });
});

describe("what is not understood", () => {
  test.each([
    { argv: ["chek"], message: "There is no command `chek`, and no directory of that name. Did you mean `convex-boundary check`?" },
    { argv: ["explian", "messages:list"], message: "There is no command `explian`, and no directory of that name. Did you mean `convex-boundary explain`?" },
    { argv: ["--formt", "json"], message: "Unknown option `--formt`. Did you mean `--format`? `convex-boundary check --help` lists the options." },
    { argv: ["explain", "messages:list", "--fix"], message: "Unknown option `--fix`. `convex-boundary explain --help` lists the options." },
    { argv: ["--output-file", "out.json"], message: "Unknown option `--output-file`: a format takes the file that its report is written to, `--format json=report.json`." },
    { argv: ["-o", "out.json"], message: "Unknown option `-o`: a format takes the file that its report is written to, `--format json=report.json`." },
    { argv: ["--fix=yes"], message: "`--fix` takes no value." },
    { argv: ["--since"], message: "`--since` needs a value: `--since <revision>`." },
    { argv: ["--since", "--fix"], message: "`--since` needs a value: `--since <revision>`." },
    { argv: ["--since", "main", "--since", "next"], message: "`--since` is given twice: as `main` and as `next`." },
    { argv: ["--format", "sarif="], message: "`--format sarif=` names no file." },
    { argv: ["--format", "xml=out.xml"], message: "`--format` takes stylish, json, sarif, github, gitlab or markdown, not `xml`." },
    { argv: ["--format", "json=out", "--format", "sarif=out"], message: "Two reports would be written to `out`." },
    { argv: ["--show-suppressed"], message: "`--show-suppressed` is for `--format sarif`: no other format marks what comments turn off." },
    { argv: ["cache-key", "a", "b"], message: "Only one directory can be looked at at a time, not `a` and `b`." },
    { argv: ["explain"], message: "`explain` takes the name of a function, such as `messages:send`, and optionally a directory." },
  ])("$argv", async ({ argv, message }) => {
    expect(await runIn(setUp().root, argv)).toEqual({ status: 2, stdout: "", stderr: `convex-boundary: ${message}\n` });
  });

  test("`cache-key` refuses a directory without a Convex project", async () => {
    const { root } = setUp({ "package.json": "{}" });

    expect(await runIn(root, ["cache-key"])).toEqual({ status: 2, stdout: "", stderr: expect.stringMatching(/^convex-boundary: No Convex project found in /) as string });
  });

  test("a directory may be called like a command, nearly or wholly", async () => {
    const files = Object.fromEntries(["check", "chek"].flatMap((name) => Object.entries(chatFiles()).map(([path, text]) => [`${name}/${path}`, text])));
    const { root } = setUp(files);

    expect(findingsIn(await runIn(root, ["chek", "--format", "json"]), join(root, "chek"))).toEqual(CHAT_FINDINGS);
    expect(findingsIn(await runIn(root, ["check", "check", "--format", "json"]), join(root, "check"))).toEqual(CHAT_FINDINGS);
  });
});

describe("reports in files", () => {
  test("are written beside what is printed, in directories that are made", async () => {
    const { root } = setUp();

    const { status, stdout } = await runIn(root, ["--format", "json=reports/findings.json", "--format", "markdown=summary.md", "--format", "github"]);

    expect(stdout).toContain("::error file=src/App.tsx,line=6,");
    expect(findingsIn({ stdout: readFileSync(join(root, "reports/findings.json"), "utf8") }, root)).toEqual(CHAT_FINDINGS);
    expect(readFileSync(join(root, "summary.md"), "utf8")).toMatch(/^## Convex boundary\n[\s\S]*\nLooked at .*\n$/);
    expect(readdirSync(join(root, "reports"))).toEqual(["findings.json"]);
    expect(status).toBe(1);
  });

  test("leave what people read on standard output", async () => {
    const { root } = setUp();

    expect((await runIn(root, ["--format", "sarif=out.sarif"])).stdout).toContain("✖ 3 problems");
  });

  test("replace a file as a whole, keep its mode, and follow a link to it", async () => {
    const { root } = setUp({ ...chatFiles(), "reports/real.json": "an older report that is longer than nothing" });
    fs.chmodSync(join(root, "reports/real.json"), 0o640);
    symlinkSync("reports/real.json", join(root, "link.json"));
    const handle = fs.openSync(join(root, "reports/real.json"), "r");

    await runIn(root, ["--format", "json=link.json"]);

    // Whoever was reading the old report still reads all of it.
    expect(fs.readFileSync(handle, "utf8")).toBe("an older report that is longer than nothing");
    fs.closeSync(handle);
    expect(fs.lstatSync(join(root, "link.json")).isSymbolicLink()).toBe(true);
    expect(findingsIn({ stdout: readFileSync(join(root, "reports/real.json"), "utf8") }, root)).toHaveLength(3);
    expect(statSync(join(root, "reports/real.json")).mode & 0o777).toBe(0o640);
  });

  test("are written in place where nothing can be put beside them", async () => {
    const { root } = setUp({ ...chatFiles(), "mounted.json": "" });
    const rename = vi.spyOn(fs, "renameSync").mockImplementation(() => {
      throw Object.assign(new Error("EBUSY: resource busy or locked, rename"), { code: "EBUSY" });
    });
    syncBuiltinESMExports();
    try {
      await runIn(root, ["--format", "json=mounted.json"]);
    } finally {
      rename.mockRestore();
      syncBuiltinESMExports();
    }

    expect(findingsIn({ stdout: readFileSync(join(root, "mounted.json"), "utf8") }, root)).toHaveLength(3);
    expect(readdirSync(root).filter((name) => name.includes(".tmp"))).toEqual([]);
  });

  test.each([
    { file: "taken", message: /^convex-boundary: The report could not be written to `taken`: EISDIR: / },
    { file: "package.json/report", message: /^convex-boundary: The report could not be written to `package\.json\/report`: E(?:NOTDIR|EXIST): / },
  ])("cannot be written to $file, which is said after what was found", async ({ file, message }) => {
    const { root } = setUp();
    mkdirSync(join(root, "taken"));

    const { status, stdout, stderr } = await runIn(root, ["--format", `json=${file}`]);

    expect(stderr).toMatch(message);
    expect(stdout).toContain("✖ 3 problems");
    expect(status).toBe(2);
  });
});

describe("as a program", () => {
  const MANY = 10_000;

  function largeProject(): Workspace {
    const uses = Array.from({ length: MANY }, () => "useMutation((internal as any).messages.purge);\n").join("");
    return setUp({ ...chatFiles(), "src/App.tsx": `import { useMutation } from "convex/react";\nimport { internal } from "../convex/_generated/api";\n${uses}` });
  }

  test("ten thousand findings reach a reader that is slow", async () => {
    const { root } = largeProject();

    const child = spawn(process.execPath, [PROGRAM, "--format", "json"], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    let text = "";
    for await (const chunk of child.stdout.setEncoding("utf8")) text += String(chunk);

    expect(findingsIn({ stdout: text }, root).filter((finding) => finding.startsWith("src/App.tsx:"))).toHaveLength(MANY);
  });

  test("a reader that has seen enough is no error", () => {
    const { root } = largeProject();

    const { stdout, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${PROGRAM}" --format github | head -n 1`], { cwd: root, encoding: "utf8" });

    expect(stdout).toMatch(/^::\w+ file=/);
    expect(stderr).toBe("");
  });

  test("a run that is stopped leaves no file behind", async () => {
    const repository = createRepository(chatFiles());
    cleanups.push(() => repository.cleanup());
    const temporary = createTemporaryDirectory();
    cleanups.push(() => fs.rmSync(temporary, { recursive: true, force: true }));
    // An ESLint that takes its time keeps the run in the middle of the old state.
    const slow = "module.exports = { ESLint: class { static version = '10.0.0'; async lintFiles(files) { if (files[0].includes('convex-boundary-old')) await new Promise((resolve) => setTimeout(resolve, 60000)); return []; } async loadFormatter() { return { format: () => '' }; } } };";
    repository.write("node_modules/eslint/index.js", slow.replace("convex-boundary-old", temporary));
    repository.write("node_modules/eslint/package.json", '{ "name": "eslint", "version": "10.0.0" }');

    const child = spawn(process.execPath, [PROGRAM, "--since", "HEAD"], { cwd: repository.root, env: { ...process.env, TMPDIR: temporary }, stdio: "ignore" });
    const ended = new Promise((resolve) => child.on("exit", (_, signal) => resolve(signal)));
    await vi.waitUntil(() => readdirSync(temporary).some((name) => existsSync(join(temporary, name, "src/App.tsx"))), { timeout: 20_000, interval: 20 });
    child.kill("SIGTERM");

    expect(await ended).toBe("SIGTERM");
    expect(readdirSync(temporary)).toEqual([]);
  });
});
