import type { Range } from "../facts/types.ts";
import type { ConvexProject } from "../project/convex-projects.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import { compareSurfaces, type Difference, type SurfaceChange } from "./compare.ts";
import { readSurface, type SurfaceReading } from "./read-surface.ts";
import { surfaceFileOf } from "./surface-file.ts";
import { type CurrentSurface, SurfaceReader, type SurfaceSources } from "./surface-reader.ts";

/** Something in a file that differs from what was reviewed. */
export interface UnreviewedPlace {
  readonly range: Range;
  readonly name: string;
  readonly subject: "function" | "route";
  readonly differences: readonly Difference[];
}

/** The surface of each project, beside what its file says was reviewed. */
export class SurfaceReview {
  readonly reader: SurfaceReader;
  readonly #sources: SurfaceSources;
  readonly #reviewed = new Map<ConvexProject, SurfaceReading | null>();
  readonly #changes = new Map<ConvexProject, readonly SurfaceChange[]>();

  constructor(sources: SurfaceSources) {
    this.#sources = sources;
    this.reader = new SurfaceReader(sources);
  }

  /** Returns the path of a project's surface file. */
  fileOf(project: ConvexProject): string {
    return surfaceFileOf(project, this.#sources.snapshot.projects);
  }

  /** Returns what the surface file of a project says; `null` where there is none. */
  reviewed(project: ConvexProject): SurfaceReading | null {
    let reading = this.#reviewed.get(project);
    if (reading === undefined) {
      const text = this.#sources.snapshot.store.textOf(this.fileOf(project));
      reading = text === undefined ? null : readSurface(text);
      this.#reviewed.set(project, reading);
    }
    return reading;
  }

  /** Returns what the code of a project says. */
  current(project: ConvexProject): CurrentSurface {
    return this.reader.of(project);
  }

  /** Returns what differs from what was reviewed; nothing where no file says what was. */
  changes(project: ConvexProject): readonly SurfaceChange[] {
    let changes = this.#changes.get(project);
    if (!changes) {
      const reviewed = this.reviewed(project);
      changes = reviewed?.kind === "surface" ? compareSurfaces(reviewed.surface, this.current(project)) : [];
      this.#changes.set(project, changes);
    }
    return changes;
  }

  /** Returns the functions and routes written in a file that differ from what was reviewed. */
  unreviewedIn(file: string, functions: readonly RegisteredFunction[]): UnreviewedPlace[] {
    const project = this.#sources.snapshot.places.projectOf(file);
    const projects = new Set([...functions.map((target) => target.project), ...(project ? [project] : [])]);
    return [...projects].flatMap((owner) => {
      const changes = this.changes(owner);
      if (changes.length === 0) return [];
      const { targets, routes } = this.current(owner);
      return changes.flatMap(({ subject, name, differences }): UnreviewedPlace[] => {
        const place = subject === "function" ? targets.get(name) : subject === "route" ? routes.get(name) : undefined;
        return place?.file === file && subject !== "routes-from" ? [{ range: place.range, name, subject, differences }] : [];
      });
    });
  }
}
