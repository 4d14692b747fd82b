import { expect, it } from "vitest";

import { UNKNOWING_ORACLE } from "./type-oracle.ts";

it("offers a host without types an oracle that never knows", () => {
  const file = "/app/convex/messages.ts";

  expect(UNKNOWING_ORACLE.knows(file)).toBe(false);
  expect(UNKNOWING_ORACLE.registrationOfExport({ file, exportName: "list" })).toEqual({ kind: "unknown" });
  expect(
    UNKNOWING_ORACLE.registrationOfCall({ file, callee: [0, 5], call: [0, 7], calleeText: "query" }),
  ).toEqual({ kind: "unknown" });
});
