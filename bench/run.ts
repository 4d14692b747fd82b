import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

import { build } from "tsdown";

import { rules } from "../rules/index.ts";
import { findWorkspaceRoot } from "../src/project/workspace-root.ts";
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
/** How often everything is measured, and what takes only seconds. */
const RUNS = 3;
const MORE_RUNS = 9;
/** The smallest workspace that there is: what its check costs is code that runs for the first time. */
const SMALLEST_SIZE = 1;
const lines: string[] = [];
const scratch = mkdtempSync(join(tmpdir(), "convex-boundary-bench-"));
// Inside the repository, so that its packages are found from there.
const bundle = mkdtempSync(join(repository, "node_modules/.convex-boundary-bench-"));

try {
  await build({ config: false, entry: { measure: join(repository, "bench/measure.ts") }, outDir: bundle, format: "esm", platform: "node", target: "node20.19", fixedExtension: false, dts: false, logLevel: "silent", deps: { skipNodeModulesBundle: true } });
  print("# Benchmark", "", `Written by \`npm run bench${quick ? " -- --quick" : ""}\`. Each figure is taken in a process of its own; ratios compare two processes of one run: the median of ${String(RUNS)} runs (of the check on up to ${String(MAIN_SIZE)} files: ${String(MORE_RUNS)}), and in brackets the smallest and the largest. Each run of ESLint is compared with the mean of two runs of a rule that does nothing, one before and one after it. Times are CPU seconds, start-up aside. The first run finds nothing that an earlier one kept in \`node_modules/.cache\`; later ones do.`, "");
  print(`Node ${process.version}, ${String(cpus().length)} processors, ${cpus()[0]?.model.trim() ?? "unknown"}.`, "");
  const checks = new Map<number, number>();
  const smallest = join(scratch, "smallest");
  const least = generateWorkspace(smallest, SMALLEST_SIZE);
  install(smallest);
  const fixed = measureFixed(smallest);
  print(`The first check of a workspace of ${String(least)} files takes ${spread(fixed)} CPU seconds: most of that is code that runs for the first time. Ratios "beyond that of the smallest workspace" leave it out.`, "");
  for (const size of sizes) {
    const root = join(scratch, String(size));
    const count = generateWorkspace(root, size);
    install(root);
    print(`## ${String(count)} generated files`, "");
    checks.set(count, measureCheck(root, median(fixed), size > MAIN_SIZE ? RUNS : MORE_RUNS));
    if (size === MAIN_SIZE) {
      measureHosts(root);
      measureEditor(root);
    }
    if (size > MAIN_SIZE) measureLargeLint(root);
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
    measureCheck(resolve(directory), median(fixed), RUNS);
    measureHosts(resolve(directory));
    print("");
  }
  // Real workspaces are their owners' business: only the generated ones go into the guide.
  if (given.length === 0) writeFileSync(join(repository, "docs/guides/benchmark.md"), `${lines.join("\n").trimEnd()}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
  rmSync(bundle, { recursive: true, force: true });
}

/** Makes the packages of this repository those of a workspace, which has a place of its own for what is kept. */
function install(root: string): void {
  mkdirSync(join(root, "node_modules"));
  for (const name of readdirSync(join(repository, "node_modules"))) {
    if (!name.startsWith(".")) symlinkSync(join(repository, "node_modules", name), join(root, "node_modules", name));
  }
}

/** Measures what the first check of a workspace costs, however small it is: CPU seconds. */
function measureFixed(root: string): number[] {
  return repeat(() => measureFirst("check", root).cpu, MORE_RUNS);
}

/** Measures the check of one workspace, the first and a later one; returns the CPU time of the first. */
function measureCheck(root: string, fixed: number, runs: number): number {
  const list = join(scratch, "files.json");
  measure("check", root, list);
  const rounds = repeat(() => {
    const first = measureFirst("check", root);
    return { first, later: measure("check", root), baseline: measure("baseline", root, list), commandFirst: measureFirst("command", root), commandLater: measure("command", root) };
  }, runs);
  const detail: Measurement["detail"] = rounds[0]?.first.detail ?? {};
  const against = (name: "first" | "later" | "commandFirst" | "commandLater"): string => spread(rounds.map((round) => round[name].cpu / round.baseline.cpu));
  print(`- ${String(detail["files"] ?? 0)} files, ${String(detail["parsed"] ?? 0)} of them parsed, ${String(detail["findings"] ?? 0)} findings of the \`recommended\` rules, without types`);
  print(`- the check, against reading all code and parsing the same files once: the first ${against("first")} times (beyond that of the smallest workspace: ${spread(rounds.map(({ first, baseline }) => (first.cpu - fixed) / baseline.cpu))}), the later ones ${against("later")} times (budget 1.5)`);
  print(`- the whole command, which loads ESLint, reports these findings through it and puts them in order, against the same: the first ${against("commandFirst")} times, the later ones ${against("commandLater")} times`);
  print(`- CPU seconds of the first check: ${spread(rounds.map(({ first }) => first.cpu))}, of a later one: ${spread(rounds.map(({ later }) => later.cpu))}`);
  print(`- peak memory above that of reading and parsing: ${spread(rounds.map(({ first, baseline }) => first.peakMegabytes - baseline.peakMegabytes), 0)} MB, later ${spread(rounds.map(({ later, baseline }) => later.peakMegabytes - baseline.peakMegabytes), 0)} MB`);
  print(`- where the time goes: ${describePhases(measureFirst("phases", root))}`);
  print(`- where the time of a later check goes: ${describePhases(measure("phases", root))}`);
  const own = Object.keys(rules).flatMap((name) => (detail[name] === undefined ? [] : [[name, median(rounds.map(({ later }) => later.detail[name] ?? 0))] as const]));
  print(`- milliseconds of each rule, the index aside: ${own.map(([name, time]) => `${name} ${time.toFixed(0)}`).join(", ")}`);
  return median(rounds.map(({ first }) => first.cpu));
}

function describePhases({ detail }: Measurement): string {
  return Object.entries(detail).filter(([, share]) => share >= 0.5).map(([name, share]) => `${name} ${share.toFixed(0)} %`).join(", ");
}

/** Measures ESLint with presets, and with the plugin of Convex if it is there, against a rule that does nothing. */
function measureHosts(root: string): void {
  for (const types of quick ? ["untyped"] : ["untyped", "typed"]) {
    const names = ["recommended", "all", ...(types === "untyped" && hasOfficialPlugin(root) ? ["official"] : [])];
    const idle = (): Measurement => measure(`eslint:nothing:${types}`, root);
    const rounds = repeat(() => {
      // What else the machine does changes from minute to minute: each run is compared with those before and after it.
      const idles = [idle()];
      const ratios = [() => measureFirst(`eslint:recommended:${types}`, root), ...names.map((name) => () => measure(`eslint:${name}:${types}`, root))].map((run) => {
        const before = idles.at(-1) ?? idle();
        const { cpu, detail } = run();
        const after = idle();
        idles.push(after);
        return { ratio: (2 * cpu) / (before.cpu + after.cpu), share: detail["share"] ?? 0 };
      });
      return { idles, ratios };
    });
    const ratiosAt = (index: number): string => spread(rounds.map(({ ratios }) => ratios[index]?.ratio ?? 0));
    const sharesAt = (index: number): string => spread(rounds.map(({ ratios }) => ratios[index]?.share ?? 0), 1);
    print(`- ESLint, ${types}, a rule that does nothing: ${spread(rounds.flatMap(({ idles }) => idles.map(({ cpu }) => cpu)))} CPU seconds`);
    print(`- ESLint, ${types}, \`recommended\`, the first run: ${ratiosAt(0)} times that (budget 1.1); by ESLint's own clock, in one process, our rules take ${sharesAt(0)} % of what the rest takes`);
    for (const [index, name] of names.entries()) {
      print(name === "official" ? `- ESLint, ${types}, all rules of \`@convex-dev/eslint-plugin\`: ${ratiosAt(index + 1)} times that` : `- ESLint, ${types}, \`${name}\`, a later run: ${ratiosAt(index + 1)} times that (budget 1.1); by ESLint's own clock ${sharesAt(index + 1)} %`);
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

function measureLargeLint(root: string): void {
  const idle = measure("eslint:nothing:untyped", root);
  const ours = [measureFirst("eslint:recommended:untyped", root), measure("eslint:recommended:untyped", root)] as const;
  const each = (value: (measurement: Measurement) => number, digits: number): string => ours.map((one) => value(one).toFixed(digits)).join(" in the first run, ");
  print(`- ESLint, untyped, \`recommended\`, measured once, against a rule that does nothing: ${each(({ cpu }) => cpu / idle.cpu, 2)} times the CPU time in a later one (budget 1.1); by ESLint's own clock, our rules take ${each(({ detail }) => detail["share"] ?? 0, 1)} % of what the rest takes in a later one`);
  print(`- megabytes more that it holds at the end: ${each(({ heldMegabytes }) => heldMegabytes - idle.heldMegabytes, 0)} in a later one (budget 200); more of the machine's memory at the peak, most of it not collected yet: ${each(({ peakMegabytes }) => peakMegabytes - idle.peakMegabytes, 0)}`);
}

function measureEditor(root: string): void {
  const { detail } = measure("relint", root);
  const at = (name: string): string => (detail[name] ?? 0).toFixed(1);
  print(
    `- milliseconds of our own to lint one file again in a warm process: after an edit of it ${at("editMedian")} at the median and ${at("edit95")} at the 95th percentile (budget 20 and 50), ` +
      `after an edit of another file ${at("otherMedian")} and ${at("other95")}, after ${(detail["switched"] ?? 0).toFixed(0)} files changed ${at("switchMedian")}`,
  );
}

/** Measures a run that finds nothing kept from an earlier one. */
function measureFirst(mode: string, root: string): Measurement {
  // ESLint's files belong to the workspace that holds them, which may lie above the directory that was given.
  for (const directory of [root, findWorkspaceRoot(root) ?? root]) rmSync(join(directory, "node_modules/.cache/eslint-plugin-convex-boundary"), { recursive: true, force: true });
  return measure(mode, root);
}

function measure(mode: string, root: string, list = ""): Measurement {
  const output = execFileSync(process.execPath, ["--expose-gc", "--max-old-space-size=8192", join(bundle, "measure.js"), mode, root, list], { cwd: repository, encoding: "utf8", maxBuffer: 1e8 });
  return JSON.parse(output.slice(output.indexOf("{"))) as Measurement;
}

function repeat<T>(work: () => T, runs = RUNS): T[] {
  return Array.from({ length: runs }, work);
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
