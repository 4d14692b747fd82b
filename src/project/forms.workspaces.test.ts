import { describe, expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const PACKAGE = '{ "dependencies": { "convex": "*", "react": "*" } }';
const MESSAGES = `import { internalAction, internalMutation, query } from "./_generated/server";
import { api } from "./_generated/api";
export const list = query({});
export const get = query({});
export const run = internalAction(async (ctx) => { await ctx.runQuery(api.messages.list); });
`;

function use(source: string, code = "useQuery(api.messages.list);"): string {
  return `import { useQuery } from "convex/react";\nimport { api } from "${source}";\n${code}\n`;
}

/** The verdict on `messages:list` of the only project, or of the one in a directory. */
function verdictOf(files: WorkspaceFiles, directory?: string): string {
  const index = indexOf(files);
  return index.verdict(index.snapshot.projects.length > 1 ? `${directory ?? ""} messages:list` : "messages:list");
}

describe("where the functions are", () => {
  test.each<[string, string, string, string]>([
    ["src/convex/", "src/convex", "src/main.tsx", "./convex/_generated/api"],
    ["src/lib/convex", "src/lib/convex", "src/routes/main.tsx", "$lib/convex/_generated/api"],
    ["packages/convex", "packages/convex", "apps/web/main.tsx", "../../packages/convex/_generated/api"],
    [".", ".", "web/main.tsx", "../_generated/api"],
  ])("convex.json says %s", (functions, directory, client, source) => {
    const at = directory === "." ? "" : `${directory}/`;
    const files: WorkspaceFiles = { "package.json": PACKAGE, "convex.json": JSON.stringify({ functions }), [`${at}messages.ts`]: MESSAGES };

    expect(verdictOf({ ...files, [client]: use(source) })).toBe("client");
    expect(verdictOf({ ...files, [client]: use(source, "useQuery(api.messages.get);") })).toBe("server-only");
  });

  test("convex.json of an app says where a directory beside it is", () => {
    const files: WorkspaceFiles = { "apps/web/package.json": PACKAGE, "apps/web/convex.json": '{ "functions": "../docker-convex/convex/" }', "apps/docker-convex/convex/messages.ts": MESSAGES };

    expect(verdictOf({ ...files, "apps/web/main.tsx": use("../docker-convex/convex/_generated/api") })).toBe("client");
    expect(verdictOf({ ...files, "apps/web/main.tsx": use("../docker-convex/convex/_generated/api", "useQuery(api.messages.get);") })).toBe("server-only");
  });

  test("JavaScript alone, without generated code", () => {
    const files: WorkspaceFiles = { "package.json": PACKAGE, "jsconfig.json": "{}", "convex/messages.js": MESSAGES };

    expect(verdictOf({ ...files, "src/main.jsx": use("../convex/_generated/api") })).toBe("client");
    expect(verdictOf({ ...files, "src/main.jsx": use("../convex/_generated/api", "useQuery(api.messages.get);") })).toBe("server-only");
  });
});

describe("several projects", () => {
  /** A project with a client of another of its functions. */
  function demo(name: string): WorkspaceFiles {
    return { [`demos/${name}/package.json`]: PACKAGE, [`demos/${name}/convex/messages.ts`]: MESSAGES, [`demos/${name}/src/main.tsx`]: use("../convex/_generated/api", "useQuery(api.messages.get);") };
  }

  test("a collection of demos: each has the callers of its own", () => {
    const names = Array.from({ length: 40 }, (_, at) => `d${String(at)}`);
    const index = indexOf({ ...Object.assign({}, ...names.map(demo)) as WorkspaceFiles, "demos/d7/src/list.tsx": use("../convex/_generated/api"), "demos/d8/ios/App.swift": 'client.subscribe(to: "messages:list")\n', "demos/d9/seed.sh": "npx convex run messages:list\n" });
    const clients = names.filter((name) => index.verdict(`demos/${name}/convex messages:list`) === "client");

    expect(clients).toEqual(["d7", "d8"]);
    expect(index.callers("demos/d9/convex messages:list")).toEqual(["demos/d9/convex/messages.ts:5 server direct api", "demos/d9/seed.sh operator direct name"]);
  });

  test("an app and the template it was made from", () => {
    const files: WorkspaceFiles = { ...demo("app"), ...demo("template"), "demos/app/src/list.tsx": use("@/convex/_generated/api"), "demos/app/tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }' };

    expect([verdictOf(files, "demos/app/convex"), verdictOf(files, "demos/template/convex")]).toEqual(["client", "server-only"]);
  });

  test("a vendored copy of another project is no project, and calls nothing of this one", () => {
    const files: WorkspaceFiles = { "package.json": PACKAGE, "convex/messages.ts": MESSAGES, "src/main.tsx": use("../convex/_generated/api", "useQuery(api.messages.get);") };
    const copy: WorkspaceFiles = { "vendor/chat/package.json": PACKAGE, "vendor/chat/convex/messages.ts": MESSAGES, "vendor/chat/src/main.tsx": use("../convex/_generated/api") };

    expect(verdictOf({ ...files, ...copy })).toBe("server-only");
  });

  test("bundles beside the source are no callers", () => {
    const files: WorkspaceFiles = { "package.json": PACKAGE, "convex/messages.ts": MESSAGES, "src/main.tsx": use("../convex/_generated/api", "useQuery(api.messages.get);") };
    const bundle = `${"var x=1;".repeat(4000)}import{a as api}from"./chunk.js";/* Convex */useQuery(api.messages.list)`;

    expect(verdictOf({ ...files, "dist/main.js": use("../convex/_generated/api"), "public/app.js": bundle })).toBe("server-only");
  });
});

describe("one definition that several projects register", () => {
  const JOBS = 'import { internalAction } from "./_generated/server";\nimport { api } from "./_generated/api";\nexport const run = internalAction(async (ctx) => { await ctx.runQuery(api.m.list); });\n';
  const OWN = 'import { query } from "./_generated/server";\nexport const get = query({});\n';

  /** Two apps with a package beside them, and what the clients of each call. */
  function apps(a: string, b: string): WorkspaceFiles {
    const client = (code: string): string => use("../convex/_generated/api", code);
    const functions: WorkspaceFiles = Object.fromEntries(["a", "b"].flatMap((app) => [[`apps/${app}/package.json`, PACKAGE], [`apps/${app}/convex/m.ts`, 'export * from "../../../packages/shared/impl";\n'], [`apps/${app}/convex/own.ts`, OWN], [`apps/${app}/convex/jobs.ts`, JOBS]]));
    return { ...functions, "packages/shared/impl.ts": 'import { queryGeneric } from "convex/server";\nexport const list = queryGeneric({});\n', "apps/a/src/main.tsx": client(a), "apps/b/src/main.tsx": client(b) };
  }

  test.each<[string, string, string, string]>([
    ["a client of one is a client of all", "useQuery(api.m.list);", "useQuery(api.own.get);", "client"],
    ["what one hands on whole silences all", 'useQuery(api.own.get);\nmake(api.m);', "useQuery(api.own.get);", "client"],
    ["without a client of one, nothing is claimed of any", "useQuery(api.own.get);", "", "silent: no-client-in-workspace"],
    ["only servers call it", "useQuery(api.own.get);", "useQuery(api.own.get);", "server-only"],
  ])("%s", (_, a, b, expected) => {
    const index = indexOf(apps(a, b));

    expect(["a", "b"].map((app) => index.verdict(`apps/${app}/convex m:list`))).toEqual([expected, expected]);
  });

  test("it is repaired once, and in all of them", () => {
    const index = indexOf(apps("useQuery(api.own.get);", "useQuery(api.own.get);"));

    expect(index.snapshot.definedIn(`${index.root}/packages/shared/impl.ts`)).toHaveLength(1);
    expect(Object.keys(index.repaired()).sort()).toEqual(["apps/a/convex/jobs.ts", "apps/b/convex/jobs.ts", "packages/shared/impl.ts"]);
    expect(index.repaired()["packages/shared/impl.ts"]).toBe('import { internalQueryGeneric } from "convex/server";\nexport const list = internalQueryGeneric({});\n');
  });

  test("a component's function that the app registers too stays as the component needs it", () => {
    const index = indexOf({
      "package.json": PACKAGE,
      "convex/counter/convex.config.ts": 'import { defineComponent } from "convex/server";\nexport default defineComponent("counter");\n',
      "convex/counter/m.ts": 'import { query } from "./_generated/server";\nexport const list = query({});\n',
      "convex/m.ts": 'export { list } from "./counter/m";\n',
      "convex/own.ts": OWN,
      "convex/jobs.ts": JOBS,
      "src/main.tsx": use("../convex/_generated/api", "useQuery(api.own.get);"),
    });

    expect(["convex", "convex/counter"].map((directory) => index.verdict(`${directory} m:list`))).toEqual(["silent: component", "silent: component"]);
  });
});

describe("names that lie", () => {
  const SERVER = 'import { internalAction, internalMutation, internalQuery, mutation, query } from "../_generated/server";\nimport { api, internal } from "../_generated/api";\n';
  const FILES: WorkspaceFiles = {
    "package.json": PACKAGE,
    "convex/internal/messages.ts": `${SERVER}export const list = query({});\nexport const internalGet = query({});\nexport const publicPurge = internalMutation({});\n`,
    "convex/messages.ts": 'import { query } from "./_generated/server";\nexport const list = query({});\n',
    "convex/api/jobs.ts": `${SERVER}export const run = internalAction(async (ctx) => { await ctx.runQuery(api.internal.messages.list); await ctx.runMutation(internal.internal.messages.publicPurge); await ctx.runQuery((internal as any).internal.messages.internalGet); });\n`,
    "src/main.tsx": use("../convex/_generated/api", "useQuery(api.messages.list);"),
  };

  test("folders called internal and api", () => {
    const index = indexOf(FILES);

    expect(index.functions()).toEqual({ "internal/messages:list": "public query", "internal/messages:internalGet": "public query", "internal/messages:publicPurge": "internal mutation", "messages:list": "public query", "api/jobs:run": "internal action" });
    expect(["list", "internalGet", "publicPurge"].map((name) => index.verdict(`internal/messages:${name}`))).toEqual(["server-only", "server-only", "silent: not-public"]);
    expect(index.callers("internal/messages:publicPurge")).toEqual(["convex/api/jobs.ts:3 server direct internal"]);
  });

  test("a client of a public function in a folder called internal", () => {
    const index = indexOf({ ...FILES, "src/list.tsx": use("../convex/_generated/api", "useQuery(api.internal.messages.list);\nuseQuery(api.internal.messages.internalGet);") });

    expect(["internal/messages:list", "internal/messages:internalGet"].map((name) => index.verdict(name))).toEqual(["client", "client"]);
  });

  test("builders called private and internal that check a token", () => {
    const index = indexOf({
      ...FILES,
      "convex/lib.ts": 'import { customMutation, customQuery } from "convex-helpers/server/customFunctions";\nimport { mutation, query } from "./_generated/server";\nconst token = { args: { token: v.string() }, input: async () => ({ ctx: {}, args: {} }) };\nexport const privateQuery = customQuery(query, token);\nexport const publicInternalMutation = customMutation(mutation, token);\n',
      "convex/guarded.ts": 'import { privateQuery, publicInternalMutation } from "./lib";\nexport const list = privateQuery({});\nexport const send = publicInternalMutation({});\n',
      "package.json": '{ "dependencies": { "convex": "*", "convex-helpers": "*", "react": "*" } }',
      "server/main.ts": 'import { ConvexHttpClient } from "convex/browser";\nimport { api } from "../convex/_generated/api";\nawait new ConvexHttpClient(url).mutation(api.guarded.send, { token });\n',
    });

    expect([index.functions()["guarded:list"], index.verdict("guarded:list")]).toEqual(["public query", "unused"]);
    expect([index.functions()["guarded:send"], index.verdict("guarded:send")]).toEqual(["public mutation", "client"]);
  });
});
