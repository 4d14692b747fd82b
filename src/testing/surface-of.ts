import { onTestFinished } from "vitest";

import { Analysis } from "../analysis.ts";
import { Workspace } from "../project/workspace.ts";
import { readSettings } from "../settings.ts";
import { printSurface } from "../surface/surface-text.ts";
import { UNKNOWING_ORACLE } from "../types/type-oracle.ts";
import { createWorkspace, type WorkspaceFiles } from "./workspace.ts";

const PACKAGES = ["@convex-dev/auth", "@convex-dev/polar", "convex", "convex-helpers", "convex-test", "hono", "react", "zod"];
const MANIFEST = JSON.stringify({ dependencies: Object.fromEntries(PACKAGES.map((name) => [name, "*"])) });

/** Indexes a workspace for the running test. No types are asked for. */
export function analysisOfFiles(files: WorkspaceFiles): Analysis {
  const workspace = createWorkspace({ "package.json": MANIFEST, "convex/_generated/api.js": "", "convex/_generated/server.js": "", ...files });
  onTestFinished(() => workspace.cleanup());
  return new Analysis(new Workspace(workspace.root).snapshot(), readSettings({}), UNKNOWING_ORACLE, new Map());
}

/** What stands in the surface file of the only project of a workspace. */
export interface SurfaceJson {
  readonly functions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly routes: Readonly<Record<string, unknown>>;
  readonly routesFrom: readonly string[];
}

/** Returns what would be written down for the only project of a workspace. */
export function surfaceOf(files: WorkspaceFiles): SurfaceJson {
  const analysis = analysisOfFiles(files);
  const [project, ...others] = analysis.snapshot.projects;
  if (!project || others.length > 0) throw new Error("The workspace must have one Convex project.");
  return JSON.parse(printSurface(analysis.surface.current(project).surface)) as SurfaceJson;
}
