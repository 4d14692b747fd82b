import { expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";

test("what counts as looked at for callers, and for clients", () => {
  const { snapshot } = indexOf({
    "convex/_generated/api.d.ts": "export declare const api: AnyApi;\n",
    "convex/messages.ts": 'import { query } from "./_generated/server";\nexport const list = query({});\n',
    "convex/auth.config.ts": "export default {};\n",
    "convex/messages.test.ts": "export {};\n",
    "app/main.tsx": "export {};\n",
    "app/page.vue": "<template></template>\n",
    "app/app.config.ts": "export {};\n",
    "app/env.d.ts": "declare const x: string;\n",
    "app/bundle.js": `${"x".repeat(30_000)}\n`,
    "ios/App.swift": "let x = 1\n",
    "vite.config.ts": "export default {};\n",
    "tailwind.config.mjs": "export default {};\n",
    ".eslintrc.cjs": "module.exports = {};\n",
    "tsconfig.json": "{}",
    "seed.sh": "true\n",
  });
  const relative = (files: readonly string[]): string[] => files.map((file) => snapshot.relativePath(file)).sort();

  expect(relative(snapshot.clientFiles())).toEqual(["app/app.config.ts", "app/main.tsx", "app/page.vue", "ios/App.swift"]);
  expect(relative(snapshot.callerFiles())).toEqual(["app/app.config.ts", "app/main.tsx", "app/page.vue", "convex/messages.test.ts", "convex/messages.ts", "ios/App.swift"]);
});
