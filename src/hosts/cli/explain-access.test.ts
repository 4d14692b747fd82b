import { expect, test } from "vitest";

import type { AccessAnswer, AccessStep, AccessVerdict } from "../../access/access.ts";
import { describeAccess, describeDanger } from "./explain-access.ts";

const SEND = step("messages:send", 1);
const WRITE = step("ctx.runMutation", 4);
const CHECK = step("requireUser", 5);
const UNCHECKED: AccessVerdict = { kind: "unchecked", isInVain: false, chain: [SEND], late: null };

function step(name: string, line: number): AccessStep {
  return { name, file: "m.ts", range: [line, line] };
}

function access(verdict: AccessVerdict, rest: Partial<AccessAnswer> = {}): string {
  return describeAccess({ verdict, danger: { rank: "nothing", does: null, chain: [] }, assumed: null, ...rest }, (file, start) => `${file}:${String(start)}`);
}

test.each([
  ["It asks who calls: messages:send → requireUser (m.ts:5).", { kind: "checked", by: "identity", chain: [SEND, CHECK], late: null }],
  ["It asks who calls, at m.ts:5, when m.ts:4 has written: messages:send → requireUser (m.ts:5).", { kind: "checked", by: "identity", chain: [SEND, CHECK], late: { write: WRITE, check: CHECK } }],
  ["It asks who calls: messages:send → requireUser (m.ts:6).", { kind: "checked", by: "identity", chain: [SEND, CHECK, step("requireUser", 6)], late: null }],
  ["It compares a secret: messages:send → requireUser (m.ts:5).", { kind: "checked", by: "secret", chain: [SEND, CHECK], late: null }],
  ["It asks who calls: messages:send, which gives the answer to `ctx.db.insert` (m.ts:6).", { kind: "checked", by: "identity", chain: [SEND, { ...step("ctx.db.insert", 6), isGiven: true }], late: null }],
  ["It cannot be told whether it asks who calls, since its function builder cannot be followed.", { kind: "unknown", because: "builder", chain: [SEND] }],
  ["Nothing asks who calls.", UNCHECKED],
  ["It asks who calls, but nothing depends on the answer.", { ...UNCHECKED, isInVain: true }],
  ["It asks who calls too late, at m.ts:5, when m.ts:4 has written.", { ...UNCHECKED, late: { write: WRITE, check: CHECK } }],
] as const)("%s", (sentence, verdict) => {
  expect(access(verdict)).toBe(sentence);
});

test("an identity from an argument is named", () => {
  expect(access(UNCHECKED, { assumed: { argument: "args.userId", isOptional: false, file: "m.ts", range: [1, 2] } })).toBe("Nothing asks who calls. It takes an identity from `args.userId`.");
});

test("what it does is named with its place", () => {
  const answer: AccessAnswer = { verdict: UNCHECKED, danger: { rank: "sweep", does: "deletes documents", chain: [SEND, WRITE] }, assumed: null };

  expect(describeDanger(answer, (file, start) => `${file}:${String(start)}`)).toBe("It deletes documents, at m.ts:4.");
  expect(describeDanger({ ...answer, danger: { rank: "nothing", does: null, chain: [] } }, () => "")).toBe("Nothing that reaches beyond it is known.");
});
