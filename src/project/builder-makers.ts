/** What a package's function makes of the function builder that is its first argument. */
export interface BuilderMaker {
  /** What the made builder takes as `args`: validators of Convex, or zod schemas. */
  readonly schemas: "convex" | "zod";
  /** Whether a function without `args` refuses all arguments; else nothing validates them. */
  readonly isClosed: boolean;
  /** Whether a customization is the second argument. */
  readonly isCustomized: boolean;
}

const CONVEX_HELPERS = /^convex-helpers\/server(?:\/|$)/u;
const HELPERS_MAKER = /^(?<zod>z)?custom(?:Query|Mutation|Action)$/iu;
const ZODVEX = /^zodvex(?:\/|$)/u;
const ZODVEX_MAKER = /^z(?:(?:Query|Mutation|Action)Builder|(?<custom>Custom)(?:Query|Mutation|Action)(?:Builder)?)$/u;

/**
 * Returns what a function of a package makes of a builder; `undefined` for functions that make none. What the made one
 * defines is of the same type and visibility.
 * @see https://github.com/get-convex/convex-helpers/blob/main/packages/convex-helpers/README.md#custom-functions
 * @see https://www.npmjs.com/package/zodvex (`zQueryBuilder` and `zCustomQueryBuilder` give `args` in every case)
 */
export function builderMaker(source: string, path: readonly string[]): BuilderMaker | undefined {
  const [name = "", ...rest] = path;
  if (rest.length > 0) return undefined;
  if (ZODVEX.test(source)) {
    const match = ZODVEX_MAKER.exec(name);
    return match ? { schemas: "zod", isClosed: true, isCustomized: match.groups?.["custom"] !== undefined } : undefined;
  }
  const match = CONVEX_HELPERS.test(source) ? HELPERS_MAKER.exec(name) : null;
  return match ? { schemas: match.groups?.["zod"] ? "zod" : "convex", isClosed: false, isCustomized: true } : undefined;
}
