import type { CheckpointIndex, Ms } from '../src/trace/units.js';
import { spanOf } from './rowRates.js';
import type { Row, TraceIndex } from './traceIndex.js';

/** A batch of records: the lock was taken at `start` and given back at `end`. Times in ms, 0 = the lock hold began. */
export interface LensBatch {
  readonly start: Ms;
  readonly end: Ms;
  readonly records: number;
}

/** The moments around one lock hold. Times in ms, 0 = the lock was taken for the snapshot. */
export interface LensMoments {
  readonly hold: Ms;
  readonly from: Ms;
  readonly to: Ms;
  readonly batches: readonly LensBatch[];
  /** From the end of the last batch to the hold, and from the hold to the next batch. */
  readonly sinceLast?: Ms;
  readonly untilNext?: Ms;
  /** Records per second in the known batches before and after the hold, pauses between them included. */
  readonly before?: number;
  readonly after?: number;
}

/** The window is this many times the hold, which begins at 29 % of it … */
const windowOfHold = 5.8;
const holdAt = 0.29;
/** … or up to this many times, where the nearest batches would lie outside. */
const widestWindow = 40;

/** What the lens shows of a row's lock hold in a checkpoint; undefined where the row has none. */
export function lensMoments(
  index: TraceIndex,
  row: Row,
  checkpoint: CheckpointIndex,
): LensMoments | undefined {
  const span = spanOf(index, row, checkpoint, 'sync');
  if (!span) return undefined;
  const hold = span.end - span.start;
  const { batches } = index.trace;
  const near: LensBatch[] = [];
  for (let i = 0; i < batches.length; i += 1) {
    if (
      batches.operator[i] !== row.operator ||
      batches.subtask[i] !== row.subtask ||
      batches.checkpoint[i] !== checkpoint
    ) {
      continue;
    }
    near.push({
      start: batches.start[i]! - span.start,
      end: batches.end[i]! - span.start,
      records: batches.records[i]!,
    });
  }
  const earlier = near.filter(({ end }) => end <= 0);
  const later = near.filter(({ start }) => start >= hold);
  const [last, next] = [earlier.at(-1), later[0]];
  const before = ratePerSecond(earlier);
  const after = ratePerSecond(later);
  return {
    hold,
    ...windowAround(Math.max(hold, 1e-4), last && -last.end, next && next.start - hold),
    batches: near,
    ...(last && { sinceLast: -last.end }),
    ...(next && { untilNext: next.start - hold }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
}

/** The usual window, or as wide as shows some of the last batch before the hold and of the first after it, if that is near. */
function windowAround(hold: Ms, before: Ms | undefined, after: Ms | undefined): { from: Ms; to: Ms } {
  const far = hold * widestWindow;
  const usual = { before: hold * windowOfHold * holdAt, after: hold * windowOfHold * (1 - holdAt) };
  const reach = { before: (before ?? 0) * 1.5, after: hold + (after ?? 0) * 1.5 };
  return {
    from: -(reach.before > far * holdAt ? usual.before : Math.max(usual.before, reach.before)),
    to: reach.after > far * (1 - holdAt) ? usual.after : Math.max(usual.after, reach.after),
  };
}

/** From the first batch's start to the last one's end. */
function ratePerSecond(batches: readonly LensBatch[]): number | undefined {
  const first = batches[0];
  const last = batches.at(-1);
  if (!first || !last || last.end <= first.start) return undefined;
  const records = batches.reduce((sum, batch) => sum + batch.records, 0);
  return (records / (last.end - first.start)) * 1000;
}
