import type * as ts from "typescript";

import { type BuilderReader, skipAliases } from "./builder-reader.ts";
import { readRegistration } from "./read-registration.ts";
import { isBindingElement, isCall, isDottedName, isIdentifier, skipOuterExpressions } from "./syntax.ts";
import { type Registration, UNKNOWN } from "./type-oracle.ts";

/** Reads what the exported bindings of one program register. */
export interface ExportReader {
  /** What the value that the symbol names registers; the symbol is no alias. */
  readSymbol(symbol: ts.Symbol): Registration;
}

/** Makes the reader of a program, which reads a binding by the call that it is made with before it asks for its type. */
export function createExportReader(checker: ts.TypeChecker, calls: BuilderReader): ExportReader {
  const symbolsBeingRead = new Set<ts.Symbol>();

  function readSymbol(symbol: ts.Symbol): Registration {
    // `export const a = b, b = a`
    if (symbolsBeingRead.has(symbol)) return UNKNOWN;

    symbolsBeingRead.add(symbol);
    try {
      const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
      const byValue = declaration && readDeclaration(declaration);
      // `export const list: any = query(…)` registers a query, although its type does not say so.
      if (byValue?.kind === "function" || byValue?.kind === "httpAction") return byValue;

      return readRegistration(checker.getTypeOfSymbol(symbol), checker).registration;
    } finally {
      symbolsBeingRead.delete(symbol);
    }
  }

  function readDeclaration(declaration: ts.Declaration): Registration | undefined {
    if (isBindingElement(declaration)) return readDestructured(declaration);

    const value = getValue(declaration);
    if (value === undefined) return undefined;
    if (isCall(value)) return calls.readCall(value);
    if (!isDottedName(value)) return undefined;

    // `export const list = listImpl`
    const symbol = checker.getSymbolAtLocation(isIdentifier(value) ? value : value.name);
    return symbol && readSymbol(skipAliases(symbol, checker));
  }

  function readDestructured(element: ts.BindingElement): Registration | undefined {
    const destructured = findDestructured(element);
    const reading = destructured && calls.readPropertyOfCall(destructured.call, destructured.property);
    return reading?.isSettled ? reading.registration : undefined;
  }

  return { readSymbol };
}

/** The value in `const name = value`, or in `export default value`. */
function getValue(declaration: ts.Node): ts.Expression | undefined {
  const { initializer, expression } = declaration as ts.Node & { initializer?: ts.Expression; expression?: ts.Expression };
  const value = initializer ?? expression;
  return value && skipOuterExpressions(value);
}

/** For `b` in `const { a: b } = call(…)`: the name `a`, and the call. */
function findDestructured(element: ts.BindingElement): { property: string; call: ts.CallExpression } | undefined {
  const { parent: pattern, propertyName, name, dotDotDotToken } = element;
  // The parent of a nested pattern is an element of the outer one, and its value only a default.
  const isNested = "elements" in (pattern.parent.parent as ts.Node);
  const property = propertyName ?? name;
  if (isNested || dotDotDotToken !== undefined || !("text" in property)) return undefined;

  const call = getValue(pattern.parent);
  return call && isCall(call) ? { property: property.text, call } : undefined;
}
