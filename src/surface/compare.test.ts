import { describe, expect, test } from "vitest";

import { compareFunctions, compareSurfaces } from "./compare.ts";
import { parseShape } from "./parse-shape.ts";
import { printChanges } from "./print-changes.ts";
import type { ObjectShape } from "./shape.ts";
import type { Surface, SurfaceFunction } from "./surface.ts";
import type { CurrentSurface } from "./surface-reader.ts";

const SEND: SurfaceFunction = { type: "mutation", validated: true, access: "checked", callers: ["client"], args: args("{ body: string }") };

function args(text: string): ObjectShape {
  return parseShape(text) as ObjectShape;
}

function surface(functions: Readonly<Record<string, SurfaceFunction>>, routes: Surface["routes"] = new Map(), routesFrom: readonly string[] = []): Surface {
  return { functions: new Map(Object.entries(functions)), routes, routesFrom };
}

function current(now: Surface, others: CurrentSurface["others"] = new Map()): CurrentSurface {
  return { surface: now, targets: new Map(), routes: new Map(), others };
}

function explained(before: Surface, now: CurrentSurface): string[] {
  return printChanges(compareSurfaces(before, now), () => undefined);
}

describe("one function", () => {
  test.each<[string, Partial<SurfaceFunction>, string, string]>([
    ["type", { type: "action" }, "type", "is an action now, and was a mutation"],
    ["an optional argument more", { args: args("{ body: string, urgent?: boolean }") }, "arguments-wider", "also takes `urgent` now: callers may send `boolean`"],
    ["a required argument more", { args: args("{ body: string, to: string }") }, "arguments-changed", "needs `to` now: callers must send `string`"],
    ["an argument less", { args: args("{}") }, "arguments-narrower", "takes `body` no more: callers that send it fail"],
    ["an argument that may be left out", { args: args("{ body?: string }") }, "arguments-wider", "lets callers leave out `body` now"],
    ["a wider argument", { args: args("{ body: string | null }") }, "arguments-wider", "takes more for `body`: `string | null`, and before `string`"],
    ["a narrower argument", { args: args("{ body: 'hi' }") }, "arguments-narrower", "takes less for `body`: `'hi'`, and before `string`"],
    ["another argument", { args: args("{ body: number }") }, "arguments-changed", "takes something else for `body`: `number`, and before `string`"],
    ["arguments that cannot be read", { args: "unknown" }, "arguments-changed", "has other arguments: what callers send cannot be read any more"],
    ["no validation", { validated: false, args: "anything" }, "validation-lost", "validates its arguments no more: callers may send anything, and not just `{ body: string }`"],
    ["no access check", { access: "unchecked" }, "access-lost", "has lost its access check: nothing looks at who calls"],
    ["an access check that cannot be seen", { access: "unknown" }, "access-lost", "may have lost its access check: it cannot be told whether something looks at who calls"],
    ["more callers", { callers: ["client", "foreign", "server?"] }, "callers", "is called by programs in other languages and perhaps server code now"],
    ["fewer callers", { callers: [] }, "callers", "is not called by clients any more"],
  ])("%s", (_name, change, kind, sentence) => {
    const [difference, ...others] = compareFunctions(SEND, { ...SEND, ...change });

    expect(others).toEqual([]);
    expect([difference?.kind, `${difference?.text ?? ""}${difference?.detail === undefined ? "" : `: ${difference.detail}`}`]).toEqual([kind, sentence]);
  });

  test("a change deep in an object is told where it is", () => {
    const before = { ...SEND, args: args("{ items: { size: { height: number, width: number } }[] }") };

    expect(compareFunctions(before, { ...SEND, args: args("{ items: { size: { height: number, width?: number } }[] }") })).toEqual([{ kind: "arguments-wider", text: "lets callers leave out `items[].size.width` now" }]);
  });

  test("what is gained is told too", () => {
    const open: SurfaceFunction = { ...SEND, validated: false, args: "anything", access: "unchecked" };

    expect(compareFunctions(open, SEND).map(({ kind, text }) => [kind, text])).toEqual([
      ["validation-gained", "validates its arguments now"],
      ["access-gained", "has an access check now"],
    ]);
  });
});

describe("a whole surface", () => {
  test("a new function is described for somebody who has not seen it", () => {
    expect(explained(surface({}), current(surface({ "messages:send": SEND })))).toEqual(["+ messages:send is new: a public mutation; callers send `{ body: string }`; something looks at who calls."]);
  });

  test("a function that is gone, and one that is internal now, are told apart", () => {
    expect(explained(surface({ "a:gone": SEND, "b:internal": SEND }), current(surface({}), new Map([["b:internal", "internal"]])))).toEqual([
      "- a:gone is gone: clients that still call it fail.",
      "- b:internal is internal now: clients that still call it fail.",
    ]);
  });

  test("a function that only types could confirm is not called gone", () => {
    expect(explained(surface({ "lib:signIn": SEND }), current(surface({}), new Map([["lib:signIn", "unknown"]])))).toEqual([]);
  });

  test("routes, and packages that add some, are compared", () => {
    const before = surface({}, new Map([["GET /a", { access: "checked" }], ["GET /b", { access: "checked" }]]), ["@convex-dev/auth"]);
    const now = surface({}, new Map([["GET /b", { access: "unchecked" }], ["POST /c", { access: "unchecked" }]]), ["@convex-dev/polar"]);

    expect(explained(before, current(now))).toEqual([
      "- GET /a is gone: requests to it fail.",
      "~ GET /b has lost its access check: nothing looks at who calls.",
      "+ POST /c is new: nothing looks at who calls.",
      "- @convex-dev/auth adds no HTTP routes any more.",
      "+ @convex-dev/polar adds HTTP routes now.",
    ]);
  });

  test("several differences of one function stand below its name", () => {
    expect(explained(surface({ "messages:send": SEND }), current(surface({ "messages:send": { ...SEND, type: "action", access: "unchecked" } })))).toEqual([
      "~ messages:send",
      "    is an action now, and was a mutation.",
      "    has lost its access check: nothing looks at who calls.",
    ]);
  });
});
