import { onTestFinished } from "vitest";

import type { AccessAnswer } from "../access/access.ts";
import { Analysis } from "../analysis.ts";
import { Workspace } from "../project/workspace.ts";
import { readSettings, SETTINGS_KEY } from "../settings.ts";
import { lineOf } from "../text/places.ts";
import { UNKNOWING_ORACLE } from "../types/type-oracle.ts";
import { createWorkspace, type WorkspaceFiles } from "./workspace.ts";

/** What following calls tells about a small workspace, in words that tests can compare. */
export interface AccessIndex {
  /** `checked: identity`, `unchecked`, `unknown: package`; with `late` for a check that throws after a write. */
  verdict(name: string): string;
  /** `sweep: deletes documents`, `nothing`. */
  danger(name: string): string;
  /** The way to the check, to what could not be followed or to the danger: `["messages:send messages.ts:3", "given to ctx.db.insert messages.ts:5"]`. */
  chain(name: string): string[];
  /** The argument that says who calls, with its line, and a question mark if it may be left out: `args.userId messages.ts:5`. */
  assumed(name: string): string | null;
  /** The verdicts of the HTTP actions of a file, by name. */
  httpActions(path: string): Record<string, string>;
}

const PACKAGES = ["@clerk/backend", "@convex-dev/auth", "@convex-dev/better-auth", "@convex-dev/rate-limiter", "@convex-dev/resend", "@convex-dev/workos-authkit", "better-convex", "fluent-convex", "zodvex", "convex", "convex-ents", "convex-helpers", "openai", "resend", "svix", "unheard-of"];
const MANIFEST = JSON.stringify({ dependencies: Object.fromEntries(PACKAGES.map((name) => [name, "*"])) });

/** Creates a workspace for the running test and follows its functions. Paths are those below `convex/`. */
export function accessOf(files: WorkspaceFiles, settings: Readonly<Record<string, unknown>> = {}): AccessIndex {
  const placed = Object.fromEntries(Object.entries(files).map(([path, text]) => [`convex/${path}`, text]));
  const workspace = createWorkspace({ "package.json": MANIFEST, ...placed });
  onTestFinished(() => workspace.cleanup());
  const snapshot = new Workspace(workspace.root).snapshot();
  const analysis = new Analysis(snapshot, readSettings({ [SETTINGS_KEY]: settings }), UNKNOWING_ORACLE, new Map());
  const answer = (name: string): AccessAnswer => {
    for (const target of snapshot.functions()) if (target.names.includes(name)) return analysis.access.of(target);
    throw new Error(`There is no function ${name}.`);
  };
  const place = (file: string, offset: number): string => `${file.slice(workspace.root.length + "/convex/".length)}:${String(lineOf(snapshot.store.textOf(file) ?? "", offset))}`;
  return {
    verdict: (name) => verdictText(answer(name)),
    danger(name) {
      const { rank, does } = answer(name).danger;
      return does === null ? rank : `${rank}: ${does}`;
    },
    chain: (name) => answer(name).verdict.chain.map((step) => `${step.isGiven ? "given to " : ""}${step.name} ${place(step.file, step.range[0])}`.trim()),
    assumed(name) {
      const { assumed } = answer(name);
      return assumed && `${assumed.argument}${assumed.isOptional ? "?" : ""} ${place(assumed.file, assumed.range[0])}`;
    },
    httpActions: (path) => Object.fromEntries(analysis.access.httpActionsIn(`${workspace.root}/convex/${path}`).map((action) => [action.name ?? action.builder, verdictText(action.answer)])),
  };
}

function verdictText({ verdict }: AccessAnswer): string {
  if (verdict.kind === "unknown") return `unknown: ${verdict.because}`;
  return verdict.kind === "checked" ? `checked: ${verdict.by}${verdict.late ? ", late" : ""}` : `unchecked${verdict.late ? ": late" : ""}`;
}

/** Returns a module whose only function, `f`, is a mutation with this handler body; `head` stands before it. */
export function mutationModule(body: string, head = ""): string {
  return `import { mutation, query, action, internalMutation } from "./_generated/server";\nimport { internal, components } from "./_generated/api";\n${head}\nexport const f = mutation({ args: {}, handler: async (ctx, args) => {\n${body}\n} });\n`;
}
