import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * How the files of a generated workspace divide, in percent, after what real ones look like: in 42 public projects
 * between 7 and 72 % of the files say something of Convex, 38 % in the median. Here modules, components and tests do.
 */
const SHARE = { modules: 14, components: 25, tests: 3, views: 35, libraries: 23 } as const;
const FUNCTIONS_PER_MODULE = 6;
/**
 * References and definitions alone make files smaller than real ones, which would count our work on each file too high
 * against parsing it; these lines, of the kind that surrounds them, bring the median above five thousand characters.
 */
const STEPS = { module: 4, component: 9, view: 9, library: 30, test: 8 } as const;

/** A deterministic stream of numbers, so that every run measures the same workspace. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/**
 * Writes a workspace of about `size` files: a monorepo with one Convex backend, two client packages and the code around
 * them. Returns the number of files.
 */
export function generateWorkspace(root: string, size: number): number {
  const random = createRandom(size);
  const files = new Map<string, string>();
  const modules = Math.max(2, Math.round((size * SHARE.modules) / 100));
  const components = Math.round((size * SHARE.components) / 100);
  const views = Math.round((size * SHARE.views) / 100);
  const libraries = Math.round((size * SHARE.libraries) / 100);
  const tests = Math.max(1, Math.round((size * SHARE.tests) / 100));
  const functionName = (module: number, index: number): string => `${["list", "get", "create", "rename", "archive", "sync"][index] ?? "run"}${String(module)}`;
  const moduleName = (module: number): string => (module % 5 === 0 ? `area${String(module % 7)}/module${String(module)}` : `module${String(module)}`);
  const reference = (root_: string, module: number, index: number): string => `${root_}.${moduleName(module).replace("/", ".")}.${functionName(module, index)}`;

  files.set("package.json", JSON.stringify({ name: "workspace", private: true, workspaces: ["packages/*", "apps/*"] }));
  files.set("packages/backend/package.json", JSON.stringify({ name: "@acme/backend", dependencies: { convex: "*", "convex-helpers": "*" }, exports: { "./*": "./*" } }));
  files.set("packages/backend/convex/_generated/api.js", 'import { anyApi } from "convex/server";\nexport const api = anyApi;\nexport const internal = anyApi;\n');
  files.set("packages/backend/convex/_generated/api.d.ts", apiTypes(modules, moduleName));
  files.set("packages/backend/convex/_generated/server.js", generatedServer());
  files.set("packages/backend/convex/_generated/server.d.ts", generatedServerTypes());
  files.set("packages/backend/convex/tsconfig.json", tsconfig(["./**/*"]));
  files.set("packages/backend/convex/builders.ts", BUILDERS);
  for (let module = 0; module < modules; module += 1) {
    files.set(`packages/backend/convex/${moduleName(module)}.ts`, moduleText(module));
  }
  files.set("packages/backend/convex/crons.ts", cronsText());
  for (const app of ["web", "admin"]) {
    files.set(`apps/${app}/package.json`, JSON.stringify({ name: app, dependencies: { "@acme/backend": "*", react: "*", convex: "*" } }));
    files.set(`apps/${app}/tsconfig.json`, tsconfig(["src"]));
  }
  for (let component = 0; component < components; component += 1) {
    files.set(`apps/${component % 4 === 0 ? "admin" : "web"}/src/components/Component${String(component)}.tsx`, componentText(component));
  }
  for (let view = 0; view < views; view += 1) {
    files.set(`apps/${view % 4 === 0 ? "admin" : "web"}/src/views/View${String(view)}.tsx`, viewText(view));
  }
  for (let library = 0; library < libraries; library += 1) {
    files.set(`apps/web/src/lib/library${String(library)}.ts`, libraryText(library));
  }
  for (let test = 0; test < tests; test += 1) {
    files.set(`packages/backend/convex/tests/module${String(test)}.test.ts`, testText(test));
  }
  for (const [path, text] of files) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return files.size;

  function moduleText(module: number): string {
    const up = module % 5 === 0 ? "../" : "./";
    const isCustom = module % 3 === 0;
    const parts = [
      `import { v } from "convex/values";`,
      `import { action, internalMutation, mutation, query } from "${up}_generated/server";`,
      `import { api, internal } from "${up}_generated/api";`,
      ...(isCustom ? [`import { authedMutation, authedQuery } from "${up}builders";`] : []),
      "",
    ];
    for (let index = 0; index < FUNCTIONS_PER_MODULE; index += 1) {
      const name = functionName(module, index);
      const other = random(modules);
      const builder = index === 5 ? "action" : index === 4 ? "internalMutation" : index < 2 ? (isCustom ? "authedQuery" : "query") : isCustom ? "authedMutation" : "mutation";
      const steps = Array.from({ length: STEPS.module }, (_, step) => [
        `    // Step ${String(step)}: what the caller sees of it depends on how much was asked for.`,
        `    const part${String(step)} = [args.id, "${name}", String(args.limit)].filter((word) => word.length > ${String(step)}).map((word) => word.trim().toLowerCase());`,
        `    if (part${String(step)}.length > ${String(step + 2)} && args.limit % ${String(step + 2)} === 0) {`,
        `      throw new Error(\`Too much of \${part${String(step)}.join(", ")} was asked for at once, ask for less than \${args.limit}\`);`,
        "    }",
      ]).flat();
      const body =
        builder === "action"
          ? [`    const found = await ctx.runQuery(${reference("api", other, 0)}, { id: args.id, limit: 10 });`, `    await ctx.runMutation(${reference("internal", other, 4)}, { id: args.id, limit: found.length });`, "    return null;"]
          : [`    const documents = await ctx.db.query("table${String(module)}").filter((q) => q.eq(q.field("owner"), args.id)).take(args.limit);`, "    return documents.map((document) => ({ ...document, label: `${document._id}:${args.limit}` }));"];
      parts.push(`/** ${name} of module ${String(module)}. */`, `export const ${name} = ${builder}({`, "  args: { id: v.string(), limit: v.number() },", `  handler: async (ctx, args): Promise<any> => {`, ...steps, ...body, "  },", "});", "");
    }
    return parts.join("\n");
  }

  function componentText(component: number): string {
    const module = random(modules);
    const other = random(modules);
    return [
      `import { useMutation, useQuery } from "convex/react";`,
      `import { useState } from "react";`,
      `import { api } from "@acme/backend/convex/_generated/api";`,
      `import { format${String(random(Math.max(1, libraries)))} as format } from "../lib/library${String(random(Math.max(1, libraries)))}";`,
      "",
      `export function Component${String(component)}({ id }: { id: string }) {`,
      `  const [limit, setLimit] = useState(${String(component % 50)});`,
      `  const items = useQuery(${reference("api", module, 0)}, { id, limit });`,
      `  const item = useQuery(${reference("api", other, 1)}, { id, limit });`,
      `  const create = useMutation(${reference("api", module, 2)});`,
      `  const rename = useMutation(${reference("api", other, 3)});`,
      ...totals(STEPS.component),
      "  return (",
      `    <section className="panel" onClick={() => setLimit(limit + 1)}>`,
      `      <h2>{format(String(item))}</h2>`,
      ...rows(STEPS.component),
      `      <ul>{(items ?? []).map((entry: { _id: string; label: string }) => <li key={entry._id} onClick={() => void rename({ id: entry._id, limit })}>{entry.label}</li>)}</ul>`,
      `      <button disabled={limit > 40} onClick={() => void create({ id, limit })}>Add</button>`,
      "    </section>",
      "  );",
      "}",
      "",
    ].join("\n");
  }

  /** A component that is given what it shows. */
  function viewText(view: number): string {
    return [
      `import { useState } from "react";`,
      `import { format${String(random(Math.max(1, libraries)))} as format } from "../lib/library${String(random(Math.max(1, libraries)))}";`,
      ...(view % 3 === 0 && view > 0 ? [`import { View${String(view - 1)} } from "./View${String(view - 1)}";`] : []),
      "",
      `export function View${String(view)}({ id, items, onOpen }: { id: string; items: { _id: string; label: string }[]; onOpen: (id: string) => void }) {`,
      `  const [limit, setLimit] = useState(${String(view % 50)});`,
      ...totals(STEPS.view),
      "  return (",
      `    <section className="panel" onClick={() => setLimit(limit + 1)}>`,
      "      <h2>{format(id)}</h2>",
      ...rows(STEPS.view),
      ...(view % 3 === 0 && view > 0 ? [`      <View${String(view - 1)} id={id} items={items} onOpen={onOpen} />`] : []),
      "      <ul>{items.map((entry) => <li key={entry._id} onClick={() => onOpen(entry._id)}>{entry.label}</li>)}</ul>",
      "    </section>",
      "  );",
      "}",
      "",
    ].join("\n");
  }

  function libraryText(library: number): string {
    const lines = [`export const format${String(library)} = (value: string): string => value.trim().toUpperCase();`];
    for (let index = 0; index < STEPS.library; index += 1) {
      lines.push(`export function step${String(index)}(values: readonly number[], factor = ${String(index)}): number {`, "  let total = 0;", "  for (const value of values) total += value * factor;", "  return total;", "}");
    }
    return `${lines.join("\n")}\n`;
  }

  function testText(test: number): string {
    const module = test % modules;
    return [
      `import { convexTest } from "convex-test";`,
      `import { expect, test } from "vitest";`,
      `import { api } from "../_generated/api";`,
      "",
      `test("module ${String(module)}", async () => {`,
      "  const t = convexTest();",
      ...Array.from({ length: STEPS.test }, (_, step) => [
        `  await t.run(async (ctx) => {`,
        `    for (let index = 0; index < ${String(step)}; index += 1) await ctx.db.insert("table${String(module)}", { owner: \`owner \${index}\`, label: "a label", order: index * ${String(step)} });`,
        "  });",
      ]).flat(),
      `  expect(await t.query(${reference("api", module, 0)}, { id: "a", limit: 1 })).toEqual([]);`,
      "});",
      "",
    ].join("\n");
  }

  function cronsText(): string {
    const jobs = Array.from({ length: 5 }, (_, job) => `crons.daily("job ${String(job)}", { hourUTC: ${String(job)}, minuteUTC: 0 }, ${reference("api", (job * 7) % modules, 5)}, { id: "a", limit: 1 });`);
    return [`import { cronJobs } from "convex/server";`, `import { api } from "./_generated/api";`, "", "const crons = cronJobs();", ...jobs, "export default crons;", ""].join("\n");
  }
}

/** What a component works out of what it shows. */
function totals(steps: number): string[] {
  return Array.from({ length: steps }, (_, step) => [
    `  const total${String(step)} = (items ?? []).filter((entry: { label: string }) => entry.label.length > ${String(step)}).length + limit;`,
    `  const isShown${String(step)} = total${String(step)} > ${String(step * 3)} && id !== "" && limit < ${String(100 + step)};`,
  ]).flat();
}

/** The markup of it. */
function rows(steps: number): string[] {
  return Array.from({ length: steps }, (_, step) => [
    `      {isShown${String(step)} ? (`,
    `        <div className="flex items-center justify-between gap-${String(step)} rounded-lg border px-4 py-2" data-step={${String(step)}}>`,
    `          <span className="text-sm text-muted" title={\`\${total${String(step)}} of \${limit}\`}>{total${String(step)}}</span>`,
    `          <button type="button" onClick={() => setLimit((before) => before + ${String(step)})}>More</button>`,
    "        </div>",
    "      ) : null}",
  ]).flat();
}

const BUILDERS = `import { customMutation, customQuery } from "convex-helpers/server/customFunctions";
import { internalMutation, mutation, query } from "./_generated/server";

const withOwner = { args: {}, input: async () => ({ ctx: {}, args: {} }) };
export const authedQuery = customQuery(query, withOwner);
export const authedMutation = customMutation(mutation, withOwner);
export const internalAuthedMutation = customMutation(internalMutation, withOwner);
`;

function apiTypes(modules: number, moduleName: (module: number) => string): string {
  const names = [...Array.from({ length: modules }, (_, module) => moduleName(module)), "crons", "builders"];
  const identifier = (name: string): string => name.replaceAll("/", "_");
  return [
    ...names.map((name) => `import type * as ${identifier(name)} from "../${name}.js";`),
    `import type { ApiFromModules, FilterApi, FunctionReference } from "convex/server";`,
    "declare const fullApi: ApiFromModules<{",
    ...names.map((name) => `  "${name}": typeof ${identifier(name)};`),
    "}>;",
    `export declare const api: FilterApi<typeof fullApi, FunctionReference<any, "public">>;`,
    `export declare const internal: FilterApi<typeof fullApi, FunctionReference<any, "internal">>;`,
    "",
  ].join("\n");
}

const BUILDER_NAMES = ["query", "mutation", "action", "internalQuery", "internalMutation", "internalAction"] as const;

function generatedServer(): string {
  return [`import { ${BUILDER_NAMES.map((name) => `${name}Generic`).join(", ")} } from "convex/server";`, ...BUILDER_NAMES.map((name) => `export const ${name} = ${name}Generic;`), ""].join("\n");
}

function generatedServerTypes(): string {
  const type = (name: string): string => `${/query/iu.test(name) ? "Query" : /mutation/iu.test(name) ? "Mutation" : "Action"}Builder`;
  return [
    `import type { ActionBuilder, AnyDataModel, MutationBuilder, QueryBuilder } from "convex/server";`,
    ...BUILDER_NAMES.map((name) => `export declare const ${name}: ${type(name)}<AnyDataModel, "${name.startsWith("internal") ? "internal" : "public"}">;`),
    "",
  ].join("\n");
}

function tsconfig(include: readonly string[]): string {
  return JSON.stringify({ compilerOptions: { target: "esnext", module: "esnext", moduleResolution: "bundler", jsx: "react-jsx", strict: true, noEmit: true, skipLibCheck: true, types: [] }, include });
}
