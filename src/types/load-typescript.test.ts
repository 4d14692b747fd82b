import { tmpdir } from "node:os";
import { afterEach, describe, expect, it } from "vitest";

import { loadTypeScript } from "./load-typescript.ts";
import { createTemporaryProject, type TemporaryProject } from "./testing/temporary-project.ts";

const COMPILER = "exports.version = 'VERSION'; exports.createProgram = exports.parseJsonConfigFileContent = () => {};";
// All that TypeScript 7 exports under its name.
const WITHOUT_API = "exports.version = '7.0.2';";

let project: TemporaryProject | undefined;
afterEach(() => {
  project?.remove();
  project = undefined;
});

describe("loadTypeScript", () => {
  it("loads the compiler of the directory", () => {
    project = createTemporaryProject({
      "node_modules/typescript/index.js": COMPILER.replace("VERSION", "5.4.0"),
      "app/package.json": "{}",
    });

    expect(loadTypeScript(project.path("app"))?.version).toBe("5.4.0");
  });

  it("loads the compiler of the parser, if that of the directory has no compiler API", () => {
    project = createTemporaryProject({
      "node_modules/typescript/index.js": WITHOUT_API,
      "node_modules/@typescript-eslint/parser/index.js": "",
      "node_modules/@typescript-eslint/parser/node_modules/typescript/index.js": COMPILER.replace("VERSION", "6.0.3"),
    });

    expect(loadTypeScript(project.root)?.version).toBe("6.0.3");
  });

  it.each([
    ["the directory has none", {}],
    ["that of the directory has no compiler API", { "node_modules/typescript/index.js": WITHOUT_API }],
    ["that of the directory does not load", { "node_modules/typescript/index.js": "throw new Error('No compiler.');" }],
  ])("loads the compiler that this package is installed with, if %s", (_, files) => {
    project = createTemporaryProject(files);

    expect(loadTypeScript(project.root)?.createProgram).toBeTypeOf("function");
  });

  it("does not fail in a directory that does not exist", () => {
    expect(() => loadTypeScript(`${tmpdir()}/no/such/directory`)).not.toThrow();
    expect(() => loadTypeScript("relative")).not.toThrow();
  });
});
