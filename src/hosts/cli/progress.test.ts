import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createWorkspace, type Workspace } from "../../testing/workspace.ts";
import { startProgress } from "./progress.ts";

let workspace: Workspace;
let file: string;
let fd: number;

beforeEach(() => {
  workspace = createWorkspace({});
  file = join(workspace.root, "terminal");
  fd = openSync(file, "a");
});
afterEach(() => {
  closeSync(fd);
  workspace.cleanup();
});

/** Keeps the thread busy, as reading a workspace does. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

test("a long phase is named on a terminal although the thread never rests, and the line is cleared", async () => {
  let written = "";
  const progress = startProgress({ isTTY: true, fd, write: (text) => (written += text) });

  progress.phase("Reading the workspace");
  block(1_700);
  await progress.end();

  expect(readFileSync(file, "utf8")).toMatch(/Reading the workspace… 1 s$/);
  expect(written).toBe("\r\u001B[2K");
});

test("a short run shows nothing", async () => {
  let written = "";
  const progress = startProgress({ isTTY: true, fd, write: (text) => (written += text) });

  progress.phase("Reading the workspace");
  await progress.end();

  expect(readFileSync(file, "utf8") + written).toBe("");
});

test("a stream that is no terminal gets nothing", async () => {
  let written = "";
  const progress = startProgress({ isTTY: false, fd, write: (text) => (written += text) });

  progress.phase("Reading the workspace");
  block(1_300);
  await progress.end();

  expect(readFileSync(file, "utf8") + written).toBe("");
});
