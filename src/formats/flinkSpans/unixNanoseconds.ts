import type { EpochMs, Ms } from '../../trace/units.js';
import type { UnixMs } from '../evidence/model.js';

const nanosecondsPerMs = 1_000_000n;

/**
 * Unix nanoseconds as milliseconds with their fraction. They are 64 bits that a double has no room for. Flink writes a
 * missing end as -1 ms, which without a sign is close to 2⁶⁴.
 */
export function nanosecondsAsMs(nanoseconds: bigint): UnixMs {
  const signed = BigInt.asIntN(64, nanoseconds);
  return Number(signed / nanosecondsPerMs) + Number(signed % nanosecondsPerMs) / 1e6;
}

/**
 * The same from JSON, where 64 bits are text. As a number they have lost digits already: what is left is good for whole
 * microseconds.
 */
export function jsonNanosecondsAsMs(value: unknown): UnixMs | undefined {
  if (typeof value === 'string') {
    return /^-?\d{1,20}$/.test(value) ? nanosecondsAsMs(BigInt(value)) : undefined;
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const signed = value >= 2 ** 63 ? value - 2 ** 64 : value;
  return Math.round(signed / 1e3) / 1e3;
}

/**
 * A moment of a trace in Unix nanoseconds. Whole milliseconds and fractions are added apart, because one double of Unix
 * time has no room for both. What is before 1970 is 0.
 */
export function unixNanoseconds(epoch: EpochMs, ms: Ms): bigint {
  const wholeEpoch = Math.floor(epoch);
  const wholeMs = Math.floor(ms);
  const fraction = Math.round((epoch - wholeEpoch + (ms - wholeMs)) * 1e6);
  const nanoseconds = BigInt(wholeEpoch + wholeMs) * nanosecondsPerMs + BigInt(fraction);
  return nanoseconds < 0n ? 0n : nanoseconds;
}

/** Unix nanoseconds as the text of Unix milliseconds: `1795365621040.000024`. */
export function nanosecondsAsMsText(nanoseconds: bigint): string {
  const digits = String(nanoseconds).padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${digits.slice(0, -6)}${fraction === '' ? '' : '.'}${fraction}`;
}
