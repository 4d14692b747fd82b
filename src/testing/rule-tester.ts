import { type InvalidTestCase, RuleTester, type ValidTestCase } from "@typescript-eslint/rule-tester";
import { join } from "node:path";
import { afterAll, describe, it } from "vitest";

import type { BoundaryRule } from "../create-rule.ts";
import { createTemporaryDirectory, createWorkspace, generated, type Workspace, type WorkspaceFiles } from "./workspace.ts";

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;

/** One file of a workspace, linted while the others lie on disk. */
export interface Case extends Omit<ValidTestCase<readonly []>, "after" | "before" | "filename" | "name" | "only" | "skip"> {
  readonly name: string;
  /** The linted file's path in the workspace. */
  readonly filename: string;
  /** The other files; one with the linted file's own path is what the disk holds in place of `code`, `null` is no such file. */
  readonly files: Readonly<Record<string, string | null>>;
}

/** A case with findings: all of each, down to the last column. */
export type FailingCase<MessageId extends string> = Case & Required<Pick<InvalidTestCase<MessageId, readonly []>, "errors" | "output">>;

export interface Cases<MessageId extends string> {
  readonly valid: readonly Case[];
  readonly invalid: readonly FailingCase<MessageId>[];
}

/** How files are linted. */
export interface RuleTesterOptions {
  /** Gives the rules types, through `projectService` and one `tsconfig.json` for all files. */
  readonly typed?: boolean;
}

/** What the files of cases import from. A package that no manifest lists is not known to be a package. */
const PACKAGES = ["@convex-dev/auth", "@convex-dev/presence", "@convex-dev/react-query", "@tanstack/react-query", "convex", "convex-helpers", "convex-test", "react"];
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
export function createRuleTester({ typed = false }: RuleTesterOptions = {}): { run: <MessageId extends string>(name: string, rule: BoundaryRule<[], MessageId>, cases: Cases<MessageId>) => void } {
  const parserOptions = typed ? { projectService: true } : {};
  const tester = new RuleTester({ languageOptions: { parserOptions } });
  return {
    run(name, rule, { valid, invalid }) {
      const directory = createTemporaryDirectory();
      let count = 0;
      const place = <C extends Case>({ files, ...testCase }: C): Omit<C, "files"> & Pick<ValidTestCase<[]>, "after" | "before" | "filename"> => {
        const root = join(directory, String((count += 1)));
        let workspace: Workspace | undefined;
        return {
          ...testCase,
          filename: join(root, testCase.filename),
          before: () => {
            workspace = createCaseWorkspace(root, { [testCase.filename]: testCase.code, ...files }, typed);
          },
          after: () => workspace?.cleanup(),
        };
      };
      tester.run(name, rule, {
        assertionOptions: { requireData: true, requireLocation: true },
        valid: valid.map(place),
        invalid: invalid.map(place),
      });
    },
  };
}

function createCaseWorkspace(root: string, files: Case["files"], typed: boolean): Workspace {
  const present = Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== null);
  const modules = present.flatMap(([path]) => /^convex\/(.+)\.[jt]sx?$/u.exec(path)?.[1] ?? []).filter((module) => !/^schema$|^_generated\/|\./u.test(module));
  const base: WorkspaceFiles = { "package.json": MANIFEST, ...(typed ? { "tsconfig.json": TSCONFIG } : {}), ...generated("convex", modules) };
  const all = Object.entries({ ...base, ...files }).filter((entry): entry is [string, string] => entry[1] !== null);
  return createWorkspace(Object.fromEntries(all), { installed: true, root });
}
