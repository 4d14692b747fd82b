import { resolve } from "node:path";

import { onTestFinished } from "vitest";

import rule from "../../rules/no-internal-in-client.ts";
import { Analysis, FileAnalysis } from "../analysis.ts";
import { Workspace } from "../project/workspace.ts";
import { readSettings } from "../settings.ts";
import { UNKNOWING_ORACLE } from "../types/type-oracle.ts";
import { createWorkspace, type WorkspaceFiles } from "./workspace.ts";

/** A way to call a function, in files where `$m` stands for a module of the form's own, `$m.fn` for a public function in it. */
export type CallerForm = readonly [form: string, callers: string, files: WorkspaceFiles];

/**
 * What calls one function of its own: its callers, by class and certainty, and whether the same code is reported when
 * the function is internal.
 */
export function callersOf(forms: readonly CallerForm[], common: WorkspaceFiles = {}, generated: WorkspaceFiles = GENERATED): string[] {
  const files: Record<string, string> = { "package.json": MANIFEST, "convex/other.ts": MODULE, ...generated, ...common };
  const owners = new Map<string, string>();
  for (const [index, [, , own]] of forms.entries()) {
    for (const module of modulesOf(index)) {
      files[`convex/${module}.ts`] = MODULE;
      for (const [path, text] of Object.entries(own)) {
        const file = path.replaceAll("$m", module);
        files[file] = (module.startsWith("own") ? internally(text) : text).replaceAll("$m", module);
        owners.set(file, module);
      }
    }
  }
  const workspace = createWorkspace(files);
  onTestFinished(() => { workspace.cleanup(); });
  const snapshot = new Workspace(workspace.root).snapshot();
  const analysis = new Analysis(snapshot, readSettings({}), UNKNOWING_ORACLE, new Map());
  const reported = new Set<string>();
  for (const [file, module] of owners) if ([...rule.find(new FileAnalysis(resolve(workspace.root, file), analysis), [])].length > 0) reported.add(module);

  return forms.map(([form], index) => {
    const [module, ownModule] = modulesOf(index);
    const target = [...snapshot.functions()].find(({ names }) => names.includes(`${module}:fn`));
    if (!target) return `${form}: no function`;
    const { references, escapes } = snapshot.callersOf(target);
    const found = new Set([
      ...references.filter(({ file }) => owners.has(snapshot.relativePath(file))).map((reference) => `${reference.isClientApi ? "API" : reference.class} ${reference.certainty}`),
      ...escapes.filter(({ file }) => owners.get(snapshot.relativePath(file)) === module).map((escape) => `${escape.isClientApi ? "API" : escape.class} ${escape.typeOnly ? "type-escape" : "escape"}`),
    ]);
    return `${form}: ${[...found].sort().join(", ") || "nobody"}${reported.has(module) ? "; reported though public" : ""}${reported.has(ownModule) ? "; reported" : ""}`;
  });
}

/** Returns what `callersOf` should give. */
export function expectedCallers(forms: readonly CallerForm[]): string[] {
  return forms.map(([form, callers]) => `${form}: ${callers}`);
}

const PACKAGES = ["convex", "convex-helpers", "convex-test", "react"];
const MANIFEST = JSON.stringify({ dependencies: Object.fromEntries(PACKAGES.map((name) => [name, "*"])) });
const MODULE = 'import { internalQuery, query } from "./_generated/server";\nexport const fn = query({ args: {}, handler: async () => null });\nexport const own = internalQuery({ args: {}, handler: async () => null });\n';
const GENERATED: WorkspaceFiles = { "convex/_generated/api.js": "", "convex/_generated/server.js": "" };

function modulesOf(index: number): readonly [string, string] {
  return [`form${String(index)}`, `own${String(index)}`];
}

/** The same code with the internal function of the module in place of the public one. */
function internally(text: string): string {
  return text.replace(/\bfn\b/gu, "own").replace(/\{ api(?=,| \} from| as )/gu, "{ internal as api").replaceAll("internal as api as ", "internal as ").replace(/\{ api(?= \} =)/gu, "{ internal: api").replace(/\bgenerated\.api\b/gu, "generated.internal");
}
