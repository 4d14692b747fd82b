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

/**
 * A node with the way up to the root. Parents are kept beside the tree, because setting them on every node of every
 * file costs about as much as the rest of the analysis.
 */
export interface Frame {
  readonly node: Node;
  readonly up: Frame | null;
}

/**
 * Returns the expression inside casts and the like, which say nothing at run time.
 * @example `api as any`, `api!`, `<any>api`, `api satisfies X`, `(api?.a)`
 */
export function unwrap(node: Node): Node {
  let inner = node;
  for (let next = unwrapOnce(inner); next; next = unwrapOnce(inner)) inner = next;
  return inner;
}

function unwrapOnce(node: Node): Node | undefined {
  switch (node.type) {
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
    case "ChainExpression":
    case "ParenthesizedExpression":
      return node.expression;
    case "AwaitExpression":
      return node.argument;
    default:
      return undefined;
  }
}

/** Returns the frame of the outermost expression that is the node in casts and the like. */
export function wrapped(frame: Frame): Frame {
  let outer = frame;
  for (let up = outer.up; up && unwrapOnce(up.node) === outer.node; up = outer.up) outer = up;
  return outer;
}

/** Returns the name of a property key that is written out, `undefined` for a computed one. */
export function keyName(key: Node, computed: boolean): string | undefined {
  if (!computed && (key.type === "Identifier" || key.type === "PrivateIdentifier")) return key.name;
  if (key.type === "Literal" && typeof key.value === "number") return String(key.value);
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
