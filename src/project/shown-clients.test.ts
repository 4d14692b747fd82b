import { describe, expect, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { indexOf } from "../testing/index-of.ts";

const CLIENT = 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.users.get);\n';
const JOB = 'import { internalAction } from "./_generated/server";\nimport { api } from "./_generated/api";\nexport const run = internalAction({ handler: async (ctx) => { await ctx.runQuery(api.messages.list); } });\n';
const OPERATED = { "convex/server.ts": "export {};\n", "RUNNING.md": "Run `npx convex run messages:list`.\n" };

function verdictWith(path: string, text: string): string {
  return indexOf({ ...CHAT, ...OPERATED, "app/main.tsx": CLIENT, [path]: text }).verdict("messages:list");
}

describe("code that documents show to clients", () => {
  test.each([
    ["docs/api.md", "```tsx\nconst rows = useQuery(api.messages.list, { limit: 5 });\n```\n"],
    ["docs/api.mdx", "# API\n\n```tsx\nconst rows = usePaginatedQuery(\n  api.messages.list,\n  {},\n);\n```\n"],
    ["README.md", "Call `client.query(api.messages.list)`.\n"],
    ["README.md", "```ts\nconst rows = await fetchQuery(api.messages.list, {}, { token });\n```\n"],
    ["README.md", "```ts\nuseQuery(convexQuery(api.messages.list, {}))\n```\n"],
    ["README.md", "```python\nclient.query(\"messages:list\", {})\n```\n"],
  ])("%s: %s", (path, text) => {
    expect(verdictWith(path, text)).toBe("silent: shown-to-clients");
  });

  test.each([
    ["README.md", "```ts\nawait ctx.runQuery(api.messages.list);\n```\n"],
    ["README.md", "`api.messages.list` lists the messages.\n"],
    ["README.md", "```tsx\nuseQuery(api.messages.listAll);\n```\n"],
    ["README.md", "Run `npx convex run messages:list`.\n"],
  ])("%s shows clients nothing: %s", (path, text) => {
    expect(verdictWith(path, text)).toBe("server-only");
  });

  test("server code that calls a function tells more than documents, which may show an attack", () => {
    const index = indexOf({ ...CHAT, ...OPERATED, "convex/server.ts": JOB, "app/main.tsx": CLIENT, "REVIEW.md": "Anybody can: `bob.query(api.messages.list)`" });

    expect(index.verdict("messages:list")).toBe("server-only");
  });

  test("a function that nothing calls is unused, whatever documents plan", () => {
    expect(indexOf({ ...CHAT, "app/main.tsx": CLIENT, "docs/plan.md": "useQuery(api.messages.list)" , "convex/server.ts": "export {};\n" }).verdict("messages:list")).toBe("unused");
  });
});
