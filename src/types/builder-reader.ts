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
const TRANSIENT = 33554432;

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
      const bySymbol = readBuilderName(expression);
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

  function readBuilderName(name: ts.EntityName | ts.PropertyAccessExpression): Reading {
    const symbol = checker.getSymbolAtLocation("name" in name ? name.name : name);
    if (symbol === undefined) return UNSETTLED;

    const builder = skipAliases(symbol, checker);
    const known = readingsOfSymbols.get(builder);
    if (known !== undefined) return known;

    const declared = guarded(builder, () => readBuilderDeclaration(builder));
    const reading = declared.isSettled ? declared : readSignatures(checker.getTypeOfSymbol(builder));
    readingsOfSymbols.set(builder, reading);
    return reading;
  }

  function readBuilderDeclaration({ valueDeclaration: declaration, flags }: ts.Symbol): Reading {
    // A property that the checker made up, of a mapped type say, has the declaration of another.
    if (declaration === undefined || (flags & TRANSIENT) !== 0) return UNSETTLED;
    // The type at a function is that of its result, and the initializer of a destructured name only a default.
    if ("parameters" in declaration || isBindingElement(declaration)) return UNSETTLED;

    const { type, initializer } = declaration as Partial<ts.VariableDeclaration>;
    const annotated = type ? readBuilderType(type) : UNSETTLED;
    if (annotated.isSettled || initializer === undefined) return annotated;

    // A cast changes what the checker says about a value, and not what it registers.
    const value = skipOuterExpressions(initializer);
    return isCall(value) ? readBuilder(value) : readReturnedCalls(value);
  }

  /** Reads `typeof query`, and `QueryBuilder<DataModel, "public">` without a look at the data model. */
  function readBuilderType(type: ts.TypeNode): Reading {
    if ("exprName" in type) return readBuilderName(type.exprName as ts.EntityName);
    if (!("typeName" in type)) return UNSETTLED;
    const symbol = checker.getSymbolAtLocation(type.typeName as ts.EntityName);
    if (symbol === undefined) return UNSETTLED;

    const reading = readSignatures(checker.getDeclaredTypeOfSymbol(skipAliases(symbol, checker)));
    const visibility = reading.openVisibility && findTypeArgument(type, reading.openVisibility);
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
    // Signatures that the checker makes up have no declaration, whatever their type says.
    const declaration = signature.getDeclaration() as ts.Node | undefined;
    const inner = declaration ? readReturnedCalls(declaration) : UNSETTLED;
    return inner.isSettled ? inner : readRegistration(signature.getReturnType(), checker);
  }

  /** `(definition) => mutation({ … })`: reads the call of `mutation`, so that the function's type is not inferred. */
  function readReturnedCalls(node: ts.Node): Reading {
    const returned = findReturnedExpressions(node)?.map(skipOuterExpressions);
    return returned?.every(isCall) ? guarded(node, () => uniteReadings(returned.map(readCallee))) : UNSETTLED;
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
