import { clearCaches } from "@typescript-eslint/parser";
import { ESLint, type Linter } from "eslint";
import tseslint from "typescript-eslint";

import plugin from "../index.ts";

/** How a project is linted. */
export interface LintOptions {
  /** Gives the rules types, as `projectService` does; otherwise they see syntax alone. */
  readonly typed: boolean;
  /** Writes what the fixes of one `eslint --fix` run make of the files. */
  readonly fix?: boolean;
}

// Its types are those of typescript-eslint for the same thing.
const PARSER = tseslint.parser as Linter.Parser;
const SCRIPTS = ["**/*.{js,jsx,mjs,cjs}"];
const TYPESCRIPT = ["**/*.{ts,tsx,mts,cts}"];

/** Lints a project with every rule of the plugin and returns the result of each file. */
export async function lintProject(root: string, options: LintOptions): Promise<ESLint.LintResult[]> {
  // Types are remembered for the life of a process, files that an earlier run fixed included.
  clearCaches();
  const fix = options.fix ?? false;
  const eslint = new ESLint({
    cwd: root,
    fix,
    overrideConfigFile: true,
    // Without `defineConfig`, which the oldest versions of ESLint 9 do not have.
    overrideConfig: [
      { ignores: ["**/_generated/**"] },
      { files: [...SCRIPTS, ...TYPESCRIPT] },
      ...(options.typed ? typedLanguage(root) : untypedLanguage()),
      plugin.configs.all,
    ],
  });
  const results = await eslint.lintFiles(["."]);
  if (fix) await ESLint.outputFixes(results);
  return results;
}

function typedLanguage(root: string): Linter.Config[] {
  return [
    {
      languageOptions: {
        parser: PARSER,
        parserOptions: { projectService: true, tsconfigRootDir: root },
      },
    },
  ];
}

// JavaScript goes to the parser of ESLint itself, as it does for users who have no TypeScript.
function untypedLanguage(): Linter.Config[] {
  return [
    { files: SCRIPTS, languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
    { files: TYPESCRIPT, languageOptions: { parser: PARSER } },
  ];
}
