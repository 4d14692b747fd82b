import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";

import { copyFixture, type FixtureCopy, FIXTURES, listFixtures, readExpectedFixed, writeExpectedFixed } from "./fixtures.ts";
import { lintProject } from "./lint.ts";
import { renderFindings } from "./render-findings.ts";
import { findTypeErrors } from "./type-errors.ts";

// `UPDATE_EXPECTED=1 npx vitest run src/testing/fixtures.test.ts` writes what is found; read the difference before you commit it.
const UPDATE = process.env["UPDATE_EXPECTED"] === "1";

describe.each(listFixtures())("%s", (name) => {
  const expectedFile = join(FIXTURES, name, "expected.txt");
  // There only where the rules know less without types.
  const expectedUntypedFile = join(FIXTURES, name, "expected-untyped.txt");

  let project: FixtureCopy | undefined;
  const copy = (): FixtureCopy => (project = copyFixture(name));
  afterEach(() => project?.cleanup());

  test("reports what expected.txt says", async () => {
    const { root } = copy();

    const findings = renderFindings(root, await lintProject(root, { typed: true }));

    if (UPDATE) writeFileSync(expectedFile, findings);
    expect(findings).toBe(readFileSync(expectedFile, "utf8"));
  });

  test("reports without types what can be known from syntax", async () => {
    const { root } = copy();

    const findings = renderFindings(root, await lintProject(root, { typed: false }));

    if (UPDATE) {
      if (findings === readFileSync(expectedFile, "utf8")) rmSync(expectedUntypedFile, { force: true });
      else writeFileSync(expectedUntypedFile, findings);
    }
    expect(findings).toBe(readFileSync(existsSync(expectedUntypedFile) ? expectedUntypedFile : expectedFile, "utf8"));
  });

  test("is repaired by one run of `eslint --fix` with types", async () => {
    const fixture = copy();
    const errorsBefore = findTypeErrors(fixture.root);

    await lintProject(fixture.root, { typed: true, fix: true });

    const fixed = fixture.changedFiles();
    if (UPDATE) writeExpectedFixed(name, fixed);
    expect(fixed).toEqual(readExpectedFixed(name));
    expect(errorsBefore).toEqual([]);
    expect(findTypeErrors(fixture.root)).toEqual([]);
    await expectNothingLeftToFix(fixture, { typed: true });
  });

  test("is repaired by one run of `eslint --fix` without types", async () => {
    const fixture = copy();

    await lintProject(fixture.root, { typed: false, fix: true });

    // Types add repairs; they never make a different one.
    if (!existsSync(expectedUntypedFile)) expect(fixture.changedFiles()).toEqual(readExpectedFixed(name));
    expect(findTypeErrors(fixture.root)).toEqual([]);
    await expectNothingLeftToFix(fixture, { typed: false });
  });
});

/** Asserts that a second run of `eslint --fix` changes no file and leaves no finding that it could have fixed. */
async function expectNothingLeftToFix(fixture: FixtureCopy, options: { typed: boolean }): Promise<void> {
  const before = fixture.changedFiles();

  const results = await lintProject(fixture.root, { ...options, fix: true });

  expect(fixture.changedFiles()).toEqual(before);
  const fixable = results.map((result) => ({ ...result, messages: result.messages.filter(({ fix }) => fix !== undefined) }));
  expect(renderFindings(fixture.root, fixable)).toBe("");
}
