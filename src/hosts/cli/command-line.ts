import { cac } from "cac";

import type { ClientsSetting } from "../../project/verdict.ts";
import { CannotRun } from "./cannot-run.ts";

export type Severity = "off" | "warn" | "error";
type Format = "stylish" | "json";

/** What the user asked for. */
export type Invocation =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | ExplainInvocation
  | CheckInvocation;

/** What `explain` is to explain. */
export interface ExplainInvocation {
  readonly kind: "explain";
  readonly directory: string;
  /** `messages:send`, or `api.messages.send`. */
  readonly name: string;
  readonly clients: ClientsSetting | undefined;
}

/** What `check` is to do. */
export interface CheckInvocation {
  readonly kind: "check";
  /** As given, relative to the working directory. */
  readonly directory: string;
  readonly fix: boolean;
  readonly format: Format;
  /** Severities that differ from the preset's, by rule name. */
  readonly severities: ReadonlyMap<string, Severity>;
  readonly clients: ClientsSetting | undefined;
}

const FORMATS: readonly Format[] = ["stylish", "json"];
const CLIENTS: readonly ClientsSetting[] = ["auto", "workspace", "elsewhere"];
const SEVERITIES: Readonly<Record<string, Severity>> = { off: "off", warn: "warn", error: "error", "0": "off", "1": "warn", "2": "error" };
const PREFIX = "convex-boundary/";

/**
 * Reads the arguments, without those that name the interpreter and the script.
 * @throws CannotRun for what is not understood.
 */
export function readCommandLine(argv: readonly string[], ruleNames: readonly string[]): Invocation {
  if (argv[0] === "explain") return readExplain(argv.slice(1));
  const parser = cac("convex-boundary");
  const command = parser
    .command("check [dir]")
    .alias("!")
    .option("--fix", "")
    .option("--format <format>", "")
    .option("--rule <rule>", "")
    .option("--clients <clients>", "")
    .option("-h, --help", "")
    .option("-v, --version", "");
  const { args, options } = parser.parse(["", "", ...argv], { run: false }) as { args: readonly unknown[]; options: Readonly<Record<string, unknown>> };
  if (options["help"] === true) return { kind: "help" };
  if (options["version"] === true) return { kind: "version" };
  try {
    command.checkUnknownOptions();
    command.checkOptionValue();
  } catch (error) {
    throw new CannotRun(`${sentence(error)} \`convex-boundary --help\` lists the options.`);
  }
  const directories = [...args, ...list(options["--"])].map(String);
  if (directories.length > 1) throw new CannotRun(`Only one directory can be checked at a time, not ${directories.map((name) => `\`${name}\``).join(" and ")}.`);
  return {
    kind: "check",
    directory: directories[0] ?? ".",
    fix: options["fix"] === true,
    format: choose("--format", options["format"], FORMATS) ?? "stylish",
    severities: readSeverities(list(options["rule"]), ruleNames),
    clients: choose("--clients", options["clients"], CLIENTS),
  };
}

function readExplain(argv: readonly string[]): Invocation {
  const parser = cac("convex-boundary");
  const command = parser.command("explain <name> [dir]").alias("!").option("--clients <clients>", "").option("-h, --help", "");
  const { args, options } = parser.parse(["", "", ...argv], { run: false }) as { args: readonly unknown[]; options: Readonly<Record<string, unknown>> };
  if (options["help"] === true) return { kind: "help" };
  try {
    command.checkUnknownOptions();
    command.checkOptionValue();
  } catch (error) {
    throw new CannotRun(`${sentence(error)} \`convex-boundary --help\` lists the options.`);
  }
  const [name, directory = ".", ...rest] = args.map(String);
  if (name === undefined || rest.length > 0) throw new CannotRun("`explain` takes the name of a function, such as `messages:send`, and optionally a directory.");
  return { kind: "explain", name, directory, clients: choose("--clients", options["clients"], CLIENTS) };
}

/** Returns what `--help` prints. */
export function helpText(ruleNames: readonly string[]): string {
  return `Usage: convex-boundary [check] [dir] [options]
       convex-boundary explain <module:function> [dir]

Checks the Convex functions in a directory (by default this one) and the code
that calls them: who may call a function, with what, and as whom.

explain prints what is known of one function: definition, visibility, callers,
and why the rules report it or not.

Options:
  --fix                    repair what can be repaired
  --format <format>        stylish (default) or json, which is ESLint's JSON format
  --rule <name:severity>   turn a rule off, to warn or to error; may be repeated
  --clients <where>        auto (default): judge by the clients that are found;
                           workspace: every client is here; elsewhere: none is
  -h, --help               show this
  -v, --version            show the version

Rules:
${ruleNames.map((name) => `  ${name}`).join("\n")}

Exit status: 0 nothing found at error level, 1 errors found, 2 it could not run.
`;
}

function readSeverities(given: readonly unknown[], ruleNames: readonly string[]): Map<string, Severity> {
  const severities = new Map<string, Severity>();
  for (const value of given) {
    const text = value === true ? "" : String(value);
    const colon = text.lastIndexOf(":");
    const name = text.slice(0, Math.max(colon, 0)).replace(PREFIX, "");
    const severity = SEVERITIES[text.slice(colon + 1)];
    if (colon > 0 && !ruleNames.includes(name)) throw new CannotRun(`There is no rule \`${name}\`; there are ${ruleNames.map((known) => `\`${known}\``).join(", ")}.`);
    if (colon <= 0 || !severity) throw new CannotRun(`\`--rule ${text}\` is not understood: it takes \`name:severity\` with the severity off, warn or error.`);
    severities.set(name, severity);
  }
  return severities;
}

function choose<T extends string>(option: string, value: unknown, choices: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found) return found;
  throw new CannotRun(`\`${option}\` takes ${choices.slice(0, -1).join(", ")} or ${choices.at(-1) ?? ""}, not ${list(value).map((given) => `\`${String(given)}\``).join(" and ")}.`);
}

function list(value: unknown): unknown[] {
  return value === undefined ? [] : [value].flat();
}

function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
