import type { Ms } from './units.js';

/** Beyond this many ms a double has no whole nanoseconds left. */
const exactMs = Number.MAX_SAFE_INTEGER / 1e6;

/** Milliseconds rounded to whole nanoseconds, as the file keeps them: the double nearest to at most six decimals. */
export function toNanoseconds(ms: Ms): Ms {
  return Math.abs(ms) < exactMs ? Math.round(ms * 1e6) / 1e6 : ms;
}
