import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

import { flagFor } from "./engine.ts";

test("versions of V8 that were not measured are left as they are", () => {
  expect(flagFor("10.2.154.26-node.36")).toBeUndefined();
  expect(flagFor("99.0.1")).toBeUndefined();
});

test("the V8 of this process knows the flag", () => {
  const flag = flagFor(process.versions.v8);
  if (flag === undefined) return;
  const known = execFileSync(process.execPath, ["--v8-options"], { encoding: "utf8" });
  expect(known).toContain(`  ${flag.split("=")[0] ?? ""} (`);
});
