import type { PageData, PageRow } from "../page-data.ts";
import { detailsOf, summarizeAccess, summarizeArguments } from "./details.ts";
import { make } from "./dom.ts";
import type { Column, Sorting } from "./rows.ts";
import { callerWord, counted, DANGERS, TYPES, VALIDATED } from "./words.ts";

/** How many rows the document holds at once. */
const PAGE_SIZE = 100;

const COLUMNS: readonly { readonly column: Column; readonly title: string }[] = [
  { column: "danger", title: "Danger" },
  { column: "name", title: "Function" },
  { column: "type", title: "Type" },
  { column: "who", title: "Who calls it" },
  { column: "what", title: "With what" },
  { column: "whom", title: "As whom" },
  { column: "findings", title: "Findings" },
];

interface Handlers {
  readonly onSort: (column: Column) => void;
  readonly onChoose: (row: PageRow) => void;
  readonly onDraw: (row: PageRow) => void;
}

/** The table of public functions: a page of rows at a time, and all of them on paper. */
export class Table {
  readonly element: HTMLElement;
  readonly #projects: PageData["projects"];
  readonly #handlers: Handlers;
  readonly #body = make("tbody", { role: "rowgroup" });
  readonly #status = make("p", { class: "status", role: "status" });
  readonly #pages = make("nav", { class: "pages", "aria-label": "Pages of the table" });
  readonly #heads = new Map<Column, HTMLElement>();
  #rows: readonly PageRow[] = [];
  #chosen: PageRow | undefined;
  #page = 0;
  #isPrinting = false;

  constructor(projects: PageData["projects"], handlers: Handlers) {
    this.#projects = projects;
    this.#handlers = handlers;
    const head = COLUMNS.map(({ column, title }) => {
      const button = make("button", { type: "button", class: "sort" }, title, make("span", { class: "direction", "aria-hidden": "true" }));
      button.addEventListener("click", () => handlers.onSort(column));
      const cell = make("th", { scope: "col", role: "columnheader" }, button);
      this.#heads.set(column, cell);
      return cell;
    });
    const table = make("table", { role: "table", "aria-labelledby": "functions-title" }, make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...head)), this.#body);
    this.element = make("section", { class: "functions", id: "functions", tabindex: -1, "aria-labelledby": "functions-title" }, make("div", { class: "heading" }, make("h2", { id: "functions-title" }, "Functions and routes"), this.#status), table, this.#pages);
  }

  /** Shows other rows, from the first on, or from the page of the chosen one. */
  show(rows: readonly PageRow[], total: number, { column, descending }: Sorting, chosen: PageRow | undefined): void {
    this.#rows = rows;
    this.#chosen = chosen;
    this.#page = chosen ? Math.max(Math.floor(rows.indexOf(chosen) / PAGE_SIZE), 0) : 0;
    for (const [name, head] of this.#heads) head.setAttribute("aria-sort", name !== column ? "none" : descending ? "descending" : "ascending");
    this.#status.textContent = rows.length === total ? counted(total, "row") : `${rows.length.toLocaleString("en")} of ${counted(total, "row")}`;
    this.#render();
  }

  /** Takes all rows into the document for the printer, and out of it again. */
  setPrinting(isPrinting: boolean): void {
    if (isPrinting === this.#isPrinting) return;
    this.#isPrinting = isPrinting;
    this.#render();
  }

  /** Moves the keyboard to the button of a row. */
  focus(row: PageRow): void {
    this.#body.querySelector<HTMLElement>(`[data-row="${String(row.node)}"] button`)?.focus();
  }

  #render(): void {
    const start = this.#isPrinting ? 0 : this.#page * PAGE_SIZE;
    const end = this.#isPrinting ? this.#rows.length : start + PAGE_SIZE;
    this.#body.replaceChildren(...this.#rows.slice(start, end).flatMap((row) => this.#rowsOf(row)));
    if (this.#rows.length === 0) this.#body.append(make("tr", { role: "row" }, make("td", { role: "cell", colspan: COLUMNS.length, class: "nothing" }, "Nothing is like that.")));
    this.#renderPages();
  }

  #renderPages(): void {
    const count = Math.ceil(this.#rows.length / PAGE_SIZE);
    this.#pages.hidden = count < 2 || this.#isPrinting;
    const turn = (title: string, page: number): HTMLButtonElement => {
      const button = make("button", { type: "button", disabled: page < 0 || page >= count }, title);
      button.addEventListener("click", () => {
        this.#page = page;
        this.#render();
        this.element.focus();
      });
      return button;
    };
    const first = this.#page * PAGE_SIZE + 1;
    const last = Math.min(first + PAGE_SIZE - 1, this.#rows.length);
    this.#pages.replaceChildren(turn("Previous", this.#page - 1), make("span", {}, `Rows ${first.toLocaleString("en")} to ${last.toLocaleString("en")} of ${this.#rows.length.toLocaleString("en")}`), turn("Next", this.#page + 1));
  }

  #rowsOf(row: PageRow): HTMLElement[] {
    const isChosen = row === this.#chosen;
    const id = `details-${String(row.node)}`;
    const button = make("button", { type: "button", class: "name", "aria-expanded": isChosen ? "true" : "false", "aria-controls": isChosen ? id : undefined }, ...breakable(row.name));
    const isComponent = this.#projects[row.project]?.isComponent === true;
    const danger = DANGERS[row.danger];
    const findings = [...(row.findings.length > 0 ? [counted(row.findings.length, "finding")] : []), ...(row.review.length > 0 ? ["not as reviewed"] : [])];
    const cells: readonly (readonly [title: string, ...children: (Node | string)[]])[] = [
      ["Danger", make("span", { class: `chip danger-${row.danger}`, title: danger.means }, `${danger.sign} ${danger.word}`)],
      ["Function", button, make("span", { class: "place" }, ...breakable(row.place))],
      ["Type", TYPES[row.type]],
      ["Who calls it", row.who.length > 0 ? row.who.map(callerWord).join(", ") : isComponent ? "the app around it" : row.type === "http" ? "anyone" : "nothing here"],
      ["With what", make("span", { class: row.validated === "no" ? "bad" : "soft" }, VALIDATED[row.validated]), ...(row.args === "request" ? [] : [make("span", { class: "place clip" }, summarizeArguments(row))])],
      ["As whom", make("span", { class: row.access === "unchecked" ? "bad" : "soft" }, summarizeAccess(row))],
      ["Findings", findings.length > 0 ? findings.join(", ") : make("span", { class: "soft" }, "none")],
    ];
    const line = make("tr", { role: "row", class: isChosen ? "chosen" : undefined, "data-row": row.node }, ...cells.map(([title, ...children]) => make("td", { role: "cell", "data-title": title }, ...children)));
    line.addEventListener("click", () => this.#handlers.onChoose(row));
    if (!isChosen) return [line];
    const details = make("td", { role: "cell", colspan: COLUMNS.length }, detailsOf(row, isComponent, () => this.#handlers.onDraw(row)));
    return [line, make("tr", { role: "row", class: "more", id }, details)];
  }
}

/** Lets a long name break where a reader would. */
function breakable(name: string): Node[] {
  return name.split(/(?<=[/:.])/u).flatMap((part, index) => [...(index > 0 ? [make("wbr")] : []), document.createTextNode(part)]);
}
