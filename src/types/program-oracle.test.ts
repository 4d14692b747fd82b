import { readFileSync } from "node:fs";
import ts from "typescript";
import { afterAll, describe, expect, it, vi } from "vitest";

import { createProgramOracle, type FunctionsDirectory } from "./program-oracle.ts";
import { createTemporaryProject, type TemporaryProject } from "./testing/temporary-project.ts";
import type { BuilderCall, Registration } from "./type-oracle.ts";

const parsedPackageFiles = new Map<string, ts.SourceFile | undefined>();

/** The compiler, which parses the files of packages (and its own libraries) once for all programs of this file. */
const cachingCompiler: typeof ts = {
  ...ts,
  createCompilerHost: (options) => {
    const base = ts.createCompilerHost(options);
    return {
      ...base,
      getSourceFile: (path, ...rest) => {
        if (!path.includes("/node_modules/")) return base.getSourceFile(path, ...rest);
        if (!parsedPackageFiles.has(path)) parsedPackageFiles.set(path, base.getSourceFile(path, ...rest));
        return parsedPackageFiles.get(path);
      },
    };
  },
};

const SERVER = `
import type { AnyDataModel, QueryBuilder } from "convex/server";
export declare const query: QueryBuilder<AnyDataModel, "public">;
export declare const internalQuery: QueryBuilder<AnyDataModel, "internal">;
`;
const TSCONFIG = `{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", "types": [] }, "include": ["./**/*"] }`;
const LIST = `import { query } from "./_generated/server";\nexport const list = query({ handler: () => 1 });\n`;

const PUBLIC_QUERY: Registration = { kind: "function", functionType: "query", visibility: "public" };
const INTERNAL_QUERY: Registration = { kind: "function", functionType: "query", visibility: "internal" };
const UNKNOWN: Registration = { kind: "unknown" };

const project = createTemporaryProject({
  "governed/convex/_generated/server.d.ts": SERVER,
  "governed/convex/tsconfig.json": `// Comments are allowed.\n${TSCONFIG}`,
  "governed/convex/list.ts": LIST,
  "governed/convex/script.js": LIST,
  "governed/convex/reexported.ts": `export * from "../shared/outside";`,
  "governed/convex/component/convex.config.ts": "export default {};",
  "governed/convex/component/_generated/server.d.ts": SERVER.replaceAll("query:", "list:").replaceAll("internalQuery", "query"),
  "governed/convex/component/list.ts": LIST,
  "governed/convex/notes.test.ts": LIST,
  "governed/shared/outside.ts": LIST.replace("./_generated", "../convex/_generated"),

  // The aliases of the referenced config alone resolve the import.
  "references/tsconfig.json": `{ "files": [], "references": [{ "path": "./tsconfig.app.json" }, { "path": "./server" }, { "path": "." }] }`,
  "references/tsconfig.app.json": `{ "compilerOptions": { "composite": true }, "include": ["src"] }`,
  "references/src/main.ts": "export {};",
  "references/server/tsconfig.json": `{
    "compilerOptions": { "composite": true, "module": "esnext", "moduleResolution": "bundler", "types": [], "paths": { "#server": ["../convex/_generated/server"] } },
    "include": ["../convex"]
  }`,
  "references/convex/_generated/server.d.ts": SERVER,
  "references/convex/list.ts": LIST.replace("./_generated/server", "#server"),

  // No config includes the functions, but the application imports them.
  "imported/tsconfig.json": `{
    "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", "types": [], "paths": { "#server": ["./convex/_generated/server"] } },
    "include": ["src"]
  }`,
  "imported/src/main.ts": "export {};",
  "imported/convex/_generated/server.d.ts": SERVER,
  "imported/convex/list.ts": LIST.replace("./_generated/server", "#server"),

  "plain/convex/_generated/server.d.ts": SERVER,
  "plain/convex/list.ts": LIST,
  "plain/convex/script.js": LIST,

  "broken/convex/_generated/server.d.ts": SERVER,
  "broken/convex/tsconfig.json": `{ "compilerOptions": { `,
  "broken/convex/list.ts": LIST,

  "odd/convex/_generated/server.d.ts": SERVER,
  "odd/convex/tsconfig.json": TSCONFIG.replace("{", `{ "extends": "not-installed/tsconfig.json", "references": [{ "path": "./nowhere" }],`),
  "odd/convex/list.ts": LIST,
});
afterAll(() => {
  project.remove();
});

describe("createProgramOracle", () => {
  it("builds a program on the first question, and one per functions directory", () => {
    const loadCompiler = vi.fn(() => cachingCompiler);
    const oracle = createOracle(project, { governed: ["list.ts", "script.js"] }, loadCompiler);
    expect(loadCompiler).not.toHaveBeenCalled();

    expect(oracle.registrationOfCall(findCall(project, "governed/convex/list.ts"))).toEqual(PUBLIC_QUERY);
    expect(oracle.registrationOfCall(findCall(project, "governed/convex/script.js"))).toEqual(PUBLIC_QUERY);
    expect(oracle.registrationOfExport({ file: project.path("governed/convex/list.ts"), exportName: "list" })).toEqual(PUBLIC_QUERY);
    expect(oracle.knows(project.path("governed/convex/list.ts"))).toBe(true);
    expect(oracle.knows(project.path("governed/convex/notes.test.ts"))).toBe(false);
    expect(loadCompiler).toHaveBeenCalledTimes(1);
  });

  it("answers for a component by its own program", () => {
    const oracle = createOracle(project, { governed: ["list.ts"], "governed/convex/component": ["list.ts"] });

    expect(oracle.registrationOfCall(findCall(project, "governed/convex/component/list.ts"))).toEqual(INTERNAL_QUERY);
    expect(oracle.registrationOfCall(findCall(project, "governed/convex/list.ts"))).toEqual(PUBLIC_QUERY);
  });

  it("answers for a file outside the functions directory that its modules import", () => {
    const oracle = createOracle(project, { plain: ["list.ts"], governed: ["list.ts", "reexported.ts"] });

    expect(oracle.registrationOfCall(findCall(project, "governed/shared/outside.ts"))).toEqual(PUBLIC_QUERY);
    expect(oracle.registrationOfCall(findCall(project, "imported/convex/list.ts"))).toEqual(UNKNOWN);
    expect(oracle.registrationOfExport({ file: project.path("imported/convex/list.ts"), exportName: "list" })).toEqual(UNKNOWN);
    expect(oracle.knows(project.path("imported/convex/list.ts"))).toBe(false);
  });

  it.each([
    ["the config that a solution refers to", "references/convex/list.ts"],
    ["the nearest config, if none includes the functions", "imported/convex/list.ts"],
    ["the options of `convex init`, if there is no config", "plain/convex/script.js"],
    ["what is left of a config whose `extends` is missing", "odd/convex/list.ts"],
  ])("takes its options from %s", (_, file) => {
    const [name = "", , module = ""] = file.split("/");
    const oracle = createOracle(project, { [name]: [module] });

    expect(oracle.registrationOfCall(findCall(project, file))).toEqual(PUBLIC_QUERY);
  });

  it("says `unknown` for a directory whose config is broken", () => {
    const oracle = createOracle(project, { broken: ["list.ts"] });

    expect(oracle.registrationOfCall(findCall(project, "broken/convex/list.ts"))).toEqual(UNKNOWN);
    expect(oracle.knows(project.path("broken/convex/list.ts"))).toBe(false);
  });

  it.each([
    ["there is no compiler", () => undefined],
    ["the compiler fails", () => ({ ...cachingCompiler, createProgram: () => fail() })],
    ["a config cannot be parsed", () => ({ ...cachingCompiler, parseJsonConfigFileContent: () => fail() })],
  ])("says `unknown` when %s", (_, loadCompiler) => {
    const oracle = createOracle(project, { governed: ["list.ts"] }, loadCompiler);

    expect(oracle.registrationOfCall(findCall(project, "governed/convex/list.ts"))).toEqual(UNKNOWN);
  });

  it("reads programs of compilers that do not know how to skip comments", () => {
    const old = { ...cachingCompiler, JSDocParsingMode: undefined } as unknown as typeof ts;
    const oracle = createOracle(project, { governed: ["list.ts"] }, () => old);

    expect(oracle.registrationOfCall(findCall(project, "governed/convex/list.ts"))).toEqual(PUBLIC_QUERY);
  });
});

/** Makes the oracle of some directories: an application's name stands for its functions directory. */
function createOracle(
  { root, path }: TemporaryProject,
  modules: Readonly<Record<string, readonly string[]>>,
  loadCompiler: () => typeof ts | undefined = () => cachingCompiler,
) {
  const functionsDirectories = Object.entries(modules).map(([name, files]): FunctionsDirectory => {
    const directory = path(name.includes("/") ? name : `${name}/convex`);
    return { directory, moduleFiles: files.map((file) => `${directory}/${file}`) };
  });
  return createProgramOracle({ root, functionsDirectories, loadCompiler });
}

function findCall({ path }: TemporaryProject, file: string): BuilderCall {
  const text = readFileSync(path(file), "utf8");
  const start = text.indexOf("query({");
  return { file: path(file), callee: [start, start + 5], call: [start, text.indexOf(";", start)], calleeText: "query" };
}

function fail(): never {
  throw new Error("Debug Failure.");
}
