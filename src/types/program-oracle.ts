import { isAbsolute, relative, resolve } from "node:path";
import type * as ts from "typescript";

import { createTsconfigReader, type TsconfigReader } from "./governing-tsconfig.ts";
import { type CompilerApi, loadTypeScript } from "./load-typescript.ts";
import { type TypeOracle, UNKNOWING_ORACLE, UNKNOWN } from "./type-oracle.ts";
import { getTypeScriptOracle } from "./typescript-oracle.ts";

/** A functions directory (or the directory of a component) and the absolute paths of its modules. */
export interface FunctionsDirectory {
  readonly directory: string;
  readonly moduleFiles: readonly string[];
}

/** The workspace that a program oracle answers for. */
export interface ProgramOracleOptions {
  /** The workspace root; no `tsconfig.json` above it is looked for. */
  readonly root: string;
  readonly functionsDirectories: readonly FunctionsDirectory[];
  /** Finds the compiler of a functions directory. */
  readonly loadCompiler?: (directory: string) => CompilerApi | undefined;
}

/**
 * Makes the oracle of a host that has no program: it builds one per functions directory, on the first question about a
 * file of that directory. A directory without a compiler or with a broken `tsconfig.json` is answered `unknown`.
 */
export function createProgramOracle({
  root,
  functionsDirectories,
  loadCompiler = loadTypeScript,
}: ProgramOracleOptions): TypeOracle {
  const oracles = new Map<FunctionsDirectory, TypeOracle>();
  const configReaders = new Map<CompilerApi, TsconfigReader>();
  // A component lies inside the functions directory of its app.
  const innermostFirst = functionsDirectories.toSorted((a, b) => b.directory.length - a.directory.length);

  function getOracle(functions: FunctionsDirectory): TypeOracle {
    let oracle = oracles.get(functions);
    if (oracle === undefined) {
      oracle = createOracle(functions);
      oracles.set(functions, oracle);
    }
    return oracle;
  }

  function createOracle(functions: FunctionsDirectory): TypeOracle {
    try {
      const compiler = loadCompiler(functions.directory);
      const program = compiler && createProgram(compiler, functions);
      return program ? getTypeScriptOracle(program) : UNKNOWING_ORACLE;
    } catch {
      // A bug of the compiler must not end the run.
      return UNKNOWING_ORACLE;
    }
  }

  function createProgram(compiler: CompilerApi, functions: FunctionsDirectory): ts.Program | undefined {
    let configReader = configReaders.get(compiler);
    if (configReader === undefined) {
      configReader = createTsconfigReader(compiler);
      configReaders.set(compiler, configReader);
    }

    const { directory, moduleFiles } = functions;
    const configured = configReader.findOptions({ directory: resolve(directory), moduleFiles, root: resolve(root) });
    if (configured === undefined) return undefined;

    const options = getProgramOptions(configured, moduleFiles);
    const host = compiler.createCompilerHost(options);
    // Comments cost parsing time; only those of JavaScript files hold types. TypeScript 5.0 to 5.2 always parse them.
    const parsingModes = (compiler as Partial<CompilerApi>).JSDocParsingMode;
    if (parsingModes !== undefined) host.jsDocParsingMode = parsingModes.ParseForTypeInfo;
    return compiler.createProgram({ rootNames: moduleFiles, options, host });
  }

  /** A file outside every functions directory belongs to the first of them whose modules import it. */
  function findOracle(file: string): TypeOracle | undefined {
    const owner = innermostFirst.find(({ directory }) => isInside(file, directory));
    if (owner !== undefined) return getOracle(owner);
    const importer = functionsDirectories.find((functions) => getOracle(functions).knows(file));
    return importer && getOracle(importer);
  }

  return {
    registrationOfCall: (call) => findOracle(call.file)?.registrationOfCall(call) ?? UNKNOWN,
    registrationOfExport: (binding) => findOracle(binding.file)?.registrationOfExport(binding) ?? UNKNOWN,
    argumentType: (type) => findOracle(type.file)?.argumentType(type),
    handlerParameter: (handler) => findOracle(handler.file)?.handlerParameter(handler),
    isFunction: (expression) => findOracle(expression.file)?.isFunction(expression),
    validatorType: (expression) => findOracle(expression.file)?.validatorType(expression),
    builderArguments: (call) => findOracle(call.file)?.builderArguments(call),
    knows: (file) => findOracle(file)?.knows(file) ?? false,
  };
}

/** The options of the project, without what writes files or checks what is never asked. */
function getProgramOptions(configured: ts.CompilerOptions, moduleFiles: readonly string[]): ts.CompilerOptions {
  const hasJavaScript = moduleFiles.some((file) => /\.[cm]?jsx?$/.test(file));
  return {
    ...configured,
    ...(hasJavaScript && { allowJs: true }),
    noEmit: true,
    skipLibCheck: true,
    composite: false,
    incremental: false,
  };
}

function isInside(file: string, directory: string): boolean {
  const path = relative(directory, file);
  return !/^(?:$|\.\.(?:$|[\\/]))/.test(path) && !isAbsolute(path);
}
