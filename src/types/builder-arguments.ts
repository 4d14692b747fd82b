import type * as ts from "typescript";

import type { BuilderArgumentsAnswer } from "./type-oracle.ts";

const PLAIN_BUILDER = /^(?:Query|Mutation|Action)Builder(?:WithTable)?$/u;
/** Where `CustomBuilder` of convex-helpers has the arguments that its customization makes. */
const MADE_ARGUMENTS = 3;

/** Returns what a function builder of a type does with arguments; `undefined` where the type does not tell. */
export function readBuilderArguments(type: ts.Type, checker: ts.TypeChecker): BuilderArgumentsAnswer | undefined {
  const { aliasSymbol, aliasTypeArguments } = type;
  if (!aliasSymbol) return undefined;
  if (PLAIN_BUILDER.test(aliasSymbol.name)) return { isPlain: true, added: [] };
  const home = aliasSymbol.declarations?.[0]?.getSourceFile().fileName ?? "";
  const made = aliasTypeArguments?.[MADE_ARGUMENTS];
  // The builders of the same name that take zod schemas are declared in modules of their own.
  if (aliasSymbol.name !== "CustomBuilder" || !made || /zod\w*\.d\.[cm]?ts$|zod\w*\.ts$/u.test(home)) return undefined;
  if (checker.getIndexInfosOfType(made).length > 0 && checker.getPropertiesOfType(made).length === 0) {
    // `Record<string, never>` adds nothing, `Record<string, any>` anything.
    return checker.typeToString(made) === "Record<string, never>" ? { isPlain: false, added: [] } : undefined;
  }
  return { isPlain: false, added: checker.getPropertiesOfType(made).map(({ name }) => name) };
}
