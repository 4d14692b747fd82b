import type * as ts from "typescript";

import { type ArgumentReader, createArgumentReader } from "./argument-reader.ts";
import { readBuilderArguments } from "./builder-arguments.ts";
import { type BuilderReader, createBuilderReader, skipAliases } from "./builder-reader.ts";
import { createExportReader, type ExportReader } from "./export-reader.ts";
import { findCall, findNode, intrinsicName } from "./syntax.ts";
import { type BuilderCall, type Registration, type TypeOracle, UNKNOWN, type WrittenType } from "./type-oracle.ts";
import { readValidator } from "./validator-types.ts";

const BYTE_ORDER_MARK = 0xfeff;

interface Readers {
  readonly checker: ts.TypeChecker;
  readonly calls: BuilderReader;
  readonly exports: ExportReader;
  readonly types: ArgumentReader;
}

const oracles = new WeakMap<ts.Program, TypeOracle>();

/** Returns the oracle of a program of the TypeScript compiler (5.0 to 6.0): one oracle, with its answers, a program. */
export function getTypeScriptOracle(program: ts.Program): TypeOracle {
  let oracle = oracles.get(program);
  if (oracle === undefined) {
    oracle = createTypeScriptOracle(program);
    oracles.set(program, oracle);
  }
  return oracle;
}

function createTypeScriptOracle(program: ts.Program): TypeOracle {
  const answers = new Map<string, Registration>();
  let readers: Readers | undefined;

  function createReaders(): Readers {
    const checker = program.getTypeChecker();
    const calls = createBuilderReader(checker);
    return { checker, calls, exports: createExportReader(checker, calls), types: createArgumentReader(checker) };
  }

  /** Answers once, and with `unknown` where the checker itself fails. */
  function answer(key: string, find: (readers: Readers) => Registration): Registration {
    const known = answers.get(key);
    if (known !== undefined) return known;

    let found = UNKNOWN;
    try {
      readers ??= createReaders();
      found = find(readers);
    } catch {
      // A bug of the compiler, or a type so deep that it exhausts the stack, must not end the lint run.
    }
    answers.set(key, found);
    return found;
  }

  /** Reads a node of the program, which must check `null` strictly: otherwise types do not say where it may be. */
  function readWritten<T>({ file: name, range, text }: WrittenType, read: (node: ts.Node, readers: Readers) => T | undefined): T | undefined {
    const file = program.getSourceFile(name);
    const offset = file ? getTextOffset(file) : 0;
    if (file?.text.slice(range[0] + offset, range[1] + offset) !== text) return undefined;
    return tryTo(() => {
      // Making the checker binds the tree, which gives nodes their parents.
      readers ??= createReaders();
      const node = findNode(file, range[0] + offset, range[1] + offset);
      return node && isStrict(readers.checker) ? read(node, readers) : undefined;
    });
  }

  return {
    registrationOfCall(question) {
      const file = program.getSourceFile(question.file);
      if (file === undefined || !isUpToDate(file, question)) return UNKNOWN;

      return answer(`${file.fileName}:${question.call.join("-")}`, ({ calls }) => {
        const offset = getTextOffset(file);
        const call = findCall(file, question.call[0] + offset, question.call[1] + offset);
        return call && contains(call.expression, question.callee, offset) ? calls.readCall(call) : UNKNOWN;
      });
    },

    registrationOfExport(question) {
      const file = program.getSourceFile(question.file);
      if (file === undefined) return UNKNOWN;

      return answer(`${file.fileName}#${question.exportName}`, ({ checker, exports }) => {
        const module = checker.getSymbolAtLocation(file);
        const symbol = module && checker.tryGetMemberInModuleExports(question.exportName, module);
        return symbol ? exports.readSymbol(skipAliases(symbol, checker)) : UNKNOWN;
      });
    },

    argumentType: (written) => readWritten(written, (node, { types }) => types.readNode(node as ts.TypeNode)),
    handlerParameter: (written) => readWritten(written, (node, { types }) => types.readHandlerParameter(node)),

    isFunction: (written) => readWritten(written, (node, { checker }) => isFunctionType(checker.getTypeAtLocation(node))),

    validatorType: (written) => readWritten(written, (node, { checker }) => readValidator(checker.getTypeAtLocation(node), checker)),

    builderArguments(question) {
      const file = program.getSourceFile(question.file);
      if (file === undefined || !isUpToDate(file, question)) return undefined;
      return tryTo(() => {
        readers ??= createReaders();
        const offset = getTextOffset(file);
        const call = findCall(file, question.call[0] + offset, question.call[1] + offset);
        return call && readBuilderArguments(readers.checker.getTypeAtLocation(call.expression), readers.checker);
      });
    },

    knows: (file) => program.getSourceFile(file) !== undefined,
  };
}

/** Whether values of a type are functions; `undefined` for `any`, which may be. */
function isFunctionType(type: ts.Type): boolean | undefined {
  if (/^(?:any|error)$/u.test(intrinsicName(type) ?? "")) return undefined;
  return type.isUnion() ? type.types.every((member) => isFunctionType(member) === true) : type.getCallSignatures().length > 0;
}

/** Answers with `undefined` where the checker itself fails. */
function tryTo<T>(find: () => T | undefined): T | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}

/** Whether types say where `null` may be; the default of the option that decides it differs between versions. */
function isStrict(checker: ts.TypeChecker): boolean {
  return !checker.isTypeAssignableTo(checker.getNullType(), checker.getStringType());
}

/** Whether the program holds the text that the question is about. */
function isUpToDate(file: ts.SourceFile, { callee, calleeText }: BuilderCall): boolean {
  const offset = getTextOffset(file);
  return file.text.slice(callee[0] + offset, callee[1] + offset) === calleeText;
}

/** TypeScript's own host drops the byte order mark of a file; others may leave it in the text, and in every offset. */
function getTextOffset(file: ts.SourceFile): number {
  return file.text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
}

function contains(node: ts.Node, [start, end]: readonly [number, number], offset: number): boolean {
  return node.getStart() <= start + offset && end + offset <= node.end;
}
