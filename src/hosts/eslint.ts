import type { ParserServices } from "@typescript-eslint/utils";
import type { RuleContext, RuleFix, RuleFixer, SourceCode } from "@typescript-eslint/utils/ts-eslint";
import type { Program } from "oxc-parser";

import { Analysis, FileAnalysis } from "../analysis.ts";
import type { Finding } from "../create-rule.ts";
import type { SourceTree } from "../facts/ast.ts";
import { listed } from "../facts/scope.ts";
import type { Edit } from "../fix/edits.ts";
import { findClientRoots } from "../project/client-roots.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { type Workspace, workspaceOf } from "../project/workspace.ts";
import { readSettings, type Settings, SETTINGS_KEY } from "../settings.ts";
import { type Registration, type TypeOracle, UNKNOWING_ORACLE } from "../types/type-oracle.ts";
import { getTypeScriptOracle } from "../types/typescript-oracle.ts";
import { LintedText } from "./linted-text.ts";
import { warnOfIdleSettings, warnOfMissingTypes, warnOfProblems, warnOnce } from "./warnings.ts";

const SCRIPT = /\.[cm]?[jt]sx?$/u;
const NOT_SOURCE = /\/(?:node_modules|_generated)\/|\.d\.[cm]?ts$/u;

interface Linted {
  readonly analysis: FileAnalysis;
  readonly text: LintedText;
}

/** One analysis for all rules that look at the same text. */
const analyses = new WeakMap<object, Linted | null>();
/** The analyses of a snapshot: one for each program and settings. A program that its host lets go of goes. */
const bySnapshot = new WeakMap<Snapshot, { readonly answers: Map<string, Registration>; readonly made: WeakMap<TypeOracle, Map<Settings, Analysis>> }>();
/** The settings that each workspace took its client roots from. */
const withClientRoots = new WeakMap<Workspace, Settings>();
let fallbackOracle: TypeOracle = UNKNOWING_ORACLE;

/** Sets what answers typed questions in files that are linted without types. */
export function setFallbackOracle(oracle: TypeOracle): void {
  fallbackOracle = oracle;
}

/** Reports what a rule finds in the file that ESLint is linting. Files outside any Convex workspace have no findings. */
export function reportFindings<MessageId extends string, Options extends readonly unknown[]>(
  context: Readonly<RuleContext<MessageId, Options>>,
  find: (file: FileAnalysis) => Iterable<Finding<MessageId>>,
): void {
  const linted = analyze(context);
  if (!linted) return;
  const { analysis, text } = linted;
  const { sourceCode } = context;
  for (const { range, messageId, data, fix, suggestions } of find(analysis)) {
    const place = text.locate(range);
    if (!place) continue;
    context.report({
      loc: { start: sourceCode.getLocFromIndex(place[0]), end: sourceCode.getLocFromIndex(place[1]) },
      messageId,
      data,
      fix: fix && !analysis.isGenerated ? (fixer) => applyEdits(fixer, text.translate(fix())) : null,
      suggest: (suggestions ?? []).map((suggestion) => ({ messageId: suggestion.messageId, data: suggestion.data, fix: (fixer: RuleFixer) => applyEdits(fixer, text.translate(suggestion.edits())) })),
    });
  }
}

function analyze<MessageId extends string, Options extends readonly unknown[]>(context: Readonly<RuleContext<MessageId, Options>>): Linted | undefined {
  const { sourceCode } = context;
  const known = analyses.get(sourceCode.ast);
  if (known !== undefined) return known ?? undefined;
  const file = context.filename.replaceAll("\\", "/");
  // What a processor cuts out of a file, an example in Markdown for one, stands nowhere in the workspace.
  const isCutOut = context.physicalFilename !== context.filename;
  const found = isCutOut || NOT_SOURCE.test(file) || !file.includes("/") ? undefined : analyzeFile(file, sourceCode, readSettings(context.settings));
  analyses.set(sourceCode.ast, found ?? null);
  return found;
}

function analyzeFile(file: string, sourceCode: Readonly<SourceCode>, settings: Settings): Linted | undefined {
  const workspace = workspaceOf(file);
  if (!workspace) return undefined;
  if (settings.cache === false) workspace.isCached = false;
  openClientRoots(workspace, settings);
  if (workspace.isElsewhere(file)) return undefined;
  const text = LintedText.of(file, sourceCode.text);
  const snapshot = workspace.snapshotFor(file, text.whole, treeOf(file, sourceCode));
  warnOfProblems(snapshot);
  if (snapshot.projects.length === 0) return undefined;
  const oracle = oracleOf(sourceCode.parserServices);
  const analysis = new FileAnalysis(file, analysisOf(snapshot, oracle, settings));
  warnOfIdleSettings(analysis.workspace);
  if (oracle === UNKNOWING_ORACLE) warnOfMissingTypes(analysis);
  return { analysis, text };
}

/** Has the workspace look for callers in the client roots that are set; says once which of them are not there. */
function openClientRoots(workspace: Workspace, settings: Settings): void {
  const { clientRoots } = settings;
  if (clientRoots === undefined || withClientRoots.get(workspace) === settings) return;
  withClientRoots.set(workspace, settings);
  const { roots, missing } = findClientRoots(workspace.root, clientRoots);
  workspace.setClientRoots(roots);
  for (const path of missing) warnOnce(path, `There is no directory ${path}, which settings["${SETTINGS_KEY}"].clientRoots names. Its clients are not looked at.`);
}

/** Returns the analysis of a snapshot, the same one for the same program and settings. */
export function analysisOf(snapshot: Snapshot, oracle: TypeOracle, settings: Settings): Analysis {
  let entry = bySnapshot.get(snapshot);
  if (!entry) {
    entry = { answers: new Map(), made: new WeakMap() };
    bySnapshot.set(snapshot, entry);
  }
  let bySettings = entry.made.get(oracle);
  if (!bySettings) {
    bySettings = new Map();
    entry.made.set(oracle, bySettings);
  }
  let analysis = bySettings.get(settings);
  if (!analysis) {
    analysis = new Analysis(snapshot, settings, oracle, entry.answers);
    bySettings.set(settings, analysis);
  }
  return analysis;
}

function oracleOf(services: Partial<ParserServices> | undefined): TypeOracle {
  return services?.program ? getTypeScriptOracle(services.program) : fallbackOracle;
}

/** The tree that the host has made already; markup is read anew, since each framework's parser has a tree of its own. */
function treeOf(file: string, { ast, text }: Readonly<SourceCode>): SourceTree | undefined {
  if (!SCRIPT.test(file)) return undefined;
  const comments = listed(ast.comments).map(({ type, value, range }) => ({ type, value, range }));
  // Both parsers make the same kind of tree; the types differ in how they name the node types.
  return { program: ast as unknown as Program, comments, text, templates: [], failed: false };
}

function applyEdits(fixer: RuleFixer, edits: readonly Edit[]): RuleFix[] {
  return edits.map(({ range, text }) => fixer.replaceTextRange([range[0], range[1]], text));
}
