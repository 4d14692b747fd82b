import type * as eslint from "eslint";
import type { ESLint, Linter } from "eslint";

import plugin from "../../index.ts";
import { SETTINGS_KEY } from "../../settings.ts";
import { CannotRun } from "./cannot-run.ts";
import { loadPackage } from "./packages.ts";

/** The user's own ESLint, with our rules and nothing else. */
export interface BoundaryLinter {
  /** Lints the files, and repairs them if that was asked for. */
  lint(files: readonly string[]): Promise<ESLint.LintResult[]>;
  /** Whether ESLint can parse the file. */
  canParse(file: string): boolean;
  format(results: ESLint.LintResult[], format: "stylish" | "json"): Promise<string>;
}

export interface LinterOptions {
  readonly root: string;
  /** Where the user's packages are looked for. */
  readonly directory: string;
  readonly rules: Readonly<Record<string, Linter.RuleSeverity>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly fix: boolean;
}

type EslintModule = typeof eslint;
type Parser = Linter.Parser;

const SCRIPTS = "**/*.{js,jsx,cjs,mjs,ts,tsx,cts,mts}";
const OLDEST_ESLINT = 9;
/** The parsers of frameworks, which a user who lints with ESLint has installed. */
const MARKUP_PARSERS: Readonly<Record<string, string>> = {
  vue: "vue-eslint-parser",
  svelte: "svelte-eslint-parser",
  astro: "astro-eslint-parser",
};

/**
 * Loads ESLint and the parsers that the files need.
 * @throws CannotRun when one of them is missing or does not load.
 */
export async function createLinter(options: LinterOptions, files: readonly string[]): Promise<BoundaryLinter> {
  const { ESLint } = await loadEslint(options.directory);
  const parser = await loadTypeScriptParser();
  const markup = await loadMarkupParsers(options.directory, files);
  const linter = new ESLint({
    cwd: options.root,
    // The user's configuration is not loaded: only our rules run, and nothing of the project is executed.
    overrideConfigFile: true,
    overrideConfig: createConfig(options, parser, markup),
    fix: options.fix && isOwn,
    ignore: false,
    warnIgnored: false,
    globInputPaths: false,
    errorOnUnmatchedPattern: false,
  });
  return {
    async lint(paths) {
      const results = await linter.lintFiles([...paths]);
      if (options.fix) await writeFixes(ESLint, results);
      return results.map(keepOwn);
    },
    canParse: (file) => !isMarkup(file) || markup.has(extensionOf(file)),
    async format(results, format) {
      const formatter = await linter.loadFormatter(format);
      return formatter.format(results);
    },
  };
}

/** Returns a result with its counts as ESLint counts them. */
export function countMessages(result: Pick<ESLint.LintResult, "filePath" | "messages" | "suppressedMessages">): ESLint.LintResult {
  const errors = result.messages.filter(({ severity }) => severity === 2);
  const warnings = result.messages.filter(({ severity }) => severity === 1);
  return {
    ...result,
    errorCount: errors.length,
    fatalErrorCount: errors.filter(({ fatal }) => fatal).length,
    warningCount: warnings.length,
    fixableErrorCount: errors.filter(({ fix }) => fix).length,
    fixableWarningCount: warnings.filter(({ fix }) => fix).length,
    usedDeprecatedRules: [],
  };
}

/** Comments in the files may turn on rules of ESLint and of plugins that are not there; nobody asked about those. */
function keepOwn(result: ESLint.LintResult): ESLint.LintResult {
  return { ...result, ...countMessages({ ...result, messages: result.messages.filter((message) => message.fatal === true || isOwn(message)), suppressedMessages: result.suppressedMessages.filter(isOwn) }) };
}

const ownRules = new Set(Object.keys(plugin.rules).map((name) => `${plugin.meta.namespace}/${name}`));

function isOwn({ ruleId }: Linter.LintMessage): boolean {
  return ruleId !== null && ownRules.has(ruleId);
}

function createConfig({ rules, settings }: LinterOptions, parser: Parser, markup: ReadonlyMap<string, Parser>): Linter.Config[] {
  const parserOptions = { ecmaFeatures: { jsx: true }, warnOnUnsupportedTypeScriptVersion: false };
  return [
    {
      files: [SCRIPTS, ...[...markup.keys()].map((extension) => `**/*.${extension}`)],
      plugins: { [plugin.meta.namespace]: plugin },
      languageOptions: { parser, parserOptions },
      linterOptions: { reportUnusedDisableDirectives: "off" },
      rules,
      settings: { ...(Object.keys(settings).length > 0 && { [SETTINGS_KEY]: settings }) },
    },
    ...[...markup].map(([extension, markupParser]): Linter.Config => ({
      files: [`**/*.${extension}`],
      languageOptions: { parser: markupParser, parserOptions: { ...parserOptions, parser } },
    })),
  ];
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
  for (const load of [() => loadPackage("eslint", directory), () => import("eslint")]) {
    try {
      const module = await load();
      const version = isEslint(module) ? module.ESLint.version : undefined;
      if (isEslint(module) && Number.parseInt(module.ESLint.version, 10) >= OLDEST_ESLINT) return module;
      rejected ??= version;
    } catch {
      // The one of the project does not load, or there is none beside us: the next may do.
    }
  }
  throw new CannotRun(
    rejected === undefined
      ? "ESLint is not installed, and findings are reported through it: run `npm install --save-dev eslint`."
      : `ESLint ${rejected} is too old: findings are reported through ESLint 9 or 10.`,
  );
}

function isEslint(module: unknown): module is EslintModule {
  return typeof module === "object" && module !== null && "ESLint" in module;
}

async function loadTypeScriptParser(): Promise<Parser> {
  try {
    return await import("@typescript-eslint/parser");
  } catch (error) {
    // A project on TypeScript 7 has no compiler API under the name `typescript`.
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new CannotRun(`@typescript-eslint/parser does not load (${reason}): it needs TypeScript 5 or 6 under the name \`typescript\`.`);
  }
}

async function loadMarkupParsers(directory: string, files: readonly string[]): Promise<Map<string, Parser>> {
  const parsers = new Map<string, Parser>();
  for (const [extension, name] of Object.entries(MARKUP_PARSERS)) {
    if (!files.some((file) => extensionOf(file) === extension)) continue;
    try {
      const parser = await loadPackage(name, directory);
      if (isParser(parser)) parsers.set(extension, parser);
    } catch {
      // One that does not load is as good as none.
    }
  }
  return parsers;
}

function isParser(module: unknown): module is Parser {
  return typeof module === "object" && module !== null && "parseForESLint" in module;
}

function isMarkup(file: string): boolean {
  return /\.(?:vue|svelte|astro|mdx)$/u.test(file);
}

function extensionOf(file: string): string {
  return file.slice(file.lastIndexOf(".") + 1);
}
