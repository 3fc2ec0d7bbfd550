import { isBlocking, phases, type Phase } from '../../src/trace/model.js';
import {
  barExtent,
  evenAt,
  evenParts,
  leastWidth,
  msPerPixel,
  xOf,
  type TimeScale,
} from '../chart/geometry.js';
import { spansTouching, type Row, type TraceIndex } from './traceIndex.js';

/** Marks of blocking spans narrower than they can be drawn stand this far apart at least, in pixels. */
export const markPitch = 4;

/**
 * What of one row is to be painted, in pixels, whether it holds ten spans or a million:
 *
 *     bars     every span that is wide enough to be seen, in time order
 *     busy     share of each pixel column that the narrow spans of a phase fill, 0 to 1
 *     marks    of the narrow spans that block: in each four-pixel cell the longest, so that it is never lost
 */
export interface Lane {
  readonly bars: readonly number[];
  readonly busy: ReadonlyMap<Phase, Float32Array>;
  readonly marks: readonly number[];
}

/** Stands for no span, and for no checkpoint. */
const none = -1;

const blocks = phases.map(isBlocking);
const leastWidths = phases.map((phase) =>
  isBlocking(phase) ? leastWidth(phase) : Math.max(2, leastWidth(phase)),
);

/** Sorts the visible spans of a row into what is drawn one by one and what is drawn by the pixel column. */
export function fillLane(index: TraceIndex, row: Row, scale: TimeScale, hidden: ReadonlySet<Phase>): Lane {
  const { start, phase, checkpoint } = index.trace.spans;
  const { end } = index;
  const bars: number[] = [];
  const busy = phases.map((): Float32Array | undefined => undefined);
  const longest = new Int32Array(Math.ceil((scale.left + scale.width) / markPitch) + 2).fill(none);
  const isHidden = phases.map((each) => hidden.has(each));
  const only = row.checkpoint ?? none;
  const parts = evenParts(scale);
  let part = parts[0]!;
  let next = 1;
  let perMs = 1 / msPerPixel(part);
  const { first, last } = spansTouching(index, row, scale.from, scale.to);
  // Each picture comes by here for each visible span: it makes no objects and looks nothing up.
  for (let i = first; i < last; i += 1) {
    const code = phase[i]!;
    const from = start[i]!;
    const to = end[i]!;
    if (to < scale.from || isHidden[code] || (only !== none && checkpoint[i] !== only)) continue;
    while (next < parts.length && from >= part.to) {
      part = parts[next++]!;
      perMs = 1 / msPerPixel(part);
    }
    const x = part.left + (from - part.from) * perMs;
    const width = (to - from) * perMs;
    if (width >= leastWidths[code]!) {
      bars.push(i);
    } else if (blocks[code]) {
      // What began just before the left edge has a cell of its own.
      const cell = Math.max(0, Math.floor(x / markPitch) + 1);
      const rival = longest[cell]!;
      if (rival === none || to - from > end[rival]! - start[rival]!) longest[cell] = i;
    } else {
      const columns = (busy[code] ??= new Float32Array(columnCount(scale)));
      if (from >= part.from && to <= part.to) addPixels(columns, x, x + width);
      else addBusy(columns, scale, from, to);
    }
  }
  const filled = phases.flatMap((each, code) => (busy[code] ? [[each, busy[code]] as const] : []));
  return { bars, busy: new Map(filled), marks: [...longest].filter((span) => span !== none) };
}

function columnCount({ left, width }: TimeScale): number {
  return Math.ceil(left + width) + 2;
}

/** Adds the share of each pixel column that `[start, end)` covers. */
export function addBusy(columns: Float32Array, scale: TimeScale, start: number, end: number): void {
  const from = Math.max(0, xOf(scale, Math.max(start, scale.from)));
  const to = Math.min(columns.length, xOf(scale, Math.min(end, scale.to)));
  if (to - from >= leastShare || (start >= scale.from && end <= scale.to)) addPixels(columns, from, to);
}

/** A reported phase of no length still shows: as a hundredth of a pixel. */
const leastShare = 0.01;

function addPixels(columns: Float32Array, from: number, to: number): void {
  const first = Math.floor(from);
  if (to <= first + 1) {
    columns[first]! += Math.max(leastShare, to - from);
    return;
  }
  for (let column = first; column < to; column += 1) {
    columns[column]! += Math.min(to, column + 1) - Math.max(from, column);
  }
}

/** The span under the pointer: one that blocks within reach goes first, then the narrowest that is there. */
export function spanAtPointer(
  index: TraceIndex,
  row: Row,
  scale: TimeScale,
  x: number,
  hidden: ReadonlySet<Phase>,
): number | undefined {
  const { spans } = index.trace;
  const part = evenAt(scale, x);
  const reach = 4 * msPerPixel(part);
  const time = part.from + (x - part.left) * msPerPixel(part);
  const { first, last } = spansTouching(index, row, time - reach, time + reach);
  const only = row.checkpoint ?? none;
  let best: number | undefined;
  let bestRank = Infinity;
  for (let i = first; i < last; i += 1) {
    const phase = phases[spans.phase[i]!]!;
    if (hidden.has(phase) || (only !== none && spans.checkpoint[i] !== only)) continue;
    const extent = barExtent(scale, phase, spans.start[i]!, index.end[i]!);
    const slack = isBlocking(phase) ? 3 : 1;
    if (x < extent.x - slack || x > extent.x + extent.width + slack) continue;
    const rank = isBlocking(phase) ? spans.start[i]! - index.end[i]! : 1 + extent.width;
    if (rank < bestRank) [best, bestRank] = [i, rank];
  }
  return best;
}
