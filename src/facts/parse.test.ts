import { expect, test } from "vitest";

import { extractFacts } from "./extract.ts";
import { isParsable, parseSource, stripByteOrderMark } from "./parse.ts";

test.each([
  ["a.ts", true],
  ["a.d.ts", true],
  ["a.mjs", true],
  ["a.jsx", true],
  ["a.vue", true],
  ["a.svelte", true],
  ["a.astro", true],
  ["a.mdx", true],
  ["a.md", false],
  ["a.json", false],
  ["a.swift", false],
])("%s can be parsed: %s", (file, expected) => {
  expect(isParsable(file)).toBe(expected);
});

// The position of what is imported and used must be that in the whole file.
test.each([
  ["a.ts", 'import { api } from "./api";\nrun(<any>api.a.b);\n'],
  ["a.tsx", 'import { api } from "./api";\nexport const A = () => <B c={api.a.b} />;\n'],
  ["a.js", 'import { api } from "./api";\nexport const A = () => <B c={api.a.b} />;\n'],
  ["a.mts", 'import { api } from "./api";\nrun(api.a.b);\n'],
  ["a.cjs", 'const { api } = require("./api");\nrun(api.a.b);\n'],
  ["a.d.ts", 'import type { api } from "./api";\nexport declare const x: typeof api.a.b;\n'],
  ["a.vue", '<template>\n  <p>été 日本</p>\n</template>\n<script setup lang="ts">\nimport { api } from "./api";\nrun(api.a.b as any);\n</script>\n'],
  ["a.vue", '<script>\nimport { api } from "./api"\n</script>\n<script setup>\nrun(api.a.b)\n</script>\n'],
  ["a.svelte", '<script context="module">import { api } from "./api"</script>\n<script lang="ts">run(api.a.b)</script>\n<p>{x}</p>\n'],
  ["a.svelte", '<script lang="ts" generics="T extends Record<string, number>">\nimport { api } from "./api";\nrun(api.a.b);\n</script>\n'],
  ["a.astro", '---\nimport { api } from "./api";\nrun(api.a.b);\n---\n<p>{x}</p>\n'],
  ["a.mdx", '# Title\n\nimport { api } from "./api"\nexport const ref = api.a.b\n\n<List />\n'],
  ["a.tsx", '\uFEFFimport { api } from "./api";\r\nrun(api.a.b);\r\n'],
])("%s: %j", (file, source) => {
  const text = stripByteOrderMark(source);
  const facts = extractFacts(parseSource(file, source));
  const use = facts.uses.find(({ value }) => text.slice(...value.range) === "api.a.b");

  expect(facts.failed).toBe(false);
  expect(use).toBeDefined();
});

test.each([
  ["Vue", "a.vue", '<template>\n  <P :q="api.a.b" />\n</template>\n<script setup>\nimport { api } from "./api";\n</script>\n'],
  ["Svelte", "a.svelte", '<script>\nimport { api } from "./api";\n</script>\n<P q={api?.a?.b} />\n'],
  ["Astro", "a.astro", '---\nimport { api } from "./api";\n---\n<P q={api["a"].b} />\n'],
  ["MDX", "a.mdx", 'import { api } from "./api"\n\n<P q={api.a.b} />\n'],
])("a chain in a template of %s is a use", (_, file, source) => {
  const facts = extractFacts(parseSource(file, source));

  expect(facts.uses.filter(({ value }) => value.kind === "member" && value.property === "b")).toHaveLength(1);
});

test("code that MDX only shows is no code, whatever it imports and exports", () => {
  const facts = extractFacts(parseSource("a.mdx", '# Rows\n\nimport { api } from "./api"\n\n```ts\nimport { api } from "./shown";\n\nexport const list = () => useQuery("messages:shown", api.shown.list);\n```\n\n<List query={api.messages.list} />\n'));

  expect(facts.failed).toBe(false);
  expect(facts.sources).toEqual(["./api"]);
  expect(facts.names).toEqual([]);
  expect(facts.uses.map(({ value }) => value.kind === "member" && value.object.kind === "member" && value.object.property)).toEqual(["messages"]);
  expect(facts.looseChains).toEqual([]);
});

test("data in a script element is no code", () => {
  const facts = extractFacts(parseSource("a.astro", '<script type="application/ld+json">{ "a": 1 }</script>\n<script>import { api } from "./api"; run(api.a.b);</script>\n'));

  expect(facts.failed).toBe(false);
  expect(facts.sources).toEqual(["./api"]);
});

test("a file that cannot be parsed keeps what its text mentions", () => {
  const facts = extractFacts(parseSource("a.ts", 'import { api } from "./api";\nrun(api.messages.list\nuseQuery("messages:send")\n'));

  expect(facts.failed).toBe(true);
  expect(facts.looseChains).toContain("messages.list");
  expect(facts.names.map(({ value }) => value)).toContain("messages:send");
});
