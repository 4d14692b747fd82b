import { parseArgs } from "node:util";

import { nearestName } from "../../text/nearest.ts";
import { CannotRun } from "./cannot-run.ts";
import type { Terminal } from "./progress.ts";

/** Where a run reads from and writes to. */
export interface Surroundings {
  readonly workingDirectory: string;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: Terminal;
  /** The environment variables by which CI systems say where they are. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The process ends with one of these. */
export const EXIT_STATUS = { clean: 0, findings: 1, cannotRun: 2 } as const;

/** What the process ends with. */
export type ExitStatus = (typeof EXIT_STATUS)[keyof typeof EXIT_STATUS];

/** An option of a command, as `--help` shows it. */
export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What stands for its value: `format` in `--format <format>`. An option without one is a switch. */
  readonly value?: string;
  readonly isRepeatable?: true;
  /** What it does; each line is shown as one. */
  readonly description: readonly string[];
}

/** One command of the command-line tool. */
export interface Command {
  readonly name: string;
  /** What may follow the name: `[dir]`. */
  readonly parameters: string;
  /** One line about it for the list of all commands. */
  readonly summary: string;
  /** What its own help says above the options. */
  readonly description: string;
  readonly options: readonly Option[];
  /** What its own help says below the options. */
  readonly notes?: string;
  run(given: Given, surroundings: Surroundings): ExitStatus | Promise<ExitStatus>;
}

export const HELP: Option = { name: "help", short: "h", description: ["show this"] };
export const VERSION: Option = { name: "version", short: "v", description: ["show the version"] };

/** What the user gave a command. */
export class Given {
  readonly positionals: readonly string[];
  readonly #switches: ReadonlySet<string>;
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(positionals: readonly string[], switches: ReadonlySet<string>, values: ReadonlyMap<string, readonly string[]>) {
    this.positionals = positionals;
    this.#switches = switches;
    this.#values = values;
  }

  /** Whether a switch is on. */
  has(name: string): boolean {
    return this.#switches.has(name);
  }

  /** Returns the value of an option that may be given once. */
  value(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  /** Returns the values of an option that may be repeated. */
  values(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /**
   * Returns the value of an option that takes one of a few words.
   * @throws CannotRun for any other word.
   */
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.value(name);
    const found = choices.find((choice) => choice === value);
    if (value === undefined || found !== undefined) return found;
    throw new CannotRun(`\`--${name}\` takes ${listChoices(choices)}, not \`${value}\`.`);
  }
}

/**
 * Reads the arguments of a command.
 * @throws CannotRun for what is not understood, with what to write instead where that can be told.
 */
export function readArguments(argv: readonly string[], command: Pick<Command, "name" | "options">): Given {
  const options = [...command.options, HELP, VERSION];
  const byName = new Map(options.map((option) => [option.name, option]));
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(options.map(({ name, short, value }) => [name, { type: value === undefined ? "boolean" : "string", ...(short !== undefined && { short }) }])),
    // Its own errors do not know what the option is for.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const positionals: string[] = [];
  const switches = new Set<string>();
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const option = byName.get(token.name);
    if (!option) throw new CannotRun(describeUnknown(token.rawName, command.name, [...byName.keys()]));
    const { name, value } = option;
    if (value === undefined) {
      if (token.value !== undefined) throw new CannotRun(`\`--${name}\` takes no value.`);
      switches.add(name);
    } else if (token.value === undefined || token.value === "" || (!token.inlineValue && token.value.startsWith("-"))) {
      throw new CannotRun(`\`--${name}\` needs a value: \`--${name} <${value}>\`.`);
    } else {
      const known = values.get(name);
      if (known && option.isRepeatable !== true) throw new CannotRun(`\`--${name}\` is given twice: as \`${known.join("")}\` and as \`${token.value}\`.`);
      values.set(name, [...(known ?? []), token.value]);
    }
  }
  return new Given(positionals, switches, values);
}

/** Returns what `--help` prints for a command. */
export function helpOf({ name, parameters, description, options, notes }: Command): string {
  const parts = [`Usage: convex-boundary ${name} ${parameters} [options]`, description, `Options:\n${listOptions([...options, HELP, VERSION])}`, ...(notes === undefined ? [] : [notes])];
  return `${parts.join("\n\n")}\n`;
}

/** Returns lines of two columns. */
export function table(rows: readonly (readonly [left: string, right: readonly string[]])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.flatMap(([left, right]) => right.map((line, index) => `  ${(index === 0 ? left : "").padEnd(width)}  ${line}`)).join("\n");
}

/** Returns an option as it is written: `--format <format>`. */
export function writtenOption({ name, short, value }: Option): string {
  return `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` <${value}>`}`;
}

/** Returns `a, b or c`. */
export function listChoices(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join("") : `${choices.slice(0, -1).join(", ")} or ${choices.at(-1) ?? ""}`;
}

function listOptions(options: readonly Option[]): string {
  return table(options.map((option) => [writtenOption(option), option.description]));
}

function describeUnknown(written: string, command: string, names: readonly string[]): string {
  // ESLint has it, and users of ESLint will try it.
  if (command === "check" && /^(?:-o|--output-file)$/u.test(written)) return `Unknown option \`${written}\`: a format takes the file that its report is written to, \`--format json=report.json\`.`;
  const nearest = nearestName(written.replace(/^-+/u, ""), names);
  return `Unknown option \`${written}\`.${nearest === undefined ? "" : ` Did you mean \`--${nearest}\`?`} \`convex-boundary ${command} --help\` lists the options.`;
}
