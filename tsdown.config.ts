import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", "cache-key": "src/cache-key.ts", cli: "src/cli.ts" },
  format: "esm",
  platform: "node",
  target: "node20.19",
  // `package.json` says `"type": "module"`, so `.js` and `.d.ts` are right without an `m`.
  fixedExtension: false,
  // The command-line tool is only run.
  dts: { entry: ["src/index.ts", "src/cache-key.ts"] },
  // Everything from node_modules stays an import, so a user's own `eslint` and `typescript` are the ones we meet.
  deps: { skipNodeModulesBundle: true },
  failOnWarn: true,
  // A slow machine is no reason to warn.
  checks: { pluginTimings: false },
});
