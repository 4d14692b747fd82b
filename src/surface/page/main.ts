import type { PageData, PageRow } from "../page-data.ts";
import { make } from "./dom.ts";
import { Drawing } from "./drawing.ts";
import { Filters } from "./filters.ts";
import { filterRows, type Sorting, sortRows, USUAL_SORTING } from "./rows.ts";
import { Table } from "./table.ts";
import { counted, DANGER_ORDER, DANGERS } from "./words.ts";

/** Columns whose most telling end is the largest value. */
const DESCENDING_FIRST = new Set(["who", "findings"]);

function start(data: PageData): void {
  const rowOf = new Map(data.rows.map((row) => [row.node, row]));
  let sorting: Sorting = USUAL_SORTING;
  let chosen: PageRow | undefined;
  /** What the drawing is about, where that is no row. */
  let center: number | undefined;

  const filters = new Filters(data, () => {
    center = undefined;
    update();
  });
  const drawing = new Drawing(data, chooseNode);
  const table = new Table(data.projects, {
    onSort(column) {
      sorting = sorting.column === column ? { column, descending: !sorting.descending } : { column, descending: DESCENDING_FIRST.has(column) };
      update();
    },
    onChoose(row) {
      chosen = chosen === row ? undefined : row;
      center = undefined;
      update();
      table.focus(row);
    },
    onDraw(row) {
      drawing.element.scrollIntoView({ block: "start" });
      drawing.focus(row.node);
    },
  });
  const ranks = DANGER_ORDER.map((rank) => {
    const { sign, word, means } = DANGERS[rank];
    const button = make("button", { type: "button", class: `rank danger-${rank}`, title: `What ${means}`, "aria-pressed": "false" }, make("span", { class: "sign", "aria-hidden": "true" }, sign), ` ${word} `, make("strong", {}, String(data.rows.filter(({ danger }) => danger === rank).length)));
    button.addEventListener("click", () => filters.toggle("danger", rank));
    return [rank, button] as const;
  });

  document.querySelector("#summary")?.append(summaryOf(data));
  document.querySelector("#app")?.append(
    make("div", { class: "ranks", role: "group", "aria-label": "What strangers could do" }, ...ranks.map(([, button]) => button)),
    make("p", { class: "legend" }, `${DANGERS.sweep.sign} ${DANGERS.sweep.word}: ${DANGERS.sweep.means}.`),
    filters.element,
    drawing.element,
    table.element,
    ...(data.notes.length > 0 ? [make("section", { class: "notes", "aria-label": "Notes" }, make("h2", {}, "What is not shown"), make("ul", {}, ...data.notes.map((note) => make("li", {}, note))))] : []),
  );
  update();

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      filters.search.focus();
    }
    if (event.key === "Escape" && chosen && !isTyping) {
      const row = chosen;
      chosen = undefined;
      update();
      table.focus(row);
    }
  });
  const paper = matchMedia("print");
  paper.addEventListener("change", () => table.setPrinting(paper.matches));
  addEventListener("beforeprint", () => table.setPrinting(true));
  addEventListener("afterprint", () => table.setPrinting(false));
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    draw();
  });

  function shown(): PageRow[] {
    return filterRows(data.rows, filters.value);
  }

  function update(): void {
    const filter = filters.value;
    const rows = sortRows(shown(), sorting);
    table.show(rows, data.rows.length, sorting, chosen && rows.includes(chosen) ? chosen : undefined);
    for (const [rank, button] of ranks) button.setAttribute("aria-pressed", String(filter.danger === rank));
    draw();
  }

  function draw(): void {
    const rows = shown();
    drawing.show(rows, center ?? (chosen && rows.includes(chosen) ? chosen.node : undefined));
  }

  function chooseNode(node: number): void {
    const row = rowOf.get(node);
    if (row) {
      if (!shown().includes(row)) filters.clear();
      chosen = row;
      center = undefined;
      update();
      table.focus(row);
    } else {
      chosen = undefined;
      center = center === node ? undefined : node;
      update();
      drawing.focus(node);
    }
  }
}

function summaryOf({ rows, projects }: PageData): string {
  const open = rows.filter(({ project }) => projects[project]?.isComponent !== true);
  const inComponents = rows.length - open.length;
  const routes = open.filter(({ type }) => type === "http").length;
  const unvalidated = rows.filter(({ validated }) => validated === "no").length;
  const unchecked = rows.filter(({ access }) => access === "unchecked").length;
  const apps = projects.filter(({ isComponent }) => !isComponent).length;
  const where = apps > 1 ? ` of ${counted(apps, "Convex project")}` : "";
  const components = inComponents > 0 ? ` ${inComponents === 1 ? "1 more is" : `${inComponents.toLocaleString("en")} more are`} public in components, for the apps around them.` : "";
  return `Anyone on the internet can call ${counted(open.length - routes, "function")} and ${counted(routes, "HTTP route")}${where}.${components} ${unvalidated === 0 ? "All validate" : unvalidated === 1 ? "1 does not validate" : `${unvalidated.toLocaleString("en")} do not validate`} what callers send; ${unchecked === 0 ? "none is known to ignore" : unchecked === 1 ? "1 never looks at" : `${unchecked.toLocaleString("en")} never look at`} who calls.`;
}

const embedded = document.querySelector("#data")?.textContent;
if (embedded !== undefined) start(JSON.parse(embedded) as PageData);
