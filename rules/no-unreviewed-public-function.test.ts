import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./no-unreviewed-public-function.ts";

/** `messages:send` as it was reviewed, with what a test changes of it. */
function reviewed(send: Readonly<Record<string, unknown>> | null, routes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string>> {
  const usual = { type: "mutation", validated: true, access: "unchecked", callers: [], args: { body: "string" } };
  return { "convex.surface.json": JSON.stringify({ version: 1, functions: send ? { "messages:send": { ...usual, ...send } } : {}, routes, routesFrom: [] }) };
}

const SEND = dedent`
  import { v } from "convex/values";
  import { mutation } from "./_generated/server";

  export const send = mutation({
    args: { body: v.string() },
    handler: async (ctx, { body }) => {
      await ctx.db.insert("messages", { body });
    },
  });
`;
const AT_SEND = { line: 4, column: 21, endLine: 4, endColumn: 29 };

const HTTP = dedent`
  import { httpRouter } from "convex/server";
  import { httpAction } from "./_generated/server";

  const http = httpRouter();
  http.route({ path: "/status", method: "GET", handler: httpAction(async () => new Response("up")) });

  export default http;
`;
const AT_ROUTE = { line: 5, column: 1, endLine: 5, endColumn: 11 };

const tester = createRuleTester({ filename: "convex/messages.ts", files: {} });

describe("functions", () => {
  tester.run(rule.name, rule, {
    valid: [
      { name: "there is no surface file", code: SEND },
      { name: "it is as reviewed", code: SEND, files: reviewed({}) },
      {
        name: "a call of it that was not there when it was reviewed",
        code: SEND,
        files: {
          ...reviewed({}),
          "src/Send.tsx": dedent`
            import { useMutation } from "convex/react";
            import { api } from "../convex/_generated/api";

            export const Send = () => <button onClick={() => useMutation(api.messages.send)({ body: "" })} />;
          `,
        },
      },
      { name: "an internal function needs no review", code: SEND.replaceAll("mutation", "internalMutation"), files: reviewed(null) },
      { name: "a function that is gone has no place here", code: "export {};\n", files: reviewed({}) },
    ],
    invalid: [
      {
        name: "it is new",
        code: SEND,
        files: reviewed(null),
        output: null,
        errors: [{ messageId: "newFunction", data: { name: "messages.send", change: "is new" }, ...AT_SEND, suggestions: null }],
      },
      {
        name: "a re-export makes it callable by another name: reported where it is defined",
        code: SEND,
        files: { ...reviewed({}), "convex/index.ts": 'export { send } from "./messages";\n' },
        output: null,
        errors: [{ messageId: "newFunction", data: { name: "index.send", change: "is new" }, ...AT_SEND, suggestions: null }],
      },
      {
        name: "callers may send more",
        code: SEND,
        files: reviewed({ args: { body: "'hello'" } }),
        output: null,
        errors: [{ messageId: "changedFunction", data: { name: "messages.send", change: "takes more for `body`" }, ...AT_SEND, suggestions: null }],
      },
      {
        name: "it was a query",
        code: SEND,
        files: reviewed({ type: "query" }),
        output: null,
        errors: [{ messageId: "changedFunction", data: { name: "messages.send", change: "is a mutation now, and was a query" }, ...AT_SEND, suggestions: null }],
      },
      {
        name: "its access check is gone, which comes first of several changes",
        code: SEND,
        files: reviewed({ access: "checked", type: "query" }),
        output: null,
        errors: [{ messageId: "changedFunction", data: { name: "messages.send", change: "has lost its access check, and there is 1 other change" }, ...AT_SEND, suggestions: null }],
      },
      {
        name: "its validators are gone",
        code: SEND.replace("  args: { body: v.string() },\n", ""),
        files: reviewed({}),
        output: null,
        errors: [{ messageId: "changedFunction", data: { name: "messages.send", change: "validates its arguments no more" }, ...AT_SEND, suggestions: null }],
      },
      {
        name: "the surface file cannot be read",
        code: SEND,
        files: { "convex.surface.json": "<<<<<<< HEAD\n{}\n" },
        output: null,
        errors: [{ messageId: "unreadableSurface", data: { file: "convex.surface.json", problem: "holds the markers of a merge conflict: merge the code, then let `--write` list it anew" }, ...AT_SEND, suggestions: null }],
      },
    ],
  });
});

describe("routes", () => {
  tester.run(rule.name, rule, {
    valid: [{ name: "a route as reviewed", filename: "convex/http.ts", code: HTTP, files: reviewed(null, { "GET /status": { access: "unchecked" } }) }],
    invalid: [
      {
        name: "a route is new",
        filename: "convex/http.ts",
        code: HTTP,
        files: reviewed(null),
        output: null,
        errors: [{ messageId: "newRoute", data: { name: "GET /status", change: "is new" }, ...AT_ROUTE, suggestions: null }],
      },
      {
        name: "a route has lost its access check",
        filename: "convex/http.ts",
        code: HTTP,
        files: reviewed(null, { "GET /status": { access: "checked" } }),
        output: null,
        errors: [{ messageId: "changedRoute", data: { name: "GET /status", change: "has lost its access check" }, ...AT_ROUTE, suggestions: null }],
      },
    ],
  });
});
