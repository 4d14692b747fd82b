import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { copyFixture, listFixtures } from "../testing/fixtures.ts";
import { dumpIndex } from "../testing/index-dump.ts";
import { createWorkspace, type WorkspaceFiles } from "../testing/workspace.ts";
import { FactsCache, type FactsCacheOptions } from "./facts-cache.ts";
import { Workspace } from "./workspace.ts";

const MANIFEST = { "package.json": '{ "dependencies": { "convex": "*", "react": "*", "lodash": "*" } }' };

interface Directory {
  readonly root: string;
  /** Where the facts are kept. */
  readonly path: string;
  write(file: string, text: string): void;
  /** Looks at the workspace as a new process does. */
  look(options?: FactsCacheOptions): { readonly parsed: number; readonly index: Record<string, unknown> };
}

function directoryAt(root: string): Directory {
  const path = join(root, "node_modules/.cache/facts.bin");
  return {
    root,
    path,
    write(file, text) {
      writeFileSync(join(root, file), text);
    },
    look(options) {
      const workspace = new Workspace(root, new FactsCache({ path, minNew: 1, ...options }));
      const snapshot = workspace.snapshot();
      // Rules may look into further files.
      const parsed = workspace.parsedFiles;
      return { parsed, index: dumpIndex(snapshot) };
    },
  };
}

function create(files: WorkspaceFiles = CHAT): Directory {
  const workspace = createWorkspace({ ...MANIFEST, ...files });
  onTestFinished(() => workspace.cleanup());
  const directory = directoryAt(workspace.root);
  // As if nothing had been touched for long: times just now are not trusted.
  age(workspace.root);
  return directory;
}

function age(root: string, seconds = 3600): void {
  const past = Date.now() / 1000 - seconds;
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) if (entry.isFile()) utimesSync(join(entry.parentPath, entry.name), past, past);
}

function fresh(root: string): Record<string, unknown> {
  return dumpIndex(new Workspace(root, new FactsCache()).snapshot());
}

describe("a second process", () => {
  test.each(listFixtures())("finds the same in %s without parsing", (name) => {
    const copy = copyFixture(name);
    onTestFinished(() => copy.cleanup());
    const directory = directoryAt(copy.root);
    const first = directory.look();
    const second = directory.look();

    expect(first.parsed).toBeGreaterThan(0);
    expect(second.parsed).toBe(0);
    expect(second.index).toEqual(first.index);
    expect(second.index).toEqual(fresh(copy.root));
  });

  test("parses only what was edited", () => {
    const directory = create();
    directory.look();
    directory.write("app/user.tsx", 'import { api } from "../convex/_generated/api";\nimport { useMutation } from "convex/react";\nuseMutation(api.messages.send);\n');
    const { parsed, index } = directory.look();

    expect(parsed).toBe(1);
    expect(index).toEqual(fresh(directory.root));
  });

  test("parses nothing after a fresh checkout, which gives each file another time", () => {
    const directory = create();
    directory.look();
    age(directory.root, 60);

    expect(directory.look().parsed).toBe(0);
  });

  test("parses nothing in what was written just before the facts were kept", () => {
    const directory = create();
    directory.write("app/user.tsx", CHAT["app/user.tsx"] ?? "");
    directory.look();

    expect(directory.look().parsed).toBe(0);
  });

  test("sees an edit that keeps the size and the time of change", () => {
    const directory = create();
    const file = join(directory.root, "convex/messages.ts");
    const { mtime } = statSync(file);
    directory.look();
    directory.write("convex/messages.ts", readFileSync(file, "utf8").replace("const send", "const sent"));
    utimesSync(file, mtime, mtime);
    const { parsed, index } = directory.look();

    expect(parsed).toBe(1);
    expect(Object.keys(index["functions"] as object).some((name) => name.includes("messages:sent"))).toBe(true);
    expect(index).toEqual(fresh(directory.root));
  });

  test("forgets files that went, and reads those that came", () => {
    const directory = create();
    directory.look();
    rmSync(join(directory.root, "app/user.tsx"));
    directory.write("app/more.tsx", 'import { api } from "../convex/_generated/api";\nimport { useQuery } from "convex/react";\nuseQuery(api.messages.list);\n');
    const { parsed, index } = directory.look();

    expect(parsed).toBe(1);
    expect(index).toEqual(fresh(directory.root));
  });

  test("reads a file again in which the name of a package means a file of the workspace now", () => {
    const directory = create({ ...CHAT, "app/data.tsx": 'import { refs } from "lodash";\nimport { useQuery } from "convex/react";\nuseQuery(refs.messages.list);\n' });
    directory.look();
    mkdirSync(join(directory.root, "packages/lodash"), { recursive: true });
    directory.write("packages/lodash/package.json", '{ "name": "lodash", "main": "index.ts" }');
    directory.write("packages/lodash/index.ts", 'export { api as refs } from "../../convex/_generated/api";\n');
    const { index } = directory.look();

    expect(index).toEqual(fresh(directory.root));
    expect(JSON.stringify(index["functions"])).toContain("app/data.tsx");
  });
});

describe("what is kept does not count", () => {
  test("for another build", () => {
    const directory = create();
    const { parsed } = directory.look({ key: "1.0.0" });

    expect(directory.look({ key: "1.0.1" }).parsed).toBe(parsed);
    expect(directory.look({ key: "1.0.1" }).parsed).toBe(0);
  });

  test.each([
    ["is empty", (): Uint8Array => new Uint8Array()],
    ["was cut short", (bytes: Uint8Array): Uint8Array => bytes.slice(0, bytes.length / 2)],
    ["is something else", (): Uint8Array => new TextEncoder().encode("{}")],
  ])("when the file %s", (_, damage) => {
    const directory = create();
    const { parsed, index } = directory.look();
    writeFileSync(directory.path, damage(readFileSync(directory.path)));
    const again = directory.look();

    expect(again).toEqual({ parsed, index });
    expect(directory.look().parsed).toBe(0);
  });
});

test("a place that cannot be written to is no error, and nothing is left half-written", () => {
  const directory = create();
  directory.write("blocked", "");
  const { index } = directory.look({ path: join(directory.root, "blocked/facts.bin") });
  expect(index).toEqual(fresh(directory.root));

  mkdirSync(directory.path, { recursive: true });
  directory.look();
  expect(readdirSync(dirname(directory.path))).toEqual(["facts.bin"]);
});

test("a few new files are not worth writing everything again", () => {
  const directory = create();
  directory.look({ minNew: 2 });
  const before = readFileSync(directory.path);
  directory.write("app/user.tsx", `${CHAT["app/user.tsx"] ?? ""}// A line.\n`);

  expect(directory.look({ minNew: 2 }).parsed).toBe(1);
  expect(readFileSync(directory.path).equals(before)).toBe(true);
});

test("what an editor has not saved is not kept", () => {
  const directory = create();
  const file = join(directory.root, "app/user.tsx");
  new Workspace(directory.root, new FactsCache({ path: directory.path, minNew: 1 })).snapshotFor(file, "export const unsaved = 1;\n", undefined);

  const { parsed, index } = directory.look();
  expect(parsed).toBe(1);
  expect(index).toEqual(fresh(directory.root));
});

test.each(listFixtures())("in %s the index is the same when hardly any facts are kept as they are", (name) => {
  const copy = copyFixture(name);
  onTestFinished(() => copy.cleanup());
  const frugal = new Workspace(copy.root, new FactsCache({ maxWhole: 1 }));
  const whole = new Workspace(copy.root, new FactsCache());
  expect(dumpIndex(frugal.snapshot())).toEqual(dumpIndex(whole.snapshot()));

  for (const file of whole.snapshot().codeFiles().filter((path) => !path.includes("/_generated/"))) {
    const text = `// Edited.\n${readFileSync(file, "utf8")}`;
    expect(dumpIndex(frugal.snapshotFor(file, text, undefined)), file).toEqual(dumpIndex(whole.snapshotFor(file, text, undefined)));
  }
});
