import fs, { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { chatFiles, createRepository, findingsIn, gitIn, type Outcome, type Repository, runIn } from "../../../testing/command-line.ts";
import { createTemporaryDirectory, createWorkspace } from "../../../testing/workspace.ts";

const CLEAN: Record<string, string> = {
  ...chatFiles(),
  "convex/crons.ts": "export default {};\n",
  "src/App.tsx": `import { useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export const App = () => <p>{useQuery(api.messages.list)?.length}</p>;
`,
  "src/Digest.tsx": `import { useMutation } from "convex/react";
import { api } from "../convex/_generated/api";

export const useDigest = () => useMutation(api.messages.digest);
`,
};

const cleanups: (() => void)[] = [];
let temporary: string;
beforeEach(() => {
  temporary = createTemporaryDirectory();
  cleanups.push(() => fs.rmSync(temporary, { recursive: true, force: true }));
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function setUp(files: Record<string, string>, options: { readonly installed?: boolean } = {}): Repository {
  const repository = createRepository(files, options);
  cleanups.push(() => repository.cleanup());
  return repository;
}

async function since(directory: string, revision: string, ...argv: string[]): Promise<Outcome> {
  // What the run puts into the temporary directory of the system shows here.
  vi.stubEnv("TMPDIR", temporary);
  try {
    return await runIn(directory, ["check", "--since", revision, "--format", "json", ...argv]);
  } finally {
    vi.unstubAllEnvs();
  }
}

describe("a finding is new", () => {
  test("when an edit elsewhere causes it", async () => {
    const repository = setUp({ ...CLEAN, "convex/crons.ts": chatFiles()["convex/crons.ts"] ?? "" });
    repository.remove("src/Digest.tsx");

    const outcome = await since(repository.root, "HEAD");

    // Neither file with a finding changed: the last client of the function went away.
    expect(findingsIn(outcome, repository.root)).toEqual(["convex/crons.ts:5 prefer-internal-function", "convex/messages.ts:7 prefer-internal-function"]);
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toMatch(/^Compared with HEAD \([\da-f]{10}\): 2 new findings; 0 findings of before are not shown\.\nLooked at /);
  });

  test("when its file is committed, changed, staged or not tracked yet", async () => {
    const use = (name: string): string => `import { useMutation } from "convex/react";\nimport { internal } from "../convex/_generated/api";\nexport const ${name} = () => useMutation(internal.messages.purge);\n`;
    const repository = setUp(CLEAN);
    repository.write("src/committed.ts", use("committed"));
    repository.commit("Purge");
    repository.write("src/staged.ts", use("staged"));
    repository.git("add", "src/staged.ts");
    repository.write("src/untracked.ts", use("untracked"));
    repository.write("src/Digest.tsx", `${CLEAN["src/Digest.tsx"] ?? ""}${use("changed")}`);

    const outcome = await since(repository.root, "HEAD~1");

    expect(findingsIn(outcome, repository.root).map((finding) => finding.split(":")[0])).toEqual(["src/Digest.tsx", "src/committed.ts", "src/staged.ts", "src/untracked.ts"]);
  });

  test("when there is one more of its kind, which is the one that is reported", async () => {
    const repository = setUp(chatFiles());
    repository.write("src/App.tsx", (chatFiles()["src/App.tsx"] ?? "").replace("  const purge =", "  const again = useMutation((internal as any).messages.purge);\n  const purge ="));

    const outcome = await since(repository.root, "HEAD");

    expect(findingsIn(outcome, repository.root)).toEqual(["src/App.tsx:6 no-internal-in-client"]);
  });

  test("when a comment no longer turns it off", async () => {
    const repository = setUp({ ...CLEAN, "src/App.tsx": `/* eslint-disable convex-boundary/no-internal-in-client */\n${chatFiles()["src/App.tsx"] ?? ""}` });
    repository.write("src/App.tsx", chatFiles()["src/App.tsx"] ?? "");

    expect(findingsIn(await since(repository.root, "HEAD"), repository.root)).toEqual(["src/App.tsx:6 no-internal-in-client"]);
  });

  test("when the Convex project itself is, and it is said why", async () => {
    const repository = setUp({ "package.json": "{}" });
    for (const [path, text] of Object.entries(chatFiles())) repository.write(path, text);

    const { stdout, stderr } = await since(repository.root, "HEAD");

    expect(findingsIn({ stdout }, repository.root)).toHaveLength(3);
    expect(stderr).toMatch(/^Everything counts as new since HEAD \([\da-f]{10}\): No Convex project found in /);
    expect(stderr).not.toContain(temporary);
  });
});

describe("a finding is old", () => {
  test("when its line moved, or was edited", async () => {
    const repository = setUp(chatFiles());
    repository.write("src/App.tsx", `// A line.\n// Another.\n${chatFiles()["src/App.tsx"] ?? ""}`);
    repository.write("convex/crons.ts", (chatFiles()["convex/crons.ts"] ?? "").replace("hours: 24", "minutes: 5"));

    const outcome = await since(repository.root, "HEAD");

    expect(outcome).toMatchObject({ status: 0, stdout: "[]\n", stderr: expect.stringContaining("0 new findings; 3 findings of before are not shown.") as string });
  });

  test("when another caller is in its message", async () => {
    const repository = setUp(chatFiles());
    repository.write("convex/http.ts", `import { httpAction } from "./_generated/server";\nimport { internal } from "./_generated/api";\nexport const run = httpAction(async (ctx) => { await ctx.runMutation(internal.messages.digest); return new Response(); });\n`);

    expect(findingsIn(await since(repository.root, "HEAD"), repository.root)).toEqual([]);
  });

  test.each(["git mv", "mv"])("when its file was renamed with %s, and functions with it", async (command) => {
    const repository = setUp(chatFiles());
    mkdirSync(join(repository.root, "convex/team"));
    const moved = (chatFiles()["convex/messages.ts"] ?? "").replace("./_generated", "../_generated");
    if (command === "git mv") repository.git("mv", "convex/messages.ts", "convex/team/chat.ts");
    else renameSync(join(repository.root, "convex/messages.ts"), join(repository.root, "convex/team/chat.ts"));
    repository.write("convex/team/chat.ts", moved);
    const rename = (path: string): string => repository.write(path, (chatFiles()[path] ?? "").replaceAll(".messages.", ".team.chat."));
    rename("convex/crons.ts");
    rename("src/App.tsx");

    const outcome = await since(repository.root, "HEAD");

    expect(outcome).toMatchObject({ stdout: "[]\n", stderr: expect.stringContaining("0 new findings; 3 findings of before are not shown.") as string });
  });

  test("when the branch that is compared with went on to mend it", async () => {
    const repository = setUp(chatFiles());
    repository.git("switch", "--quiet", "--create", "feature");
    repository.write("notes.md", "Work in progress.\n");
    repository.commit("Note");
    repository.git("switch", "--quiet", "main");
    for (const [path, text] of Object.entries(CLEAN)) repository.write(path, text);
    repository.commit("Mend");
    repository.git("switch", "--quiet", "feature");

    const outcome = await since(repository.root, "main");

    expect(outcome).toMatchObject({ status: 0, stdout: "[]\n", stderr: expect.stringMatching(/^Compared with main as it was \([\da-f]{10}\): 0 new findings; 3 findings/) as string });
  });
});

describe("where it looks", () => {
  test("a workspace below the root of the checkout, and a directory of it", async () => {
    const repository = setUp(Object.fromEntries(Object.entries(CLEAN).map(([path, text]) => [`apps/chat/${path}`, path === "package.json" ? '{ "workspaces": [] }' : text])));
    const root = join(repository.root, "apps/chat");
    repository.write("apps/chat/src/App.tsx", chatFiles()["src/App.tsx"] ?? "");
    repository.write("apps/chat/convex/crons.ts", chatFiles()["convex/crons.ts"] ?? "");

    expect(findingsIn(await since(root, "HEAD"), root)).toEqual(["src/App.tsx:6 no-internal-in-client"]);
    expect(findingsIn(await since(root, "HEAD", "convex"), root)).toEqual([]);
  });

  test("the checkout of the directory, whatever git tells its hooks", async () => {
    const repository = setUp(chatFiles());
    vi.stubEnv("GIT_DIR", join(temporary, "nowhere"));
    vi.stubEnv("GIT_INDEX_FILE", ".git/next-index-1.lock");

    expect((await runIn(repository.root, ["--since", "HEAD"])).stdout).toMatch(/^No findings\.\nCompared with HEAD \(.*\): 0 new findings; 3 findings/);
  });

  test("generated code and packages that git ignores are as they are now", async () => {
    const repository = setUp(
      {
        ...CLEAN,
        ".gitignore": "node_modules\n_generated/\n",
        "tsconfig.json": '{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "skipLibCheck": true } }',
        "convex/builders.ts": 'import { mutation } from "./_generated/server";\nconst builders: Record<"own", typeof mutation> = JSON.parse("{}");\nexport const own = builders.own;\n',
        "convex/notes.ts": 'import { own } from "./builders";\nexport const clear = own({ args: {}, handler: async () => {} });\n',
        "convex/crons.ts": (chatFiles()["convex/crons.ts"] ?? "").replace("api.messages.digest", "api.notes.clear"),
      },
      { installed: true },
    );

    // Only types tell what the builder registers, now and then.
    expect((await since(repository.root, "HEAD")).stderr).toMatch(/: 0 new findings; 2 findings of before are not shown\./);
  });

  test("the working directory, the index and the objects of the repository stay as they were, and no file is left", async () => {
    const repository = setUp({ ...chatFiles(), ".gitattributes": "*.ts* filter=spy diff=spy\n" });
    for (const key of ["filter.spy.smudge", "filter.spy.clean", "diff.spy.textconv", "core.fsmonitor"]) repository.git("config", key, `touch ${join(temporary, key)}; cat`);
    for (const hook of ["post-index-change", "post-checkout", "reference-transaction"]) writeFileSync(join(repository.root, ".git/hooks", hook), `#!/bin/sh\ntouch ${join(temporary, hook)}\n`, { mode: 0o755 });
    // A rename that git was not told of makes it read both texts.
    repository.remove("src/App.tsx");
    repository.write("src/Chat.tsx", `${chatFiles()["src/App.tsx"] ?? ""}// Renamed.\n`);
    const state = (): unknown => [readdirSync(repository.root), readdirSync(join(repository.root, ".git")), readFileSync(join(repository.root, ".git/index"), "base64"), readdirSync(join(repository.root, ".git/objects"), { recursive: true })];
    const before = state();

    await since(repository.root, "HEAD");

    expect(state()).toEqual(before);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test("a commit that holds what no checkout takes writes nothing outside", async () => {
    const repository = setUp(chatFiles());
    const blob = repository.git("hash-object", "-w", "convex/crons.ts");
    const evil = gitTree(repository, [`100644 blob ${blob}\tevil.ts`]);
    const tree = gitTree(repository, [`040000 tree ${evil}\t..`, `120000 blob ${repository.git("hash-object", "-w", "package.json")}\tlink.ts`]);
    const commit = repository.git("commit-tree", tree, "-m", "Evil");

    const { status } = await since(repository.root, commit);

    expect(status).toBe(1);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe("it cannot run", () => {
  test.each(["nowhere", "--output=x", "HEAD:package.json"])("with the revision `%s`", async (revision) => {
    const repository = setUp(chatFiles());

    const outcome = await runIn(repository.root, [`--since=${revision}`]);

    expect(outcome).toEqual({ status: 2, stdout: "", stderr: `convex-boundary: There is no revision \`${revision}\` in ${repository.root}.\n` });
  });

  test("outside a checkout", async () => {
    const workspace = createWorkspace(chatFiles());
    cleanups.push(() => workspace.cleanup());

    const { status, stderr } = await runIn(workspace.root, ["--since", "HEAD"]);

    expect(stderr).toMatch(/^convex-boundary: `--since` compares with a git revision, and \/.* is in no checkout: not a git repository/);
    expect(status).toBe(2);
  });

  test("in a clone whose history does not reach back", async () => {
    const repository = setUp(chatFiles());
    repository.git("switch", "--quiet", "--create", "feature");
    repository.write("notes.md", "One.\n");
    repository.commit("One");
    repository.git("switch", "--quiet", "main");
    repository.write("other.md", "Two.\n");
    repository.commit("Two");
    const clone = mkdtempSync(join(tmpdir(), "convex-boundary-clone-"));
    cleanups.push(() => fs.rmSync(clone, { recursive: true, force: true }));
    gitIn(clone, "clone", "--quiet", "--depth", "1", "--branch", "feature", `file://${repository.root}`, ".");

    expect((await runIn(clone, ["--since", "origin/main"])).stderr).toMatch(/^convex-boundary: There is no revision `origin\/main` in .*\. The clone is shallow: fetch its history with `git fetch --unshallow`, or with `fetch-depth: 0`/);
    gitIn(clone, "fetch", "--quiet", "--depth", "1", "origin", "main:refs/remotes/origin/main");
    expect(await runIn(clone, ["--since", "origin/main"])).toMatchObject({ status: 2, stderr: expect.stringMatching(/^convex-boundary: The history does not say where `origin\/main` and what is checked out part\. The clone is shallow/) as string });
  });

  test("together with --fix", async () => {
    expect(await runIn(setUp(chatFiles()).root, ["--since", "HEAD", "--fix"])).toMatchObject({ status: 2, stderr: "convex-boundary: `--fix` and `--since` do not go together: a repair spans files, whenever they were changed.\n" });
  });

  test("without git", async () => {
    const repository = setUp(chatFiles());
    vi.stubEnv("PATH", temporary);

    expect(await runIn(repository.root, ["--since", "HEAD"])).toMatchObject({ status: 2, stderr: "convex-boundary: `--since` asks git, which is not installed.\n" });
  });
});

/** Makes a tree of entries as `ls-tree` prints them, without the checks of `git add`. */
function gitTree(repository: Repository, entries: readonly string[]): string {
  const list = join(repository.root, ".git/entries");
  const bytes = Buffer.concat(entries.map((entry) => {
    const [head = "", name = ""] = entry.split("\t");
    const [mode = "", , object = ""] = head.split(" ");
    return Buffer.concat([Buffer.from(`${mode.replace(/^0/, "")} ${name}\0`), Buffer.from(object, "hex")]);
  }));
  writeFileSync(list, bytes);
  return repository.git("hash-object", "-w", "-t", "tree", "--literally", list);
}
