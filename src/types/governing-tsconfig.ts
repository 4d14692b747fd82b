import { dirname, join } from "node:path";
import type * as ts from "typescript";

import type { CompilerApi } from "./load-typescript.ts";

/** The directory that the search starts from, its modules, and the directory that the search ends with. */
interface TsconfigSearch {
  readonly directory: string;
  readonly moduleFiles: readonly string[];
  readonly root: string;
}

/** Reads the `tsconfig.json` files of a workspace, each once. */
export interface TsconfigReader {
  /**
   * Returns the compiler options for the modules of a directory, or undefined when a `tsconfig.json` that may govern
   * them cannot be read.
   */
  findOptions(search: TsconfigSearch): ts.CompilerOptions | undefined;
}

/** A `tsconfig.json` that is not valid JSON is `broken`. */
type Tsconfig = ts.ParsedCommandLine | "broken";

/** Makes a reader of `tsconfig.json` files. */
export function createTsconfigReader(compiler: CompilerApi): TsconfigReader {
  const configs = new Map<string, Tsconfig>();

  function readConfig(path: string): Tsconfig {
    let config = configs.get(path);
    if (config === undefined) {
      config = parseConfig(compiler, path);
      configs.set(path, config);
    }
    return config;
  }

  /** The config itself and, as long as the asker wants them, the configs that it refers to. */
  function* readWithReferences(path: string, seen = new Set<string>()): Generator<Tsconfig> {
    if (seen.has(path) || !compiler.sys.fileExists(path)) return;
    seen.add(path);

    const config = readConfig(path);
    yield config;
    if (config === "broken") return;
    for (const reference of config.projectReferences ?? []) {
      yield* readWithReferences(compiler.resolveProjectReferencePath(reference), seen);
    }
  }

  return {
    findOptions({ directory, moduleFiles, root }) {
      const modules = new Set(moduleFiles.map((file) => toKey(compiler, file)));
      let nearest: ts.CompilerOptions | undefined;

      for (const ancestor of listAncestors(directory, root)) {
        for (const config of readWithReferences(join(ancestor, "tsconfig.json"))) {
          if (config === "broken") return undefined;
          if (config.fileNames.some((file) => modules.has(toKey(compiler, file)))) return config.options;
          // A config that only refers to others has no options of its own.
          if (config.fileNames.length > 0) nearest ??= config.options;
        }
      }

      // A config that includes only `src` still reaches the functions that `src` imports.
      return nearest ?? getDefaultOptions(compiler);
    },
  };
}

function parseConfig(compiler: CompilerApi, path: string): Tsconfig {
  try {
    const read = compiler.readConfigFile(path, (file) => compiler.sys.readFile(file));
    if (read.error !== undefined) return "broken";
    // Other errors, such as an unknown option or a missing `extends`, leave the rest of the config usable.
    return compiler.parseJsonConfigFileContent(read.config, compiler.sys, dirname(path), undefined, path);
  } catch {
    return "broken";
  }
}

/** The options that `convex init` writes, for a project without a `tsconfig.json`. */
function getDefaultOptions({ JsxEmit, ModuleKind, ModuleResolutionKind, ScriptTarget }: CompilerApi): ts.CompilerOptions {
  return {
    allowJs: true,
    strict: true,
    jsx: JsxEmit.ReactJSX,
    module: ModuleKind.ESNext,
    moduleResolution: ModuleResolutionKind.Bundler,
    target: ScriptTarget.ESNext,
    allowSyntheticDefaultImports: true,
  };
}

/** The directory and the directories above it, up to and including the root. */
function* listAncestors(directory: string, root: string): Generator<string> {
  yield directory;
  const parent = dirname(directory);
  if (directory !== root && parent !== directory) yield* listAncestors(parent, root);
}

/** The path as the compiler would compare it. */
function toKey({ sys }: CompilerApi, path: string): string {
  const resolved = sys.resolvePath(path).replaceAll("\\", "/");
  return sys.useCaseSensitiveFileNames ? resolved : resolved.toLowerCase();
}
