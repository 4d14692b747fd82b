import { describe, expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const FUNCTIONS = ["list", "send", "edit", "remove"];
const MODULES = ["messages", "rooms", "users"];
const backend = (directory: string, modules: readonly string[], names: readonly string[]): WorkspaceFiles => ({
  [`${directory}/_generated/api.js`]: "",
  ...Object.fromEntries(modules.map((module) => [`${directory}/${module}.ts`, `import { mutation } from "./_generated/server";\n${names.map((name) => `export const ${name} = mutation({ args: {}, handler: async () => null });\n`).join("")}`])),
});
const client = (app: string, ...names: readonly string[]): WorkspaceFiles => ({
  [`${app}/app.tsx`]: `import { useMutation } from "convex/react";\nimport { api } from "./convex/_generated/api";\n${names.map((name) => `useMutation(api.messages.${name});\n`).join("")}`,
});

describe("a backend that each app has a copy of", () => {
  const files = { ...backend("web/convex", MODULES, FUNCTIONS), ...backend("mobile/convex", MODULES, [...FUNCTIONS, "pin"]), ...client("web", "list", "send"), ...client("mobile", "list", "edit") };

  test.each([
    ["mobile/convex messages:send", "client"],
    ["web/convex messages:edit", "client"],
    ["web/convex messages:remove", "unused"],
    ["mobile/convex messages:remove", "unused"],
    ["mobile/convex messages:pin", "unused"],
  ])("%s", (name, verdict) => {
    expect(indexOf(files).verdict(name)).toBe(verdict);
  });

  test("a copy that no app uses has the clients of the others", () => {
    const index = indexOf({ ...files, ...backend("packages/backend", MODULES, [...FUNCTIONS, "own"]) });

    expect(["list", "send", "remove", "own"].map((name) => index.verdict(`packages/backend messages:${name}`))).toEqual(["client", "client", "unused", "silent: no-client-in-workspace"]);
  });

  test("a module of one, handed on, may use the functions of the other", () => {
    const index = indexOf({ ...files, "mobile/kit.ts": 'import { api } from "./convex/_generated/api";\nimport { run } from "some-library";\nrun(api.messages);\n' });

    expect(index.verdict("web/convex messages:remove")).toBe("client");
  });
});

test.each<[string, WorkspaceFiles]>([
  ["few functions of the same names", { ...backend("web/convex", ["messages", "a", "b"], ["list", "send", "edit"]), ...backend("mobile/convex", ["messages", "a", "b"], ["list", "send", "edit"]) }],
  ["few modules of the same names", { ...backend("web/convex", ["messages", "a"], [...FUNCTIONS, "pin"]), ...backend("mobile/convex", ["messages", "a"], [...FUNCTIONS, "pin"]) }],
  ["many functions of other names", { ...backend("web/convex", ["messages", "a", "b"], [...FUNCTIONS, "c", "d", "e", "f", "g"]), ...backend("mobile/convex", ["messages", "a", "b"], [...FUNCTIONS, "h", "i", "j", "k", "l"]) }],
])("backends of their own: %s", (_, files) => {
  expect(indexOf({ ...files, ...client("web", "list"), ...client("mobile", "send") }).verdict("web/convex messages:send")).toBe("unused");
});
