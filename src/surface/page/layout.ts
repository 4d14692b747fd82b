import type { PageEdge } from "../page-data.ts";

/** A part of the drawing that fits on a screen: the nodes, each with its layer. */
export interface Excerpt {
  readonly layers: readonly (readonly number[])[];
  /** Whether the first layer holds what calls the functions; otherwise nothing does. */
  readonly hasCallers: boolean;
  readonly edges: readonly PageEdge[];
  /** How many nodes had to be left out. */
  readonly left: number;
}

/** What a drawing can be made of. */
export interface Graph {
  readonly nodes: readonly { readonly kind: string }[];
  readonly edges: readonly PageEdge[];
}

const MAX_LAYERS = 4;
const SWEEPS = 6;

/**
 * Returns what surrounds some functions: their callers on the left, what they call on the right, in layers.
 * @param depth How many steps of calls are followed beyond the functions.
 * @param limit How many nodes are drawn at most; those that are nearest stay.
 */
export function excerptAround(graph: Graph, functions: readonly number[], { depth, limit }: { readonly depth: number; readonly limit: number }): Excerpt {
  const { next, previous } = neighbours(graph);
  const kept = new Set(functions);
  let left = 0;
  const keep = (nodes: readonly number[]): number[] => {
    const fresh = [...new Set(nodes)].filter((node) => !kept.has(node));
    const room = Math.max(limit - kept.size, 0);
    left += Math.max(fresh.length - room, 0);
    for (const node of fresh.slice(0, room)) kept.add(node);
    return fresh.slice(0, room);
  };
  keep(functions.flatMap((node) => previous.get(node) ?? []));
  let border: readonly number[] = functions;
  for (let step = 0; step < depth; step += 1) border = keep(border.flatMap((node) => next.get(node) ?? []));
  const edges = graph.edges.filter(([from, to]) => kept.has(from) && kept.has(to));
  const layers = layersOf(graph, kept, functions, edges);
  return { layers: ordered(layers.filter((nodes) => nodes.length > 0), edges), hasCallers: (layers[0]?.length ?? 0) > 0, edges, left };
}

/** Files and the like call and are not called; functions stand as far to the right as the shortest way to them is long. */
function layersOf({ nodes }: Graph, kept: ReadonlySet<number>, functions: readonly number[], edges: readonly PageEdge[]): number[][] {
  const layer = new Map<number, number>();
  const isFunction = (node: number): boolean => ["function", "internal", "route"].includes(nodes[node]?.kind ?? "");
  for (const node of kept) if (!isFunction(node)) layer.set(node, 0);
  const asked = new Set(functions);
  const entered = new Set(edges.filter(([from]) => !isFunction(from)).map(([, to]) => to));
  const callees = new Set(edges.filter(([from, to]) => isFunction(from) && from !== to).map(([, to]) => to));
  let border = [...kept].filter((node) => isFunction(node) && (entered.has(node) || !callees.has(node)));
  // Functions that only call each other start somewhere.
  if (border.length === 0) border = [...asked].slice(0, 1);
  for (let depth = 1; border.length > 0; depth += 1) {
    for (const node of border) if (!layer.has(node)) layer.set(node, Math.min(depth, MAX_LAYERS - 1));
    border = [...new Set(edges.filter(([from, to]) => border.includes(from) && !layer.has(to)).map(([, to]) => to))];
  }
  for (const node of kept) if (!layer.has(node)) layer.set(node, 1);
  const layers: number[][] = Array.from({ length: MAX_LAYERS }, () => []);
  for (const [node, index] of layer) layers[index]?.push(node);
  return layers;
}

/** Orders each layer by the middle of what its nodes are connected with, back and forth, so that few edges cross. */
function ordered(layers: readonly number[][], edges: readonly PageEdge[]): number[][] {
  const result = layers.map((nodes) => nodes.toSorted((left, right) => left - right));
  const connected = new Map<number, number[]>();
  for (const [from, to] of edges) {
    connected.set(from, [...(connected.get(from) ?? []), to]);
    connected.set(to, [...(connected.get(to) ?? []), from]);
  }
  const position = new Map<number, number>();
  const place = (nodes: readonly number[]): void => nodes.forEach((node, index) => position.set(node, nodes.length < 2 ? 0.5 : index / (nodes.length - 1)));
  result.forEach(place);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (let step = 0; step < result.length; step += 1) {
      const index = sweep % 2 === 0 ? step : result.length - 1 - step;
      const own = new Set(result[index]);
      const weight = (node: number): number => {
        const places = (connected.get(node) ?? []).filter((other) => !own.has(other)).map((other) => position.get(other) ?? 0.5);
        return places.length === 0 ? (position.get(node) ?? 0.5) : places.reduce((sum, value) => sum + value, 0) / places.length;
      };
      const sorted = (result[index] ?? []).toSorted((left, right) => weight(left) - weight(right) || left - right);
      result[index] = sorted;
      place(sorted);
    }
  }
  return result;
}

function neighbours({ edges }: Graph): { next: Map<number, number[]>; previous: Map<number, number[]> } {
  const next = new Map<number, number[]>();
  const previous = new Map<number, number[]>();
  const add = (map: Map<number, number[]>, key: number, value: number): void => {
    const known = map.get(key);
    if (known) known.push(value);
    else map.set(key, [value]);
  };
  for (const [from, to] of edges) {
    add(next, from, to);
    add(previous, to, from);
  }
  return { next, previous };
}
