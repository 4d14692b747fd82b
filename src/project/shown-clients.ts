/** `useQuery(api.messages.list`, `client.mutation(api.messages.send`, `fetchQuery(api.…`: hooks, and what clients have. */
const CHAIN = /(?:\buse[A-Z]\w*|\b(?:fetch|preload|prewarm)(?:Query|Mutation|Action)|\bconvexQuery|\.(?:query|mutation|action|subscribe|onUpdate|watchQuery))\s*(?:<[^()\n]*>)?\(\s*(?:[\w.]+,\s*)?(?:\{\s*query:\s*)?api((?:\s*\??\.\s*[A-Za-z_]\w*){2,})/gu;
/** `client.query("messages:list"`, in any language. */
const NAME = /(?:\buse(?:Query|Mutation|Action)|\.(?:query|mutation|action|subscribe|onUpdate))\s*\(\s*["']([A-Za-z_][\w/]*:[A-Za-z_]\w*)["']/gu;

/**
 * Returns the functions that code in a document shows clients to call. Nobody runs it, and it may show an attack; but
 * of a function that only texts tell operators to run, it tells as much as they do.
 */
export function clientsShownIn(text: string): string[] {
  if (!/\bapi\s*\??\.|:/u.test(text)) return [];
  const chains = Array.from(text.matchAll(CHAIN), ([, chain = ""]) => chain.replace(/[\s?]/gu, "").slice(1).replaceAll(".", "/").replace(/\/(?=[^/]*$)/u, ":"));
  return [...new Set([...chains, ...Array.from(text.matchAll(NAME), ([, name = ""]) => name)])];
}
