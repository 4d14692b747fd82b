import type { ESLint } from "eslint";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { Analysis } from "../../analysis.ts";
import { Workspace } from "../../project/workspace.ts";
import { readSettings } from "../../settings.ts";
import { dedent } from "../../testing/dedent.ts";
import { createWorkspace } from "../../testing/workspace.ts";
import { UNKNOWING_ORACLE } from "../../types/type-oracle.ts";
import { orderByDanger } from "./danger-order.ts";

const FILES = {
  "package.json": '{ "dependencies": { "convex": "*" } }',
  "convex/a.ts": dedent`
    import { mutation, query } from "./_generated/server";
    export const count = mutation(async () => 1);
    export const list = query(async (ctx) => await ctx.db.query("m").collect());
    export const add = mutation(async (ctx) => {
      await ctx.db.insert("m", {});
    });
  `,
  "convex/b.ts": dedent`
    import { mutation } from "./_generated/server";
    export const clear = mutation(async (ctx, { ids }) => {
      for (const id of ids) await ctx.db.delete(id);
    });
  `,
  "src/app.ts": "export const nothing = 1;\n",
};

/** Orders results with messages at these lines, and returns them as `path:line`. */
function ordered(places: Readonly<Record<string, readonly number[]>>, output?: string, text?: string): string[] {
  const workspace = createWorkspace(text === undefined ? FILES : { ...FILES, "convex/a.ts": text });
  onTestFinished(() => workspace.cleanup());
  const analysis = new Analysis(new Workspace(workspace.root).snapshot(), readSettings({}), UNKNOWING_ORACLE, new Map());
  const results = Object.entries(places).map(([path, lines]) => ({
    filePath: join(workspace.root, path),
    messages: lines.map((line) => ({ line, column: 8, ruleId: "x", message: "", severity: 1 })),
    ...(output === undefined ? {} : { output }),
  })) as unknown as ESLint.LintResult[];
  return orderByDanger(results, analysis).flatMap(({ filePath, messages }) => messages.map(({ line }) => `${filePath.slice(workspace.root.length + 1)}:${String(line)}`));
}

test("findings at the functions that could do the most harm come first", () => {
  expect(ordered({ "convex/a.ts": [2, 3, 4] })).toEqual(["convex/a.ts:4", "convex/a.ts:3", "convex/a.ts:2"]);
});

test("files come by the worst of their findings", () => {
  expect(ordered({ "convex/a.ts": [3, 5], "convex/b.ts": [3], "src/app.ts": [1] })).toEqual(["convex/b.ts:3", "convex/a.ts:5", "convex/a.ts:3", "src/app.ts:1"]);
});

test("what is equally dangerous keeps its order, as does what stands at no function", () => {
  expect(ordered({ "src/app.ts": [1], "convex/a.ts": [1, 2] })).toEqual(["src/app.ts:1", "convex/a.ts:1", "convex/a.ts:2"]);
});

test("what is left in a repaired file keeps its order, since its lines are those of another text", () => {
  expect(ordered({ "convex/a.ts": [2, 4] }, "…")).toEqual(["convex/a.ts:2", "convex/a.ts:4"]);
});

test("of very many functions the type alone tells", () => {
  const functions = Array.from({ length: 100 }, (_, index) => `export const add${String(index)} = mutation(async (ctx) => await ctx.db.insert("m", {}));`);
  const text = ['import { mutation, query } from "./_generated/server";', "export const list = query(async () => 1);", ...functions, "export const clear = mutation(async (ctx, { id }) => await ctx.db.delete(id));", ""].join("\n");
  const lines = Array.from({ length: 102 }, (_, index) => index + 2);

  expect(ordered({ "convex/a.ts": lines.slice(0, 101) }, undefined, text).slice(0, 2)).toEqual(["convex/a.ts:3", "convex/a.ts:4"]);
  expect(ordered({ "convex/a.ts": lines.slice(1) }, undefined, text).slice(0, 2)).toEqual(["convex/a.ts:3", "convex/a.ts:4"]);
  expect(ordered({ "convex/a.ts": lines.slice(2) }, undefined, text)[0]).toBe("convex/a.ts:103");
  expect(ordered({ "convex/a.ts": lines }, undefined, text).at(-1)).toBe("convex/a.ts:2");
});
