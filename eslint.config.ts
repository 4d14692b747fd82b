import eslint from "@eslint/js";
import type { Linter } from "eslint";
import { defineConfig, globalIgnores } from "eslint/config";
import eslintPlugin from "eslint-plugin-eslint-plugin";
import tseslint from "typescript-eslint";

interface ImportPattern {
  readonly group?: readonly string[];
  readonly regex?: string;
  readonly allowTypeImports?: boolean;
  readonly message: string;
}

const TESTS = ["**/*.test.ts", "src/testing/**"];

const noCompilerValues: ImportPattern = {
  regex: "^typescript($|/)",
  allowTypeImports: true,
  message: "A project on TypeScript 7 has no compiler API under this name. Import types only; take values from the program at hand.",
};
const noRules: ImportPattern = { regex: "/rules/", message: "Only `src/index.ts` knows the rules." };
const noTesting: ImportPattern = { regex: "/testing/", message: "Test helpers are not part of what is shipped." };
const noHosts: ImportPattern = { regex: "/hosts/", message: "The core does not know who is asking." };
const noProject: ImportPattern = { regex: "/project/", message: "Facts are about one file; the workspace is one layer up." };
const noTypes: ImportPattern = { regex: "/types/", message: "Facts come from syntax alone." };
const noFix: ImportPattern = { regex: "/fix/", message: "Edits are made by rules, from facts." };

/** One layer of the architecture: which imports its files may not have, on top of what no shipped file may import. */
function layer(name: string, files: string[], ignores: string[], patterns: readonly ImportPattern[]): Linter.Config {
  return {
    name: `layer/${name}`,
    files,
    ignores: [...TESTS, ...ignores],
    rules: {
      "@typescript-eslint/no-restricted-imports": ["error", { patterns: [noCompilerValues, noTesting, ...patterns] }],
    },
  };
}

export default defineConfig([
  globalIgnores(["dist/", "coverage/", "test-fixtures/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" } },

  {
    name: "typescript",
    files: ["**/*.ts"],
    extends: [eslint.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Syntax trees come from two parsers; both name their nodes with plain strings.
      "@typescript-eslint/no-unsafe-enum-comparison": "off",
      eqeqeq: "error",
    },
  },

  {
    name: "shipped",
    files: ["src/**/*.ts", "rules/**/*.ts"],
    ignores: TESTS,
    rules: { "max-lines": ["error", { max: 300 }] },
  },

  // `rules → project → facts`, and nothing points back. In flat config the last match replaces, so the layers are disjoint.
  layer("facts", ["src/facts/**"], [], [noProject, noTypes, noFix, noHosts, noRules]),
  layer("types", ["src/types/**"], [], [noFix, noHosts, noRules]),
  layer("project", ["src/project/**"], [], [noFix, noHosts, noRules]),
  layer("hosts", ["src/hosts/**"], [], []),
  layer("fix-and-text", ["src/fix/**", "src/text/**"], [], [noHosts, noRules]),
  layer("entries", ["src/*.ts"], [], []),
  layer("rules", ["rules/**"], [], [
    noHosts,
    { regex: "^(typescript|eslint|estree|oxc-[\\w-]+|@typescript-eslint/.*)($|/)", message: "A rule reads facts. If it needs a syntax tree or a type, a fact is missing in `src/`." },
    { regex: "^(node:)?(fs|path|child_process|module)($|/)", message: "A rule reads facts, not files." },
    { regex: "/src/types/", message: "A rule does not ask the type checker. If it needs a type, a fact is missing in `src/project`." },
  ]),

  {
    name: "rules",
    files: ["rules/**/*.ts"],
    extends: [eslintPlugin.configs.recommended],
    settings: { "eslint-plugin": { ruleTesterConstructors: ["RuleTester", /^create\w*RuleTester$/] } },
    rules: {
      // Rules here have `find` in place of `create`, so what these checks want of rule modules
      // (description, URL, schema, …) is tested on the loaded rules instead: src/testing/rules.test.ts.
      "eslint-plugin/require-test-error-positions": "error",
      "eslint-plugin/test-case-property-ordering": ["error", ["name", "filename", "code", "files", "options", "settings", "languageOptions", "output", "errors"]],
      "eslint-plugin/test-case-shorthand-strings": "error",
    },
  },
]);
