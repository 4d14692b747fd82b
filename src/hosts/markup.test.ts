import * as astroParser from "astro-eslint-parser";
import { ESLint, type Linter } from "eslint";
import { extname, join } from "node:path";
import * as svelteParser from "svelte-eslint-parser";
import { describe, expect, onTestFinished, test } from "vitest";
import * as vueParser from "vue-eslint-parser";
import tseslint from "typescript-eslint";

import plugin from "../index.ts";
import { dedent } from "../testing/dedent.ts";
import { CRONS_INTERNAL, DIGEST_PROJECT, DIGESTS_INTERNAL } from "../testing/digest-project.ts";
import { createWorkspace, type WorkspaceFiles } from "../testing/workspace.ts";

// Each types its parser in a way of its own.
const PARSERS = { ".astro": astroParser, ".svelte": svelteParser, ".vue": vueParser } as unknown as Record<string, Linter.Parser>;
const EXTENSIONS = Object.keys(PARSERS);

/** `digests:list` is public and `digests:send` internal. */
const PROJECT: WorkspaceFiles = {
  ...DIGEST_PROJECT,
  "package.json": `{ "private": true, "type": "module", "dependencies": { "convex": "*", "convex-svelte": "*", "convex-vue": "*", "react": "*" } }\n`,
  "tsconfig.json": `{ "compilerOptions": { "strict": true, "module": "ESNext", "moduleResolution": "Bundler", "allowJs": true, "skipLibCheck": true, "types": [] } }\n`,
  "convex/digests.ts": DIGESTS_INTERNAL,
  "convex/crons.ts": CRONS_INTERNAL,
};

interface Linted {
  /** `line:column rule code`, with the code that the finding underlines. */
  readonly found: readonly string[];
  /** What one run with fixes makes of the file. */
  readonly fixed: string | undefined;
}

/** Lints a component with the parser that users of the framework have, and typescript-eslint for its scripts. */
async function lint(name: string, text: string, typed = false): Promise<Linted> {
  const workspace = createWorkspace({ ...PROJECT, [`src/${name}`]: text }, { installed: true });
  onTestFinished(() => workspace.cleanup());
  const extension = extname(name);
  // Astro's parser has no project service.
  const types = { [extension === ".astro" ? "project" : "projectService"]: true, tsconfigRootDir: workspace.root };
  const language: Linter.Config = {
    files: [`**/*${extension}`],
    languageOptions: {
      ...(PARSERS[extension] && { parser: PARSERS[extension] }),
      parserOptions: { parser: tseslint.parser, ecmaFeatures: { jsx: true }, extraFileExtensions: EXTENSIONS, ...(typed ? types : {}) },
    },
  };
  const options: ESLint.Options = { cwd: workspace.root, overrideConfigFile: true, overrideConfig: [language, plugin.configs.all] };
  const file = join(workspace.root, "src", name);
  const [result] = await new ESLint(options).lintFiles([file]);
  const [fixed] = await new ESLint({ ...options, fix: true }).lintFiles([file]);
  const lines = text.split(/\r?\n/u);
  return {
    found: (result?.messages ?? []).map(({ line, column, endColumn, ruleId, message }) => `${String(line)}:${String(column)} ${ruleId?.replace("convex-boundary/", "") ?? message} ${lines[line - 1]?.slice(column - 1, (endColumn ?? 0) - 1) ?? ""}`),
    fixed: fixed?.output,
  };
}

describe.each([
  ["without types", false],
  ["with types", true],
])("a component with a call and a name, %s", (_kind, typed) => {
  const VUE = dedent`
    <template>
      <button @click="purge({})">{{ list?.length }}</button>
      <Log :entries="useConvexQuery(internal.digests.send)" />
    </template>

    <script lang="ts">
    export default { inheritAttrs: false };
    </script>

    <script setup lang="ts">
    import { useConvexMutation, useConvexQuery } from "convex-vue";
    import { internal } from "../convex/_generated/api";

    const purge = useConvexMutation(internal.digests.send as never);
    const list = useConvexQuery("digests:list" as never);
    </script>

    <style>
    button { color: red }
    </style>
  `;
  const SVELTE = dedent`
    <script module lang="ts">
      export const prerender = false;
    </script>

    <script lang="ts">
      import { useConvexClient, useQuery } from "convex-svelte";
      import { internal } from "../convex/_generated/api";

      let { limit } = $props();
      const client = useConvexClient();
      const list = useQuery("digests:list" as never);
      let total = $derived(list.data.slice(limit));
    </script>

    {#if $total}
      <button onclick={() => client.mutation(internal.digests.send, {})}>{total}</button>
    {/if}
  `;
  const ASTRO = dedent`
    ---
    import { ConvexHttpClient } from "convex/browser";
    import { internal } from "../convex/_generated/api";

    if (!Astro.cookies.has("session")) return Astro.redirect("/login");
    const client = new ConvexHttpClient(import.meta.env.CONVEX_URL);
    const list = await client.query("digests:list" as never);
    ---
    <ul>{list.map((digest) => <li>{digest}</li>)}</ul>
    <p>{await client.mutation(internal.digests.send, {})}</p>
  `;

  test.each([
    ["Vue", "Digests.vue", VUE, ["3:33 no-internal-in-client internal.digests.send", "14:33 no-internal-in-client internal.digests.send", `15:29 no-string-function-reference "digests:list"`], "{ internal }", "{ api, internal }"],
    ["Svelte", "Digests.svelte", SVELTE, [`11:25 no-string-function-reference "digests:list"`, "16:42 no-internal-in-client internal.digests.send"], "{ internal }", "{ api, internal }"],
    ["Astro", "index.astro", ASTRO, [`7:33 no-string-function-reference "digests:list"`, "10:27 no-internal-in-client internal.digests.send"], "{ internal }", "{ api, internal }"],
  ])("%s", async (_framework, name, text, found, importBefore, importAfter) => {
    expect(await lint(name, text, typed)).toEqual({ found, fixed: text.replace(importBefore, importAfter).replace(`"digests:list"`, "api.digests.list") });
  });
});

describe("Vue", () => {
  test("a new import stands in the script that calls", async () => {
    const text = dedent`
      <script>
      export default { name: "Digests" };
      </script>

      <script setup>
        import { useConvexQuery } from "convex-vue";

        const list = useConvexQuery("digests:list");
      </script>
    `;

    expect((await lint("Digests.vue", text)).fixed).toBe(text.replace(`"convex-vue";\n`, `"convex-vue";\n  import { api } from "../convex/_generated/api";\n`).replace(`"digests:list"`, "api.digests.list"));
  });

  test("a script in a comment is no script, and what a comment names is not called", async () => {
    const text = dedent`
      <!-- <script setup>import { internal } from "../convex/_generated/api"; useConvexQuery(internal.digests.send);</script> -->
      <script setup lang="ts">
      import { useConvexQuery } from "convex-vue";
      import { internal } from "../convex/_generated/api";
      </script>
      <template>
        <!-- <p>{{ useConvexQuery(internal.digests.send) }}</p> -->
        <p>{{ useConvexQuery(internal.digests.send) }}</p>
      </template>
    `;

    expect((await lint("Digests.vue", text)).found).toEqual(["8:24 no-internal-in-client internal.digests.send"]);
  });

  test("JSX, line ends of Windows", async () => {
    const text = dedent`
      <script setup lang="tsx">
      import { useConvexMutation } from "convex-vue";
      import { internal } from "../convex/_generated/api";
      const send = useConvexMutation(internal.digests.send as never);
      const Send = () => <button onClick={() => send()}>Send</button>;
      </script>
      <template><Send /></template>
    `.replaceAll("\n", "\r\n");

    expect((await lint("Send.vue", text)).found).toEqual(["4:32 no-internal-in-client internal.digests.send"]);
  });
});

describe("Svelte", () => {
  test("a module script does not see the imports of the component", async () => {
    const text = dedent`
      <script lang="ts">
        import { useQuery } from "convex-svelte";
        import { api } from "../convex/_generated/api";
        const list = useQuery(api.digests.list);
      </script>
      <script module lang="ts">
        import { ConvexHttpClient } from "convex/browser";
        export const load = () => new ConvexHttpClient("https://example.convex.cloud").query("digests:list" as never);
      </script>
      <p>{list.data}</p>
    `;

    expect((await lint("Digests.svelte", text)).fixed).toBe(
      text.replace(`"convex/browser";\n`, `"convex/browser";\n  import { api as apiFunction } from "../convex/_generated/api";\n`).replace(`"digests:list"`, "apiFunction.digests.list"),
    );
  });
});

describe("Astro", () => {
  const PAGE = dedent`
    ---
    import { ConvexHttpClient } from "convex/browser";
    const server = new ConvexHttpClient(import.meta.env.CONVEX_URL);
    const list = await server.query("digests:list" as never);
    ---
    <p>{list}</p>
    <script>
      import { ConvexClient } from "convex/browser";
      new ConvexClient("https://example.convex.cloud").onUpdate("digests:list" as never, {}, () => {});
    </script>
  `;

  test("the frontmatter and a script each have imports of their own", async () => {
    expect((await lint("index.astro", PAGE)).fixed).toBe(
      PAGE.replace(`ConvexHttpClient } from "convex/browser";\n`, `ConvexHttpClient } from "convex/browser";\nimport { api } from "../convex/_generated/api";\n`)
        .replace(`ConvexClient } from "convex/browser";\n`, `ConvexClient } from "convex/browser";\n  import { api } from "../convex/_generated/api";\n`)
        .replaceAll(`"digests:list"`, "api.digests.list"),
    );
  });

  test("a script without an import is left alone", async () => {
    const text = PAGE.replace(`  import { ConvexClient } from "convex/browser";\n`, "").replace("new ConvexClient", "new window.convex.ConvexClient");

    expect((await lint("index.astro", text)).fixed).toBe(
      text.replace(`ConvexHttpClient } from "convex/browser";\n`, `ConvexHttpClient } from "convex/browser";\nimport { api } from "../convex/_generated/api";\n`).replace(`"digests:list"`, "api.digests.list"),
    );
  });
});

test("a page of MDX is a client", async () => {
  const workspace = createWorkspace({ ...DIGEST_PROJECT, "docs/send.mdx": `import { useMutation } from "convex/react";\nimport { api } from "../convex/_generated/api";\n\n# Send\n\n<Button onClick={useMutation(api.digests.send)} />\n` }, { installed: true });
  onTestFinished(() => workspace.cleanup());
  const eslint = new ESLint({ cwd: workspace.root, overrideConfigFile: true, overrideConfig: [{ files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } }, plugin.configs.recommended] });
  const lintFunctions = async (): Promise<unknown[]> => (await eslint.lintFiles(["convex/digests.ts"])).flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));

  expect(await lintFunctions()).toEqual([]);
  workspace.remove("docs/send.mdx");
  expect(await lintFunctions()).toEqual(["convex-boundary/prefer-internal-function"]);
});
