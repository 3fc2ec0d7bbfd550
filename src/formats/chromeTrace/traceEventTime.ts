import type { Ms } from '../../trace/units.js';

/** Whole nanoseconds. */
export function nanoseconds(ms: Ms): number {
  return Math.round(ms * 1e6);
}

/**
 * Nanoseconds as the µs of an event. Perfetto takes a number times 1000 and cuts the fraction off, so a product that
 * falls just short of the nanosecond would make neighbours overlap by one: such a number is taken one step higher.
 */
export function eventTime(ns: number): number {
  const microseconds = ns / 1000;
  return Math.trunc(microseconds * 1000) === ns ? microseconds : microseconds * (1 + Number.EPSILON);
}

/** The µs of an event as ms, to the nanosecond where a double has room for it. */
export function eventMs(microseconds: number): Ms {
  const ns = Math.round(microseconds * 1000);
  return Number.isSafeInteger(ns) ? ns / 1e6 : microseconds / 1000;
}

/** The end, in ms, of what begins at `from` and lasts for `length`, both µs: the sum of whole nanoseconds. */
export function eventEndMs(from: number, length: number): Ms {
  const ns = Math.round(from * 1000) + Math.round(length * 1000);
  return Number.isSafeInteger(ns) ? ns / 1e6 : (from + length) / 1000;
}
