import type { BoundaryRule } from "../src/create-rule.ts";
import noInternalInClient from "./no-internal-in-client.ts";
import noUnusedPublicFunction from "./no-unused-public-function.ts";
import preferInternalFunction from "./prefer-internal-function.ts";
import preferInternalReference from "./prefer-internal-reference.ts";

/** Every rule, by name. */
export const rules: Readonly<Record<string, BoundaryRule>> = Object.fromEntries(
  [noInternalInClient, noUnusedPublicFunction, preferInternalFunction, preferInternalReference].map((rule) => [rule.name, rule as unknown as BoundaryRule]),
);
