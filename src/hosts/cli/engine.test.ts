import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

import { flagsFor } from "./engine.ts";

test("versions of V8 that were not measured are left as they are", () => {
  expect(flagsFor("10.2.154.26-node.36")).toEqual([]);
  expect(flagsFor("99.0.1")).toEqual([]);
});

test("the V8 of this process knows the flags", () => {
  const known = execFileSync(process.execPath, ["--v8-options"], { encoding: "utf8" });
  for (const flag of flagsFor(process.versions.v8)) expect(known).toContain(`  ${(flag.split("=")[0] ?? "").replace(/^--no-/u, "--")} (`);
});
