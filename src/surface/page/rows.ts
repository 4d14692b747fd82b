import { compareText } from "../../text/compare.ts";
import type { PageRow } from "../page-data.ts";
import { DANGER_ORDER } from "./words.ts";

/** What the user asks for; an empty text asks for nothing. */
export interface Filter {
  readonly search: string;
  readonly type: string;
  readonly who: string;
  readonly what: string;
  readonly whom: string;
  readonly danger: string;
  readonly finding: string;
  readonly project: string;
}

export type Column = "name" | "type" | "who" | "what" | "whom" | "danger" | "findings";

export interface Sorting {
  readonly column: Column;
  readonly descending: boolean;
}

export const NO_FILTER: Filter = { search: "", type: "", who: "", what: "", whom: "", danger: "", finding: "", project: "" };
/** The most dangerous first. */
export const USUAL_SORTING: Sorting = { column: "danger", descending: false };

/** Returns the rows that a filter lets through. */
export function filterRows(rows: readonly PageRow[], filter: Filter): PageRow[] {
  const words = filter.search.toLowerCase().split(/\s+/u).filter((word) => word !== "");
  return rows.filter(
    (row) =>
      (filter.type === "" || row.type === filter.type) &&
      (filter.who === "" || isCalledBy(row, filter.who)) &&
      (filter.what === "" || row.validated === filter.what || (filter.what === "any" && takesAny(row))) &&
      (filter.whom === "" || row.access === filter.whom) &&
      (filter.danger === "" || row.danger === filter.danger) &&
      (filter.finding === "" || hasFinding(row, filter.finding)) &&
      (filter.project === "" || String(row.project) === filter.project) &&
      words.every((word) => textOf(row).includes(word)),
  );
}

/** Returns rows in order; those that are equal by the column are ordered by name. */
export function sortRows(rows: readonly PageRow[], { column, descending }: Sorting): PageRow[] {
  const direction = descending ? -1 : 1;
  return rows.toSorted((left, right) => direction * compare(left, right, column) || compareText(left.name, right.name));
}

function compare(left: PageRow, right: PageRow, column: Column): number {
  switch (column) {
    case "name":
      return compareText(left.name, right.name);
    case "type":
      return compareText(left.type, right.type);
    case "who":
      return left.callers.length - right.callers.length;
    case "what":
      return VALIDATED_ORDER.indexOf(left.validated) - VALIDATED_ORDER.indexOf(right.validated);
    case "whom":
      return ACCESS_ORDER.indexOf(left.access) - ACCESS_ORDER.indexOf(right.access);
    case "danger":
      // Of what is as dangerous, what nobody guards comes first.
      return DANGER_ORDER.indexOf(left.danger) - DANGER_ORDER.indexOf(right.danger) || compare(left, right, "whom");
    case "findings":
      return left.findings.length - right.findings.length;
  }
}

const VALIDATED_ORDER: readonly PageRow["validated"][] = ["no", "unknown", "does not apply", "yes"];
const ACCESS_ORDER: readonly PageRow["access"][] = ["unchecked", "unknown", "checked"];

function isCalledBy({ who }: PageRow, wanted: string): boolean {
  if (wanted === "nobody") return who.length === 0;
  return who.some((caller) => caller.replace("?", "") === wanted);
}

function hasFinding({ findings, review }: PageRow, wanted: string): boolean {
  if (wanted === "some") return findings.length > 0;
  if (wanted === "none") return findings.length === 0;
  if (wanted === "review") return review.length > 0;
  return findings.some(({ rule }) => rule === wanted);
}

function takesAny({ args }: PageRow): boolean {
  return args === "anything" || (typeof args === "object" && args.some(([, type]) => /\bany\b/u.test(type.replaceAll(/'(?:[^'\\]|\\.)*'/gu, ""))));
}

/** What a search looks through: names, file, arguments and callers. */
function textOf(row: PageRow): string {
  let text = texts.get(row);
  if (text === undefined) {
    const args = typeof row.args === "object" ? row.args.map(([name]) => name) : [row.args];
    text = [row.name, row.name.replaceAll(/[/:]/gu, "."), ...row.otherNames, row.type, row.place, ...args, ...row.callers.map(({ place }) => place)].join("\n").toLowerCase();
    texts.set(row, text);
  }
  return text;
}

const texts = new WeakMap<PageRow, string>();
