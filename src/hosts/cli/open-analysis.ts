import type { Analysis } from "../../analysis.ts";
import type { ConvexProject } from "../../project/convex-projects.ts";
import type { Snapshot } from "../../project/snapshot.ts";
import { openWorkspace, type Workspace } from "../../project/workspace.ts";
import { readSettings, type Settings, SETTINGS_KEY } from "../../settings.ts";
import { createProgramOracle } from "../../types/program-oracle.ts";
import { analysisOf } from "../eslint.ts";
import { findProjects } from "./inspection.ts";
import type { Place } from "./place.ts";
import type { Progress } from "./progress.ts";
import { ReluctantOracle } from "./reluctant-oracle.ts";

/** A workspace that was read, with types for the questions that need them. */
export interface OpenAnalysis {
  readonly workspace: Workspace;
  readonly snapshot: Snapshot;
  readonly oracle: ReluctantOracle;
  readonly settings: Readonly<Record<string, unknown>> | undefined;
  readonly analysis: Analysis;
  /** The Convex projects that have something to do with the directory. */
  readonly projects: readonly ConvexProject[];
}

/**
 * Reads the workspace of a place.
 * @throws CannotRun when no Convex project has to do with the place.
 */
export function openAnalysis(place: Place, { settings: given, progress }: { readonly settings: Partial<Settings>; readonly progress: Progress }): OpenAnalysis {
  progress.phase("Reading the workspace");
  const workspace = openWorkspace(place.root);
  // ESLint's rules ask for the workspace of each file by themselves, and must find this one.
  workspace.isPinned = true;
  workspace.isShortLived = true;
  workspace.isCached = place.isCached;
  workspace.setClientRoots(place.clientRoots);
  const snapshot = workspace.snapshot();
  const projects = findProjects(snapshot, place);
  const program = createProgramOracle({
    root: place.root,
    functionsDirectories: snapshot.projects.filter(({ isElsewhere }) => !isElsewhere).map(({ directory, modules }) => ({ directory, moduleFiles: [...modules.values()] })),
  });
  const oracle = new ReluctantOracle(program, () => progress.phase("Asking TypeScript about function builders"));
  const settings = Object.keys(given).length === 0 ? undefined : { [SETTINGS_KEY]: given };
  return { workspace, snapshot, projects, oracle, settings, analysis: analysisOf(snapshot, oracle, readSettings(settings ?? {})) };
}
