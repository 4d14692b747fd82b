import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

import plugin from "../index.ts";
import { dedent } from "../testing/dedent.ts";
import { CRONS_INTERNAL, DIGEST_PROJECT, DIGESTS_INTERNAL } from "../testing/digest-project.ts";
import { blocksOf, readGuide } from "../testing/docs/guide.ts";
import { FIXTURES, readExpectedFixed, readFiles } from "../testing/fixtures.ts";
import { createProjectShell, type Outcome, type ProjectShell } from "../testing/project-shell.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string; readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[] }[];
}

interface Config {
  readonly rules: unknown;
}

const GUIDE = readGuide("oxlint");
const [CONFIG = "", SETTINGS = ""] = [...blocksOf(GUIDE, "oxlint", "json"), ...blocksOf(GUIDE, "What it cannot know", "json")];
/** What oxlint reports by itself is of no interest here. */
const ONLY_OURS = { categories: { correctness: "off" }, plugins: [] };
const [LINT = "", FIX = ""] = blocksOf(GUIDE, "oxlint", "sh");

function open(files: WorkspaceFiles, config: object = {}): ProjectShell {
  const project = createProjectShell({ ...files, ".gitignore": "node_modules\n", ".oxlintrc.json": JSON.stringify({ ...(JSON.parse(CONFIG) as object), ...ONLY_OURS, ...config }) });
  onTestFinished(() => project.cleanup());
  return project;
}

/** The files of a fixture project, with every rule at work. */
function openFixture(name: string): ProjectShell {
  const files = Object.entries(readFiles(join(FIXTURES, name))).filter(([path]) => !path.startsWith("expected"));
  return open(Object.fromEntries(files), { rules: plugin.configs.all.rules });
}

/** Returns `path:line:column rule` for each finding. */
function found({ stdout }: Outcome): string[] {
  const { diagnostics } = JSON.parse(stdout) as Report;
  return diagnostics.map(({ code, filename, labels: [label] }) => `${filename}:${String(label?.span.line)}:${String(label?.span.column)} ${/\((.*)\)/u.exec(code)?.[1] ?? code}`).sort();
}

/** What ESLint reports without types. */
function expected(name: string): string[] {
  const untyped = join(FIXTURES, name, "expected-untyped.txt");
  const text = readFileSync(existsSync(untyped) ? untyped : join(FIXTURES, name, "expected.txt"), "utf8");
  return [...text.matchAll(/^(\S+:\d+:\d+ [\w-]+)(?: \[fix\])?$/gmu)].map(([, finding = ""]) => finding).sort();
}

test("every command of the guide is run here", () => {
  expect(GUIDE.filter(({ language }) => language === "sh").map(({ text }) => text.trim())).toEqual([LINT, FIX]);
});

test("the guide lists the rules of the recommended preset", () => {
  expect((JSON.parse(CONFIG) as Config).rules).toEqual(plugin.configs.recommended.rules);
});

test.each(["custom-builders", "javascript-app", "monorepo", "react-app", "stripe-upgrade-leak"])("%s: the findings of ESLint without types", async (name) => {
  const project = openFixture(name);

  expect(found(await project.run(`${LINT} --format json`))).toEqual(expected(name));
});

test.each(["react-app", "thirty"])("%s: one run repairs all files", async (name) => {
  const project = openFixture(name);

  await project.run(FIX);

  const fixed = readExpectedFixed(name);
  expect(Object.fromEntries(Object.keys(fixed).map((path) => [path, readFileSync(join(project.root, path), "utf8")]))).toEqual(fixed);
});

test("settings are those of ESLint", async () => {
  const backend = Object.fromEntries(Object.entries(DIGEST_PROJECT).filter(([path]) => !path.startsWith("src/")));

  expect(found(await open(backend).run(`${LINT} --format json`))).toEqual([]);
  expect(found(await open(backend, JSON.parse(SETTINGS) as object).run(`${LINT} --format json`))).toContain("convex/digests.ts:4:21 prefer-internal-function");
});

test("says once what it cannot know", async () => {
  const custom = (name: string): string => `import { adminMutation } from "@acme/builders";\n\nexport const ${name} = adminMutation({ args: {}, handler: async () => {} });\n`;
  const project = open({
    ...DIGEST_PROJECT,
    "package.json": `{ "private": true, "type": "module", "dependencies": { "@acme/builders": "*", "convex": "*" } }\n`,
    "convex/one.ts": custom("one"),
    "convex/two.ts": custom("two"),
    "convex/crons.ts": `${CRONS_INTERNAL}crons.interval("one", { hours: 1 }, internal.one.one);\ncrons.interval("two", { hours: 1 }, internal.two.two);\n`,
  });

  const { stderr } = await project.run(LINT);

  expect(stderr.split("ConvexBoundaryWarning: ").slice(1)).toEqual([expect.stringMatching(/^There is no type information, and only types tell what `adminMutation` registers\. Nothing is said about 2 functions in /u)]);
});

describe("components", () => {
  const PURGE = dedent`
    <template>
      <button @click="send({})">Send</button>
    </template>

    <script lang="ts">
    export default { inheritAttrs: false };
    </script>

    <script setup lang="ts">
    import { useConvexMutation, useConvexQuery } from "convex-vue";
    import { internal } from "../convex/_generated/api";

    const send = useConvexMutation(internal.digests.send as never);
    const list = useConvexQuery("digests:list" as never);
    </script>
  `;
  const PROJECT = { ...DIGEST_PROJECT, "convex/digests.ts": DIGESTS_INTERNAL, "convex/crons.ts": CRONS_INTERNAL, "package.json": `{ "private": true, "type": "module", "dependencies": { "convex": "*", "convex-vue": "*" } }\n`, "src/Purge.vue": PURGE };

  test("are reported in their scripts", async () => {
    const project = open(PROJECT, { rules: plugin.configs.all.rules });

    expect(found(await project.run(`${LINT} --format json`))).toEqual(["src/Purge.vue:13:32 no-internal-in-client", "src/Purge.vue:14:29 no-string-function-reference"]);
  });

  test("are fixed in their scripts", async () => {
    const project = open(PROJECT, { rules: plugin.configs.all.rules });

    await project.run(FIX);

    expect(readFileSync(join(project.root, "src/Purge.vue"), "utf8")).toBe(PURGE.replace("{ internal }", "{ api, internal }").replace(`"digests:list"`, "api.digests.list"));
  });
});
