import type { PageData, PageEdge, PageRow } from "../page-data.ts";
import { draw, make } from "./dom.ts";
import { type Excerpt, excerptAround } from "./layout.ts";
import { counted, DANGERS, TYPES } from "./words.ts";

/** More functions than these are not drawn at once: nobody could read them. */
const MAX_FUNCTIONS = 40;
const MAX_NODES = 160;
const MAX_NEIGHBOURS = 60;
const NODE_HEIGHT = 30;
const ROW_HEIGHT = 40;
const MIN_WIDTH = 168;
const MAX_WIDTH = 280;
const MIN_GAP = 48;
const LETTER_WIDTH = 7.2;

const LAYER_WORDS = ["Callers", "Functions", "Functions behind them", "Further behind"];
const KINDS: Readonly<Record<string, string>> = { client: "client", foreign: "other language", operator: "operator", server: "server code", internal: "internal function", route: "HTTP route" };

interface Place {
  readonly x: number;
  readonly y: number;
  readonly layer: number;
}

/** The drawing of who calls what: files, the functions that they call, and the functions behind those. */
export class Drawing {
  readonly element: HTMLElement;
  readonly #data: PageData;
  readonly #rowOf: ReadonlyMap<number, PageRow>;
  readonly #hint = make("p", { class: "hint", id: "drawing-hint" });
  readonly #canvas = make("div", { class: "canvas", role: "region", "aria-labelledby": "drawing-title", "aria-describedby": "drawing-hint", tabindex: 0 });
  readonly #onChoose: (node: number) => void;
  #boxes = new Map<number, SVGGElement>();
  #excerpt: Excerpt = { layers: [], hasCallers: false, edges: [], left: 0 };

  constructor(data: PageData, onChoose: (node: number) => void) {
    this.#data = data;
    this.#rowOf = new Map(data.rows.map((row) => [row.node, row]));
    this.#onChoose = onChoose;
    this.element = make("section", { class: "drawing", "aria-labelledby": "drawing-title" }, make("h2", { id: "drawing-title" }, "Who calls what"), this.#hint, this.#canvas);
  }

  /** Draws the functions of some rows, or where these are too many, what surrounds the chosen one. */
  show(rows: readonly PageRow[], chosen: number | undefined): void {
    const isWhole = rows.length <= MAX_FUNCTIONS && (chosen === undefined || rows.some(({ node }) => node === chosen));
    const functions = isWhole ? rows.map(({ node }) => node) : chosen === undefined ? [] : [chosen];
    this.#excerpt = excerptAround(this.#data, functions, isWhole ? { depth: 1, limit: MAX_NODES } : { depth: 2, limit: MAX_NEIGHBOURS });
    this.#hint.textContent = this.#describe(rows, functions, isWhole);
    // What is hidden has no width to draw in.
    this.#canvas.hidden = functions.length === 0;
    this.#canvas.replaceChildren(...(functions.length === 0 ? [] : [this.#picture(chosen)]));
  }

  /** Moves the keyboard to a node. */
  focus(node: number): void {
    this.#boxes.get(node)?.focus();
  }

  #describe(rows: readonly PageRow[], functions: readonly number[], isWhole: boolean): string {
    const left = this.#excerpt.left > 0 ? ` Room is wanting for ${counted(this.#excerpt.left, "more neighbour")}.` : "";
    if (rows.length === 0 && functions.length === 0) return "Nothing to draw.";
    if (functions.length === 0) return `${counted(rows.length, "function")} are too many to draw at once. Choose one below, or search until ${String(MAX_FUNCTIONS)} or fewer are left.`;
    const keys = "Arrow keys go from box to box, Enter chooses one.";
    if (isWhole) return `Callers stand on the left, what they call on the right. A dashed line is a call that may happen. ${keys}${left}`;
    return `What surrounds ${this.#data.nodes[functions[0] ?? -1]?.label ?? ""}. A dashed line is a call that may happen. ${keys}${left}`;
  }

  #picture(chosen: number | undefined): SVGSVGElement {
    const { layers, edges, hasCallers } = this.#excerpt;
    const available = Math.max(this.#canvas.clientWidth - 2, 320);
    const count = layers.length;
    const width = Math.min(Math.max((available - (count - 1) * MIN_GAP) / count, MIN_WIDTH), MAX_WIDTH);
    const gap = count > 1 ? Math.max((available - count * width) / (count - 1), MIN_GAP) : 0;
    const rows = Math.max(...layers.map((nodes) => nodes.length), 1);
    const top = 26;
    const places = new Map<number, Place>();
    for (const [layer, nodes] of layers.entries()) {
      const start = top + ((rows - nodes.length) * ROW_HEIGHT) / 2;
      for (const [index, node] of nodes.entries()) places.set(node, { x: layer * (width + gap), y: start + index * ROW_HEIGHT, layer });
    }
    const totalWidth = count * width + (count - 1) * gap;
    const totalHeight = top + rows * ROW_HEIGHT;
    this.#boxes = new Map();
    const lines = edges.map((edge) => line(edge, places, width));
    const boxes = layers.flatMap((nodes) => nodes.map((node) => this.#box(node, places, width, node === chosen)));
    const picture = draw(
      "svg",
      { viewBox: `-1 0 ${String(totalWidth + 2)} ${String(totalHeight)}`, width: totalWidth + 2, height: totalHeight, role: "group", "aria-label": "Drawing of callers and functions" },
      draw("defs", {}, draw("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerUnits: "userSpaceOnUse", markerWidth: 8, markerHeight: 8, orient: "auto-start-reverse" }, draw("path", { d: "M0 0 8 4 0 8z", class: "arrow" }))),
      ...layers.map((_, layer) => draw("text", { x: layer * (width + gap), y: 14, class: "layer" }, LAYER_WORDS[hasCallers ? layer : layer + 1] ?? "")),
      draw("g", { class: "edges", "aria-hidden": "true" }, ...lines),
      draw("g", { class: "boxes" }, ...boxes),
    );
    this.#makeReachable(picture, chosen);
    return picture;
  }

  #box(node: number, places: ReadonlyMap<number, Place>, width: number, isChosen: boolean): SVGGElement {
    const { label = "", kind = "server" } = this.#data.nodes[node] ?? {};
    const { x = 0, y = 0 } = places.get(node) ?? {};
    const row = this.#rowOf.get(node);
    const what = row ? `${TYPES[row.type]}, ${DANGERS[row.danger].word}` : (KINDS[kind] ?? kind);
    const { edges } = this.#excerpt;
    const relations = `${counted(edges.filter(([, to]) => to === node).length, "caller")}, calls ${String(edges.filter(([from]) => from === node).length)}`;
    const sign = row ? DANGERS[row.danger].sign : kind === "internal" ? "▫" : "";
    const letters = Math.floor((width - (sign === "" ? 18 : 36)) / LETTER_WIDTH);
    const box = draw(
      "g",
      { class: `box ${kind}${row ? ` danger-${row.danger}` : ""}${isChosen ? " chosen" : ""}`, role: "button", tabindex: -1, "data-node": node, "aria-label": `${label}: ${what}; ${relations}`, "aria-pressed": isChosen ? "true" : "false", transform: `translate(${String(x)} ${String(y)})` },
      draw("title", {}, `${label} (${what})`),
      draw("rect", { width, height: NODE_HEIGHT, rx: row || kind === "internal" ? 6 : 15 }),
      ...(sign === "" ? [] : [draw("text", { x: 12, y: 20, class: "sign" }, sign)]),
      draw("text", { x: sign === "" ? 14 : 30, y: 20 }, shortened(label, letters)),
    );
    box.addEventListener("click", () => this.#onChoose(node));
    box.addEventListener("mouseenter", () => this.#light(node));
    box.addEventListener("mouseleave", () => this.#light(undefined));
    box.addEventListener("focus", () => this.#light(node));
    box.addEventListener("blur", () => this.#light(undefined));
    this.#boxes.set(node, box);
    return box;
  }

  /** One box takes part in the order of the Tab key, the arrow keys lead to the others. */
  #makeReachable(picture: SVGSVGElement, chosen: number | undefined): void {
    const first = chosen !== undefined && this.#boxes.has(chosen) ? chosen : this.#excerpt.layers.flat()[0];
    if (first !== undefined) this.#boxes.get(first)?.setAttribute("tabindex", "0");
    picture.addEventListener("keydown", (event) => {
      const box = event.target instanceof Element ? event.target.closest<SVGGElement>("[data-node]") : null;
      if (!box) return;
      const node = Number(box.dataset["node"]);
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        this.#onChoose(node);
        return;
      }
      const target = this.#neighbour(node, event.key);
      const next = target === undefined ? undefined : this.#boxes.get(target);
      if (!next) return;
      event.preventDefault();
      box.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  }

  #neighbour(node: number, key: string): number | undefined {
    const { layers, edges } = this.#excerpt;
    const layer = layers.findIndex((nodes) => nodes.includes(node));
    const nodes = layers[layer] ?? [];
    const index = nodes.indexOf(node);
    switch (key) {
      case "ArrowDown":
        return nodes[index + 1];
      case "ArrowUp":
        return nodes[index - 1];
      case "ArrowRight":
        return edges.find(([from, to]) => from === node && to !== node)?.[1];
      case "ArrowLeft":
        return edges.find(([from, to]) => to === node && from !== node)?.[0];
      case "Home":
        return layers.flat()[0];
      case "End":
        return layers.flat().at(-1);
      default:
        return undefined;
    }
  }

  /** Makes what is connected with a node stand out. */
  #light(node: number | undefined): void {
    const picture = this.#canvas.querySelector("svg");
    picture?.classList.toggle("dimmed", node !== undefined);
    const near = new Set(node === undefined ? [] : [node]);
    for (const element of picture?.querySelectorAll<SVGPathElement>(".edge") ?? []) {
      const [from, to] = [Number(element.dataset["from"]), Number(element.dataset["to"])];
      const isNear = from === node || to === node;
      element.classList.toggle("lit", isNear);
      if (isNear) near.add(from).add(to);
    }
    for (const [other, box] of this.#boxes) box.classList.toggle("lit", near.has(other));
  }
}

function line([from, to, uncertain]: PageEdge, places: ReadonlyMap<number, Place>, width: number): SVGPathElement {
  const start = places.get(from) ?? { x: 0, y: 0, layer: 0 };
  const end = places.get(to) ?? { x: 0, y: 0, layer: 0 };
  const [x, y] = [start.x + width, start.y + NODE_HEIGHT / 2];
  const endY = end.y + NODE_HEIGHT / 2;
  const isForward = end.layer > start.layer;
  const endX = isForward ? end.x - 2 : end.x + width + 2;
  const bend = isForward ? Math.max((endX - x) / 2, 24) : 36;
  const d = `M${point(x, y)}C${point(x + bend, y)} ${point(isForward ? endX - bend : endX + bend, endY)} ${point(endX, endY)}`;
  return draw("path", { class: `edge${uncertain === 1 ? " uncertain" : ""}`, d, "marker-end": "url(#arrow)", "data-from": from, "data-to": to });
}

function point(x: number, y: number): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

/** The end of a name tells more than its start. */
function shortened(text: string, letters: number): string {
  return text.length <= letters ? text : `…${text.slice(text.length - letters + 1)}`;
}
