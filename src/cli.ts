#!/usr/bin/env node
import { tuneEngine } from "./hosts/cli/engine.ts";
import { run } from "./hosts/cli/run.ts";

tuneEngine();

// A reader that has seen enough, such as `head`, closes the pipe.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await run(process.argv.slice(2), { workingDirectory: process.cwd(), stdout: process.stdout, stderr: process.stderr, environment: process.env });
