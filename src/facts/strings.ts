import type { Node } from "oxc-parser";

import { literalString, rangeOf } from "./ast.ts";
import type { BindingFact, Value } from "./types.ts";

/** Parts of a string: text, the binding of a name that says nothing here, or `null`. */
type Parts = readonly (string | number | null)[];

/** What reading a string needs of the reader of values. */
interface Context {
  readonly valueOf: (expression: Node) => Value;
  readonly bindings: readonly BindingFact[];
}

/**
 * Returns the string that an expression puts together, as far as the file tells; `undefined` where it makes none.
 * @example `"messages:" + name`, `` `${MODULE}:send` ``, `["messages", "send"].join(":")`
 */
export function readString(node: Node, context: Context): Value | undefined {
  const parts = partsOf(node, context);
  if (!parts || !parts.some((part) => typeof part === "string")) return undefined;
  const joined = merged(parts);
  const [only = null, ...others] = joined;
  const range = rangeOf(node);
  if (typeof only === "string" && others.length === 0) return { kind: "string", value: only, range };
  const holes = joined.filter((part) => typeof part !== "string");
  return { kind: "template", parts: joined.map((part) => (typeof part === "string" ? part : null)), ...(holes.some((hole) => hole !== null) ? { holes } : {}), range };
}

/** Whether parts of a string are those of a function name, one of them written out: `messages:${name}`, `${module}:list`. */
export function isWrittenName(parts: readonly (string | null)[]): boolean {
  return /^[A-Za-z_][\w/]{2,}:$/u.test(parts[0] ?? "") || /^:[A-Za-z_]\w+$/u.test(parts.at(-1) ?? "");
}

/** Whether parts of a string may be those of a function name: `${module}:${name}`. */
export function mayBeName(parts: readonly (string | null)[]): boolean {
  return isWrittenName(parts) || (parts.length === 3 && parts[1] === ":");
}

function partsOf(node: Node, context: Context): Parts | undefined {
  const read = (part: Node): Parts => partsOfValue(context.valueOf(part), context);
  switch (node.type) {
    case "TemplateLiteral":
      return node.quasis.flatMap((quasi, index) => {
        const expression = node.expressions[index];
        return [quasi.value.cooked ?? null, ...(expression ? read(expression) : [])];
      });
    case "BinaryExpression":
      return node.operator === "+" ? [...read(node.left), ...read(node.right)] : undefined;
    case "CallExpression": {
      if (node.callee.type !== "MemberExpression" || node.callee.property.type !== "Identifier") return undefined;
      const { object, property } = node.callee;
      if (property.name === "concat" && (object.type === "Literal" || object.type === "TemplateLiteral" || node.arguments.some(isColon))) return [object, ...node.arguments].flatMap(read);
      // `path.replace("/", ":")`
      if (property.name === "replace" || property.name === "replaceAll") return node.arguments[1] && isColon(node.arguments[1]) ? [null, ...read(node.arguments[1]), null] : undefined;
      const separator = property.name === "join" && node.arguments[0] ? literalString(node.arguments[0]) : undefined;
      if (separator === undefined) return undefined;
      if (object.type !== "ArrayExpression") return separator === ":" ? [null, separator, null] : undefined;
      return object.elements.flatMap((element, index) => [...(index > 0 ? [separator] : []), ...(element ? read(element) : [])]);
    }
    default:
      return undefined;
  }
}

function isColon(node: Node): boolean {
  return literalString(node)?.startsWith(":") === true;
}

function partsOfValue(value: Value, { bindings }: Context): Parts {
  switch (value.kind) {
    case "string":
      return [value.value];
    case "template": {
      const holes = [...(value.holes ?? [])];
      return value.parts.map((part) => part ?? holes.shift() ?? null);
    }
    case "binding": {
      const constant = bindings[value.binding]?.value;
      return constant?.kind === "string" ? [constant.value] : [value.binding];
    }
    default:
      return [null];
  }
}

/** One part for each stretch that is known. */
function merged(parts: Parts): Parts {
  const result: (string | number | null)[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part === "") continue;
    if (typeof part === "string" && typeof last === "string") result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}
