import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import type { ESLint } from "eslint";

import type { Analysis } from "../../analysis.ts";
import type { ConvexProject } from "../../project/convex-projects.ts";
import { buildPageData, type PlacedFinding } from "../../surface/build-page-data.ts";
import { renderPage } from "../../surface/render-page.ts";
import { counted } from "./summary.ts";

/** The built script and style of the page lie beside the built tool. */
const ASSETS = { script: "surface-page.js", style: "surface-page.css" };

/** Returns the page that shows every public function of some projects, with what the rules say of each. */
export function makeSurfacePage(analysis: Analysis, projects: readonly ConvexProject[], results: readonly ESLint.LintResult[]): { readonly html: string; readonly summary: string } {
  const data = buildPageData(analysis, projects, { title: basename(analysis.snapshot.root), findings: results.flatMap((result) => placed(analysis, result)) });
  const [script, style] = [ASSETS.script, ASSETS.style].map((name) => readFileSync(join(import.meta.dirname, name), "utf8"));
  const routes = data.rows.filter(({ type }) => type === "http").length;
  return { html: renderPage(data, { script: script ?? "", style: style ?? "" }), summary: `${counted(data.rows.length - routes, "public function")} and ${counted(routes, "HTTP route")}` };
}

function placed({ snapshot }: Analysis, { filePath, messages }: ESLint.LintResult): PlacedFinding[] {
  const file = filePath.replaceAll("\\", "/");
  const starts = lineStarts(snapshot.store.textOf(file) ?? "");
  const offset = (line: number, column: number): number => (starts[line - 1] ?? 0) + column - 1;
  return messages.flatMap(({ ruleId, message, line, column, endLine, endColumn }) =>
    ruleId === null ? [] : [{ file, rule: ruleId.replace(/^.*\//u, ""), message, range: [offset(line, column), offset(endLine ?? line, endColumn ?? column)] as const }],
  );
}

/** ESLint counts lines as JavaScript does. */
function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|[\n\r\u2028\u2029]/gu)].map((match) => match.index + match[0].length)];
}
