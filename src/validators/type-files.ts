import type { Node } from "oxc-parser";

import { isFunction, rangeOf } from "../facts/ast.ts";
import type { HandlerFact, TypeSyntax } from "../facts/handler-types.ts";
import { readHandler, templatesIn } from "../facts/handlers.ts";
import { parseSource } from "../facts/parse.ts";
import { readMembers, readType } from "../facts/type-syntax.ts";
import type { Range } from "../facts/types.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { ArgumentType } from "../types/argument-type.ts";
import { addedArguments, keysOf } from "./customization.ts";
import { findNode } from "./find-node.ts";
import { functionInClass, functionInObject } from "./members.ts";

/** A type that a file declares at its top level. */
export type TypeDeclaration = { readonly exported: boolean; readonly range: Range } & (
  | { readonly kind: "type"; readonly type: TypeSyntax; readonly isGeneric: boolean; readonly bases: readonly TypeSyntax[] }
  | { readonly kind: "enum"; readonly members: readonly { readonly name: string; readonly value: Extract<ArgumentType, { kind: "literal" }> | null }[] }
  | { readonly kind: "class" }
);

/** What a second look at a file's text gives: only files that some handler's types lead to get one. */
export interface TypeFile {
  readonly declarations: ReadonlyMap<string, TypeDeclaration>;
  /** The function written at a range. */
  handlerAt(range: Range): HandlerFact | undefined;
  /** The keys of an object literal at a range; `undefined` where it is none, or has others than are written out. */
  keysAt(range: Range): readonly string[] | undefined;
  /** The function that an object literal at a range has under a name. */
  memberOfObject(range: Range, name: string): HandlerFact | undefined;
  /** The function that a class of the file has under a name, on itself or on its instances. */
  memberOfClass(className: string, name: string, isStatic: boolean): HandlerFact | undefined;
  /** The arguments that the customization of a function builder written at a range adds; `undefined` where it does not say. */
  addedArgumentsAt(range: Range): readonly string[] | undefined;
  /** The template literals of several lines in the file. */
  readonly templates: readonly Range[];
}

/** The declared types of files, read when somebody asks. */
export class TypeFiles {
  readonly #snapshot: Snapshot;
  readonly #files = new Map<string, TypeFile | undefined>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** Returns the types of a file, `undefined` for one that cannot be read. */
  of(file: string): TypeFile | undefined {
    if (!this.#files.has(file)) this.#files.set(file, this.#read(file));
    return this.#files.get(file);
  }

  #read(file: string): TypeFile | undefined {
    const text = this.#snapshot.store.textOf(file);
    if (text === undefined || this.#snapshot.store.factsOf(file)?.failed !== false) return undefined;
    const tree = parseSource(file, text);
    const declarations = new Map<string, TypeDeclaration>();
    for (const statement of tree.program.body) {
      const exported = statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration";
      const node = declarationOf(statement);
      const name = (node as { id?: { name?: string } | null } | null)?.id?.name;
      if (!node || name === undefined) continue;
      const declaration = readDeclaration(node, tree, { exported, range: rangeOf(statement) });
      // Interfaces of one name are merged, which takes a checker.
      if (declaration) declarations.set(name, declarations.has(name) ? { ...declaration, kind: "type", type: { kind: "other", range: rangeOf(node) }, isGeneric: false, bases: [] } : declaration);
    }
    return {
      declarations,
      templates: text.includes("`") ? templatesIn(tree.program, text) : [],
      handlerAt(range) {
        const found = findNode(tree.program, range, isFunction);
        return found && readHandler(found, tree);
      },
      keysAt(range) {
        const found = findNode(tree.program, range, ({ type }) => type === "ObjectExpression");
        return found && keysOf(found);
      },
      memberOfObject(range, name) {
        const found = findNode(tree.program, range, ({ type }) => type === "ObjectExpression");
        const member = found && functionInObject(found, name);
        return member && readHandler(member, tree);
      },
      memberOfClass(className, name, isStatic) {
        const found = tree.program.body.map(declarationOf).find((node) => node?.type === "ClassDeclaration" && node.id?.name === className);
        const member = found && functionInClass(found, name, isStatic);
        if (!member) return undefined;
        const handler = readHandler(member, tree);
        return { ...handler, isGeneric: handler.isGeneric || Boolean((found as { typeParameters?: Node | null }).typeParameters) };
      },
      addedArgumentsAt(range) {
        const found = findNode(tree.program, range, ({ type }) => type === "ObjectExpression");
        return found && addedArguments(found);
      },
    };
  }
}

/** What a statement declares, exported or not. */
function declarationOf(statement: Node): Node | null {
  return statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration" ? statement.declaration : statement;
}

function readDeclaration(node: Node, source: Parameters<typeof readType>[1], base: { exported: boolean; range: Range }): TypeDeclaration | undefined {
  switch (node.type) {
    case "TSTypeAliasDeclaration":
      return { ...base, kind: "type", type: readType(node.typeAnnotation, source), isGeneric: Boolean(node.typeParameters), bases: [] };
    case "TSInterfaceDeclaration": {
      const range = rangeOf(node);
      const bases = node.extends.map((heritage) => baseType(heritage as Node, source));
      const type = readMembers(node.body.body, source, rangeOf(node.body)) ?? { kind: "other", range };
      return { ...base, kind: "type", type, isGeneric: Boolean(node.typeParameters), bases };
    }
    case "TSEnumDeclaration":
      // Of an ambient enum nothing is there when the code runs, so that no validator can name its members.
      return node.declare ? { ...base, kind: "type", type: { kind: "other", range: rangeOf(node) }, isGeneric: false, bases: [] } : { ...base, kind: "enum", members: readEnum(node, source.text) };
    case "ClassDeclaration":
      return { ...base, kind: "class" };
    default:
      return undefined;
  }
}

/** `extends Base<A>`, which is written as an expression. */
function baseType(heritage: Node, source: Parameters<typeof readType>[1]): TypeSyntax {
  const { expression, typeArguments } = heritage as unknown as { expression: Node; typeArguments?: { params: readonly Node[] } | null };
  const range = rangeOf(heritage);
  if (expression.type !== "Identifier") return { kind: "other", range };
  return { kind: "reference", path: [expression.name], args: (typeArguments?.params ?? []).map((argument) => readType(argument, source)), range };
}

function readEnum(node: Extract<Node, { type: "TSEnumDeclaration" }>, text: string): { name: string; value: Extract<ArgumentType, { kind: "literal" }> | null }[] {
  let next: number | null = 0;
  return node.body.members.map((member) => {
    const name = member.id.type === "Identifier" ? member.id.name : member.id.type === "Literal" ? member.id.value : "";
    const initializer = member.initializer as Node | null;
    if (!initializer) {
      const value = next === null ? null : ({ kind: "literal", base: "number", value: String(next) } as const);
      next = next === null ? null : next + 1;
      return { name, value };
    }
    const written = text.slice(...rangeOf(initializer));
    const isNumber = /^-?\d+$/u.test(written);
    next = isNumber ? Number(written) + 1 : null;
    if (isNumber) return { name, value: { kind: "literal", base: "number", value: written } };
    if (initializer.type === "Literal" && typeof initializer.value === "string") return { name, value: { kind: "literal", base: "string", value: initializer.value } };
    return { name, value: null };
  });
}
