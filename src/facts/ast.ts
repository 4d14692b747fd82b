import type { Comment, Node, Program } from "oxc-parser";

import type { Range } from "./types.ts";

/** The tree of one file: what `oxc-parser` gives for files read from disk, or what the host's parser made. */
export interface SourceTree {
  readonly program: Program;
  readonly comments: readonly SourceComment[];
  /** The text that the ranges count in, without byte order mark. */
  readonly text: string;
  /**
   * Stretches of text outside the scripts whose expressions use the names of the script:
   * the template of a Vue, Svelte or Astro file.
   */
  readonly templates: readonly Range[];
  /** Whether the file could not be parsed. */
  readonly failed: boolean;
}

export interface SourceComment {
  readonly type: Comment["type"];
  readonly value: string;
  readonly range: Range;
}

/** Returns where the node stands in the text. */
export function rangeOf(node: Node): Range {
  const range = (node as { range?: [number, number] }).range;
  return range ?? [node.start, node.end];
}

/** Returns the parent, which scope analysis has set. */
export function parentOf(node: Node): Node | undefined {
  return (node as { parent?: Node }).parent;
}

/**
 * Returns the expression inside casts and the like, which say nothing at run time.
 * @example `api as any`, `api!`, `<any>api`, `api satisfies X`, `(api?.a)`
 */
export function unwrap(node: Node): Node {
  let inner = node;
  for (;;) {
    switch (inner.type) {
      case "TSAsExpression":
      case "TSNonNullExpression":
      case "TSSatisfiesExpression":
      case "TSTypeAssertion":
      case "TSInstantiationExpression":
      case "ChainExpression":
      case "ParenthesizedExpression":
      case "AwaitExpression":
        inner = "argument" in inner ? inner.argument : inner.expression;
        break;
      default:
        return inner;
    }
  }
}

/** Returns the outermost expression that is the node in casts and the like. */
export function wrapped(node: Node): Node {
  let outer = node;
  for (let parent = parentOf(outer); parent; parent = parentOf(outer)) {
    if (unwrap(parent) === parent || unwrap(parent) !== unwrap(outer)) break;
    outer = parent;
  }
  return outer;
}

/** Returns the name of a property key that is written out, `undefined` for a computed one. */
export function keyName(key: Node, computed: boolean): string | undefined {
  if (!computed && (key.type === "Identifier" || key.type === "PrivateIdentifier")) return key.name;
  return literalString(key);
}

/** Returns the text of a string literal or of a template without expressions. */
export function literalString(node: Node): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** Whether the node is a function of any form. */
export function isFunction(node: Node): boolean {
  return node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression" || node.type === "FunctionDeclaration";
}
