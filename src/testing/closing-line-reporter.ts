import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";

/**
 * Ends a test run with one plain line, `N passed, N failed, N skipped`, that scripts can read without knowing vitest.
 *
 * Errors that belong to no test (a file that cannot be imported, an unhandled rejection) count as failures.
 */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[], reason: TestRunEndReason): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 };

    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // A test still pending at the end (the run was interrupted, or stopped early) has not run.
        count[state === "pending" ? "skipped" : state] += 1;
      }
      count.failed += module.errors().length;
      // A failing hook marks its suite, not the tests in it.
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
    }

    // vitest can also fail a run in which no test failed, for example one that found no tests.
    if (reason === "failed" && count.failed === 0) count.failed = 1;

    process.stdout.write(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
  }
}
