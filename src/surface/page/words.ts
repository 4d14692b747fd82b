import type { PageRow } from "../page-data.ts";

/** What the page calls each rank of danger, the worst first, with a sign that needs no colour. */
export const DANGERS: Readonly<Record<PageRow["danger"], { readonly word: string; readonly sign: string; readonly means: string }>> = {
  sweep: { word: "Sweeps", sign: "◆", means: "sends something to the outside, deletes, or writes in bulk" },
  write: { word: "Writes", sign: "▲", means: "writes documents" },
  read: { word: "Reads", sign: "●", means: "reads documents" },
  nothing: { word: "Nothing seen", sign: "○", means: "does nothing of the kind, as far as can be followed" },
};

/** The same order everywhere. */
export const DANGER_ORDER: readonly PageRow["danger"][] = ["sweep", "write", "read", "nothing"];

export const TYPES: Readonly<Record<PageRow["type"], string>> = { query: "query", mutation: "mutation", action: "action", http: "HTTP route" };

export const ACCESS: Readonly<Record<PageRow["access"], string>> = { checked: "checked", unchecked: "not checked", unknown: "unknown" };

export const VALIDATED: Readonly<Record<PageRow["validated"], string>> = { yes: "validated", no: "not validated", unknown: "unknown", "does not apply": "a request" };

/** Returns a caller class in words: `clients`, `perhaps clients`. */
export function callerWord(caller: string): string {
  const words: Readonly<Record<string, string>> = { client: "clients", server: "server code", foreign: "other languages", operator: "operators", test: "tests" };
  const word = words[caller.replace("?", "")] ?? caller;
  return caller.endsWith("?") ? `perhaps ${word}` : word;
}

/** Returns `1 function`, `2 functions`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
