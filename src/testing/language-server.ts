import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";

/** A place in a text, both numbers counted from 0. */
interface Position {
  readonly line: number;
  readonly character: number;
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** What the server says about a place in an open file. */
export interface Diagnostic {
  readonly range: Range;
  readonly code: string;
  readonly message: string;
}

interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

interface WorkspaceEdit {
  readonly changes?: Readonly<Record<string, readonly TextEdit[]>>;
  readonly documentChanges?: readonly { readonly textDocument: { readonly uri: string }; readonly edits: readonly TextEdit[] }[];
}

/** Something that the editor offers to do about a diagnostic. */
export interface CodeAction {
  readonly title: string;
  readonly kind: string;
  readonly command?: { readonly command: string; readonly arguments: readonly unknown[] };
  readonly edit?: WorkspaceEdit;
}

interface Document {
  text: string;
  version: number;
}

const SERVER = createRequire(import.meta.url).resolve("vscode-langservers-extracted/bin/vscode-eslint-language-server");

/**
 * An editor without a screen: it drives the language server behind VS Code's ESLint extension, which other editors use
 * too. Paths are absolute, and the folders that an editor has open are given when it starts or with `openFolder`.
 */
export class LanguageServer {
  /** The open folders, with where ESLint works for their files. */
  readonly #folders = new Map<string, object>();
  readonly #process: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #documents = new Map<string, Document>();
  /** How often the server asked for the diagnostics of all open files to be pulled again. */
  refreshes = 0;

  private constructor(process: ChildProcess, connection: MessageConnection) {
    this.#process = process;
    this.#connection = connection;
  }

  /** Starts a server. */
  static async start(): Promise<LanguageServer> {
    const child = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
    const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    const server = new LanguageServer(child, connection);
    connection.onRequest("workspace/configuration", ({ items }: { items: readonly { readonly scopeUri: string }[] }) => items.map(({ scopeUri }) => server.#configurationOf(scopeUri)));
    connection.onRequest("workspace/diagnostic/refresh", () => {
      server.refreshes += 1;
      return null;
    });
    connection.onRequest("workspace/applyEdit", ({ edit }: { edit: WorkspaceEdit }) => server.#apply(edit));
    connection.onRequest(() => null);
    connection.listen();
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [],
      capabilities: {
        workspace: { configuration: true, applyEdit: true, workspaceFolders: true, diagnostics: { refreshSupport: true }, workspaceEdit: { documentChanges: true } },
        textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll"] } } } },
      },
    });
    await connection.sendNotification("initialized", {});
    return server;
  }

  /**
   * Opens a folder.
   * @param workingDirectory What VS Code makes of its setting `eslint.workingDirectories`.
   */
  async openFolder(root: string, workingDirectory: object = { directory: root }): Promise<void> {
    this.#folders.set(root, workingDirectory);
    await this.#connection.sendNotification("workspace/didChangeWorkspaceFolders", { event: { added: [folderOf(root)], removed: [] } });
  }

  /** Opens a file, with what is on disk or a text that is not saved. */
  async open(path: string, text = readFileSync(path, "utf8")): Promise<void> {
    this.#documents.set(path, { text, version: 1 });
    const languageId = path.endsWith(".tsx") ? "typescriptreact" : path.endsWith(".ts") ? "typescript" : "javascript";
    await this.#connection.sendNotification("textDocument/didOpen", { textDocument: { uri: uriOf(path), languageId, version: 1, text } });
  }

  /** Types: replaces the text of an open file, which is not saved. */
  async change(path: string, text: string): Promise<void> {
    const document = this.#document(path);
    document.text = text;
    document.version += 1;
    await this.#connection.sendNotification("textDocument/didChange", { textDocument: { uri: uriOf(path), version: document.version }, contentChanges: [{ text }] });
  }

  /** Tells the server of files that changed on disk, as editors do that watch them. */
  async tellChanged(paths: readonly string[]): Promise<void> {
    await this.#connection.sendNotification("workspace/didChangeWatchedFiles", { changes: paths.map((path) => ({ uri: uriOf(path), type: 2 })) });
  }

  /** Returns what the server finds in an open file, in the order of the text. */
  async diagnostics(path: string): Promise<Diagnostic[]> {
    const { items } = await this.#connection.sendRequest<{ items: Diagnostic[] }>("textDocument/diagnostic", { textDocument: { uri: uriOf(path) } });
    return items.sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
  }

  /** Returns what the server offers at a diagnostic. */
  async actions(path: string, diagnostic: Diagnostic): Promise<CodeAction[]> {
    return this.#codeActions(path, diagnostic.range, { diagnostics: [diagnostic], only: ["quickfix"] });
  }

  /** Does what an action says, and returns the text of the file afterwards. */
  async run(path: string, action: CodeAction): Promise<string> {
    if (action.edit) this.#apply(action.edit);
    if (action.command) await this.#connection.sendRequest("workspace/executeCommand", action.command);
    return this.#document(path).text;
  }

  /** Fixes all that can be fixed in an open file whose diagnostics are shown, as on save, and returns its text. */
  async fixAll(path: string): Promise<string> {
    const start = { line: 0, character: 0 };
    for (const action of await this.#codeActions(path, { start, end: start }, { diagnostics: [], only: ["source.fixAll.eslint"] })) await this.run(path, action);
    return this.#document(path).text;
  }

  /** Ends the server. */
  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    this.#connection.end();
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(timer);
    this.#connection.dispose();
  }

  #codeActions(path: string, range: Range, context: { readonly diagnostics: readonly Diagnostic[]; readonly only: readonly string[] }): Promise<CodeAction[]> {
    return this.#connection.sendRequest<CodeAction[] | null>("textDocument/codeAction", { textDocument: { uri: uriOf(path) }, range, context }).then((actions) => actions ?? []);
  }

  #apply({ changes = {}, documentChanges = [] }: WorkspaceEdit): { applied: boolean } {
    const edits = [...Object.entries(changes), ...documentChanges.map(({ textDocument, edits: own }) => [textDocument.uri, own] as const)];
    for (const [uri, own] of edits) {
      const entry = [...this.#documents].find(([path]) => uriOf(path) === uri);
      if (!entry) return { applied: false };
      const [path, document] = entry;
      // Not awaited: messages arrive in their order.
      void this.change(path, applied(document.text, own));
    }
    return { applied: true };
  }

  #document(path: string): Document {
    const document = this.#documents.get(path);
    if (!document) throw new Error(`${path} is not open`);
    return document;
  }

  #configurationOf(uri: string): object {
    for (const [root, workingDirectory] of this.#folders) if (uri.startsWith(`${uriOf(root)}/`)) return { ...configurationOf(root), workingDirectory };
    throw new Error(`${uri} is in no open folder`);
  }
}

function folderOf(root: string): { name: string; uri: string } {
  return { name: basename(root), uri: uriOf(root) };
}

function uriOf(file: string): string {
  return pathToFileURL(file).href;
}

/** What VS Code answers for a folder with no settings of its own. */
function configurationOf(root: string): object {
  return {
    validate: "on",
    packageManager: "npm",
    useESLintClass: true,
    experimental: { useFlatConfig: false },
    codeAction: { disableRuleComment: { enable: true, location: "separateLine" }, showDocumentation: { enable: true } },
    codeActionOnSave: { mode: "all" },
    format: false,
    quiet: false,
    onIgnoredFiles: "off",
    options: {},
    rulesCustomizations: [],
    run: "onType",
    problems: { shortenToSingleLine: false },
    nodePath: null,
    workspaceFolder: folderOf(root),
  };
}

function applied(text: string, edits: readonly TextEdit[]): string {
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = ({ line, character }: Position): number => (lineStarts[line] ?? text.length) + character;
  return edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
    .sort((a, b) => b.start - a.start)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}
