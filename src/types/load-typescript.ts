import { createRequire } from "node:module";
import { resolve } from "node:path";
import type ts from "typescript";

/** The compiler's namespace, as a value. */
export type CompilerApi = typeof ts;

/**
 * Loads the TypeScript compiler of a project: what `typescript` means to the directory, else what it means to the
 * `@typescript-eslint/parser` of the directory, else to our own.
 *
 * Returns undefined when none has a compiler API. TypeScript 7 has none under that name, so that the package must never
 * be imported by a top-level statement.
 */
export function loadTypeScript(directory: string): CompilerApi | undefined {
  const requireFromDirectory = createRequire(resolve(directory, "resolve-from-here.js"));
  const requireFromHere = createRequire(import.meta.url);

  return (
    loadCompiler(requireFromDirectory) ??
    loadCompiler(findParserRequire(requireFromDirectory)) ??
    loadCompiler(findParserRequire(requireFromHere)) ??
    loadCompiler(requireFromHere)
  );
}

/** The `require` of the typescript-eslint parser that another `require` finds. */
function findParserRequire(require: NodeJS.Require): NodeJS.Require | undefined {
  try {
    return createRequire(require.resolve("@typescript-eslint/parser"));
  } catch {
    return undefined;
  }
}

function loadCompiler(require: NodeJS.Require | undefined): CompilerApi | undefined {
  try {
    const loaded: unknown = require?.("typescript");
    return isCompilerApi(loaded) ? loaded : undefined;
  } catch {
    // Not installed, or not loadable by this version of Node.js.
    return undefined;
  }
}

function isCompilerApi(loaded: unknown): loaded is CompilerApi {
  return typeof loaded === "object" && loaded !== null && "createProgram" in loaded && "parseJsonConfigFileContent" in loaded;
}
