import type { Node } from "oxc-parser";

import type { Frame } from "./ast.ts";
import { childScope, functionScope, isNode, listed, type Scope } from "./scope.ts";
import { type ScopeWalk, type Visit, visitsOf } from "./scope-walk.ts";

/** The nodes of a type, some of whose interfaces stand for several types. */
type Typed<T extends Node["type"], N = Node> = N extends { type: infer U } ? (T extends U ? N : never) : never;

/** What is done at nodes of these types. */
function at<T extends Node["type"]>(types: readonly T[], visit: (walk: ScopeWalk, node: Typed<T>, frame: Frame, scope: Scope) => void): [string, Visit][] {
  // A map from types to visits cannot tell the compiler that they belong together.
  return types.map((type) => [type, (walk, frame, scope) => visit(walk, frame.node as Typed<T>, frame, scope)]);
}

/** What a pass over the names of a file does, by the type of the node. */
export const VISITS = visitsOf([
  ...at(["Identifier"], (walk, node, frame, scope) => {
    walk.names.add(node.name);
    walk.pending.push(frame);
    walk.pendingScopes.push(scope);
  }),
  ...at(["Literal"], (walk, node, frame) => {
    if (typeof node.value === "string") walk.literals.push(frame);
  }),
  ...at(["TemplateLiteral"], (walk, node, frame, scope) => {
    walk.literals.push(frame);
    walk.visitAll(node.expressions, frame, scope);
  }),
  ...at(["CallExpression", "NewExpression"], (walk, node, frame, scope) => {
    if (node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "require") walk.requests.push(frame);
    walk.visit(node.callee, frame, scope);
    walk.visit(node.typeArguments, frame, scope);
    walk.visitAll(node.arguments, frame, scope);
  }),
  ...at(["ImportExpression", "TSExternalModuleReference"], (walk, node, frame, scope) => {
    walk.requests.push(frame);
    walk.visitChildren(node, frame, scope);
  }),
  ...at(["TSImportType"], (walk, _node, frame) => {
    walk.requests.push(frame);
  }),
  ...at(["MemberExpression"], (walk, node, frame, scope) => {
    walk.visit(node.object, frame, scope);
    if (node.computed) walk.visit(node.property, frame, scope);
  }),
  ...at(["Property"], (walk, node, frame, scope) => {
    if (node.computed) walk.visit(node.key, frame, scope);
    walk.visit(node.value, frame, scope);
  }),
  ...at(["JSXAttribute"], (walk, node, frame, scope) => {
    walk.visit(node.value, frame, scope);
  }),
  ...at(["PropertyDefinition", "MethodDefinition", "AccessorProperty"], (walk, node, frame, scope) => {
    for (const decorator of listed(node.decorators)) walk.visit(decorator, frame, scope);
    if (node.computed) walk.visit(node.key, frame, scope);
    if ("typeAnnotation" in node) walk.visit(node.typeAnnotation, frame, scope);
    walk.visit(node.value, frame, scope);
  }),
  ...at(["ImportDeclaration"], (walk, node, frame, scope) => {
    for (const specifier of listed(node.specifiers)) walk.declare(specifier.local, "import", { node: specifier, up: frame }, scope);
  }),
  ...at(["ExportNamedDeclaration"], (walk, node, frame, scope) => {
    if (node.source) return;
    walk.visit(node.declaration, frame, scope);
    for (const specifier of node.specifiers) walk.visit(specifier.local, { node: specifier, up: frame }, scope);
  }),
  ...at(["VariableDeclarator"], (walk, node, frame, scope) => {
    const declaration = frame.up?.node.type === "VariableDeclaration" ? frame.up.node : undefined;
    walk.declarePattern(node.id, "variable", frame, declaration?.kind === "var" ? functionScope(scope) : scope, [], false, scope);
    walk.visit(node.init, frame, scope);
  }),
  ...at(["FunctionDeclaration", "TSDeclareFunction"], (walk, node, frame, scope) => {
    if (node.id) walk.declare(node.id, "function", frame, scope);
    walk.visitFunction(frame, scope);
  }),
  ...at(["FunctionExpression"], (walk, node, frame, scope) => {
    const own = node.id ? childScope(scope, false) : scope;
    if (node.id) walk.declare(node.id, "function", frame, own);
    walk.visitFunction(frame, own);
  }),
  ...at(["ArrowFunctionExpression"], (walk, _node, frame, scope) => walk.visitFunction(frame, scope)),
  ...at(["ClassDeclaration", "ClassExpression"], (walk, node, frame, scope) => {
    const own = node.type === "ClassExpression" ? childScope(scope, false) : scope;
    if (node.id) walk.declare(node.id, "class", frame, own);
    walk.visit(node.superClass, frame, own);
    for (const decorator of listed(node.decorators)) walk.visit(decorator, frame, own);
    walk.visit(node.body, frame, own);
  }),
  ...at(["CatchClause"], (walk, node, frame, scope) => {
    const own = childScope(scope, false);
    if (node.param) walk.declarePattern(node.param, "other", frame, own, [], false, own);
    walk.visit(node.body, frame, own);
  }),
  ...at(["BlockStatement", "StaticBlock", "ForStatement", "ForInStatement", "ForOfStatement", "SwitchStatement"], (walk, node, frame, scope) => {
    walk.visitChildren(node, frame, childScope(scope, node.type === "StaticBlock"));
  }),
  ...at(["LabeledStatement"], (walk, node, frame, scope) => walk.visit(node.body, frame, scope)),
  ...at(["TSEnumDeclaration"], (walk, node, frame, scope) => {
    walk.declare(node.id, "other", frame, scope);
    for (const member of listed((node.body as { members?: typeof node.body.members } | undefined)?.members)) walk.visit(member.initializer, { node: member, up: frame }, scope);
  }),
  ...at(["TSModuleDeclaration"], (walk, node, frame, scope) => {
    if (node.id.type === "Identifier") walk.declare(node.id, "other", frame, scope);
    if (node.body) walk.visitChildren(node.body, { node: node.body, up: frame }, childScope(scope, true));
  }),
  ...at(["TSImportEqualsDeclaration"], (walk, node, frame, scope) => {
    walk.declare(node.id, node.moduleReference.type === "TSExternalModuleReference" ? "import" : "variable", frame, scope);
    walk.visit(node.moduleReference, frame, scope);
  }),
  // Names in types are not values; what stands in their type arguments may be (`typeof api.a.b`).
  ...at(["TSTypeReference", "TSInterfaceHeritage", "TSClassImplements"], (walk, node, frame, scope) => walk.visit(node.typeArguments, frame, scope)),
  ...at(["TSQualifiedName"], (walk, node, frame, scope) => walk.visit(node.left, frame, scope)),
  ...at(["TSTypeQuery"], (walk, node, frame, scope) => {
    walk.visit(node.exprName, frame, scope);
    walk.visit(node.typeArguments, frame, scope);
  }),
  ...at(["TSTypeAliasDeclaration"], (walk, node, frame, scope) => {
    walk.visit(node.typeParameters, frame, scope);
    walk.visit(node.typeAnnotation, frame, scope);
  }),
  ...at(["TSInterfaceDeclaration"], (walk, node, frame, scope) => {
    walk.visit(node.typeParameters, frame, scope);
    walk.visitAll(node.extends, frame, scope);
    walk.visit(node.body, frame, scope);
  }),
  ...at(["TSTypeParameter"], (walk, node, frame, scope) => {
    walk.visit(node.constraint, frame, scope);
    walk.visit(node.default, frame, scope);
  }),
  ...at(["TSPropertySignature"], (walk, node, frame, scope) => walk.visit(node.typeAnnotation, frame, scope)),
  ...at(["TSNamedTupleMember"], (walk, node, frame, scope) => walk.visit(node.elementType, frame, scope)),
  ...at(["TSFunctionType", "TSConstructorType", "TSMethodSignature", "TSCallSignatureDeclaration", "TSConstructSignatureDeclaration", "TSIndexSignature"], (walk, _node, frame, scope) => {
    visitSignature(walk, frame, scope);
  }),
]);

/** Parameters in types declare no values; only their types can hold a `typeof`. */
function visitSignature(walk: ScopeWalk, frame: Frame, scope: Scope): void {
  const { params, parameters, returnType, typeAnnotation } = frame.node as unknown as Record<string, unknown>;
  for (const list of [params, parameters]) {
    if (!Array.isArray(list)) continue;
    for (const param of list) {
      const annotation = isNode(param) ? (param as { typeAnnotation?: unknown }).typeAnnotation : undefined;
      if (isNode(annotation)) walk.visit(annotation, frame, scope);
    }
  }
  if (isNode(returnType)) walk.visit(returnType, frame, scope);
  if (isNode(typeAnnotation)) walk.visit(typeAnnotation, frame, scope);
}
