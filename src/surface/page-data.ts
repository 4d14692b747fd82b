import type { DangerRank } from "../access/access.ts";
import type { CallerClass } from "../project/references.ts";
import type { FunctionType } from "../types/type-oracle.ts";
import type { SurfaceAccess, SurfaceCaller } from "./surface.ts";

/** Everything that the surface page shows. It is embedded in the page as JSON, so it is plain data. */
export interface PageData {
  readonly title: string;
  readonly projects: readonly PageProject[];
  readonly rows: readonly PageRow[];
  /** What the drawing consists of: each row, the other functions, and the files that call. */
  readonly nodes: readonly PageNode[];
  /** Pairs of nodes, the caller first; uncertain ones have a third element. */
  readonly edges: readonly PageEdge[];
  /** What the page cannot show, in sentences. */
  readonly notes: readonly string[];
}

export type PageEdge = readonly [from: number, to: number] | readonly [from: number, to: number, uncertain: 1];

/** A Convex project; what is public in a component is callable by the app around it, and not from the internet. */
interface PageProject {
  readonly directory: string;
  readonly isComponent: boolean;
}

/** A public function or an HTTP route. */
export interface PageRow {
  /** Its node. */
  readonly node: number;
  readonly name: string;
  /** Further names of the same definition. */
  readonly otherNames: readonly string[];
  readonly project: number;
  readonly type: FunctionType | "http";
  readonly place: string;
  readonly who: readonly SurfaceCaller[];
  readonly callers: readonly PageCaller[];
  readonly validated: "yes" | "no" | "unknown" | "does not apply";
  /** Names and types; for a route its arguments are the request. */
  readonly args: readonly (readonly [name: string, type: string])[] | "anything" | "unknown" | "request";
  readonly access: SurfaceAccess;
  /** What was found on the way to the check, or what could not be followed. */
  readonly accessNote: string;
  readonly danger: DangerRank;
  readonly dangerNote: string;
  readonly findings: readonly PageFinding[];
  /** How it differs from the surface file, in sentences. */
  readonly review: readonly string[];
}

/** One place that calls a function. */
export interface PageCaller {
  readonly class: CallerClass;
  readonly sure: boolean;
  readonly place: string;
}

/** What a rule says of a function. */
export interface PageFinding {
  readonly rule: string;
  readonly message: string;
  readonly place: string;
}

/** A box of the drawing. */
export interface PageNode {
  readonly label: string;
  readonly kind: "function" | "internal" | "route" | Exclude<CallerClass, "test">;
}
