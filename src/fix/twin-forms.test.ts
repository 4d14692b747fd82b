import { expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

const BUILDERS = "convex/lib/builders.ts";

/** A function that a cron job alone calls, in a project whose clients call another. */
function projectWith(files: WorkspaceFiles): WorkspaceFiles {
  return {
    "convex/_generated/api.js": "",
    "convex/_generated/server.js": "",
    "convex/users.ts": 'import { query } from "./_generated/server";\nexport const get = query({});\n',
    "convex/crons.ts": 'import { cronJobs } from "convex/server";\nimport { api } from "./_generated/api";\nconst crons = cronJobs();\ncrons.interval("send", { hours: 1 }, api.digests.send);\nexport default crons;\n',
    "src/App.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.users.get);\n',
    ...files,
  };
}

const BASE = 'import { internalMutation as baseInternalMutation, mutation as baseMutation } from "../_generated/server";\n';

test.each<[form: string, builders: string, before: string, after: string]>([
  [
    "convex-helpers",
    'import { customCtx, customMutation } from "convex-helpers/server/customFunctions";\nimport { internalMutation, mutation } from "../_generated/server";\nimport { user } from "./user";\nexport const userMutation = customMutation(mutation, customCtx(user));\nexport const internalUserMutation = customMutation(internalMutation, customCtx(user));\n',
    'import { userMutation } from "./lib/builders";\nexport const send = userMutation({});\n',
    'import { internalUserMutation } from "./lib/builders";\nexport const send = internalUserMutation({});\n',
  ],
  [
    "convex-helpers with triggers, under the names of the builders",
    `import { customCtx, customMutation } from "convex-helpers/server/customFunctions";\nimport { Triggers } from "convex-helpers/server/triggers";\n${BASE}const triggers = new Triggers();\nexport const mutation = customMutation(baseMutation, customCtx(triggers.wrapDB));\nexport const internalMutation = customMutation(baseInternalMutation, customCtx(triggers.wrapDB));\n`,
    'import { mutation } from "./lib/builders";\nexport const send = mutation({});\n',
    'import { internalMutation } from "./lib/builders";\nexport const send = internalMutation({});\n',
  ],
  [
    "zod",
    'import { NoOp } from "convex-helpers/server/customFunctions";\nimport { zCustomMutation } from "convex-helpers/server/zod";\nimport { internalMutation, mutation } from "../_generated/server";\nexport const zMutation = zCustomMutation(mutation, NoOp);\nexport const zInternalMutation = zCustomMutation(internalMutation, NoOp);\n',
    'import { zMutation } from "./lib/builders";\nexport const send = zMutation({});\n',
    'import { zInternalMutation } from "./lib/builders";\nexport const send = zInternalMutation({});\n',
  ],
  [
    "zod 4",
    'import { NoOp } from "convex-helpers/server/customFunctions";\nimport { zCustomMutation } from "convex-helpers/server/zod4";\nimport { internalMutation, mutation } from "../_generated/server";\nexport const zMutation = zCustomMutation(mutation, NoOp);\nexport const zInternalMutation = zCustomMutation(internalMutation, NoOp);\n',
    'import { zMutation } from "./lib/builders";\nexport const send = zMutation({});\n',
    'import { zInternalMutation } from "./lib/builders";\nexport const send = zInternalMutation({});\n',
  ],
  [
    "ents",
    `import { entsTableFactory } from "convex-ents";\nimport { customCtx, customMutation } from "convex-helpers/server/customFunctions";\n${BASE}import { entDefinitions } from "../schema";\nexport const mutation = customMutation(\n  baseMutation,\n  customCtx(async (ctx) => ({\n    table: entsTableFactory(ctx, entDefinitions),\n    db: undefined,\n  })),\n);\nexport const internalMutation = customMutation(\n  baseInternalMutation,\n  customCtx(async (ctx) => ({\n    table: entsTableFactory(ctx, entDefinitions),\n    db: undefined,\n  })),\n);\n`,
    'import { mutation } from "./lib/builders";\nexport const send = mutation({});\n',
    'import { internalMutation } from "./lib/builders";\nexport const send = internalMutation({});\n',
  ],
  [
    "a factory of wrappers, imported under the names of the builders",
    'import { internalMutation, mutation } from "../_generated/server";\nimport { observe } from "./observe";\nexport const observedMutation = observe(mutation);\nexport const observedInternalMutation = observe(internalMutation);\n',
    'import { observedMutation as mutation } from "./lib/builders";\nexport const send = mutation({});\n',
    'import { observedInternalMutation } from "./lib/builders";\nexport const send = observedInternalMutation({});\n',
  ],
  [
    "a factory of wrappers, both imported under the names of the builders",
    'import { internalMutation, mutation } from "../_generated/server";\nimport { observe } from "./observe";\nexport const observedMutation = observe(mutation);\nexport const observedInternalMutation = observe(internalMutation);\n',
    'import { observedInternalMutation as internalMutation, observedMutation as mutation } from "./lib/builders";\nexport const purge = internalMutation({});\nexport const send = mutation({});\n',
    'import { observedInternalMutation as internalMutation } from "./lib/builders";\nexport const purge = internalMutation({});\nexport const send = internalMutation({});\n',
  ],
  [
    "wrapper functions",
    'import { internalMutation, mutation } from "../_generated/server";\nexport function loggedMutation(definition) {\n  return mutation({ ...definition, handler: log(definition.handler) });\n}\nexport function internalLoggedMutation(definition) {\n  return internalMutation({ ...definition, handler: log(definition.handler) });\n}\n',
    'import { loggedMutation } from "./lib/builders";\nexport const send = loggedMutation({});\n',
    'import { internalLoggedMutation } from "./lib/builders";\nexport const send = internalLoggedMutation({});\n',
  ],
])("the internal twin of a builder made by %s", (_form, builders, before, after) => {
  const observe = 'export function observe(builder) {\n  return (definition) => builder({ ...definition, handler: report(definition.handler) });\n}\n';
  const index = indexOf(projectWith({ [BUILDERS]: builders, "convex/lib/observe.ts": observe, "convex/lib/user.ts": "export const user = async (ctx) => ({});\n", "convex/digests.ts": before }));

  expect(index.verdict("digests:send")).toBe("server-only");
  expect(index.repairability("digests:send")).toBe("fix");
  expect(index.repaired()["convex/digests.ts"]).toBe(after);
});

test.each<[form: string, builders: string]>([
  ["that checks something else", 'import { customCtx, customMutation } from "convex-helpers/server/customFunctions";\nimport { internalMutation, mutation } from "../_generated/server";\nimport { admin, user } from "./user";\nexport const userMutation = customMutation(mutation, customCtx(user));\nexport const internalUserMutation = customMutation(internalMutation, customCtx(admin));\n'],
  ["of another function type", 'import { customCtx, customAction, customMutation } from "convex-helpers/server/customFunctions";\nimport { internalAction, mutation } from "../_generated/server";\nimport { user } from "./user";\nexport const userMutation = customMutation(mutation, customCtx(user));\nexport const internalUserMutation = customAction(internalAction, customCtx(user));\n'],
])("a builder %s is no twin", (_form, builders) => {
  const index = indexOf(projectWith({ [BUILDERS]: builders, "convex/digests.ts": 'import { userMutation } from "./lib/builders";\nexport const send = userMutation({});\n' }));

  expect({ verdict: index.verdict("digests:send"), repairability: index.repairability("digests:send") }).toEqual({ verdict: "server-only", repairability: "none" });
});
