import { FUNCTION_NAME } from "../facts/names.ts";
import { countOf } from "../text/count.ts";
import type { FileKind } from "./file-kinds.ts";
import { clientsShownIn } from "./shown-clients.ts";

/** What a look at the text of a file tells, before anything is parsed. */
export interface Scan {
  /** Whether the text mentions Convex at all. */
  readonly mentionsConvex: boolean;
  /** Whether it may hold function references: generated code, names of functions, or something that makes references. */
  readonly mentionsReferences: boolean;
  /** Whether it puts strings with a colon together, which may be the names of functions. */
  readonly makesNames: boolean;
  /** Paths of functions of which a part is not known, in URLs and in files other than scripts: `messages/*`. */
  readonly partialNames: readonly string[];
  /** Whether something in it is called `api` or `internal`. */
  readonly mentionsApi: boolean;
  /** Whether it may look at the caller: `ctx.auth`, or a package that does. */
  readonly mentionsAuth: boolean;
  /** The module specifiers that the text imports from. */
  readonly sources: readonly string[];
  /** What it takes of each of them, as written: `send, type Props`; `*` where that may be anything. */
  readonly taken: readonly string[];
  /** Quoted strings of the form of a function name. */
  readonly quoted: readonly string[];
  /** Functions that a command line in the file runs: `convex run messages:clear`. */
  readonly operated: readonly string[];
  /** Whether a command line in it runs functions whose names it makes or is given: `["convex", "run", name]`. */
  readonly runsGiven: boolean;
  /** Functions that comments and messages of code say how to run: `// npx convex run messages:clear`. */
  readonly commanded: readonly string[];
  /** Functions that code in a document shows clients to call: see `clientsShownIn`. */
  readonly shown: readonly string[];
  /** Whether the file makes raw requests to the HTTP API of Convex. */
  readonly requests: boolean;
  /** The names that requests in code are made with, as far as they are written out; empty where they may be any. */
  readonly paths: readonly string[];
  /** Functions that requests of other files than scripts ask for, and those in URLs: `/api/run/messages/list`. */
  readonly requested: readonly string[];
  readonly definesComponent: boolean;
  readonly adminAuth: AdminAuth;
  /** Bundles and other machine-written files take no part. */
  readonly minified: boolean;
  readonly hasModuleSyntax: boolean;
}

/** Whether a file gives its client an administrator's key; `maybe` when it may be one of several that gets it. */
export type AdminAuth = "none" | "maybe" | "sure";

/** Lock files, dumps and the like beyond this size hold no commands; data holds no names that anybody wrote. */
export const MAX_FILE_SIZE = 1_000_000;
/** Code that a program wrote can be large, and calls what it calls; nothing that Convex deploys is larger. */
const MAX_CODE_SIZE = 32_000_000;
const LONG_LINE = 1_000;

const SOURCE = /(?:\bimport([\w$\s{},]+)\bfrom|\bfrom|\bimport|\brequire)\s*\(?\s*["']([^"'\n]+)["']/gu;
/** `default`, `{ a, b as c }` or both, in an import. */
const IMPORT_CLAUSE = /^\s+(type[ \t]+)?(?:([\w$]+)\s*,?\s*)?(?:\{([^{}]*)\}\s*)?$/u;
const ANYTHING = "*";
const QUOTED = /["'`]([A-Za-z_][\w./-]*:[A-Za-z_]\w*)\\?["'`]/gu;
/** `client.mutation("listMessages")`, `.Mutate<object>("rounds/end")`, `subscribe(to: "rounds/current")`: default exports. */
const QUOTED_MODULE = /\b(?:query|mutation|mutate|action|subscribe|observe|watch)\w*\s*(?:<[^()\n]*>)?\(\s*(?:\w+\s*[:=]\s*)?"([A-Za-z_]\w*(?:\/\w+)*)"/giu;
const ANY_API = /\banyApi((?:\.[A-Za-z_]\w*){2,})/gu;
/** A page whose script imports generated code. */
const PAGE_API = /\b(?:anyApi|api|internal)((?:\.[A-Za-z_]\w*){2,})/gu;
const RUN_URL = /\/api\/run\/([A-Za-z_][\w.-]*(?:\/[\w.-]+)*)/gu;
const RUN = /\bconvex(?:@[\w.-]+)?["',\s]+(?:--\s+)?run\b((?:["',\s]+--?[\w-]+(?:[=\s]["']?[^\s"',-][^\s"',]*["']?)?)*)["',\\\s]+([A-Za-z_][\w./-]*(?::\w+)?)/gu;
/** `["convex", "run", name]`, `npx convex run ${name}`, `"npx convex run " + name` */
const RUN_GIVEN = /\bconvex(?:@[\w.-]+)?["',\s]+(?:--\s+)?run\b(?:["',\s]+--?[\w-]+)*(?:[\s"'\\]*["']\s*[,+]\s*[A-Za-z_$][\w$.]*\s*[,\])+;]|["'`,\\\s]*\$\{)/u;
/** `["convex", "run", `${module}:${fn}`]`, of which callers give the parts: `run("messages", "clear")`. */
const RUN_PARTS = /\bconvex(?:@[\w.-]+)?["',\s]+(?:--\s+)?run\b(?:["',\s]+--?[\w-]+)*["'`,\\\s]*\$\{[^{}]*\}:\$\{/u;
const GIVEN_PARTS = /\(\s*["']([A-Za-z_][\w/]*)["']\s*,\s*["']([A-Za-z_]\w*)["']/gu;
/** As the command line takes names too: `api.messages.list`, `convex/messages.ts:list`. */
const RUN_PATH = /^(?:api|internal)\.([\w.]+\.\w+)$/u;
const RUN_FILE = /^(?:[\w.-]+\/)*?convex\/(.+)$/u;
/** `convex dev --run init`, `convex deploy --preview-run "seed:demo"` */
const RUN_FLAG = /\bconvex(?:@[\w.-]+)?\b[^\n;&|]*?--(?:preview-)?run(?:[=\s]|\s*["',]+\s*)["'\\]*([A-Za-z_][\w./-]*(?::\w+)?)/gu;
const FLAG_THEN_NAME = /([A-Za-z_][\w./-]*:\w+)\s*$/u;
const CONVEX = ["convex", "Convex", "CONVEX", "_generated", "anyApi", "makeFunctionReference"];
const AUTH = ["auth", "Auth", "workos", "WorkOS"];
const ASKS_WHO_CALLS = /\b[Aa]uth\b|[Ww]ork[Oo][Ss]/u;
/** What a command line that runs a function holds: a look at these costs less than the whole pattern. */
const RUNS = /\bconvex(?:@[\w.-]+)?["',\s\\]+(?:--\s+)?run\b|--(?:preview-)?run\b/u;
/** `"internal.messages.send"`, which helpers take that look it up. */
const DOTTED_NAMES = ["api", "internal"].flatMap((root) => ['"', "'", "`"].map((quote) => `${quote}${root}.`));
const REFERENCES =
  /\buseConvex[A-Z]\w*\(|\b(?:use(?:Query(?:_experimental)?|Mutation|Action|PaginatedQuery|Queries)|(?:fetch|run)(?:Query|Mutation|Action)|(?:preload|prewarm|consistent|watch)Query|runAfter|runAt|query|mutation|action|subscribe|onUpdate|localQueryResult|queryJournal)\b[^\n()]{0,40}\(\s*(?:[\w.]+,\s*|\{\s*query:\s*)?["'`]/u;
/** Generated code; that of the data model, which most clients want for its types, has no references. */
const GENERATED = /_generated\b(?!\/dataModel\b)/u;
/** Generated code and Convex's packages, which a bundle holds itself. */
const BUNDLED = /(?:^|\/)_generated\/|^convex\//u;
const REQUEST = /\/api\/(?:query|mutation|action|run|function)\b/u;
/** `{ path: "messages:list" }`, `{ path: name }`, `{ path }`, `call(path: string)` */
const REQUEST_PATH = /\bpath\b["']?\s*(?:[,})=]|\?\s*:|:\s*(?:(["'`])([A-Za-z_][\w./-]*:\w+)\1)?)/gu;
/** How strings of other languages hold something unknown: `{name}`, `\(name)`, `$name`, `%s`. */
const HOLE = String.raw`(?:[$#]?\{\w*\}|\\\([^()\n]*\)|\$\w+|%[sv@])`;
const NAME_START = new RegExp(String.raw`["'\x60]([A-Za-z_][\w/]*):(?:["'\x60]\s*[+.]|${HOLE})`, "gu");
const NAME_END = new RegExp(String.raw`(?:${HOLE}|["'\x60]):([A-Za-z_]\w*)["'\x60]`, "gu");
/** The same, where a client takes names: keys of all kinds look like names of which little is written out. */
const NAME_GIVEN = new RegExp(String.raw`\b(?:query|mutation|mutate|action|subscribe|observe)\w*\s*(?:<[^()\n]*>)?\(\s*(?:\w+\s*[:=]\s*)?(?:[&\w.!]*\(\s*|[f$])?["'\x60](${HOLE}|[A-Za-z_][\w/]*):(${HOLE}|\w+)?["'\x60]`, "giu");
/** A URL that goes on with something unknown. */
const RUN_URL_START = /\/api\/run\/([\w/.-]*)(?:\$[\w{]|\{|\\\(|["'`]\s*\+)/gu;
/** A string with a colon that goes on, or starts, with something unknown: `${module}:${name}`, `"messages:" + name`, `path.join(":")`. */
// It looks back from each colon, which an engine finds faster than what may stand before one.
const MAKES_NAMES = /:(?:\$\{|(?<=\}:)\w*`|(?<=["'`]:)["'`]|(?<=\+\s*["'`]:)\w|["'`](?<=\w:["'`])\s*\+|(?<=\(\s*["'`]:)\w)/u;
const CLIENT_CONSTRUCTION = /\bnew\s+Convex\w*Client\b/gu;
const ADMIN_KEY = /\.setAdminAuth\s*\(|\bAuthorization["'`]?\s*[:,]\s*(?:[^\n]{0,9}["'`])?Convex\s/u;
/** `if (key) client.setAdminAuth(key)`: without a key it is a client like any other. */
const ADMIN_KEY_IF_ANY = /\bif\s*\([^\n]*\)\s*\{?\s*[^;{}\n]*(?:\{[^\n{}]*\}[^;{}\n]*)?\.setAdminAuth\s*\(/u;
/** As the Convex bundler decides whether a `.ts` file is a module. */
const MODULE_SYNTAX = /^\s{0,100}(?:import|export)/mu;

/** A script runs `convex run` itself only if it starts processes; elsewhere such a line tells people to. */
const STARTS_PROCESSES = /child_process|\bexeca\b|\bzx\b|cross-spawn|tinyexec|nano-spawn|\bBun\.(?:spawn|\$)|from "bun"|Deno\.Command|shelljs|\bwebServer\b/u;

/** Returns the size beyond which a file of a kind is not looked at. */
export function maxSizeOf(kind: FileKind): number {
  return kind === "script" || kind === "markup" ? MAX_CODE_SIZE : MAX_FILE_SIZE;
}

/** Returns what the text of a file tells. */
export function scanText(kind: FileKind, text: string): Scan {
  const isCode = kind === "script" || kind === "markup";
  const imports = isCode ? importsOf(text) : new Map<string, string>();
  const sources = [...imports.keys()];
  // Code with long lines of data that imports what bundlers would have put in place is no bundle.
  const minified = kind !== "operator" && text.length > 20_000 && text.length / (countOf(text, "\n") + 1) > LONG_LINE && !sources.some((source) => BUNDLED.test(source));
  const mayRun = text.includes("convex") && text.includes("run") && RUNS.test(text);
  const runs = mayRun && (kind === "operator" || kind === "foreign" || STARTS_PROCESSES.test(text));
  // A list of routes requests none of them.
  const requests = kind !== "config" && text.includes("/api/") && REQUEST.test(text);
  const mentionsConvex = CONVEX.some((word) => text.includes(word));
  const makesNames = isCode && MAKES_NAMES.test(text);
  const commands = runs ? withoutComments(kind, text).replace(/\\\r?\n/gu, " ") : "";
  const operated = runs ? [...operatedNames(commands), ...givenParts(commands)] : [];
  return {
    mentionsConvex,
    mentionsReferences: isCode && (kind === "markup" ? mentionsConvex : mentionsGenerated(text) || (mentionsConvex && makesNames) || REFERENCES.test(text)),
    makesNames,
    partialNames: minified || !(requests || kind === "foreign") ? [] : partialNames(kind, text, mentionsConvex),
    mentionsAuth: isCode && AUTH.some((word) => text.includes(word)) && ASKS_WHO_CALLS.test(text),
    mentionsApi: isCode && /\b(?:api|internal)\b/u.test(text),
    sources,
    taken: [...imports.values()],
    quoted: kind === "operator" || minified ? [] : quotedNames(kind, text).filter((name) => kind !== "foreign" || !operated.includes(name)),
    operated,
    runsGiven: runs && RUN_GIVEN.test(commands),
    commanded: mayRun && isCode && !minified ? operatedNames(runs ? (text.match(COMMENT_LINE)?.join("\n") ?? "") : text) : [],
    shown: kind === "operator" || (kind === "markup" && text.includes("```")) ? clientsShownIn(text) : [],
    requests: isCode && requests,
    paths: isCode && requests ? requestPaths(text) : [],
    requested: requests && !minified ? requestedNames(kind, text) : [],
    adminAuth: isCode || requests ? adminAuthOf(text) : "none",
    definesComponent: isCode && text.includes("defineComponent("),
    minified,
    hasModuleSyntax: isCode && MODULE_SYNTAX.test(text),
  };
}

/** Something that a file takes of another by name, `*` where it may be anything. */
export interface Taken {
  readonly name: string;
  readonly typeOnly: boolean;
}

/** Returns what a file takes of what one of its specifiers means. */
export function takenNames(scan: Scan, source: string): readonly Taken[] {
  const taken = scan.taken[scan.sources.indexOf(source)] ?? ANYTHING;
  return taken.split(",").map((name) => (name.startsWith("type ") ? { name: name.slice(5), typeOnly: true } : { name, typeOnly: false }));
}

/** Whether two texts of a file tell the same. */
export function isSameScan(left: Scan | undefined, right: Scan | undefined): boolean {
  if (!left || !right) return left === right;
  return (Object.keys(left) as (keyof Scan)[]).every((key) => {
    const [before, after] = [left[key], right[key]];
    return typeof before === "object" && typeof after === "object" ? before.length === after.length && before.every((item, index) => item === after[index]) : before === after;
  });
}

/** Returns the module specifiers of a text, each with what is taken of it. */
function importsOf(text: string): Map<string, string> {
  const imports = new Map<string, string>();
  for (const [, clause, source = ""] of text.matchAll(SOURCE)) {
    const known = imports.get(source);
    if (known === ANYTHING) continue;
    const names = clause === undefined ? ANYTHING : namesOf(clause);
    imports.set(source, known === undefined || names === ANYTHING ? names : `${known},${names}`);
  }
  return imports;
}

function namesOf(clause: string): string {
  const [, type, own, list = ""] = IMPORT_CLAUSE.exec(clause) ?? [];
  const items = list.split(",").filter((item) => item.trim() !== "");
  if (own === undefined && items.length === 0) return ANYTHING;
  const asTaken = (name: string, typeOnly: boolean): string => (typeOnly || type !== undefined ? `type ${name}` : name);
  // `{ type as kind }` takes something called `type`.
  const named = items.map((item) => asTaken(/([\w$]+)(?:\s+as\s+[\w$]+)?\s*$/u.exec(item)?.[1] ?? ANYTHING, /^\s*type\s+(?!as\b)/u.test(item)));
  return [...(own === undefined ? [] : [asTaken("default", false)]), ...named].join(",");
}

function quotedNames(kind: FileKind, text: string): string[] {
  if (kind !== "foreign") return unique(text, QUOTED, 1).filter((name) => FUNCTION_NAME.test(name));
  const code = withoutComments(kind, text);
  const chains = unique(code, code.includes("_generated/api") ? PAGE_API : ANY_API, 1).map((chain) => chain.slice(1).replaceAll(".", "/"));
  const modules = CONVEX.some((word) => code.includes(word)) ? unique(code, QUOTED_MODULE, 1) : [];
  return [...unique(code, QUOTED, 1).filter((name) => FUNCTION_NAME.test(name)), ...chains.map(withColon), ...modules];
}

function partialNames(kind: FileKind, text: string, mentionsConvex: boolean): string[] {
  if (kind !== "foreign" && !text.includes("/api/run/")) return [];
  const code = withoutComments(kind, text);
  const urls = unique(code, RUN_URL_START, 1).map((start) => `${start}*`);
  if (kind !== "foreign") return urls;
  const known = (part: string | undefined): string => (/^\w[\w/]*$/u.test(part ?? "") ? (part ?? "*") : "*");
  const given = [...code.matchAll(NAME_GIVEN)].map(([, module, name]) => `${known(module)}/${known(name)}`).filter((name) => name.includes("*"));
  if (!mentionsConvex) return [...urls, ...given];
  return [...urls, ...given, ...unique(code, NAME_START, 1).map((module) => `${module}/*`), ...unique(code, NAME_END, 1).map((name) => `*/${name}`)];
}

function requestedNames(kind: FileKind, text: string): string[] {
  const code = withoutComments(kind, text);
  const inBody = kind === "operator" ? unique(code, QUOTED, 1).filter((name) => FUNCTION_NAME.test(name)) : [];
  return [...inBody, ...unique(code, RUN_URL, 1).filter((path) => path.includes("/")).map(withColon)];
}

/** What stands behind each `path:` of a text that makes requests; nothing if one of them is not written out. */
function requestPaths(text: string): string[] {
  const paths = [...text.matchAll(REQUEST_PATH)].map(([, , written]) => written);
  return paths.every((path) => path !== undefined) ? [...new Set(paths)] : [];
}

/** `dir/module:fn` of `dir/module/fn`. */
function withColon(path: string): string {
  return path.replace(/\/(?=[^/]*$)/u, ":");
}

function mentionsGenerated(text: string): boolean {
  if ((text.includes("_generated") && GENERATED.test(text)) || text.includes("anyApi") || text.includes("makeFunctionReference")) return true;
  return DOTTED_NAMES.some((start) => text.includes(start));
}

function adminAuthOf(text: string): AdminAuth {
  if (!text.includes("setAdminAuth") && !text.includes("adminToken") && !text.includes("Authorization")) return "none";
  if (ADMIN_KEY.test(text)) return (text.match(CLIENT_CONSTRUCTION)?.length ?? 0) > 1 || ADMIN_KEY_IF_ANY.test(text) ? "maybe" : "sure";
  return /\b(?:setAdminAuth|adminToken)\b/u.test(text) ? "maybe" : "none";
}

/** Returns the functions that command lines run: `npx convex run --prod init:seed '{}'`, `convex dev --run init`, `["convex", "run", "init:seed"]`. */
export function operatedNames(text: string): string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(RUN)) {
    // The value of a flag cannot be told from the name by form alone: `--component auth seed:run`, `--prod seed:run`.
    const inFlags = FLAG_THEN_NAME.exec((match[1] ?? "").trim().replace(/["',]+$/u, ""));
    if (inFlags?.[1]) names.add(inFlags[1]);
    if (match[2]) names.add(match[2]);
  }
  for (const match of text.matchAll(RUN_FLAG)) if (match[1]) names.add(match[1]);
  return [...names].flatMap(operatedName);
}

/** Returns the names that a function of a script may be given in two parts, to run them: `run("messages", "clear")`. */
function givenParts(text: string): string[] {
  if (!RUN_PARTS.test(text)) return [];
  return [...new Set(Array.from(text.matchAll(GIVEN_PARTS), ([, module = "", name = ""]) => `${module}:${name}`))];
}

/** What a name on a command line may stand for. */
function operatedName(name: string): string[] {
  const path = RUN_PATH.exec(name)?.[1];
  if (path !== undefined) return [withColon(path.replaceAll(".", "/"))];
  const file = RUN_FILE.exec(name)?.[1];
  return file === undefined ? [name] : [name, file];
}

/** A line of code that is a comment, or in one. */
const COMMENT_LINE = /^\s*(?:\/\/|\/?\*).*$/gmu;

/** Whole lines of comments; what follows code on its line stays, since `#` and `//` also stand in strings. */
function withoutComments(kind: FileKind, text: string): string {
  if (kind === "operator") return text.replace(/^\s*#.*$/gmu, "");
  if (kind === "foreign") return text.replace(/^\s*(?:\/\/|#(?!\[)).*$|^\s*\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/gmu, "");
  return text.replace(COMMENT_LINE, "");
}

function unique(text: string, pattern: RegExp, group: number): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(pattern)) if (match[group] !== undefined) found.add(match[group]);
  return [...found];
}
