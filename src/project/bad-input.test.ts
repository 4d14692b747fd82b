import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { indexOf, readIndex } from "../testing/index-of.ts";
import { createWorkspace, type WorkspaceFiles } from "../testing/workspace.ts";

const CLIENT = 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.messages.list);\n';

/** Indexes the chat project after something was done to its directory. */
function indexAfter(prepare: (root: string) => void, files: WorkspaceFiles = {}): ReturnType<typeof readIndex> {
  const workspace = createWorkspace({ "package.json": '{ "dependencies": { "convex": "*", "react": "*" } }', ...CHAT, ...files });
  onTestFinished(() => workspace.cleanup());
  prepare(workspace.root);
  return readIndex(workspace.root);
}

test.each<[string, WorkspaceFiles, string]>([
  ["a syntax error in a file that mentions the function may be a client", { "app/main.tsx": `${CLIENT}function (` }, "client"],
  ["a syntax error in a file that mentions another function says nothing", { "app/main.tsx": "const convex = ;\nuseQuery(api.users.get)\n" }, "server-only"],
  ["a syntax error in another module", { "convex/broken.ts": 'import { query } from "./_generated/server";\nexport const x = query({ ' }, "server-only"],
  ["an empty file", { "app/main.tsx": "", "convex/empty.ts": "" }, "server-only"],
  ["a file of blanks", { "app/main.tsx": " \n\t\n" }, "server-only"],
  ["a binary file with the name of a script", { "app/main.ts": "\u0000\u0001convex\uFFFD" }, "server-only"],
  ["a byte order mark", { "app/main.tsx": `\uFEFF${CLIENT}` }, "client"],
  ["Windows line ends", { "app/main.tsx": CLIENT.replaceAll("\n", "\r\n") }, "client"],
  ["a path with spaces and non-ASCII letters", { "app/été à Paris/日本 語.tsx": CLIENT.replace("../convex", "../../convex") }, "client"],
  ["brackets in a path", { "app/[...slug]/(group)/page.tsx": CLIENT.replace("../convex", "../../../convex") }, "client"],
  ["a package.json that is no JSON", { "app/package.json": "{ oops" }, "server-only"],
  ["a package.json with a byte order mark", { "lib/package.json": '\uFEFF{ "name": "@acme/lib", "main": "main.ts" }', "lib/main.ts": 'export { api } from "../convex/_generated/api";\n', "app/main.tsx": CLIENT.replace("../convex/_generated/api", "@acme/lib") }, "client"],
  ["a package.json that is an array", { "app/package.json": "[]" }, "server-only"],
  ["a configuration of Vite with a syntax error", { "app/vite.config.ts": "export default { resolve: { alias: {", "app/main.tsx": CLIENT }, "client"],
  ["a configuration of Vite that is nested beyond any stack", { "app/vite.config.ts": `export const alias = ${"[\n".repeat(20_000)}${"\n]".repeat(20_000)};\n`, "app/lost.ts": 'import { lost } from "@lost/lost";\nlost();\n// convex\n', "app/main.tsx": CLIENT }, "client"],
  ["aliases of Vite that go in circles", { "app/vite.config.ts": "const a = b; const b = a; export default { resolve: { alias: { \"@\": a, [x]: 1, ...more } } };", "app/main.tsx": CLIENT }, "client"],
  ["a tsconfig that is no JSON", { "app/tsconfig.json": "{ paths:", "app/main.tsx": CLIENT }, "client"],
  ["a tsconfig that extends itself", { "app/tsconfig.json": '{ "extends": "./tsconfig.json" }', "app/main.tsx": CLIENT }, "client"],
  ["paths that TypeScript refuses", { "app/tsconfig.json": '{ "compilerOptions": { "paths": { "~/*": ["../convex/*"], "@/*": ["convex/*"] } } }', "app/main.tsx": CLIENT.replace("../convex", "~") }, "client"],
  ["paths and references that are none", { "app/tsconfig.json": '{ "compilerOptions": { "paths": { "~/*": "../convex/*" } }, "references": [null, {}, "x"] }', "app/main.tsx": CLIENT }, "client"],
  ["tsconfigs that reference each other", { "app/tsconfig.json": '{ "references": [{ "path": "./b" }] }', "app/b/tsconfig.json": '{ "references": [{ "path": ".." }] }', "app/main.tsx": CLIENT }, "client"],
  ["a .gitignore of nonsense", { ".gitignore": "[\n!\n\\\n" }, "server-only"],
  ["an import of itself", { "app/main.tsx": `import { x } from "./main";\nexport const x2 = x;\n${CLIENT}` }, "client"],
  ["constants that mean each other", { "app/a.ts": 'import { b } from "./b";\nexport const a = { ...b };\nconvex;\n', "app/b.ts": 'import { a } from "./a";\nexport const b = { ...a };\n', "app/main.tsx": 'import { b } from "./b";\nimport "convex";\nuse(b.messages.list, b);\n' }, "server-only"],
  ["a constant that means itself", { "app/main.tsx": "const convex = convex;\nconst a = a.b;\nuse(a.b.c, convex.x);\n" }, "server-only"],
  ["a specifier that leaves the file system", { "app/main.tsx": 'import x from "../../../../../../../../../../../etc/passwd";\nimport y from "/";\nimport z from "";\nimport "convex";\nuse(x.a.b, y.a.b, z.a.b);\n' }, "server-only"],
  ["names of Object's prototype", { "app/main.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.constructor.toString);\nuseQuery(api.__proto__.hasOwnProperty);\n' }, "server-only"],
])("%s", (_, files, verdict) => {
  expect(indexOf({ ...CHAT, ...files }).verdict("messages:list")).toBe(verdict);
});

test("a file with a syntax error keeps its module out, and the others in", () => {
  const index = indexOf({ ...CHAT, "convex/users.ts": 'import { query } from "./_generated/server";\nexport const get = query({ ' });

  expect(Object.keys(index.functions())).not.toContain("users:get");
  expect(Object.keys(index.functions())).toContain("messages:list");
});

test("a bundle takes no part", () => {
  const text = `${"var x=1;".repeat(4000)}import{api}from"./chunk.js";use(api.messages.list)`;

  expect(indexOf({ ...CHAT, "app/main.js": text }).verdict("messages:list")).toBe("server-only");
});

test("code that a program wrote takes part, however large", () => {
  const text = `${CLIENT}// ${"convex ".repeat(200_000)}\n`;

  expect(indexOf({ ...CHAT, "app/main.js": text }).verdict("messages:list")).toBe("client");
});

test("code with long lines of data takes part", () => {
  const text = `${CLIENT}export const rows = "${"data ".repeat(20_000)}";\n`;

  expect(indexOf({ ...CHAT, "app/main.js": text }).verdict("messages:list")).toBe("client");
});

test.each([
  ["brackets", `${"[\n".repeat(20_000)}${"\n]".repeat(20_000)}`],
  ["arrow functions", `${"a =>\n".repeat(20_000)}1`],
  ["conditions", `${"a ? b :\n".repeat(20_000)}c`],
  ["sums", `${'"x" +\n'.repeat(60_000)}1`],
])("%s nested beyond any stack", (_, deep) => {
  const index = indexOf({ ...CHAT, "app/deep.ts": `import { api } from "../convex/_generated/api";\nexport const deep = ${deep};\n`, "app/main.tsx": CLIENT });

  expect(index.verdict("messages:list")).toBe("client");
});

test("chains of thousands of names and of constants", () => {
  const constants = Array.from({ length: 500 }, (_, index) => `const c${String(index + 1)} = c${String(index)};`).join("\n");
  const index = indexOf({ ...CHAT, "app/main.tsx": `${CLIENT}use(api${".a".repeat(3000)});\nconst c0 = api;\n${constants}\nuse(c500.messages.send);\n` });

  expect(index.verdict("messages:list")).toBe("client");
});

test("tables of thousands of references and of data are looked up in a moment", () => {
  const rows = (count: number, value: string): string => Array.from({ length: count }, (_, index) => `  k${String(index)}: ${value},\n`).join("");
  const data = `const data = {\n${rows(390, `{ a: { b: ["x", 1] }, c: {\n${rows(40, '"y"')}} }`)}};\n`;
  const refs = `const refs = {\n${rows(390, "{ a: api.messages.list, b: { c: api.users.get } }")}};\n`;
  const start = performance.now();
  const index = indexOf({ ...CHAT, "app/main.tsx": `import { api } from "../convex/_generated/api";\n${data}${refs}use(data[x][y][z], refs[x][y].c, refs[x].a);\n` });

  expect(performance.now() - start).toBeLessThan(2000);
  expect(index.callers("messages:list")).toContainEqual(expect.stringMatching(/^app\/main\.tsx:\d+ client direct api$/u));
});

test("symbolic links in a loop", () => {
  const index = indexAfter((root) => {
    symlinkSync(root, join(root, "app/loop"), "dir");
    symlinkSync(join(root, "app/b"), join(root, "app/a"));
    symlinkSync(join(root, "app/a"), join(root, "app/b"));
    symlinkSync(join(root, "nowhere"), join(root, "app/dangling.ts"));
  });

  expect(index.verdict("messages:list")).toBe("server-only");
});

test("a link to a functions directory leads to the one project", () => {
  const index = indexAfter((root) => symlinkSync(join(root, "convex"), join(root, "web/convex"), "dir"), { "web/src/main.tsx": CLIENT });

  expect(index.callers("messages:list").filter((caller) => caller.startsWith("web/"))).toEqual(["web/src/main.tsx:3 client direct api"]);
  expect(index.snapshot.projects).toHaveLength(1);
});

test.skipIf(process.getuid?.() === 0)("files and directories that nobody may read", () => {
  const index = indexAfter(
    (root) => {
      chmodSync(join(root, "app/secret.ts"), 0);
      chmodSync(join(root, "closed"), 0);
      onTestFinished(() => chmodSync(join(root, "closed"), 0o700));
    },
    { "app/secret.ts": CLIENT, "closed/x.ts": CLIENT },
  );

  expect(index.verdict("messages:list")).toBe("server-only");
});

test("a directory with the name of a file", () => {
  const index = indexOf({ ...CHAT, "app/dir.ts/index.ts": CLIENT.replace("../convex", "../../convex"), "convex/sub.ts/x.ts": "export {};\n", "other/package.json/x.ts": "export {};\n" });

  expect(index.verdict("messages:list")).toBe("client");
});
