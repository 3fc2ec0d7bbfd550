import type { Spans, Trace } from '../trace/model.js';
import { rowEnd } from '../trace/rowRange.js';
import type { Ms } from '../trace/units.js';

/** The first and the last moment that anything in a trace is known of; both 0 where nothing is. */
export interface Extent {
  readonly start: Ms;
  readonly now: Ms;
}

const known = new WeakMap<Trace, Extent>();

/** Linear in all of a trace; asked again for the same one, it gives the same. */
export function extentOf(trace: Trace): Extent {
  const extent = known.get(trace) ?? newExtent(trace);
  known.set(trace, extent);
  return extent;
}

function newExtent({ spans, checkpoints, counters, restarts }: Trace): Extent {
  const moments = [
    ...checkpoints.flatMap(({ trigger, end }) => [trigger, end ?? trigger]),
    ...restarts.flatMap(({ failed, resumed }) => [failed, resumed ?? failed]),
    ...counters.flatMap(({ start, step, values }) => [start, start + step * values.length]),
  ];
  const extents = [outerStarts(spans), spans.end, Float64Array.from(moments)].map(extremes);
  const start = Math.min(...extents.map(({ least }) => least));
  const now = Math.max(...extents.map(({ most }) => most));
  return start <= now ? { start, now } : { start: 0, now: 0 };
}

/** The first and the last start of each row, which has its spans in the order of their starts. */
function outerStarts({ start, ...columns }: Spans): Float64Array {
  const starts: Ms[] = [];
  for (let first = 0; first < columns.length;) {
    const row = { operator: columns.operator[first]!, subtask: columns.subtask[first]! };
    const next = rowEnd(columns, row, first);
    starts.push(start[first]!, start[next - 1]!);
    first = next;
  }
  return Float64Array.from(starts);
}

/** Of the finite values; Infinity and -Infinity where there are none. */
function extremes(values: Float64Array): { readonly least: number; readonly most: number } {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (value < least && value > -Infinity) least = value;
    if (value > most && value < Infinity) most = value;
  }
  return { least, most };
}
