import type * as ts from "typescript";

import type { ArgumentField, ArgumentType } from "./argument-type.ts";
import { intrinsicName } from "./syntax.ts";

const MAX_DEPTH = 16;
const MAX_FIELDS = 300;
const UNTYPED: ArgumentType = { kind: "any", validator: "untyped" };
/** What holds no `any`, or cannot be read: nobody asks which. */
const OTHER: ArgumentType = { kind: "unresolved", text: "" };

/**
 * Returns what a validator (or an object of validators) of a type accepts, as far as it has an `any` in it. Validators
 * are told by the properties of their classes (`VAny`, `VObject` … of `convex/values`).
 */
export function readValidator(type: ts.Type, checker: ts.TypeChecker): ArgumentType {
  if (isAny(type) || isValidator(type, checker)) return read(type, undefined, checker, 0);
  // An object of validators, and not one of another library that has an `any` somewhere.
  const properties = checker.getPropertiesOfType(type);
  const areValidators = properties.every((property) => isValidator(checker.getTypeOfSymbol(property), checker));
  return areValidators ? readFields(type, undefined, checker, 0) : OTHER;
}

/** @param accepted What the validator around this one says that it accepts here: more reliable than what it is made of. */
function read(type: ts.Type | undefined, accepted: ts.Type | undefined, checker: ts.TypeChecker, depth: number): ArgumentType {
  if (!type || depth > MAX_DEPTH) return OTHER;
  if (isAny(type)) return accepted && !isAny(accepted) ? OTHER : UNTYPED;
  const kind = partOf(type, "kind", checker);
  const whole = partOf(type, "type", checker);
  switch (kind?.isStringLiteral() ? kind.value : "") {
    case "any":
      return { kind: "any", validator: "any" };
    case "object": {
      const fields = partOf(type, "fields", checker);
      return fields ? readFields(fields, whole, checker, depth) : OTHER;
    }
    case "array":
      return { kind: "array", element: read(partOf(type, "element", checker), indexed(whole, checker), checker, depth + 1) };
    case "record":
      return { kind: "record", key: OTHER, value: read(partOf(type, "value", checker), indexed(whole, checker), checker, depth + 1) };
    case "union": {
      const members = partOf(type, "members", checker);
      return { kind: "union", members: (members ? checker.getTypeArguments(members as ts.TypeReference) : []).map((member) => read(member, whole, checker, depth + 1)) };
    }
    default:
      // `Validator<T>` is a union of all classes of validators.
      return whole && isAny(whole) && (!accepted || isAny(accepted)) ? UNTYPED : OTHER;
  }
}

function readFields(type: ts.Type, accepted: ts.Type | undefined, checker: ts.TypeChecker, depth: number): ArgumentType {
  if (isAny(type)) return OTHER;
  const properties = checker.getPropertiesOfType(type);
  if (properties.length > MAX_FIELDS) return OTHER;
  return {
    kind: "object",
    fields: properties.map((property): ArgumentField => ({
      name: property.name,
      optional: false,
      type: read(checker.getTypeOfSymbol(property), accepted && partOf(accepted, property.name, checker), checker, depth + 1),
    })),
  };
}

function isAny(type: ts.Type): boolean {
  return intrinsicName(type) === "any";
}

/** Whether values of a type are validators of Convex, or may be. */
function isValidator(type: ts.Type, checker: ts.TypeChecker): boolean {
  return isAny(type) || checker.getPropertyOfType(type, "isConvexValidator") !== undefined;
}

function partOf(type: ts.Type, name: string, checker: ts.TypeChecker): ts.Type | undefined {
  const symbol = checker.getPropertyOfType(type, name);
  return symbol && checker.getTypeOfSymbol(symbol);
}

/** What an array or a record holds. */
function indexed(type: ts.Type | undefined, checker: ts.TypeChecker): ts.Type | undefined {
  return type && checker.getIndexInfosOfType(type)[0]?.type;
}
