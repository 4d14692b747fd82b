import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { copyFixture, FIXTURES, readExpectedFixed, readFiles } from "./fixtures.ts";
import { findTypeErrors } from "./type-errors.ts";
import { createWorkspace, generated } from "./workspace.ts";

test("a workspace holds the files it was given, until they are removed", () => {
  const workspace = createWorkspace({ "convex/messages.ts": "export {};\n" });

  const file = workspace.write("apps/web/src/main.ts", "\n");
  workspace.remove("convex/messages.ts");

  expect(file).toBe(join(workspace.root, "apps/web/src/main.ts"));
  expect(readFiles(workspace.root)).toEqual({ "apps/web/src/main.ts": "\n" });
  workspace.cleanup();
  expect(existsSync(workspace.root)).toBe(false);
});

test.each([
  ["thirty", ["crons", "housekeeping", "nightly", "orders"]],
  ["custom-builders", ["audit", "backup", "crons", "exportProject", "lib/builders", "lib/observed", "maintenance", "projects", "tasks", "v1"]],
])("generated files are those of Convex's code generation: %s", (fixture, modules) => {
  const files = readFiles(join(FIXTURES, fixture, "convex/_generated"));

  expect(generated("convex", modules, { schema: true })).toEqual(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`convex/_generated/${name}`, text])),
  );
});

test("generated files of a workspace without a schema have types", () => {
  const workspace = createWorkspace(
    {
      ...generated("convex", ["admin/delete"]),
      "convex/admin/delete.ts": `import { query } from "../_generated/server";\nexport const list = query({ args: {}, handler: async () => 1 });\n`,
      "main.ts": `import { api } from "./convex/_generated/api";\nexport const text: string = api.admin.delete.list;\n`,
      "tsconfig.json": `{ "compilerOptions": { "strict": true, "module": "ESNext", "moduleResolution": "Bundler", "skipLibCheck": true, "types": [] } }`,
    },
    { installed: true },
  );
  onTestFinished(() => workspace.cleanup());

  const errors = findTypeErrors(workspace.root);

  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(/^main\.ts:2: TS2322: Type 'FunctionReference<"query", "public", \{\}, number, /);
});

test("a copy of a fixture knows what was changed in it", () => {
  const fixture = copyFixture("stripe-upgrade");
  onTestFinished(() => fixture.cleanup());
  const path = "convex/markPlanAsProfessional.ts";
  const text = readExpectedFixed("stripe-upgrade")[path] ?? "";

  writeFileSync(join(fixture.root, path), text);

  expect(fixture.changedFiles()).toEqual({ [path]: text });
  // The action still looks for the mutation in `api`.
  expect(findTypeErrors(fixture.root)).toEqual([expect.stringMatching(/^convex\/upgrade\.ts:16: TS2339: /)]);
});
