import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

import { build } from "tsdown";

import { rules } from "../rules/index.ts";
import { generateWorkspace } from "./generate.ts";
import type { Measurement } from "./measure.ts";

/**
 * `npm run bench [-- <dir> …] [--quick]`: measures the plugin on generated workspaces and on any real ones given by
 * path, each figure in a process of its own, and prints ratios within the run. Writes `docs/guides/benchmark.md`.
 */
const repository = resolve(import.meta.dirname, "..");
const quick = process.argv.includes("--quick");
const given = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const sizes = quick ? [100, 1_000] : [100, 1_000, 10_000];
/** The size at which ESLint is run in every way. */
const MAIN_SIZE = 1_000;
const RUNS = 3;
const lines: string[] = [];
const scratch = mkdtempSync(join(tmpdir(), "convex-boundary-bench-"));
// Inside the repository, so that its packages are found from there.
const bundle = mkdtempSync(join(repository, "node_modules/.convex-boundary-bench-"));

try {
  await build({ config: false, entry: { measure: join(repository, "bench/measure.ts") }, outDir: bundle, format: "esm", platform: "node", target: "node20.19", fixedExtension: false, dts: false, logLevel: "silent", deps: { skipNodeModulesBundle: true } });
  print("# Benchmark", "", `Written by \`npm run bench${quick ? " -- --quick" : ""}\`. Each figure is taken in a process of its own; ratios compare two processes of one run: the median of ${String(RUNS)} runs, and in brackets the smallest and the largest. Times are CPU seconds, start-up aside.`, "");
  print(`Node ${process.version}, ${String(cpus().length)} processors, ${cpus()[0]?.model.trim() ?? "unknown"}.`, "");
  const checks = new Map<number, number>();
  for (const size of sizes) {
    const root = join(scratch, String(size));
    const count = generateWorkspace(root, size);
    symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
    print(`## ${String(count)} generated files`, "");
    checks.set(count, measureCheck(root));
    if (size === MAIN_SIZE) {
      measureHosts(root);
      measureEditor(root);
    }
    if (size > MAIN_SIZE) measureMemory(root);
    print("");
  }
  const [first, ...rest] = [...checks];
  if (first) {
    print("## Growth", "", "CPU time of the check, against that of the smallest workspace.", "");
    for (const [count, cpu] of rest) print(`- ${(count / first[0]).toFixed(1)} times the files: ${(cpu / first[1]).toFixed(1)} times the time`);
    print("");
  }
  for (const directory of given) {
    print(`## ${basename(resolve(directory))}`, "");
    measureCheck(resolve(directory));
    measureHosts(resolve(directory));
    print("");
  }
  // Real workspaces are their owners' business: only the generated ones go into the guide.
  if (given.length === 0) writeFileSync(join(repository, "docs/guides/benchmark.md"), `${lines.join("\n").trimEnd()}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
  rmSync(bundle, { recursive: true, force: true });
}

/** Measures the check of one workspace; returns its CPU time. */
function measureCheck(root: string): number {
  const list = join(scratch, "files.json");
  measure("check", root, list);
  const pairs = repeat(() => [measure("check", root), measure("baseline", root, list)] as const);
  const checks = pairs.map(([check]) => check);
  const detail = checks[0]?.detail ?? {};
  print(`- ${String(detail["files"] ?? 0)} files, ${String(detail["parsed"] ?? 0)} of them parsed, ${String(detail["findings"] ?? 0)} findings of the \`recommended\` rules, without types`);
  print(`- the check, against reading all code and parsing the same files once: ${spread(pairs.map(([check, baseline]) => check.cpu / baseline.cpu))} times (budget 1.5)`);
  print(`- CPU seconds of the check: ${spread(checks.map(({ cpu }) => cpu))}; peak memory above that of reading and parsing: ${spread(pairs.map(([check, baseline]) => check.peakMegabytes - baseline.peakMegabytes), 0)} MB`);
  print(`- where its time goes: ${Object.entries(measure("phases", root).detail).map(([name, share]) => `${name} ${share.toFixed(0)} %`).join(", ")}`);
  const own = Object.keys(rules).flatMap((name) => (detail[name] === undefined ? [] : [[name, median(checks.map(({ detail: times }) => times[name] ?? 0))] as const]));
  print(`- milliseconds of each rule, the index aside: ${own.map(([name, time]) => `${name} ${time.toFixed(0)}`).join(", ")}`);
  return median(checks.map(({ cpu }) => cpu));
}

/** Measures ESLint with each preset, and with the plugin of Convex if it is there, against a rule that does nothing. */
function measureHosts(root: string): void {
  const names = ["recommended", "strict", "all", ...(hasOfficialPlugin(root) ? ["official"] : [])];
  for (const types of quick ? ["untyped"] : ["untyped", "typed"]) {
    const rounds = repeat(() => ({ idle: measure(`eslint:nothing:${types}`, root), runs: names.map((name) => measure(`eslint:${name}:${types}`, root)) }));
    print(`- ESLint, ${types}, a rule that does nothing: ${spread(rounds.map(({ idle }) => idle.cpu))} CPU seconds`);
    for (const [index, name] of names.entries()) {
      const ratios = spread(rounds.map(({ idle, runs }) => (runs[index]?.cpu ?? 0) / idle.cpu));
      print(`- ESLint, ${types}, ${name === "official" ? "all rules of `@convex-dev/eslint-plugin`" : `\`${name}\``}: ${ratios} times that${name === "official" ? "" : " (budget 1.1)"}`);
    }
  }
}

function hasOfficialPlugin(root: string): boolean {
  try {
    createRequire(join(root, "package.json")).resolve("@convex-dev/eslint-plugin");
    return true;
  } catch {
    return false;
  }
}

function measureMemory(root: string): void {
  const runs = repeat(() => [measure("eslint:all:untyped", root), measure("eslint:nothing:untyped", root)] as const, 1);
  print(`- ESLint, untyped, \`all\`: ${spread(runs.map(([ours, noop]) => ours.cpu / noop.cpu))} times a rule that does nothing (budget 1.1), and ${spread(runs.map(([ours, noop]) => ours.peakMegabytes - noop.peakMegabytes), 0)} MB more at the peak (budget 200)`);
}

function measureEditor(root: string): void {
  const { detail } = measure("relint", root);
  const at = (name: string): string => (detail[name] ?? 0).toFixed(1);
  print(
    `- milliseconds of our own to lint one file again in a warm process: after an edit of it ${at("editMedian")} at the median and ${at("edit95")} at the 95th percentile (budget 20 and 50), ` +
      `after an edit of another file ${at("otherMedian")} and ${at("other95")}, after ${(detail["switched"] ?? 0).toFixed(0)} files changed ${at("switchMedian")}`,
  );
}

function measure(mode: string, root: string, list = ""): Measurement {
  const output = execFileSync(process.execPath, ["--max-old-space-size=8192", join(bundle, "measure.js"), mode, root, list], { cwd: repository, encoding: "utf8", maxBuffer: 1e8 });
  return JSON.parse(output.slice(output.indexOf("{"))) as Measurement;
}

function repeat<T>(work: () => T, runs = RUNS): T[] {
  return Array.from({ length: Math.min(runs, RUNS) }, work);
}

function spread(values: readonly number[], digits = 2): string {
  const middle = median(values).toFixed(digits);
  return values.length > 1 ? `${middle} [${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)}]` : middle;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function print(...text: readonly string[]): void {
  for (const line of text) {
    lines.push(line);
    process.stdout.write(`${line}\n`);
  }
}
