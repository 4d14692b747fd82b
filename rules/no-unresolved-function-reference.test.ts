import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./no-unresolved-function-reference.ts";

const FUNCTIONS = {
  "convex/messages.ts": dedent`
    import { internalMutation, mutation, query } from "./_generated/server";

    export const list = query({ args: {}, handler: async () => [] });
    export const send = mutation({ args: {}, handler: async () => {} });
    export const purge = internalMutation({ args: {}, handler: async () => {} });
    export const LIMIT = 10;
  `,
  "convex/upgrade.ts": dedent`
    import { mutation } from "./_generated/server";

    export default mutation({ args: {}, handler: async () => {} });
  `,
  "convex/shop/products.ts": dedent`
    import { query } from "../_generated/server";

    export const list = query({ args: {}, handler: async () => [] });
  `,
  "convex/wrapped.ts": dedent`
    import { wrap } from "somewhere";

    export const list = wrap({ args: {}, handler: async () => [] });
  `,
  "convex/broken.ts": "export const list = query({ args: {\n",
  "convex/library.ts": 'export * from "some-library";\n',
  "convex/old.js": "module.exports = require('./messages');\n",
};

const HEADER = dedent`
  import { useAction, useMutation, useQuery } from "convex/react";
  import { anyApi, makeFunctionReference } from "convex/server";
  import { api, internal } from "../convex/_generated/api";
`;

const tester = createRuleTester({ filename: "src/App.jsx", files: FUNCTIONS });
const client = (...lines: readonly string[]): string => [HEADER, ...lines, ""].join("\n");

describe("references that lead to a function, or may", () => {
  tester.run(rule.name, rule, {
    valid: [
      ...[
        "useQuery(api.messages.list);",
        'useQuery("messages:list");',
        'useQuery(api.messages?.list || "skip");',
        "new Store({ api: anyApi.vectors.api });",
        "usePresence(anyApi.features.presence);",
        'useMutation("upgrade");',
        "useMutation(api.upgrade.default);",
        'useQuery(api["shop/products"].list);',
        "useQuery(anyApi.messages.list);",
        'useQuery(makeFunctionReference("messages:list"));',
        'useQuery(api.messages.list, "messages:gone");',
        "useQuery(api.messages.LIMIT);",
        "useQuery(api.wrapped.list);",
        "useMutation(api.wrapped.list);",
        "useQuery(api.broken.gone);",
        "useQuery(api.library.gone);",
        "useQuery(api.old.gone);",
        "useQuery(api.messages);",
        "useQuery(api.messages[name]);",
        "useQuery(api[name].gone);",
        "useQuery(makeFunctionReference(`messages:${name}`));",
        'console.log("messages:gone");',
        '{ let gone = "messages:gone"; gone = name; return useQuery(gone); }',
        '{ const key = "messages:gone"; return localStorage.getItem(key); }',
        'useNamed("messages:gone");',
      ].map((code) => ({ name: code, code: client(`export const App = ({ name, useNamed }) => ${code}`) })),
      {
        name: "tables, in a file that speaks of an administrator's key",
        filename: "convex/seed.js",
        code: dedent`
          import { internalMutation } from "./_generated/server";

          const clear = async (ctx, adminToken) => {
            for (const user of await ctx.db.query("users").collect()) await ctx.db.patch(user._id, { adminToken });
          };

          export const run = internalMutation({ handler: async (ctx) => clear(ctx, "secret") });
        `,
      },
      {
        name: "of lists that are gone through, where what is done depends on each",
        filename: "convex/jobs.js",
        code: dedent`
          import { internal } from "./_generated/api";
          import { internalAction } from "./_generated/server";

          const JOBS = [
            { kind: "mutation", name: "purge", ref: internal.messages.purge },
            { kind: "action", name: "run", ref: internal.jobs.run },
          ];

          export const run = internalAction({
            handler: async (ctx) => {
              for (const job of JOBS) {
                if (job.kind === "mutation") await ctx.runMutation(job.ref, {});
                else await ctx.runAction(job.ref, {});
              }
            },
          });
        `,
      },
      {
        name: "what the compiler tells",
        filename: "src/App.tsx",
        code: client("export const App = () => useQuery(api.messages.gone);"),
      },
      ...(
        [
          ["that a tsconfig takes in", { "tsconfig.json": '{ "exclude": ["old"] }\n' }],
          ["that another tsconfig takes in", { "tsconfig.json": '{ "exclude": ["scripts"] }\n', "config/tsconfig.scripts.json": '{ "include": ["../scripts"] }\n' }],
          ["that code imports which a tsconfig takes in", { "tsconfig.json": '{ "include": ["src"] }\n', "src/main.ts": 'import "../scripts/seed";\n' }],
          ["beside a tsconfig that cannot be read", { "tsconfig.json": '{ "exclude": ["scripts"] }\n', "old/tsconfig.json": '{ "extends": "./gone.json" }\n' }],
          ["that Deno checks", { "tsconfig.json": '{ "exclude": ["scripts"] }\n', "deno.json": "{}\n" }],
          ["without a tsconfig", {}],
        ] as const
      ).map(([name, files]) => ({ name: `a script ${name}`, filename: "scripts/seed.ts", files, code: client("export const App = () => useQuery(api.rooms.gone);") })),
      {
        name: "a file of which the compiler reads a comment after code",
        filename: "src/App.tsx",
        code: client("// @ts-nocheck", "export const App = () => useQuery(api.rooms.gone);"),
      },
      {
        name: "a component's script in TypeScript",
        filename: "src/app.ts",
        code: client("export const useApp = () => useMutation(api.messages.list);"),
      },
      {
        name: "a function of a component",
        filename: "convex/counts.js",
        code: dedent`
          import { components } from "./_generated/api";
          import { query } from "./_generated/server";

          export const all = query({ handler: (ctx) => ctx.runQuery(components.counter.gone.all) });
        `,
      },
      {
        name: "a test of what happens then",
        filename: "src/App.test.jsx",
        code: client("export const App = () => useQuery(api.messages.gone);"),
      },
      {
        name: "a module that only tests have",
        filename: "convex/messages.test.ts",
        code: dedent`
          import { anyApi } from "convex/server";
          import { convexTest } from "convex-test";

          export const run = () => convexTest().query(anyApi["messages.test"].helper);
        `,
      },
      {
        name: "a method of something else that is called like one of a context",
        filename: "convex/agents.ts",
        code: dedent`
          import { agent } from "./agent";

          export const search = () => agent.runAction("search");
        `,
      },
      {
        name: "a table, in a file that deals with an administrator's key",
        filename: "convex/seed.ts",
        code: dedent`
          import { mutation } from "./_generated/server";

          export const seed = mutation({
            args: { adminToken: v.string() },
            handler: async ({ db }, { adminToken }) => (adminToken === process.env.KEY ? db.query("messages").collect() : []),
          });
        `,
      },
      {
        name: "a module that git ignores",
        code: client("export const App = () => useQuery(api.private.list);"),
        files: { ".gitignore": "convex/private.ts\n", "convex/private.ts": "export const list = 1;\n" },
      },
      {
        name: "a package that has nothing to do with the only project there is",
        filename: "apps/site/App.jsx",
        code: dedent`
          import { useQuery } from "convex/react";

          export const App = () => useQuery("posts:list");
        `,
        files: {
          "package.json": '{ "workspaces": ["apps/*"] }\n',
          "apps/chat/package.json": '{ "name": "chat", "dependencies": { "convex": "*" } }\n',
          "apps/chat/convex/messages.ts": FUNCTIONS["convex/messages.ts"],
          "apps/chat/convex/_generated/api.js": "",
          "apps/site/package.json": '{ "name": "site", "dependencies": { "convex": "*" } }\n',
          ...Object.fromEntries(Object.keys(FUNCTIONS).map((path) => [path, null])),
        },
      },
      {
        name: "several projects to which the name may belong",
        filename: "App.jsx",
        code: dedent`
          import { useMutation } from "convex/react";

          export const App = () => useMutation("tasks:gone");
        `,
        files: {
          "package.json": '{ "workspaces": ["a", "b"], "dependencies": { "convex": "*" } }\n',
          "a/convex/tasks.ts": FUNCTIONS["convex/upgrade.ts"],
          "a/convex/_generated/server.js": "",
          "b/convex/tasks.ts": FUNCTIONS["convex/upgrade.ts"],
          "b/convex/_generated/server.js": "",
          ...Object.fromEntries(Object.keys(FUNCTIONS).map((path) => [path, null])),
        },
      },
    ],
    invalid: [],
  });
});

const unresolved = (reference: string) => ({ messageId: "unresolvedReference", data: { reference, directory: "convex" } }) as const;

const modules = (first: boolean, second: boolean): string =>
  client(
    `export const App = () => useQuery(api.shop.products${first ? ".list" : ""});`,
    `export const List = ({ few }) => useQuery(few ? api.shop.products${second ? ".list" : ""} : api.messages.list);`,
    "const { products } = api.shop;",
    "export const All = () => useQuery(products.list);",
  );

describe("references that lead nowhere", () => {
  tester.run(rule.name, rule, {
    valid: [],
    invalid: [
      {
        name: "a name",
        code: client('export const App = () => useQuery("messages:lst");'),
        output: null,
        errors: [
          {
            ...unresolved('"messages:lst"'), line: 5, column: 35, endLine: 5, endColumn: 49,
            suggestions: [{ messageId: "replaceReference", data: { reference: '"messages:lst"', replacement: '"messages:list"' }, output: client('export const App = () => useQuery("messages:list");') }],
          },
        ],
      },
      {
        name: "a module's name",
        code: client('export const App = () => useMutation("upgrad");'),
        output: null,
        errors: [
          {
            ...unresolved('"upgrad"'), line: 5, column: 38, endLine: 5, endColumn: 46,
            suggestions: [{ messageId: "replaceReference", data: { reference: '"upgrad"', replacement: '"upgrade"' }, output: client('export const App = () => useMutation("upgrade");') }],
          },
        ],
      },
      {
        name: "a module in the place of a function",
        code: modules(false, false),
        output: null,
        errors: [
          { ...unresolved("api.shop.products"), line: 5, column: 35, endLine: 5, endColumn: 52, suggestions: [{ messageId: "replaceReference", data: { reference: "api.shop.products", replacement: "api.shop.products.list" }, output: modules(true, false) }] },
          { ...unresolved("api.shop.products"), line: 6, column: 49, endLine: 6, endColumn: 66, suggestions: [{ messageId: "replaceReference", data: { reference: "api.shop.products", replacement: "api.shop.products.list" }, output: modules(false, true) }] },
        ],
      },
      {
        name: "a module that a constant holds, of which others take functions",
        code: client("const products = api.shop.products;", "export const App = () => useQuery(products);", "export const All = () => useQuery(products.list);"),
        output: null,
        errors: [{ ...unresolved("api.shop.products"), line: 6, column: 35, endLine: 6, endColumn: 43, suggestions: null }],
      },
      {
        name: "the name in makeFunctionReference, once for all its uses",
        filename: "src/App.tsx",
        code: client('const gone = makeFunctionReference<"query">("messages:lists");', "export const App = () => useQuery(gone) ?? useQuery(gone);"),
        output: null,
        errors: [
          {
            ...unresolved('"messages:lists"'), line: 5, column: 45, endLine: 5, endColumn: 61,
            suggestions: [
              { messageId: "replaceReference", data: { reference: '"messages:lists"', replacement: '"messages:list"' }, output: client('const gone = makeFunctionReference<"query">("messages:list");', "export const App = () => useQuery(gone) ?? useQuery(gone);") },
            ],
          },
        ],
      },
      {
        name: "a name that a constant holds, where it is used",
        filename: "src/App.tsx",
        code: client('const gone: any = "messages:lst";', "export const App = () => useQuery(gone);"),
        output: null,
        errors: [{ ...unresolved('"messages:lst"'), line: 6, column: 35, endLine: 6, endColumn: 39, suggestions: null }],
      },
      {
        name: "a name that is like no other",
        code: client('export const App = () => useQuery("somewhere/else:entirely");'),
        output: null,
        errors: [{ ...unresolved('"somewhere/else:entirely"'), line: 5, column: 35, endLine: 5, endColumn: 60, suggestions: null }],
      },
      {
        name: "a file that asks the compiler to look away",
        filename: "src/App.tsx",
        code: `/* Rooms */\n// @ts-nocheck\n${client("export const App = () => useQuery(api.rooms.gone);")}`,
        output: null,
        errors: [{ ...unresolved("api.rooms.gone"), line: 7, column: 35, endLine: 7, endColumn: 49, suggestions: null }],
      },
      ...["AnyApi", "any", "{ [path: string]: any }"].map((type) => ({
        name: `generated code that declares api to be ${type}`,
        filename: "src/App.tsx",
        code: client("export const App = () => useQuery(api.rooms.gone) ?? useMutation(api.messages.send);"),
        files: { "convex/_generated/api.d.ts": `import type { AnyApi } from "convex/server";\nexport declare const api: ${type};\nexport declare const internal: AnyApi;\n` },
        output: null,
        errors: [{ ...unresolved("api.rooms.gone"), line: 5, column: 35, endLine: 5, endColumn: 49, suggestions: null }],
      })),
      {
        name: "a line that the compiler is told to ignore",
        filename: "src/App.tsx",
        code: client("export const App = () =>", "  useQuery(", "    // @ts-ignore: the types are too deep", "    api.rooms.gone,", "  );"),
        output: null,
        errors: [{ ...unresolved("api.rooms.gone"), line: 8, column: 5, endLine: 8, endColumn: 19, suggestions: null }],
      },
      {
        name: "a script that every tsconfig leaves out",
        filename: "scripts/seed.ts",
        code: client("export const App = () => useQuery(api.rooms.gone) ?? useMutation(api.messages.list);"),
        files: { "tsconfig.json": '{ "exclude": ["scripts"] }\n', "app/tsconfig.json": "{}\n" },
        output: null,
        errors: [
          { ...unresolved("api.rooms.gone"), line: 5, column: 35, endLine: 5, endColumn: 49, suggestions: null },
          { ...wrong("api.messages.list", "a query", "useMutation", "a mutation"), line: 5, column: 66, endLine: 5, endColumn: 83, suggestions: null },
        ],
      },
      {
        name: "anyApi under another name, and a function that another module has",
        filename: "src/App.tsx",
        code: client("const refs = anyApi as any;", "export const App = () => useMutation(refs.shop.products.send);"),
        output: null,
        errors: [
          {
            ...unresolved("refs.shop.products.send"), line: 6, column: 38, endLine: 6, endColumn: 61,
            suggestions: null,
          },
        ],
      },
      {
        name: "a function that only another module has",
        filename: "src/App.tsx",
        code: client("const refs = anyApi as any;", "export const App = () => useMutation(refs.rooms.send);"),
        output: null,
        errors: [
          {
            ...unresolved("refs.rooms.send"), line: 6, column: 38, endLine: 6, endColumn: 53,
            suggestions: [{ messageId: "replaceReference", data: { reference: "refs.rooms.send", replacement: "refs.messages.send" }, output: client("const refs = anyApi as any;", "export const App = () => useMutation(refs.messages.send);") }],
          },
        ],
      },
      {
        name: "anyApi",
        filename: "src/App.tsx",
        code: client("export const App = () => useQuery(anyApi.mesages.list);"),
        output: null,
        errors: [
          {
            ...unresolved("anyApi.mesages.list"), line: 5, column: 35, endLine: 5, endColumn: 54,
            suggestions: [{ messageId: "replaceReference", data: { reference: "anyApi.mesages.list", replacement: "anyApi.messages.list" }, output: client("export const App = () => useQuery(anyApi.messages.list);") }],
          },
        ],
      },
      ...([["a getter that returns anything", "const references = getApi();"], ["a cast of what a getter returns", "const references = getTypedApi() as any;"]] as const).map(([name, line]) => ({
        name,
        filename: "src/App.tsx",
        files: { "src/get-api.ts": 'import { api } from "../convex/_generated/api";\nexport function getApi(): any { return getTypedApi(); }\nexport const getTypedApi = () => api;\n' },
        code: client('import { getApi, getTypedApi } from "./get-api";', line, "export const App = () => useQuery(references.messages.gone);"),
        output: null,
        errors: [{ ...unresolved("api.messages.gone"), line: 7, column: 35, endLine: 7, endColumn: 59, suggestions: null }],
      })),
      ...(["(generated as any).api.messages.gone", 'require("../convex/_generated/api").api.messages.gone'] as const).map((reference) => ({
        name: `generated code that may be anything: ${reference}`,
        filename: "src/App.tsx",
        code: client('import * as generated from "../convex/_generated/api";', `const gone = ${reference};`, "export const App = () => useQuery(gone, generated);"),
        output: null,
        errors: [{ ...unresolved("api.messages.gone"), line: 6, column: 10 + reference.length, endLine: 6, endColumn: 14 + reference.length, suggestions: null }],
      })),
      {
        name: "given to what is a context by its name and place, below a module that is not there",
        filename: "convex/routes.ts",
        code: dedent`
          import { api } from "./_generated/api";
          import { withUser } from "./with-user";

          export const route = withUser(async (ctx) => await ctx.runQuery((api as any).rooms.list));
        `,
        output: null,
        errors: [{ ...unresolved("api.rooms.list"), line: 4, column: 65, endLine: 4, endColumn: 88, suggestions: null }],
      },
      {
        name: "a cast reference",
        filename: "src/App.tsx",
        code: client("export const App = () => useMutation((api as any).messages.sent);"),
        output: null,
        errors: [
          {
            ...unresolved("api.messages.sent"), line: 5, column: 38, endLine: 5, endColumn: 64,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.messages.sent", replacement: "api.messages.send" }, output: client("export const App = () => useMutation((api as any).messages.send);") }],
          },
        ],
      },
      {
        name: "a part of a cast, where the last name is written",
        filename: "src/App.tsx",
        code: client("const messages = (api as any).messages;", "const { sent } = messages;", "export const App = () => useMutation(messages.sends) ?? useMutation(sent);"),
        output: null,
        errors: [
          { ...unresolved("api.messages.sent"), line: 6, column: 9, endLine: 6, endColumn: 13, suggestions: null },
          {
            ...unresolved("api.messages.sends"), line: 7, column: 38, endLine: 7, endColumn: 52,
            suggestions: [
              { messageId: "replaceReference", data: { reference: "api.messages.sends", replacement: "api.messages.send" }, output: client("const messages = (api as any).messages;", "const { sent } = messages;", "export const App = () => useMutation(messages.send) ?? useMutation(sent);") },
            ],
          },
        ],
      },
      {
        name: "plain references in JavaScript, of the visibility that their root has",
        code: client("export const purge = internal.messages.purg;", 'export const App = () => useMutation(api.messages.purg) ?? useQuery(api["mesages"]["list"]);'),
        output: null,
        errors: [
          {
            ...unresolved("internal.messages.purg"), line: 5, column: 22, endLine: 5, endColumn: 44,
            suggestions: [
              { messageId: "replaceReference", data: { reference: "internal.messages.purg", replacement: "internal.messages.purge" }, output: client("export const purge = internal.messages.purge;", 'export const App = () => useMutation(api.messages.purg) ?? useQuery(api["mesages"]["list"]);') },
            ],
          },
          { ...unresolved("api.messages.purg"), line: 6, column: 38, endLine: 6, endColumn: 55, suggestions: null },
          {
            ...unresolved("api.mesages.list"), line: 6, column: 69, endLine: 6, endColumn: 91,
            suggestions: [
              { messageId: "replaceReference", data: { reference: "api.mesages.list", replacement: "api.messages.list" }, output: client("export const purge = internal.messages.purg;", 'export const App = () => useMutation(api.messages.purg) ?? useQuery(api["messages"]["list"]);') },
            ],
          },
        ],
      },
      {
        name: "given to a server",
        filename: "convex/crons.ts",
        code: dedent`
          import { cronJobs } from "convex/server";
          import type { ActionCtx } from "./_generated/server";

          const crons = cronJobs();
          crons.daily("purge", { hourUTC: 1, minuteUTC: 0 }, "messages:purge_" as any);
          export default crons;

          export const run = (ctx: ActionCtx) => ctx.runQuery("messages:nothing" as any);
        `,
        output: null,
        errors: [
          {
            ...unresolved('"messages:purge_"'), line: 5, column: 52, endLine: 5, endColumn: 69,
            suggestions: [
              {
                messageId: "replaceReference", data: { reference: '"messages:purge_"', replacement: '"messages:purge"' }, output: dedent`
                  import { cronJobs } from "convex/server";
                  import type { ActionCtx } from "./_generated/server";

                  const crons = cronJobs();
                  crons.daily("purge", { hourUTC: 1, minuteUTC: 0 }, "messages:purge" as any);
                  export default crons;

                  export const run = (ctx: ActionCtx) => ctx.runQuery("messages:nothing" as any);
                `,
              },
            ],
          },
          { ...unresolved('"messages:nothing"'), line: 8, column: 53, endLine: 8, endColumn: 71, suggestions: null },
        ],
      },
      {
        name: "given to convex-test",
        filename: "convex/messages.test.ts",
        code: dedent`
          import { convexTest } from "convex-test";

          export const run = () => convexTest().query("messages:nothing" as any);
        `,
        output: null,
        errors: [{ ...unresolved('"messages:nothing"'), line: 3, column: 45, endLine: 3, endColumn: 63, suggestions: null }],
      },
    ],
  });
});

const wrong = (reference: string, actual: string, api: string, expected: string) => ({ messageId: "wrongFunctionType", data: { reference, actual, api, expected }, suggestions: null }) as const;

describe("references to functions of another type", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "of a type that the API takes",
        filename: "convex/jobs.js",
        code: dedent`
          import { createFunctionHandle } from "convex/server";
          import { api, internal } from "./_generated/api";
          import { internalAction } from "./_generated/server";

          export const run = internalAction({
            handler: async (ctx) => {
              await createFunctionHandle(api.messages.list);
              await ctx.runQuery(api.messages.list);
              await ctx.runMutation(internal.messages.purge);
              await ctx.runAction(internal.jobs.run);
              await ctx.scheduler.runAfter(0, internal.jobs.run);
              await ctx.scheduler.runAt(0, internal.messages.purge);
            },
          });
        `,
      },
      {
        name: "what the compiler tells",
        filename: "src/App.tsx",
        code: client("export const App = () => useQuery(api.messages.send);"),
      },
      {
        name: "an object that holds others too",
        code: client("export const App = ({ useAll }) => useAll({ list: api.messages.send });"),
      },
    ],
    invalid: [
      {
        name: "clients",
        code: client("export const App = () => {", "  useQuery(api.messages.send);", '  useMutation("messages:list");', "  useAction(anyApi.messages.list);", "};"),
        output: null,
        errors: [
          { ...wrong("api.messages.send", "a mutation", "useQuery", "a query"), line: 6, column: 12, endLine: 6, endColumn: 29 },
          { ...wrong('"messages:list"', "a query", "useMutation", "a mutation"), line: 7, column: 15, endLine: 7, endColumn: 30 },
          { ...wrong("anyApi.messages.list", "a query", "useAction", "an action"), line: 8, column: 13, endLine: 8, endColumn: 33 },
        ],
      },
      {
        name: "a server",
        filename: "convex/jobs.ts",
        code: dedent`
          import { internal } from "./_generated/api";
          import { internalAction } from "./_generated/server";

          export const run = internalAction({
            args: {},
            handler: async (ctx) => {
              await ctx.scheduler.runAfter(0, (internal as any).messages.list, {});
            },
          });
        `,
        output: null,
        errors: [{ ...wrong("internal.messages.list", "a query", "runAfter", "a mutation or an action"), line: 7, column: 37, endLine: 7, endColumn: 68 }],
      },
    ],
  });
});
