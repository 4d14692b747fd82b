import { clearCaches } from "@typescript-eslint/parser";
import { ESLint, type Linter } from "eslint";
import { chmodSync, mkdirSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import tseslint from "typescript-eslint";
import { describe, expect, onTestFinished, test, vi } from "vitest";

import plugin from "../index.ts";
import { dedent } from "../testing/dedent.ts";
import { BUTTON, CRONS, CRONS_INTERNAL, DIGEST_PROJECT as CHAT, DIGESTS, DIGESTS_INTERNAL } from "../testing/digest-project.ts";
import { createTemporaryDirectory, createWorkspace, generated, type Workspace, type WorkspaceFiles } from "../testing/workspace.ts";

const CONVEX_FILES = ["convex/digests.ts", "convex/crons.ts"];
/** What the rules find in the functions of `CHAT`. */
const FOUND = ["convex/crons.ts publicReference", "convex/digests.ts publicFunction"];

const RULES: Linter.RulesRecord = { "convex-boundary/no-internal-in-client": "error", "convex-boundary/prefer-internal-function": "error" };

describe("a run with fixes", () => {
  test.each([[CONVEX_FILES], [CONVEX_FILES.toReversed()]])("repairs definition and reference, in the order %s", async (files) => {
    const workspace = open(CHAT);

    await lint(workspace, { fix: true, files });

    expect(read(workspace, CONVEX_FILES)).toEqual([DIGESTS_INTERNAL, CRONS_INTERNAL]);
    await expectNothingToDo(workspace);
  });

  test("repairs thirty functions in one file and thirty references in another", async () => {
    const workspace = open({ ...CHAT, ...manyFunctions("mutation", "api"), ...generated("convex", ["crons", "digests", "many", "nightly"]) });
    const { "convex/many.ts": definitions, "convex/nightly.ts": references } = manyFunctions("internalMutation", "internal");

    expect(await lint(workspace, { fix: true, files: ["convex/many.ts", "convex/nightly.ts"] })).toEqual([]);

    expect(read(workspace, ["convex/many.ts", "convex/nightly.ts"])).toEqual([definitions, references]);
  });

  test("leaves the references of a function alone that a disable comment keeps public", async () => {
    const kept = DIGESTS.replace("export const send", "// eslint-disable-next-line convex-boundary/prefer-internal-function -- partners call it\nexport const send");
    const workspace = open({ ...CHAT, "convex/digests.ts": kept });

    await lint(workspace, { fix: true });

    expect(read(workspace, CONVEX_FILES)).toEqual([kept, CRONS]);
    await expectNothingToDo(workspace);
  });

  test("leaves a definition alone whose reference a disable comment keeps", async () => {
    const kept = CRONS.replace("crons.interval", "// eslint-disable-next-line convex-boundary/prefer-internal-function\ncrons.interval");
    const workspace = open({ ...CHAT, "convex/crons.ts": kept });

    await lint(workspace, { fix: true });

    expect(read(workspace, CONVEX_FILES)).toEqual([DIGESTS, kept]);
  });

  test("keeps byte order mark and line ends", async () => {
    const windows = (text: string): string => `\uFEFF${text.replaceAll("\n", "\r\n")}`;
    const workspace = open({ ...CHAT, "convex/digests.ts": windows(DIGESTS), "convex/crons.ts": windows(CRONS) });

    await lint(workspace, { fix: true });

    expect(read(workspace, CONVEX_FILES)).toEqual([windows(DIGESTS_INTERNAL), windows(CRONS_INTERNAL)]);
  });

  test("works below a path with spaces and letters of other languages", async () => {
    const parent = createTemporaryDirectory();
    const workspace = open(CHAT, join(parent, "Überblick (neu) 世界"));

    await lint(workspace, { fix: true });

    expect(read(workspace, CONVEX_FILES)).toEqual([DIGESTS_INTERNAL, CRONS_INTERNAL]);
  });
});

describe("a workspace that changes between two runs of one instance of ESLint", () => {
  test("a client that appears, changes, moves and goes", async () => {
    const workspace = open(CHAT);
    const eslint = createESLint(workspace);
    const lint = async (): Promise<string[]> => summarize(workspace, await eslint.lintFiles(["."]));
    expect(await lint()).toEqual(FOUND);

    workspace.write("src/Button.tsx", BUTTON);
    expect(await lint()).toEqual([]);

    workspace.write("src/Button.tsx", BUTTON.replace("api.digests.send", "api.digests.gone"));
    expect(await lint()).toEqual(FOUND);

    workspace.write("src/Button.tsx", BUTTON);
    renameSync(join(workspace.root, "src/Button.tsx"), join(workspace.root, "src/Send.tsx"));
    expect(await lint()).toEqual([]);

    workspace.remove("src/Send.tsx");
    expect(await lint()).toEqual(FOUND);
  });

  test("a module that appears and goes", async () => {
    const workspace = open(CHAT);
    const eslint = createESLint(workspace);
    const lint = async (): Promise<string[]> => summarize(workspace, await eslint.lintFiles(["."]));
    workspace.write("src/Purge.tsx", dedent`
      import { useMutation } from "convex/react";
      import { anyApi } from "convex/server";

      export const Purge = () => <button onClick={useMutation(anyApi.messages.purge)} />;
    `);
    expect(await lint()).toEqual(FOUND);

    workspace.write("convex/messages.ts", `import { internalMutation } from "./_generated/server";\n\nexport const purge = internalMutation({ args: {}, handler: async () => {} });\n`);
    expect(await lint()).toEqual([...FOUND, "src/Purge.tsx internalFunction"]);

    workspace.remove("convex/messages.ts");
    expect(await lint()).toEqual(FOUND);
  });
});

describe("text that is not saved", () => {
  test("decides for its own file, and for no other", async () => {
    const workspace = open(CHAT);
    const eslint = createESLint(workspace);

    expect(await lintText(eslint, workspace, "convex/digests.ts", DIGESTS_INTERNAL)).toEqual([]);
    expect(await lintText(eslint, workspace, "convex/crons.ts", CRONS)).toEqual(["convex/crons.ts publicReference"]);
    expect(await lintText(eslint, workspace, "convex/crons.ts", CRONS_INTERNAL)).toEqual([]);
    expect(await lintText(eslint, workspace, "convex/digests.ts", DIGESTS)).toEqual(["convex/digests.ts publicFunction"]);
  });

  test("of a client is judged by what is on disk of the functions", async () => {
    const workspace = open({ ...CHAT, "src/Button.tsx": BUTTON });
    const eslint = createESLint(workspace);
    const calling = BUTTON.replace("{ api }", "{ internal }").replace("api.digests.send", "internal.digests.send as never");

    expect(await lintText(eslint, workspace, "src/Button.tsx", calling)).toEqual([]);
    workspace.write("convex/digests.ts", DIGESTS_INTERNAL);
    expect(await lintText(eslint, workspace, "src/Button.tsx", calling)).toEqual(["src/Button.tsx internalFunction"]);
  });
});

describe("where a file lies", () => {
  test.each([
    ["src/purge.ts", ["src/purge.ts internalFunction"]],
    ["src/_generated/purge.ts", []],
    ["src/purge.d.ts", []],
    ["node_modules/chat/purge.ts", []],
  ])("%s", async (path, expected) => {
    const workspace = open({ ...CHAT, "convex/digests.ts": DIGESTS_INTERNAL });
    const calling = `import { useMutation } from "convex/react";\nimport { anyApi } from "convex/server";\n\nuseMutation(anyApi.digests.send);\n`;
    workspace.write("src/purge.ts", calling);

    expect(await lintText(createESLint(workspace, { ignores: ["!**/node_modules/"] }), workspace, path, calling)).toEqual(expected);
  });

  test("an example in Markdown", async () => {
    const example = BUTTON.replace("{ api }", "{ internal }").replace("api.digests.send", "internal.digests.send as never");
    const workspace = open({ ...CHAT, "convex/digests.ts": DIGESTS_INTERNAL, "convex/crons.ts": CRONS_INTERNAL, "src/README.md": example });
    const processor: Linter.Processor = { preprocess: (text) => [{ text, filename: "0.tsx" }], postprocess: (messages) => messages.flat() };

    expect(await lint(workspace, { files: ["src/README.md"], config: { files: ["**/*.md"], processor } })).toEqual([]);
    workspace.write("src/Button.tsx", example);
    expect(await lint(workspace, { files: ["src/Button.tsx"] })).toEqual(["src/Button.tsx internalFunction"]);
  });

  test("a file outside every package", async () => {
    const workspace = open({ "convex/digests.ts": DIGESTS, "convex/crons.ts": CRONS, "src/App.tsx": CHAT["src/App.tsx"] ?? "" });

    expect(await lint(workspace)).toEqual([]);
  });

  test("text without a file name", async () => {
    const workspace = open(CHAT);
    const results = await createESLint(workspace).lintText("export {};\n");

    expect(results.flatMap(({ messages }) => messages)).toEqual([]);
  });
});

describe("settings", () => {
  test.each([
    ["always", `settings["convex-boundary"] must be an object.`],
    [{ clients: "here" }, `settings["convex-boundary"].clients must be one of "auto", "workspace", "elsewhere".`],
    [{ internalBuilders: ["internalMutation"] }, `settings["convex-boundary"].internalBuilders must be an object from builder names to the names of their internal twins.`],
    [{ clientRoots: "../app" }, `settings["convex-boundary"].clientRoots must be an array of directories, as seen from the root of the workspace.`],
    [{ clientRoots: [""] }, `settings["convex-boundary"].clientRoots must be an array of directories`],
    [{ cacheKey: 1 }, `settings["convex-boundary"].cacheKey must be what \`cacheKey()\` returns, a string.`],
    [{ cache: "off" }, `settings["convex-boundary"].cache must be \`true\` or \`false\`.`],
    [{ client: "auto" }, `settings["convex-boundary"].client is not a setting (did you mean "clients"?); there are "clients", "internalBuilders", "clientRoots", "accessChecks", "cache" and "cacheKey".`],
  ])("%j is refused", async (settings, message) => {
    const workspace = open(CHAT);

    await expect(lint(workspace, { config: { settings: { "convex-boundary": settings } } })).rejects.toThrow(message);
  });

  test("of one run do not reach the next", async () => {
    const workspace = open(CHAT);

    expect(await lint(workspace, { config: { settings: { "convex-boundary": { clients: "elsewhere" } } } })).toEqual([]);
    expect(await lint(workspace)).toEqual(FOUND);
  });
});

describe("types", () => {
  const ADMIN: WorkspaceFiles = {
    ...CHAT,
    "tsconfig.json": `{ "compilerOptions": { "strict": true, "module": "ESNext", "moduleResolution": "Bundler", "jsx": "react-jsx", "skipLibCheck": true, "types": [] } }\n`,
    "convex/digests.ts": dedent`
      import { query } from "./_generated/server";
      import { adminMutation } from "./admin";

      export const list = query({ args: {}, handler: async () => [] });
      export const send = adminMutation({ args: {}, handler: async () => {} });
    `,
    "convex/admin.d.ts": dedent`
      import type { MutationBuilder } from "convex/server";
      import type { DataModel } from "./_generated/dataModel";

      export declare const adminMutation: MutationBuilder<DataModel, "public">;
    `,
  };
  const FOUND_BY_TYPE = ["convex/crons.ts publicReference", "convex/digests.ts publicFunctionWithoutTwin"];

  test.each([
    ["projectService", (root: string) => ({ projectService: true, tsconfigRootDir: root }), FOUND_BY_TYPE],
    ["project", (root: string) => ({ project: true, tsconfigRootDir: root }), FOUND_BY_TYPE],
    ["neither", () => ({}), []],
  ])("%s", async (_name, parserOptions, expected) => {
    const workspace = open(ADMIN);

    expect(await lint(workspace, { config: { languageOptions: { parserOptions: parserOptions(workspace.root) } } })).toEqual(expected);
  });

  test("that are missing are missed once", async () => {
    const emitWarning = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    onTestFinished(() => emitWarning.mockRestore());
    const [typed, untyped] = [open(ADMIN), open(ADMIN)];

    await lint(typed, { config: { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: typed.root } } } });
    expect(emitWarning).not.toHaveBeenCalled();

    await lint(untyped);
    await lint(untyped);
    expect(emitWarning.mock.calls).toEqual([[`There is no type information, and only types tell what \`adminMutation\` registers. Nothing is said about 1 function in ${untyped.root}. \`npx convex-boundary check\` asks the type checker itself.`, "ConvexBoundaryWarning"]]);
  });
});

describe("bad input", () => {
  test.each<[string, WorkspaceFiles, string[]]>([
    ["an empty file", { "convex/empty.ts": "", "src/empty.ts": "" }, FOUND],
    ["a file of comments", { "convex/empty.ts": "// TODO\n" }, FOUND],
    ["no generated code", Object.fromEntries(Object.keys(generated("convex", [])).map((path) => [path, ""])), FOUND],
    ["a stub of the API", { "convex/_generated/api.d.ts": `import type { AnyApi } from "convex/server";\nexport declare const api: AnyApi;\nexport declare const internal: AnyApi;\n` }, FOUND],
    ["a minified bundle", { "src/bundle.js": `${"var a=1;".repeat(10_000)}useMutation("digests:send");\n` }, FOUND],
    ["a file of more than a megabyte", { "src/huge.tsx": `${BUTTON}${"// A line.\n".repeat(120_000)}` }, []],
    ["modules that re-export each other", { "convex/a.ts": `export * from "./b";\n`, "convex/b.ts": `export * from "./a";\nexport { send as again } from "./b";\n` }, FOUND],
    ["constants that name each other", { "convex/a.ts": `import { api } from "./_generated/api";\nexport const a = b.digests;\nconst b = c ?? a;\nconst c = { ...b, api };\n` }, FOUND],
    [
      "functions that return what they return",
      {
        "src/strip.ts": `import { api } from "../convex/_generated/api";\nconst strip = (type) => (type.inner ? strip(type.inner) : type);\nconst even = (n) => (n ? odd(n - 1) : api);\nfunction odd(n) {\n  return n ? even(n - 1) : { ...even(n), odd };\n}\nshow(strip(api.digests.list), even(3).digests.list, odd(3));\n`,
        "convex/strip.ts": `import { api } from "./_generated/api";\nconst strip = (type) => (type.inner ? strip(type.inner) : type);\nshow(strip(api.digests.list));\nexport const stripped = strip(strip)(strip);\n`,
      },
      [],
    ],
    ["a convex.json that is no JSON", { "convex.json": "{ functions: " }, []],
  ])("%s", async (_name, files, expected) => {
    const workspace = open({ ...CHAT, ...files });

    expect(await lintWithEveryRule(workspace)).toEqual(expected);
  });

  test("a syntax error is reported by the parser, and the other files are judged without that file", async () => {
    const workspace = open({ ...CHAT, "convex/broken.ts": "export const = mutation({\n", "src/broken.tsx": "export const Button = () => <p>{\n" });

    expect(await lintWithEveryRule(workspace)).toEqual(["convex/broken.ts fatal", ...FOUND, "src/broken.tsx fatal"]);
  });

  test("a loop of symbolic links and a link to nowhere", async () => {
    const workspace = open(CHAT);
    symlinkSync(workspace.root, join(workspace.root, "src/loop"), "dir");
    symlinkSync(join(workspace.root, "gone"), join(workspace.root, "src/gone"), "dir");

    expect(await lintWithEveryRule(workspace)).toEqual(FOUND);
  });

  test("files and directories that cannot be read", async () => {
    const workspace = open({ ...CHAT, "secret/Button.tsx": BUTTON });
    chmodSync(join(workspace.root, "secret"), 0o000);
    onTestFinished(() => chmodSync(join(workspace.root, "secret"), 0o755));
    // A directory where a file is expected.
    mkdirSync(join(workspace.root, "src/odd.tsx"));

    // Whoever may read everything sees the client in `secret/`.
    expect(await lintWithEveryRule(workspace)).toEqual(process.getuid?.() === 0 ? [] : FOUND);
  });
});

function open(files: WorkspaceFiles, root?: string): Workspace {
  const workspace = createWorkspace(files, { installed: true, ...(root === undefined ? {} : { root }) });
  onTestFinished(() => workspace.cleanup());
  return workspace;
}

interface RunOptions {
  readonly fix?: boolean;
  readonly files?: readonly string[];
  readonly config?: Linter.Config;
}

function createESLint({ root }: Workspace, config: Linter.Config = {}, fix = false): ESLint {
  clearCaches();
  return new ESLint({
    cwd: root,
    fix,
    overrideConfigFile: true,
    overrideConfig: [
      { ignores: config.ignores ?? ["**/_generated/"] },
      { files: ["**/*.{js,ts,tsx}"], languageOptions: { parser: tseslint.parser } },
      { ...plugin.configs.recommended, rules: RULES },
      ...(config.ignores ? [] : [config]),
    ],
  });
}

async function run(workspace: Workspace, { fix = false, files = ["."], config }: RunOptions = {}): Promise<ESLint.LintResult[]> {
  const results = await createESLint(workspace, config, fix).lintFiles([...files]);
  if (fix) await ESLint.outputFixes(results);
  return results;
}

/** Returns `path messageId` for each finding. */
async function lint(workspace: Workspace, options?: RunOptions): Promise<string[]> {
  return summarize(workspace, await run(workspace, options));
}

/** Lints with all rules, and returns what the two about visibility find. */
async function lintWithEveryRule(workspace: Workspace): Promise<string[]> {
  const results = await run(workspace, { config: { rules: plugin.configs.all.rules ?? {} } });
  const isTold = ({ ruleId }: Linter.LintMessage): boolean => ruleId === null || Object.keys(RULES).includes(ruleId);
  return summarize(workspace, results.map((result) => ({ ...result, messages: result.messages.filter(isTold) })));
}

async function lintText(eslint: ESLint, workspace: Workspace, path: string, text: string): Promise<string[]> {
  return summarize(workspace, await eslint.lintText(text, { filePath: join(workspace.root, path) }));
}

function summarize({ root }: Workspace, results: readonly ESLint.LintResult[]): string[] {
  return results.flatMap(({ filePath, messages }) => messages.map(({ messageId, message, fatal }) => `${filePath.slice(root.length + 1)} ${fatal ? "fatal" : (messageId ?? message)}`)).sort();
}

function read({ root }: Workspace, files: readonly string[]): string[] {
  return files.map((file) => readFileSync(join(root, file), "utf8"));
}

async function expectNothingToDo(workspace: Workspace): Promise<void> {
  expect(await lint(workspace, { fix: true })).toEqual([]);
}

/** A module of thirty mutations, and one that runs all of them. */
function manyFunctions(builder: string, root: string): WorkspaceFiles {
  const names = Array.from({ length: 30 }, (_, index) => `step${String(index)}`);
  return {
    "convex/many.ts": `import { ${builder} } from "./_generated/server";\n\n${names.map((name) => `export const ${name} = ${builder}({ args: {}, handler: async () => {} });\n`).join("")}`,
    "convex/nightly.ts": `import { ${root} } from "./_generated/api";\nimport type { ActionCtx } from "./_generated/server";\n\nexport async function nightly(ctx: ActionCtx) {\n${names.map((name) => `  await ctx.runMutation(${root}.many.${name}, {});\n`).join("")}}\n`,
  };
}
