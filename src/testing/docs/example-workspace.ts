import { ESLint, type Linter } from "eslint";
import { relative, sep } from "node:path";
import tseslint from "typescript-eslint";

import plugin from "../../index.ts";
import { createWorkspace, generated, type WorkspaceFiles } from "../workspace.ts";
import type { CodeBlock } from "./rule-page.ts";

/** What linting one example gave: by file name, the findings and, where `--fix` changes the file, its fixed text. */
export interface LintedExample {
  readonly findings: ReadonlyMap<string, readonly Linter.LintMessage[]>;
  readonly fixed: ReadonlyMap<string, string>;
}

/** Returns the files of an example, and those that every workspace has. */
export function exampleFiles(blocks: readonly CodeBlock[]): WorkspaceFiles {
  const modules = blocks.flatMap(({ path }) => /^convex\/(.+)\.[jt]sx?$/.exec(path)?.[1] ?? []);
  return {
    "package.json": `{ "name": "example", "private": true, "type": "module" }\n`,
    ...generated("convex", modules),
    ...Object.fromEntries(blocks.map(({ path, source }) => [path, source])),
  };
}

/**
 * Lints an example's files with one rule, as a workspace of their own on disk.
 *
 * An `eslint.config.js` among the files is added to the configuration. With a `tsconfig.json`, linting is typed.
 */
export async function lintExample(rule: string, blocks: readonly CodeBlock[]): Promise<LintedExample> {
  const workspace = createWorkspace(exampleFiles(blocks), { installed: true });

  try {
    const options = { cwd: workspace.root, overrideConfigFile: true, baseConfig: await exampleConfig(rule, workspace.root, blocks) } as const;
    const linted = await new ESLint(options).lintFiles(["."]);
    const fixed = await new ESLint({ ...options, fix: true }).lintFiles(["."]);

    const name = ({ filePath }: ESLint.LintResult): string => relative(workspace.root, filePath).split(sep).join("/");
    return {
      findings: new Map(linted.map((result) => [name(result), result.messages])),
      fixed: new Map(fixed.flatMap((result) => (result.output === undefined ? [] : [[name(result), result.output]]))),
    };
  } finally {
    workspace.cleanup();
  }
}

async function exampleConfig(rule: string, root: string, blocks: readonly CodeBlock[]): Promise<Linter.Config[]> {
  const typed = blocks.some(({ path }) => path === "tsconfig.json");
  const own = blocks.find(({ path }) => path === "eslint.config.js");

  return [
    { ignores: ["eslint.config.js", "**/_generated/"] },
    {
      files: ["**/*.{ts,tsx}"],
      languageOptions: {
        parser: tseslint.parser,
        parserOptions: typed ? { projectService: true, tsconfigRootDir: root } : {},
      },
    },
    { files: ["**/*.{js,jsx}"], languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
    {
      plugins: { "convex-boundary": plugin },
      rules: { [`convex-boundary/${rule}`]: "error" },
    },
    ...(own ? await importConfig(own.source) : []),
  ];
}

async function importConfig(source: string): Promise<Linter.Config[]> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as { default: Linter.Config[] };
  return module.default;
}
