import type { AccessAnswer, AccessStep, Unfollowed } from "../access/access.ts";
import type { Analysis } from "../analysis.ts";
import type { Range } from "../facts/types.ts";
import type { ConvexProject } from "../project/convex-projects.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import { joinEnglishList } from "../text/mention.ts";
import { lineOf } from "../text/places.ts";
import type { PageCaller, PageData, PageFinding, PageRow } from "./page-data.ts";
import { PageGraph } from "./page-graph.ts";
import type { RouteReading } from "./routes.ts";
import { printShape } from "./shape.ts";
import type { SurfaceFunction } from "./surface.ts";

/** What a rule found, with its place in the text of a file. */
export interface PlacedFinding {
  readonly file: string;
  readonly range: Range;
  readonly rule: string;
  readonly message: string;
}

const UNFOLLOWED: Readonly<Record<Unfollowed, string>> = {
  package: "a package is given the context",
  dynamic: "a call that cannot be resolved is given the context",
  builder: "what registers it cannot be followed",
  credential: "an argument that looks like a credential is used",
  size: "there is too much code to follow",
};

/** Returns what the surface page shows of some projects. */
export function buildPageData(analysis: Analysis, projects: readonly ConvexProject[], { title, findings }: { readonly title: string; readonly findings: readonly PlacedFinding[] }): PageData {
  return new PageBuilder(analysis, findings).build(projects, title);
}

class PageBuilder {
  readonly #analysis: Analysis;
  readonly #findings = new Map<string, PlacedFinding[]>();

  constructor(analysis: Analysis, findings: readonly PlacedFinding[]) {
    this.#analysis = analysis;
    for (const finding of findings) this.#findings.set(finding.file, [...(this.#findings.get(finding.file) ?? []), finding]);
  }

  build(projects: readonly ConvexProject[], title: string): PageData {
    const { snapshot, verdicts, surface, visibility } = this.#analysis;
    const routes = projects.flatMap((project) => [...surface.current(project).routes.values()].map((route) => ({ project, route })));
    const graph = new PageGraph(snapshot, verdicts, routes.map(({ route }) => route));
    const isPublic = (target: RegisteredFunction): boolean => visibility.of(target)?.visibility === "public";
    const rows: PageRow[] = [];
    for (const [index, project] of projects.entries()) {
      const changes = new Map(surface.changes(project).map((change) => [change.name, change.differences.map(({ text, detail }) => `${text}${detail === undefined ? "" : `: ${detail}`}`)]));
      for (const target of snapshot.registryOf(project).functions.values()) {
        const found = surface.reader.functionOf(target);
        if (found) rows.push(this.#functionRow(target, found, { node: graph.functionNode(target, true), project: index, review: target.names.flatMap((name) => changes.get(name) ?? []) }));
      }
      for (const { route } of routes.filter((candidate) => candidate.project === project)) {
        rows.push(this.#routeRow(route, { node: graph.routeNode(route), project: index, review: changes.get(route.name) ?? [] }));
      }
    }
    for (const project of projects) for (const target of snapshot.registryOf(project).functions.values()) if (visibility.of(target)) graph.addCallers(target, isPublic);
    return {
      title,
      projects: projects.map(({ directory, isComponent }) => ({ directory: this.#path(directory), isComponent })),
      rows,
      nodes: graph.nodes,
      edges: graph.edges,
      notes: projects.flatMap((project) => this.#notes(project)),
    };
  }

  #functionRow(target: RegisteredFunction, found: SurfaceFunction, common: Pick<PageRow, "node" | "project" | "review">): PageRow {
    const [name = "", ...otherNames] = target.names;
    const statement = target.definition?.statementRange ?? target.range;
    const { args } = found;
    return {
      ...common,
      ...this.#accessOf(this.#analysis.access.of(target)),
      name,
      otherNames,
      type: found.type,
      place: this.#place(target.file, target.range[0]),
      who: found.callers,
      callers: this.#callersOf(target),
      validated: found.validated === "unknown" ? "unknown" : found.validated ? "yes" : "no",
      args: typeof args === "object" ? [...args.fields.map((field) => [`${field.name}${field.optional ? "?" : ""}`, printShape(field.type)] as const), ...(args.open ? [["…", "unknown"] as const] : [])] : args,
      findings: this.#findingsIn(target.file, statement),
    };
  }

  #routeRow(route: RouteReading, common: Pick<PageRow, "node" | "project" | "review">): PageRow {
    const { handler } = route;
    const answer = this.#analysis.surface.reader.http.of(route);
    return {
      ...common,
      ...(answer ? this.#accessOf(answer) : { access: "unknown", accessNote: "its handler cannot be followed", danger: "nothing", dangerNote: "its handler cannot be followed" }),
      name: route.name,
      otherNames: [],
      type: "http",
      place: this.#place(route.file, route.range[0]),
      who: [],
      callers: [],
      validated: "does not apply",
      args: "request",
      findings: [...this.#findingsIn(route.file, route.range), ...(handler ? this.#findingsIn(handler.file, handler.range) : [])],
    };
  }

  #accessOf({ verdict, danger, assumed }: AccessAnswer): Pick<PageRow, "access" | "accessNote" | "danger" | "dangerNote"> {
    const notes = [verdict.kind === "unknown" ? UNFOLLOWED[verdict.because] : verdict.kind === "unchecked" ? this.#lateness(verdict) : "", verdict.kind === "unchecked" ? "" : chain(verdict.chain), assumed ? `takes an identity from \`${assumed.argument}\`` : ""];
    return {
      access: verdict.kind,
      accessNote: notes.filter((note) => note !== "").join("; "),
      danger: danger.rank,
      dangerNote: [danger.does ?? "", chain(danger.chain)].filter((note) => note !== "").join(": "),
    };
  }

  #lateness({ late, isInVain }: Extract<AccessAnswer["verdict"], { kind: "unchecked" }>): string {
    if (late) return `asked only at ${this.#place(late.check.file, late.check.range[0])}, when ${this.#place(late.write.file, late.write.range[0])} has written`;
    return isInVain ? "asked, but nothing depends on the answer" : "";
  }

  #callersOf(target: RegisteredFunction): PageCaller[] {
    const { references, escapes } = this.#analysis.snapshot.callersOf(target);
    const callers = [
      ...references.map((reference): PageCaller => ({ class: reference.class, sure: reference.certainty === "direct", place: reference.range[1] === 0 ? this.#path(reference.file) : this.#place(reference.file, reference.range[0]) })),
      ...escapes.map((escape): PageCaller => ({ class: escape.class, sure: false, place: this.#place(escape.file, escape.range[0]) })),
    ];
    return [...new Map(callers.map((caller) => [`${caller.class} ${caller.place}`, caller])).values()];
  }

  #findingsIn(file: string, [start, end]: Range): PageFinding[] {
    const found = (this.#findings.get(file) ?? []).filter(({ range }) => start <= range[0] && range[1] <= end);
    return found.map(({ rule, message, range }) => ({ rule, message, place: this.#place(file, range[0]) }));
  }

  #notes(project: ConvexProject): string[] {
    const { routesFrom } = this.#analysis.surface.current(project).surface;
    if (routesFrom.length === 0) return [];
    const names = joinEnglishList(routesFrom.map((name) => (name === "unknown" ? "code that cannot be followed" : name)));
    return [`HTTP routes that ${names} ${routesFrom.length === 1 ? "adds" : "add"} to ${this.#path(project.directory)} are not listed.`];
  }

  #place(file: string, offset: number): string {
    return `${this.#path(file)}:${String(lineOf(this.#analysis.snapshot.store.textOf(file) ?? "", offset))}`;
  }

  #path(file: string): string {
    return this.#analysis.snapshot.relativePath(file) || ".";
  }
}

function chain(steps: readonly AccessStep[]): string {
  return steps.filter(({ isGiven }) => !isGiven).map(({ name }) => name).filter((name, index, all) => name !== "" && name !== all[index + 1]).join(" → ");
}
