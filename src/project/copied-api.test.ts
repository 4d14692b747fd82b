import { describe, expect, test } from "vitest";

import { CHAT } from "../testing/chat-project.ts";
import { indexOf } from "../testing/index-of.ts";
import type { WorkspaceFiles } from "../testing/workspace.ts";

function copyOf(...modules: readonly string[]): WorkspaceFiles {
  const imports = modules.map((module) => `import type * as ${module} from "../${module}.js";\n`).join("");
  return {
    "lib/backend/api.js": 'import { anyApi } from "convex/server";\nexport const api = anyApi;\n',
    "lib/backend/api.d.ts": `${imports}import type { ApiFromModules } from "convex/server";\ndeclare const fullApi: ApiFromModules<{ ${modules.map((module) => `${module}: typeof ${module};`).join(" ")} }>;\nexport declare const api: typeof fullApi;\n`,
    "app/main.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../lib/backend/api";\nuseQuery(api.messages.list);\nuseQuery(api.messages.gone);\n',
  };
}

describe("copies of a generated api", () => {
  test("one of this backend leads to its functions", () => {
    const index = indexOf({ ...CHAT, ...copyOf("messages") });

    expect(index.callers("messages:list")).toContain("app/main.tsx:3 client direct any");
    expect([...index.snapshot.linkedFiles()].flatMap((file) => index.snapshot.danglingIn(file)).map(({ path }) => path.join("."))).toEqual(["messages.gone"]);
  });

  test("one of another backend, or of what this one was, says only what may be meant", () => {
    const index = indexOf({ ...CHAT, ...copyOf("messages", "payments") });

    expect(index.callers("messages:list").filter((caller) => caller.startsWith("app/main.tsx"))).toEqual([expect.stringContaining("possible")]);
    expect([...index.snapshot.linkedFiles()].flatMap((file) => index.snapshot.danglingIn(file))).toEqual([]);
  });
});
