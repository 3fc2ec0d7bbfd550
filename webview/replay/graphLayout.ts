import { graphlib, layout } from '@dagrejs/dagre';
import type { Trace } from '../../src/trace/model.js';
import type { OperatorIndex } from '../../src/trace/units.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where an operator stands, in pixels. */
export interface OperatorBox {
  readonly operator: OperatorIndex;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The way from one operator to another: the bends between them, none where they stand side by side. */
export interface EdgeRoute {
  readonly from: OperatorIndex;
  readonly to: OperatorIndex;
  readonly bends: readonly Point[];
}

export interface GraphLayout {
  readonly boxes: readonly OperatorBox[];
  readonly routes: readonly EdgeRoute[];
  readonly width: number;
  readonly height: number;
}

/** How wide boxes are and how far apart the layers, at least and at most: with room, and without. */
const roomy = { width: 148, gaps: [44, 220] } as const;
const tight = { width: 108, gaps: [26, 44] } as const;
const boxHeight = 54;
const margin = 12;

/** Lays the operators out in layers, sources left, as wide as there is room for; wider where they need more. */
export function layoutGraph({ operators }: Trace, width: number): GraphLayout {
  for (const { width: boxWidth, gaps } of [roomy, tight]) {
    const near = place(operators, boxWidth, gaps[0]);
    if (near.width > width) continue;
    const layers = new Set(near.boxes.map(({ left }) => Math.round(left))).size;
    if (layers < 2) return near;
    return place(operators, boxWidth, Math.min(gaps[1], gaps[0] + (width - near.width) / (layers - 1)));
  }
  return place(operators, tight.width, tight.gaps[0]);
}

function place(operators: Trace['operators'], boxWidth: number, gap: number): GraphLayout {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', ranksep: gap, nodesep: 12, edgesep: 8, marginx: margin, marginy: margin });
  graph.setDefaultEdgeLabel(() => ({}));
  const known = new Set(operators.map(({ id }) => id));
  for (const { id } of operators) graph.setNode(id, { width: boxWidth, height: boxHeight });
  for (const { id, inputs } of operators) {
    for (const { from } of inputs) if (known.has(from) && from !== id) graph.setEdge(from, id);
  }
  layout(graph);
  const indexOf = new Map(operators.map(({ id }, n) => [id, n]));
  const boxes = operators.map(({ id }, operator): OperatorBox => {
    const { x, y } = graph.node(id) as Point;
    return { operator, left: x - boxWidth / 2, top: y - boxHeight / 2, width: boxWidth, height: boxHeight };
  });
  const routes = graph.edges().map(({ v, w }): EdgeRoute => {
    const { points } = graph.edge(v, w) as { points: readonly Point[] };
    const [from, to] = [indexOf.get(v)!, indexOf.get(w)!];
    const isNext = boxes[to]!.left - boxes[from]!.left <= boxWidth + gap + 1;
    return { from, to, bends: isNext ? [] : points.slice(1, -1) };
  });
  const right = boxes.reduce((most, box) => Math.max(most, box.left + box.width), 0);
  const bottom = boxes.reduce((most, box) => Math.max(most, box.top + box.height), 0);
  return { boxes, routes, width: right + margin, height: bottom + margin };
}

/** The point a share of the way along a line. */
export function alongLine(points: readonly Point[], share: number): Point {
  const lengths = points.slice(1).map(({ x, y }, n) => Math.hypot(x - points[n]!.x, y - points[n]!.y));
  let left = share * lengths.reduce((sum, length) => sum + length, 0);
  for (const [n, length] of lengths.entries()) {
    if (left <= length && length > 0) {
      const [from, to] = [points[n]!, points[n + 1]!];
      return { x: from.x + (left / length) * (to.x - from.x), y: from.y + (left / length) * (to.y - from.y) };
    }
    left -= length;
  }
  return points.at(-1)!;
}
