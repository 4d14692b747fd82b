import type { BoundaryRule } from "../src/create-rule.ts";
import noAnyValidator from "./no-any-validator.ts";
import noInternalInClient from "./no-internal-in-client.ts";
import noLegacyFunctionSyntax from "./no-legacy-function-syntax.ts";
import noStringFunctionReference from "./no-string-function-reference.ts";
import noUnresolvedFunctionReference from "./no-unresolved-function-reference.ts";
import noUnreviewedPublicFunction from "./no-unreviewed-public-function.ts";
import noUnusedPublicFunction from "./no-unused-public-function.ts";
import preferInternalFunction from "./prefer-internal-function.ts";
import preferInternalReference from "./prefer-internal-reference.ts";
import requireAccessCheck from "./require-access-check.ts";
import requireArgumentValidators from "./require-argument-validators.ts";

/** Every rule, by name. */
export const rules: Readonly<Record<string, BoundaryRule>> = Object.fromEntries(
  [noAnyValidator, noInternalInClient, noLegacyFunctionSyntax, noStringFunctionReference, noUnresolvedFunctionReference, noUnreviewedPublicFunction, noUnusedPublicFunction, preferInternalFunction, preferInternalReference, requireAccessCheck, requireArgumentValidators].map((rule) => [rule.name, rule as unknown as BoundaryRule]),
);
