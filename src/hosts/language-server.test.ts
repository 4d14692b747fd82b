import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { rules } from "../../rules/index.ts";
import { BUTTON, CRONS, CRONS_INTERNAL, DIGEST_PROJECT, DIGESTS, DIGESTS_INTERNAL } from "../testing/digest-project.ts";
import { exampleFiles, lintExample } from "../testing/docs/example-workspace.ts";
import { blocksOf, readGuide } from "../testing/docs/guide.ts";
import { parseRulePage } from "../testing/docs/rule-page.ts";
import { installPackages } from "../testing/fixtures.ts";
import { type Diagnostic, LanguageServer } from "../testing/language-server.ts";
import { createWorkspace, REPOSITORY, type Workspace, type WorkspaceFiles } from "../testing/workspace.ts";

/** Where a rule reports: `4:21 prefer-internal-function`. */
const FOUND_IN_CRONS = ["5:38 prefer-internal-function"];
const FOUND_IN_DIGESTS = ["4:21 prefer-internal-function"];

/** The rules of an example, with types where it has a `tsconfig.json`. */
function configOf(rule: string, files: WorkspaceFiles): string {
  const parserOptions = "tsconfig.json" in files ? "{ projectService: true, tsconfigRootDir: import.meta.dirname }" : "{ ecmaFeatures: { jsx: true } }";
  return `import convexBoundary from "eslint-plugin-convex-boundary";
import tseslint from "typescript-eslint";
${"own.config.js" in files ? 'import own from "./own.config.js";' : "const own = [];"}

export default [
  { files: ["**/*.{js,jsx,ts,tsx}"], languageOptions: { parser: tseslint.parser, parserOptions: ${parserOptions} } },
  { plugins: { "convex-boundary": convexBoundary }, rules: { "convex-boundary/${rule}": "error" } },
  ...own,
];
`;
}

/** A workspace that is open in the editor; paths are relative to it. */
interface Session {
  readonly workspace: Workspace;
  readonly open: (path: string, text?: string) => Promise<void>;
  readonly change: (path: string, text: string) => Promise<void>;
  readonly diagnostics: (path: string) => Promise<Diagnostic[]>;
  /** Returns what is found in an open file now. */
  readonly found: (path: string) => Promise<string[]>;
  /** Does what the editor offers at a finding under a title that starts like this, and returns the text then. */
  readonly act: (path: string, diagnostic: Diagnostic | undefined, title: string) => Promise<string>;
}

let server: LanguageServer;
beforeAll(async () => {
  server = await LanguageServer.start();
});
afterAll(() => server.stop());

/** Opens a workspace for one test. */
async function open(files: WorkspaceFiles = {}, rule = "prefer-internal-function"): Promise<Session> {
  return openWith({ ...files, "eslint.config.js": configOf(rule, files) });
}

async function openWith(files: WorkspaceFiles, workingDirectory?: object): Promise<Session> {
  const workspace = createWorkspace(files);
  onTestFinished(() => workspace.cleanup());
  installPackages(workspace.root);
  await server.openFolder(workspace.root, workingDirectory);
  const at = (path: string): string => join(workspace.root, path);
  return {
    workspace,
    open: (path, text) => server.open(at(path), text),
    change: (path, text) => server.change(at(path), text),
    diagnostics: (path) => server.diagnostics(at(path)),
    async found(path) {
      return (await server.diagnostics(at(path))).map(({ range, code }) => `${String(range.start.line + 1)}:${String(range.start.character + 1)} ${code.replace("convex-boundary/", "")}`);
    },
    async act(path, diagnostic, title) {
      const actions = diagnostic ? await server.actions(at(path), diagnostic) : [];
      const action = actions.find((candidate) => candidate.title.startsWith(title));
      return action ? server.run(at(path), action) : `no such action, only ${actions.map((other) => other.title).join(", ")}`;
    },
  };
}

describe.each(Object.keys(rules))("%s", (rule) => {
  const page = parseRulePage(readFileSync(join(REPOSITORY, `docs/${rule}.md`), "utf8"));
  const blocks = page.examples.find(({ verdict }) => verdict === "incorrect")?.blocks ?? [];

  test("shows the findings of its first example", async () => {
    const { "eslint.config.js": own, ...files } = exampleFiles(blocks);
    const session = await open({ ...files, ...(own === undefined ? {} : { "own.config.js": own }) }, rule);
    const { findings } = await lintExample(rule, blocks);

    const shown: string[] = [];
    for (const path of findings.keys()) {
      await session.open(path);
      const found = await session.diagnostics(path);
      shown.push(...found.map(({ range: { start, end }, message }) => told(path, [start.line + 1, start.character + 1, end.line + 1, end.character + 1], message)));
    }

    const expected = [...findings].flatMap(([path, found]) => found.map(({ line, column, endLine = 0, endColumn = 0, message }) => told(path, [line, column, endLine, endColumn], message)));
    expect(expected).not.toEqual([]);
    expect(shown).toEqual(expected);
  });
});

/** The configuration file counts as a file of the workspace, so how many there are is left out. */
function told(path: string, place: readonly number[], message: string): string {
  return `${path}:${place.join(":")} ${message.replace(/ in \d+ files?/, "")}`;
}

describe("what an editor does", () => {
  test("a quick fix repairs the file of a finding", async () => {
    const { open: openFile, diagnostics, act } = await open(DIGEST_PROJECT);
    await openFile("convex/crons.ts");
    const [finding] = await diagnostics("convex/crons.ts");

    expect(await act("convex/crons.ts", finding, "Fix this")).toBe(CRONS_INTERNAL);
  });

  test("a suggestion repairs one function", async () => {
    const digests = `${DIGESTS}export const purge = mutation({ args: {}, handler: async () => {} });\n`;
    const session = await open({ ...DIGEST_PROJECT, "convex/digests.ts": digests, "convex/crons.ts": CRONS.replace("export", 'crons.interval("purge", { hours: 1 }, api.digests.purge);\nexport') });
    await session.open("convex/digests.ts");
    const [, purge] = await session.diagnostics("convex/digests.ts");

    expect(await session.act("convex/digests.ts", purge, "Make `digests.purge` internal")).toBe(
      digests.replace("{ mutation, query }", "{ internalMutation, mutation, query }").replace("purge = mutation", "purge = internalMutation"),
    );
  });

  test("all of a file is fixed on save", async () => {
    const session = await open(DIGEST_PROJECT);
    await session.open("convex/digests.ts");
    expect(await session.found("convex/digests.ts")).toEqual(FOUND_IN_DIGESTS);

    expect(await server.fixAll(join(session.workspace.root, "convex/digests.ts"))).toBe(DIGESTS_INTERNAL);
    expect(await session.found("convex/digests.ts")).toEqual([]);
  });
});

test("a package with a configuration of its own, callers in another", async () => {
  const [, settings = "{}"] = blocksOf(readGuide("editors"), "Visual Studio Code", "json");
  const { "eslint.workingDirectories": [workingDirectory] } = JSON.parse(settings) as { "eslint.workingDirectories": [object] };
  const chat = Object.entries({ ...DIGEST_PROJECT, "eslint.config.js": configOf("prefer-internal-function", {}) }).map(([path, text]) => [`packages/chat/${path}`, text] as const);
  const { workspace, open: openFile, found } = await openWith({ "package.json": `{ "private": true, "workspaces": ["packages/*"] }\n`, ...Object.fromEntries(chat) }, workingDirectory);
  await openFile("packages/chat/convex/digests.ts");
  expect(await found("packages/chat/convex/digests.ts")).toEqual(FOUND_IN_DIGESTS);

  workspace.write("packages/web/package.json", `{ "name": "web" }\n`);
  workspace.write("packages/web/Button.tsx", BUTTON.replace("../convex", "../chat/convex"));
  expect(await found("packages/chat/convex/digests.ts")).toEqual([]);
});

describe("a file that is not saved", () => {
  test("is judged by its text on the screen", async () => {
    const session = await open(DIGEST_PROJECT);
    await session.open("convex/digests.ts", DIGESTS_INTERNAL);
    expect(await session.found("convex/digests.ts")).toEqual([]);

    await session.change("convex/digests.ts", `\n${DIGESTS}`);
    expect(await session.found("convex/digests.ts")).toEqual(["5:21 prefer-internal-function"]);
  });

  test("others are judged by what is saved of it", async () => {
    const session = await open(DIGEST_PROJECT);
    await session.open("convex/crons.ts");
    await session.open("src/App.tsx", BUTTON);
    expect(await session.found("src/App.tsx")).toEqual([]);
    expect(await session.found("convex/crons.ts")).toEqual(FOUND_IN_CRONS);

    session.workspace.write("src/App.tsx", BUTTON);
    expect(await session.found("convex/crons.ts")).toEqual([]);
  });
});

describe.each([
  ["without types", {}],
  ["with types", { "tsconfig.json": `{ "compilerOptions": { "strict": true, "module": "ESNext", "moduleResolution": "Bundler", "jsx": "react-jsx", "skipLibCheck": true, "types": [] } }\n` }],
])("findings in open files follow what happens on disk to others, %s", (_kind, files) => {
  test("created, edited, renamed, deleted", async () => {
    const { workspace, open: openFile, found } = await open({ ...DIGEST_PROJECT, ...files });
    const shown = async (): Promise<string[][]> => [await found("convex/crons.ts"), await found("convex/digests.ts")];
    await openFile("convex/crons.ts");
    await openFile("convex/digests.ts");
    expect(await shown()).toEqual([FOUND_IN_CRONS, FOUND_IN_DIGESTS]);

    workspace.write("src/Button.tsx", BUTTON);
    expect(await shown()).toEqual([[], []]);

    workspace.write("src/Button.tsx", BUTTON.replace("digests.send", "digests.list as never"));
    expect(await shown()).toEqual([FOUND_IN_CRONS, FOUND_IN_DIGESTS]);

    workspace.write("src/Button.txt", BUTTON);
    renameSync(join(workspace.root, "src/Button.txt"), join(workspace.root, "src/Other.tsx"));
    expect(await shown()).toEqual([[], []]);

    workspace.remove("src/Other.tsx");
    expect(await shown()).toEqual([FOUND_IN_CRONS, FOUND_IN_DIGESTS]);
  });

  test("an editor that is told of the change pulls again", async () => {
    const { workspace, open: openFile, found } = await open({ ...DIGEST_PROJECT, ...files });
    await openFile("convex/crons.ts");
    expect(await found("convex/crons.ts")).toEqual(FOUND_IN_CRONS);
    const before = server.refreshes;

    await server.tellChanged([workspace.write("src/Button.tsx", BUTTON)]);

    await expect.poll(() => server.refreshes).toBeGreaterThan(before);
    expect(await found("convex/crons.ts")).toEqual([]);
  });
});
