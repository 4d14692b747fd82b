import { describe } from "vitest";

import { dedent } from "../src/testing/dedent.ts";
import { createRuleTester } from "../src/testing/rule-tester.ts";
import rule from "./no-internal-in-client.ts";

/** Functions of both kinds, which each case calls from somewhere. */
const MESSAGES = {
  "convex/messages.ts": dedent`
    import { internalMutation, internalQuery, mutation, query } from "./_generated/server";

    export const list = query({ args: {}, handler: async () => [] });
    export const listInternal = internalQuery({ args: {}, handler: async () => [] });
    export const send = mutation({ args: {}, handler: async () => {} });
    export const purge = internalMutation({ args: {}, handler: async () => {} });
  `,
};

const NOT_GENERATED = Object.fromEntries(["api.d.ts", "api.js", "dataModel.d.ts", "server.d.ts", "server.js"].map((name) => [`convex/_generated/${name}`, null]));

const tester = createRuleTester({ filename: "src/Purge.tsx", files: MESSAGES });
const typedTester = createRuleTester({ filename: "src/Purge.tsx", files: MESSAGES, typed: true });

describe("hooks", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "a public function",
        code: dedent`
          import { useMutation } from "convex/react";
          import { api } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(api.messages.send)} />;
        `,
      },
      {
        name: "a cast that hides nothing",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation((internal as any).messages.send)} />;
        `,
      },
      {
        name: "a public function reached through a cast of api",
        code: dedent`
          import { useMutation } from "convex/react";
          import { api } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation((api as any).messages.send)} />;
        `,
      },
      {
        name: "a name that nothing has",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation((internal as any).messages.gone)} />;
        `,
      },
      {
        name: "no Convex project",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(internal.messages.purge)} />;
        `,
        files: { ...NOT_GENERATED, "convex/messages.ts": null },
      },
      {
        name: "the type of a reference",
        filename: "src/types.ts",
        code: dedent`
          import type { FunctionReturnType } from "convex/server";
          import type { internal } from "../convex/_generated/api";

          export type Purged = FunctionReturnType<typeof internal.messages.purge>;
        `,
      },
    ],
    invalid: [
      {
        name: "an internal function",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(internal.messages.purge)} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 80, suggestions: null }],
      },
      {
        name: "a cast of the reference",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(internal.messages.purge as any)} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 80, suggestions: null }],
      },
      {
        name: "a cast of the root, a non-null assertion and parentheses",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation((((internal as any).messages!).purge))} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 58, endLine: 4, endColumn: 93, suggestions: null }],
      },
      {
        name: "an internal function reached through api",
        code: dedent`
          import { useMutation } from "convex/react";
          import { api } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation((api as any).messages.purge)} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "api.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 84, suggestions: null }],
      },
      {
        name: "names in quotes",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(internal["messages"]["purge"])} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 86, suggestions: null }],
      },
      {
        name: "one of two functions",
        code: dedent`
          import { useMutation } from "convex/react";
          import { api, internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(Date.now() % 2 ? internal.messages.purge : api.messages.send)} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 74, endLine: 4, endColumn: 97, suggestions: null }],
      },
      {
        name: "several queries at once",
        code: dedent`
          import { useQueries } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const useAll = () => useQueries({ all: { query: internal.messages.purge, args: {} } });
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 56, endLine: 4, endColumn: 79, suggestions: null }],
      },
      {
        name: "an optimistic update",
        code: dedent`
          import { useMutation } from "convex/react";
          import { api } from "../convex/_generated/api";

          export const useSend = () =>
            useMutation(api.messages.send).withOptimisticUpdate((store) => {
              store.setQuery((api as any).messages.purge, {}, []);
            });
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "api.messages.purge" }, line: 6, column: 20, endLine: 6, endColumn: 47, suggestions: null }],
      },
      {
        name: "TanStack Query",
        code: dedent`
          import { convexAction } from "@convex-dev/react-query";
          import { useQuery } from "@tanstack/react-query";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <p>{useQuery(convexAction(internal.messages.purge as any, {})).data}</p>;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 5, column: 54, endLine: 5, endColumn: 77, suggestions: null }],
      },
      {
        name: "a hook of the project's own",
        code: dedent`
          import { usePurge } from "./usePurge";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={usePurge(internal.messages.purge)} />;
        `,
        files: {
          "src/usePurge.ts": dedent`
            import { useMutation } from "convex/react";

            export const usePurge = (reference: any) => useMutation(reference);
          `,
        },
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 54, endLine: 4, endColumn: 77, suggestions: null }],
      },
      {
        name: "a prop of a component",
        code: dedent`
          import { Action } from "./Action";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <Action mutation={internal.messages.purge} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 46, endLine: 4, endColumn: 69, suggestions: null }],
      },
      {
        name: "JavaScript",
        filename: "src/purge.js",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const usePurge = () => useMutation(internal.messages.purge);
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 43, endLine: 4, endColumn: 66, suggestions: null }],
      },
      {
        name: "CommonJS",
        filename: "src/purge.cjs",
        code: dedent`
          const { useMutation } = require("convex/react");
          const { internal } = require("../convex/_generated/api");

          exports.usePurge = () => useMutation(internal.messages.purge);
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 38, endLine: 4, endColumn: 61, suggestions: null }],
      },
      {
        name: "no generated code",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(internal.messages.purge)} />;
        `,
        files: { ...NOT_GENERATED },
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 80, suggestions: null }],
      },
    ],
  });
});

describe("names and references without a root", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "anyApi and a public function",
        code: dedent`
          import { useMutation } from "convex/react";
          import { anyApi } from "convex/server";

          export const Purge = () => <button onClick={useMutation(anyApi.messages.send)} />;
        `,
      },
      {
        name: "makeFunctionReference and a public function",
        code: dedent`
          import { useMutation } from "convex/react";
          import { makeFunctionReference } from "convex/server";

          export const Purge = () => <button onClick={useMutation(makeFunctionReference<"mutation">("messages:send"))} />;
        `,
      },
      {
        name: "makeFunctionReference and a name built at run time",
        code: dedent`
          import { useMutation } from "convex/react";
          import { makeFunctionReference } from "convex/server";

          export const usePurge = (name: string) => useMutation(makeFunctionReference<"mutation">(\`messages:\${name}\`));
        `,
      },
      {
        name: "the name of a public function in a string",
        code: dedent`
          import { useMutation } from "convex/react";

          export const Purge = () => <button onClick={useMutation("messages:send" as any)} />;
        `,
      },
      {
        name: "a string that goes to no client",
        code: `export const Purge = () => <p title="messages:purge" />;\n`,
      },
    ],
    invalid: [
      {
        name: "anyApi",
        code: dedent`
          import { useMutation } from "convex/react";
          import { anyApi } from "convex/server";

          export const Purge = () => <button onClick={useMutation(anyApi.messages.purge)} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "anyApi.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 78, suggestions: null }],
      },
      {
        name: "makeFunctionReference",
        code: dedent`
          import { useMutation } from "convex/react";
          import { makeFunctionReference } from "convex/server";

          export const Purge = () => <button onClick={useMutation(makeFunctionReference<"mutation">("messages:purge"))} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "\"messages:purge\"" }, line: 4, column: 57, endLine: 4, endColumn: 108, suggestions: null }],
      },
      {
        name: "a name in a string",
        code: dedent`
          import { useMutation } from "convex/react";

          export const Purge = () => <button onClick={useMutation("messages:purge" as any)} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "\"messages:purge\"" }, line: 3, column: 57, endLine: 3, endColumn: 73, suggestions: null }],
      },
      {
        name: "a default export by its module's name",
        code: dedent`
          import { useMutation } from "convex/react";

          export const Purge = () => <button onClick={useMutation("clean" as any)} />;
        `,
        files: {
          "convex/clean.ts": dedent`
            import { internalMutation } from "./_generated/server";

            export default internalMutation({ args: {}, handler: async () => {} });
          `,
        },
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "\"clean\"" }, line: 3, column: 57, endLine: 3, endColumn: 64, suggestions: null }],
      },
    ],
  });
});

describe("ways to a reference", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "a public function of a table in another file",
        code: dedent`
          import { useMutation } from "convex/react";
          import { functions } from "./functions";

          export const Purge = () => <button onClick={useMutation(functions.send)} />;
        `,
        files: {
          "src/functions.ts": dedent`
            import { api, internal } from "../convex/_generated/api";

            export const functions = { purge: internal.messages.purge, send: api.messages.send };
          `,
        },
      },
      {
        name: "another name for api",
        code: dedent`
          import { useMutation } from "convex/react";
          import { api as internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(internal.messages.send)} />;
        `,
      },
    ],
    invalid: [
      {
        name: "a constant, used twice",
        filename: "src/purge.ts",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          const purge = internal.messages.purge;
          export const usePurge = () => useMutation(purge);
          export const useClear = () => useMutation(purge);
        `,
        output: null,
        errors: [
          { messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 5, column: 43, endLine: 5, endColumn: 48, suggestions: null },
          { messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 6, column: 43, endLine: 6, endColumn: 48, suggestions: null },
        ],
      },
      {
        name: "a constant made from a name",
        code: dedent`
          import { useMutation } from "convex/react";
          import { makeFunctionReference } from "convex/server";

          const purge = makeFunctionReference<"mutation">("messages:purge");

          export const Purge = () => <button onClick={useMutation(purge)} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "\"messages:purge\"" }, line: 6, column: 57, endLine: 6, endColumn: 62, suggestions: null }],
      },
      {
        name: "a destructured constant",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          const { purge } = internal.messages;

          export const Purge = () => <button onClick={useMutation(purge)} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 6, column: 57, endLine: 6, endColumn: 62, suggestions: null }],
      },
      {
        name: "a spread module",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          const functions = { ...internal.messages };

          export const Purge = () => <button onClick={useMutation(functions.purge)} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 6, column: 57, endLine: 6, endColumn: 72, suggestions: null }],
      },
      {
        name: "a table in another file",
        code: dedent`
          import { useMutation } from "convex/react";
          import { functions } from "./functions";

          export const Purge = () => <button onClick={useMutation(functions.purge)} />;
        `,
        files: {
          "src/functions.ts": dedent`
            import { internal } from "../convex/_generated/api";

            export const functions = { purge: internal.messages.purge };
          `,
        },
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 72, suggestions: null }],
      },
      {
        name: "another name for internal",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal as api } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(api.messages.purge)} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 75, suggestions: null }],
      },
      {
        name: "a namespace import",
        code: dedent`
          import { useMutation } from "convex/react";
          import * as generated from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(generated.internal.messages.purge)} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 90, suggestions: null }],
      },
      {
        name: "a re-export of internal",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "./backend";

          export const Purge = () => <button onClick={useMutation(internal.messages.purge)} />;
        `,
        files: { "src/backend.ts": `export { api, internal } from "../convex/_generated/api";\n` },
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 80, suggestions: null }],
      },
    ],
  });
});

describe("clients and others", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "ConvexHttpClient with an admin key",
        filename: "scripts/purge.ts",
        code: dedent`
          import { ConvexHttpClient } from "convex/browser";
          import { internal } from "../convex/_generated/api";

          const client: any = new ConvexHttpClient("https://example.convex.cloud");
          client.setAdminAuth(process.env.CONVEX_DEPLOY_KEY);
          await client.mutation(internal.messages.purge, {});
        `,
      },
      {
        name: "the client method that wants an admin key",
        filename: "scripts/purge.ts",
        code: dedent`
          import { ConvexHttpClient } from "convex/browser";
          import { internal } from "../convex/_generated/api";

          const client: any = new ConvexHttpClient("https://example.convex.cloud");
          await client.function(internal.messages.purge, undefined, {});
        `,
      },
      {
        name: "a route handler, which may have a client with an admin key from elsewhere",
        filename: "app/api/purge/route.ts",
        code: dedent`
          import { NextResponse } from "next/server";
          import { mutateInternal } from "@acme/backend";
          import { internal } from "../../../convex/_generated/api";

          export const POST = async () => NextResponse.json(await mutateInternal(internal.messages.purge, {}));
        `,
      },
      {
        name: "a Convex function",
        filename: "convex/daily.ts",
        code: dedent`
          import { internal } from "./_generated/api";
          import { action } from "./_generated/server";

          export const run = action({ args: {}, handler: async (ctx) => void (await ctx.runMutation(internal.messages.purge, {})) });
        `,
      },
      {
        name: "a helper that is given a context",
        filename: "lib/purge.ts",
        code: dedent`
          import { internal } from "../convex/_generated/api";
          import type { ActionCtx } from "../convex/_generated/server";

          export const purge = (ctx: ActionCtx) => ctx.runMutation(internal.messages.purge, {});
        `,
      },
      {
        name: "a test of the backend",
        filename: "tests/purge.test.ts",
        code: dedent`
          import { convexTest } from "convex-test";
          import { internal } from "../convex/_generated/api";

          await convexTest().mutation(internal.messages.purge, {});
        `,
      },
      {
        name: "a test that proves that clients cannot call it",
        filename: "tests/purge.test.ts",
        code: dedent`
          import { ConvexHttpClient } from "convex/browser";
          import { makeFunctionReference } from "convex/server";
          import { internal } from "../convex/_generated/api";

          const client = new ConvexHttpClient("https://example.convex.cloud");
          const purge = makeFunctionReference<"mutation">("messages:purge");
          await expect(client.mutation(purge, {})).rejects.toThrow("public function");
          await expect(client.mutation(makeFunctionReference<"mutation">("messages:purge"), {})).rejects.toThrow();
          await expect(() => client.mutation(internal.messages.purge as any, {})).rejects.toThrow();
          await expect(client.mutation("messages:purge" as any, {})).rejects.toThrow();
          await assert.rejects(async () => { await client.mutation((internal as any).messages.purge, {}); });
          const attempt = () => client.mutation(internal.messages.purge as any, {});
          await expect(attempt()).rejects.toThrow();
          // @ts-expect-error It is internal.
          await client.mutation(internal.messages.purge, {}).catch(() => undefined);
        `,
      },
      {
        name: "a helper that knows what happens then",
        filename: "tests/helpers.ts",
        code: dedent`
          import { ConvexHttpClient } from "convex/browser";
          import { api } from "../convex/_generated/api";

          const client = new ConvexHttpClient("https://example.convex.cloud");
          const MISSING = "Could not find public function";
          const guarded = (call: () => Promise<unknown>) => call().catch((error: Error) => { if (!error.message.includes(MISSING)) throw error; });
          await guarded(() => client.mutation((api as any).messages.purge, {}));
        `,
      },
      {
        name: "a script that calls nothing",
        filename: "scripts/print.ts",
        code: dedent`
          import { internal } from "../convex/_generated/api";

          console.log(internal.messages.purge);
        `,
      },
    ],
    invalid: [
      {
        name: "a test that expects it to work",
        filename: "tests/purge.test.ts",
        code: dedent`
          import { ConvexHttpClient } from "convex/browser";
          import { internal } from "../convex/_generated/api";

          const client = new ConvexHttpClient("https://example.convex.cloud");
          await expect(client.mutation(internal.messages.list as any, {})).rejects.toThrow();
          await expect(client.mutation(internal.messages.purge as any, {})).resolves.toBe(null);
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 6, column: 30, endLine: 6, endColumn: 53, suggestions: null }],
      },
      {
        name: "ConvexHttpClient",
        filename: "scripts/purge.ts",
        code: dedent`
          import { ConvexHttpClient } from "convex/browser";
          import { internal } from "../convex/_generated/api";

          const client = new ConvexHttpClient("https://example.convex.cloud");
          await client.mutation(internal.messages.purge, {});
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 5, column: 23, endLine: 5, endColumn: 46, suggestions: null }],
      },
      {
        name: "a client given as a parameter",
        filename: "scripts/purge.ts",
        code: dedent`
          import type { ConvexReactClient } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const purge = (client: ConvexReactClient) => client.mutation(internal.messages.purge, {});
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 69, endLine: 4, endColumn: 92, suggestions: null }],
      },
      {
        name: "a client that a hook returns",
        filename: "src/purge.ts",
        code: dedent`
          import { useConvex } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export function usePurge() {
            const convex = useConvex();
            return () => convex.mutation(internal.messages.purge, {});
          }
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 6, column: 32, endLine: 6, endColumn: 55, suggestions: null }],
      },
      {
        name: "a Next.js route",
        filename: "app/purge/route.ts",
        code: dedent`
          import { fetchMutation } from "convex/nextjs";
          import { internal } from "../../convex/_generated/api";

          export async function POST() {
            await fetchMutation(internal.messages.purge, {});
          }
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 5, column: 23, endLine: 5, endColumn: 46, suggestions: null }],
      },
      {
        name: "a client in a Convex function",
        filename: "convex/daily.ts",
        code: dedent`
          import { ConvexHttpClient } from "convex/browser";
          import { internal } from "./_generated/api";
          import { action } from "./_generated/server";

          const other = new ConvexHttpClient("https://other.convex.cloud");
          export const run = action({ args: {}, handler: async () => void (await other.mutation(internal.messages.purge, {})) });
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 6, column: 87, endLine: 6, endColumn: 110, suggestions: null }],
      },
    ],
  });
});

describe("modules", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "a module through api",
        code: dedent`
          import { usePresence } from "@convex-dev/presence/react";
          import { api } from "../convex/_generated/api";

          export const Purge = () => <p>{usePresence(api.messages, "room", "ada").length}</p>;
        `,
      },
      {
        name: "a module without internal functions",
        code: dedent`
          import { usePresence } from "@convex-dev/presence/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <p>{usePresence(internal.presence, "room", "ada").length}</p>;
        `,
        files: {
          "convex/presence.ts": dedent`
            import { mutation } from "./_generated/server";

            export const heartbeat = mutation({ args: {}, handler: async () => {} });
          `,
        },
      },
      {
        name: "a module that goes somewhere unknown",
        code: dedent`
          import { describe } from "./describe";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <p>{describe(internal.messages)}</p>;
        `,
      },
    ],
    invalid: [
      {
        name: "a module with internal functions that goes to a client API",
        code: dedent`
          import { usePresence } from "@convex-dev/presence/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <p>{usePresence(internal.messages, "room", "ada").length}</p>;
        `,
        output: null,
        errors: [{ messageId: "internalModule", data: { reference: "internal.messages", name: "messages.listInternal" }, line: 4, column: 44, endLine: 4, endColumn: 61, suggestions: null }],
      },
    ],
  });
});

describe("suggestions", () => {
  tester.run(rule.name, rule, {
    valid: [
    ],
    invalid: [
      {
        name: "a public function of almost the same name",
        code: dedent`
          import { useQuery } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <p>{useQuery(internal.messages.listInternal, {})}</p>;
        `,
        output: null,
        errors: [
          {
            messageId: "internalFunction",
            data: { reference: "internal.messages.listInternal" },
            line: 4, column: 41, endLine: 4, endColumn: 71,
            suggestions: [{ messageId: "replaceReference", data: { reference: "internal.messages.listInternal", replacement: "api.messages.list" }, output: dedent`
              import { useQuery } from "convex/react";
              import { api } from "../convex/_generated/api";

              export const Purge = () => <p>{useQuery(api.messages.list, {})}</p>;
            ` }],
          },
        ],
      },
      {
        name: "api is imported",
        code: dedent`
          import { useQuery } from "convex/react";
          import { api, internal } from "../convex/_generated/api";

          export const useList = () => useQuery(api.messages.list, {});

          export const Purge = () => <p>{useQuery(internal.messages.listInternal, {})}</p>;
        `,
        output: null,
        errors: [
          {
            messageId: "internalFunction",
            data: { reference: "internal.messages.listInternal" },
            line: 6, column: 41, endLine: 6, endColumn: 71,
            suggestions: [{ messageId: "replaceReference", data: { reference: "internal.messages.listInternal", replacement: "api.messages.list" }, output: dedent`
              import { useQuery } from "convex/react";
              import { api } from "../convex/_generated/api";

              export const useList = () => useQuery(api.messages.list, {});

              export const Purge = () => <p>{useQuery(api.messages.list, {})}</p>;
            ` }],
          },
        ],
      },
      {
        name: "api is the root already",
        code: dedent`
          import { useQuery } from "convex/react";
          import { api } from "../convex/_generated/api";

          export const Purge = () => <p>{useQuery((api as any).messages.listInternal, {})}</p>;
        `,
        output: null,
        errors: [
          {
            messageId: "internalFunction",
            data: { reference: "api.messages.listInternal" },
            line: 4, column: 41, endLine: 4, endColumn: 75,
            suggestions: [{ messageId: "replaceReference", data: { reference: "api.messages.listInternal", replacement: "api.messages.list" }, output: dedent`
              import { useQuery } from "convex/react";
              import { api } from "../convex/_generated/api";

              export const Purge = () => <p>{useQuery((api as any).messages.list, {})}</p>;
            ` }],
          },
        ],
      },
      {
        name: "the module is a constant",
        code: dedent`
          import { useQuery } from "convex/react";
          import { internal } from "../convex/_generated/api";

          const messages = internal.messages;

          export const Purge = () => <p>{useQuery(messages.listInternal, {})}</p>;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.listInternal" }, line: 6, column: 41, endLine: 6, endColumn: 62, suggestions: null }],
      },
      {
        name: "the module is a constant with other uses",
        code: dedent`
          import { useMutation, useQuery } from "convex/react";
          import { internal } from "../convex/_generated/api";

          const messages = internal.messages;
          export const Purge = () => <p onClick={useMutation(messages.purge)}>{useQuery(messages.listInternal, {})}</p>;
        `,
        output: null,
        errors: [
          { messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 5, column: 52, endLine: 5, endColumn: 66, suggestions: null },
          { messageId: "internalFunction", data: { reference: "internal.messages.listInternal" }, line: 5, column: 79, endLine: 5, endColumn: 100, suggestions: null },
        ],
      },
      {
        name: "the function is destructured",
        code: dedent`
          import { useQuery } from "convex/react";
          import { internal } from "../convex/_generated/api";

          const { listInternal } = internal.messages;

          export const Purge = () => <p>{useQuery(listInternal, {})}</p>;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.listInternal" }, line: 6, column: 41, endLine: 6, endColumn: 53, suggestions: null }],
      },
      {
        name: "the public function is of another type",
        code: dedent`
          import { useQuery } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <p>{useQuery(internal.messages.listInternal, {})}</p>;
        `,
        files: {
          "convex/messages.ts": dedent`
            import { internalMutation, internalQuery, mutation, query } from "./_generated/server";

            export const list = mutation({ args: {}, handler: async () => [] });
            export const listInternal = internalQuery({ args: {}, handler: async () => [] });
            export const send = mutation({ args: {}, handler: async () => {} });
            export const purge = internalMutation({ args: {}, handler: async () => {} });
          `,
        },
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.listInternal" }, line: 4, column: 41, endLine: 4, endColumn: 71, suggestions: null }],
      },
    ],
  });
});

describe("builders", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "a builder of which only its type is known",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(internal.messages.purge)} />;
        `,
        files: {
          "convex/admin.d.ts": dedent`
            import type { MutationBuilder } from "convex/server";
            import type { DataModel } from "./_generated/dataModel";

            export declare const adminMutation: MutationBuilder<DataModel, "internal">;
          `,
          "convex/messages.ts": dedent`
            import { adminMutation } from "./admin";

            export const purge = adminMutation({ args: {}, handler: async () => {} });
          `,
        },
      },
      {
        name: "a function of a library that nobody looked at",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation((internal as any).auth.store)} />;
        `,
        files: {
          "convex/auth.ts": dedent`
            import { makeAuth } from "convex-helpers/server/auth";

            export const { signIn, store } = makeAuth({ providers: [] });
          `,
          "convex/messages.ts": null,
        },
      },
    ],
    invalid: [
      {
        name: "a function that a library is known to register",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation((internal as any).auth.store)} />;
        `,
        files: {
          "convex/auth.ts": dedent`
            import { convexAuth } from "@convex-dev/auth/server";

            export const { signIn, store } = convexAuth({ providers: [] });
          `,
          "convex/messages.ts": null,
        },
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.auth.store" }, line: 4, column: 57, endLine: 4, endColumn: 85, suggestions: null }],
      },
      {
        name: "a custom builder of internal functions",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(internal.messages.purge)} />;
        `,
        files: {
          "convex/messages.ts": dedent`
            import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
            import { internalMutation } from "./_generated/server";

            const adminMutation = customMutation(internalMutation, customCtx(async () => ({})));
            export const purge = adminMutation({ args: {}, handler: async () => {} });
          `,
        },
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 80, suggestions: null }],
      },
    ],
  });
});

describe("builders, with types", () => {
  typedTester.run(rule.name, rule, {
    valid: [
      {
        name: "a builder of public functions, by type",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation((internal as any).messages.purge)} />;
        `,
        files: {
          "convex/admin.d.ts": dedent`
            import type { MutationBuilder } from "convex/server";
            import type { DataModel } from "./_generated/dataModel";

            export declare const adminMutation: MutationBuilder<DataModel, "public">;
          `,
          "convex/messages.ts": dedent`
            import { adminMutation } from "./admin";

            export const purge = adminMutation({ args: {}, handler: async () => {} });
          `,
        },
      },
    ],
    invalid: [
      {
        name: "a builder of internal functions, by type",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(internal.messages.purge)} />;
        `,
        files: {
          "convex/admin.d.ts": dedent`
            import type { MutationBuilder } from "convex/server";
            import type { DataModel } from "./_generated/dataModel";

            export declare const adminMutation: MutationBuilder<DataModel, "internal">;
          `,
          "convex/messages.ts": dedent`
            import { adminMutation } from "./admin";

            export const purge = adminMutation({ args: {}, handler: async () => {} });
          `,
        },
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 80, suggestions: null }],
      },
      {
        name: "a builder that syntax proves",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(internal.messages.purge)} />;
        `,
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 80, suggestions: null }],
      },
    ],
  });
});

describe("text in the editor", () => {
  tester.run(rule.name, rule, {
    valid: [
      {
        name: "the disk holds a client that calls an internal function",
        code: dedent`
          import { useMutation } from "convex/react";
          import { api } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(api.messages.send)} />;
        `,
        files: {
          "src/Purge.tsx": dedent`
            import { useMutation } from "convex/react";
            import { internal } from "../convex/_generated/api";

            export const Purge = () => <button onClick={useMutation(internal.messages.purge)} />;
          `,
        },
      },
    ],
    invalid: [
      {
        name: "the disk holds a client that calls a public function",
        code: dedent`
          import { useMutation } from "convex/react";
          import { internal } from "../convex/_generated/api";

          export const Purge = () => <button onClick={useMutation(internal.messages.purge)} />;
        `,
        files: {
          "src/Purge.tsx": dedent`
            import { useMutation } from "convex/react";
            import { api } from "../convex/_generated/api";

            export const Purge = () => <button onClick={useMutation(api.messages.send)} />;
          `,
        },
        output: null,
        errors: [{ messageId: "internalFunction", data: { reference: "internal.messages.purge" }, line: 4, column: 57, endLine: 4, endColumn: 80, suggestions: null }],
      },
    ],
  });
});
