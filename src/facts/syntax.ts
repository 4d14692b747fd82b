import type { Node } from "oxc-parser";

import { type Frame, isFunction, keyName, literalString, rangeOf, wrapped } from "./ast.ts";
import type { Declaration, Identifier } from "./scopes.ts";
import type { BindingFact, ImportedName, Value } from "./types.ts";

/** `const user = await ctx.runQuery(…)`: what a method of a parameter returns carries nothing, but for test clients. */
export function isCallOfParameter(value: Value, bindings: readonly BindingFact[]): boolean {
  if (value.kind !== "call" || value.callee.kind !== "member" || value.callee.property === "withIdentity") return false;
  let root: Value = value.callee;
  while (root.kind === "member") root = root.object;
  return root.kind === "binding" && bindings[root.binding]?.kind === "parameter";
}

/** Whether a function is declared at the top level, or is the value of a constant there. */
export function isTopLevelFunction(frame: Frame): boolean {
  let up = frame.node.type === "FunctionDeclaration" ? frame.up : wrapped(frame).up;
  if (up?.node.type === "VariableDeclarator") up = up.up;
  if (up?.node.type === "VariableDeclaration") up = up.up;
  if (up?.node.type === "ExportNamedDeclaration" || up?.node.type === "ExportDefaultDeclaration") up = up.up;
  return up?.node.type === "Program";
}

/** Whether what a function returns may matter to others: it is at the top level, or a function there returns it. */
export function isDescribed(frame: Frame): boolean {
  if (isTopLevelFunction(frame) || isGivenBack(frame)) return true;
  const outer = wrapped(frame).up;
  if (outer?.node.type === "ArrowFunctionExpression") return isTopLevelFunction(outer);
  if (outer?.node.type !== "ReturnStatement") return false;
  let current = outer.up;
  while (current && !isFunction(current.node)) current = current.up;
  return current !== null && isTopLevelFunction(current);
}

/** `function inner() { … } return inner;` at the end of a function at the top level. */
function isGivenBack({ node, up }: Frame): boolean {
  if (node.type !== "FunctionDeclaration" || up?.node.type !== "BlockStatement") return false;
  const last = up.node.body.at(-1);
  return last?.type === "ReturnStatement" && last.argument?.type === "Identifier" && last.argument.name === node.id?.name && up.up !== null && isTopLevelFunction(up.up);
}

/** `import("./m")` and `require("./m")`, as a value, in a type and in `import m = require("./m")`. */
export function requestedSource(node: Node): string | undefined {
  if (node.type === "ImportExpression" || node.type === "TSImportType") return literalString(node.source);
  if (node.type === "TSExternalModuleReference") return literalString(node.expression);
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier" || node.callee.name !== "require") return undefined;
  const argument = node.arguments[0];
  return argument ? literalString(argument) : undefined;
}

/** The names of `a.b.c`. */
export function qualifiedNames(name: Node | null): Identifier[] {
  if (name?.type === "TSQualifiedName") return [...qualifiedNames(name.left), name.right];
  return name?.type === "Identifier" ? [name] : [];
}

/** The names of the expression `a.b.c`, none where it is another. */
export function memberNames(expression: Node): string[] {
  if (expression.type === "Identifier") return [expression.name];
  const name = expression.type === "MemberExpression" ? keyName(expression.property, expression.computed) : undefined;
  const object = expression.type === "MemberExpression" && name !== undefined ? memberNames(expression.object) : [];
  return object.length === 0 || name === undefined ? [] : [...object, name];
}

/** The text of a type that is a string. */
export function literalType(type: Node): string | undefined {
  return type.type === "TSLiteralType" ? literalString(type.literal) : undefined;
}

export function importedName({ site, frame }: Declaration): ImportedName | null {
  if (site.type === "TSImportEqualsDeclaration") {
    const source = requestedSource(site.moduleReference);
    return source === undefined ? null : { source, imported: "*", typeOnly: site.importKind === "type" };
  }
  const declaration = frame.up?.node;
  if (declaration?.type !== "ImportDeclaration") return null;
  const typeOnly = declaration.importKind === "type";
  const source = declaration.source.value;
  switch (site.type) {
    case "ImportSpecifier": {
      const imported = site.imported.type === "Identifier" ? site.imported.name : String((site.imported as { value: unknown }).value);
      return { source, imported, typeOnly: typeOnly || site.importKind === "type" };
    }
    case "ImportDefaultSpecifier":
      return { source, imported: "default", typeOnly };
    case "ImportNamespaceSpecifier":
      return { source, imported: "*", typeOnly };
    default:
      return null;
  }
}

export function functionName(node: Node, frame: Frame | undefined): string | null {
  const id = (node as { id?: Node | null }).id;
  if (id?.type === "Identifier") return id.name;
  const parent = frame && wrapped(frame).up?.node;
  return parent?.type === "VariableDeclarator" && parent.id.type === "Identifier" ? parent.id.name : null;
}

/** Returns the name of a method of a class, or of an object that a variable is declared with: `requireUser` in `const auth = { requireUser() {} }`. */
export function methodName(frame: Frame | undefined): string | null {
  const up = frame && wrapped(frame).up;
  if (!up || (up.node.type !== "MethodDefinition" && up.node.type !== "PropertyDefinition" && up.node.type !== "Property")) return null;
  if (up.node.type === "Property" && (!up.up || wrapped(up.up).up?.node.type !== "VariableDeclarator")) return null;
  return keyName(up.node.key, up.node.computed) ?? null;
}

export function enclosingFunction(frame: Frame): Node | undefined {
  let current = frame.up;
  while (current && !isFunction(current.node)) current = current.up;
  return current?.node;
}

export function contains(outer: Node, inner: Node): boolean {
  const [start, end] = rangeOf(outer);
  const [from, to] = rangeOf(inner);
  return start <= from && to <= end;
}

/** The arguments of the `return`s of a function body, those of inner functions left out; `null` for a bare `return`. */
export function returnedExpressions(body: Node): (Node | null)[] {
  const found: (Node | null)[] = [];
  const pending: unknown[] = [body];
  while (pending.length > 0) {
    const item = pending.pop();
    if (Array.isArray(item)) {
      pending.push(...(item as unknown[]));
      continue;
    }
    if (typeof item !== "object" || item === null || typeof (item as Node).type !== "string") continue;
    const node = item as Node;
    if (node.type === "ReturnStatement") found.push(node.argument);
    else if (/Statement$|^SwitchCase$|^CatchClause$/u.test(node.type)) {
      for (const [key, child] of Object.entries(node)) if (key !== "parent" && typeof child === "object") pending.push(child);
    }
  }
  return found;
}
