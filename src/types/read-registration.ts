import type * as ts from "typescript";

import { type FunctionType, type Registration, UNKNOWN } from "./type-oracle.ts";

/**
 * What a type says about a registration. A reading is settled when no type argument can change it, so the type of an
 * uninstantiated signature may be read in place of the type of one call.
 */
export interface Reading {
  readonly registration: Registration;
  readonly isSettled: boolean;
  /** The type parameter that decides the visibility, if nothing else is open. */
  readonly openVisibility?: ts.Type;
}

/** The reading of a type that says nothing. */
export const UNSETTLED: Reading = { registration: UNKNOWN, isSettled: false };

// Equal in TypeScript 5.0 to 6.0, unlike most other flags, which 6.0 renumbered.
const ANY_OR_UNKNOWN = 1 | 2;
const MAPPED = 32;

const FUNCTION_TYPE_MARKERS: readonly (readonly [string, FunctionType])[] = [
  ["isQuery", "query"],
  ["isMutation", "mutation"],
  ["isAction", "action"],
];

/** Whether the type is `any` or `unknown`. */
export function isAnyOrUnknown(type: ts.Type): boolean {
  return (type.flags & ANY_OR_UNKNOWN) !== 0;
}

/** Whether the type still depends on type arguments: a type parameter, a conditional type, or an indexed access. */
export function isDeferred(type: ts.Type): boolean {
  if (type.isIntersection()) return type.types.some(isDeferred);
  return type.isTypeParameter() || "checkType" in type || "indexType" in type;
}

/** Reads what a value of the type registers. */
export function readRegistration(type: ts.Type, checker: ts.TypeChecker): Reading {
  if (isAnyOrUnknown(type)) return UNSETTLED;
  if (type.isUnion()) return uniteReadings(type.types.map((member) => readRegistration(member, checker)));
  // Only the parts of an intersection can be read before its type arguments are known.
  if (isDeferred(type) && !type.isIntersection()) return UNSETTLED;

  const isFunction = readMarker(type, "isConvexFunction", checker);
  const isHttp = readMarker(type, "isHttp", checker);
  const markers = FUNCTION_TYPE_MARKERS.map(([name, functionType]) => ({
    functionType,
    value: readMarker(type, name, checker),
  }));
  if ([isFunction, isHttp, ...markers.map(({ value }) => value)].includes("open")) return UNSETTLED;
  if (isHttp === "set") return { registration: { kind: "httpAction" }, isSettled: true };

  const [marked, ...others] = markers.filter(({ value }) => value === "set");
  const { visibility, parameter } = readVisibility(type, checker);
  // Both sides are needed: other libraries have objects with a field such as `isMutation`, too.
  if (marked === undefined || (isFunction === "unset" && visibility === undefined)) {
    return { registration: { kind: "none" }, isSettled: !isDeferred(type) && !isMapped(type) };
  }
  if (others.length > 0) return UNSETTLED;

  const registration = { kind: "function", functionType: marked.functionType, visibility: visibility ?? "ambiguous" } as const;
  if (parameter !== undefined) return { registration, isSettled: false, openVisibility: parameter };
  return { registration, isSettled: visibility !== undefined || !isDeferred(type) };
}

/** Closes a reading whose visibility alone was open. */
export function settleVisibility(
  { registration }: Reading,
  visibility: "public" | "internal" | "ambiguous",
): Reading {
  return { registration: registration.kind === "function" ? { ...registration, visibility } : registration, isSettled: true };
}

/** Joins the readings of values of which any one may be there: two visibilities make an ambiguous one. */
export function uniteReadings(readings: readonly Reading[]): Reading {
  const [first, ...rest] = readings;
  if (first === undefined) return UNSETTLED;

  return rest.reduce(
    (left, right) => ({
      registration: uniteRegistrations(left.registration, right.registration),
      isSettled: left.isSettled && right.isSettled,
    }),
    first,
  );
}

function uniteRegistrations(left: Registration, right: Registration): Registration {
  if (left.kind === "function" && right.kind === "function") {
    if (left.functionType !== right.functionType) return UNKNOWN;
    return left.visibility === right.visibility ? left : { ...left, visibility: "ambiguous" };
  }
  return left.kind === right.kind ? left : UNKNOWN;
}

function readMarker(type: ts.Type, name: string, checker: ts.TypeChecker): "set" | "unset" | "open" {
  const property = checker.getPropertyOfType(type, name);
  if (property === undefined) return "unset";

  const value = checker.getTypeOfSymbol(property);
  if (isDeferred(value)) return "open";
  return checker.typeToString(value) === "true" ? "set" : "unset";
}

interface VisibilityReading {
  readonly visibility?: "public" | "internal" | "ambiguous";
  readonly parameter?: ts.Type;
}

function readVisibility(type: ts.Type, checker: ts.TypeChecker): VisibilityReading {
  const property = checker.getPropertyOfType(type, "_visibility");
  if (property !== undefined) {
    const value = checker.getTypeOfSymbol(property);
    if (isDeferred(value)) return { parameter: value };
    const isLiteral = value.isStringLiteral() && (value.value === "public" || value.value === "internal");
    return { visibility: isLiteral ? (value.value as "public" | "internal") : "ambiguous" };
  }

  // Older versions of convex have the markers alone.
  const isPublic = readMarker(type, "isPublic", checker) === "set";
  const isInternal = readMarker(type, "isInternal", checker) === "set";
  if (isPublic || isInternal) return { visibility: isPublic && isInternal ? "ambiguous" : isPublic ? "public" : "internal" };

  // There, a type parameter shows only in the name of the type: `RegisteredQuery<Visibility, Args, Returns>`.
  const parameter = type.aliasTypeArguments?.[0];
  return isDeferred(type) && parameter?.isTypeParameter() ? { parameter } : {};
}

/** A mapped type over type parameters has properties only once it is instantiated. */
function isMapped(type: ts.Type): boolean {
  return ((type as Partial<ts.ObjectType>).objectFlags ?? 0) & MAPPED ? true : false;
}
