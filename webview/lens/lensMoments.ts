import type { CheckpointIndex, Ms } from '../../src/trace/units.js';
import type { TimeRange } from '../chart/geometry.js';
import { spanOf } from '../rows/rowRates.js';
import type { Row, TraceIndex } from '../rows/traceIndex.js';

/** A batch of records: the lock was taken at `start` and given back at `end`. Times in ms, 0 = the lock hold began. */
export interface LensBatch {
  readonly start: Ms;
  readonly end: Ms;
  readonly records: number;
}

/** The moments around one lock hold, `from` to `to` of them shown. Times in ms, 0 = the lock was taken for the snapshot. */
export interface LensMoments extends TimeRange {
  /** When the lock was taken, in the trace's own time. */
  readonly start: Ms;
  readonly hold: Ms;
  readonly batches: readonly LensBatch[];
  /** The batches are known from the first to the last one of them; of other times nothing was recorded. */
  readonly known: TimeRange;
  /** The nearest batches; between them and the hold nobody had the lock. */
  readonly last?: LensBatch;
  readonly next?: LensBatch;
  /** The flush before the hold, in which nothing was processed either. */
  readonly flush?: TimeRange;
  /** Records per second in the known batches before and after the hold, pauses between them included. */
  readonly before?: number;
  readonly after?: number;
}

/** The window is this many times the hold, which begins at 29 % of it … */
const windowOfHold = 5.8;
const holdAt = 0.29;
/** … and wider where a nearest batch would lie outside, unless that is farther away than this, in ms. */
const farthest: Ms = 10;
/** The distance to a batch takes this share of its side, so that some of the batch is seen. */
const distanceShare = 0.7;
/** The shorter side has at least this share of the longer one. */
const leastSide = 0.45;
/** Where nothing is known, this many times the hold is shown: enough for its rate to stand there. */
const unknownSide = 0.2;
/** A hold that was over at once is shown as if it had lasted 100 ns, a tenth of what the clocks resolve. */
const shortestHold: Ms = 1e-4;

/** What the lens shows of a row's lock hold in a checkpoint; undefined where the row has none. */
export function lensMoments(
  index: TraceIndex,
  row: Row,
  checkpoint: CheckpointIndex,
): LensMoments | undefined {
  const span = spanOf(index, row, checkpoint, 'sync');
  if (!span) return undefined;
  const hold = span.end - span.start;
  const flush = spanOf(index, row, checkpoint, 'preBarrier');
  const batches = batchesAround(index, row, checkpoint, span.start);
  const earlier = batches.filter(({ end }) => end <= 0);
  const later = batches.filter(({ start }) => start >= hold);
  const [last, next] = [earlier.at(-1), later[0]];
  const [before, after] = [ratePerSecond(earlier), ratePerSecond(later)];
  const known = { from: earlier[0]?.start ?? 0, to: later.at(-1)?.end ?? hold };
  return {
    start: span.start,
    hold,
    batches,
    known,
    ...windowAround(Math.max(hold, shortestHold), known, last, next),
    ...(last && { last }),
    ...(next && { next }),
    ...(flush && { flush: { from: flush.start - span.start, to: flush.end - span.start } }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
}

function batchesAround(
  { trace: { batches } }: TraceIndex,
  row: Row,
  checkpoint: CheckpointIndex,
  zero: Ms,
): LensBatch[] {
  const around: LensBatch[] = [];
  for (let i = 0; i < batches.length; i += 1) {
    const here =
      batches.operator[i] === row.operator &&
      batches.subtask[i] === row.subtask &&
      batches.checkpoint[i] === checkpoint;
    if (!here) continue;
    const [start, end] = [batches.start[i]! - zero, batches.end[i]! - zero];
    around.push({ start, end, records: batches.records[i]! });
  }
  return around;
}

/** The usual window where batches are near; else as wide as shows some of the nearest, and no wider than what is known. */
function windowAround(
  hold: Ms,
  known: TimeRange,
  last: LensBatch | undefined,
  next: LensBatch | undefined,
): TimeRange {
  const before = sideOf(hold, hold * windowOfHold * holdAt, last && -last.end, -known.from);
  const usualAfter = hold * (windowOfHold * (1 - holdAt) - 1);
  const after = sideOf(hold, usualAfter, next && next.start - hold, known.to - hold);
  const least = Math.max(before.length, after.length) * leastSide;
  const lengthOf = (side: Side): Ms => Math.max(side.length, Math.min(least, side.known));
  return { from: -lengthOf(before), to: hold + lengthOf(after) };
}

interface Side {
  readonly length: Ms;
  readonly known: Ms;
}

/** How much to show on one side of the hold; as much as the other side needs, where there is nothing near to show. */
function sideOf(hold: Ms, usual: Ms, distance: Ms | undefined, known: Ms): Side {
  if (distance === undefined || distance > farthest) return { length: usual, known: Infinity };
  const wanted = Math.max(usual, distance / distanceShare);
  return { length: Math.max(Math.min(wanted, known), hold * unknownSide), known };
}

/** From the first batch's start to the last one's end. */
function ratePerSecond(batches: readonly LensBatch[]): number | undefined {
  const first = batches[0];
  const last = batches.at(-1);
  if (!first || !last || last.end <= first.start) return undefined;
  const records = batches.reduce((sum, batch) => sum + batch.records, 0);
  return (records / (last.end - first.start)) * 1000;
}
