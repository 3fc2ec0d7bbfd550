import type { PaintContext } from '../painting/paintContext.js';
import type { PathPart } from '../../src/analysis/path/criticalPath.js';
import type { Ms } from '../../src/trace/units.js';
import { xOf } from '../chart/geometry.js';
import type { Frame } from '../model.js';
import { handoversOf, pathOf } from './pathOf.js';
import { laneOf } from '../rows/rowLayout.js';
import { seenRows, topOf } from '../rows/seenRows.js';

type Context = PaintContext;

const lineWidth = 2.5;
const dotRadius = 3;

/** Heights on the canvas: of the path under each row's lane, and of the coordinator's. */
interface Levels {
  readonly coordinator: number;
  /** Where rows that have scrolled under the pinned ones are taken to be. */
  readonly edge: number;
  readonly ofRow: (row: { readonly operator: number; readonly subtask: number }) => number | undefined;
}

/**
 * Paints the critical path of the checkpoint shown over the rows: along the lower edge of each lane, ● where it hands over, dashed
 * where it is not known what it was, and dashed to those that waited for a barrier of it.
 */
export function paintPath(context: Context, frame: Frame): void {
  const { model } = frame;
  const { checkpoint, path: isOn } = model.state;
  if (!isOn || checkpoint === undefined) return;
  const { parts } = pathOf(model.index, checkpoint);
  const levels = levelsOf(frame);
  context.strokeStyle = model.theme.foreground;
  context.fillStyle = model.theme.foreground;
  paintWaiters(context, frame, levels);
  context.lineWidth = lineWidth;
  context.lineJoin = 'round';
  let before = levels.coordinator;
  for (const part of parts) {
    const level = levelOf(levels, part);
    if (level === undefined) continue;
    const [from, to] = [clamped(frame, part.from), clamped(frame, part.to)];
    if (before !== level) paintHandover(context, frame, part.from, before, level);
    context.setLineDash(part.kind === 'notKnown' ? [4, 3] : []);
    if (level !== levels.edge) stroke(context, from, level, to, level);
    context.setLineDash([]);
    before = level;
  }
  const last = parts.at(-1);
  if (last !== undefined && before !== levels.coordinator) {
    stroke(context, clamped(frame, last.to), before, clamped(frame, last.to), levels.coordinator);
  }
}

function levelOf({ coordinator, ofRow }: Levels, { row }: PathPart): number | undefined {
  return row === undefined ? coordinator : ofRow(row);
}

function paintHandover(context: Context, frame: Frame, at: Ms, from: number, to: number): void {
  const x = xOf(frame.scale, at);
  if (x < 0 || x > frame.width) return;
  stroke(context, x, from, x, to);
  dot(context, x, from);
  dot(context, x, to);
}

/** Thin and dashed: to the lower edge of each lane that held back inputs for it. */
function paintWaiters(context: Context, frame: Frame, levels: Levels): void {
  const { model } = frame;
  context.lineWidth = 1;
  for (const { row, at, waiters } of handoversOf(model.index, model.state.checkpoint!)) {
    const from = levels.ofRow(row);
    const x = xOf(frame.scale, at);
    const reached = waiters.flatMap((waiter) => levels.ofRow(waiter) ?? []);
    if (from === undefined || reached.length === 0 || x < 0 || x > frame.width) continue;
    context.setLineDash([3, 3]);
    stroke(context, x, Math.min(from, ...reached), x, Math.max(from, ...reached));
    context.setLineDash([]);
    for (const level of [from, ...reached]) dot(context, x, level);
  }
}

function levelsOf({ model, top, scrollTop, height }: Frame): Levels {
  const seen = seenRows(model.layout, scrollTop, height - top);
  const levels = new Map<string, number>();
  const edge = top + seen.top;
  let coordinator = top;
  for (const item of model.layout.items) {
    const itemTop = top + topOf(seen, item);
    if (item.kind === 'coordinator') coordinator = itemTop + 12;
    if (item.kind !== 'subtask') continue;
    const lane = laneOf(item);
    const level = itemTop + lane.top + lane.height + 2;
    const shown = item.top < seen.frozen ? level : Math.max(level, edge);
    levels.set(`${item.row.operator}/${item.row.subtask}`, shown);
  }
  return { coordinator, edge, ofRow: ({ operator, subtask }) => levels.get(`${operator}/${subtask}`) };
}

function clamped({ scale, width }: Frame, at: Ms): number {
  return Math.max(-10, Math.min(width + 10, xOf(scale, at)));
}

function stroke(context: Context, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

function dot(context: Context, x: number, y: number): void {
  context.beginPath();
  context.arc(x, y, dotRadius, 0, 2 * Math.PI);
  context.fill();
}
