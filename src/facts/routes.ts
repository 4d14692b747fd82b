import type { Node } from "oxc-parser";

import { type Frame, keyName, rangeOf, unwrap, wrapped } from "./ast.ts";
import type { Declaration, ScopeAnalysis } from "./scopes.ts";
import { isTopLevelFunction } from "./syntax.ts";
import type { MountFact, RouteFact, Value } from "./types.ts";
import type { ValueReader } from "./values.ts";

const ROUTES = /\.route\s*\(|[hH]ttp(?:Router|\.)|Routes\w*\s*\(/u;

type Call = Extract<Node, { type: "CallExpression" }>;

/**
 * Returns each call of a method `route` that may be one of an HTTP router, and each call that is given something which
 * may be one: `http.route({ path, method, handler })`, `auth.addHttpRoutes(http)`.
 */
export function collectRoutes(text: string, scopes: ScopeAnalysis, reader: ValueReader): { readonly routes: RouteFact[]; readonly mounts: MountFact[] } {
  const routes: RouteFact[] = [];
  const mounts: MountFact[] = [];
  // Hardly any file has routes, and those that have say so.
  if (!ROUTES.test(text)) return { routes, mounts };
  for (const declaration of scopes.declarations) {
    if (!mayBeRouter(declaration)) continue;
    for (const reference of declaration.references) {
      const route = routeOf(reference, reader);
      if (route) routes.push(route);
      const mount = mountOf(reference, reader);
      if (mount) mounts.push(mount);
    }
  }
  return { routes, mounts };
}

function mayBeRouter({ kind, top, site, frame }: Declaration): boolean {
  if (kind === "import") return true;
  if (kind === "parameter") return isTopLevelFunction(frame);
  const init = kind === "variable" && top && site.type === "VariableDeclarator" && site.init ? unwrap(site.init) : undefined;
  return init?.type === "CallExpression" || init?.type === "NewExpression";
}

/** `http.route({ path: "/files", method: "GET", handler })` */
function routeOf(reference: Frame, reader: ValueReader): RouteFact | undefined {
  const receiver = wrapped(reference);
  const member = receiver.up;
  if (member?.node.type !== "MemberExpression" || member.node.object !== receiver.node || keyName(member.node.property, member.node.computed) !== "route") return undefined;
  const call = callOf(member);
  const [definition] = call?.arguments ?? [];
  if (!call || !definition) return undefined;
  const options = unwrap(definition);
  const value = (key: string): Value | null => {
    if (options.type !== "ObjectExpression") return null;
    for (const property of options.properties) {
      if (property.type === "Property" && keyName(property.key, property.computed) === key) return reader.valueOf(property.value, "argument");
    }
    return null;
  };
  return { router: reader.valueOf(receiver.node, "shallow"), path: value("path"), pathPrefix: value("pathPrefix"), method: value("method"), handler: value("handler"), range: rangeOf(call.callee) };
}

function mountOf(reference: Frame, reader: ValueReader): MountFact | undefined {
  const argument = wrapped(reference);
  const call = argument.up?.node;
  if (call?.type !== "CallExpression" && call?.type !== "NewExpression") return undefined;
  const index = call.arguments.indexOf(argument.node as never);
  return index === -1 ? undefined : { router: reader.valueOf(argument.node, "shallow"), callee: reader.valueOf(call.callee, "shallow"), index, range: rangeOf(call) };
}

function callOf(callee: Frame): Call | undefined {
  const outer = wrapped(callee);
  const call = outer.up?.node;
  return call?.type === "CallExpression" && call.callee === outer.node ? call : undefined;
}
