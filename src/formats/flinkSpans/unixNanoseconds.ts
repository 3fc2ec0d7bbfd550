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
