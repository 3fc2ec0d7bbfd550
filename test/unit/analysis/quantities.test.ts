import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatRate,
  formatRatePart,
  formatShare,
} from '../../../src/analysis/quantities.js';

describe('a duration', () => {
  it.each([
    [0, '0 ms'],
    [0.0004, '400 ns'],
    [0.00099951, '1 µs'],
    [0.024, '24 µs'],
    [0.0284, '28.4 µs'],
    [0.9996, '1 ms'],
    [1.2, '1.2 ms'],
    [412.4, '412 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [1432, '1.43 s'],
    [4000, '4.00 s'],
    [25_700, '25.7 s'],
    [91_900, '91.9 s'],
    [119_400, '119 s'],
    [119_990, '2 min 0 s'],
    [125_000, '2 min 5 s'],
    [3_599_700, '1 h 0 min'],
    [7_384_000, '2 h 3 min'],
    [-3, '−3 ms'],
    [NaN, '?'],
  ])('of %d ms reads %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it.each([
    [0, '<1 ms'],
    [0.4, '<1 ms'],
    [1, '1 ms'],
    [12.4, '12 ms'],
    [999.6, '1.00 s'],
    [25_733, '25.7 s'],
    [-0.2, '<1 ms'],
    [-3.2, '−3 ms'],
    [NaN, '?'],
  ])('of %d ms that is known to 1 ms reads %s', (ms, text) => {
    expect(formatDuration(ms, 1)).toBe(text);
  });

  it('is never off by more than half of its last digit', () => {
    const factors: Readonly<Record<string, number>> = { ns: 1e-6, µs: 1e-3, ms: 1, s: 1000 };
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 119_000, noNaN: true }), (ms) => {
        const [number, unit] = formatDuration(ms).split(' ');
        expect(Math.abs(Number(number) * factors[unit!]! - ms)).toBeLessThanOrEqual(0.005 * ms);
      }),
    );
  });
});

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [265, '265 B'],
    [999.6, '1.00 kB'],
    [28_300, '28.3 kB'],
    [67_100_000, '67.1 MB'],
    [1.2e9, '1.20 GB'],
    [5e15, '5.00 PB'],
    [Infinity, '?'],
  ])('%d read %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('counts, rates and shares', () => {
  it('counts keep all their digits', () => {
    expect([0, 999, 1432, 1_000_000, -1432].map(formatCount)).toEqual([
      '0',
      '999',
      '1,432',
      '1,000,000',
      '−1,432',
    ]);
  });

  it.each([
    [0, '0/s'],
    [563, '563/s'],
    [56_300, '56.3 k/s'],
    [560_000, '0.56 M/s'],
    [1_120_000, '1.12 M/s'],
    [12_340_000, '12.3 M/s'],
  ])('%d records per second read %s', (rate, text) => {
    expect(formatRate(rate, 'records')).toBe(text);
  });

  it('bytes per second read as bytes', () => {
    expect(formatRate(163e6, 'bytes')).toBe('163 MB/s');
  });

  it('a part of a rate is given in the unit of the whole', () => {
    expect(formatRatePart(761_600, 1_120_000)).toBe('0.76 of 1.12 M records/s');
    expect(formatRatePart(0, 1_120_000)).toBe('0 of 1.12 M records/s');
    expect(formatRatePart(900, 56_300)).toBe('0.9 of 56.3 k records/s');
    expect(formatRatePart(12, 563)).toBe('12 of 563 records/s');
  });

  it('a share that is more than nothing never reads as nothing', () => {
    expect([0, 0.001, 0.68, 1.04].map(formatShare)).toEqual(['0 %', '<1 %', '68 %', '104 %']);
  });
});
