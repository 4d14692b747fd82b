import { type Node, Visitor } from "oxc-parser";

import { isNestedTooDeep } from "../text/nesting.ts";
import { keyName, literalString, unwrap } from "./ast.ts";
import { parseSource } from "./parse.ts";

/** An alias that the configuration of a bundler gives: `"$backend": path.resolve(__dirname, "../backend")`. */
export interface Alias {
  readonly name: string;
  /** What it stands for, from the directory of the configuration. */
  readonly path: string;
}

/** What bundlers keep aliases under: Vite, webpack and SvelteKit; Next.js with Turbopack; Metro. */
const HOLDERS: ReadonlySet<string> = new Set(["alias", "resolveAlias", "extraNodeModules"]);

/** Constants that stand for constants are followed so far. */
const MAX_STEPS = 4;

/**
 * Returns the aliases that a configuration file writes out, in objects, in lists of `{ find, replacement }` and by
 * assignment; none for text that is nested too deep to be a configuration.
 */
export function aliasesIn(file: string, text: string): readonly Alias[] {
  if (isNestedTooDeep(text)) return [];
  const { program } = parseSource(file, text);
  const constants = new Map<string, Node>();
  const found: { readonly name: string | undefined; readonly value: Node }[] = [];
  const readHolder = (holder: Node): void => {
    const list = unwrap(holder);
    if (list.type === "ObjectExpression") {
      for (const property of list.properties) if (property.type === "Property") found.push({ name: keyName(property.key, property.computed), value: property.value });
    } else if (list.type === "ArrayExpression") {
      for (const item of list.elements) if (item?.type === "ObjectExpression") readItem(item);
    }
  };
  const readItem = (item: Extract<Node, { type: "ObjectExpression" }>): void => {
    const parts = new Map(item.properties.flatMap((property) => (property.type === "Property" ? [[keyName(property.key, property.computed), property.value] as const] : [])));
    const [find, replacement] = [parts.get("find"), parts.get("replacement")];
    if (find && replacement) found.push({ name: literalString(find), value: replacement });
  };
  new Visitor({
    VariableDeclarator({ id, init }) {
      if (id.type === "Identifier" && init) constants.set(id.name, init);
    },
    Property({ key, value, computed }) {
      if (HOLDERS.has(keyName(key, computed) ?? "")) readHolder(value);
    },
    AssignmentExpression({ left, right }) {
      if (left.type !== "MemberExpression") return;
      const key = keyName(left.property, left.computed);
      if (HOLDERS.has(key ?? "")) readHolder(right);
      // `config.resolve.alias["$backend"] = path.resolve("../backend")`
      else if (left.object.type === "MemberExpression" && HOLDERS.has(keyName(left.object.property, left.object.computed) ?? "")) found.push({ name: key, value: right });
    },
  }).visit(program);
  return found.flatMap(({ name, value }) => {
    const parts = name === undefined || name === "" ? [] : pathParts(value, constants);
    return parts.length === 0 ? [] : [{ name: name ?? "", path: parts.join("/") }];
  });
}

/** The parts of a path that are written out, `["..", "backend"]` in `path.resolve(__dirname, "..", "backend")`, through constants of the file. */
function pathParts(value: Node, constants: ReadonlyMap<string, Node>, steps = 0): string[] {
  if (steps > MAX_STEPS) return [];
  const node = unwrap(value);
  const text = literalString(node);
  if (text !== undefined) return [text];
  const inner = (part: Node): string[] => pathParts(part, constants, steps + 1);
  switch (node.type) {
    case "Identifier": {
      const constant = constants.get(node.name);
      return constant ? inner(constant) : [];
    }
    // `fileURLToPath(new URL("./src", import.meta.url))`
    case "CallExpression":
    case "NewExpression":
      return node.arguments.flatMap((argument) => (argument.type === "SpreadElement" ? [] : inner(argument)));
    // `new URL("./src", import.meta.url).pathname`
    case "MemberExpression":
      return inner(node.object);
    case "TemplateLiteral":
      return node.quasis.flatMap(({ value: { cooked } }, index) => [...(cooked ? [cooked] : []), ...(node.expressions[index] ? inner(node.expressions[index]) : [])]);
    default:
      return [];
  }
}
