import type { Node } from "oxc-parser";

import { isFunction, unwrap } from "./ast.ts";
import type { Declaration, Identifier, ScopeAnalysis } from "./scope.ts";

const NOTHING: readonly Node[] = [];

/**
 * Returns what is assigned to a name that has no value of its own, where all of it comes out of modules; nothing for
 * other names, which may change as they go.
 * @example `let api; try { api = (await import("./a")).api; } catch { api = (await import("./b")).api; }`
 */
export function valuesAssignedLater({ site, kind, path, written }: Declaration, { resolved }: Pick<ScopeAnalysis, "resolved">): readonly Node[] {
  if (!written || kind !== "variable" || path.length > 0 || site.type !== "VariableDeclarator" || site.id.type !== "Identifier") return NOTHING;
  if (site.init !== null && !(site.init.type === "Literal" && site.init.value === null)) return NOTHING;
  const values: Node[] = [];
  for (const { node, up } of written) {
    const assignment = up?.node;
    if (assignment?.type !== "AssignmentExpression" || assignment.operator !== "=" || assignment.left !== node || up?.up?.node.type !== "ExpressionStatement") return NOTHING;
    if (!isOfModule(assignment.right, resolved)) return NOTHING;
    values.push(assignment.right);
  }
  return values;
}

/** `module.api`, of a name that stands for a module, or of `await import("…")` itself. */
function isOfModule(expression: Node, resolved: ReadonlyMap<Identifier, Declaration>): boolean {
  let root = unwrap(expression);
  while (root.type === "MemberExpression") root = unwrap(root.object);
  if (root.type !== "Identifier") return isRequest(root);
  const declaration = resolved.get(root);
  if (!declaration || isFunction(declaration.site)) return false;
  const { kind, reassigned, site } = declaration;
  return kind === "import" || (!reassigned && site.type === "VariableDeclarator" && site.init !== null && isRequest(unwrap(site.init)));
}

/** `import(…)` and `require(…)`, wherever from. */
function isRequest(node: Node): boolean {
  return node.type === "ImportExpression" || (node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "require");
}
