import { describe, expect, it } from 'vitest';
import { roundTicks, tickLabels } from '../../../webview/chart/ticks.js';

const labelled = (from: number, to: number, most: number): string[] =>
  tickLabels(roundTicks({ from, to }, most), '0 trigger');

describe('the ruler', () => {
  it('can have the trigger as its only tick', () => {
    expect(labelled(-3, 3.3, 3)).toEqual(['0 trigger']);
  });

  it('counts in round steps from the trigger', () => {
    expect(labelled(-100, 600, 8)).toEqual([
      '−100 ms',
      '0 trigger',
      '100 ms',
      '200 ms',
      '300 ms',
      '400 ms',
      '500 ms',
      '600 ms',
    ]);
  });

  it('counts in microseconds around a lock hold', () => {
    expect(labelled(-0.04, 0.1, 7)).toEqual([
      '−40 µs',
      '−20 µs',
      '0 trigger',
      '20 µs',
      '40 µs',
      '60 µs',
      '80 µs',
      '100 µs',
    ]);
  });

  it('tells moments apart that lie far from the trigger and close together', () => {
    expect(labelled(412, 412.003, 3)).toEqual(['412.000 ms', '412.001 ms', '412.002 ms', '412.003 ms']);
  });

  it('counts in seconds and minutes over a long run', () => {
    expect(labelled(0, 20_000, 5)).toEqual(['0 trigger', '5 s', '10 s', '15 s', '20 s']);
    expect(labelled(0, 3_600_000, 5)).toEqual(['0 trigger', '15 min', '30 min', '45 min', '1 h']);
  });
});
