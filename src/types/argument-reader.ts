import type * as ts from "typescript";

import { type ArgumentField, type ArgumentType, idOf, impossibleClass, readonlyArray, IMPOSSIBLE_CLASSES, unionOf } from "./argument-type.ts";
import { isDeferred } from "./read-registration.ts";
import { intrinsicName } from "./syntax.ts";

/** Reads types of one program as far as validators can say them. */
export interface ArgumentReader {
  /** Returns what a type node stands for. */
  readNode(node: ts.TypeNode): ArgumentType;
  /** Returns what the second parameter of the function is that an expression makes; `undefined` where it has no one type. */
  readHandlerParameter(node: ts.Node): ArgumentType | undefined;
}

// Equal in TypeScript 5.0 to 6.0.
const OPTIONAL = 16777216;
const MAX_DEPTH = 16;
const MAX_PROPERTIES = 300;
const GENERIC: ArgumentType = { kind: "impossible", what: "generic", instead: "write out the type that it takes" };

/** Makes the reader of a program, which must check `null` strictly: otherwise types do not say where it may be. */
export function createArgumentReader(checker: ts.TypeChecker): ArgumentReader {
  function read(type: ts.Type, within: readonly ts.Type[]): ArgumentType {
    const intrinsic = readIntrinsic(type);
    if (intrinsic) return intrinsic;
    const literal = readLiteral(type);
    if (literal) return literal;
    if (within.includes(type)) return { kind: "impossible", what: mentionRecursion(type), instead: "limit how deep it nests" };
    if (within.length > MAX_DEPTH) return { kind: "impossible", what: "nested too deep to check", instead: "flatten it" };
    const inner = [...within, type];
    const structure = readStructure(type, inner);
    const alias = type.aliasSymbol;
    return alias && isOwn(alias) && structure.kind !== "impossible" ? { kind: "alias", name: alias.name, type: structure } : structure;
  }

  function readStructure(type: ts.Type, within: readonly ts.Type[]): ArgumentType {
    if (type.isUnion()) return unionOf(type.types.map((member) => read(member, within)));
    if (type.isIntersection()) {
      const primitive = type.types.find((member) => /^(?:string|number|bigint|boolean)$/u.test(intrinsicName(member) ?? ""));
      if (primitive) return readBranded(type, read(primitive, within));
    }
    if (type.isTypeParameter() || isDeferred(type)) return GENERIC;
    if ("texts" in type) return { kind: "lossy", type: { kind: "string" }, loss: "the pattern of the string" };
    return readObject(type, within);
  }

  /** `string & { __tableName: "users" }` is an id; any other brand is lost. */
  function readBranded(type: ts.IntersectionType, primitive: ArgumentType): ArgumentType {
    const table = checker.getPropertyOfType(type, "__tableName");
    if (!table) return { kind: "lossy", type: primitive, loss: "the brand" };
    const names = checker.getTypeOfSymbol(table);
    // `Id<TableNames>` means whatever tables there are, not those that there are today.
    const isAnyTable = names.aliasSymbol?.name.startsWith("TableNames") === true;
    return (isAnyTable ? undefined : idOf(read(names, []))) ?? { kind: "impossible", what: "an id of no one table", instead: "write `Id` with the name of a table" };
  }

  function readObject(type: ts.Type, within: readonly ts.Type[]): ArgumentType {
    const name = (type.symbol as ts.Symbol | undefined)?.name ?? "";
    const isDeclared = name !== "" && !name.startsWith("__");
    if (isDeclared && name === "PaginationOptions") return { kind: "pagination" };
    if (checker.isTupleType(type)) return readTuple(type as ts.TupleTypeReference, within);
    if (checker.isArrayType(type)) return name === "ReadonlyArray" ? readonlyArray(read(elementOf(type), within)) : { kind: "array", element: read(elementOf(type), within) };
    if (isDeclared && !isOwn(type.symbol)) {
      if (name === "ArrayBuffer") return { kind: "bytes" };
      if (IMPOSSIBLE_CLASSES.has(name)) return impossibleClass(name);
    }
    if (isClass(type)) return impossibleClass(name);
    if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return impossibleClass("Function");
    return readProperties(type, within);
  }

  function readTuple(type: ts.TupleTypeReference, within: readonly ts.Type[]): ArgumentType {
    const elements = checker.getTypeArguments(type).map((element) => read(element, within));
    if (elements.length === 0) return { kind: "impossible", what: "an empty tuple", instead: "leave it out" };
    return { kind: "lossy", type: { kind: "array", element: unionOf(elements) }, loss: "the length and order of the tuple" };
  }

  function readProperties(type: ts.Type, within: readonly ts.Type[]): ArgumentType {
    const properties = checker.getPropertiesOfType(type);
    const indices = checker.getIndexInfosOfType(type);
    const [index, ...others] = indices;
    if (properties.length > MAX_PROPERTIES) return { kind: "impossible", what: "an object of too many fields", instead: "declare the ones it needs" };
    if (index) {
      if (properties.length > 0 || others.length > 0) return { kind: "impossible", what: "an object with an index signature beside its fields", instead: "put them into a field of type `Record`" };
      const key = read(index.keyType, within);
      const value = read(index.type, within);
      if (value.kind === "never") return { kind: "object", fields: [] };
      if (key.kind !== "string" && key.kind !== "id") return { kind: "impossible", what: "a record with such keys", instead: "send an array of pairs" };
      return { kind: "record", key, value };
    }
    // The compiler names properties by symbols `__@iterator@12`.
    if (properties.some(({ name }) => name.startsWith("__@"))) return { kind: "impossible", what: "an object with a symbol for a key", instead: "name the field with a string" };
    return { kind: "object", fields: properties.map((property) => readProperty(property, within)) };
  }

  function readProperty(property: ts.Symbol, within: readonly ts.Type[]): ArgumentField {
    const optional = (property.flags & OPTIONAL) !== 0;
    const type = read(checker.getTypeOfSymbol(property), within);
    if (!optional || type.kind !== "union") return { name: property.name, optional, type };
    return { name: property.name, optional, type: unionOf(type.members.filter(({ kind }) => kind !== "undefined")) };
  }

  function elementOf(type: ts.Type): ts.Type {
    const [element] = checker.getTypeArguments(type as ts.TypeReference);
    return element ?? type;
  }

  return {
    readNode: (node) => read(checker.getTypeFromTypeNode(node), []),
    readHandlerParameter(node) {
      const type = secondParameter(node, checker);
      return type && read(type, []);
    },
  };
}

function mentionRecursion(type: ts.Type): string {
  // Types that are nobody's declaration have no symbol, whatever the compiler's own types say.
  const symbol = (type.aliasSymbol ?? type.symbol) as ts.Symbol | undefined;
  const name = symbol && isOwn(symbol) ? symbol.name : "__type";
  // The compiler's own names of what has none are `__type` and `__object`.
  return name.startsWith("__") ? "a recursive type" : `the recursive type \`${name}\``;
}

/** The type of the second parameter of the only signature, written out or as the rest `...args: [Args]`. */
function secondParameter(node: ts.Node, checker: ts.TypeChecker): ts.Type | undefined {
  const [signature, ...others] = checker.getTypeAtLocation(node).getCallSignatures();
  const [, parameter, ...more] = signature?.parameters ?? [];
  if (!signature || !parameter || others.length > 0 || more.length > 0 || (signature.typeParameters ?? []).length > 0) return undefined;
  const type = checker.getTypeOfSymbol(parameter);
  const declaration = parameter.valueDeclaration as Partial<ts.ParameterDeclaration> | undefined;
  if (!declaration?.dotDotDotToken) return declaration?.questionToken || declaration?.initializer ? undefined : type;
  const elements = checker.isTupleType(type) ? checker.getTypeArguments(type as ts.TupleTypeReference) : [];
  return elements.length === 1 && (type as ts.TupleTypeReference).target.minLength === 1 ? elements[0] : undefined;
}

function readIntrinsic(type: ts.Type): ArgumentType | undefined {
  const name = intrinsicName(type);
  switch (name) {
    case "string":
    case "number":
    case "bigint":
    case "null":
    case "undefined":
    case "never":
    case "unknown":
    case "any":
    case "boolean":
      return { kind: name };
    case "error":
      return { kind: "unresolved", text: "" };
    case "void":
      return { kind: "undefined" };
    case "true":
    case "false":
      return { kind: "literal", base: "boolean", value: name };
    case "object":
      return { kind: "impossible", what: "an `object` of unknown shape", instead: "declare its fields" };
    case "symbol":
      return impossibleClass("Symbol");
    default:
      return undefined;
  }
}

function readLiteral(type: ts.Type): ArgumentType | undefined {
  const literal = literalOf(type);
  return literal && (readEnum(type, literal) ?? literal);
}

function literalOf(type: ts.Type): Extract<ArgumentType, { kind: "literal" }> | undefined {
  if (type.isStringLiteral()) return { kind: "literal", base: "string", value: type.value };
  if (type.isNumberLiteral()) return { kind: "literal", base: "number", value: String(type.value) };
  const value = "value" in type ? (type.value as Partial<ts.PseudoBigInt> | undefined) : undefined;
  return value?.base10Value === undefined ? undefined : { kind: "literal", base: "bigint", value: `${value.negative === true ? "-" : ""}${value.base10Value}n` };
}

/** The member of an enum that a literal type is. */
function readEnum(type: ts.Type, value: Extract<ArgumentType, { kind: "literal" }>): ArgumentType | undefined {
  const member = (type.symbol as ts.Symbol | undefined)?.valueDeclaration;
  const owner = (member && "members" in member ? member : member?.parent) as Partial<ts.EnumDeclaration> | undefined;
  const name = owner?.name?.text;
  if (!member || name === undefined || !owner?.members || !("name" in member)) return undefined;
  const only = owner === member ? owner.members[0] : (member as ts.EnumMember);
  const memberName = only && "text" in only.name ? only.name.text : undefined;
  if (memberName === undefined) return undefined;
  // Of an ambient enum nothing is there when the code runs, so that no validator can name its members.
  const isAmbient = !member.getSourceFile().isDeclarationFile && owner.modifiers?.some((modifier) => modifier.getText() === "declare") === true;
  if (isAmbient) return { kind: "impossible", what: `of the ambient enum \`${name}\``, instead: "declare it where it runs" };
  const isExported = owner.modifiers?.some((modifier) => modifier.getText() === "export") === true;
  return { kind: "enum", enum: { module: member.getSourceFile().fileName, name: isExported ? name : null, local: name, path: [memberName] }, value };
}

function isClass(type: ts.Type): boolean {
  const target = (type as Partial<ts.TypeReference>).target as ts.Type | undefined;
  return type.isClass() || target?.isClass() === true;
}

/** Whether something is declared outside packages and TypeScript's own library. */
function isOwn(symbol: ts.Symbol): boolean {
  const file = symbol.declarations?.[0]?.getSourceFile();
  return file !== undefined && !file.fileName.includes("/node_modules/") && !/\/lib\.[\w.]+\.d\.ts$/u.test(file.fileName);
}
