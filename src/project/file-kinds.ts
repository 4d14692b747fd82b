/** What part a file can take in the index, by its name alone. */
export type FileKind = "script" | "markup" | "foreign" | "operator" | "config";

const SCRIPT = /\.[cm]?[jt]sx?$/u;
const MARKUP = /\.(?:vue|svelte|astro|mdx)$/u;
/** Languages that Convex has clients for, or whose programs call its HTTP API. */
const FOREIGN = /\.(?:swift|kt|kts|java|scala|clj|dart|py|ipynb|rs|cs|fs|vb|go|html?|rb|php|ex|exs|elm|mm?|cpp|zig|lua|gd|jl|r|pl|http|rest|bru)$/iu;
const OPERATOR =
  /(?:^|\/)(?:package\.json|Dockerfile[^/]*|Makefile|[jJ]ustfile|Jenkinsfile|Procfile|(?:vercel|railway|eas|deno|project|nx|turbo|tasks|devcontainer)\.jsonc?|[^/]*\.(?:sh|bash|zsh|fish|ps1|bat|cmd|nix|ya?ml|toml|md)|(?:bin|scripts?|hooks|\.husky|\.githooks)\/[\w-]+)$/u;
const CONFIG = /(?:^|\/)(?:convex\.json|convex\.surface\.json|[jt]sconfig[^/]*\.json)$/u;

const DECLARATIONS = /\.d\.(?:\w+\.)?[cm]?ts$/u;
/** `vite.config.ts`, `.prettierrc.cjs`; `app.config.ts` is where Angular keeps what its application is made of. */
const TOOL_CONFIG = /(?:^|\/)(?:(?!app\.)[\w.-]+\.config\.[cm]?[jt]s|\.[\w-]+\.[cm]?js)$/u;

/** Directories that hold no source of the project: installed, built, or a copy of somebody else's. */
const SKIPPED_DIRECTORIES = new Set(["node_modules", "bower_components", "dist", "storybook-static", "Pods", "DerivedData", "__pycache__"]);
/** These too, where packages keep them; elsewhere they are words of the application: `app/vendor/page.tsx`. */
const SKIPPED_IN_PACKAGES = new Set(["coverage", "vendor", "third_party"]);
/** Those of CI, of editors and of git, and those that frameworks give a meaning: React Router keeps what only servers load in `.server`. */
const KEPT_DOT_DIRECTORIES = new Set([".github", ".gitlab", ".circleci", ".devcontainer", ".vscode", ".husky", ".githooks", ".storybook", ".vitepress", ".server", ".client"]);

/** Returns the kind of a file, `undefined` for files that take no part. */
export function fileKind(path: string): FileKind | undefined {
  if (SCRIPT.test(path)) return "script";
  if (MARKUP.test(path)) return "markup";
  if (CONFIG.test(path)) return "config";
  if (OPERATOR.test(path)) return "operator";
  return FOREIGN.test(path) ? "foreign" : undefined;
}

/**
 * Whether a file is a source that could hold a call of a function: code or a page in any language, but no generated
 * code, no declarations of types, no configuration of tools. Messages that say how many files were looked at count these.
 */
export function isCallerSource(path: string): boolean {
  const kind = fileKind(path);
  return (kind === "script" || kind === "markup" || kind === "foreign") && !path.includes("/_generated/") && !DECLARATIONS.test(path) && !TOOL_CONFIG.test(path);
}

/** Whether a file is written for people. */
export function isDocumentation(path: string): boolean {
  return path.endsWith(".md");
}

/** Whether a file has a template beside its scripts. */
export function isMarkup(path: string): boolean {
  return MARKUP.test(path);
}

/** Whether a directory is never looked into, whatever the ignore files say. */
export function isSkippedDirectory(name: string, isInPackageRoot: boolean): boolean {
  return SKIPPED_DIRECTORIES.has(name) || (isInPackageRoot && SKIPPED_IN_PACKAGES.has(name)) || (name.startsWith(".") && !KEPT_DOT_DIRECTORIES.has(name));
}

/** Whether the file is a test by its name, or in a directory that holds nothing else. */
export function isTestFile(relativePath: string): boolean {
  return (
    /(?:^|\/)(?:__tests__|e2e|cypress|playwright)\//u.test(relativePath) ||
    /[.-](?:test|spec|e2e|cy)(?:-d)?\.[cm]?[jt]sx?$/u.test(relativePath) ||
    /(?:^|\/)(?:vitest|jest|playwright)[.\w-]*\.[cm]?[jt]s$/u.test(relativePath) ||
    // The modules that `convex-test` is given. A name with a dot or a hyphen is no module of Convex.
    /(?:^|\/)(?:tests?[.-]setup|setup[.-]tests?)\.[cm]?[jt]sx?$/u.test(relativePath)
  );
}

/** Whether the file is in a directory that mostly holds tests, though it may be a part of the application: `app/tests/page.tsx`. */
export function isInTestDirectory(relativePath: string): boolean {
  return /(?:^|\/)(?:tests?|spec)\//u.test(relativePath);
}

/**
 * Whether the file stands in for another in tests. What it names may be what clients use, so that it counts as a caller;
 * that it names nothing which exists proves nothing.
 */
export function isMockFile(relativePath: string): boolean {
  return /(?:^|\/)__mocks__\//u.test(relativePath);
}
