/** What a package's function makes of the function builder that is its first argument. */
export type BuilderMaker =
  /** A builder that takes validators of Convex. */
  | "validators"
  /** One that takes zod schemas, and registers without `args` where it is given none. */
  | "zod"
  /** One that takes zod schemas, and always registers with `args`: with none where it is given none. */
  | "closed zod";

const CONVEX_HELPERS = /^convex-helpers\/server(?:\/|$)/u;
const HELPERS_MAKER = /^(?<zod>z)?custom(?:Query|Mutation|Action)$/iu;
const ZODVEX = /^zodvex(?:\/|$)/u;
const ZODVEX_MAKER = /^z(?:Custom)?(?:Query|Mutation|Action)Builder$|^zCustom(?:Query|Mutation|Action)$/u;

/**
 * Returns what a function of a package makes of a builder; `undefined` for functions that make none. What the made one
 * defines is of the same type and visibility.
 * @see https://github.com/get-convex/convex-helpers/blob/main/packages/convex-helpers/README.md#custom-functions
 * @see https://www.npmjs.com/package/zodvex (`zQueryBuilder` and `zCustomQueryBuilder` give `args` in every case)
 */
export function builderMaker(source: string, path: readonly string[]): BuilderMaker | undefined {
  const [name = "", ...rest] = path;
  if (rest.length > 0) return undefined;
  if (ZODVEX.test(source)) return ZODVEX_MAKER.test(name) ? "closed zod" : undefined;
  const match = CONVEX_HELPERS.test(source) ? HELPERS_MAKER.exec(name) : null;
  return match ? (match.groups?.["zod"] ? "zod" : "validators") : undefined;
}
