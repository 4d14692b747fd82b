import type * as eslint from "eslint";
import type { ESLint, Linter } from "eslint";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import plugin from "../../index.ts";
import { CannotRun } from "./cannot-run.ts";
import { boundaryParser } from "./parser.ts";

/** The user's own ESLint, with our rules and nothing else. */
export interface BoundaryLinter {
  /** Lints the files, and repairs them if that was asked for. */
  lint(files: readonly string[]): Promise<ESLint.LintResult[]>;
  format(results: ESLint.LintResult[], format: "stylish" | "json"): Promise<string>;
}

export interface LinterOptions {
  readonly root: string;
  /** Where the user's ESLint is looked for. */
  readonly directory: string;
  readonly rules: Readonly<Record<string, Linter.RuleSeverity>>;
  readonly settings: Readonly<Record<string, unknown>> | undefined;
  readonly fix: boolean;
}

type EslintModule = typeof eslint;

const FILES = "**/*.{js,jsx,cjs,mjs,ts,tsx,cts,mts,vue,svelte,astro,mdx}";
const OLDEST_ESLINT = 9;

/**
 * Loads ESLint: the one of the project, else the one that is installed beside us.
 * @throws CannotRun when there is none that is recent enough.
 */
export async function createLinter(options: LinterOptions): Promise<BoundaryLinter> {
  const { ESLint } = await loadEslint(options.directory);
  const linter = withoutWarnings(() => new ESLint({
    cwd: options.root,
    // The user's configuration is not loaded: only our rules run, and nothing of the project is executed.
    overrideConfigFile: true,
    overrideConfig: createConfig(options),
    fix: options.fix,
    ignore: false,
    warnIgnored: false,
    globInputPaths: false,
    errorOnUnmatchedPattern: false,
  }));
  return {
    async lint(files) {
      const results = await linter.lintFiles([...files]);
      if (options.fix) await writeFixes(ESLint, results);
      return results.map(keepOwn);
    },
    async format(results, format) {
      const formatter = await linter.loadFormatter(format);
      return formatter.format(results);
    },
  };
}

/** ESLint warns of a `.eslintignore` where it starts, which says nothing here: what git ignores is left out. */
function withoutWarnings<T>(make: () => T): T {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return make();
  } finally {
    process.emitWarning = emitWarning;
  }
}

function createConfig({ rules, settings }: LinterOptions): Linter.Config {
  return {
    files: [FILES],
    plugins: { [plugin.meta.namespace]: plugin },
    languageOptions: { parser: boundaryParser },
    linterOptions: { reportUnusedDisableDirectives: "off" },
    rules,
    ...(settings && { settings }),
  };
}

/** Takes away what ESLint says of rules that are not ours: a comment may disable rules that are not there. */
function keepOwn(result: ESLint.LintResult): ESLint.LintResult {
  const kept = withMessages(result, result.messages.filter(({ fatal, ruleId }) => fatal === true || isOwn(ruleId)));
  return { ...kept, suppressedMessages: result.suppressedMessages.filter(({ ruleId }) => isOwn(ruleId)) };
}

/** Returns a result with other messages, and what it counts of them. */
export function withMessages(result: ESLint.LintResult, messages: ESLint.LintResult["messages"]): ESLint.LintResult {
  const errors = messages.filter(({ severity }) => severity === 2);
  const warnings = messages.filter(({ severity }) => severity === 1);
  return {
    ...result,
    messages,
    errorCount: errors.length,
    fatalErrorCount: errors.filter(({ fatal }) => fatal).length,
    warningCount: warnings.length,
    fixableErrorCount: errors.filter(({ fix }) => fix).length,
    fixableWarningCount: warnings.filter(({ fix }) => fix).length,
  };
}

const ownRules = new Set(Object.keys(plugin.rules).map((name) => `${plugin.meta.namespace}/${name}`));

function isOwn(ruleId: string | null): boolean {
  return ruleId !== null && ownRules.has(ruleId);
}

async function writeFixes(linter: Pick<typeof ESLint, "outputFixes">, results: ESLint.LintResult[]): Promise<void> {
  try {
    await linter.outputFixes(results);
  } catch (error) {
    throw new CannotRun(`The repaired text could not be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

async function loadEslint(directory: string): Promise<EslintModule> {
  let rejected: string | undefined;
  for (const load of [() => importFrom(directory), () => import("eslint")]) {
    try {
      const module = await load();
      if (Number.parseInt(module.ESLint.version, 10) >= OLDEST_ESLINT) return module;
      rejected ??= module.ESLint.version;
    } catch {
      // There is none in the project, or none beside us, or it does not load: the other may do.
    }
  }
  throw new CannotRun(
    rejected === undefined
      ? "ESLint is not installed, and findings are reported through it: run `npm install --save-dev eslint`."
      : `ESLint ${rejected} is too old: findings are reported through ESLint 9 or 10.`,
  );
}

/** ESLint as the code in a directory would import it. */
async function importFrom(directory: string): Promise<EslintModule> {
  const entry = createRequire(join(directory, "resolve-from-here.js")).resolve("eslint");
  const module = (await import(pathToFileURL(entry).href)) as EslintModule & { readonly default?: EslintModule };
  return module.default ?? module;
}
