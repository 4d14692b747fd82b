import { describe, expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";
import { ACTION, BASE, DEFINITION, FIXED_ACTION, FIXED_DEFINITION, repair } from "../testing/repair.ts";

describe("a definition and its reference", () => {
  test("in two files", () => {
    expect(repair({ "convex/messages.ts": DEFINITION, "convex/go.ts": ACTION })).toEqual({ "convex/messages.ts": FIXED_DEFINITION, "convex/go.ts": FIXED_ACTION });
  });

  test("in one file", () => {
    const text = `import { action, mutation } from "./_generated/server";
import { api } from "./_generated/api";

export const send = mutation({ handler: async () => null });
export const go = action({ handler: async (ctx) => { await ctx.runMutation(api.messages.send, {}); } });
`;

    expect(repair({ "convex/messages.ts": text })).toEqual({
      "convex/messages.ts": `import { action, internalMutation } from "./_generated/server";
import { internal } from "./_generated/api";

export const send = internalMutation({ handler: async () => null });
export const go = action({ handler: async (ctx) => { await ctx.runMutation(internal.messages.send, {}); } });
`,
    });
  });

  test("derived from a half-applied state: the definition is done, the reference is not", () => {
    // The function is internal by now: its last reference through `api` belongs to `prefer-internal-reference`.
    expect(repair({ "convex/messages.ts": FIXED_DEFINITION, "convex/go.ts": ACTION })).toEqual({});
  });

  test("derived from a half-applied state: the reference is done, the definition is not", () => {
    expect(repair({ "convex/messages.ts": DEFINITION, "convex/go.ts": FIXED_ACTION })).toEqual({ "convex/messages.ts": FIXED_DEFINITION });
  });

  test("the edits of each file are the same, whatever was written before", () => {
    const files = { "convex/messages.ts": DEFINITION, "convex/go.ts": ACTION, "convex/crons.ts": 'import { cronJobs } from "convex/server";\nimport { api } from "./_generated/api";\nconst crons = cronJobs();\ncrons.daily("send", {}, api.messages.send);\nexport default crons;\n' };
    const whole = indexOf({ ...BASE, ...files }).repaired();
    const afterCrons = indexOf({ ...BASE, ...files, "convex/crons.ts": whole["convex/crons.ts"] ?? "" }).repaired();

    expect(Object.keys(whole).sort()).toEqual(["convex/crons.ts", "convex/go.ts", "convex/messages.ts"]);
    expect(afterCrons).toEqual({ "convex/messages.ts": whole["convex/messages.ts"], "convex/go.ts": whole["convex/go.ts"] });
  });

  test("thirty functions and thirty references", () => {
    const names = Array.from({ length: 30 }, (_, index) => `send${String(index)}`);
    const definitions = `import { mutation } from "./_generated/server";\n${names.map((name) => `export const ${name} = mutation({});\n`).join("")}`;
    const calls = `import { internalAction } from "./_generated/server";\nimport { api } from "./_generated/api";\nexport const go = internalAction(async (ctx) => {\n${names.map((name) => `  await ctx.runMutation(api.messages.${name}, {});\n`).join("")}});\n`;

    expect(repair({ "convex/messages.ts": definitions, "convex/go.ts": calls })).toEqual({
      "convex/messages.ts": definitions.replaceAll("mutation", "internalMutation"),
      "convex/go.ts": calls.replaceAll("api.m", "internal.m").replace("{ api }", "{ internal }"),
    });
  });
});

describe("definitions", () => {
  test.each<[string, string, string]>([
    ["beside one that stays public", 'import { mutation } from "./_generated/server";\nexport const send = mutation({});\nexport const other = mutation({});\n', 'import { internalMutation, mutation } from "./_generated/server";\nexport const send = internalMutation({});\nexport const other = mutation({});\n'],
    ["beside an internal one", 'import { internalMutation, mutation } from "./_generated/server";\nexport const send = mutation({});\nexport const other = internalMutation({});\n', 'import { internalMutation } from "./_generated/server";\nexport const send = internalMutation({});\nexport const other = internalMutation({});\n'],
    ["with an aliased import", 'import { mutation as write } from "./_generated/server";\nexport const send = write({});\n', 'import { internalMutation } from "./_generated/server";\nexport const send = internalMutation({});\n'],
    ["with both under aliases", 'import { internalMutation as hidden, mutation as open } from "./_generated/server";\nexport const send = open({});\nexport const other = hidden({});\n', 'import { internalMutation as hidden } from "./_generated/server";\nexport const send = hidden({});\nexport const other = hidden({});\n'],
    ["with a namespace import", 'import * as server from "./_generated/server";\nexport const send = server.mutation({});\n', 'import * as server from "./_generated/server";\nexport const send = server.internalMutation({});\n'],
    ["on several lines", 'import {\n  mutation,\n  type MutationCtx,\n} from "./_generated/server";\n\nexport const send = mutation({\n  handler: async (ctx: MutationCtx) => null,\n});\n', 'import {\n  internalMutation,\n  type MutationCtx,\n} from "./_generated/server";\n\nexport const send = internalMutation({\n  handler: async (ctx: MutationCtx) => null,\n});\n'],
    ["in single quotes without semicolons", "import { mutation } from './_generated/server'\n\nexport const send = mutation({})\n", "import { internalMutation } from './_generated/server'\n\nexport const send = internalMutation({})\n"],
    ["with Windows line ends", 'import { mutation } from "./_generated/server";\r\n\r\nexport const send = mutation({});\r\n', 'import { internalMutation } from "./_generated/server";\r\n\r\nexport const send = internalMutation({});\r\n'],
    ["with a byte order mark", '\uFEFFimport { mutation } from "./_generated/server";\nexport const send = mutation({});\n', 'import { internalMutation } from "./_generated/server";\nexport const send = internalMutation({});\n'],
    ["with generic builders", 'import { mutationGeneric } from "convex/server";\nexport const send = mutationGeneric({});\n', 'import { internalMutationGeneric } from "convex/server";\nexport const send = internalMutationGeneric({});\n'],
    ["by a positional handler", 'import { mutation } from "./_generated/server";\nexport const send = mutation(async ({ db }) => null);\n', 'import { internalMutation } from "./_generated/server";\nexport const send = internalMutation(async ({ db }) => null);\n'],
    ["in an export list", 'import { mutation } from "./_generated/server";\nconst send = mutation({});\nexport { send };\n', 'import { internalMutation } from "./_generated/server";\nconst send = internalMutation({});\nexport { send };\n'],
    ["with a type argument and a comment", 'import { mutation } from "./_generated/server";\nexport const send = /* writes */ mutation<any, any>({});\n', 'import { internalMutation } from "./_generated/server";\nexport const send = /* writes */ internalMutation<any, any>({});\n'],
    ["where the twin's name is taken", 'import { mutation } from "./_generated/server";\nconst internalMutation = 1;\nexport const send = mutation({ x: internalMutation });\n', 'import { internalMutation as internalMutationFunction } from "./_generated/server";\nconst internalMutation = 1;\nexport const send = internalMutationFunction({ x: internalMutation });\n'],
    ["beside a mention of the builder's type", 'import { mutation } from "./_generated/server";\ntype Builder = typeof mutation;\nexport const send = mutation({});\n', 'import { internalMutation, mutation } from "./_generated/server";\ntype Builder = typeof mutation;\nexport const send = internalMutation({});\n'],
    ["with an import that has the extension", 'import { mutation } from "./_generated/server.js";\nexport const send = mutation({});\n', 'import { internalMutation } from "./_generated/server.js";\nexport const send = internalMutation({});\n'],
    ["in CommonJS", 'const server = require("./_generated/server");\nexports.send = server.mutation({});\n', ""],
  ])("%s", (_, before, after) => {
    const changed = repair({ "convex/messages.ts": before, "convex/go.ts": ACTION });

    expect(changed).toEqual(after === "" ? {} : { "convex/messages.ts": after, "convex/go.ts": FIXED_ACTION });
  });

  test("a default export", () => {
    const changed = repair({
      "convex/markPlanAsProfessional.ts": 'import { mutation } from "./_generated/server";\n\nexport default mutation(async ({ db }, { planId }) => {\n  await db.patch(planId, { professional: true });\n});\n',
      "convex/upgrade.ts": 'import { action } from "./_generated/server";\n\nexport default action(async ({ runMutation }, { planId }) => {\n  await pay();\n  await runMutation("markPlanAsProfessional", { planId });\n});\n',
      "app/upgrade.tsx": 'import { useAction } from "convex/react";\nuseAction("upgrade");\n',
    });

    expect(changed).toEqual({ "convex/markPlanAsProfessional.ts": 'import { internalMutation } from "./_generated/server";\n\nexport default internalMutation(async ({ db }, { planId }) => {\n  await db.patch(planId, { professional: true });\n});\n' });
  });

  test("a re-export and a re-registration, reached through the other name", () => {
    const changed = repair({
      "convex/impl/messages.ts": 'import { mutation } from "../_generated/server";\nexport const sendImpl = mutation({});\n',
      "convex/messages.ts": 'import { sendImpl } from "./impl/messages";\nexport const send = sendImpl;\n',
      "convex/go.ts": ACTION,
    });

    expect(changed).toEqual({ "convex/impl/messages.ts": 'import { internalMutation } from "../_generated/server";\nexport const sendImpl = internalMutation({});\n', "convex/go.ts": FIXED_ACTION });
  });

  test("through a barrel that hands both builders on", () => {
    const barrel = 'export { internalMutation, mutation } from "../_generated/server";\n';
    const changed = repair({ "convex/lib/server.ts": barrel, "convex/messages.ts": 'import { mutation } from "./lib/server";\nexport const send = mutation({});\n', "convex/go.ts": ACTION });

    expect(changed["convex/messages.ts"]).toBe('import { internalMutation } from "./lib/server";\nexport const send = internalMutation({});\n');
  });

  test("through a barrel that hands on only the public one", () => {
    const barrel = 'export { mutation } from "../_generated/server";\n';
    const changed = repair({ "convex/lib/server.ts": barrel, "convex/messages.ts": 'import { mutation } from "./lib/server";\nexport const send = mutation({});\n', "convex/go.ts": ACTION });

    expect(changed["convex/messages.ts"]).toBe('import { internalMutation } from "./_generated/server";\nexport const send = internalMutation({});\n');
  });
});

describe("builders of one's own", () => {
  const AUTHED = `import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
import { internalMutation, mutation } from "../_generated/server";
export const authedMutation = customMutation(mutation, customCtx(async () => ({})));
export const internalAuthedMutation = customMutation(internalMutation, customCtx(async () => ({})));
`;
  const SEND = 'import { authedMutation } from "./lib/builders";\nexport const send = authedMutation({});\n';

  test("a twin with the same customization", () => {
    expect(repair({ "convex/lib/builders.ts": AUTHED, "convex/messages.ts": SEND, "convex/go.ts": ACTION })["convex/messages.ts"]).toBe(SEND.replaceAll("authedMutation", "internalAuthedMutation"));
  });

  test("an aliased import: observedMutation as mutation", () => {
    const changed = repair({
      "convex/lib/observed.ts": 'import { internalMutation, mutation } from "../_generated/server";\nexport const observedMutation = (definition) => mutation(log(definition));\nexport const observedInternalMutation = (definition) => internalMutation(log(definition));\n',
      "convex/messages.ts": 'import { observedMutation as mutation, observedInternalMutation as internalMutation } from "./lib/observed";\nexport const send = mutation({});\nexport const other = internalMutation({});\n',
      "convex/go.ts": ACTION,
    });

    expect(changed["convex/messages.ts"]).toBe('import { observedInternalMutation as internalMutation } from "./lib/observed";\nexport const send = internalMutation({});\nexport const other = internalMutation({});\n');
  });

  test.each<[string, string]>([
    ["another customization", AUTHED.replace("internalMutation, customCtx(async () => ({}))", "internalMutation, customCtx(async () => ({ admin: true }))")],
    ["no twin", AUTHED.replace(/export const internalAuthedMutation.*\n/u, "")],
    ["a twin of another type", AUTHED.replaceAll("internalMutation", "internalQuery")],
  ])("%s: reported without a fix", (_, builders) => {
    const index = indexOf({ ...BASE, "convex/lib/builders.ts": builders, "convex/messages.ts": SEND, "convex/go.ts": ACTION });

    expect(index.verdict("messages:send")).toBe("server-only");
    expect(index.repairability("messages:send")).toBe("none");
    expect(index.repaired()).toEqual({});
  });

  test("the setting names the twin", () => {
    const builders = AUTHED.replace("internalMutation, customCtx(async () => ({}))", "internalMutation, {}");

    expect(repair({ "convex/lib/builders.ts": builders, "convex/messages.ts": SEND, "convex/go.ts": ACTION }, { authedMutation: "internalAuthedMutation" })["convex/messages.ts"]).toBe(SEND.replaceAll("authedMutation", "internalAuthedMutation"));
  });

  test("in the file that uses them", () => {
    const text = `import { customMutation } from "convex-helpers/server/customFunctions";
import { internalMutation, mutation } from "./_generated/server";
const authed = customMutation(mutation, auth);
const authedInternal = customMutation(internalMutation, auth);
export const send = authed({});
export const other = authedInternal({});
`;

    expect(repair({ "convex/messages.ts": text, "convex/go.ts": ACTION })["convex/messages.ts"]).toBe(text.replace("send = authed(", "send = authedInternal("));
  });
});

describe("references", () => {
  const HEAD = 'import { internalAction } from "./_generated/server";\n';
  const wrap = (imports: string, body: string): string => `${imports}${HEAD}export const go = internalAction(async (ctx) => {\n${body}\n});\n`;

  test.each<[string, string, string]>([
    ["beside one that stays", wrap('import { api } from "./_generated/api";\n', "  await ctx.runMutation(api.messages.send, {});\n  await ctx.runQuery(api.users.get, {});"), wrap('import { api, internal } from "./_generated/api";\n', "  await ctx.runMutation(internal.messages.send, {});\n  await ctx.runQuery(api.users.get, {});")],
    ["beside internal", wrap('import { api, internal } from "./_generated/api";\n', "  await ctx.runMutation(api.messages.send, {});\n  await ctx.runMutation(internal.a.b, {});"), wrap('import { internal } from "./_generated/api";\n', "  await ctx.runMutation(internal.messages.send, {});\n  await ctx.runMutation(internal.a.b, {});")],
    ["under aliases", wrap('import { api as backend, internal as hidden } from "./_generated/api";\n', "  await ctx.runMutation(backend.messages.send, {});\n  use(hidden.a.b);"), wrap('import { internal as hidden } from "./_generated/api";\n', "  await ctx.runMutation(hidden.messages.send, {});\n  use(hidden.a.b);")],
    ["under one alias", wrap('import { api as backend } from "./_generated/api";\n', "  await ctx.runMutation(backend.messages.send, {});"), wrap('import { internal } from "./_generated/api";\n', "  await ctx.runMutation(internal.messages.send, {});")],
    ["through a namespace import", wrap('import * as gen from "./_generated/api";\n', "  await ctx.runMutation(gen.api.messages.send, {});"), wrap('import * as gen from "./_generated/api";\n', "  await ctx.runMutation(gen.internal.messages.send, {});")],
    ["through a cast", wrap('import { api } from "./_generated/api";\n', "  await ctx.runMutation((api as any).messages.send, {});"), wrap('import { internal } from "./_generated/api";\n', "  await ctx.runMutation((internal as any).messages.send, {});")],
    ["with slash keys, optional chaining and line breaks", wrap('import { api } from "./_generated/api";\n', '  await ctx.runMutation(api["messages"]?.send, {});\n  await ctx.runMutation(\n    api\n      .messages // here\n      .send,\n    {},\n  );'), wrap('import { internal } from "./_generated/api";\n', '  await ctx.runMutation(internal["messages"]?.send, {});\n  await ctx.runMutation(\n    internal\n      .messages // here\n      .send,\n    {},\n  );')],
    ["through a constant", wrap('import { api } from "./_generated/api";\n', "  const ref = api.messages.send;\n  await ctx.runMutation(ref, {});"), wrap('import { internal } from "./_generated/api";\n', "  const ref = internal.messages.send;\n  await ctx.runMutation(ref, {});")],
    ["through destructuring", wrap('import { api } from "./_generated/api";\nconst { send } = api.messages;\n', "  await ctx.runMutation(send, {});"), wrap('import { internal } from "./_generated/api";\nconst { send } = internal.messages;\n', "  await ctx.runMutation(send, {});")],
    ["through a subtree alias", wrap('import { api } from "./_generated/api";\nconst m = api.messages;\n', "  await ctx.runMutation(m.send, {});\n  await ctx.scheduler.runAfter(0, m.send, {});"), wrap('import { internal } from "./_generated/api";\nconst m = internal.messages;\n', "  await ctx.runMutation(m.send, {});\n  await ctx.scheduler.runAfter(0, m.send, {});")],
    ["through a facade", wrap('import { api } from "./_generated/api";\nconst refs = { send: api.messages.send };\n', "  await ctx.runMutation(refs.send, {});"), wrap('import { internal } from "./_generated/api";\nconst refs = { send: internal.messages.send };\n', "  await ctx.runMutation(refs.send, {});")],
    ["in a ternary", wrap('import { api } from "./_generated/api";\n', "  await ctx.runMutation(flag ? api.messages.send : api.messages.send, {});"), wrap('import { internal } from "./_generated/api";\n', "  await ctx.runMutation(flag ? internal.messages.send : internal.messages.send, {});")],
    ["where internal is taken", wrap('import { api } from "./_generated/api";\n', "  const internal = true;\n  await ctx.runMutation(api.messages.send, { internal });"), wrap('import { internal as internalFunction } from "./_generated/api";\n', "  const internal = true;\n  await ctx.runMutation(internalFunction.messages.send, { internal });")],
    ["in single quotes without semicolons", "import { internalAction } from './_generated/server'\nimport { api } from './_generated/api'\nexport const go = internalAction(async (ctx) => { await ctx.runMutation(api.messages.send) })\n", "import { internalAction } from './_generated/server'\nimport { internal } from './_generated/api'\nexport const go = internalAction(async (ctx) => { await ctx.runMutation(internal.messages.send) })\n"],
    ["with the scheduler, a function handle and a workpool", wrap('import { createFunctionHandle } from "convex/server";\nimport { api } from "./_generated/api";\n', "  await ctx.scheduler.runAt(1, api.messages.send);\n  await createFunctionHandle(api.messages.send);\n  await pool.enqueueMutation(ctx, api.messages.send, {});"), wrap('import { createFunctionHandle } from "convex/server";\nimport { internal } from "./_generated/api";\n', "  await ctx.scheduler.runAt(1, internal.messages.send);\n  await createFunctionHandle(internal.messages.send);\n  await pool.enqueueMutation(ctx, internal.messages.send, {});")],
  ])("%s", (_, before, after) => {
    expect(repair({ "convex/messages.ts": DEFINITION, "convex/go.ts": before })).toEqual({ "convex/messages.ts": FIXED_DEFINITION, "convex/go.ts": after });
  });

  test.each<[string, string]>([
    ["a name", wrap("", '  await ctx.runMutation("messages:send" as any, {});')],
    ["anyApi", wrap('import { anyApi } from "convex/server";\n', "  await ctx.runMutation(anyApi.messages.send, {});")],
    ["internal, which was right all along", wrap('import { internal } from "./_generated/api";\n', "  await ctx.runMutation((internal as any).messages.send, {});")],
    ["makeFunctionReference", wrap('import { makeFunctionReference } from "convex/server";\n', '  await ctx.runMutation(makeFunctionReference("messages:send"), {});')],
  ])("%s stays as it is", (_, text) => {
    expect(repair({ "convex/messages.ts": DEFINITION, "convex/go.ts": text })).toEqual({ "convex/messages.ts": FIXED_DEFINITION });
  });

  test("in crons, HTTP actions, helpers outside and tests", () => {
    const files = {
      "convex/messages.ts": DEFINITION,
      "convex/crons.ts": 'import { cronJobs } from "convex/server";\nimport { api } from "./_generated/api";\nconst crons = cronJobs();\ncrons.daily("send", {}, api.messages.send);\nexport default crons;\n',
      "convex/http.ts": 'import { httpRouter } from "convex/server";\nimport { httpAction } from "./_generated/server";\nimport { api } from "./_generated/api";\nconst http = httpRouter();\nhttp.route({ path: "/", method: "POST", handler: httpAction(async (ctx) => { await ctx.runMutation(api.messages.send); return new Response(); }) });\nexport default http;\n',
      "lib/helper.ts": 'import type { ActionCtx } from "../convex/_generated/server";\nimport { api } from "../convex/_generated/api";\nexport const send = (ctx: ActionCtx) => ctx.runMutation(api.messages.send, {});\n',
      "tests/send.test.ts": 'import { convexTest } from "convex-test";\nimport { api } from "../convex/_generated/api";\nconst t = convexTest();\nawait t.mutation(api.messages.send);\nawait t.query(api.users.get);\n',
    };
    const changed = repair(files);
    const fixed = (text: string): string => text.replace("{ api }", "{ internal }").replaceAll("api.messages", "internal.messages");

    expect(changed).toEqual({
      "convex/messages.ts": FIXED_DEFINITION,
      "convex/crons.ts": fixed(files["convex/crons.ts"]),
      "convex/http.ts": fixed(files["convex/http.ts"]),
      "lib/helper.ts": fixed(files["lib/helper.ts"]),
      "tests/send.test.ts": files["tests/send.test.ts"].replace("{ api }", "{ api, internal }").replace("api.messages", "internal.messages"),
    });
  });

  test("a constant that another module exports is repaired where it stands", () => {
    const changed = repair({
      "convex/messages.ts": DEFINITION,
      "convex/refs.ts": 'import { api } from "./_generated/api";\nexport const sendRef = api.messages.send;\n',
      "convex/go.ts": 'import { internalAction } from "./_generated/server";\nimport { sendRef } from "./refs";\nexport const go = internalAction(async (ctx) => { await ctx.runMutation(sendRef, {}); });\n',
    });

    expect(changed).toEqual({ "convex/messages.ts": FIXED_DEFINITION, "convex/refs.ts": 'import { internal } from "./_generated/api";\nexport const sendRef = internal.messages.send;\n' });
  });

  test("through a barrel that hands both on", () => {
    const changed = repair({
      "convex/messages.ts": DEFINITION,
      "convex/lib/api.ts": 'export { api, internal } from "../_generated/api";\n',
      "convex/go.ts": ACTION.replace("./_generated/api", "./lib/api"),
    });

    expect(changed["convex/go.ts"]).toBe(FIXED_ACTION.replace("./_generated/api", "./lib/api"));
  });

  test("through a barrel that hands on only api", () => {
    const changed = repair({
      "convex/messages.ts": DEFINITION,
      "convex/lib/api.ts": 'export { api } from "../_generated/api";\n',
      "convex/go.ts": ACTION.replace("./_generated/api", "./lib/api"),
    });

    expect(changed["convex/go.ts"]).toBe(FIXED_ACTION);
  });
});
