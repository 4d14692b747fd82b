import type { ESLint } from "eslint";
import { pathToFileURL } from "node:url";

import type { SarifResultBuilder, SarifRuleBuilder } from "node-sarif-builder";

import { rules } from "../../../../rules/index.ts";
import plugin from "../../../index.ts";
import { stripByteOrderMark } from "../../../facts/parse.ts";
import { Lines } from "../../../text/lines.ts";
import { Identities } from "../identity.ts";
import { encodePath, type Format, type Message, type Report, reportedPath } from "../report.ts";
import { ruleId } from "../workspace-lint.ts";

type Fix = NonNullable<SarifResultBuilder["result"]["fixes"]>[number];
type Edit = NonNullable<Message["fix"]>;
type SuppressedMessage = ESLint.LintResult["suppressedMessages"][number];

interface Builders {
  readonly Result: typeof SarifResultBuilder;
  readonly Rule: typeof SarifRuleBuilder;
}

const HOME = "https://github.com/eslint-plugin-convex-boundary/eslint-plugin-convex-boundary";
const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/** The directory that paths are relative to; code scanning on GitHub takes it for the checkout. */
const BASE = "%SRCROOT%";
const SYNTAX_ERROR = "syntax-error";
const LEVELS = { error: "error", warn: "warning" } as const;

/** SARIF 2.1.0, which code scanning on GitHub and other services take. */
export const sarif: Format = {
  holdsNotes: false,
  async render(report) {
    const { SarifBuilder, SarifResultBuilder: Result, SarifRuleBuilder: Rule, SarifRunBuilder } = await import("node-sarif-builder");
    const run = new SarifRunBuilder({
      columnKind: "utf16CodeUnits",
      // Where ESLint ends a line.
      newlineSequences: ["\r\n", "\n", "\r", "\u2028", "\u2029"],
      originalUriBaseIds: { [BASE]: { uri: `${pathToFileURL(report.repository).href}/` } },
    }).initSimple({ toolDriverName: "convex-boundary", toolDriverVersion: plugin.meta.version, url: HOME });
    run.run.tool.driver.semanticVersion = plugin.meta.version;
    run.run.artifacts = report.results.filter((result) => shownMessages(report, result).length > 0).map(({ filePath }) => ({ location: locationOf(report, filePath), sourceLanguage: languageOf(filePath) }));
    for (const rule of describeRules(report, Rule)) run.addRule(rule);
    const identities = new Identities();
    for (const result of report.results) for (const built of resultsOf(report, result, identities, { Result, Rule })) run.addResult(built);

    const log = new SarifBuilder({ $schema: SCHEMA });
    log.addRun(run);
    return log.buildSarifJsonString({ indent: true });
  },
};

function* describeRules({ severities, results }: Report, Rule: Builders["Rule"]): Generator<SarifRuleBuilder> {
  for (const { name, meta } of Object.values(rules)) {
    const severity = severities[ruleId(name)] ?? "off";
    const description = meta.docs?.description ?? name;
    const url = meta.docs?.url ?? HOME;
    if (severity === "off") continue;
    yield new Rule({
      id: ruleId(name),
      shortDescription: { text: description },
      fullDescription: { text: description },
      helpUri: url,
      help: { text: `${description}. See ${url}`, markdown: `${description}. See [the page of the rule](${url}).` },
      defaultConfiguration: { level: LEVELS[severity] },
      properties: { tags: ["convex"] },
    });
  }
  if (!results.some(({ messages }) => messages.some((message) => message.ruleId === null))) return;
  yield new Rule({ id: SYNTAX_ERROR, shortDescription: { text: "The file cannot be parsed" }, help: { text: "What a file says that cannot be parsed is not known." }, defaultConfiguration: { level: "error" } });
}

function* resultsOf(report: Report, result: ESLint.LintResult, identities: Identities, { Result }: Builders): Generator<SarifResultBuilder> {
  const { filePath, source } = result;
  const location = locationOf(report, filePath);
  const path = reportedPath(report, filePath);
  const lines = source === undefined ? undefined : new Lines(stripByteOrderMark(source));
  const fixes = new Fixes(location, lines);
  for (const message of shownMessages(report, result)) {
    const { severity, line, column, endLine, endColumn } = message;
    const found = fixes.of(message);
    const built = new Result({
      partialFingerprints: { "convexBoundary/v1": identities.fingerprint(path, message) },
      ...(found.length > 0 && { fixes: found }),
      ...("suppressions" in message && { suppressions: message.suppressions.map(({ justification }) => ({ kind: "inSource", ...(justification && { justification }) })) }),
    });
    built.setRuleId(message.ruleId ?? SYNTAX_ERROR);
    built.setLevel(severity === 2 ? "error" : "warning");
    built.setMessageText(message.message);
    built.setLocationArtifactUri(location);
    built.setLocationRegion({ startLine: Math.max(line, 1), startColumn: Math.max(column, 1), ...(endLine !== undefined && endColumn !== undefined && { endLine, endColumn }) });
    yield built;
  }
}

/** GitHub takes no notice of suppressions, and would open an alert for each. */
function shownMessages({ showsSuppressed }: Report, { messages, suppressedMessages }: ESLint.LintResult): readonly (Message | SuppressedMessage)[] {
  return showsSuppressed ? [...messages, ...suppressedMessages] : messages;
}

/** The repairs of one file. That of the whole file, which ESLint has at each finding of a rule, is given once. */
class Fixes {
  readonly #location: ReturnType<typeof locationOf>;
  readonly #lines: Lines | undefined;
  readonly #known = new Set<string>();

  constructor(location: ReturnType<typeof locationOf>, lines: Lines | undefined) {
    this.#location = location;
    this.#lines = lines;
  }

  of({ fix, suggestions = [] }: Message): Fix[] {
    const found = suggestions.flatMap((suggestion) => this.#made(suggestion.desc, suggestion.fix));
    const isOnly = suggestions.some((suggestion) => suggestion.fix.text === fix?.text && suggestion.fix.range[0] === fix.range[0]);
    if (!fix || this.#isKnown(fix) || isOnly) return found;
    return [...found, ...this.#made("Repair everything in this file that the rule reports.", fix)];
  }

  #isKnown({ range, text }: Edit): boolean {
    const key = `${String(range[0])}-${String(range[1])}:${text}`;
    if (this.#known.has(key)) return true;
    this.#known.add(key);
    return false;
  }

  #made(description: string, { range, text }: Edit): Fix[] {
    if (!this.#lines) return [];
    const { start, end } = this.#lines.locate(range);
    const deletedRegion = { startLine: start.line, startColumn: start.column + 1, endLine: end.line, endColumn: end.column + 1 };
    return [{ description: { text: description }, artifactChanges: [{ artifactLocation: this.#location, replacements: [{ deletedRegion, insertedContent: { text } }] }] }];
  }
}

function locationOf(report: Report, file: string): { readonly uri: string; readonly uriBaseId: string } {
  return { uri: encodePath(reportedPath(report, file)), uriBaseId: BASE };
}

/** The names that appendix J of the specification suggests, in its spelling. */
function languageOf(file: string): string {
  if (/\.[cm]?tsx?$/u.test(file)) return "typescript";
  return /\.[cm]?jsx?$/u.test(file) ? "javascript" : "html";
}
