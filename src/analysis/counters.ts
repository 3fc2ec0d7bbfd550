import type { Counter, Trace } from '../trace/model.js';
import type { Row } from '../trace/rowRange.js';
import type { Ms } from '../trace/units.js';

/** A stretch of time, `[from, to)`. */
export interface Stretch {
  readonly from: Ms;
  readonly to: Ms;
}

export function counterOf(
  { counters }: Trace,
  { operator, subtask }: Row,
  wanted: string,
): Counter | undefined {
  return counters.find(
    ({ name, ...of }) => name === wanted && of.operator === operator && of.subtask === subtask,
  );
}

/** What a counter has in a stretch, and how much of it the counter covers; a bucket that straddles a border counts by its overlap. */
export function countedIn(
  { start, step, values }: Counter,
  { from, to }: Stretch,
): { readonly sum: number; readonly ms: Ms } {
  const first = Math.max(0, Math.floor((from - start) / step));
  const last = Math.min(values.length, Math.ceil((to - start) / step));
  let sum = 0;
  let ms = 0;
  for (let bucket = first; bucket < last; bucket++) {
    const overlap = Math.min(to, start + (bucket + 1) * step) - Math.max(from, start + bucket * step);
    if (overlap <= 0) continue;
    sum += values[bucket]! * (overlap / step);
    ms += overlap;
  }
  return { sum, ms };
}
