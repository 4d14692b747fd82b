import { createHash } from "node:crypto";
import { dirname } from "node:path";

import manifest from "../../package.json" with { type: "json" };
import { isBundlerConfiguration } from "./bundler-aliases.ts";
import { findClientRoots } from "./client-roots.ts";
import type { ConvexProject } from "./convex-projects.ts";
import { isDocumentation } from "./file-kinds.ts";
import type { Dangling, Escape, Reference } from "./references.ts";
import type { Snapshot } from "./snapshot.ts";
import { findWorkspaceRoot } from "./workspace-root.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

/** Their text decides how imports are resolved, what the project is, and which versions of packages its types come from. */
const CONFIGURATION = /\/(?:package\.json|pnpm-workspace\.yaml|convex\.json|[jt]sconfig[^/]*\.json)$/u;
const MANIFEST = /\/(?:package\.json|pnpm-workspace\.yaml)$/u;

/**
 * Returns a hash of everything by which files of a workspace can change what is found in other files of it. It stays
 * the same when a file changes in a way that matters to its own findings at most.
 */
export function fingerprintOf(directory: string, { clientRoots, isCached = true }: { readonly clientRoots?: readonly string[] | undefined; readonly isCached?: boolean } = {}): string {
  const root = findWorkspaceRoot(directory);
  const hash = createHash("sha256");
  hash.update(manifest.version);
  const open = (path: string): Workspace => {
    const workspace = openWorkspace(path);
    if (!isCached) workspace.isCached = false;
    return workspace;
  };
  for (const workspace of root === undefined ? [] : workspacesBelow(open(root), open)) {
    if (clientRoots) workspace.setClientRoots(findClientRoots(workspace.root, clientRoots).roots);
    describe(workspace.snapshot(), (part) => hash.update(`${part}\0`));
  }
  return hash.digest("hex").slice(0, 32);
}

/** The workspace and those inside it, whose files are judged by themselves. */
function workspacesBelow(outer: Workspace, open: (root: string) => Workspace): Iterable<Workspace> {
  const found = new Set([outer]);
  for (const file of outer.snapshot().files()) {
    const root = MANIFEST.test(file) ? findWorkspaceRoot(dirname(file)) : undefined;
    if (root !== undefined && root.startsWith(`${outer.root}/`)) found.add(open(root));
  }
  return found;
}

function describe(snapshot: Snapshot, tell: (part: string) => void): void {
  const { root, store, projects, problems, places } = snapshot;
  const relative = (path: string): string => snapshot.relativePath(path);
  // Which files there are decides what imports lead to, and messages count them. Documentation only has references.
  const files = snapshot.files().filter((file) => !isDocumentation(file)).sort();
  tell(JSON.stringify(files.map(relative)));
  tell(JSON.stringify(problems.map(({ file, message }) => [relative(file), message])));
  for (const project of projects) tell(JSON.stringify([relative(project.directory), project.isComponent, project.staticApi, snapshot.isApiUntyped(project), snapshot.isPublished(project)]));

  // What a function is and does, and the lines of server code that messages name, may depend on any word of these.
  const whole = backendFiles(snapshot);
  for (const file of files) if (whole.has(file) || CONFIGURATION.test(file) || isBundlerConfiguration(file)) tell(JSON.stringify([relative(file), store.textOf(file) ?? null]));
  // Of all others it counts what they use and as whom, not where.
  for (const target of snapshot.functions()) {
    const { references } = snapshot.callersOf(target);
    const uses = references.filter(({ file }) => !whole.has(file)).map((use) => withoutPlaces(use, root));
    const isNamed = !references.some((use) => use.class === "client") && snapshot.dataNaming(target).length > 0;
    tell(JSON.stringify([target.names, relative(target.file), [...new Set(uses)].sort(), isNamed]));
  }
  for (const file of files) {
    const linked = whole.has(file) ? undefined : snapshot.linkedFile(file);
    if (!linked) continue;
    const { isTest, isClientSide, kind, adminAuth } = places.of(file);
    const uses = [...linked.escapes, ...linked.dangling].map((use) => withoutPlaces(use, root));
    const isLeftOut = linked.dangling.length > 0 && snapshot.isLeftOut(file);
    tell(JSON.stringify([relative(file), isTest, isClientSide, kind, adminAuth, isLeftOut, [...new Set(uses)].sort()]));
  }
}

/** The files of the functions directories, what they import, and code elsewhere that calls functions on the server. */
function backendFiles(snapshot: Snapshot): Set<string> {
  const { places, resolver, store } = snapshot;
  const found = new Set(snapshot.codeFiles().filter((file) => places.projectOf(file) !== undefined && !places.of(file).isTest));
  for (const file of snapshot.linkedFiles()) {
    if (snapshot.linkedFile(file)?.references.some(({ reference }) => reference.class === "server" || reference.class === "operator")) found.add(file);
  }
  // What is added while the set is walked is walked too.
  for (const file of found) {
    for (const source of store.scanOf(file)?.sources ?? []) {
      const target = resolver.resolve(file, source);
      if (target.kind === "file") found.add(target.path);
    }
  }
  return found;
}

/** Returns a fact without what moves when lines move or the workspace does, in a form that can be compared. */
function withoutPlaces(fact: Reference | Escape | Dangling, root: string): string {
  return JSON.stringify(fact, (key, value: unknown) => {
    if (/range/iu.test(key) || key === "owner") return undefined;
    const told = key === "project" ? (value as ConvexProject).directory : value;
    return typeof told === "string" && told.startsWith(`${root}/`) ? told.slice(root.length + 1) : told;
  });
}
