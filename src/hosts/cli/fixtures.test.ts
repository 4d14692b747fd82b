import { afterEach, expect, test } from "vitest";

import { rules } from "../../../rules/index.ts";
import { copyFixture, type FixtureCopy, listFixtures, readExpectedFixed } from "../../testing/fixtures.ts";
import { run } from "./run.ts";

let project: FixtureCopy | undefined;
afterEach(() => project?.cleanup());

test.each(listFixtures())("%s is repaired as by typed linting", async (name) => {
  project = copyFixture(name);
  let stderr = "";

  await run(["--fix", ...Object.keys(rules).flatMap((rule) => ["--rule", `${rule}:error`])], {
    workingDirectory: project.root,
    stdout: { write: () => undefined },
    stderr: { write: (text) => (stderr += text) },
  });

  expect(stderr).toBe("");
  expect(project.changedFiles()).toEqual(readExpectedFixed(name));
});
