import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { generateWorkspace } from "./generate.ts";

/**
 * `npm run bench [-- <dir> …] [--quick]`: measures the plugin on generated workspaces and on any real ones given by
 * path, each figure in a process of its own, and prints ratios within the run. Writes `docs/guides/benchmark.md`.
 */
interface Measurement {
  readonly cpu: number;
  readonly wall: number;
  readonly peakMegabytes: number;
  readonly detail: Readonly<Record<string, number>>;
}

const RUNS = 5;
const repository = resolve(import.meta.dirname, "..");
const quick = process.argv.includes("--quick");
const given = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const sizes = quick ? [100, 1_000] : [100, 1_000, 10_000];
const lines: string[] = [];
const scratch = mkdtempSync(join(tmpdir(), "convex-boundary-bench-"));

try {
  print("# Benchmark", "", `Written by \`npm run bench${process.argv.slice(2).map((argument) => (argument.startsWith("--") ? ` -- ${argument}` : "")).join("")}\`. Ratios compare two processes of one run; the median of the runs, and in brackets the smallest and largest.`, "");
  print(`Node ${process.version}, ${String(cpus().length)} processors, ${cpus()[0]?.model.trim() ?? "unknown"}.`, "");
  const checks = new Map<number, number>();
  for (const size of sizes) {
    const root = join(scratch, String(size));
    const count = generateWorkspace(root, size);
    symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
    const check = section(`${String(count)} generated files`, root, size === 1_000);
    checks.set(count, check);
  }
  const [first, ...rest] = [...checks];
  if (first) {
    print("## Growth", "", "CPU time of the check, against that of the smallest workspace.", "");
    for (const [count, cpu] of rest) print(`- ${String(Math.round(count / first[0]))} times the files: ${(cpu / first[1]).toFixed(1)} times the time`);
    print("");
  }
  for (const directory of given) section(resolve(directory), resolve(directory), true);
  writeFileSync(join(repository, "docs/guides/benchmark.md"), `${lines.join("\n")}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Measures one workspace; returns the CPU time of the check. */
function section(title: string, root: string, hosts: boolean): number {
  print(`## ${title}`, "");
  const list = join(scratch, "files.json");
  measure("check", root, list);
  const pairs = repeat(() => [measure("check", root), measure("baseline", root, list)] as const);
  const checks = pairs.map(([check]) => check);
  const detail = checks[0]?.detail ?? {};
  print(`- files: ${String(detail["files"] ?? 0)}, parsed: ${String(detail["parsed"] ?? 0)}, findings: ${String(detail["findings"] ?? 0)}`);
  print(`- check / (read and parse the same files once): ${spread(pairs.map(([check, baseline]) => check.cpu / baseline.cpu))} (budget 1.5)`);
  print(`- CPU seconds of the check: ${spread(checks.map(({ cpu }) => cpu))}; peak memory above the baseline: ${spread(pairs.map(([check, baseline]) => check.peakMegabytes - baseline.peakMegabytes))} MB`);
  print(`- milliseconds by phase: ${Object.entries(detail).filter(([name]) => !["files", "parsed", "findings"].includes(name)).map(([name, value]) => `${name} ${value.toFixed(0)}`).join(", ")}`);
  if (hosts) {
    const kinds = quick ? [""] : ["", "-typed"];
    for (const kind of kinds) {
      const runs = repeat(() => [measure(`eslint-ours${kind}`, root), measure(`eslint-noop${kind}`, root)] as const, 3);
      print(`- ESLint${kind === "" ? "" : " with types"}, all our rules / a rule that does nothing: ${spread(runs.map(([ours, noop]) => ours.cpu / noop.cpu))} (budget 1.1)`);
    }
    if (root.startsWith(scratch)) {
      const { detail: times } = measure("relint", root);
      const at = (name: string): string => (times[name] ?? 0).toFixed(1);
      print(`- milliseconds of our own to lint one file again in a warm process: after an edit of it ${at("editMedian")} at the median, ${at("edit95")} at the 95th percentile; after an edit of another file ${at("otherMedian")} and ${at("other95")}; after 300 files changed ${at("afterSwitch")} (budget 20 and 50)`);
    }
  }
  print("");
  return median(checks.map(({ cpu }) => cpu));
}

function measure(mode: string, root: string, list = ""): Measurement {
  const output = execFileSync(process.execPath, ["--max-old-space-size=8192", "--import", "jiti/register", join(repository, "bench/measure.ts"), mode, root, list], { cwd: repository, encoding: "utf8", maxBuffer: 1e8 });
  return JSON.parse(output.slice(output.indexOf("{"))) as Measurement;
}

function repeat<T>(work: () => T, runs = RUNS): T[] {
  return Array.from({ length: quick ? 2 : runs }, work);
}

function spread(values: readonly number[]): string {
  return `${median(values).toFixed(2)} [${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}]`;
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
