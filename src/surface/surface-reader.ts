import type { AccessReader } from "../access/access-reader.ts";
import type { ConvexProject } from "../project/convex-projects.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { Verdicts } from "../project/verdict.ts";
import type { VisibilityReader } from "../project/visibility.ts";
import { ArgumentShapes } from "./arguments.ts";
import { callerClasses } from "./callers.ts";
import { HttpAnswers } from "./http-answers.ts";
import { readRoutes, type RouteReading } from "./routes.ts";
import { compareText } from "../text/compare.ts";
import type { Surface, SurfaceFunction, SurfaceRoute } from "./surface.ts";

/** What the surface is read from. */
export interface SurfaceSources {
  readonly snapshot: Snapshot;
  readonly visibility: VisibilityReader;
  readonly verdicts: Verdicts;
  readonly access: AccessReader;
}

/** What the code of a project says now. */
export interface CurrentSurface {
  readonly surface: Surface;
  /** The functions behind the names. */
  readonly targets: ReadonlyMap<string, RegisteredFunction>;
  readonly routes: ReadonlyMap<string, RouteReading>;
  /** The names that are not public, and those of which nothing here can tell whether they are. */
  readonly others: ReadonlyMap<string, "internal" | "unknown">;
}

/** Reads the public surface of Convex projects from their code. */
export class SurfaceReader {
  readonly http: HttpAnswers;
  readonly #sources: SurfaceSources;
  readonly #arguments: ArgumentShapes;
  readonly #known = new Map<ConvexProject, CurrentSurface>();
  readonly #functions = new Map<string, SurfaceFunction>();

  constructor(sources: SurfaceSources) {
    this.#sources = sources;
    this.http = new HttpAnswers(sources.access);
    this.#arguments = new ArgumentShapes(sources.snapshot);
  }

  /** Returns everything of a project that strangers can reach. */
  of(project: ConvexProject): CurrentSurface {
    let current = this.#known.get(project);
    if (!current) {
      current = this.#read(project);
      this.#known.set(project, current);
    }
    return current;
  }

  /** Returns a public function as reviewers see it; `undefined` for one that is not public, as far as is known. */
  functionOf(target: RegisteredFunction): SurfaceFunction | undefined {
    const { snapshot, visibility, verdicts, access } = this.#sources;
    const registered = visibility.of(target);
    if (registered?.visibility !== "public") return undefined;
    let found = this.#functions.get(target.key);
    if (!found) {
      found = {
        type: registered.functionType,
        ...this.#arguments.of(target),
        access: access.of(target).verdict.kind,
        callers: callerClasses(target, snapshot, verdicts),
      };
      this.#functions.set(target.key, found);
    }
    return found;
  }

  /** Returns a route as reviewers see it. */
  routeOf(route: RouteReading): SurfaceRoute {
    return { access: this.http.of(route)?.verdict.kind ?? "unknown" };
  }

  #read(project: ConvexProject): CurrentSurface {
    const functions: [string, SurfaceFunction][] = [];
    const targets = new Map<string, RegisteredFunction>();
    const others = new Map<string, "internal" | "unknown">();
    for (const target of this.#sources.snapshot.registryOf(project).functions.values()) {
      const found = this.functionOf(target);
      const visibility = found ? undefined : this.#sources.visibility.of(target)?.visibility;
      for (const name of target.names) {
        if (found) {
          functions.push([name, found]);
          targets.set(name, target);
        } else others.set(name, visibility === "internal" ? "internal" : "unknown");
      }
    }
    const { routes, from } = readRoutes(this.#sources.snapshot, project);
    return {
      surface: {
        functions: new Map(functions.sort(([left], [right]) => compareText(left, right))),
        routes: new Map(routes.map((route) => [route.name, this.routeOf(route)])),
        routesFrom: from,
      },
      targets,
      routes: new Map(routes.map((route) => [route.name, route])),
      others,
    };
  }
}
