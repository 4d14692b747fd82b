import { FUNCTION_NAME } from "../facts/names.ts";
import type { FileKind } from "./file-kinds.ts";

/** What a look at the text of a file tells, before anything is parsed. */
export interface Scan {
  /** Whether the text mentions Convex at all. */
  readonly mentionsConvex: boolean;
  /** The module specifiers that the text imports from. */
  readonly sources: readonly string[];
  /** Quoted strings of the form of a function name. */
  readonly quoted: readonly string[];
  /** Functions that a command line in the file runs: `convex run messages:clear`. */
  readonly operated: readonly string[];
  /** Whether the file makes raw requests to the HTTP API of Convex. */
  readonly requests: boolean;
  readonly definesComponent: boolean;
  /** Whether the file hands a client an admin key. */
  readonly hasAdminAuth: boolean;
  /** Bundles and other machine-written files take no part. */
  readonly minified: boolean;
  readonly hasModuleSyntax: boolean;
}

export const MAX_FILE_SIZE = 1_000_000;
const LONG_LINE = 1_000;

const SOURCE = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*["']([^"'\n]+)["']/gu;
const QUOTED = /["'`]([A-Za-z_][\w./-]*:[A-Za-z_]\w*)["'`]/gu;
const RUN = /\bconvex(?:@[\w.-]+)?["',\s]+run\b((?:["',\s]+--?[\w-]+(?:[=\s]["']?[^\s"',-][^\s"',]*["']?)?)*)["',\s]+([A-Za-z_][\w./-]*(?::\w+)?)/gu;
/** `convex dev --run init`, `convex deploy --preview-run "seed:demo"` */
const RUN_FLAG = /\bconvex(?:@[\w.-]+)?\b[^\n;&|]*?--(?:preview-)?run(?:[=\s]|\s*["',]+\s*)["'\\]*([A-Za-z_][\w./-]*(?::\w+)?)/gu;
const FLAG_THEN_NAME = /([A-Za-z_][\w./-]*:\w+)\s*$/u;
const CONVEX = /convex|_generated|anyApi|makeFunctionReference/iu;
const REQUEST = /\/api\/(?:query|mutation|action|run)\b/u;
/** As the Convex bundler decides whether a `.ts` file is a module. */
const MODULE_SYNTAX = /^\s{0,100}(?:import|export)/mu;

/** A script runs `convex run` only if it starts processes; elsewhere such a line is a hint for people. */
const STARTS_PROCESSES = /child_process|\bexeca\b|\bzx\b|cross-spawn|tinyexec|nano-spawn|\bBun\.(?:spawn|\$)|from "bun"|Deno\.Command|shelljs/u;

/** Returns what the text of a file tells. */
export function scanText(kind: FileKind, text: string): Scan {
  const minified = kind !== "operator" && text.length > 20_000 && text.length / (count(text, "\n") + 1) > LONG_LINE;
  const isCode = kind === "script" || kind === "markup";
  const runs = text.includes("convex") && text.includes("run") && (kind === "operator" || STARTS_PROCESSES.test(text));
  const operated = runs ? operatedNames(withoutComments(kind, text).replace(/\\\r?\n/gu, " ")) : [];
  return {
    mentionsConvex: CONVEX.test(text),
    sources: isCode ? unique(text, SOURCE, 1) : [],
    quoted: kind === "operator" || minified ? [] : unique(kind === "foreign" ? withoutComments(kind, text) : text, QUOTED, 1).filter((name) => FUNCTION_NAME.test(name)),
    operated,
    requests: isCode && REQUEST.test(text),
    hasAdminAuth: isCode && /\bsetAdminAuth\b|\badminToken\b/u.test(text),
    definesComponent: isCode && text.includes("defineComponent("),
    minified,
    hasModuleSyntax: isCode && MODULE_SYNTAX.test(text),
  };
}

/** `npx convex run --prod init:seed '{}'`, `convex dev --run init`, `["convex", "run", "init:seed"]` */
function operatedNames(text: string): string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(RUN)) {
    // The value of a flag cannot be told from the name by form alone: `--component auth seed:run`, `--prod seed:run`.
    const inFlags = FLAG_THEN_NAME.exec((match[1] ?? "").trim().replace(/["',]+$/u, ""));
    if (inFlags?.[1]) names.add(inFlags[1]);
    if (match[2]) names.add(match[2]);
  }
  for (const match of text.matchAll(RUN_FLAG)) if (match[1]) names.add(match[1]);
  return [...names];
}

/** Whole lines of comments; what follows code on its line stays, since `#` and `//` also stand in strings. */
function withoutComments(kind: FileKind, text: string): string {
  if (kind === "operator") return text.replace(/^\s*#.*$/gmu, "");
  if (kind === "foreign") return text.replace(/^\s*(?:\/\/|#(?!\[)).*$|^\s*\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/gmu, "");
  return text.replace(/^\s*(?:\/\/|\/?\*).*$/gmu, "");
}

function unique(text: string, pattern: RegExp, group: number): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(pattern)) if (match[group] !== undefined) found.add(match[group]);
  return [...found];
}

function count(text: string, character: string): number {
  let total = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) total += 1;
  return total;
}
