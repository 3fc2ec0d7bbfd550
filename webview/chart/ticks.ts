import type { TimeRange } from './geometry.js';
import type { Ms } from '../../src/trace/units.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Round steps of a clock; below a second steps are 1, 2 or 5 times a power of ten. */
const clockSteps = [1, 2, 5, 10, 15, 30]
  .flatMap((n) => [n * second, n * minute])
  .concat([1, 2, 4, 8, 12, 24].map((n) => n * hour));
clockSteps.sort((a, b) => a - b);

/** The smallest round step that divides a length into at most `most` parts. */
export function roundStep(length: Ms, most: number): Ms {
  const rough = length / most;
  if (rough > second) {
    return clockSteps.find((step) => step >= rough) ?? Math.ceil(rough / (24 * hour)) * 24 * hour;
  }
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((n) => n * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Round moments in a range, `most` + 1 of them at the most. */
export function roundTicks({ from, to }: TimeRange, most: number): Ms[] {
  const step = roundStep(to - from, most);
  const ticks: Ms[] = [];
  for (let n = Math.ceil(from / step - 1e-6); n * step <= to + step * 1e-6; n += 1) ticks.push(n * step);
  return ticks;
}

/** Writes ticks of one ruler with one unit and as many decimals as their step needs; the label of 0 is `zero`. */
export function tickLabels(ticks: readonly Ms[], zero: string, step = stepBetween(ticks)): string[] {
  const largest = Math.max(...ticks.map(Math.abs));
  return ticks.map((tick) => (Math.abs(tick) <= step * 1e-6 ? zero : tickLabel(tick, step, largest)));
}

/** From one of evenly spaced ticks to the next; a single one counts from 0. */
export function stepBetween(ticks: readonly Ms[]): Ms {
  return ticks.length > 1 ? ticks[1]! - ticks[0]! : Math.abs(ticks[0] ?? 0);
}

function tickLabel(tick: Ms, step: Ms, largest: Ms): string {
  const sign = tick < 0 ? '−' : '';
  const size = Math.abs(tick);
  if (largest >= 10 * minute) return sign + clockLabel(size, step);
  if (largest >= 2 * second) return `${sign}${fixed(size / second, step / second)} s`;
  if (largest >= 1) return `${sign}${fixed(size, step)} ms`;
  return `${sign}${fixed(size * 1000, step * 1000)} µs`;
}

function fixed(value: number, step: number): string {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

function clockLabel(size: Ms, step: Ms): string {
  const hours = Math.floor(size / hour);
  const minutes = Math.floor((size % hour) / minute);
  const seconds = (size % minute) / second;
  const pad = (n: number): string => String(n).padStart(2, '0');
  if (step < minute) return `${hours > 0 ? `${hours}:` : ''}${pad(minutes)}:${pad(Math.floor(seconds))}`;
  return hours > 0 ? `${hours} h ${minutes > 0 ? `${minutes} min` : ''}`.trimEnd() : `${minutes} min`;
}
