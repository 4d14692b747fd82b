import { defineConfig } from "tsdown";

/** A slow machine is no reason to warn. */
const checks = { pluginTimings: false };

export default defineConfig([
  {
    entry: { index: "src/index.ts", cli: "src/cli.ts", "cache-key": "src/cache-key.ts" },
    format: "esm",
    platform: "node",
    target: "node20.19",
    // `package.json` says `"type": "module"`, so `.js` and `.d.ts` are right without an `m`.
    fixedExtension: false,
    // The command-line tool is only run; the others are imported.
    dts: { entry: ["src/index.ts", "src/cache-key.ts"] },
    // Everything from node_modules stays an import, so a user's own `eslint` and `typescript` are the ones we meet.
    deps: { skipNodeModulesBundle: true },
    // The style of the surface page, which the tool reads beside its script.
    copy: [{ from: "src/surface/page/page.css", to: "dist", rename: "surface-page.css" }],
    failOnWarn: true,
    checks,
  },
  {
    // The script of the surface page, which the tool puts into the page as it is.
    entry: { "surface-page": "src/surface/page/main.ts" },
    format: "iife",
    platform: "browser",
    target: "es2023",
    tsconfig: "src/surface/page/tsconfig.json",
    outputOptions: { entryFileNames: "[name].js" },
    minify: true,
    dts: false,
    // The other build has emptied the directory.
    clean: false,
    failOnWarn: true,
    checks,
  },
]);
