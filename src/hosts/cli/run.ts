import plugin from "../../index.ts";
import { CannotRun } from "./cannot-run.ts";
import { EXIT_STATUS, helpOf, readArguments, type Surroundings } from "./command.ts";
import { findCommand, namesNoCommand, overview } from "./command-line.ts";

const ISSUES = "https://github.com/eslint-plugin-convex-boundary/eslint-plugin-convex-boundary/issues";

/** Runs the command-line tool with the arguments after its name, and returns its exit status. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { workingDirectory, stdout, stderr } = surroundings;
  try {
    const { command, rest } = findCommand(argv, workingDirectory);
    const given = readArguments(rest, command);
    if (given.has("help")) {
      stdout.write(namesNoCommand(argv) ? overview() : helpOf(command));
      return EXIT_STATUS.clean;
    }
    if (given.has("version")) {
      stdout.write(`${plugin.meta.version}\n`);
      return EXIT_STATUS.clean;
    }
    return await command.run(given, surroundings);
  } catch (error) {
    stderr.write(`${describeFailure(error)}\n`);
    return EXIT_STATUS.cannotRun;
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof CannotRun) return `convex-boundary: ${error.message}`;
  return `convex-boundary: unexpected error: ${describeUnexpected(error)}\nThis is a bug in convex-boundary. Please report it: ${ISSUES}`;
}

/** The message, and the place that a report of the bug needs. */
function describeUnexpected(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = /^ *at .*$/mu.exec(error.stack ?? "")?.[0].trim();
  return place === undefined ? error.message : `${error.message} (${place})`;
}
