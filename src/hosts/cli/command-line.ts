import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { nearestName } from "../../text/nearest.ts";
import { CannotRun } from "./cannot-run.ts";
import { type Command, HELP, helpOf, table, VERSION, writtenOption } from "./command.ts";
import { cacheKeyCommand } from "./commands/cache-key.ts";
import { checkCommand } from "./commands/check.ts";
import { explainCommand } from "./commands/explain.ts";
import { surfaceCommand } from "./commands/surface.ts";

/** Every command, in the order in which the help lists them. The first is what runs when none is named. */
export const COMMANDS: readonly [Command, ...Command[]] = [checkCommand, explainCommand, surfaceCommand, cacheKeyCommand];

/**
 * Returns the command that the arguments name, and what is left of them.
 * @throws CannotRun for a word that is nearly a command and nothing else.
 */
export function findCommand(argv: readonly string[], workingDirectory: string): { readonly command: Command; readonly rest: readonly string[] } {
  const [first = "", ...rest] = argv;
  const named = COMMANDS.find(({ name }) => name === first);
  if (named) return { command: named, rest };
  if (first === "help" && !existsSync(resolve(workingDirectory, first))) return { command: findCommand(rest, workingDirectory).command, rest: [`--${HELP.name}`] };
  if (/^[a-z][a-z-]*$/u.test(first) && !existsSync(resolve(workingDirectory, first))) {
    const nearest = nearestName(first, COMMANDS.map(({ name }) => name));
    if (nearest !== undefined) throw new CannotRun(`There is no command \`${first}\`, and no directory of that name. Did you mean \`convex-boundary ${nearest}\`?`);
  }
  return { command: COMMANDS[0], rest: argv };
}

/** Whether the arguments ask about the tool as a whole: they name no command. */
export function namesNoCommand([first, second]: readonly string[]): boolean {
  return !COMMANDS.some(({ name }) => name === (first === "help" ? second : first));
}

/** Returns what `convex-boundary --help` prints. */
export function overview(): string {
  const commands = table(COMMANDS.map(({ name, parameters, summary }) => [`${name} ${parameters}`, [summary]]));
  const options = table([HELP, VERSION].map((option) => [writtenOption(option), option.description]));
  const [standard] = COMMANDS;
  return `Usage: convex-boundary <command> [options]

Commands:
${commands}

Without a command it is ${standard.name}. For all options: convex-boundary <command> --help

Options:
${options}

${helpOf(standard).replace("Usage: ", "")}`;
}
