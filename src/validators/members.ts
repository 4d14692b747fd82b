import type { Node } from "oxc-parser";

import { isFunction, keyName, unwrap } from "../facts/ast.ts";

/** Returns the function that an object literal has under a name; `undefined` where something else in it may be that. */
export function functionInObject(object: Node, name: string): Node | undefined {
  if (object.type !== "ObjectExpression") return undefined;
  let found: Node | undefined;
  for (const property of object.properties) {
    const key = property.type === "SpreadElement" ? undefined : keyName(property.key, property.computed);
    // What is spread, and a computed key, may bring another.
    if (property.type === "SpreadElement" || key === undefined) found = undefined;
    else if (key === name) found = property.kind === "init" ? unwrap(property.value) : undefined;
  }
  return found && isFunction(found) ? found : undefined;
}

/** Returns the function that a class has under a name, on itself or on its instances; one of several signatures is none. */
export function functionInClass(owner: Node, name: string, isStatic: boolean): Node | undefined {
  if (owner.type !== "ClassDeclaration") return undefined;
  const members = owner.body.body.filter((member) => "key" in member && "static" in member && member.static === isStatic && keyName(member.key, member.computed) === name);
  const [member] = members;
  if (members.length !== 1 || !member) return undefined;
  if (member.type !== "PropertyDefinition" && (member.type !== "MethodDefinition" || member.kind !== "method")) return undefined;
  // An annotation of a property says what it takes, whatever the function in it does.
  if (member.type === "PropertyDefinition" && member.typeAnnotation) return undefined;
  const written = member.value ? unwrap(member.value) : null;
  return written && isFunction(written) ? written : undefined;
}
