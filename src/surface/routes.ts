import type { Range, RouteFact, Value } from "../facts/types.ts";
import { rootOf } from "../project/chains.ts";
import type { ConvexProject } from "../project/convex-projects.ts";
import type { Denotation } from "../project/denotation.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { compareText } from "../text/compare.ts";

/** A route of a Convex project's HTTP router. */
export interface RouteReading {
  /** `POST /stripe/webhook`, `GET /files/*`. */
  readonly name: string;
  readonly file: string;
  /** `http.route` in its call. */
  readonly range: Range;
  /** The call of `httpAction` that answers, where it can be followed. */
  readonly handler: { readonly file: string; readonly range: Range } | undefined;
}

/** The routes that a project serves, and the packages that add some which nothing here lists. */
export interface RoutesReading {
  readonly routes: readonly RouteReading[];
  readonly from: readonly string[];
}

const CORS = "convex-helpers/server/cors";
/** Stands for what cannot be followed at all. */
const UNKNOWN_SOURCE = "unknown";

/**
 * Returns the HTTP routes of a project: what is routed on the default export of `http.ts`, here or in functions that
 * the router is given to. See https://docs.convex.dev/functions/http-actions.
 */
export function readRoutes(snapshot: Snapshot, project: ConvexProject): RoutesReading {
  const file = project.modules.get("http");
  const facts = file === undefined ? undefined : snapshot.store.factsOf(file);
  const isRouter = facts?.exports.some(({ name }) => name === "default") === true || facts?.reexports.some(({ name }) => name === "default") === true;
  if (file === undefined || !isRouter) return { routes: [], from: [] };
  return new RouteReader(snapshot, project).read(file);
}

class RouteReader {
  readonly #snapshot: Snapshot;
  readonly #files: Set<string>;
  readonly #routes = new Map<string, RouteReading>();
  readonly #from = new Set<string>();

  constructor(snapshot: Snapshot, project: ConvexProject) {
    this.#snapshot = snapshot;
    this.#files = new Set(project.modules.values());
  }

  read(http: string): RoutesReading {
    const router = this.#snapshot.denoter.denoteExport(http, "default");
    const start = this.#routerKey(router);
    const pending = start === undefined ? [] : [start];
    if (router.kind === "value" && router.value.kind === "call") pending.push(...this.#makersOf(router.file, router.value));
    else if (start === undefined) this.#from.add((router.kind === "external" ? packageName(router.source) : undefined) ?? UNKNOWN_SOURCE);
    const seen = new Set(pending);
    for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
      for (const next of this.#follow(key)) {
        if (seen.has(next)) continue;
        seen.add(next);
        pending.push(next);
      }
    }
    return { routes: [...this.#routes.values()].sort((left, right) => compareText(left.name, right.name)), from: [...this.#from].sort(compareText) };
  }

  /** `withLimits(httpRouter())`: what wraps a router may add routes to it. */
  #makersOf(file: string, { callee, args }: Extract<Value, { kind: "call" }>): string[] {
    const maker = this.#snapshot.denoter.denote(file, callee);
    if (maker.kind === "external") {
      if (maker.source !== "convex/server" && maker.source !== CORS) this.#from.add(packageName(maker.source));
      return [];
    }
    if (maker.kind !== "value" || maker.value.kind !== "function") {
      this.#from.add(this.#packageOf(file, callee) ?? UNKNOWN_SOURCE);
      return [];
    }
    this.#files.add(maker.file);
    const { file: home, value } = maker;
    return args.map((_, index) => parameterKey(home, value.function, index));
  }

  /** Takes the routes of one router, and returns the parameters that it is handed on as. */
  #follow(key: string): string[] {
    const next: string[] = [];
    for (const file of this.#files) {
      const facts = this.#snapshot.store.factsOf(file);
      for (const route of facts?.routes ?? []) if (this.#isRouter(file, route.router, key)) this.#add(file, route);
      for (const { router, callee, index } of facts?.mounts ?? []) {
        if (!this.#isRouter(file, router, key)) continue;
        const found = this.#snapshot.denoter.denote(file, callee);
        if ((found.kind === "external" && found.source === CORS) || this.#isRouter(file, rootOf(callee), key)) continue;
        if (found.kind === "value" && found.value.kind === "function") {
          this.#files.add(found.file);
          next.push(parameterKey(found.file, found.value.function, index));
        } else this.#from.add(this.#packageOf(file, callee) ?? UNKNOWN_SOURCE);
      }
    }
    return next;
  }

  #add(file: string, { path, pathPrefix, method, handler, range }: RouteFact): void {
    const place = path ? this.#text(file, path) : pathPrefix ? `${this.#text(file, pathPrefix)}*` : "(unknown path)";
    const name = `${method ? this.#text(file, method) : "(unknown method)"} ${place}`;
    this.#routes.set(name, { name, file, range, handler: handler ? this.#handler(file, handler) : undefined });
  }

  #handler(file: string, value: Value): RouteReading["handler"] {
    const found = this.#snapshot.denoter.denote(file, value);
    if (found.kind !== "value" || found.value.kind !== "call") return undefined;
    const builder = this.#snapshot.builders.read(found.file, found.value.callee);
    return builder.kind === "httpAction" ? { file: found.file, range: found.value.range } : undefined;
  }

  /** A string, or in parentheses the expression that makes one: `(ApiRoutes.search)`. */
  #text(file: string, value: Value): string {
    const found = this.#snapshot.denoter.denote(file, value);
    if (found.kind === "value" && found.value.kind === "string") return found.value.value;
    return `(${(this.#snapshot.store.textOf(file) ?? "").slice(...value.range).replace(/\s+/gu, " ")})`;
  }

  #isRouter(file: string, value: Value, key: string): boolean {
    return this.#routerKey(this.#snapshot.denoter.denote(file, value)) === key;
  }

  /** Identity of a router: the call that makes it, or the parameter that it is in a function of the project. */
  #routerKey(found: Denotation): string | undefined {
    if (found.kind !== "value") return undefined;
    const { file, value, binding } = found;
    if (value.kind === "unknown" && binding !== null) {
      const parameter = this.#snapshot.store.factsOf(file)?.bindings[binding]?.parameter;
      return parameter?.path.length === 0 ? parameterKey(file, parameter.function, parameter.index) : undefined;
    }
    // `corsRouter(http).http` is what it was given.
    if (value.kind === "member") return value.property === "http" && value.object.kind === "call" ? this.#corsRouter(file, value.object) : undefined;
    if (value.kind !== "call") return undefined;
    return this.#corsRouter(file, value) ?? `${file}#${String(value.range[0])}`;
  }

  #corsRouter(file: string, call: Extract<Value, { kind: "call" }>): string | undefined {
    const maker = this.#snapshot.denoter.denote(file, call.callee);
    if (maker.kind !== "external" || maker.source !== CORS || !call.args[0]) return undefined;
    return this.#routerKey(this.#snapshot.denoter.denote(file, call.args[0]));
  }

  /** The package that something comes from, through the objects and calls that it is made of. */
  #packageOf(file: string, value: Value, steps = 0): string | undefined {
    const found = this.#snapshot.denoter.denote(file, value);
    if (found.kind === "external") return packageName(found.source);
    if (found.kind !== "value" || steps > 8) return value.kind === "member" && steps <= 8 ? this.#packageOf(file, value.object, steps + 1) : undefined;
    if (found.value.kind === "call") return this.#packageOf(found.file, found.value.callee, steps + 1);
    if (found.value.kind === "member") return this.#packageOf(found.file, found.value.object, steps + 1);
    return undefined;
  }
}

function parameterKey(file: string, id: number, index: number): string {
  return `${file}#function ${String(id)}.${String(index)}`;
}

function packageName(source: string): string {
  return /^(?:@[^/]+\/)?[^/]+/u.exec(source)?.[0] ?? source;
}
