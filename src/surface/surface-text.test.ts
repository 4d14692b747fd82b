import { expect, test } from "vitest";

import { parseShape } from "./parse-shape.ts";
import { readSurface } from "./read-surface.ts";
import type { ObjectShape } from "./shape.ts";
import type { Surface } from "./surface.ts";
import { printSurface } from "./surface-text.ts";

const SURFACE: Surface = {
  functions: new Map([
    ["messages:send", { type: "mutation", validated: true, access: "checked", callers: ["client", "server?"], args: parseShape("{ body: string, replyTo?: Id<'messages'>, ... }") as ObjectShape }],
    ["admin:wipe", { type: "action", validated: false, access: "unchecked", callers: [], args: "anything" }],
    ["zod:list", { type: "query", validated: "unknown", access: "unknown", callers: ["foreign", "operator", "test"], args: "unknown" }],
  ]),
  routes: new Map([["POST /hook", { access: "unknown" }]]),
  routesFrom: ["@convex-dev/auth"],
};

const TEXT = `{
  "version": 1,
  "about": "What strangers can call. Review each change, then run \`npx convex-boundary surface --write\`.",
  "functions": {
    "admin:wipe": {
      "type": "action",
      "validated": false,
      "access": "unchecked",
      "callers": [],
      "args": "anything"
    },
    "messages:send": {
      "type": "mutation",
      "validated": true,
      "access": "checked",
      "callers": ["client", "server?"],
      "args": {
        "body": "string",
        "replyTo?": "Id<'messages'>",
        "...": "unknown"
      }
    },
    "zod:list": {
      "type": "query",
      "validated": "unknown",
      "access": "unknown",
      "callers": ["foreign", "operator", "test"],
      "args": "unknown"
    }
  },
  "routes": {
    "POST /hook": {
      "access": "unknown"
    }
  },
  "routesFrom": ["@convex-dev/auth"]
}
`;

test("a surface is written sorted, with a line for each thing that can change", () => {
  expect(printSurface(SURFACE)).toBe(TEXT);
});

test("what is written is read back", () => {
  const reading = readSurface(TEXT);

  expect(reading.kind === "surface" && printSurface(reading.surface)).toBe(TEXT);
});

test("nothing public is a surface too", () => {
  const text = printSurface({ functions: new Map(), routes: new Map(), routesFrom: [] }, { isComponent: true });

  expect(text).toContain("What an app that uses this component can call.");

  expect(readSurface(text)).toEqual({ kind: "surface", surface: { functions: new Map(), routes: new Map(), routesFrom: [] } });
});

test.each([["carriage returns", TEXT.replaceAll("\n", "\r\n")], ["a byte order mark", `\uFEFF${TEXT}`], ["other indentation", JSON.stringify(JSON.parse(TEXT))]])("%s make no difference", (_name, text) => {
  expect(readSurface(text)).toEqual(readSurface(TEXT));
});

test.each([
  ["{", /^is not JSON: /],
  ["[]", /^has no object where `it` belongs$/],
  ["{}", /^has no `"version": 1`$/],
  ['{ "version": 1 }', /^has no object where `functions` belongs$/],
  [TEXT.replace('"mutation"', '"job"'), /^says no function type of `messages:send`$/],
  [TEXT.replace('"validated": true', '"validated": "yes"'), /^does not say of `messages:send` whether its arguments are `validated`$/],
  [TEXT.replace('"checked"', '"maybe"'), /^does not say of `messages:send` whether `access` is checked$/],
  [TEXT.replace('"body": "string"', '"body": "text"'), /^says no type of `messages:send: body`: `text` is no type$/],
  [TEXT.replace('"body": "string"', '"body": 1'), /^says no type of `messages:send: body`$/],
  [TEXT.replace('"callers": []', '"callers": "client"'), /^has no list of names where `callers of admin:wipe` belongs$/],
  [TEXT.replace('    "admin:wipe"', '<<<<<<< HEAD\n    "admin:wipe"'), /^holds the markers of a merge conflict: /],
])("broken text is named as what it is (%#)", (text, problem) => {
  expect(readSurface(text)).toEqual({ kind: "broken", problem: expect.stringMatching(problem) as unknown, isNewer: false });
});

test("a newer version is refused", () => {
  expect(readSurface(TEXT.replace('"version": 1', '"version": 2'))).toEqual({ kind: "broken", problem: "has version 2, and this release of convex-boundary reads version 1: update eslint-plugin-convex-boundary", isNewer: true });
});
