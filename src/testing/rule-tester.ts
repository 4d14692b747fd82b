import { type InvalidTestCase, RuleTester, type TestCaseError, type ValidTestCase } from "@typescript-eslint/rule-tester";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, it } from "vitest";

import type { BoundaryRule } from "../create-rule.ts";
import { createTemporaryDirectory, createWorkspace, generated, type Workspace, type WorkspaceFiles } from "./workspace.ts";

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;

/** One file of a workspace, linted while the others lie on disk. */
interface Case<Options extends readonly unknown[]> extends Omit<ValidTestCase<Options>, "after" | "before" | "name" | "only" | "skip"> {
  readonly name: string;
  /** The linted file's path in the workspace, if it is not that of most cases. */
  readonly filename?: string;
  /**
   * Files beside those of all cases, or in their place; `null` means no such file. One with the linted file's own path
   * is what the disk holds while an editor holds `code`.
   */
  readonly files?: CaseFiles;
}

type CaseFiles = Readonly<Record<string, string | null>>;

/** The output of a suggestion that makes of the file what its fix makes. */
export const AS_FIXED = "as fixed";

/** A case with findings: all of each, down to the last column. */
type FailingCase<MessageId extends string, Options extends readonly unknown[]> = Case<Options> & Required<Pick<InvalidTestCase<MessageId, Options>, "errors" | "output">>;

interface Cases<MessageId extends string, Options extends readonly unknown[]> {
  readonly valid: readonly Case<Options>[];
  readonly invalid: readonly FailingCase<MessageId, Options>[];
}

/** What the cases of a tester have in common. */
export interface RuleTesterOptions {
  /** The path of the file that most cases lint. */
  readonly filename: string;
  /** The files that lie in the workspace of every case. */
  readonly files: CaseFiles;
  /** Gives the rules types, through `projectService` and one `tsconfig.json` for all files. */
  readonly typed?: boolean;
}

type Placement = Required<Pick<ValidTestCase<readonly unknown[]>, "after" | "before" | "filename">>;

interface WorkspaceRuleTester {
  run<MessageId extends string, Options extends readonly unknown[]>(name: string, rule: BoundaryRule<Options, MessageId>, cases: Cases<MessageId, Options>): void;
}

/** What the files of cases import from. A package that no manifest lists is not known to be a package. */
const PACKAGES = ["@convex-dev/auth", "@convex-dev/presence", "@convex-dev/react-query", "@tanstack/react-query", "convex", "convex-ents", "convex-helpers", "convex-test", "react", "zod"];
const MANIFEST = `${JSON.stringify({ name: "chat", private: true, dependencies: Object.fromEntries(PACKAGES.map((name) => [name, "*"])) })}\n`;

const TSCONFIG = `{
  "compilerOptions": {
    "strict": true, "target": "ES2022", "lib": ["ES2022", "DOM"], "module": "ESNext", "moduleResolution": "Bundler",
    "jsx": "react-jsx", "allowJs": true, "noEmit": true, "skipLibCheck": true, "types": []
  },
  "include": ["**/*"]
}
`;

/** Returns a rule tester whose cases are workspaces on disk: `code` is one file's text, `files` are the others. */
export function createRuleTester({ filename: usualFilename, files: commonFiles, typed = false }: RuleTesterOptions): WorkspaceRuleTester {
  const tester = new RuleTester({ languageOptions: { parserOptions: typed ? { projectService: true } : {} } });
  return {
    run(name, rule, { valid, invalid }) {
      const directory = createTemporaryDirectory();
      let count = 0;
      const place = (filename: string, code: string, files: CaseFiles = {}): Placement => {
        const root = join(directory, String((count += 1)));
        let workspace: Workspace | undefined;
        return {
          filename: join(root, filename),
          before: () => {
            workspace = createCaseWorkspace(root, { ...commonFiles, [filename]: code, ...files }, typed);
          },
          after: () => workspace?.cleanup(),
        };
      };
      tester.run(name, rule, {
        assertionOptions: { requireData: true, requireLocation: true },
        valid: valid.map(({ files, filename = usualFilename, ...testCase }) => ({ ...testCase, ...place(filename, testCase.code, files) })),
        invalid: invalid.map(({ files, filename = usualFilename, errors, ...testCase }) => ({
          ...testCase,
          ...place(filename, testCase.code, files),
          errors: errors.map((error) => withFixedSuggestions(error, testCase.output)),
        })),
      });
      afterAll(() => rmSync(directory, { recursive: true }));
    },
  };
}

function withFixedSuggestions<MessageId extends string>(error: TestCaseError<MessageId>, fixed: string | readonly string[] | null): TestCaseError<MessageId> {
  const suggestions = error.suggestions?.map((suggestion) => (suggestion.output === AS_FIXED && typeof fixed === "string" ? { ...suggestion, output: fixed } : suggestion));
  return { ...error, suggestions: suggestions ?? null };
}

/** Adds what every workspace has: a manifest, generated code, with types a `tsconfig.json`. */
function createCaseWorkspace(root: string, own: CaseFiles, typed: boolean): Workspace {
  const base: WorkspaceFiles = { "package.json": MANIFEST, ...(typed ? { "tsconfig.json": TSCONFIG } : {}), ...generated("convex", modulesOf(own)) };
  const present = Object.entries({ ...base, ...own }).filter((entry): entry is [string, string] => entry[1] !== null);
  return createWorkspace(Object.fromEntries(present), { installed: true, root });
}

/** The modules that generated code lists: files with one dot, but for the schema. */
function modulesOf(files: CaseFiles): string[] {
  return Object.entries(files).flatMap(([path, text]) => {
    const module = text === null ? undefined : /^convex\/((?!_generated\/)[^.]+)\.[jt]sx?$/u.exec(path)?.[1];
    return module === undefined || module === "schema" ? [] : [module];
  });
}
