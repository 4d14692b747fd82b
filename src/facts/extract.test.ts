import { describe, expect, test } from "vitest";

import { extractFacts } from "./extract.ts";
import { parseSource } from "./parse.ts";
import type { FileFacts, Range, Sink, Value } from "./types.ts";

function factsOf(text: string, file = "file.tsx"): FileFacts {
  return extractFacts(parseSource(file, text));
}

/** A value in short: `api.messages.list`, `f(…)`, `{ a: … }`, `?` for what says nothing. */
function show(facts: FileFacts, value: Value): string {
  switch (value.kind) {
    case "binding":
      return facts.bindings[value.binding]?.name ?? "";
    case "global":
      return value.name;
    case "member":
      return `${show(facts, value.object)}.${value.property ?? "[]"}`;
    case "call":
      return `${value.construct ? "new " : ""}${show(facts, value.callee)}(${value.args.map((argument) => show(facts, argument)).join(", ")})`;
    case "object":
      return `{ ${[...value.entries.map((entry) => `${entry.key ?? "[]"}: ${show(facts, entry.value)}`), ...value.spreads.map((spread) => `...${show(facts, spread)}`)].join(", ")} }`;
    case "array":
      return `[${value.elements.map((element) => show(facts, element)).join(", ")}]`;
    case "choice":
      return value.options.map((option) => show(facts, option)).join(" | ");
    case "function":
      return "function";
    case "string":
      return JSON.stringify(value.value);
    case "template":
      return `\`${value.parts.map((part) => part ?? "*").join("")}\``;
    case "module":
      return `module ${value.source}`;
    case "unknown":
      return "?";
  }
}

function showSink(facts: FileFacts, sink: Sink): string {
  switch (sink.kind) {
    case "argument":
      return `argument ${String(sink.index)}${sink.keys.map((key) => ` ${key}`).join("")} of ${sink.construct ? "new " : ""}${show(facts, sink.callee)}`;
    case "alias":
      return `alias ${sink.bindings.map((id) => facts.bindings[id]?.name ?? "").join(", ")}`;
    case "jsx":
      return `${sink.attribute} of <${sink.element}>`;
    default:
      return sink.kind;
  }
}

describe("uses of what a file imports", () => {
  test.each<[string, string]>([
    ["useQuery(api.a.b);", "api.a.b: argument 0 of useQuery"],
    ["useQuery(api.a.b, {});", "api.a.b: argument 0 of useQuery"],
    ["ctx.runQuery(api.a.b);", "api.a.b: argument 0 of ctx.runQuery"],
    ["new Cache(x, { action: api.a.b });", "api.a.b: argument 1 action of new Cache"],
    ["run([{ query: api.a.b }]);", "api.a.b: argument 0 0 query of run"],
    ["run({ ...api.a });", "api.a: argument 0 ... of run"],
    ["run(...api.a);", "api.a: argument 0 ... of run"],
    ["run(flag ? api.a.b : null);", "api.a.b: argument 0 of run"],
    ["run(x ?? api.a.b);", "api.a.b: argument 0 of run"],
    ["run((0, api.a.b));", "api.a.b: argument 0 of run"],
    ["run((api as any).a!.b satisfies X);", "api.a.b: argument 0 of run"],
    ["run(<any>api.a.b);", "api.a.b: argument 0 of run"],
    ["run(api?.a?.b);", "api.a.b: argument 0 of run"],
    ['run(api["a/b"][`c`]);', "api.a/b.c: argument 0 of run"],
    ["run(api[name].b);", "api.[].b: argument 0 of run"],
    ['const key = "a"; run(api[key].b);', "api.a.b: argument 0 of run"],
    ['let key = "a"; key = "b"; run(api[key].b);', "api.[].b: argument 0 of run"],
    ["const ref = api.a.b;", "api.a.b: alias ref"],
    ["const { a: { b, c: d } } = api;", "api: alias b, d"],
    ["const { a, ...rest } = api;", "api: other"],
    ["const { a = 1 } = api;", "api: other"],
    ["const [first] = api.list;", "api.list: alias first"],
    ["const a = <List query={api.a.b} />;", "api.a.b: query of <List>"],
    ["const a = <Ui.List {...api.a} />;", "api.a: ... of <Ui.List>"],
    ["export default api;", "api: export"],
    ["export { api };", "api: export"],
    ["const f = () => api.a.b;", "api.a.b: return"],
    ["function f() { return api.a.b; }", "api.a.b: return"],
    ["type X = typeof api.a.b;", "api.a.b: type"],
    ["if (api.a.b) {}", "api.a.b: none"],
    ["class A { ref = api.a.b; }", "api.a.b: other"],
    ["refs.list = api.a.b;", "api.a.b: other"],
    ["for (const ref of [api.a.b]) {}", "api.a.b: alias ref"],
    ["await api.a.b;", "api.a.b: none"],
  ])("%s", (text, expected) => {
    const source = text.includes("<any>") ? "file.ts" : "file.tsx";
    const facts = factsOf(`import { api } from "./api";\n${text}\n`, source);

    expect(facts.uses.filter(({ value }) => !show(facts, value).startsWith("run")).map(({ value, sink }) => `${show(facts, value)}: ${showSink(facts, sink)}`)).toContain(expected);
  });

  test.each<[string, string]>([
    ["a parameter", "export function f(api) { run(api.a.b); }"],
    ["an inner variable", "export function f() { const api = 1; run(api.a.b); }"],
    ["a hoisted function", "export function f() { run(api.a.b); function api() {} }"],
    ["a hoisted var", "export function f() { run(api.a.b); if (x) { var api = 1; } }"],
    ["a class expression's name", "export const A = class api { static x = run(api.a.b); };"],
    ["a catch clause", "try {} catch (api) { run(api.a.b); }"],
    ["a loop", "for (const api of list) run(api.a.b);"],
    ["a property of the same name", "run(other.api.a.b);"],
    ["a key of the same name", "run({ api: 1 });"],
    ["a type of the same name", "interface X { api: string }\nlet x: X;"],
  ])("%s hides the import", (_, text) => {
    const facts = factsOf(`import { api } from "./api";\n${text}\n`);

    expect(facts.uses.filter(({ value }) => show(facts, value).startsWith("api"))).toEqual([]);
  });

  test("constants are followed, what is written again is not", () => {
    const facts = factsOf('import { api } from "./api";\nconst m = api.messages;\nlet n = api.users;\nn = other;\nrun(m.list, n.list);\n');

    expect(facts.uses.map(({ value }) => show(facts, value))).toEqual(expect.arrayContaining(["api.messages", "m.list", "api.users"]));
    expect(facts.bindings.find(({ name }) => name === "m")?.value).not.toBeNull();
    expect(facts.bindings.find(({ name }) => name === "n")?.value ?? null).toBeNull();
  });

  test("a use knows the top-level statement that it stands in", () => {
    const facts = factsOf('import { api } from "./api";\nexport const a = 1, b = () => api.x.y;\n');
    const owner = facts.uses[0]?.owner ?? -1;

    expect(facts.owners[owner]?.names).toEqual(["a", "b"]);
  });
});

describe("names", () => {
  const names = (text: string): string[] => factsOf(text).names.map(({ value }) => value);

  test.each<[string, readonly string[]]>([
    ['x("messages:list");', ["messages:list"]],
    ["x('a/b-c/d.js:list');", ["a/b-c/d.js:list"]],
    ["x(`messages:list`);", ["messages:list"]],
    ['x("messages:list" as const);', ["messages:list"]],
    ['x("https://example.com:80", "a: b", "12:30", "a:b:c", ":list", "messages:", "node:fs/promises");', []],
    ['useQuery("listMessages");', ["listMessages"]],
    ['ctx.runMutation("dir/send", {});', ["dir/send"]],
    ['makeFunctionReference("messages");', ["messages"]],
    ['console.log("listMessages");', []],
    ['const x = { query: "listMessages" };', []],
    ["import 'messages:list';", []],
  ])("%s", (text, expected) => {
    expect(names(`${text}\n`)).toEqual(expected);
  });

  test("names that are built at run time, given to what may take names or written in half", () => {
    const facts = factsOf('useQuery(`messages:${name}`);\nlog(`messages:${name}`);\nlog({ key: `${a}:${b}` });\ncall(path.join(":"));\nlog(path.join("/"));\nuseQuery(module + ":list");\nmakeFunctionReference(`${a}/${b}:${c}`);\n');

    expect(facts.dynamicNames.map(({ parts }) => parts)).toEqual([
      ["messages:", null],
      ["messages:", null],
      [null, ":", null],
      [null, ":list"],
      [null, "/", null, ":", null],
    ]);
  });
});

describe("exports", () => {
  const exported = (text: string): string[] => {
    const facts = factsOf(text);
    return [...facts.exports.map(({ name, value }) => `${name}: ${show(facts, value)}`), ...facts.reexports.map(({ name, imported, source }) => `${name ?? "*"}: ${imported} of ${source}`)];
  };

  test.each<[string, readonly string[]]>([
    ["export const a = 1, b = 2;", ["a: a", "b: b"]],
    ["export const { a, b: { c } } = lib();", ["a: a", "c: c"]],
    ["export function f() {}", ["f: f"]],
    ["export class C {}", ["C: C"]],
    ["export default x;", ["default: x"]],
    ["export default function f() {}", ["default: function"]],
    ["const a = 1; export { a as b, a as default };", ["b: a", "default: a"]],
    ['const a = 1; export { a as "b c" };', ["b c: a"]],
    ['export { a, b as c, default as d } from "./m";', ["a: a of ./m", "c: b of ./m", "d: default of ./m"]],
    ['export * from "./m"; export * as ns from "./n";', ["*: * of ./m", "ns: * of ./n"]],
    ["module.exports = { a, b: x };", ["a: a", "b: x"]],
    ["exports.a = x; module.exports.b = y;", ["a: x", "b: y"]],
  ])("%s", (text, expected) => {
    expect(exported(`${text}\n`)).toEqual(expected);
  });

  test("types are told apart", () => {
    const facts = factsOf('type A = 1;\nexport type { A };\nexport { type A as B };\nexport type { C } from "./m";\nexport interface I {}\n');

    expect(facts.exports.filter(({ typeOnly }) => !typeOnly)).toEqual([]);
    expect(facts.reexports.map(({ typeOnly }) => typeOnly)).toEqual([true]);
  });
});

describe("imports", () => {
  test("each name with every place that mentions it", () => {
    const text = 'import d, { a as b, type T } from "./m";\nimport * as ns from "./n";\nimport type { U } from "./u";\nimport "./side";\nb(b, d, ns.x);\n';
    const { imports } = factsOf(text);
    const at = (range: Range): string => text.slice(...range);

    expect(imports.map(({ source, typeOnly, specifiers }) => ({ source, typeOnly, specifiers: specifiers.map(({ local, imported, typeOnly: isType, references }) => [local, imported, isType, references.map(at)]) }))).toEqual([
      { source: "./m", typeOnly: false, specifiers: [["d", "default", false, ["d"]], ["b", "a", false, ["b", "b"]], ["T", "T", true, []]] },
      { source: "./n", typeOnly: false, specifiers: [["ns", "*", false, ["ns"]]] },
      { source: "./u", typeOnly: true, specifiers: [["U", "U", false, []]] },
      { source: "./side", typeOnly: false, specifiers: [] },
    ]);
  });

  test("every module that is asked for", () => {
    const { sources } = factsOf('import "./a";\nexport * from "./b";\nconst c = import("./c");\nconst d = require("./d");\nexport { x } from "./e";\nconst f = import(name);\n');

    expect([...sources].sort()).toEqual(["./a", "./b", "./c", "./d", "./e"]);
  });
});

describe("definitions", () => {
  const definitions = (text: string): string[] => factsOf(text).definitions.map(({ calleeText }) => calleeText);

  test.each<[string, readonly string[]]>([
    ["export const a = mutation({});", ["mutation"]],
    ["const a = server.mutation({});", ["server.mutation"]],
    ["export default query(async () => 1);", ["query"]],
    ["export const a = query({}) as any;", ["query"]],
    ["export const a = (mutation as any)({});", ["mutation"]],
    ["exports.a = query({});", ["query"]],
    ["export const a = custom(x)({});", ["custom(x)"]],
    ["export const a = 1, b = query({});", ["query"]],
    ["function f() { const a = query({}); }", []],
    ["query({});", []],
  ])("%s", (text, expected) => {
    expect(definitions(`${text}\n`)).toEqual(expected);
  });

  test.each<[string, string | null]>([
    ["/** @public */", ""],
    ["/** @public for the mobile app */", "for the mobile app"],
    ["/**\n * Sends.\n * @public - a reason\n * @returns nothing\n */", "- a reason"],
    ["/** @public */\n// another\n", ""],
    ["/** @publicly known */", null],
    ["// @public", null],
    ["/* @public */", null],
    ["/** @public */\nlet x;", null],
  ])("the tag of %s", (comment, expected) => {
    expect(factsOf(`${comment}\nexport const a = mutation({});\n`).definitions[0]?.publicTag).toBe(expected);
  });
});

test("directives", () => {
  expect(factsOf('"use node";\n"use strict";\nx();\n"no directive";\n').directives).toEqual(["use node", "use strict"]);
});

describe("ESLint's directives", () => {
  test.each<[string, readonly string[]]>([
    ["// eslint-disable-next-line convex-boundary/a\nHERE\nnot here\n", ["HERE"]],
    ["HERE // eslint-disable-line a\nnot here\n", ["HERE // eslint-disable-line a"]],
    ["/* eslint-disable a, b -- reason, with commas */\nHERE\n/* eslint-enable a */\nnot here\n", ["HERE"]],
    ["/* eslint-disable */\nHERE\n", ["HERE"]],
    ["// eslint-disable-next-line\nHERE\n", ["HERE"]],
    ["/* eslint-disable-next-line a */\r\nHERE\r\n", ["HERE"]],
    ["// eslint-disabled-next-line a\nnot here\n", []],
  ])("%j", (text, expected) => {
    const code = text.replaceAll("not here", "y;").replaceAll("HERE", "x;");
    const { suppressions } = factsOf(code);
    const covered = [...code.matchAll(/x;|y;/gu)].filter(({ index }) => suppressions.some(({ range }) => index >= range[0] && index <= range[1])).map(([match]) => match);

    expect(covered).toEqual(expected.map(() => "x;"));
  });
});
