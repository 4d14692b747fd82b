import type { PageData } from "../page-data.ts";
import { make } from "./dom.ts";
import { type Filter, NO_FILTER } from "./rows.ts";
import { ACCESS, callerWord, DANGER_ORDER, DANGERS, TYPES, VALIDATED } from "./words.ts";

type Choice = readonly [value: string, title: string];

/** The controls that choose rows. */
export class Filters {
  readonly element: HTMLFormElement;
  readonly search: HTMLInputElement;
  readonly #controls: ReadonlyMap<keyof Filter, HTMLInputElement | HTMLSelectElement>;
  readonly #onChange: () => void;
  readonly #reset: HTMLButtonElement;

  constructor(data: PageData, onChange: () => void) {
    this.#onChange = onChange;
    this.search = make("input", { type: "search", id: "filter-search", placeholder: "Name, file, argument or caller", autocomplete: "off", spellcheck: "false" });
    const selects = choices(data).map(([key, title, options]) => [key, title, make("select", { id: `filter-${key}` }, make("option", { value: "" }, "all"), ...options.map(([value, text]) => make("option", { value }, text)))] as const);
    this.#controls = new Map<keyof Filter, HTMLInputElement | HTMLSelectElement>([["search", this.search], ...selects.map(([key, , select]) => [key, select] as const)]);
    const reset = make("button", { type: "button" }, "Show all");
    const field = (key: string, title: string, control: HTMLElement): HTMLElement => make("div", { class: `field field-${key}` }, make("label", { for: `filter-${key}` }, title), control);
    this.element = make("form", { class: "filters", role: "search", "aria-label": "Choose functions" }, field("search", "Search", this.search), ...selects.map(([key, title, select]) => field(key, title, select)), reset);
    this.#reset = reset;
    this.element.addEventListener("input", onChange);
    this.element.addEventListener("submit", (event) => event.preventDefault());
    reset.addEventListener("click", () => {
      this.clear();
      onChange();
    });
  }

  get value(): Filter {
    // There is nothing to take back where everything is shown.
    this.#reset.hidden = [...this.#controls.values()].every(({ value }) => value === "");
    return { ...NO_FILTER, ...Object.fromEntries([...this.#controls].map(([key, control]) => [key, control.value])) };
  }

  /** Chooses by one thing, or no more if that was chosen. */
  toggle(key: keyof Filter, value: string): void {
    const control = this.#controls.get(key);
    if (control) control.value = control.value === value ? "" : value;
    this.#onChange();
  }

  /** Lets every row through again. */
  clear(): void {
    for (const control of this.#controls.values()) control.value = "";
  }
}

function choices({ rows, projects }: PageData): (readonly [key: keyof Filter, title: string, options: readonly Choice[]])[] {
  const rules = [...new Set(rows.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort();
  return [
    ["type", "Type", Object.entries(TYPES)],
    ["who", "Who calls it", [...["client", "foreign", "server", "operator", "test"].map((caller): Choice => [caller, callerWord(caller)]), ["nobody", "nothing here"]]],
    ["what", "With what", [...Object.entries(VALIDATED), ["any", "takes anything somewhere"]]],
    ["whom", "As whom", Object.entries(ACCESS)],
    ["danger", "Danger", DANGER_ORDER.map((rank): Choice => [rank, `${DANGERS[rank].sign} ${DANGERS[rank].word}`])],
    ["finding", "Findings", [["some", "some"], ["none", "none"], ...(rows.some(({ review }) => review.length > 0) ? [["review", "not as reviewed"] as const] : []), ...rules.map((rule): Choice => [rule, rule])]],
    ...(projects.length > 1 ? [["project", "Project", projects.map(({ directory }, index): Choice => [String(index), directory])] as const] : []),
  ];
}
