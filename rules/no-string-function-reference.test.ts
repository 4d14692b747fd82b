import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./no-string-function-reference.ts";

const FUNCTIONS = {
  "convex/messages.ts": dedent`
    import { internalMutation, mutation, query } from "./_generated/server";

    export const list = query({ args: {}, handler: async () => [] });
    export const send = mutation({ args: {}, handler: async () => {} });
    export const purge = internalMutation({ args: {}, handler: async () => {} });
  `,
  "convex/upgrade.ts": dedent`
    import { mutation } from "./_generated/server";

    export default mutation({ args: {}, handler: async () => {} });
  `,
  "convex/shop/products-old.ts": dedent`
    import { query } from "../_generated/server";

    export const list = query({ args: {}, handler: async () => [] });
  `,
  "convex/wrapped.ts": dedent`
    import { wrap } from "somewhere";

    export const list = wrap({ args: {}, handler: async () => [] });
  `,
};

const MONOREPO = {
  "package.json": '{ "workspaces": ["apps/*"], "dependencies": { "convex": "*" } }\n',
  "apps/web/package.json": '{ "name": "web", "dependencies": { "convex": "*" } }\n',
};

const tester = createRuleTester({ filename: "src/App.jsx", files: FUNCTIONS });
const LIST = { name: '"messages:list"', replacement: "api.messages.list" };
const SEND = { name: '"messages:send"', replacement: "api.messages.send" };
const PURGE = { name: '"messages:purge"', replacement: "internal.messages.purge" };

describe("what is no name in the place of a reference", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "an internal function, which no-internal-in-client reports",
        code: dedent`
          import { useMutation } from "convex/react";

          export const App = () => useMutation("messages:purge");
        `,
      },
      {
        name: "a function reference",
        code: dedent`
          import { useQuery } from "convex/react";
          import { api } from "../convex/_generated/api";

          export const App = () => useQuery(api.messages.list);
        `,
      },
      {
        name: "the name in makeFunctionReference",
        code: dedent`
          import { useQuery } from "convex/react";
          import { makeFunctionReference } from "convex/server";

          export const App = () => useQuery(makeFunctionReference("messages:list"));
        `,
      },
      {
        name: "another argument",
        code: dedent`
          import { useQuery } from "convex/react";
          import { api } from "../convex/_generated/api";

          export const App = () => useQuery(api.messages.list, "upgrade");
        `,
      },
      {
        name: "the name of a cron job",
        filename: "convex/crons.ts",
        code: dedent`
          import { cronJobs } from "convex/server";
          import { internal } from "./_generated/api";

          const crons = cronJobs();
          crons.interval("messages:purge", { hours: 1 }, internal.messages.purge);
          export default crons;
        `,
      },
      {
        name: "a client whose types take names",
        code: dedent`
          import { BaseConvexClient } from "convex/browser";

          const client = new BaseConvexClient("https://example.convex.cloud", () => {});
          export const send = () => client.mutation("messages:send", {});
        `,
      },
      {
        name: "the client below another",
        code: dedent`
          import { ConvexClient } from "convex/browser";

          const client = new ConvexClient("https://example.convex.cloud");
          export const send = () => client.client.mutation("messages:send", {});
        `,
      },
      {
        name: "a map of names",
        code: dedent`
          import { useQuery } from "convex/react";

          const NAMES = { list: "messages:list" };
          export const App = () => useQuery(NAMES.list);
        `,
      },
      {
        name: "a helper that takes names",
        code: dedent`
          import { useQuery } from "convex/react";

          const useNamed = (name) => useQuery(name);
          export const App = () => useNamed("messages:list");
        `,
      },
      {
        name: "a name that no function has",
        code: dedent`
          import { useQuery } from "convex/react";

          export const App = () => useQuery("messages:gone");
        `,
      },
      {
        name: "the query of a database, in a function",
        filename: "convex/tables.ts",
        code: dedent`
          import { query } from "./_generated/server";

          export const all = query({ args: {}, handler: (ctx) => ctx.db.query("upgrade").collect() });
        `,
      },
      {
        name: "a method of something else that is called like one of a context",
        filename: "convex/agents.ts",
        code: dedent`
          import { agent } from "./agent";

          export const upgrade = () => agent.runAction("upgrade");
        `,
      },
      {
        name: "something else that is named like a context",
        filename: "convex/warehouse.ts",
        code: dedent`
          import { connect } from "./warehouse-client";

          export const rows = (url: string) => {
            const ctx = connect(url);
            return ctx.runQuery("messages:list");
          };
        `,
      },
      {
        name: "the parameter of a callback that no function builder takes",
        filename: "convex/warehouse.ts",
        code: dedent`
          import { connect } from "./warehouse-client";

          export const rows = connect("messages").then((ctx) => ctx.runQuery("messages:list"));
        `,
      },
      {
        name: "a hook of another package",
        code: dedent`
          import { useQuery } from "@tanstack/react-query";

          export const App = () => useQuery("messages:list");
        `,
      },
      {
        name: "a version of Convex that has no references",
        code: dedent`
          import { useQuery } from "../convex/_generated/react";
          import { ConvexHttpClient } from "convex/browser";

          export const App = () => useQuery("messages:list") ?? new ConvexHttpClient("").query("messages:list");
        `,
        files: { "convex/_generated/react.js": "export const useQuery = () => {};\n" },
      },
    ],
    invalid: [],
  });
});

describe("names given to clients", () => {
  tester.run(rule.name, rule, {
    valid: [],
    invalid: [
      {
        name: "a helper's context that may be anything by its type, where the name is that of a function of the type that is asked for",
        filename: "convex/helpers.ts",
        code: dedent`
          export async function rows(ctx: any) {
            await ctx.runMutation("messages:list" as any);
            return await ctx.runQuery("messages:list" as any);
          }
        `,
        output: dedent`
          import { api } from "./_generated/api";
          export async function rows(ctx: any) {
            await ctx.runMutation("messages:list" as any);
            return await ctx.runQuery(api.messages.list as any);
          }
        `,
        errors: [{ messageId: "functionName", data: { name: '"messages:list"', replacement: "api.messages.list" }, line: 3, column: 29, endLine: 3, endColumn: 44 }],
      },
      {
        name: "hooks",
        code: dedent`
          import { useMutation, useQuery } from "convex/react";

          export function App() {
            const send = useMutation("messages:send");
            const upgrade = useMutation("upgrade");
            const products = useQuery("shop/products-old.js:list");
            return useQuery("messages:list", {});
          }
        `,
        output: dedent`
          import { useMutation, useQuery } from "convex/react";
          import { api } from "../convex/_generated/api";

          export function App() {
            const send = useMutation(api.messages.send);
            const upgrade = useMutation(api.upgrade.default);
            const products = useQuery(api.shop["products-old"].list);
            return useQuery(api.messages.list, {});
          }
        `,
        errors: [
          { messageId: "functionName", data: SEND, line: 4, column: 28, endLine: 4, endColumn: 43, suggestions: null },
          { messageId: "functionName", data: { name: '"upgrade"', replacement: "api.upgrade.default" }, line: 5, column: 31, endLine: 5, endColumn: 40, suggestions: null },
          { messageId: "functionName", data: { name: '"shop/products-old:list"', replacement: 'api.shop["products-old"].list' }, line: 6, column: 29, endLine: 6, endColumn: 56, suggestions: null },
          { messageId: "functionName", data: LIST, line: 7, column: 19, endLine: 7, endColumn: 34, suggestions: null },
        ],
      },
      {
        name: "a client, in a file that imports api under another name, with a cast",
        filename: "src/client.ts",
        code: dedent`
          import { ConvexHttpClient } from "convex/browser";
          import { api as functions } from "../convex/_generated/api";

          const client = new ConvexHttpClient("https://example.convex.cloud");
          export const get = () => client.query(functions.messages.list);
          export const send = () => client.mutation("messages:send" as any, {});
        `,
        output: dedent`
          import { ConvexHttpClient } from "convex/browser";
          import { api as functions } from "../convex/_generated/api";

          const client = new ConvexHttpClient("https://example.convex.cloud");
          export const get = () => client.query(functions.messages.list);
          export const send = () => client.mutation(functions.messages.send as any, {});
        `,
        errors: [{ messageId: "functionName", data: SEND, line: 6, column: 43, endLine: 6, endColumn: 58, suggestions: null }],
      },
      {
        name: "in keys of an object, with imports that name extensions",
        code: dedent`
          import { useQueries } from "convex/react";
          import { Other } from "./Other.jsx";

          export const App = () => useQueries({ a: { query: "messages:list", args: {} } }) && Other;
        `,
        output: dedent`
          import { useQueries } from "convex/react";
          import { Other } from "./Other.jsx";
          import { api } from "../convex/_generated/api.js";

          export const App = () => useQueries({ a: { query: api.messages.list, args: {} } }) && Other;
        `,
        errors: [{ messageId: "functionName", data: LIST, line: 4, column: 51, endLine: 4, endColumn: 66, suggestions: null }],
      },
      {
        name: "not where the rule is turned off",
        code: dedent`
          import { useMutation, useQuery } from "convex/react";

          export function App() {
            // eslint-disable-next-line @rule-tester/no-string-function-reference
            useMutation("messages:send");
            return useQuery("messages:list");
          }
        `,
        output: dedent`
          import { useMutation, useQuery } from "convex/react";
          import { api } from "../convex/_generated/api";

          export function App() {
            // eslint-disable-next-line @rule-tester/no-string-function-reference
            useMutation("messages:send");
            return useQuery(api.messages.list);
          }
        `,
        errors: [{ messageId: "functionName", data: LIST, line: 6, column: 19, endLine: 6, endColumn: 34, suggestions: null }],
      },
      {
        name: "a function of unknown visibility",
        code: dedent`
          import { useQuery } from "convex/react";

          export const App = () => useQuery("wrapped:list");
        `,
        output: null,
        errors: [{ messageId: "functionNameOnly", data: { name: '"wrapped:list"' }, line: 3, column: 35, endLine: 3, endColumn: 49, suggestions: null }],
      },
      {
        name: "in another package, where nothing shows how to import api",
        filename: "apps/web/App.jsx",
        code: dedent`
          import { useQuery } from "convex/react";

          export const App = () => useQuery("messages:list");
        `,
        files: MONOREPO,
        output: null,
        errors: [{ messageId: "functionName", data: LIST, line: 3, column: 35, endLine: 3, endColumn: 50, suggestions: null }],
      },
      {
        name: "in a script that Node runs as it is",
        filename: "scripts/seed.mjs",
        code: dedent`
          import { ConvexHttpClient } from "convex/browser";

          await new ConvexHttpClient("https://example.convex.cloud").mutation("messages:send", {});
        `,
        output: null,
        errors: [{ messageId: "functionName", data: SEND, line: 3, column: 69, endLine: 3, endColumn: 84, suggestions: null }],
      },
      {
        name: "through another module that hands api on",
        filename: "apps/web/App.jsx",
        code: dedent`
          import { useMutation, useQuery } from "convex/react";
          import { api } from "./backend";

          export const App = () => useQuery("messages:list") ?? useMutation(api.messages.send);
        `,
        files: {
          ...MONOREPO,
          "apps/web/backend.js": 'export { api } from "../../convex/_generated/api";\n',
        },
        output: dedent`
          import { useMutation, useQuery } from "convex/react";
          import { api } from "./backend";

          export const App = () => useQuery(api.messages.list) ?? useMutation(api.messages.send);
        `,
        errors: [{ messageId: "functionName", data: LIST, line: 4, column: 35, endLine: 4, endColumn: 50, suggestions: null }],
      },
    ],
  });
});

describe("names given to servers and tests", () => {
  tester.run(rule.name, rule, {
    valid: [],
    invalid: [
      {
        name: "the context that a function builder of one's own hands to its handler, whatever its name",
        filename: "convex/digests.ts",
        code: dedent`
          import { api } from "./_generated/api";
          import { userAction } from "./lib/builders";

          export const send = userAction({ handler: async (c) => c.runQuery("messages:list" as any) });
        `,
        output: dedent`
          import { api } from "./_generated/api";
          import { userAction } from "./lib/builders";

          export const send = userAction({ handler: async (c) => c.runQuery(api.messages.list as any) });
        `,
        errors: [{ messageId: "functionName", data: LIST, line: 4, column: 67, endLine: 4, endColumn: 82, suggestions: null }],
      },
      {
        name: "a context, its scheduler and cron jobs",
        filename: "convex/crons.js",
        code: dedent`
          import { cronJobs } from "convex/server";
          import { internalAction } from "./_generated/server";

          const crons = cronJobs();
          crons.interval("purge", { hours: 1 }, "messages:purge");
          crons.daily("upgrade", { hourUTC: 1, minuteUTC: 0 }, "upgrade");
          export default crons;

          export const all = internalAction({
            handler: async (ctx) => {
              await ctx.scheduler.runAfter(0, "messages:purge");
              return await ctx.runQuery("messages:list");
            },
          });
        `,
        output: dedent`
          import { cronJobs } from "convex/server";
          import { internalAction } from "./_generated/server";
          import { api, internal } from "./_generated/api";

          const crons = cronJobs();
          crons.interval("purge", { hours: 1 }, internal.messages.purge);
          crons.daily("upgrade", { hourUTC: 1, minuteUTC: 0 }, api.upgrade.default);
          export default crons;

          export const all = internalAction({
            handler: async (ctx) => {
              await ctx.scheduler.runAfter(0, internal.messages.purge);
              return await ctx.runQuery(api.messages.list);
            },
          });
        `,
        errors: [
          { messageId: "functionName", data: PURGE, line: 5, column: 39, endLine: 5, endColumn: 55, suggestions: null },
          { messageId: "functionName", data: { name: '"upgrade"', replacement: "api.upgrade.default" }, line: 6, column: 54, endLine: 6, endColumn: 63, suggestions: null },
          { messageId: "functionName", data: PURGE, line: 11, column: 37, endLine: 11, endColumn: 53, suggestions: null },
          { messageId: "functionName", data: LIST, line: 12, column: 31, endLine: 12, endColumn: 46, suggestions: null },
        ],
      },
      {
        name: "a function of the same module, whose type may then depend on itself",
        filename: "convex/self.ts",
        code: dedent`
          import { internalAction, query } from "./_generated/server";

          export const count = query({ args: {}, handler: async () => 1 });
          export const report = internalAction({ args: {}, handler: async (ctx) => ctx.runQuery("self:count" as any, {}) });
        `,
        output: null,
        errors: [
          {
            messageId: "functionName",
            data: { name: '"self:count"', replacement: "api.self.count" },
            line: 4,
            column: 87,
            endLine: 4,
            endColumn: 99,
            suggestions: [
              {
                messageId: "replaceName",
                data: { name: '"self:count"', replacement: "api.self.count" },
                output: dedent`
                  import { internalAction, query } from "./_generated/server";
                  import { api } from "./_generated/api";

                  export const count = query({ args: {}, handler: async () => 1 });
                  export const report = internalAction({ args: {}, handler: async (ctx) => ctx.runQuery(api.self.count as any, {}) });
                `,
              },
            ],
          },
        ],
      },
      {
        name: "convex-test",
        filename: "convex/messages.test.ts",
        code: dedent`
          import { convexTest } from "convex-test";

          const t = convexTest();
          export const purge = () => t.mutation("messages:purge" as any, {});
        `,
        output: dedent`
          import { convexTest } from "convex-test";
          import { internal } from "./_generated/api";

          const t = convexTest();
          export const purge = () => t.mutation(internal.messages.purge as any, {});
        `,
        errors: [{ messageId: "functionName", data: PURGE, line: 4, column: 39, endLine: 4, endColumn: 55, suggestions: null }],
      },
    ],
  });
});
