import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";

import packageJson from "../../../../package.json" with { type: "json" };
import { chatFiles, createRepository, type Outcome, type Repository, runIn } from "../../../testing/command-line.ts";
import { sarifProblems } from "../../../testing/sarif.ts";
import { createWorkspace, type Workspace } from "../../../testing/workspace.ts";

interface SarifLog {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly version: string; readonly rules: readonly { readonly id: string; readonly helpUri: string; readonly defaultConfiguration: { readonly level: string } }[] } };
      readonly artifacts: readonly { readonly location: { readonly uri: string } }[];
      readonly originalUriBaseIds: Readonly<Record<string, { readonly uri: string }>>;
      readonly results: readonly SarifResult[];
    },
  ];
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [{ readonly physicalLocation: { readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string }; readonly region: Readonly<Record<string, number>> } }];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly fixes?: readonly { readonly description: { readonly text: string }; readonly artifactChanges: readonly [{ readonly replacements: readonly [{ readonly deletedRegion: Readonly<Record<string, number>>; readonly insertedContent: { readonly text: string } }] }] }[];
  readonly suppressions?: readonly unknown[];
}

const PACKAGE: Record<string, string> = Object.fromEntries(Object.entries(chatFiles()).map(([path, text]) => [`apps/my chat, 100%/${path}`, text]));
const APP = "apps/my chat, 100%/src/App.tsx";
const CLEAN = { ...chatFiles(), "convex/crons.ts": "export default {};\n", "src/App.tsx": 'import { useMutation, useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.messages.list);\nuseMutation(api.messages.digest);\n' };

let workspace: Workspace | undefined;
afterEach(() => workspace?.cleanup());

function setUp(files: Readonly<Record<string, string>>): Repository {
  const repository = createRepository(files);
  workspace = repository;
  return repository;
}

describe("--format sarif", () => {
  async function sarif(root: string, ...argv: string[]): Promise<SarifLog["runs"][0]> {
    const { stdout } = await runIn(root, ["--format", "sarif", ...argv]);
    const log: unknown = JSON.parse(stdout);
    expect(sarifProblems(log)).toEqual([]);
    return (log as SarifLog).runs[0];
  }

  test("is SARIF 2.1.0 that names the tool, its rules and their pages", async () => {
    const { tool } = await sarif(setUp(PACKAGE).root);

    expect(tool.driver).toMatchObject({ name: "convex-boundary", version: packageJson.version, semanticVersion: packageJson.version, informationUri: expect.stringMatching(/^https:/) as string });
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(expect.arrayContaining(["convex-boundary/no-any-validator", "convex-boundary/prefer-internal-function"]));
    expect(tool.driver.rules.find(({ id }) => id === "convex-boundary/no-any-validator")).toMatchObject({
      shortDescription: { text: "Disallow `v.any()` in the argument validators of public functions" },
      helpUri: expect.stringMatching(/^https:.*\/docs\/no-any-validator\.md$/) as string,
      defaultConfiguration: { level: "warning" },
    });
  });

  test("has one result for each finding, with its place relative to the repository", async () => {
    const { root } = setUp(PACKAGE);

    const { results, tool, artifacts, originalUriBaseIds } = await sarif(root);

    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ["convex-boundary/prefer-internal-function", "error"],
      ["convex-boundary/prefer-internal-function", "error"],
      ["convex-boundary/no-internal-in-client", "error"],
    ]);
    expect(results[2]).toMatchObject({
      message: { text: "`internal.messages.purge` is an internal function, which a client cannot call: it fails with `Could not find public function`." },
      locations: [{ physicalLocation: { artifactLocation: { uri: "apps/my%20chat%2C%20100%25/src/App.tsx", uriBaseId: "%SRCROOT%" }, region: { startLine: 6, startColumn: 29, endLine: 6, endColumn: 61 } } }],
    });
    expect(originalUriBaseIds).toEqual({ "%SRCROOT%": { uri: `file://${root}/` } });
    expect(tool.driver.rules[results[2]?.ruleIndex ?? -1]?.id).toBe("convex-boundary/no-internal-in-client");
    expect(artifacts.map(({ location }) => location.uri.split("/").at(-1))).toEqual(["crons.ts", "messages.ts", "App.tsx"]);
  });

  test("marks columns of the text after a byte order mark", async () => {
    const { results } = await sarif(setUp({ ...chatFiles(), "convex/crons.ts": `\uFEFF${chatFiles()["convex/crons.ts"]?.replace("import { cronJobs } from \"convex/server\";\n", "") ?? ""}`.replace("const crons", 'import { cronJobs } from "convex/server";\nconst crons') }).root);

    expect(results[0]?.fixes?.[0]?.artifactChanges[0].replacements[0].deletedRegion).toMatchObject({ startLine: 1, startColumn: 10 });
  });

  test("holds fixes that give what --fix gives, the one of the whole file once", async () => {
    const { root } = setUp({ ...chatFiles(), "convex/crons.ts": (chatFiles()["convex/crons.ts"] ?? "").replace("export default", 'crons.interval("again", { hours: 2 }, api.messages.digest);\nexport default') });

    const { results } = await sarif(root);

    const [first, second] = results.filter(({ locations }) => locations[0].physicalLocation.artifactLocation.uri === "convex/crons.ts");
    const whole = [...(first?.fixes ?? []), ...(second?.fixes ?? [])].filter(({ description }) => description.text === "Repair everything in this file that the rule reports.");
    const text = readFileSync(join(root, "convex/crons.ts"), "utf8");
    await runIn(root, ["--fix"]);
    expect(whole.length).toBeLessThanOrEqual(1);
    expect(first?.fixes?.map((fix) => applied(text, fix))).toContain(readFileSync(join(root, "convex/crons.ts"), "utf8"));
  });

  test("names a finding the same when its line moves, and two that are alike differently", async () => {
    const twice = (chatFiles()["src/App.tsx"] ?? "").replace("  const purge =", "  const again = useMutation((internal as any).messages.purge);\n  const purge =");
    const repository = setUp({ ...chatFiles(), "src/App.tsx": twice });
    const before = (await sarif(repository.root)).results.map(({ partialFingerprints }) => partialFingerprints["convexBoundary/v1"]);
    repository.write("src/App.tsx", `// Moves everything.\n\n${twice}`);

    const after = (await sarif(repository.root)).results.map(({ partialFingerprints }) => partialFingerprints["convexBoundary/v1"]);

    expect(after).toEqual(before);
    expect(new Set(after).size).toBe(4);
  });

  test("reports what comments turn off only when asked to, as suppressed", async () => {
    const { root } = setUp({ ...chatFiles(), "src/App.tsx": `/* eslint-disable convex-boundary/no-internal-in-client -- an experiment */\n${chatFiles()["src/App.tsx"] ?? ""}` });

    expect((await sarif(root)).results.map(({ ruleId }) => ruleId)).toEqual(["convex-boundary/prefer-internal-function", "convex-boundary/prefer-internal-function"]);
    expect((await sarif(root, "--show-suppressed")).results.map(({ suppressions }) => suppressions)).toEqual([undefined, undefined, [{ kind: "inSource", justification: "an experiment" }]]);
  });

  test("reports a syntax error under a rule of its own", async () => {
    const { results, tool } = await sarif(setUp({ ...chatFiles(), "convex/broken.ts": 'import { query } from "./_generated/server";\nexport const list = query({{\n' }).root);

    expect(results[0]).toMatchObject({ ruleId: "syntax-error", level: "error", message: { text: expect.stringMatching(/^Parsing error: /) as string }, locations: [{ physicalLocation: { region: { startLine: 2, startColumn: 28 } } }] });
    expect(tool.driver.rules.at(-1)?.id).toBe("syntax-error");
  });

  test("is valid without results", async () => {
    expect(await sarif(setUp(CLEAN).root)).toMatchObject({ results: [], artifacts: [] });
  });
});

describe("--format github", () => {
  test("annotates lines of files relative to the repository, and ends with what was looked at", async () => {
    const { root } = setUp(PACKAGE);

    const { status, stdout, stderr } = await runIn(join(root, "apps/my chat, 100%"), ["--format", "github"]);

    expect(stdout.split("\n")[2]).toBe(`::error file=${APP.replace("%", "%25").replace(",", "%2C")},line=6,col=29,endLine=6,endColumn=61,title=convex-boundary/no-internal-in-client::\`internal.messages.purge\` is an internal function, which a client cannot call: it fails with \`Could not find public function\`.`);
    expect(stdout).toMatch(/\nLooked at .*\n$/);
    expect(stderr).toBe("");
    expect(status).toBe(1);
  });

  test("takes the checkout that GitHub names for the repository", async () => {
    const { root } = setUp(chatFiles());

    const { stdout } = await runIn(root, ["--format", "github"], { GITHUB_WORKSPACE: dirname(root) });

    expect(stdout).toContain(`::error file=${basename(root)}/src/App.tsx,`);
  });

  test("warns where the severity is that of a warning, and gives no columns where a finding spans lines", async () => {
    const { root } = setUp({ ...chatFiles(), "src/App.tsx": (chatFiles()["src/App.tsx"] ?? "").replace("(internal as any).messages.purge", "(internal as any)\n    .messages.purge") });

    const { stdout } = await runIn(root, ["--format", "github", "--rule", "no-internal-in-client:warn"]);

    expect(stdout).toContain("::warning file=src/App.tsx,line=6,endLine=7,title=convex-boundary/no-internal-in-client::");
  });

  test("says that there is nothing", async () => {
    expect((await runIn(setUp(CLEAN).root, ["--format", "github"])).stdout).toMatch(/^No findings\.\nLooked at /);
  });
});

describe("--format gitlab", () => {
  test("is a code quality report with a fingerprint for each finding", async () => {
    const { root } = setUp(PACKAGE);

    const { stdout, stderr } = await runIn(root, ["--format", "gitlab", "--rule", "no-internal-in-client:warn"], { CI_PROJECT_DIR: root });

    const problems = JSON.parse(stdout) as { readonly fingerprint: string }[];
    expect(problems).toHaveLength(3);
    expect(problems[2]).toEqual({
      description: expect.stringMatching(/^`internal\.messages\.purge` is an internal function/) as string,
      check_name: "convex-boundary/no-internal-in-client",
      fingerprint: expect.stringMatching(/^[\da-f]{40}$/) as string,
      severity: "minor",
      location: { path: APP, lines: { begin: 6, end: 6 } },
    });
    expect(stderr).toMatch(/^Looked at /);
  });

  test("is an empty list when nothing is found", async () => {
    expect((await runIn(setUp(CLEAN).root, ["--format", "gitlab"])).stdout).toBe("[]\n");
  });
});

describe("--format markdown", () => {
  const markdown = async (root: string, environment: Record<string, string> = {}, ...argv: string[]): Promise<string> => (await runIn(root, ["--format", "markdown", ...argv], environment)).stdout;

  test("counts by rule and lists each finding with a link to its line", async () => {
    const { root } = setUp(PACKAGE);

    const text = await markdown(root, {}, "--rule", "no-internal-in-client:warn");

    expect(text).toMatch(/^## Convex boundary\n\n\*\*2 errors and 1 warning\*\* in 3 files\.\n\n\| Rule \| Errors \| Warnings \|\n\| :-- \| --: \| --: \|\n\| \[`prefer-internal-function`\]\(https:[^)]*\) \| 2 \| 0 \|\n\| \[`no-internal-in-client`\]\(https:[^)]*\) \| 0 \| 1 \|\n\n/);
    expect(text).toContain("| ⚠️ | [apps/my chat, 100%/src/App.tsx:6](apps/my%20chat%2C%20100%25/src/App.tsx#L6) | `internal.messages.purge` is an internal function, which");
    expect(text).toMatch(/\n\nLooked at .*\n$/);
  });

  test.each([
    { environment: { GITHUB_SERVER_URL: "https://github.example", GITHUB_REPOSITORY: "ada/chat", GITHUB_SHA: "c0ffee" }, link: "https://github.example/ada/chat/blob/c0ffee/convex/crons.ts#L5" },
    { environment: { CI_PROJECT_URL: "https://gitlab.example/ada/chat", CI_COMMIT_SHA: "c0ffee" }, link: "https://gitlab.example/ada/chat/-/blob/c0ffee/convex/crons.ts#L5" },
  ])("links to $link", async ({ environment, link }) => {
    expect(await markdown(setUp(chatFiles()).root, environment)).toContain(`[convex/crons.ts:5](${link})`);
  });

  test("keeps names from being markup, and code as it is", async () => {
    const files = { ...chatFiles(), "src/[id]/_a|b_<i>(1)/App.tsx": (chatFiles()["src/App.tsx"] ?? "").replace("../convex", "../../../convex") };

    const text = await markdown(setUp(files).root);

    expect(text).toContain("[src/\\[id\\]/\\_a\\|b\\_&lt;i\\>\\(1\\)/App.tsx:6]".replaceAll("\\(", "(").replaceAll("\\)", ")"));
    expect(text).toContain("(src/%5Bid%5D/_a%7Cb_%3Ci%3E%281%29/App.tsx#L6) | `internal.messages.purge` is");
  });

  test("says that there is nothing", async () => {
    expect(await markdown(setUp(CLEAN).root)).toMatch(/^## Convex boundary\n\n✅ No findings\.\n\nLooked at .*\n$/);
  });

  test("lists a thousand findings and says how many there are", async () => {
    const lines = Array.from({ length: 1_001 }, () => "useMutation((internal as any).messages.purge);\n").join("");

    const text = await markdown(setUp({ ...chatFiles(), "src/App.tsx": `${CLEAN["src/App.tsx"].replace("{ api }", "{ api, internal }")}${lines}` }).root);

    expect(text.match(/^\| ❌ /gm)).toHaveLength(1_000);
    expect(text.includes("\n\nThese are the first 1000 of 1001 findings.\n\n")).toBe(true);
  });
});

test("without a repository, paths are relative to the workspace", async () => {
  workspace = createWorkspace(chatFiles());

  const { stdout }: Outcome = await runIn(workspace.root, ["--format", "github"]);

  expect(stdout).toContain("::error file=src/App.tsx,");
});

function applied(text: string, { artifactChanges }: NonNullable<SarifResult["fixes"]>[number]): string {
  const [{ deletedRegion: region, insertedContent }] = artifactChanges[0].replacements;
  const offset = (line = 1, column = 1): number => text.split("\n").slice(0, line - 1).reduce((sum, current) => sum + current.length + 1, 0) + column - 1;
  return text.slice(0, offset(region["startLine"], region["startColumn"])) + insertedContent.text + text.slice(offset(region["endLine"], region["endColumn"]));
}
