import { onTestFinished } from "vitest";

import { readIndex } from "./index-of.ts";
import { createWorkspace, type WorkspaceFiles } from "./workspace.ts";

/** A form of caller or of definition, in files where `$m` stands for a module of the form's own. */
export type Form = readonly [form: string, verdict: string, files: WorkspaceFiles];

/** The functions directory. */
export const BACKEND = "packages/backend/convex";
/** The imports of a module beside the generated code. */
export const SERVER = 'import { action, httpAction, internalAction, internalMutation, mutation, query } from "./_generated/server";\nimport { api, internal, components } from "./_generated/api";\n';
/** The import of `api` in an app. */
export const API = 'import { api } from "@acme/backend/convex/_generated/api";\n';
/** The imports of an app that uses hooks. */
export const HOOKS = `import { useMutation, useQueries, useQuery } from "convex/react";\n${API}`;

/** A client's file of its own; every function is called by the server too, so that a client that is missed shows. */
export function web(form: string, body: string, header = HOOKS): Form {
  return [form, "client", { "apps/web/src/$m.tsx": `${header}${body}\n`, ...scheduled() }];
}

/** A client in a file of any name. */
export function outside(form: string, path: string, text: string): Form {
  return [form, "client", { [path]: text, ...scheduled() }];
}

/** A caller in a module of the functions directory. */
export function server(form: string, body: string, header = SERVER): Form {
  return [form, "server-only", { [`${BACKEND}/calls/$m.ts`]: `${header.replaceAll('"./', '"../')}${body}\n` }];
}

/** A caller in an action of the functions directory. */
export function inAction(form: string, body: string, imports = ""): Form {
  return server(form, `export const run = internalAction({ handler: async (ctx, args) => {\n${body}\n} });`, `${imports}${SERVER}`);
}

/** The files of a scheduler that calls the function. */
export function scheduled(): WorkspaceFiles {
  return { [`${BACKEND}/jobs/$m.ts`]: 'import { internalMutation } from "../_generated/server";\nimport { api } from "../_generated/api";\nexport const run = internalMutation({ handler: async (ctx) => { await ctx.scheduler.runAfter(0, api.$m.fn); } });\n' };
}

/** A function that is defined in another way, and that the scheduler calls. */
export function defined(form: string, verdict: string, definition: string, files: WorkspaceFiles = scheduled()): Form {
  return [form, verdict, { [`${BACKEND}/$m.ts`]: definition, ...files }];
}

const COMMON: WorkspaceFiles = {
  "package.json": '{ "private": true, "workspaces": ["apps/*", "packages/*"] }',
  "packages/backend/package.json": '{ "name": "@acme/backend", "dependencies": { "convex": "*", "convex-helpers": "*" } }',
  [`${BACKEND}/_generated/api.d.ts`]: "export declare const api: AnyApi;\n",
  [`${BACKEND}/_generated/server.d.ts`]: "",
  [`${BACKEND}/calls/helpers.ts`]: "export const call = (ctx, ref) => ctx.runQuery(ref, {});\n",
  [`${BACKEND}/counter/convex.config.ts`]: 'import { defineComponent } from "convex/server";\nexport default defineComponent("counter");\n',
  [`${BACKEND}/counter/public.ts`]: 'import { query } from "./_generated/server";\nexport const count = query({});\n',
  "packages/client/package.json": '{ "name": "@acme/client", "main": "index.ts", "dependencies": { "@acme/backend": "*" } }',
  "packages/client/index.ts": 'export { api as backend } from "@acme/backend/convex/_generated/api";\n',
  "apps/web/package.json": '{ "name": "web", "dependencies": { "@acme/backend": "*", "@acme/client": "*", "convex": "*", "react": "*" } }',
  "apps/site/package.json": '{ "name": "site", "dependencies": { "@acme/backend": "*" } }',
  "apps/copy/package.json": '{ "name": "copy", "dependencies": { "convex": "*" } }',
  "apps/copy/convex/_generated/api.js": 'import { anyApi } from "convex/server";\nexport const api = anyApi;\nexport const internal = anyApi;\n',
  "demos/chat/package.json": '{ "name": "chat", "dependencies": { "convex": "*", "react": "*" } }',
  "demos/chat/convex/_generated/server.d.ts": "",
};

/** Returns the verdict on the function of each form. They all live in one monorepo: forms must not speak for each other's functions. */
export function verdictsOf(forms: readonly Form[], common: WorkspaceFiles = {}): string[] {
  const files: Record<string, string> = { ...COMMON, ...common };
  for (const [index, [, , own]] of forms.entries()) {
    const module = moduleOf(index);
    files[`${BACKEND}/${module}.ts`] = 'import { query } from "./_generated/server";\nexport const fn = query({ args: {}, handler: async () => null });\n';
    for (const [path, text] of Object.entries(own)) files[path.replaceAll("$m", module)] = text.replaceAll("$m", module);
  }
  const workspace = createWorkspace(files);
  onTestFinished(() => workspace.cleanup());
  const index = readIndex(workspace.root);
  const functions = new Set(Object.keys(index.functions()));
  return forms.map(([form], number) => {
    const name = ["fn", "default"].map((export_) => `${BACKEND} ${moduleOf(number)}:${export_}`).find((candidate) => functions.has(candidate)) ?? "";
    return `${form}: ${name === "" ? "no function" : index.verdict(name)}`;
  });
}

/** Returns what `verdictsOf` should give. */
export function expectedVerdicts(forms: readonly Form[]): string[] {
  return forms.map(([form, verdict]) => `${form}: ${verdict}`);
}

function moduleOf(index: number): string {
  return `form${String(index)}`;
}
