import { utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { createWorkspace, type Workspace as Directory } from "../testing/workspace.ts";
import type { Snapshot } from "./snapshot.ts";
import { Workspace } from "./workspace.ts";

const CLIENT = 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.messages.list);\n';
const USER = CHAT["app/user.tsx"] ?? "";

afterEach(() => {
  vi.restoreAllMocks();
});

function open(): { readonly directory: Directory; readonly workspace: Workspace } {
  const directory = createWorkspace({ "package.json": "{}", ...CHAT });
  onTestFinished(() => directory.cleanup());
  return { directory, workspace: new Workspace(directory.root) };
}

/** Stops the clock, and returns a time that whole milliseconds can tell. */
function freeze(): Date {
  const now = Date.now();
  vi.spyOn(Date, "now").mockReturnValue(now + 1);
  return new Date(now);
}

/** The clients of `messages:list`, none of which is there at first. */
function clientsOf(snapshot: Snapshot): string[] {
  const target = [...snapshot.functions()].find(({ names }) => names.includes("messages:list"));
  return target ? snapshot.callersOf(target).references.filter((reference) => reference.class === "client").map(({ file }) => file.slice(snapshot.root.length + 1)) : [];
}

describe("a lint call after a change on disk", () => {
  test("sees a comment that says how to run a function", () => {
    const { directory, workspace } = open();
    const lint = (): string[] => {
      const snapshot = workspace.snapshotFor(join(directory.root, "app/user.tsx"), USER, undefined);
      const target = [...snapshot.functions()].find(({ names }) => names.includes("messages:list"));
      return target ? snapshot.callersOf(target).references.filter((reference) => reference.class === "operator").map(({ file }) => file.slice(directory.root.length + 1)) : [];
    };
    expect(lint()).toEqual([]);

    directory.write("app/setup.ts", "export const ready = true;\n");
    expect(lint()).toEqual([]);
    directory.write("app/setup.ts", "// npx convex run messages:list\nexport const ready = true;\n");
    expect(lint()).toEqual(["app/setup.ts"]);
    directory.write("app/setup.ts", "export const ready = true;\n");
    expect(lint()).toEqual([]);
  });

  test("with the same text as before sees it at once", () => {
    const { directory, workspace } = open();
    const lint = (): string[] => clientsOf(workspace.snapshotFor(join(directory.root, "app/user.tsx"), USER, undefined));
    // Time stands still, so nothing is due.
    vi.spyOn(performance, "now").mockReturnValue(1000);
    expect(lint()).toEqual([]);

    directory.write("app/main.tsx", CLIENT);
    expect(lint()).toEqual(["app/main.tsx"]);
  });

  test("with a text of its own sees it after twenty times what a look at all files costs", () => {
    const { directory, workspace } = open();
    let now = 1000;
    let sweepCost = 5;
    vi.spyOn(performance, "now").mockImplementation(() => (now += sweepCost));
    let version = 0;
    const lint = (): string[] => clientsOf(workspace.snapshotFor(join(directory.root, "app/user.tsx"), `${USER}// ${String((version += 1))}\n`, undefined));
    expect(lint()).toEqual([]);
    sweepCost = 0;
    const due = now + 5 * 20;

    directory.write("app/main.tsx", CLIENT);
    now = due - 1;
    expect(lint()).toEqual([]);

    now = due;
    expect(lint()).toEqual(["app/main.tsx"]);
  });
});

test("a file that appears in the same tick of the file system's clock as the last look at its directory", () => {
  const { directory, workspace } = open();
  const lint = (): string[] => clientsOf(workspace.snapshotFor(join(directory.root, "app/user.tsx"), USER, undefined));
  const app = join(directory.root, "app");
  const tick = freeze();
  utimesSync(app, tick, tick);
  expect(lint()).toEqual([]);

  directory.write("app/main.tsx", CLIENT);
  utimesSync(app, tick, tick);

  expect(lint()).toEqual(["app/main.tsx"]);
});

test("a file that is written twice in the same tick, with texts of the same length", () => {
  const { directory, workspace } = open();
  const lint = (): string[] => clientsOf(workspace.snapshotFor(join(directory.root, "app/user.tsx"), USER, undefined));
  const tick = freeze();
  const file = directory.write("app/main.tsx", CLIENT.replace("messages.list", "messages.send"));
  utimesSync(file, tick, tick);
  expect(lint()).toEqual([]);

  directory.write("app/main.tsx", CLIENT);
  utimesSync(file, tick, tick);

  expect(lint()).toEqual(["app/main.tsx"]);
});
