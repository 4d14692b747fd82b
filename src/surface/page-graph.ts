import type { Reference } from "../project/references.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { Verdicts } from "../project/verdict.ts";
import type { PageEdge, PageNode } from "./page-data.ts";
import type { RouteReading } from "./routes.ts";

/** The drawing: who calls which function. Tests are left out. */
export class PageGraph {
  readonly nodes: PageNode[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #edges = new Map<string, PageEdge>();
  readonly #routes: readonly RouteReading[];
  readonly #snapshot: Snapshot;
  readonly #verdicts: Verdicts;

  constructor(snapshot: Snapshot, verdicts: Verdicts, routes: readonly RouteReading[]) {
    this.#snapshot = snapshot;
    this.#verdicts = verdicts;
    this.#routes = routes;
  }

  get edges(): PageEdge[] {
    return [...this.#edges.values()];
  }

  /** Returns the node of a registered function. */
  functionNode(target: RegisteredFunction, isPublic: boolean): number {
    return this.#node(target.key, { label: target.names[0] ?? "", kind: isPublic ? "function" : "internal" });
  }

  /** Returns the node of a route. */
  routeNode(route: RouteReading): number {
    return this.#node(`${route.file}#${String(route.range[0])}`, { label: route.name, kind: "route" });
  }

  /** Adds an edge from everything that references a function. */
  addCallers(target: RegisteredFunction, isPublic: (target: RegisteredFunction) => boolean): void {
    const to = this.functionNode(target, isPublic(target));
    const { references, escapes } = this.#snapshot.callersOf(target);
    for (const reference of references) {
      if (reference.certainty === "type" || reference.class === "test") continue;
      for (const from of this.#callersOf(reference, isPublic)) if (from !== to) this.#addEdge(from, to, reference.certainty === "direct");
    }
    for (const escape of escapes) if (escape.class !== "test" && !escape.typeOnly) this.#addEdge(this.#fileNode(escape.file, escape.class), to, false);
  }

  #callersOf(reference: Reference, isPublic: (target: RegisteredFunction) => boolean): number[] {
    const { file, range } = reference;
    const routes = this.#routes.filter(({ handler }) => handler?.file === file && handler.range[0] <= range[0] && range[1] <= handler.range[1]);
    if (routes.length > 0) return routes.map((route) => this.routeNode(route));
    const owners = this.#verdicts.ownersOf(reference);
    if (owners.length > 0) return owners.map((owner) => this.functionNode(owner, isPublic(owner)));
    return reference.class === "test" ? [] : [this.#fileNode(file, reference.class)];
  }

  #fileNode(file: string, callerClass: Exclude<Reference["class"], "test">): number {
    return this.#node(`${callerClass} ${file}`, { label: this.#snapshot.relativePath(file), kind: callerClass });
  }

  #node(key: string, node: PageNode): number {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#byKey.set(key, this.nodes.length);
    return this.nodes.push(node) - 1;
  }

  #addEdge(from: number, to: number, sure: boolean): void {
    const key = `${String(from)} ${String(to)}`;
    if (sure) this.#edges.set(key, [from, to]);
    else if (!this.#edges.has(key)) this.#edges.set(key, [from, to, 1]);
  }
}
