import type * as ts from "typescript";

import {
  isAnyOrUnknown,
  isDeferred,
  type Reading,
  readRegistration,
  settleVisibility,
  uniteReadings,
  UNSETTLED,
} from "./read-registration.ts";
import {
  findReturnedExpressions,
  findTypeArgument,
  isBindingElement,
  isCall,
  isDottedName,
  isIdentifier,
  isPropertyAccess,
  skipOuterExpressions,
} from "./syntax.ts";
import { type Registration, UNKNOWN } from "./type-oracle.ts";

/** Reads what the calls of one program register, once per builder where the builder decides it. */
export interface BuilderReader {
  /** What the call registers; looks at the call's own type only where nothing cheaper settles it. */
  readCall(call: ts.CallExpression): Registration;
  /** What a property of the call's result registers, as in `const { signIn } = convexAuth()`. */
  readPropertyOfCall(call: ts.CallExpression, name: string): Reading;
}

// Equal in TypeScript 5.0 to 6.0.
const ALIAS = 2097152;

/** The symbol that an import or re-export stands for. */
export function skipAliases(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ALIAS) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
}

/**
 * Makes the reader of a program.
 *
 * The type of a call such as `query({ handler })` contains what the handler returns, and so takes the checker through
 * the handler and everything it uses; the type of `query` itself takes it through the schema. Declarations mostly say
 * what is registered without either, even before their type arguments are known.
 */
export function createBuilderReader(checker: ts.TypeChecker): BuilderReader {
  const readingsOfSymbols = new Map<ts.Symbol, Reading>();
  /** Functions and symbols whose reading is under way: code may well be recursive. */
  const underWay = new Set<ts.Node | ts.Symbol>();

  function readCall(call: ts.CallExpression): Registration {
    const reading = readCallee(call);
    if (reading.isSettled) return reading.registration;
    return readRegistration(checker.getTypeAtLocation(call), checker).registration;
  }

  function readPropertyOfCall(call: ts.CallExpression, name: string): Reading {
    const type = getDeclaredType(call);
    const property = type && checker.getPropertyOfType(type, name);
    return property ? readRegistration(checker.getTypeOfSymbol(property), checker) : UNSETTLED;
  }

  /** Reads a call without a look at its arguments, apart from those that are builders or calls of builders. */
  function readCallee(call: ts.CallExpression): Reading {
    const declared = readBuilder(call.expression);
    if (declared.isSettled) return declared;

    const resolved = readSignatures(checker.getTypeAtLocation(call.expression));
    // `traced(mutation({ … }))`, where `traced` returns the type that it is given
    return resolved.isSettled ? resolved : readPassedArgument(call, readCallOrNothing);
  }

  /** Reads what a call of the expression would register, as far as declarations tell. */
  function readBuilder(expression: ts.Expression): Reading {
    if (isDottedName(expression)) {
      const bySymbol = readBuilderSymbol(expression);
      return dependsOnPlace(bySymbol) ? readSignatures(checker.getTypeAtLocation(expression)) : bySymbol;
    }

    const type = getDeclaredType(expression);
    const reading = type ? readSignatures(type) : UNSETTLED;
    if (reading.isSettled || !isCall(expression)) return reading;
    return reading.openVisibility
      ? readPassedVisibility(expression, reading, reading.openVisibility)
      : // `wrap(mutation)`, where `wrap` returns the type that it is given
        readPassedArgument(expression, readBuilder);
  }

  function readBuilderSymbol(name: ts.Identifier | ts.PropertyAccessExpression): Reading {
    const symbol = checker.getSymbolAtLocation(isIdentifier(name) ? name : name.name);
    if (symbol === undefined) return UNSETTLED;

    const builder = skipAliases(symbol, checker);
    const known = readingsOfSymbols.get(builder);
    if (known !== undefined) return known;

    const declared = guarded(builder, () => readBuilderDeclaration(builder));
    const reading = declared.isSettled ? declared : readSignatures(checker.getTypeOfSymbol(builder));
    readingsOfSymbols.set(builder, reading);
    return reading;
  }

  /** Reads `const query: QueryBuilder<DataModel, "public">` and `const userQuery = customQuery(query, …)`. */
  function readBuilderDeclaration({ valueDeclaration }: ts.Symbol): Reading {
    // The initializer of a destructured name is only a default.
    if (valueDeclaration === undefined || isBindingElement(valueDeclaration)) return UNSETTLED;

    const { type, initializer } = valueDeclaration as Partial<ts.VariableDeclaration>;
    if (type !== undefined) return readTypeReference(type);
    const value = initializer && skipOuterExpressions(initializer);
    // The type of a cast value is what the cast says.
    return value && isCall(value) && value === initializer ? readBuilder(value) : UNSETTLED;
  }

  /** Reads the generic type that an annotation names, and no type argument but the visibility. */
  function readTypeReference(annotation: ts.TypeNode): Reading {
    if (!("typeName" in annotation)) return UNSETTLED;
    const symbol = checker.getSymbolAtLocation(annotation.typeName as ts.EntityName);
    if (symbol === undefined) return UNSETTLED;

    const reading = readSignatures(checker.getDeclaredTypeOfSymbol(skipAliases(symbol, checker)));
    const visibility = reading.openVisibility && findTypeArgument(annotation, reading.openVisibility);
    return visibility === "public" || visibility === "internal" ? settleVisibility(reading, visibility) : reading;
  }

  /** The type of an expression as the declarations give it, with the type parameters of generic calls left in. */
  function getDeclaredType(expression: ts.Expression): ts.Type | undefined {
    if (isPropertyAccess(expression)) {
      const owner = getDeclaredType(expression.expression);
      // The property of a union or of something optional takes the rules of the checker.
      if (owner === undefined || owner.isUnion() || isDeferred(owner)) return undefined;
      const property = checker.getPropertyOfType(owner, expression.name.text);
      return property && checker.getTypeOfSymbol(property);
    }
    if (isCall(expression)) {
      const type = findOnlySignature(expression)?.getReturnType();
      return type === undefined || isDeferred(type) ? undefined : type;
    }
    return checker.getTypeAtLocation(expression);
  }

  /** The signature of a callee without overloads. */
  function findOnlySignature(call: ts.CallExpression): ts.Signature | undefined {
    const signatures = getDeclaredType(call.expression)?.getCallSignatures() ?? [];
    return signatures.length === 1 ? signatures[0] : undefined;
  }

  function readSignatures(callee: ts.Type): Reading {
    // Nothing that is asked later makes an unresolved callee known.
    if (isAnyOrUnknown(callee)) return { registration: UNKNOWN, isSettled: true };
    // `(isAdmin ? internalQuery : query)(…)`
    if (callee.isUnion()) return uniteReadings(callee.types.map(readSignatures));
    if (isDeferred(callee)) return UNSETTLED;

    const readings = callee.getCallSignatures().map(readSignature);
    const united = uniteReadings(readings);
    // Which of several overloads is meant depends on the arguments.
    const areEqual = readings.every(({ registration }) => isSame(registration, united.registration));
    return areEqual ? united : UNSETTLED;
  }

  function readSignature(signature: ts.Signature): Reading {
    const inner = readReturnedCalls(signature);
    return inner.isSettled ? inner : readRegistration(signature.getReturnType(), checker);
  }

  /** `(definition) => mutation({ … })`: reads the call of `mutation`, so that the function's type is not inferred. */
  function readReturnedCalls(signature: ts.Signature): Reading {
    // Signatures that the checker makes up have no declaration, whatever their type says.
    const declaration = signature.getDeclaration() as ts.Node | undefined;
    const returned = declaration && findReturnedExpressions(declaration)?.map(skipOuterExpressions);
    if (declaration === undefined || !returned?.every(isCall)) return UNSETTLED;
    return guarded(declaration, () => uniteReadings(returned.map(readCallee)));
  }

  /** Reads the argument that a call returns the type of. */
  function readPassedArgument(call: ts.CallExpression, read: (argument: ts.Expression) => Reading): Reading {
    const signature = findOnlySignature(call);
    const returnType = signature?.getReturnType();
    if (!returnType?.isTypeParameter()) return UNSETTLED;

    const argument = findArgument(call, signature, (type) => type === returnType);
    return argument ? read(argument) : UNSETTLED;
  }

  /** `customQuery(query, …)`: the visibility is that of the builder that the call is given. */
  function readPassedVisibility(call: ts.CallExpression, reading: Reading, openVisibility: ts.Type): Reading {
    const argument = findArgument(
      call,
      findOnlySignature(call),
      (type) => readSignatures(type).openVisibility === openVisibility,
    );
    const passed = argument ? readBuilder(argument) : UNSETTLED;
    if (!passed.isSettled || passed.registration.kind !== "function") return UNSETTLED;
    return settleVisibility(reading, passed.registration.visibility);
  }

  /** The argument for the only parameter with such a type. */
  function findArgument(
    call: ts.CallExpression,
    signature: ts.Signature | undefined,
    hasType: (type: ts.Type) => boolean,
  ): ts.Expression | undefined {
    const matches = signature?.getParameters().map((parameter) => hasType(checker.getTypeOfSymbol(parameter))) ?? [];
    // Two arguments may differ, and then their types are joined.
    return matches.indexOf(true) === matches.lastIndexOf(true) ? call.arguments[matches.indexOf(true)] : undefined;
  }

  function readCallOrNothing(expression: ts.Expression): Reading {
    return isCall(expression) ? readCallee(expression) : UNSETTLED;
  }

  function guarded(key: ts.Node | ts.Symbol, read: () => Reading): Reading {
    if (underWay.has(key)) return UNSETTLED;
    underWay.add(key);
    try {
      return read();
    } finally {
      underWay.delete(key);
    }
  }

  return { readCall, readPropertyOfCall };
}

/** Whether the type of a name may be more precise at one place: narrowed from a union, or assigned to a plain `let`. */
function dependsOnPlace({ registration, isSettled }: Reading): boolean {
  if (!isSettled || registration.kind === "unknown") return true;
  return registration.kind === "function" && registration.visibility === "ambiguous";
}

function isSame(left: Registration, right: Registration): boolean {
  if (left.kind !== "function" || right.kind !== "function") return left.kind === right.kind;
  return left.functionType === right.functionType && left.visibility === right.visibility;
}
