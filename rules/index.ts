import type { BoundaryRule } from "../src/create-rule.ts";
import noInternalInClient from "./no-internal-in-client.ts";
import preferInternalFunction from "./prefer-internal-function.ts";

/** Every rule, by name. */
export const rules: Readonly<Record<string, BoundaryRule>> = Object.fromEntries(
  [noInternalInClient, preferInternalFunction].map((rule) => [rule.name, rule as unknown as BoundaryRule]),
);
