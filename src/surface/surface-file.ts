import type { ConvexProject } from "../project/convex-projects.ts";

const SURFACE_FILE = "convex.surface.json";

/**
 * Returns the surface file of a project: beside its functions directory, where `convex.json` is. A component has its
 * own in its own directory, and so has each of several projects that lie side by side.
 */
export function surfaceFileOf(project: ConvexProject, projects: readonly ConvexProject[]): string {
  const shares = projects.some((other) => other !== project && !other.isComponent && other.root === project.root);
  return `${project.isComponent || shares ? project.directory : project.root}/${SURFACE_FILE}`;
}
