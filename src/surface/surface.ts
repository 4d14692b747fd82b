import type { CallerClass } from "../project/references.ts";
import type { FunctionType } from "../types/type-oracle.ts";
import type { ObjectShape } from "./shape.ts";

/** Who calls a function; with a question mark where only something that cannot be followed may. */
export type SurfaceCaller = CallerClass | `${CallerClass}?`;

/** What callers may send: `anything` where nothing is validated, `unknown` where the validators cannot be read. */
export type SurfaceArguments = ObjectShape | "anything" | "unknown";

/** Whether anything looks at who calls. */
export type SurfaceAccess = "checked" | "unchecked" | "unknown";

/** A public function as reviewers see it. */
export interface SurfaceFunction {
  readonly type: FunctionType;
  readonly validated: boolean | "unknown";
  readonly access: SurfaceAccess;
  readonly callers: readonly SurfaceCaller[];
  readonly args: SurfaceArguments;
}

/** An HTTP route as reviewers see it. */
export interface SurfaceRoute {
  readonly access: SurfaceAccess;
}

/** Everything of one Convex project that strangers can reach. */
export interface Surface {
  /** By name: `messages:send`. */
  readonly functions: ReadonlyMap<string, SurfaceFunction>;
  /** By method and path: `POST /stripe/webhook`, `GET /files/*`. */
  readonly routes: ReadonlyMap<string, SurfaceRoute>;
  /** The packages that add routes of their own, which nothing here can list. */
  readonly routesFrom: readonly string[];
}
