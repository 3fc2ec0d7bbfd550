import { isBlocking, phases, type Phase } from '../src/trace/model.js';
import type { CheckpointIndex } from '../src/trace/units.js';
import { barExtent, evenAt, evenParts, leastWidth, msPerPixel, xOf, type TimeScale } from './geometry.js';
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

const blocks = phases.map(isBlocking);
const leastWidths = phases.map(leastWidth);

/** Sorts the visible spans of a row into what is drawn one by one and what is drawn by the pixel column. */
export function fillLane(index: TraceIndex, row: Row, scale: TimeScale, hidden: ReadonlySet<Phase>): Lane {
  const { start, phase, checkpoint } = index.trace.spans;
  const { end } = index;
  const bars: number[] = [];
  const busy = new Map<Phase, Float32Array>();
  const longest = new Map<number, number>();
  const isHidden = phases.map((each) => hidden.has(each));
  const parts = evenParts(scale);
  let part = parts[0]!;
  let next = 1;
  let perMs = 1 / msPerPixel(part);
  const { first, last } = spansTouching(index, row, scale.from, scale.to);
  // Each picture comes by here for each visible span: it makes no objects.
  for (let i = first; i < last; i += 1) {
    const code = phase[i]!;
    if (end[i]! < scale.from || isHidden[code] || !belongsTo(row, checkpoint[i]!)) continue;
    while (next < parts.length && start[i]! >= part.to) {
      part = parts[next++]!;
      perMs = 1 / msPerPixel(part);
    }
    const width = (end[i]! - start[i]!) * perMs;
    if (width >= leastWidths[code]! && (blocks[code] || width >= 2)) {
      bars.push(i);
    } else if (blocks[code]) {
      const cell = Math.floor((part.left + (start[i]! - part.from) * perMs) / markPitch);
      const rival = longest.get(cell);
      if (rival === undefined || end[i]! - start[i]! > end[rival]! - start[rival]!) longest.set(cell, i);
    } else {
      addBusy(columnsOf(busy, phases[code]!, scale), scale, start[i]!, end[i]!);
    }
  }
  return { bars, busy, marks: [...longest.values()] };
}

function belongsTo({ checkpoint }: Row, of: CheckpointIndex): boolean {
  return checkpoint === undefined || checkpoint === of;
}

function columnsOf(busy: Map<Phase, Float32Array>, phase: Phase, scale: TimeScale): Float32Array {
  const known = busy.get(phase);
  if (known) return known;
  const columns = new Float32Array(Math.ceil(scale.left + scale.width) + 2);
  busy.set(phase, columns);
  return columns;
}

/** Adds the share of each pixel column that `[start, end)` covers. */
export function addBusy(columns: Float32Array, scale: TimeScale, start: number, end: number): void {
  const from = Math.max(0, xOf(scale, Math.max(start, scale.from)));
  const to = Math.min(columns.length, xOf(scale, Math.min(end, scale.to)));
  // A reported phase of no length still shows: as a hundredth of a pixel.
  if (to - from < 0.01 && start >= scale.from && end <= scale.to) {
    columns[Math.floor(from)]! += 0.01;
    return;
  }
  for (let column = Math.floor(from); column < to; column += 1) {
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
  let best: number | undefined;
  let bestRank = Infinity;
  for (let i = first; i < last; i += 1) {
    const phase = phases[spans.phase[i]!]!;
    if (hidden.has(phase) || !belongsTo(row, spans.checkpoint[i]!)) continue;
    const extent = barExtent(scale, phase, spans.start[i]!, index.end[i]!);
    const slack = isBlocking(phase) ? 3 : 1;
    if (x < extent.x - slack || x > extent.x + extent.width + slack) continue;
    const rank = isBlocking(phase) ? spans.start[i]! - index.end[i]! : 1 + extent.width;
    if (rank < bestRank) [best, bestRank] = [i, rank];
  }
  return best;
}
