import { basename, relative } from "node:path";
import ts from "typescript";

/** Returns what `tsc -p` says about each `tsconfig.json` and `jsconfig.json` of a project, each error once. */
export function findTypeErrors(root: string): string[] {
  const errors = findConfigFiles(root).flatMap((configFile) => {
    const commandLine = ts.getParsedCommandLineOfConfigFile(configFile, { noEmit: true }, CONFIG_HOST);
    if (commandLine === undefined) return [`${relative(root, configFile)}: cannot be read`];
    const program = ts.createProgram({
      rootNames: commandLine.fileNames,
      options: commandLine.options,
      configFileParsingDiagnostics: commandLine.errors,
      host: createCachingHost(commandLine.options),
    });
    return ts.getPreEmitDiagnostics(program).map((diagnostic) => formatDiagnostic(root, configFile, diagnostic));
  });
  return [...new Set(errors)];
}

function findConfigFiles(root: string): string[] {
  return ts.sys
    .readDirectory(root, [".json"], ["**/node_modules"], undefined)
    .filter((file) => ["tsconfig.json", "jsconfig.json"].includes(basename(file)));
}

const CONFIG_HOST: ts.ParseConfigFileHost = {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic(diagnostic) {
    throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
  },
};

// What lies in `node_modules` stays as it is during a test run, and reading it is most of the time of a small program.
const libraryFiles = new Map<string, ts.SourceFile | undefined>();

// Options that say where a project lies and nothing about how a file is read.
const PLACE_OPTIONS = new Set(["configFilePath", "paths", "pathsBasePath"]);

function createCachingHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  // Binding stores what depends on the options in the tree itself, so files are shared under equal options only.
  const optionsKey = JSON.stringify(options, (key, value: unknown) => (PLACE_OPTIONS.has(key) ? undefined : value));
  return {
    ...host,
    getSourceFile(fileName, languageVersionOrOptions, ...rest) {
      if (!fileName.includes("/node_modules/")) return host.getSourceFile(fileName, languageVersionOrOptions, ...rest);
      const key = `${fileName}\n${optionsKey}`;
      const known = libraryFiles.get(key);
      if (known !== undefined) return known;
      const read = host.getSourceFile(fileName, languageVersionOrOptions, ...rest);
      libraryFiles.set(key, read);
      return read;
    },
  };
}

function formatDiagnostic(root: string, configFile: string, { file, start, code, messageText }: ts.Diagnostic): string {
  const message = `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  if (file === undefined || start === undefined) return `${relative(root, configFile)}: ${message}`;
  return `${relative(root, file.fileName)}:${file.getLineAndCharacterOfPosition(start).line + 1}: ${message}`;
}
