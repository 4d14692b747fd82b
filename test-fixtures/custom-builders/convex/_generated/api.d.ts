/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
import type * as audit from "../audit.js";
import type * as backup from "../backup.js";
import type * as crons from "../crons.js";
import type * as exportProject from "../exportProject.js";
import type * as lib_builders from "../lib/builders.js";
import type * as lib_observed from "../lib/observed.js";
import type * as maintenance from "../maintenance.js";
import type * as projects from "../projects.js";
import type * as tasks from "../tasks.js";
import type * as v1 from "../v1.js";

/**
 * A utility for referencing Convex functions in your app's API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
declare const fullApi: ApiFromModules<{
  audit: typeof audit;
  backup: typeof backup;
  crons: typeof crons;
  exportProject: typeof exportProject;
  "lib/builders": typeof lib_builders;
  "lib/observed": typeof lib_observed;
  maintenance: typeof maintenance;
  projects: typeof projects;
  tasks: typeof tasks;
  v1: typeof v1;
}>;
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;
