import { counterNames, type Counter } from '../../trace/model.js';
import { toNanoseconds } from '../../trace/nanoseconds.js';

/** What a counter's events call their value: records are shown as a rate, anything else as it is. */
export function seriesName(counter: Counter): string {
  return isCount(counter) ? 'per second' : 'value';
}

/** A bucket's value as its event shows it. */
export function shownValue(counter: Counter, value: number): number {
  return isCount(counter) ? (value * 1000) / counter.step : value;
}

/** The inverse of {@link shownValue}, to the six decimals that our own file keeps. */
export function bucketValue(counter: Counter, shown: number): number {
  return isCount(counter) ? toNanoseconds((shown * counter.step) / 1000) : shown;
}

function isCount({ name }: Counter): boolean {
  return name === counterNames.recordsProcessed;
}
