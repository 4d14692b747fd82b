import type * as ts from "typescript";

import type { ArgumentField, ArgumentType } from "./argument-type.ts";
import { intrinsicName } from "./syntax.ts";

const MAX_DEPTH = 16;
const MAX_FIELDS = 300;
const UNTYPED: ArgumentType = { kind: "any", validator: "untyped" };
/** What holds no `any`, or cannot be read: nobody asks which. */
const OTHER: ArgumentType = { kind: "unresolved", text: "" };

/**
 * Returns what a validator (or an object of validators) of a type accepts, as far as it has an `any` in it.
 * Classes of validators by `kind` and `type`: `VAny`, `VObject` … of `convex/values`.
 */
export function readValidator(type: ts.Type, checker: ts.TypeChecker, depth = 0): ArgumentType {
  const intrinsic = intrinsicName(type);
  if (intrinsic !== undefined || depth > MAX_DEPTH) return intrinsic === "any" ? UNTYPED : OTHER;
  const part = (name: string): ts.Type | undefined => {
    const symbol = checker.getPropertyOfType(type, name);
    return symbol && checker.getTypeOfSymbol(symbol);
  };
  const read = (inner: ts.Type | undefined): ArgumentType => (inner ? readValidator(inner, checker, depth + 1) : OTHER);
  if (!part("isConvexValidator")) return depth === 0 ? readFields(type, checker, depth) : OTHER;
  const kind = part("kind");
  switch (kind?.isStringLiteral() ? kind.value : "") {
    case "any":
      return { kind: "any", validator: "any" };
    case "object": {
      const fields = part("fields");
      return fields ? readFields(fields, checker, depth) : OTHER;
    }
    case "array":
      return { kind: "array", element: read(part("element")) };
    case "record":
      return { kind: "record", key: OTHER, value: read(part("value")) };
    case "union": {
      const members = part("members");
      return { kind: "union", members: (members ? checker.getTypeArguments(members as ts.TypeReference) : []).map(read) };
    }
    default: {
      // `Validator<T>` is a union of all classes of validators.
      const accepted = part("type");
      return accepted && intrinsicName(accepted) === "any" ? UNTYPED : OTHER;
    }
  }
}

function readFields(type: ts.Type, checker: ts.TypeChecker, depth: number): ArgumentType {
  if (intrinsicName(type) !== undefined) return OTHER;
  const properties = checker.getPropertiesOfType(type);
  if (properties.length > MAX_FIELDS) return OTHER;
  return { kind: "object", fields: properties.map((property): ArgumentField => ({ name: property.name, optional: false, type: readValidator(checker.getTypeOfSymbol(property), checker, depth + 1) })) };
}
