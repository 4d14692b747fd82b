import { describe, expect, test } from "vitest";

import type { PageRow } from "./page-data.ts";
import { type Filter, filterRows, NO_FILTER, sortRows } from "./page/rows.ts";

function row(name: string, changes: Partial<PageRow> = {}): PageRow {
  return {
    node: 0, name, otherNames: [], project: 0, type: "query", place: "convex/messages.ts:1", who: ["client"], callers: [{ class: "client", sure: true, place: "src/App.tsx:3" }],
    validated: "yes", args: [["body", "string"]], access: "checked", accessNote: "", danger: "read", dangerNote: "", findings: [], review: [], ...changes,
  };
}

const FINDING = { rule: "no-any-validator", message: "", place: "" };
const ROWS = [
  row("messages:list"),
  row("admin/users:remove", { type: "mutation", who: [], callers: [], access: "unchecked", danger: "sweep", findings: [FINDING, FINDING] }),
  row("files:upload", { type: "action", who: ["client?"], validated: "no", args: "anything", access: "unknown", danger: "write", otherNames: ["index:upload"] }),
  row("POST /hook", { type: "http", who: [], callers: [], place: "convex/http.ts:4", validated: "does not apply", args: "request", danger: "sweep", project: 1, review: ["is new"] }),
  row("messages:raw", { args: [["data", "{ deep: any }"], ["kind", "'any' | 'all'"]] }),
];

describe("filter", () => {
  test.each<[string, Partial<Filter>, string[]]>([
    ["nothing", {}, ROWS.map(({ name }) => name)],
    ["type", { type: "http" }, ["POST /hook"]],
    ["who calls it", { who: "client" }, ["messages:list", "files:upload", "messages:raw"]],
    ["nobody calls it", { who: "nobody" }, ["admin/users:remove", "POST /hook"]],
    ["not validated", { what: "no" }, ["files:upload"]],
    ["takes anything somewhere", { what: "any" }, ["files:upload", "messages:raw"]],
    ["not checked", { whom: "unchecked" }, ["admin/users:remove"]],
    ["danger", { danger: "sweep" }, ["admin/users:remove", "POST /hook"]],
    ["some finding", { finding: "some" }, ["admin/users:remove"]],
    ["no finding", { finding: "none", type: "http" }, ["POST /hook"]],
    ["a rule", { finding: "no-any-validator" }, ["admin/users:remove"]],
    ["another rule", { finding: "require-argument-validators" }, []],
    ["not as reviewed", { finding: "review" }, ["POST /hook"]],
    ["project", { project: "1" }, ["POST /hook"]],
    ["two things", { danger: "sweep", type: "mutation" }, ["admin/users:remove"]],
  ])("%s", (_name, filter, names) => {
    expect(filterRows(ROWS, { ...NO_FILTER, ...filter }).map(({ name }) => name)).toEqual(names);
  });

  test.each([
    ["upload", ["files:upload"]],
    ["admin.users.remove", ["admin/users:remove"]],
    ["INDEX:UPLOAD", ["files:upload"]],
    ["http.ts", ["POST /hook"]],
    ["body list", ["messages:list"]],
    ["app.tsx kind", ["messages:raw"]],
    ["  ", ROWS.map(({ name }) => name)],
    ["nowhere", []],
  ])("search for %j", (search, names) => {
    expect(filterRows(ROWS, { ...NO_FILTER, search }).map(({ name }) => name)).toEqual(names);
  });
});

describe("sort", () => {
  test.each([
    ["name", ["POST /hook", "admin/users:remove", "files:upload", "messages:list", "messages:raw"]],
    ["type", ["files:upload", "POST /hook", "admin/users:remove", "messages:list", "messages:raw"]],
    ["danger", ["admin/users:remove", "POST /hook", "files:upload", "messages:list", "messages:raw"]],
    ["what", ["files:upload", "POST /hook", "admin/users:remove", "messages:list", "messages:raw"]],
    ["whom", ["admin/users:remove", "files:upload", "POST /hook", "messages:list", "messages:raw"]],
    ["who", ["POST /hook", "admin/users:remove", "files:upload", "messages:list", "messages:raw"]],
    ["findings", ["POST /hook", "files:upload", "messages:list", "messages:raw", "admin/users:remove"]],
  ] as const)("by %s", (column, names) => {
    expect(sortRows(ROWS, { column, descending: false }).map(({ name }) => name)).toEqual(names);
  });

  test("backwards, with equal rows by name all the same", () => {
    expect(sortRows(ROWS, { column: "findings", descending: true }).map(({ name }) => name)).toEqual(["admin/users:remove", "POST /hook", "files:upload", "messages:list", "messages:raw"]);
  });
});
