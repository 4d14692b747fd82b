import { expect, test } from "vitest";

import type { PageEdge } from "./page-data.ts";
import { excerptAround } from "./page/layout.ts";

const WIDE = { depth: 1, limit: 100 };

function graph(kinds: string, edges: readonly PageEdge[]): Parameters<typeof excerptAround>[0] {
  const names: Readonly<Record<string, string>> = { c: "client", f: "function", i: "internal", r: "route", s: "server" };
  return { nodes: Array.from(kinds, (kind) => ({ kind: names[kind] ?? "" })), edges };
}

test("callers stand left of functions, and those left of what they call", () => {
  // Two clients, two functions, one internal function.
  const { layers, edges, left, hasCallers } = excerptAround(graph("ccffi", [[0, 2], [1, 3], [2, 4]]), [2, 3], WIDE);

  expect({ layers, edges, left, hasCallers }).toEqual({ layers: [[0, 1], [2, 3], [4]], edges: [[0, 2], [1, 3], [2, 4]], left: 0, hasCallers: true });
});

test("boxes are ordered so that few lines cross", () => {
  const { layers } = excerptAround(graph("ccff", [[0, 3], [1, 2]]), [2, 3], WIDE);

  expect(layers.map((nodes) => nodes.join())).toEqual(expect.arrayContaining([expect.stringMatching(/0,1|1,0/)]));
  expect(layers[0]?.map((client) => (client === 0 ? 3 : 2))).toEqual(layers[1]);
});

test("what nothing calls stands first", () => {
  const { layers, hasCallers } = excerptAround(graph("ri", [[0, 1]]), [0], WIDE);

  expect({ layers, hasCallers }).toEqual({ layers: [[0], [1]], hasCallers: false });
});

test("functions that call each other have an end", () => {
  const { layers } = excerptAround(graph("ff", [[0, 1], [1, 0]]), [0, 1], WIDE);

  expect(layers).toEqual([[0], [1]]);
});

test("the depth says how far calls are followed", () => {
  const chain = graph("cfiii", [[0, 1], [1, 2], [2, 3], [3, 4]]);

  expect(excerptAround(chain, [1], { depth: 1, limit: 100 }).layers).toEqual([[0], [1], [2]]);
  expect(excerptAround(chain, [1], { depth: 2, limit: 100 }).layers).toEqual([[0], [1], [2], [3]]);
});

test("what does not fit is counted", () => {
  const edges = Array.from({ length: 30 }, (_, index): PageEdge => [index + 1, 0]);

  const { layers, left } = excerptAround(graph(`f${"c".repeat(30)}`, edges), [0], { depth: 1, limit: 11 });

  expect([layers.map((nodes) => nodes.length), left]).toEqual([[10, 1], 20]);
});

test("nothing is drawn of nothing", () => {
  expect(excerptAround(graph("cf", [[0, 1]]), [], WIDE)).toEqual({ layers: [], edges: [], left: 0, hasCallers: false });
});
