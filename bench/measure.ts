import { readFileSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import typescriptParser from "@typescript-eslint/parser";
import { ESLint, type Linter, type Rule } from "eslint";
import { parseSync } from "oxc-parser";

import { FileAnalysis } from "../src/analysis.ts";
import { tuneEngine } from "../src/hosts/cli/engine.ts";
import { run } from "../src/hosts/cli/run.ts";
import { analysisOf } from "../src/hosts/eslint.ts";
import plugin from "../src/index.ts";
import { openWorkspace } from "../src/project/workspace.ts";
import { readSettings } from "../src/settings.ts";
import { UNKNOWING_ORACLE } from "../src/types/type-oracle.ts";
import { rules } from "../rules/index.ts";

/** One measurement, taken in a process of its own: `node measure.js <mode> <dir> [list]`. */
const [, , mode = "", root = "", list = ""] = process.argv;

export interface Measurement {
  readonly cpu: number;
  readonly wall: number;
  readonly peakMegabytes: number;
  /** What is still held when the work is done. */
  readonly heldMegabytes: number;
  readonly detail: Readonly<Record<string, number>>;
}

type Detail = Measurement["detail"];

async function measure(): Promise<Measurement> {
  switch (mode) {
    case "baseline":
      return timed(baseline);
    case "check":
      return timed(check);
    case "command":
      return timed(command);
    case "phases":
      return timed(phases);
    case "relint":
      return timed(relint);
    default: {
      const [host, name = "", types] = mode.split(":");
      if (host !== "eslint") throw new Error(`Unknown mode ${mode}`);
      return timed(() => lint(rulesOf(name), types === "typed"));
    }
  }
}

async function timed(work: () => Detail | Promise<Detail>): Promise<Measurement> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const detail = await work();
  const used = process.cpuUsage(cpu);
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  const wall = (performance.now() - start) / 1000;
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return { cpu: (used.user + used.system) / 1e6, wall, peakMegabytes, heldMegabytes: (heapUsed + external) / 2 ** 20, detail };
}

/** Reads every file of the list and parses the relevant ones once: what no index can do without. */
function baseline(): Detail {
  const { read, parsed } = JSON.parse(readFileSync(list, "utf8")) as { read: string[]; parsed: string[] };
  const relevant = new Set(parsed);
  let statements = 0;
  for (const file of read) {
    const text = readFileSync(file, "utf8");
    // The tree is made when it is asked for.
    if (relevant.has(file)) statements += parseSync(file, text, { astType: "ts", range: true }).program.body.length;
  }
  return { statements };
}

/** What the command-line tool does, as it comes, before it hands files with findings to ESLint. */
function check(): Readonly<Record<string, number>> {
  tuneEngine();
  const workspace = openWorkspace(root);
  workspace.isPinned = true;
  workspace.isShortLived = true;
  const start = performance.now();
  const snapshot = workspace.snapshot();
  const index = performance.now() - start;
  const analysis = analysisOf(snapshot, UNKNOWING_ORACLE, readSettings({}));
  const files = [...snapshot.linkedFiles()];
  const detail: Record<string, number> = { index, files: workspace.fileCount, parsed: workspace.parsedFiles };
  const active = Object.values(rules).filter(({ name }) => plugin.configs.recommended.rules?.[`convex-boundary/${name}`] !== undefined);
  for (const file of files) {
    const linted = new FileAnalysis(file, analysis);
    for (const rule of active) {
      const ruleStart = performance.now();
      detail["findings"] = (detail["findings"] ?? 0) + [...rule.find(linted, rule.defaultOptions)].length;
      detail[rule.name] = (detail[rule.name] ?? 0) + performance.now() - ruleStart;
    }
  }
  if (list !== "") writeFileSync(list, JSON.stringify({ read: snapshot.codeFiles(), parsed: files }));
  return detail;
}

/** `convex-boundary check` itself: findings are reported through ESLint, and put in order. */
async function command(): Promise<Detail> {
  tuneEngine();
  const nowhere = { write: () => true };
  return { status: await run(["check", root], { workingDirectory: root, stdout: nowhere, stderr: nowhere }) };
}

/** The phases of a check, by the functions of ours that they stand in; the first that is on the stack counts. */
const PHASES: readonly (readonly [RegExp, string])[] = [
  [/^(?:parseSource|get program)$/u, "parsing"],
  [/^extractFacts$/u, "facts of each file"],
  [/^(?:#load|#recall|unpackPiece)$/u, "reading what was kept"],
  [/^(?:save|#packed)$/u, "keeping it"],
  [/^(?:scanText|isNestedTooDeep)$/u, "looking at texts"],
  [/^#?readDisk$/u, "reading"],
  [/^sweep$/u, "listing files"],
  [/^find$/u, "rules"],
  [/^(?:linkFile|#link)$/u, "linking"],
  [/^(?:Registry|#register|filesWithReferences|addImporters|findConvexProjects)$/u, "functions and importers"],
];

/** Returns how the time of a check divides, in percent, by a sampling profile. */
async function phases(): Promise<Detail> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 200 });
  await session.post("Profiler.start");
  check();
  const { profile } = await session.post("Profiler.stop");
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)));
  const phaseOf = (id: number): string => {
    if (nodes.get(id)?.callFrame.functionName === "(garbage collector)") return "collecting garbage";
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const name = nodes.get(at)?.callFrame.functionName ?? "";
      const phase = PHASES.find(([pattern]) => pattern.test(name));
      if (phase) return phase[1];
    }
    return "the rest";
  };
  const times = new Map<string, number>();
  let total = 0;
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const time = profile.timeDeltas?.[index] ?? 0;
    total += time;
    times.set(phaseOf(id), (times.get(phaseOf(id)) ?? 0) + time);
  }
  return Object.fromEntries([...times].sort((left, right) => right[1] - left[1]).map(([phase, time]) => [phase, (100 * time) / total]));
}

const OURS = (plugin.configs.all.rules ?? {}) as Linter.RulesRecord;
const noop: Rule.RuleModule = { meta: { type: "problem", schema: [] }, create: () => ({ Program: () => undefined }) };

/** The rules of a run beside the one that does nothing: of a preset, of the plugin of Convex, or one of ours. */
function rulesOf(name: string): Linter.RulesRecord {
  switch (name) {
    case "nothing":
      return {};
    case "recommended":
    case "strict":
    case "all":
      return (plugin.configs[name].rules ?? {}) as Linter.RulesRecord;
    case "official":
      return Object.fromEntries(Object.keys(officialPlugin()["@convex-dev"]?.rules ?? {}).map((rule) => [`@convex-dev/${rule}`, "error"]));
    default:
      return { [`convex-boundary/${name}`]: "error" };
  }
}

function linterFor(active: Linter.RulesRecord, typed: boolean): ESLint {
  return new ESLint({
    cwd: root,
    overrideConfigFile: true,
    stats: true,
    overrideConfig: [
      { ignores: ["**/_generated/**", "**/dist/**"] },
      {
        files: ["**/*.{ts,tsx,js,jsx}"],
        languageOptions: {
          parser: typescriptParser,
          parserOptions: { ecmaFeatures: { jsx: true }, ...(typed ? { projectService: true, tsconfigRootDir: root } : {}) },
        },
        plugins: { bench: { rules: { noop } }, "convex-boundary": plugin, ...officialPlugin() },
        linterOptions: { reportUnusedDisableDirectives: "off" },
        rules: { "bench/noop": "error", ...active },
      },
    ],
  });
}

/** `@convex-dev/eslint-plugin`, if the project that is measured has it. */
function officialPlugin(): Record<string, ESLint.Plugin> {
  try {
    return { "@convex-dev": createRequire(join(root, "package.json"))("@convex-dev/eslint-plugin") as ESLint.Plugin };
  } catch {
    return {};
  }
}

async function lint(active: Linter.RulesRecord, typed: boolean): Promise<Readonly<Record<string, number>>> {
  const start = performance.now();
  const results = await linterFor(active, typed).lintFiles(["."]);
  const whole = performance.now() - start;
  // What ESLint's clock says of the rules has little of the noise between two processes.
  const own = sum(results.flatMap(({ stats }) => (stats?.times.passes ?? []).flatMap(({ rules: times }) => Object.entries(times ?? {}).map(([name, { total }]) => (name.startsWith("convex-boundary/") ? total : 0)))));
  return { files: results.length, messages: sum(results.map(({ messages }) => messages.length)), share: (100 * own) / (whole - own) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Lints one module again and again in a warm process, while it, another file, or many files change. */
async function relint(): Promise<Readonly<Record<string, number>>> {
  const workspace = openWorkspace(root);
  const snapshot = workspace.snapshot();
  const modules = [...(snapshot.projects[0]?.modules.values() ?? [])];
  const [file = "", other = ""] = modules;
  const original = readFileSync(file, "utf8");
  // The 95th percentile of few rounds is that of the garbage collector.
  const rounds = 120;
  const own = async (text: string): Promise<number> => {
    const linter = linterFor(OURS, false);
    const idle = linterFor({}, false);
    const before = performance.now();
    await idle.lintText(text, { filePath: file });
    const middle = performance.now();
    await linter.lintText(text, { filePath: file });
    return performance.now() - middle - (middle - before);
  };
  await own(original);
  await own(`${original}\n// warm\n`);
  const series = async (edit: (round: number) => string): Promise<number[]> => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await own(edit(round)));
    return times.sort((left, right) => left - right);
  };
  // By turns something that says nothing to other files, and something that does.
  const edited = (text: string, round: number): string => (round % 2 === 0 ? `${text}\n// ${String(round)}\n` : `${text}\nexport const added${String(round)} = ${String(round)};\n`);
  const afterEdit = await series((round) => edited(original, round));
  const otherText = readFileSync(other, "utf8");
  const afterOther = await series((round) => {
    writeFileSync(other, edited(otherText, round));
    return original;
  });
  writeFileSync(other, otherText);
  const branch = modules.slice(0, 300).map((path) => [path, readFileSync(path, "utf8")] as const);
  const afterSwitch: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    for (const [path, text] of branch) writeFileSync(path, edited(text, round));
    // The same text again, as when an editor comes back: everything else is looked at anew.
    afterSwitch.push(await own(original));
  }
  for (const [path, text] of branch) writeFileSync(path, text);
  const at = (times: readonly number[], share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  afterSwitch.sort((left, right) => left - right);
  return { editMedian: at(afterEdit, 0.5), edit95: at(afterEdit, 0.95), otherMedian: at(afterOther, 0.5), other95: at(afterOther, 0.95), switchMedian: at(afterSwitch, 0.5), switched: branch.length };
}

process.stdout.write(JSON.stringify(await measure()));
