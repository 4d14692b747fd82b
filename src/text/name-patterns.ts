/** Whether a function name fits a pattern in which `*` stands for any part: `messages:*`, `public/*:list`. */
export function matchesName(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/gu, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "u").test(name);
}
