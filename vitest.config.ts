import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "rules/**/*.test.ts"],
    // Many tests lint, type-check or install whole projects; two slow cores must be enough for them.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ["default", "./src/testing/closing-line-reporter.ts"],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "rules/**/*.ts"],
      exclude: ["**/*.test.ts", "src/testing/**"],
      reporter: ["text", "html"],
    },
  },
});
