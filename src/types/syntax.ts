/**
 * Node tests by shape. The numbers of `SyntaxKind` differ between TypeScript versions, and a program does not say
 * which version made it: a namespace loaded beside it may carry the wrong ones.
 */
import type * as ts from "typescript";

/** The name that a type has inside the compiler which is no structure: `any`, `string`, `error`. Flags differ between versions. */
export function intrinsicName(type: ts.Type): string | undefined {
  return (type as ts.Type & { readonly intrinsicName?: string }).intrinsicName;
}

/** Whether the node is an identifier. */
export function isIdentifier(node: ts.Node): node is ts.Identifier {
  return "escapedText" in node;
}

/** Whether the expression is a call; `new` expressions have the same fields but begin before their callee. */
export function isCall(node: ts.Node): node is ts.CallExpression {
  if (!("arguments" in node && "expression" in node)) return false;
  return node.getStart() === (node.expression as ts.Expression).getStart();
}

/** Whether the expression is `a.b` or `a?.b`. */
export function isPropertyAccess(node: ts.Node): node is ts.PropertyAccessExpression {
  return "name" in node && "expression" in node && !("arguments" in node);
}

/** Whether the declaration is `b` in `const { a: b } = value`. */
export function isBindingElement(declaration: ts.Node): declaration is ts.BindingElement {
  // The declaration of `export * as name from` is a file, which has no parent.
  const parent = declaration.parent as ts.Node | undefined;
  return parent !== undefined && "elements" in parent;
}

/** Whether the node is `a`, `a.b`, `a.b.c` …: a name whose symbol needs no call to be checked. */
export function isDottedName(node: ts.Node): node is ts.Identifier | ts.PropertyAccessExpression {
  return isIdentifier(node) || (isPropertyAccess(node) && isDottedName(node.expression));
}

/** The expression inside parentheses, `as`, `satisfies`, `<T>` and `!`. */
export function skipOuterExpressions(node: ts.Expression): ts.Expression {
  if (!("expression" in node) || "name" in node || "arguments" in node || "argumentExpression" in node) return node;

  const inner = node.expression as ts.Expression;
  const text = node.getText();
  const isParenthesized = text.startsWith("(") && text.endsWith(")");
  const isNonNull = text.endsWith("!") && node.getStart() === inner.getStart();
  return "type" in node || isParenthesized || isNonNull ? skipOuterExpressions(inner) : node;
}

/** The call with exactly this range, if the file has one. */
export function findCall(file: ts.SourceFile, start: number, end: number): ts.CallExpression | undefined {
  function visit(node: ts.Node): ts.CallExpression | undefined {
    if (node.pos > start || node.end < end) return undefined;
    if (node.end === end && node.getStart(file) === start && isCall(node)) return node;
    return node.forEachChild(visit);
  }

  return file.forEachChild(visit);
}

/**
 * The expressions that a function without a return annotation may return, if it is neither `async` nor a generator;
 * undefined otherwise.
 */
export function findReturnedExpressions(declaration: ts.Node): readonly ts.Expression[] | undefined {
  const { body, type, modifiers, asteriskToken } = declaration as Partial<ts.FunctionExpression>;
  if (body === undefined || type !== undefined || asteriskToken !== undefined) return undefined;
  if (modifiers?.some((modifier) => modifier.getText() === "async")) return undefined;
  if (!("statements" in body)) return [body];

  const returned: ts.Expression[] = [];
  function visit(node: ts.Node): void {
    // Functions and classes inside the body return for themselves.
    if ("parameters" in node || "members" in node) return;
    if ("expression" in node && /^return(?![\w$])/.test(node.getText())) {
      if (node.expression !== undefined) returned.push(node.expression as ts.Expression);
      return;
    }
    node.forEachChild(visit);
  }

  body.forEachChild(visit);
  return returned;
}

/** The text of the string literal that a type reference such as `Builder<Model, "public">` gives to a type parameter. */
export function findTypeArgument(reference: ts.TypeNode, parameter: ts.Type): string | undefined {
  const { typeArguments } = reference as ts.TypeReferenceNode;
  const declaration = parameter.symbol.declarations?.[0];
  const declared = (declaration?.parent as ts.TypeAliasDeclaration | undefined)?.typeParameters;
  const index = declared?.findIndex((candidate) => candidate === declaration) ?? -1;
  const argument = typeArguments?.[index];
  if (argument === undefined || !("literal" in argument)) return undefined;
  const literal = argument.literal as ts.LiteralTypeNode["literal"];
  return "text" in literal ? literal.text : undefined;
}

/** The outermost node with exactly this range, if the file has one. */
export function findNode(file: ts.SourceFile, start: number, end: number): ts.Node | undefined {
  function visit(node: ts.Node): ts.Node | undefined {
    if (node.pos > start || node.end < end) return undefined;
    return node.end === end && node.getStart(file) === start ? node : node.forEachChild(visit);
  }

  return file.forEachChild(visit);
}
